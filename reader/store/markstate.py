"""The SQL beneath marks: an act's entries are listed in `journal_entry` first, then changed, then counted.

`listing` holds the marks that lists show, `mark` the same by the entry's stable key; both change in one transaction
together with the kept counters. Nothing here writes to `entry`. Everything runs inside a write.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from reader.store import settings
from reader.store.database import Database

COLUMNS = ("read_at", "starred_at", "later_at", "hidden_at")


def bits(columns: Iterable[str]) -> int:
    """Marks as a number: the form that the journal keeps."""
    return sum(1 << COLUMNS.index(column) for column in columns)


def record(db: Database, journal_id: int, entries: str, params: dict[str, Any], changes: str = "1") -> int:
    """Note the entries that the SELECT `entries` names and that meet `changes`, as they are now; answers how many.

    `changes` is a condition on `listing`.
    """
    db.execute(
        "INSERT INTO journal_entry SELECT :journal, entry_id, read_at, starred_at, later_at, hidden_at FROM listing "
        f"WHERE entry_id IN ({entries}) AND ({changes})",
        {**params, "journal": journal_id},
    )
    return db.changes()


def any_of(db: Database, entries: str, params: dict[str, Any], changes: str) -> bool:
    """Whether `record` would find anything; costs no write."""
    found = db.value(f"SELECT 1 FROM listing WHERE entry_id IN ({entries}) AND ({changes}) LIMIT 1", params)
    return found is not None


def assign(db: Database, journal_id: int, wishes: dict[str, bool], now: int) -> None:
    """Set or clear marks, by column, on the entries of act `journal_id`. A mark that was set keeps its time."""
    sets = ", ".join(
        f"{column} = coalesce({column}, :now)" if wish else f"{column} = NULL"
        for column, wish in wishes.items()
    )
    db.execute(
        f"UPDATE listing SET {sets} "
        "WHERE entry_id IN (SELECT entry_id FROM journal_entry WHERE journal_id = :journal)",
        {"now": now, "journal": journal_id},
    )
    _spread(db, journal_id, now)


def turn(db: Database, journal_id: int, column: str, now: int) -> None:
    """Set the mark `column` on those entries of act `journal_id` that had none, and clear it on the others."""
    db.execute(
        f"UPDATE listing SET {column} = CASE WHEN {column} IS NULL THEN :now END "
        "WHERE entry_id IN (SELECT entry_id FROM journal_entry WHERE journal_id = :journal)",
        {"now": now, "journal": journal_id},
    )
    _spread(db, journal_id, now)


def restore(db: Database, journal_id: int, source: int, columns: int, now: int) -> int:
    """Give the entries of act `source`, and of the acts that belong to it, the marks that these noted; answers how many.

    `columns` says which marks (`bits`); the others stay as they are. Entries that are in no list are passed over.
    """
    acts = (
        "journal_id IN (SELECT :source UNION SELECT id FROM journal WHERE kind = 'with' AND target = :source)"
    )
    params = {"source": source}
    count = record(db, journal_id, f"SELECT entry_id FROM journal_entry WHERE {acts}", params)
    sets = [f"{column} = j.{column}" for place, column in enumerate(COLUMNS) if columns >> place & 1]
    if count and sets:
        db.execute(
            f"UPDATE listing SET {', '.join(sets)} FROM (SELECT *, min(journal_id) FROM journal_entry "
            f"WHERE {acts} GROUP BY entry_id) j WHERE listing.entry_id = j.entry_id",
            params,
        )
        _spread(db, journal_id, now)
    return count


def set_tag(
    db: Database, journal_id: int, name: str, on: bool, now: int, ids: list[int] | None = None
) -> None:
    """Put tag `name` on the entries that act `journal_id` noted (only those of `ids`), or take it off."""
    if on:
        db.execute("INSERT OR IGNORE INTO tag (name) VALUES (?)", (name,))
    tag_id = db.value("SELECT id FROM tag WHERE name = ?", (name,))
    if tag_id is None:
        return
    keys = "SELECT e.key FROM journal_entry j JOIN entry e ON e.id = j.entry_id WHERE j.journal_id = :journal"
    params = {"journal": journal_id, "tag": tag_id, "now": now, "device": settings.device(db)}
    if ids is not None:
        keys += " AND j.entry_id IN (SELECT value FROM json_each(:ids))"
        params["ids"] = json.dumps(ids)
    db.execute(
        "INSERT INTO mark (key, changed_at, device) "
        f"SELECT key, :now, :device FROM ({keys}) WHERE 1 "
        "ON CONFLICT (key) DO UPDATE SET changed_at = excluded.changed_at, device = excluded.device",
        params,
    )
    if on:
        db.execute(
            f"INSERT OR IGNORE INTO mark_tag (key, tag_id) SELECT key, :tag FROM ({keys})",
            params,
        )
    else:
        db.execute(f"DELETE FROM mark_tag WHERE tag_id = :tag AND key IN ({keys})", params)
    changed = db.changes()
    db.execute("UPDATE tag SET total = total + ? WHERE id = ?", (changed if on else -changed, tag_id))
    db.execute("DELETE FROM tag WHERE id = ? AND id NOT IN (SELECT tag_id FROM mark_tag)", (tag_id,))


def _spread(db: Database, journal_id: int, now: int) -> None:
    """Carry the new marks of act `journal_id` from `listing` to `mark` and into the counters."""
    params = {"journal": journal_id, "now": now, "device": settings.device(db)}
    db.execute(
        "INSERT INTO mark (key, read_at, starred_at, later_at, hidden_at, changed_at, device) "
        "SELECT e.key, l.read_at, l.starred_at, l.later_at, l.hidden_at, :now, :device "
        "FROM journal_entry j JOIN listing l ON l.entry_id = j.entry_id JOIN entry e ON e.id = j.entry_id "
        "WHERE j.journal_id = :journal "
        "ON CONFLICT (key) DO UPDATE SET read_at = excluded.read_at, starred_at = excluded.starred_at, "
        "later_at = excluded.later_at, hidden_at = excluded.hidden_at, changed_at = excluded.changed_at, "
        "device = excluded.device",
        params,
    )
    moved = db.rows(
        "SELECT l.feed_id, sum((l.hidden_at IS NULL) - (j.hidden_at IS NULL)) AS total, "
        "sum((l.read_at IS NULL AND l.hidden_at IS NULL) - (j.read_at IS NULL AND j.hidden_at IS NULL)) AS unread "
        "FROM journal_entry j JOIN listing l ON l.entry_id = j.entry_id WHERE j.journal_id = :journal "
        "GROUP BY l.feed_id HAVING total <> 0 OR unread <> 0",
        {"journal": journal_id},
    )
    count(db, moved)


def rekey(db: Database, entry_id: int, old: bytes, new: bytes) -> None:
    """Entry `entry_id` bears key `new` from now on: its marks go with it.

    An entry that had that key before may have left marks. They count where nobody ever marked this one, else they go.
    """
    tables = ("mark", "mark_tag")
    if any(db.value(f"SELECT 1 FROM {table} WHERE key = ? LIMIT 1", (old,)) for table in tables):
        for table in tables:
            db.execute(f"DELETE FROM {table} WHERE key = ?", (new,))
            db.execute(f"UPDATE {table} SET key = ? WHERE key = ?", (new, old))
        return
    row = db.row("SELECT read_at, starred_at, later_at, hidden_at FROM mark WHERE key = ?", (new,))
    feed = db.value("SELECT feed_id FROM listing WHERE entry_id = ?", (entry_id,))
    if row is None or feed is None:
        return
    db.execute(
        "UPDATE listing SET read_at = ?, starred_at = ?, later_at = ?, hidden_at = ? WHERE entry_id = ?",
        (*row, entry_id),
    )
    shown = row[3] is None
    count(db, [(feed, int(shown) - 1, int(shown and row[0] is None) - 1)])
    db.execute(
        "UPDATE tag SET total = total + 1 WHERE id IN (SELECT tag_id FROM mark_tag WHERE key = ?)", (new,)
    )


def count(db: Database, moved: list[tuple[Any, ...]]) -> None:
    """Move the kept counters by rows of (feed, total, unread)."""
    if not moved:
        return
    db.executemany(
        "UPDATE feed SET total = total + ?2, unread = unread + ?3 WHERE id = ?1",
        moved,
    )
    db.executemany(
        "UPDATE counter SET value = value + ?2 WHERE name = ?1",
        [("total", sum(int(row[1]) for row in moved)), ("unread", sum(int(row[2]) for row in moved))],
    )
