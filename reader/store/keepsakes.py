"""What else is the person's own, as lines for the text beside the store: saved searches and rules."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from reader.store.database import Database, StoreError, StoreFull

TABLES = {
    "saved": ("name", "query", "position"),
    "rule": ("name", "query", "acts", "active", "mute", "until"),
}


def lines(db: Database) -> Iterator[dict[str, Any]]:
    """Each row as {"keep": table, column: value, ...}."""
    for table, columns in TABLES.items():
        for row in db.rows(f"SELECT {', '.join(columns)} FROM {table} ORDER BY id"):
            yield {"keep": table, **dict(zip(columns, row, strict=True))}


def put(db: Database, line: dict[str, Any]) -> int:
    """Bring a line back where nothing has its name; what cannot be one is passed over. Answers how many rows came."""
    table = str(line["keep"])
    columns = TABLES.get(table, ())
    values = [line.get(column) for column in columns]
    if not columns or not all(value is None or isinstance(value, str | int) for value in values):
        return 0
    try:
        db.execute(
            f"INSERT OR IGNORE INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})",
            values,
        )
    except StoreFull:
        raise
    except StoreError:
        return 0
    return db.changes()
