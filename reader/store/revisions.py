"""A publisher's edits: the text before each is kept (the first and the last five), the reader's marks are not touched."""

from __future__ import annotations

from reader.store import packing
from reader.store.database import Database
from reader.store.incoming import Incoming
from reader.text.changes import share

SHOWN = 0.05
"""An edit shows as "updated" when more than this share of the words changed."""

KEEP_LAST = 5


def keep(db: Database, entry_id: int, new: Incoming, now: int) -> bool:
    """Keep the text of `entry_id` before `new` replaces it, unless only markup changed. Inside a write.

    Answers whether the edit is large enough to be shown.
    """
    row = db.row(
        "SELECT e.title, coalesce(b.content, b.summary) FROM entry e LEFT JOIN body b ON b.entry_id = e.id "
        "WHERE e.id = ?",
        (entry_id,),
    )
    assert row is not None
    before = f"{row[0]} {packing.plain(packing.unpack(row[1]))}"
    after = f"{new.title} {packing.plain(packing.unpack(new.content or new.summary))}"
    edited = share(before, after)
    if not edited:
        return False
    db.execute(
        "INSERT INTO revision (entry_id, at, title, html) VALUES (?, ?, ?, ?)",
        (entry_id, now, row[0], row[1]),
    )
    db.execute(
        "DELETE FROM revision WHERE entry_id = ?1 AND id > (SELECT min(id) FROM revision WHERE entry_id = ?1) "
        "AND id NOT IN (SELECT id FROM revision WHERE entry_id = ?1 ORDER BY id DESC LIMIT ?2)",
        (entry_id, KEEP_LAST),
    )
    return edited > SHOWN


def revisions(db: Database, entry_id: int) -> list[tuple[int, str, str]]:
    """The kept earlier texts of an entry, oldest first: (time it was replaced, title, HTML)."""
    rows = db.rows("SELECT at, title, html FROM revision WHERE entry_id = ? ORDER BY id", (entry_id,))
    return [(int(row[0]), str(row[1]), packing.unpack(row[2])) for row in rows]
