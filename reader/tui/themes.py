"""Themes from data files: colours by name, made into Textual themes; a person's own fail with the line that is wrong."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from textual.color import Color, ColorParseError
from textual.theme import Theme

from reader.tui.styles import styles_folder

COLOURLESS = "telex-ansi"
"""The theme that leaves colours to the terminal; taken where NO_COLOR is set."""

_BASE = ("primary", "secondary", "accent", "foreground", "background", "surface", "panel", "success", "warning", "error")
_EXTRA = (
    "muted",
    "faint",
    "rule",
    "cursor",
    "cursor-rest",
    "bar",
    *(f"source-{n}" for n in range(1, 7)),
)


class ThemeError(Exception):
    """A theme cannot be used: one sentence with its file and line."""


def theme_files(own: Path | None = None) -> dict[str, Path]:
    """The themes there are, by name, the person's own last."""
    files = {file.stem: file for file in sorted((styles_folder() / "themes").glob("*.toml"))}
    if own is not None and own.is_dir():
        files.update({file.stem: file for file in sorted(own.glob("*.toml"))})
    return files


def load_theme(file: Path) -> Theme:
    """The theme in `file`, named after it. Raises `ThemeError`."""
    try:
        text = file.read_text(encoding="utf-8")
        data = tomllib.loads(text)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ThemeError(f"The theme in {file} cannot be read: {error}.") from None
    ansi, dark = data.pop("ansi", False), data.pop("dark", True)
    data.pop("title", None)
    for name, value in data.items():
        where = f"{file}, line {_line_of(text, name)}"
        if name not in (*_BASE, *_EXTRA):
            raise ThemeError(f"{where}: a theme has no colour named {name}.")
        _check(where, name, value)
    missing = next((name for name in (*_BASE, *_EXTRA) if name not in data), None)
    if missing is not None and not ansi:
        raise ThemeError(f"{file}: the colour {missing} is missing.")
    colours: dict[str, str] = data
    extra = {name: colours[name] for name in _EXTRA if name in colours}
    base = {name: colours[name] for name in _BASE if name in colours}
    return Theme(name=file.stem, dark=bool(dark), ansi=bool(ansi), variables=extra, **base)


def title_of(file: Path) -> str:
    """What a theme calls itself, without looking at its colours."""
    try:
        found = re.search(r'^title\s*=\s*"([^"]*)"', file.read_text(encoding="utf-8"), re.MULTILINE)
    except (OSError, UnicodeDecodeError):
        found = None
    return found[1] if found else file.stem


def _check(where: str, name: str, value: object) -> None:
    try:
        if not isinstance(value, str):
            raise TypeError
        Color.parse(value)
    except (ColorParseError, TypeError):
        raise ThemeError(f"{where}: {value!r} is not a colour for {name}.") from None


def _line_of(text: str, name: str) -> int:
    found = re.search(rf"^\s*{re.escape(name)}\s*=", text, re.MULTILINE)
    return text.count("\n", 0, found.start()) + 1 if found else 1
