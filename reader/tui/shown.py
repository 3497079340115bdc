"""How outside text and states are shown in one line: guarded, in exact cells, in visual order; and the glyphs."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import groupby
from typing import NamedTuple

from reader.text.bidi import Direction, Shaping, direction, display, has_rtl, without_harakat
from reader.text.cells import clusters, cut, fit, width
from reader.text.clean import guard, guard_text
from reader.text.hue import HUES as HUES
from reader.text.hue import hue
from reader.text.portable import portable
from reader.words import direction as language_direction

Run = tuple[str, str, int]
"""Text, the name of its style, and its width in cells."""


class Glyphs(NamedTuple):
    """One cell each."""

    unread: str = "●"
    read: str = " "
    updated: str = "◆"
    star: str = "★"
    later: str = "◷"
    both: str = "✪"
    cursor: str = "▌"
    rest: str = "▏"
    full: str = "▪"
    text: str = "·"
    pictured: str = "▣"
    ellipsis: str = "…"


GLYPHS = Glyphs()


_ARTICLES = re.compile(r"(?:the|le|la|les|el|los|las) |l[’']", re.IGNORECASE)
_LINKS = frozenset("& + - of the de du des la le les del y et and for los las l d".split())


def short_name(name: str, cells: int) -> str:
    """A paper's name for a narrow column: whole, else without its article, else its first whole words; "" for none.

    What this gives may still be too wide, where even the first word is.
    """
    if width(name) <= cells:
        return name
    found = _ARTICLES.match(name)
    words = name[found.end() if found else 0 :].split(" ")
    while len(words) > 1 and width(" ".join(words)) > cells:
        words.pop()
        while len(words) > 1 and words[-1].casefold() in _LINKS:
            words.pop()
    return " ".join(words)


def hue_of(source: str) -> str:
    """The style of a source's tag: always the same one for one name."""
    return f"source-{hue(source)}"


class Letters(NamedTuple):
    """How letters are drawn on rows: `shaping` of what Telex orders, `emoji` "portable" or "full" (see the settings)."""

    shaping: Shaping = "ligatures"
    emoji: str = "portable"


LETTERS = Letters()


def one_line(
    text: str,
    cells: int,
    ellipsis: str = "…",
    rtl: str = "app",
    aligned: bool = True,
    letters: Letters = LETTERS,
    base: Direction | None = None,
    own: bool = False,
) -> str:
    """Outside text in exactly `cells`, guarded and cut between clusters, emoji plain and Arabic without vowel signs.

    Right-to-left text is in its visual order where Telex orders it (`rtl` = "app"), and at the right edge unless the
    terminal orders it ("terminal") or `aligned` is false, as for names in a column. `base` is its direction, by its first
    strong letter where None. Where it may be one of Telex's `own` sentences, what was put into it keeps its order, and a
    screen from right to left is its base.
    """
    text = guard_text(text).replace("\n", " ") if own and rtl == "app" else guard(text)
    if letters.emoji == "portable":
        text = portable(text)
    if base != "rtl" and not has_rtl(text):
        return fit(text, cells, ellipsis)
    base = base or ("rtl" if own and language_direction() == "rtl" else direction(text))
    text = without_harakat(text)
    if width(text) > cells:
        text = cut(text, max(0, cells - width(ellipsis)))
        text += "\u2069" * (text.count("\u2068") - text.count("\u2069")) + ellipsis
    if rtl == "app":
        before = len(text) - len(text.lstrip(" ")) if own else 0
        text = " " * before + display(text[before:], base, shaping=letters.shaping).text
    if base != "rtl" or rtl == "terminal" or not aligned:
        return fit(text, cells, ellipsis)
    return " " * max(0, cells - width(text)) + cut(text, cells)


def marked_line(
    text: str,
    cells: int,
    terms: tuple[str, ...],
    style: str,
    ellipsis: str = "…",
    rtl: str = "app",
    letters: Letters = LETTERS,
    base: Direction | None = None,
) -> list[Run]:
    """`one_line` as runs in `style`, with the words that begin with one of the folded `terms` in the style "found"."""
    from reader.typeset.marks import found

    whole = text
    text = guard(text)
    if letters.emoji == "portable":
        text = portable(text)
    mixed = base == "rtl" or has_rtl(text)
    base = base or (direction(text) if mixed else "ltr")
    if mixed:
        text = without_harakat(text)
    if width(text) > cells:
        text = cut(text, max(0, cells - width(ellipsis))) + ellipsis
    spots = found(text, terms)
    if not spots:
        return [(one_line(whole, cells, ellipsis, rtl, letters=letters, base=base), style, cells)]

    def look(place: int) -> str:
        return "found" if any(start <= place < end for start, end in spots) else style

    if rtl == "app" and mixed:
        parts = display(text, base, shaping=letters.shaping).grouped(look)
    else:
        parts = _grouped(text, look)
    runs = [(part, name, width(part)) for part, name in parts]
    gap = max(0, cells - sum(run[2] for run in runs))
    air: list[Run] = [(" " * gap, style, gap)] if gap else []
    return [*air, *runs] if base == "rtl" and rtl != "terminal" else [*runs, *air]


def _grouped(text: str, look: Callable[[int], str]) -> list[tuple[str, str]]:
    """`text` in its own order as runs of equal looks, cut between clusters."""
    places = []
    at = 0
    for cluster in clusters(text):
        places.append((cluster, look(at)))
        at += len(cluster)
    return [("".join(one for one, _ in run), name) for name, run in groupby(places, lambda part: part[1])]
