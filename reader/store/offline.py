"""What is packed for reading offline: in which order, how large it is, and what it came to."""

from __future__ import annotations

from dataclasses import dataclass

from reader.store import imagefiles, windows
from reader.store.database import Database

WHOLE = 2
"""`entry.ready` from which a text is whole: the feed's own, or its page's."""


@dataclass(frozen=True, slots=True)
class Packed:
    """Counts of packed entries, and the bytes of their texts."""

    wanted: int = 0
    ready: int = 0
    failed: int = 0
    bytes: int = 0


def want(db: Database, query: str, now: int) -> list[int]:
    """Note that what `query` finds is to be packed; its entries in the order of packing: starred, unread, newest.

    Raises `reader.store.query.QueryError`.
    """
    view = windows.open_view(db, query, now=now)
    found: list[int] = []
    for start in range(0, view.count, 10_000):
        found += view.ids(start, 10_000)
    with db.write(quiet=True):
        db.executemany(
            "INSERT INTO pack (entry_id, at) VALUES (?, ?) ON CONFLICT (entry_id) DO UPDATE SET at = excluded.at, "
            "state = iif(state = 'failed', 'wanted', state)",
            ((entry_id, now) for entry_id in found),
        )
    places = {entry_id: place for place, entry_id in enumerate(found)}
    ranks = dict(
        db.rows(
            "SELECT l.entry_id, (l.starred_at IS NULL) * 2 + (l.read_at IS NOT NULL) FROM listing l "
            "JOIN pack p ON p.entry_id = l.entry_id"
        )
    )
    return sorted(found, key=lambda entry_id: (ranks.get(entry_id, 3), places[entry_id]))


def size_of(db: Database, entry_id: int) -> tuple[int, int]:
    """How whole an entry's text is (as `entry.ready`) and the bytes that it takes."""
    row = db.row(
        "SELECT e.ready, coalesce(length(b.summary), 0) + coalesce(length(b.content), 0) + coalesce(length(b.article), 0) "
        "+ coalesce(length(p.blocks), 0) FROM entry e LEFT JOIN body b ON b.entry_id = e.id "
        "LEFT JOIN prepared p ON p.entry_id = e.id WHERE e.id = ?",
        (entry_id,),
    )
    return (0, 0) if row is None else (int(row[0]), int(row[1]))


def settle(db: Database, entry_id: int, why: str = "") -> int:
    """Note what packing an entry came to; answers its bytes, its images included."""
    ready, size = size_of(db, entry_id)
    size += imagefiles.size_in(db, entry_id)
    state = "ready" if ready >= WHOLE else "failed"
    with db.write(quiet=True):
        db.execute(
            "UPDATE pack SET state = ?, bytes = ?, why = ? WHERE entry_id = ?",
            (state, size, "" if state == "ready" else why, entry_id),
        )
    return size


def release(db: Database, query: str, now: int) -> int:
    """Let what `query` finds be packed no longer; answers how many were."""
    view = windows.open_view(db, query, now=now)
    gone = 0
    with db.write(quiet=True):
        for start in range(0, view.count, 10_000):
            for entry_id in view.ids(start, 10_000):
                db.execute("DELETE FROM pack WHERE entry_id = ?", (entry_id,))
                gone += db.changes()
    return gone


def packed(db: Database) -> Packed:
    """All that is packed."""
    found = {
        str(state): (int(count), int(size or 0))
        for state, count, size in db.rows("SELECT state, count(*), sum(bytes) FROM pack GROUP BY state")
    }
    counts = {state: found.get(state, (0, 0))[0] for state in ("wanted", "ready", "failed")}
    return Packed(**counts, bytes=sum(size for _, size in found.values()))


def failures(db: Database, limit: int = 100) -> list[tuple[int, str]]:
    """Packed entries whose whole text is not here, and why."""
    rows = db.rows(
        "SELECT entry_id, why FROM pack WHERE state = 'failed' ORDER BY entry_id DESC LIMIT ?", (limit,)
    )
    return [(int(row[0]), str(row[1])) for row in rows]
