"""Whether a step of the journal can be taken back alone, or only together with steps that were built on it."""

from __future__ import annotations

import json
from typing import Any

from reader.store import states
from reader.store.database import Database

_LATER = "id > :step AND undone = 0 AND kind NOT IN ('undo', 'redo', 'with')"


def later(db: Database, step: int) -> list[int]:
    """The steps after `step` that stand, oldest first."""
    return [
        int(row[0]) for row in db.rows(f"SELECT id FROM journal WHERE {_LATER} ORDER BY id", {"step": step})
    ]


def dependants(db: Database, step: int) -> list[int]:
    """The steps after `step` that stand and changed what it changed, oldest first. None of them: it goes alone."""
    row = db.row("SELECT columns, before FROM journal WHERE id = ?", (step,))
    if row is None:
        return []
    mine = _touched(row[1])
    tags = {one for one in mine if one[0] == "tag"}
    found = {
        int(one[0])
        for one in db.rows(
            f"SELECT id FROM journal j WHERE {_LATER} AND (columns & :columns) AND {_SHARED}",
            {"step": step, "columns": row[0]},
        )
    }
    for other, before in db.rows(f"SELECT id, before FROM journal WHERE {_LATER}", {"step": step}):
        theirs = _touched(before)
        shared = theirs & mine
        if (
            shared - tags
            or (shared and _share_entries(db, step, other))
            or (
                any(one[0] == "feed" and one[2] == "removed_at" for one in theirs)
                and _out_of_lists(db, step, before)
            )
        ):
            found.add(int(other))
    return sorted(found)


_WHOLE = "SELECT {0} UNION ALL SELECT w.id FROM journal w WHERE w.kind = 'with' AND w.target = {0}"
"""A step and what was read along with it."""

_SHARED = (
    f"EXISTS (SELECT 1 FROM journal_entry a CROSS JOIN journal_entry b ON b.journal_id IN ({_WHOLE.format('j.id')}) "
    f"AND b.entry_id = a.entry_id WHERE a.journal_id IN ({_WHOLE.format(':step')}))"
)


def _touched(before: bytes) -> set[tuple[Any, ...]]:
    return {one for state in states.read(before) for one in states.touched(state)}


def _share_entries(db: Database, step: int, other: int) -> bool:
    sql = f"SELECT 1 FROM journal j WHERE id = :other AND {_SHARED}"
    return db.value(sql, {"other": other, "step": step}) is not None


def _out_of_lists(db: Database, step: int, before: bytes) -> bool:
    """Whether `step` marked entries of a source that the other act took out of the lists."""
    feeds = [int(state["feed"]) for state in states.read(before) if "feed" in state]
    return (
        db.value(
            "SELECT 1 FROM journal_entry j JOIN entry e ON e.id = j.entry_id LEFT JOIN listing l ON l.entry_id = e.id "
            f"WHERE j.journal_id IN ({_WHOLE.format(':step')}) AND l.entry_id IS NULL "
            "AND e.feed_id IN (SELECT value FROM json_each(:feeds)) LIMIT 1",
            {"step": step, "feeds": json.dumps(feeds)},
        )
        is not None
    )
