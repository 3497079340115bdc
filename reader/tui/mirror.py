"""The screen from right to left where the person's language is: rows turned round, and Telex's own words in their order.

Only where Telex orders text itself (mode "app"): a terminal that does it turns whole rows round, and in logical order, as it
is read aloud, there is nothing to turn.
"""

from __future__ import annotations

from collections.abc import Iterable

from reader import words
from reader.text.bidi import Direction, display, has_rtl, lines, without_harakat
from reader.text.cells import width
from reader.text.clean import guard, guard_text
from reader.tui.shown import LETTERS, Letters, Run

_GLYPHS = str.maketrans("▌▏▸├└", "▐▕◂┤┘")
_DRAWN = frozenset(("edge", "quiet", "copies"))
"""Styles of runs that Telex draws, in which signs that point somewhere are turned too."""


def mirrors(rtl: str) -> bool:
    """Whether rows and panes are turned round, with right-to-left text ordered by `rtl`."""
    return rtl == "app" and words.direction() == "rtl"


def base_of(text: str) -> Direction | None:
    """The direction of a line on the screen that may be Telex's own: that of its language where it has letters of it."""
    return "rtl" if words.direction() == "rtl" and has_rtl(text) else None


def own(text: str, rtl: str = "app", letters: Letters = LETTERS) -> str:
    """Some of Telex's own words as rows have them, without vowel signs, the blanks around them left where they are."""
    if text.isascii():
        return text
    if rtl != "app" or not has_rtl(text):
        return guard(text)
    core = without_harakat(text.strip(" "))
    before, after = len(text) - len(text.lstrip(" ")), len(text) - len(text.rstrip(" "))
    drawn = display(guard_text(core), base_of(core), shaping=letters.shaping).text
    return " " * before + drawn + " " * after


def own_lines(text: str, cells: int, rtl: str = "app", letters: Letters = LETTERS) -> list[str]:
    """The same, wrapped into lines of at most `cells`."""
    text = guard_text(text) if rtl == "app" else "\n".join(map(guard, text.split("\n")))
    return [line.text for line in lines(text, max(1, cells), base_of(text), shaping=letters.shaping)]


def paragraph(text: str, cells: int, rtl: str = "app", letters: Letters = LETTERS) -> str:
    """The same for a widget that knows nothing of directions: at the right edge of `cells` where the screen is turned."""
    if not mirrors(rtl):
        return guard_text(text)
    return "\n".join(
        " " * max(0, cells - width(line)) + line for line in own_lines(text, cells, rtl, letters)
    )


def turned(runs: Iterable[Run]) -> list[Run]:
    """A row of runs from right to left: the last one first, the blanks of each at its other end."""
    return [_turned(run) for run in reversed([*runs])]


def _turned(run: Run) -> Run:
    text, style, cells = run
    core = text.strip(" ")
    if not core:
        return run
    before = len(text) - len(text.lstrip(" "))
    after = len(text) - before - len(core)
    if style in _DRAWN:
        core = core.translate(_GLYPHS)
    return (" " * after + core + " " * before, style, cells)
