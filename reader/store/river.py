"""The fair river: who brings little is lifted, who floods waits, and important sources are left alone by acts in bulk (U29)."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable

from reader.store.database import Database

EACH = 3
"""Entries that each source shows before all others had their turn."""
SPAN = 86_400
"""Seconds of one stretch of the river, counted back from the newest entry: within it sources take turns."""


def river(rows: Iterable[tuple[int, int, int]]) -> list[int]:
    """The places of (entry id, feed id, time), newest first, in the order of the fair river. None is left out.

    Day by day, counted back from the newest: `EACH` entries of each source, newest first; then as many more of those that
    have more, and so on.
    """
    newest: int | None = None
    counts: dict[int, Counter[int]] = defaultdict(Counter)
    keyed: list[tuple[int, int, int]] = []
    for place, (_, feed, at) in enumerate(rows):
        newest = at if newest is None else newest
        day = (newest - at) // SPAN
        before = counts[day][feed]
        counts[day][feed] += 1
        keyed.append((day, before // EACH, place))
    keyed.sort()
    return [place for _, _, place in keyed]


def important(db: Database) -> list[int]:
    """The feeds that the person calls important, those that were left not among them."""
    rows = db.rows(
        "SELECT id FROM feed WHERE removed_at IS NULL AND json_valid(settings) "
        "AND json_extract(settings, '$.important') ORDER BY id"
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
        (json.dumps(ids),),
    )
    left = {row[0] for row in rows}
    return [one for one in ids if one not in left]
