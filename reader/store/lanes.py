"""What the ticker asks beside its headlines: when their feeds last answered, and what they were filed under."""

from __future__ import annotations

import json
from collections.abc import Collection

from reader.store.database import Database


def as_of(db: Database, feed_ids: Collection[int]) -> int:
    """When one of these feeds, of all where none is given, last answered (Unix seconds); 0 where none did."""
    some = f"AND id IN ({','.join(str(int(one)) for one in feed_ids)})" if feed_ids else ""
    return int(db.value(f"SELECT max(succeeded_at) FROM feed WHERE removed_at IS NULL {some}") or 0)


def categories(db: Database, ids: Collection[int]) -> dict[int, tuple[str, ...]]:
    """The categories of those of the entries that have any."""
    marks = ",".join(str(int(one)) for one in ids)
    rows = db.rows(f"SELECT id, extra FROM entry WHERE id IN ({marks}) AND extra LIKE '%\"categories\"%'")
    return {row[0]: tuple(json.loads(row[1]).get("categories", ())) for row in rows}


def newest(db: Database) -> int:
    """The id of the newest entry, 0 in an empty store."""
    return int(db.value("SELECT max(id) FROM entry") or 0)
