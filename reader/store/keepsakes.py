"""What else is the person's own, as lines for the text beside the store: saved searches, rules, stories joined by hand,
images that are hidden, what is set for sections."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from reader.store.database import Database, StoreError, StoreFull

TABLES = {
    "saved": ("name", "query", "position"),
    "rule": ("name", "query", "acts", "active", "mute", "until"),
    "image_mark": ("kind", "address", "hash", "host", "article", "url", "at"),
    "section": ("path", "settings"),
}


def lines(db: Database) -> Iterator[dict[str, Any]]:
    """Each row as {"keep": table, column: value, ...}."""
    for table, columns in TABLES.items():
        for row in db.rows(f"SELECT {', '.join(columns)} FROM {table} ORDER BY id"):
            yield {"keep": table, **dict(zip(columns, row, strict=True))}
    for one, other, joined, at in db.rows("SELECT one, other, joined, at FROM tie ORDER BY at, one, other"):
        yield {"keep": "tie", "one": one.hex(), "other": other.hex(), "joined": joined, "at": at}


def put(db: Database, line: dict[str, Any]) -> int:
    """Bring a line back where nothing has its name; what cannot be one is passed over. Answers how many rows came."""
    table = str(line["keep"])
    if table == "tie":
        return _put_tie(db, line)
    columns = TABLES.get(table, ())
    values = [line.get(column) for column in columns]
    if not columns or not all(value is None or isinstance(value, str | int) for value in values):
        return 0
    try:
        db.execute(
            f"INSERT OR IGNORE INTO {table} ({', '.join(columns)}) SELECT {', '.join('?' * len(columns))} "
            f"WHERE NOT EXISTS (SELECT 1 FROM {table} WHERE {' AND '.join(f'{column} IS ?' for column in columns)})",
            [*values, *values],
        )
    except StoreFull:
        raise
    except StoreError:
        return 0
    return db.changes()


def _put_tie(db: Database, line: dict[str, Any]) -> int:
    """Two keys of entries, which wait for those that are served again; the store's own word counts."""
    try:
        one, other = bytes.fromhex(line["one"]), bytes.fromhex(line["other"])
        joined, at = int(bool(line["joined"])), int(line["at"])
    except (KeyError, TypeError, ValueError, OverflowError):
        return 0
    if not one < other or not 0 <= at < 2**62:
        return 0
    db.execute("INSERT OR IGNORE INTO tie VALUES (?, ?, ?, ?)", (one, other, joined, at))
    changed = db.changes()
    db.execute("UPDATE counter SET value = value + ? WHERE name = 'hand'", (changed,))
    return changed
