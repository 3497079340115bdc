"""Queries kept as feeds of their own."""

from __future__ import annotations

from dataclasses import dataclass

from reader.store.database import Database


@dataclass(frozen=True, slots=True)
class Saved:
    id: int
    name: str
    query: str


def all_saved(db: Database) -> list[Saved]:
    """Every saved query in the person's order."""
    return [Saved(*row) for row in db.rows("SELECT id, name, query FROM saved ORDER BY position, id")]


def save(db: Database, name: str, query: str) -> Saved:
    """Keep `query` under `name`; one of that name is replaced, in its place."""
    with db.write(act=True):
        db.execute(
            "INSERT INTO saved (name, query, position) SELECT ?1, ?2, 1 + coalesce(max(position), 0) FROM saved WHERE 1 "
            "ON CONFLICT (name) DO UPDATE SET query = excluded.query",
            (name, query),
        )
        row = db.row("SELECT id, name, query FROM saved WHERE name = ?", (name,))
    assert row is not None
    return Saved(*row)


def forget(db: Database, name: str) -> bool:
    """Drop the saved query `name`; False where there is none."""
    with db.write(act=True):
        db.execute("DELETE FROM saved WHERE name = ?", (name,))
        return db.changes() > 0
