"""One headline at a time, standing still: its pages, where its own direction begins, and how long it stays."""

from __future__ import annotations

from reader.text.bidi import has_rtl, lines
from reader.text.cells import width as cells_of
from reader.text.cells import wrap
from reader.ticker.lap import Direction, Item
from reader.ticker.strip import Bit, Dress, parts_of, shape

SHORTEST, LONGEST = 5.0, 8.0
"""Seconds a page stays."""

READING = 12.0
"""Cells a person reads in a second, besides a moment to find the place."""

LEAD = 2
"""Blank cells before a headline, for the mark of the current one."""

_ON = " …"
"""Stands where a title goes on on the next page."""

_LEAST_TITLE = 16


def stay(cells: int) -> float:
    """Seconds for a page of `cells`."""
    return min(max(2.0 + cells / READING, SHORTEST), LONGEST)


def pages(item: Item, now: int, width: int, dress: Dress) -> list[list[Bit]]:
    """The rows that show `item` in `width` cells, one after the other; mostly one.

    A title that does not fit goes on on the next page, whole words together; its age leaves before that, and where the
    row is narrow its source.
    """
    parts = parts_of(item, now, dress)
    place = next(index for index, (_, style) in enumerate(parts) if style in ("title", "breaking-title"))
    head, (title, look), tail = parts[:place], parts[place], parts[place + 1 :]
    if _cells(head) > width - _LEAST_TITLE:
        head = [part for part in head if part[1] == "breaking" and width > 2 * _LEAST_TITLE]
    lead = LEAD if width > 2 * _LEAST_TITLE else 0
    room = width - lead - _cells(head)
    if cells_of(title) > room - _cells(tail):
        tail = []
    pieces = _balanced(title, room - _cells(tail), item.direction, dress)
    rows = []
    for piece in pieces:
        bits = [Bit(" " * lead, "blank")]
        bits += [Bit(shape(text, item.direction, dress), style, 0) for text, style in head]
        bits.append(Bit(piece, look, 0))
        bits += [Bit(shape(text, item.direction, dress), style, 0) for text, style in tail]
        gap = Bit(" " * max(0, width - sum(cells_of(bit.text) for bit in bits)), "blank")
        rows.append([gap, *reversed(bits)] if item.direction == "rtl" else [*bits, gap])
    return rows


def _balanced(title: str, room: int, direction: Direction, dress: Dress) -> list[str]:
    """`title` in as few lines of at most `room` cells as it takes, of about the same length, in visual order."""
    room = max(room, 1)
    count = len(wrap(title, room))
    on = _ON if count > 1 and room > _LEAST_TITLE else ""
    if on:
        room -= len(on)
        count = len(wrap(title, room))
    low = max(1, cells_of(title) // count)
    if count > 1:
        room = next((cells for cells in range(low, room) if len(wrap(title, cells)) == count), room)
    if dress.rtl == "app" and (direction == "rtl" or has_rtl(title)):
        found = [line.text for line in lines(title, room, direction, shaping=dress.shaping)]
    else:
        found = wrap(title, room)
    before = dress.rtl == "app" and direction == "rtl"
    return [on[::-1] + piece if before else piece + on for piece in found[:-1]] + found[-1:]


def _cells(parts: list[tuple[str, str]]) -> int:
    return sum(cells_of(text) for text, _ in parts)
