"""Golden screens: the whole reader on an Arabic article, for each way of who orders right-to-left text.

After a wanted change: `python -m tests.tui.test_golden` writes them anew; read them before keeping them.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from reader.config import Settings
from reader.text.bidi import display
from tests.tui.desk import Desk, read
from tests.tui.stories import fill, open_newsroom

FOLDER = Path(__file__).parent / "golden"
CASES = {"app": "", "terminal": "", "off": "", "terminal-konsole": "KONSOLE_VERSION"}
"""The setting, and what the environment has that makes a difference."""


@contextmanager
def in_place(environment: str) -> Iterator[None]:
    """In the time zone UTC, on the terminal that `environment` tells of."""
    before = dict(os.environ)
    os.environ.update({"TZ": "UTC", **({environment: "230800"} if environment else {})})
    time.tzset()
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
        time.tzset()


def screen(folder: Path, case: str) -> list[str]:
    """The rows as they are sent, of the list with the article of its first Arabic headline."""
    rows: list[str] = []
    settings = Settings(rtl=case.partition("-")[0], motion=False)

    async def scenario(desk: Desk) -> None:
        await desk.type("/lang:ar")
        await desk.press("enter", "j", "enter")
        await desk.until(lambda: desk.main.article.document is not None)
        await desk.counted()
        drawn = desk.app.screen._compositor.render_strips()
        rows.extend(strip.text.rstrip() for strip in drawn)

    with in_place(CASES[case]), open_newsroom(folder, settings) as newsroom:
        fill(newsroom, 6)
        read(newsroom, scenario, size=(110, 24))
    return rows


@pytest.mark.skipif(os.name != "posix", reason="the time zone cannot be set")
@pytest.mark.parametrize("case", CASES)
def test_screen(tmp_path: Path, case: str) -> None:
    golden = (FOLDER / f"{case}.txt").read_text(encoding="utf-8").split("\n")[:-1]
    assert screen(tmp_path, case) == golden


def test_what_they_show() -> None:
    """Logical order but for "app"; where the terminal orders, no pane stands beside another, but on Konsole."""
    texts = {case: (FOLDER / f"{case}.txt").read_text(encoding="utf-8") for case in CASES}
    title = "المنارة تضيء الميناء رقم 1"
    for case, text in texts.items():
        assert (title in text) is (case != "app")
        assert (display(title).text in text) is (case == "app")
        assert ("│" in text) is (case != "terminal")


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name in CASES:
        with tempfile.TemporaryDirectory() as place:
            made = "".join(row + "\n" for row in screen(Path(place), name))
        (FOLDER / f"{name}.txt").write_text(made, encoding="utf-8")
