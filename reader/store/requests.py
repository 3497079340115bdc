"""What a process that is not the engine asks of the one that is: commands as text, taken once and in order."""

from __future__ import annotations

from reader.store.database import Database

MOST = 1_000
"""Requests that wait at most; an engine that is away for long is not flooded when it is back."""


def ask(db: Database, command: str, now: int) -> int:
    """Leave `command` (one JSON object) for the engine; answers its number."""
    with db.write(quiet=True):
        db.execute("INSERT INTO request (at, command) VALUES (?, ?)", (now, command))
        number = db.connection.last_insert_rowid()
        db.execute("DELETE FROM request WHERE id <= ?", (number - MOST,))
    return number


def take(db: Database) -> list[str]:
    """All commands that wait, oldest first; they are gone then. Costs one read where there are none."""
    if db.value("SELECT 1 FROM request LIMIT 1") is None:
        return []
    with db.write(quiet=True):
        rows = db.rows("SELECT command FROM request ORDER BY id")
        db.execute("DELETE FROM request")
    return [str(row[0]) for row in rows]
