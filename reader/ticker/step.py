"""One headline at a time, standing still: its pages, where its own direction begins, and how long it stays."""

from __future__ import annotations

from reader.text.cells import SOFT_HYPHEN, breaks, wrap
from reader.text.cells import width as cells_of
from reader.ticker.lap import Item
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
    row is narrow its source, which stands on the first page alone.
    """
    parts = parts_of(item, now, dress)
    place = next(index for index, (_, style) in enumerate(parts) if style in ("title", "breaking-title"))
    head, (title, look), tail = parts[:place], parts[place], parts[place + 1 :]
    if _cells(head) > width - _LEAST_TITLE:
        head = [part for part in head if part[1] == "breaking" and width > 2 * _LEAST_TITLE]
    lead = LEAD if width > 2 * _LEAST_TITLE else 0
    room = max(1, width - lead)
    if cells_of(title) > room - _cells(head) - _cells(tail):
        tail = []
    pieces = _balanced(title, max(1, room - _cells(head) - _cells(tail)), room)
    on = _ON if room > _LEAST_TITLE else ""
    rows = []
    for number, piece in enumerate(pieces):
        last = number == len(pieces) - 1
        told = [*([] if number else head), (piece if last else piece + on, look), *(tail if last else [])]
        bits = [Bit(" " * lead, "blank")]
        bits += [Bit(shape(text, item.direction, dress), style, 0) for text, style in told]
        gap = Bit(" " * max(0, width - sum(cells_of(bit.text) for bit in bits)), "blank")
        rows.append([gap, *reversed(bits)] if item.direction == "rtl" else [*bits, gap])
    return rows


def _balanced(title: str, first: int, room: int) -> list[str]:
    """`title` in as few lines as it takes, the first of at most `first` cells and the others of `room`, of about the same
    length.
    """
    least = _lines(title, first, room)
    if len(least) == 1:
        return least
    on = len(_ON) if room > _LEAST_TITLE else 0
    first, room = max(1, first - on), max(1, room - on)
    count = len(_lines(title, first, room))
    even = -(-cells_of(title) // count)
    for cells in range(max(1, even), room):
        found = _lines(title, min(first, cells), cells)
        if len(found) == count:
            return found
    return _lines(title, first, room)


def _lines(title: str, first: int, room: int) -> list[str]:
    if cells_of(title) <= first:
        return [title]
    line = breaks(title, first)[0]
    start = title[line.start : line.end].replace(SOFT_HYPHEN, "") + "-" * line.hyphen
    return [start, *(wrap(title[line.next :], room) if line.next < len(title) else [])]


def _cells(parts: list[tuple[str, str]]) -> int:
    return sum(cells_of(text) for text, _ in parts)
