"""Where looks are found, and that widgets carry none."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from reader.tui import styles
from reader.tui.styles import StylesMissing, sheet, styles_folder

TUI = Path(styles.__file__).parent
LOOKS = re.compile(
    r"^\s*(color|background|text-style|tint|border[\w-]*|scrollbar-color[\w-]*)\s*:", re.MULTILINE
)


@pytest.fixture(autouse=True)
def _forget() -> None:
    styles_folder.cache_clear()


def test_inside_the_package_goes_before_beside_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "reader"
    monkeypatch.setattr(styles, "_PACKAGE", package)
    with pytest.raises(StylesMissing) as caught:
        styles_folder()
    assert str(package / "styles") in str(caught.value)
    assert str(tmp_path / "styles") in str(caught.value)
    for place in (tmp_path / "styles", package / "styles"):
        place.mkdir(parents=True)
        (place / "app.tcss").touch()
        styles_folder.cache_clear()
        assert styles_folder() == place


def test_every_sheet_is_there_and_used() -> None:
    used = set()
    for file in TUI.rglob("*.py"):
        source = file.read_text(encoding="utf-8")
        used |= set(re.findall(r'sheet\("(\w+)"\)', source))
        for names in re.findall(r"_SHEETS = \(([^)]*)\)", source):
            used |= set(re.findall(r'"(\w+)"', names))
    there = {file.stem for file in styles_folder().glob("*.tcss")}
    assert used == there
    assert all(sheet(name).is_file() for name in used)


def test_sheets_name_no_colour_themselves() -> None:
    for file in styles_folder().glob("*.tcss"):
        text = re.sub(r"/\*.*?\*/", "", file.read_text(encoding="utf-8"), flags=re.DOTALL)
        assert not re.search(r":\s*[^;$]*(#[0-9a-fA-F]{3,8}\b|rgb\(|ansi_)", text), file.name


@pytest.mark.parametrize("file", sorted((TUI / "widgets").glob("*.py")), ids=lambda file: file.stem)
def test_widgets_carry_structure_only(file: Path) -> None:
    for css in re.findall(r'DEFAULT_CSS = """(.*?)"""', file.read_text(encoding="utf-8"), re.DOTALL):
        assert not LOOKS.search(css)
