"""Who reads one copy of a story has read the others, and those that come later without news of their own.

What comes later is marked as an act of kind "with" that belongs to the act that read the story: taking that back takes
this back too.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Sequence
from typing import Literal

from reader.store import journal, markstate
from reader.store.database import Database

Reach = Literal["all", "source", "none"]
"""Which copies are read with one: all of the story, those of the same source, none."""

LONGER = 1.5
"""A copy brings new facts when it is so many times longer than every copy that was read, or is of another day."""

_FACTS = 300  # bytes of packed text that are more than another wording

_COPIES = (
    "SELECT m.entry_id FROM listing l JOIN listing m ON m.story = l.story AND m.story <> 0 "
    "WHERE l.entry_id IN ({0}){1}"
)


def reached(entries: str, reach: Reach) -> str:
    """A SELECT of the entries that the SELECT `entries` names, with the copies that are read with them."""
    if reach == "none":
        return entries
    same = " AND m.feed_id = l.feed_id" if reach == "source" else ""
    return f"{entries} UNION {_COPIES.format(entries, same)}"


def follow(db: Database, joined: Sequence[int], reach: Reach, now: int) -> int:
    """Mark those of the entries that just joined whose story is read and that bring nothing new; answers how many.

    Inside a write.
    """
    if reach == "none" or not joined:
        return 0
    done = 0
    for entry_id, read_at, source in db.rows(
        "SELECT l.entry_id, max(m.read_at), m.entry_id FROM listing l JOIN listing m "
        "ON m.story = l.story AND m.story <> 0 AND m.entry_id <> l.entry_id "
        "WHERE l.entry_id IN (SELECT value FROM json_each(?)) AND l.read_at IS NULL AND l.hidden_at IS NULL "
        f"AND m.hidden_at IS NULL{' AND m.feed_id = l.feed_id' if reach == 'source' else ''} "
        "GROUP BY l.entry_id HAVING count(*) = count(m.read_at) ORDER BY l.at, l.entry_id",
        (json.dumps(list(joined)),),
    ):
        if _brings_news(db, entry_id, reach):
            _put_first(db, entry_id)
            continue
        act = journal.begin(
            db, "with", now, target=_act_that_read(db, source, read_at), columns=markstate.bits(["read_at"])
        )
        markstate.record(db, act, "SELECT :one", {"one": entry_id})
        markstate.assign(db, act, {"read_at": True}, now)
        journal.finish(db, act, "", 1)
        done += 1
    return done


def _put_first(db: Database, entry_id: int) -> None:
    """Make a copy with news the row of its story."""
    db.execute(
        "UPDATE telling SET place = 1 + (SELECT max(m.place) FROM listing l JOIN listing m ON m.story = l.story "
        "WHERE l.entry_id = :id) WHERE entry_id = :id",
        {"id": entry_id},
    )
    db.execute(
        "UPDATE listing SET place = (SELECT place FROM telling WHERE entry_id = :id) WHERE entry_id = :id",
        {"id": entry_id},
    )


def _brings_news(db: Database, entry_id: int, reach: Reach) -> bool:
    rows = db.rows(
        "SELECT m.entry_id, m.at, coalesce(length(coalesce(b.article, b.content, b.summary)), 0) "
        "FROM listing l JOIN listing m ON m.story = l.story LEFT JOIN body b ON b.entry_id = m.entry_id "
        f"WHERE l.entry_id = ?{' AND m.feed_id = l.feed_id' if reach == 'source' else ''}",
        (entry_id,),
    )
    own = next(row for row in rows if row[0] == entry_id)
    others = [row for row in rows if row[0] != entry_id]
    longest = max(row[2] for row in others)
    longer = own[2] > LONGER * longest and own[2] - longest >= _FACTS
    return longer or _day(own[1]) not in {_day(row[1]) for row in others}


def _day(at: int) -> datetime.date:
    """The day in the machine's own zone."""
    return datetime.datetime.fromtimestamp(at, datetime.UTC).astimezone().date()


def _act_that_read(db: Database, entry_id: int, at: int) -> int:
    """The act that marked an entry read at `at` and still stands; 0 where the journal has forgotten it."""
    found = db.value(
        "SELECT max(iif(j.kind = 'with', j.target, j.id)) FROM journal j JOIN journal_entry je ON je.journal_id = j.id "
        "WHERE j.at = ? AND je.entry_id = ? AND je.read_at IS NULL AND j.undone = 0 AND j.kind NOT IN ('undo', 'redo')",
        (at, entry_id),
    )
    return int(found or 0)
