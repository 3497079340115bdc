"""The fair river: who brings little is lifted, who floods stands behind one row, and acts in bulk leave important sources alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from operator import itemgetter
from typing import Any

from msgspec import json

from reader.store.database import Database
from reader.store.feedrows import SET

EACH = 3
"""Entries that each source shows before all others had their turn."""
SPAN = 86_400
"""Seconds of one stretch of the river, counted back from the newest entry: within it sources take turns."""
CAP = 12
"""Rows that a source without a quota of its own has in one stretch; more stand behind one row."""


class River:
    """The fair river of rows that come newest first. Row by row: (the row, its feed, its time in Unix seconds).

    Day by day, counted back from the newest: `EACH` entries of each source, newest first; then as many more of those that
    have more, and so on. None is left out. `whole`: a day's rows are told when all of it are known, not as soon as may be.
    """

    def __init__(self, *, whole: bool = False) -> None:
        self._newest: int | None = None
        self._whole = whole
        self._day = 0
        self._counts: Counter[int] = Counter()
        self._waiting: list[tuple[int, int, Any]] = []

    def take(self, rows: Iterable[tuple[Any, int, int]]) -> list[Any]:
        """The next rows: those whose turn is known now."""
        found = []
        for row, feed, at in rows:
            day = self.day(at)
            if day != self._day:
                found += self.end()
                self._day = day
            turn = self._counts[feed] // EACH
            self._counts[feed] += 1
            if turn or self._whole:
                self._waiting.append((turn, len(self._waiting), row))
            else:
                found.append(row)
        return found

    def end(self) -> list[Any]:
        """The rows that wait for the others of their day: no more of it come."""
        self._waiting.sort(key=itemgetter(0, 1))
        found = [row for _, _, row in self._waiting]
        self._counts.clear()
        self._waiting.clear()
        return found

    def day(self, at: int) -> int:
        """The day of this time, counted back from that of the newest row."""
        if self._newest is None:
            self._newest = at
        return (self._newest - at) // SPAN

    def is_over(self, at: int) -> bool:
        """Whether the day of this time was shown to its end."""
        return self.day(at) < self._day


def river(rows: Iterable[tuple[int, int, int]]) -> list[int]:
    """The places of (entry id, feed id, time), newest first, in the order of the fair river."""
    fair = River()
    return fair.take((place, feed, at) for place, (_, feed, at) in enumerate(rows)) + fair.end()


def cut(
    rows: Sequence[tuple[int, int, int]], quotas: dict[int, int], free: Iterable[int] = ()
) -> tuple[list[int], dict[int, list[int]]]:
    """The ids of (entry id, feed id, time), in their order, that keep a row; and what stands behind the last of them.

    In each stretch a source has as many rows as its quota says, or `CAP`, those in `free` as many as they like. Where more
    than one would be left, the first of them keeps a row for itself and all of those, which its id names.
    """
    newest = max((row[2] for row in rows), default=0)
    exempt = set(free)
    taken: Counter[tuple[int, int]] = Counter()
    beyond: dict[tuple[int, int], list[int]] = {}
    kept = []
    for entry_id, feed, at in rows:
        place = (newest - at) // SPAN, feed
        taken[place] += 1
        most = quotas.get(feed, 0 if feed in exempt else CAP)
        if most and taken[place] > most:
            behind = beyond.setdefault(place, [])
            behind.append(entry_id)
            if len(behind) > 1:
                continue
        kept.append(entry_id)
    return kept, {behind[0]: behind for behind in beyond.values() if len(behind) > 1}


def quotas(db: Database) -> dict[int, int]:
    """How many rows a day sources have that the person gave a quota, by their ids."""
    rows = db.rows(
        f"SELECT id, json_extract(settings, '$.quota') {SET} AND json_valid(settings) "
        "AND json_extract(settings, '$.quota') IS NOT NULL"
    )
    return {int(feed): quota for feed, quota in rows if isinstance(quota, int) and quota > 0}


def important(db: Database) -> list[int]:
    """The feeds that the person calls important, those that were left not among them."""
    rows = db.rows(
        f"SELECT id {SET} AND json_valid(settings) AND json_extract(settings, '$.important') ORDER BY id"
    )
    return [int(str(row[0])) for row in rows]


def in_bulk(db: Database, changes: str) -> str:
    """`changes`, a condition on `listing`, without the entries of important sources."""
    kept = important(db)
    if not kept:
        return changes
    return f"({changes}) AND feed_id NOT IN ({','.join(map(str, kept))})"


def chosen_in_bulk(db: Database, ids: list[int]) -> list[int]:
    """`ids` without the entries of important sources."""
    kept = important(db)
    if not kept:
        return ids
    places = ",".join(map(str, kept))
    rows = db.rows(
        f"SELECT entry_id FROM listing WHERE feed_id IN ({places}) AND entry_id IN (SELECT value FROM json_each(?))",
        (json.encode(ids).decode(),),
    )
    left = {row[0] for row in rows}
    return [one for one in ids if one not in left]
