"""Stories that are unfolded in the list: which rows of the screen are rows of the view, and which are copies put between them."""

from __future__ import annotations

from bisect import bisect_right
from typing import NamedTuple

from reader.model import Headline


class Spot(NamedTuple):
    """A row of the screen: row `at` of the view where `copy` is -1, else copy number `copy` of its story, shown below."""

    at: int
    copy: int = -1


class Unfolded:
    """The copies that stand below row `index` of the view."""

    __slots__ = ("copies", "index")

    def __init__(self, index: int, copies: list[Headline]) -> None:
        self.index = index
        self.copies = copies


class Folds:
    """At most a few stories are open at once; each is known by the entry of its row."""

    def __init__(self) -> None:
        self._open: dict[int, Unfolded] = {}
        self._order: list[Unfolded] = []
        self._firsts: list[int] = []

    def clear(self) -> None:
        """Fold everything."""
        self._open.clear()
        self._number()

    def __contains__(self, entry_id: int) -> bool:
        return entry_id in self._open

    def entries(self) -> list[int]:
        """The rows that are unfolded."""
        return list(self._open)

    def put(self, entry_id: int, index: int | None, copies: list[Headline]) -> None:
        """Show `copies` below the row of `entry_id`, row `index` of the view; nothing where there are none."""
        if index is None or not copies:
            self._open.pop(entry_id, None)
        else:
            self._open[entry_id] = Unfolded(index, copies)
        self._number()

    def fold(self, entry_id: int) -> None:
        """Show the row of `entry_id` alone."""
        self._open.pop(entry_id, None)
        self._number()

    @property
    def extra(self) -> int:
        """How many rows are put between those of the view."""
        return sum(len(one.copies) for one in self._order)

    def spot(self, row: int) -> Spot:
        """What stands on row `row` of the screen."""
        place = bisect_right(self._firsts, row) - 1
        if place < 0:
            return Spot(row)
        one = self._order[place]
        beyond = row - self._firsts[place]
        if beyond < len(one.copies):
            return Spot(one.index, beyond)
        return Spot(one.index + 1 + beyond - len(one.copies))

    def row(self, index: int, copy: int = -1) -> int:
        """The row of the screen where row `index` of the view stands, or a copy below it."""
        return index + sum(len(one.copies) for one in self._order if one.index < index) + 1 + copy

    def rows(self) -> list[int]:
        """The rows of the screen that are copies."""
        return [
            first + place
            for first, one in zip(self._firsts, self._order, strict=True)
            for place in range(len(one.copies))
        ]

    def copy(self, spot: Spot) -> Headline | None:
        """The copy on a spot, None where it is a row of the view."""
        if spot.copy < 0:
            return None
        found = next(one for one in self._order if one.index == spot.at)
        return found.copies[spot.copy]

    def last(self, spot: Spot) -> bool:
        """Whether a copy is the last one of its story."""
        return spot.copy + 1 == len(next(one for one in self._order if one.index == spot.at).copies)

    def find(self, entry_id: int) -> Spot | None:
        """Where a copy stands."""
        for one in self._order:
            for place, copy in enumerate(one.copies):
                if copy.id == entry_id:
                    return Spot(one.index, place)
        return None

    def _number(self) -> None:
        self._order = sorted(self._open.values(), key=lambda one: one.index)
        self._firsts = []
        before = 0
        for one in self._order:
            self._firsts.append(one.index + before + 1)
            before += len(one.copies)
