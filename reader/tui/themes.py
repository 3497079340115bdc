"""Themes from data files: colours by name, made into Textual themes; a person's own fail with the line that is wrong."""

from __future__ import annotations

import re
from pathlib import Path

from textual.color import Color, ColorParseError
from textual.theme import Theme

from reader.tui.styles import styles_folder
from reader.words import _

PREFIX = "telex-"
"""What the names of Telex's own themes begin with."""

COLOURLESS = f"{PREFIX}ansi"
"""The theme that leaves colours to the terminal; taken where NO_COLOR is set."""

_BASE = (
    "primary",
    "secondary",
    "accent",
    "foreground",
    "background",
    "surface",
    "panel",
    "success",
    "warning",
    "error",
)
_EXTRA = (
    "muted",
    "faint",
    "rule",
    "cursor",
    "cursor-rest",
    "bar",
    *(f"source-{n}" for n in range(1, 7)),
)


_TERMINAL = {"ansi-background": "ansi_default", "ansi-foreground": "ansi_default"}
"""What Textual's own widgets name in a theme of the terminal's colours."""

_LINE = re.compile(r'\s*(?:(?P<name>[\w-]+)\s*=\s*(?:"(?P<value>[^"]*)"|(?P<flag>true|false)))?\s*(?:#.*)?$')
"""A line of a theme: a small part of TOML."""


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
    except (OSError, UnicodeDecodeError) as error:
        raise ThemeError(
            _("The theme in {file} cannot be read: {error}.").format(file=file, error=error)
        ) from None
    colours: dict[str, str] = {}
    flags = {"ansi": False, "dark": True}
    for number, line in enumerate(text.splitlines(), 1):
        where = _("{file}, line {line}").format(file=file, line=number)
        found = _LINE.match(line)
        if found is None:
            raise ThemeError(_('{where}: this is neither name = "colour" nor a comment.').format(where=where))
        name, value, flag = found["name"], found["value"], found["flag"]
        if flag is not None and name in flags:
            flags[name] = flag == "true"
        elif name is not None and name != "title":
            colours[name] = _checked(where, name, value)
    missing = next((name for name in (*_BASE, *_EXTRA) if name not in colours), None)
    if missing is not None and not flags["ansi"]:
        raise ThemeError(_("{file}: the colour {missing} is missing.").format(file=file, missing=missing))
    extra = {name: colours[name] for name in _EXTRA if name in colours}
    if flags["ansi"]:
        extra = _TERMINAL | extra
        colours = dict.fromkeys(_BASE, "ansi_default") | colours
    primary = colours.get("primary", "ansi_blue")
    theme = Theme(file.stem, primary, dark=flags["dark"], ansi=flags["ansi"], variables=extra)
    for name in _BASE:
        if name in colours:
            setattr(theme, name, colours[name])
    return theme


def title_of(file: Path) -> str:
    """What a theme calls itself, without looking at its colours."""
    try:
        found = re.search(r'^title\s*=\s*"([^"]*)"', file.read_text(encoding="utf-8"), re.MULTILINE)
    except (OSError, UnicodeDecodeError):
        found = None
    return found[1] if found else file.stem


def _checked(where: str, name: str, value: str | None) -> str:
    if name not in (*_BASE, *_EXTRA):
        raise ThemeError(_("{where}: a theme has no colour named {name}.").format(where=where, name=name))
    try:
        Color.parse(value or "")
    except ColorParseError:
        raise ThemeError(
            _("{where}: {value} is not a colour for {name}.").format(
                where=where, value=repr(value), name=name
            )
        ) from None
    return value or ""
