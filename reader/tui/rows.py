"""How a headline becomes a row: its parts, which leave from the right as it gets narrow, and the glyphs of its state.

Pure functions from headlines to runs of text with known widths; every state is a glyph as well as a style.
"""

from __future__ import annotations

from typing import NamedTuple

from reader.model import Headline
from reader.text.bidi import headline_direction
from reader.text.cells import width
from reader.tui.ages import widest
from reader.tui.mirror import mirrors, own, turned
from reader.tui.shown import GLYPHS, LETTERS, Letters, Run, hue_of, marked_line, one_line, short_name
from reader.words import _


class Columns(NamedTuple):
    """Widths in cells of the parts of a row; 0 leaves a part out. Gaps are part of the parts."""

    mark: int = 3
    star: int = 1
    age: int = 0
    source: int = 0
    headline: int = 1
    ready: int = 0


def columns_for(cells: int) -> Columns:
    """What fits into a row of this width, the headline always."""
    ready = 2 if cells >= 56 else 0
    source = 0 if cells < 44 else min(18, max(8, cells // 7)) + 2
    age = widest() + 1 if cells >= 32 else 0
    star = 1 if cells >= 26 else 0
    mark = 3 if cells >= 8 else 0
    return Columns(mark, star, age, source, max(0, cells - mark - star - age - source - ready), ready)


def airy_columns(cells: int) -> Columns:
    """The first line of a row that has two: state and headline; the rest stands below."""
    star = 1 if cells >= 26 else 0
    mark = 3 if cells >= 8 else 0
    return Columns(mark, star, 0, 0, max(0, cells - mark - star))


def below_row(
    headline: Headline,
    age: str,
    cells: int,
    *,
    at_cursor: str = "",
    rtl: str = "app",
    letters: Letters = LETTERS,
) -> list[Run]:
    """The second line of a row that has two: paper and age, and at the right edge what of it can be read offline."""
    edge = {"": " ", "cursor": GLYPHS.cursor, "rest": GLYPHS.rest}[at_cursor]
    columns = airy_columns(cells)
    lead = columns.mark + columns.star
    told = own(age, rtl)
    tail = f" · {told}"
    room = cells - lead - width(tail)
    sign = f" {ready_sign(headline)}" if headline.ready in ("full", "feed") and room >= 6 else ""
    cells, room = cells - len(sign), room - len(sign)
    if not lead or room < 4:
        empty = [(edge + " " * (cells - 1), "edge", cells)]
        return turned(empty) if mirrors(rtl) else empty
    name = short_name(headline.source, room)
    tag = one_line(name, min(room, width(name)), GLYPHS.ellipsis, rtl, aligned=False, letters=letters)
    style = "source-read" if headline.read else hue_of(headline.source)
    rest = cells - lead - width(tag) - width(tail)
    runs = [
        (edge, "edge", 1),
        (" " * (lead - 1), "plain", lead - 1),
        (tag, style, width(tag)),
        (tail, "age", width(tail)),
        (" " * rest, "age", rest),
        *([(sign, "ready", len(sign))] if sign else []),
    ]
    return turned(runs) if mirrors(rtl) else runs


def ready_sign(headline: Headline) -> str:
    """What of an entry can be read offline: its text, its whole text, that and images."""
    if headline.pictured and headline.ready in ("full", "feed"):
        return GLYPHS.pictured
    return {"full": GLYPHS.full, "feed": GLYPHS.text}.get(headline.ready, " ")


def headline_row(
    headline: Headline,
    age: str,
    columns: Columns,
    *,
    at_cursor: str = "",
    rtl: str = "app",
    letters: Letters = LETTERS,
    story: str = "",
    terms: tuple[str, ...] = (),
) -> list[Run]:
    """The runs of one row. `at_cursor` is "", "cursor" or "rest"; `rtl` says who orders right-to-left text.

    `story` is "folded" or "open" for the row of a story, "copy" or "last" for one of its copies below that.
    Words of the headline that begin with one of the folded `terms` are marked.
    """
    unread = not headline.read
    runs: list[Run] = []
    if columns.mark:
        edge = {"": " ", "cursor": GLYPHS.cursor, "rest": GLYPHS.rest}[at_cursor]
        state = GLYPHS.updated if headline.updated else GLYPHS.unread if unread else GLYPHS.read
        runs.append((edge, "edge", 1))
        runs.append((state, "updated" if headline.updated else "mark", 1))
    if columns.star:
        kept = (headline.starred, headline.later)
        star = {(True, True): GLYPHS.both, (True, False): GLYPHS.star, (False, True): GLYPHS.later}.get(
            kept, " "
        )
        runs.append((star, "star" if headline.starred else "later", 1))
    if columns.mark:
        runs.append((" ", "plain", 1))
    if columns.age:
        drawn = own(age, rtl)
        runs.append((" " * (columns.age - 1 - width(drawn)) + drawn + " ", "age", columns.age))
    if columns.source:
        name = short_name(headline.source, columns.source - 2)
        tag = one_line(name, columns.source - 2, GLYPHS.ellipsis, rtl, aligned=False, letters=letters)
        runs.append((" " + tag + " ", hue_of(headline.source) if unread else "source-read", columns.source))
    title = _headline(headline, columns.headline, unread, rtl, letters, story, terms)
    ready: list[Run] = [(" " + ready_sign(headline), "ready", 2)] if columns.ready else []
    if mirrors(rtl):  # a headline keeps the direction of its own
        sign = [run for run in title if run[1] == "copies"]
        return [*turned(ready), *title[len(sign) :], *turned(sign), *turned(runs)]
    return [*runs, *title, *ready]


def sentence_row(text: str, read: bool, cells: int, rtl: str, letters: Letters) -> list[Run]:
    """The one run of a row in the linear mode, from the left whatever its script."""
    shown = one_line(text, cells, GLYPHS.ellipsis, rtl, aligned=False, letters=letters)
    return [(shown, "read" if read else "unread", cells)]


def _headline(
    headline: Headline,
    cells: int,
    unread: bool,
    rtl: str,
    letters: Letters,
    story: str,
    terms: tuple[str, ...],
) -> list[Run]:
    style = "unread" if unread else "read"
    sign = own(_sign(headline, story), rtl) if cells >= 24 else ""
    runs: list[Run] = [(sign, "copies", width(sign))] if sign else []
    cells -= width(sign)
    if cells <= 0:
        return runs
    title = headline.title or headline.link or _("(no title)")
    base = headline_direction(title, headline.language, headline.direction)
    if headline.more:
        shown = one_line(title, cells, GLYPHS.ellipsis, rtl, letters=letters, base=base)
        return [*runs, (shown, "copies" if unread else "read", cells)]
    if terms:
        return [*runs, *marked_line(title, cells, terms, style, GLYPHS.ellipsis, rtl, letters, base)]
    papers = ", ".join(headline.papers) if story == "folded" and cells >= _PAPERS_FROM else ""
    room = min(width(papers), max(cells - width(title) - 2, cells // 4 if cells >= _MADE_FROM else 0))
    room = room if room >= _LEAST_PAPERS else 0
    shown = one_line(
        title, cells - room - 2 if room else cells, GLYPHS.ellipsis, rtl, letters=letters, base=base
    )
    told: list[Run] = [(shown, style, cells - room - 2 if room else cells)]
    if room:
        names = one_line(papers, room, GLYPHS.ellipsis, rtl, aligned=False, letters=letters)
        told = [*told, ("  ", "plain", 2), (names, "age", room)]
        if base == "rtl":
            told.reverse()
    return runs + told


_PAPERS_FROM = 36  # cells of a headline from which on the papers are named where it leaves room
_MADE_FROM = 60  # from which on it makes room for them
_LEAST_PAPERS = 6


def _sign(headline: Headline, story: str) -> str:
    """What stands before a headline for its story: how many tell it too, or that it is one of those."""
    if story in ("copy", "last"):
        return "└ " if story == "last" else "├ "
    if headline.copies < 2:
        return ""
    if story == "open":
        return f"▾{headline.copies - 1} "
    return (
        _("+{count} new ").format(count=headline.news)
        if headline.news and story
        else f"+{headline.copies - 1} "
    )
