"""New entries that the rules have not seen yet: noted as they are stored, looked at once their text can be searched."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from reader.store.database import Database

_READY = (
    "SELECT u.entry_id FROM unruled u LEFT JOIN pending p ON p.entry_id = u.entry_id "
    "WHERE p.entry_id IS NULL{} ORDER BY u.entry_id LIMIT :limit"
)


def note(db: Database, ids: Iterable[int]) -> None:
    """Note entries for the rules, if there are any. Inside the write that stores them."""
    if db.value("SELECT 1 FROM rule WHERE active = 1 LIMIT 1") is not None:
        db.executemany("INSERT OR IGNORE INTO unruled VALUES (?)", ((one,) for one in ids))


def ready(db: Database, limit: int, among: Sequence[int] | None = None) -> list[int]:
    """At most `limit` of those whose text can be searched, the oldest first; only of `among`, which is quicker."""
    if among is None:
        rows = db.rows(_READY.format(""), {"limit": limit})
    else:
        sql = _READY.format(" AND u.entry_id IN (SELECT value FROM json_each(:among))")
        rows = db.rows(sql, {"limit": limit, "among": json.dumps(list(among))})
    return [int(row[0]) for row in rows]


def forget(db: Database, ids: list[int]) -> None:
    """The rules have seen these. Inside a write."""
    db.execute(
        "DELETE FROM unruled WHERE entry_id IN (SELECT value FROM json_each(?))",
        (json.dumps(ids),),
    )
