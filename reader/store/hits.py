"""What full-text search finds of an expression, told of some entries at a time without reading all that it finds."""

from __future__ import annotations

from array import array
from bisect import bisect_left

from reader.store.database import Database
from reader.store.query.compile import IN_SEARCH

FEW = 2_000
"""What is found no more often than this is read at once."""

_NEWEST = 8_192
"""Hits of a beginning of words that are read first: to read any costs what it costs to read them all."""

_SPREAD = 16
_RANGES = 32
"""Ids are looked up by up to so many ranges, each of at most `_SPREAD` times as many ids as are asked for."""


class Hits:
    """The hits of `match` (FTS5); where a SELECT of entries is given, only those `within` it, which are few beside all.

    `few`: it finds so little that whoever walks entries would pass by more.
    """

    def __init__(self, db: Database, match: str, within: str = "") -> None:
        self._db = db
        self._match = match
        self._slow = "*" in match  # beginnings of words: all that is found is read before any of it is given
        self._floor = 0
        self.few = False
        if within:
            self._read(f"{IN_SEARCH} AND +rowid IN ({within})")
            return
        most = _NEWEST if self._slow else FEW + 1
        rows = db.rows(f"{IN_SEARCH} ORDER BY rowid DESC LIMIT ?", (match, most))
        self._known = array("q", (row[0] for row in reversed(rows)))
        self._floor = self._known[0] if len(rows) == most else 0
        self.few = len(rows) <= FEW

    def among(self, ids: list[int]) -> set[int]:
        """Which of `ids` are hits."""
        below = [one for one in ids if one < self._floor]
        ranges = [] if self._slow else _ranges(sorted(below))
        if below and (self._slow or len(ranges) > _RANGES):
            self._read(IN_SEARCH)
            self._floor, ranges = 0, []
        found = {one for one in ids if one >= self._floor and self._holds(one)}
        for low, high in ranges:
            sql = f"{IN_SEARCH} AND rowid BETWEEN ? AND ?"
            found.update(row[0] for row in self._db.rows(sql, (self._match, low, high)))
        return found

    def _read(self, sql: str) -> None:
        self._known = array("q", (row[0] for row in self._db.rows(sql, (self._match,))))

    def _holds(self, one: int) -> bool:
        place = bisect_left(self._known, one)
        return place < len(self._known) and self._known[place] == one


def _ranges(ids: list[int]) -> list[tuple[int, int]]:
    """Ranges that hold all of `ids`, which are in order, and not many besides."""
    found: list[tuple[int, int]] = []
    first = count = 0
    for place, one in enumerate(ids):
        count += 1
        if place + 1 == len(ids) or ids[place + 1] - ids[first] > _SPREAD * (count + 1):
            found.append((ids[first], one))
            first, count = place + 1, 0
    return found
