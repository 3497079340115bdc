"""The rows of lists by their tags: `mark_tag` once more, in the order of lists. Triggers follow what is tagged; who puts rows into
`listing` says so here, and who takes them out of it takes these along.
"""

from __future__ import annotations

from collections.abc import Iterable

from reader.store.database import Database

_RIGHT = "SELECT t.tag_id, l.at, l.entry_id FROM mark_tag t JOIN entry e ON e.key = t.key JOIN listing l ON l.entry_id = e.id"
"""What `tagged` holds."""

_KEPT = "SELECT tag_id, at, entry_id FROM tagged"


def list_keys(db: Database, keys: Iterable[bytes]) -> None:
    """Entries with these keys were put into lists. Inside a write."""
    db.executemany(f"INSERT OR IGNORE INTO tagged {_RIGHT} WHERE t.key = ?", ((key,) for key in keys))


def list_feed(db: Database, feed_id: int) -> None:
    """All entries of a feed were put into lists. Inside a write."""
    db.execute(f"INSERT OR IGNORE INTO tagged {_RIGHT} WHERE l.feed_id = ?", (feed_id,))


def mend(db: Database) -> int:
    """Make the rows what they should be; answers how many were not. Inside a write."""
    db.execute(f"DELETE FROM tagged WHERE (tag_id, at, entry_id) NOT IN ({_RIGHT})")
    wrong = db.changes()
    db.execute(f"INSERT INTO tagged {_RIGHT} EXCEPT {_KEPT}")
    return wrong + db.changes()
