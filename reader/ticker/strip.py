"""The moving strip: headlines one after the other as pieces of known width, and the row that a place shows."""

from __future__ import annotations

import datetime
from bisect import bisect_right
from dataclasses import dataclass
from typing import NamedTuple

from reader.model import Headline
from reader.text.bidi import Shaping, display, has_rtl, without_harakat
from reader.text.cells import slice_cells
from reader.text.cells import width as cells_of
from reader.text.clean import guard
from reader.text.dates import age, moment
from reader.text.portable import portable
from reader.ticker.lap import Direction, Item, Lap


@dataclass(frozen=True, slots=True)
class Words:
    """What the ticker itself says, in the person's language; `{time}` is a time of day."""

    breaking: str = "breaking"
    all_seen: str = "all seen, as of {time}"


@dataclass(frozen=True, slots=True)
class Dress:
    """How a strip is written: its words, the signs between headlines and before the current one, the zone of its times
    (None: the machine's), and its letters.

    `rtl` "app" puts right-to-left text in visual order, joined by `shaping`; "terminal" and "off" leave it. Emoji whose
    width terminals disagree about are drawn plainly unless `emoji` is "full". Vowel signs are left out but for "off".
    """

    words: Words = Words()
    separator: str = "◆"
    mark: str = "▸"
    mark_rtl: str = "◂"
    zone: datetime.tzinfo | None = None
    rtl: str = "app"
    shaping: Shaping = "ligatures"
    emoji: str = "portable"


class Bit(NamedTuple):
    """Part of a row: its text in visual order, its look, and the index of its headline in the lap (-1: none)."""

    text: str
    style: str
    item: int = -1


class Piece(NamedTuple):
    """Part of a strip. `start` counts cells from where reading begins."""

    text: str
    style: str
    item: int
    start: int
    cells: int


@dataclass(frozen=True, slots=True)
class Strip:
    """A lap as it is written, `cells` long, of which the last `tail` are the sign that parts it from what follows.

    Pieces are in reading order.
    """

    lap: Lap
    pieces: tuple[Piece, ...]
    cells: int
    tail: int = 0

    @property
    def direction(self) -> Direction:
        return self.lap.direction

    def start_of(self, item: int) -> int:
        """The place at which headline `item` of the lap is the first thing on the row."""
        return next((piece.start for piece in self.pieces if piece.item == item), 0)

    def item_at(self, cell: int) -> int:
        """The headline that cell `cell` of the strip belongs to, the one before where the cell lies between two, or -1."""
        index = bisect_right(self.pieces, cell, key=lambda piece: piece.start) - 1
        while index >= 0 and self.pieces[index].item < 0:
            index -= 1
        return self.pieces[index].item if index >= 0 else -1


def compose(lap: Lap, now: int, dress: Dress | None = None) -> Strip:
    """`lap` written out at `now` (Unix seconds): source, headline, other copies, age, and a sign between headlines."""
    dress = dress or Dress()
    pieces: list[Piece] = []
    cells = 0

    def add(text: str, style: str, item: int) -> None:
        nonlocal cells
        shown = shape(text, lap.direction, dress)
        its = cells_of(shown)
        if its:
            pieces.append(Piece(shown, style, item, cells, its))
            cells += its

    for place, item in enumerate(lap.items):
        for text, style in parts_of(item, now, dress):
            add(text, style, place)
        add(f"   {dress.separator}   ", "separator", -1)
    if lap.items and lap.complete:
        add(dress.words.all_seen.format(time=clock(lap.as_of, dress.zone)), "note", -1)
        add(f"   {dress.separator}   ", "separator", -1)
    return Strip(lap, tuple(pieces), cells, pieces[-1].cells if pieces else 0)


def clock(at: int, zone: datetime.tzinfo | None) -> str:
    """The time of day: "18:42"."""
    return moment(
        at, at, zone or datetime.datetime.fromtimestamp(at).astimezone().tzinfo or datetime.UTC, "short"
    )


def parts_of(item: Item, now: int, dress: Dress) -> list[tuple[str, str]]:
    """What is said of one headline, in reading order, as (text, look)."""
    headline = item.headline
    parts = []
    if item.breaking:
        parts.append((f"{dress.words.breaking}  ", "breaking"))
    if headline.source:
        parts.append((f"{_drawn(headline.source, dress)}  ", "source"))
    parts.append((_drawn(item.title, dress), "breaking-title" if item.breaking else "title"))
    own = _apart if dress.rtl == "app" and item.direction == "rtl" else str
    if item.more:
        parts.append((f"  {own(f'+{item.more}')}", "more"))
    parts.append((f"  {own(age(now - headline.at))}", "age"))
    return parts


def _apart(text: str) -> str:
    """What the ticker itself says, in its own direction whatever stands around it (FSI and PDI of UAX #9)."""
    return f"\u2068{text}\u2069"


def _drawn(text: str, dress: Dress) -> str:
    text = guard(text)
    if dress.emoji == "portable":
        text = portable(text)
    return text if dress.rtl == "off" or not has_rtl(text) else without_harakat(text)


def shape(text: str, direction: Direction, dress: Dress) -> str:
    """`text` in the order in which its cells stand on the screen."""
    if dress.rtl != "app" or not (direction == "rtl" or has_rtl(text)):
        return text
    return display(text, direction, shaping=dress.shaping).text


def row(strip: Strip, place: int, width: int, after: Strip | None = None) -> list[Bit]:
    """The row of `width` cells at `place`, exactly that wide, cut between grapheme clusters.

    Left to right, the row begins with cell `place` of the strip; right to left it ends with it, so that a growing place
    moves the strip to the right and the first word of a headline comes in first. A negative place shows the strip
    coming in. `after` is what follows on the strip, blanks without it; its headlines count on from those of `strip`.
    """
    found: list[tuple[int, Bit]] = []
    _window(strip, place, width, found)
    if after is not None:
        behind: list[tuple[int, Bit]] = []
        _window(after, place - strip.cells, width, behind)
        count = len(strip.lap.items)
        found += [(at, bit._replace(item=bit.item + count) if bit.item >= 0 else bit) for at, bit in behind]
    if strip.direction == "rtl":
        found = [(width - column - cells_of(bit.text), bit) for column, bit in found]
        found.sort(key=lambda part: part[0])
    bits: list[Bit] = []
    column = 0
    for start, bit in found:
        if start > column:
            bits.append(Bit(" " * (start - column), "blank"))
        bits.append(bit)
        column = start + cells_of(bit.text)
    if column < width:
        bits.append(Bit(" " * (width - column), "blank"))
    return bits


def _window(strip: Strip, place: int, width: int, found: list[tuple[int, Bit]]) -> None:
    """Add the pieces of `strip` that show in `width` cells from `place` on, with their columns in reading order."""
    index = max(0, bisect_right(strip.pieces, place, key=lambda piece: piece.start) - 1)
    for piece in strip.pieces[index:]:
        if piece.start >= place + width:
            break
        skip = max(0, place - piece.start)
        cells = min(piece.start + piece.cells, place + width) - piece.start - skip
        if cells <= 0:
            continue
        text = piece.text
        if cells < piece.cells:
            left = skip if strip.direction == "ltr" else piece.cells - skip - cells
            text = slice_cells(text, left, cells)
        found.append((piece.start + skip - place, Bit(text, piece.style, piece.item)))


def at(strip: Strip, place: int, width: int, column: int) -> Headline | None:
    """The headline under `column` (0 at the left) of the row at `place`, None on what lies between headlines."""
    column = column if strip.direction == "ltr" else width - 1 - column
    cell = place + column
    index = bisect_right(strip.pieces, cell, key=lambda piece: piece.start) - 1
    if not 0 <= cell < strip.cells or index < 0:
        return None
    item = strip.pieces[index].item
    return strip.lap.items[item].headline if item >= 0 else None
