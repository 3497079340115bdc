"""Marks set by key, whether the entry is in a list, waits to be served, or is gone: each to its own value.

A mark is named as devices name it to each other: "read", "starred", "later", "hidden", "tag:NAME".
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from reader.store import markstate, settings
from reader.store.database import Database

FLAGS = {"read": "read_at", "starred": "starred_at", "later": "later_at", "hidden": "hidden_at"}
TAG = "tag:"

Change = tuple[bytes, str, int | None]
"""A key, a mark's name, since when it is set (None: it is cleared)."""


def listed(db: Database, keys: Iterable[bytes]) -> dict[bytes, int]:
    """The entries of these keys that stand in lists, with their ids."""
    sql = "SELECT e.key, l.entry_id FROM entry e JOIN listing l ON l.entry_id = e.id WHERE e.key IN "
    return {bytes(row[0]): int(row[1]) for row in _by_key(db, sql, keys)}


def state(db: Database, keys: Sequence[bytes]) -> dict[tuple[bytes, str], int]:
    """The marks that these keys bear now, each with its time; that of a tag is 0."""
    found: dict[tuple[bytes, str], int] = {}
    columns = ", ".join(FLAGS.values())
    for key, *times in _by_key(db, f"SELECT key, {columns} FROM mark WHERE key IN ", keys):
        found |= {(key, name): at for name, at in zip(FLAGS, times, strict=True) if at is not None}
    tags = "SELECT m.key, t.name FROM mark_tag m JOIN tag t ON t.id = m.tag_id WHERE m.key IN "
    return found | {(key, TAG + name): 0 for key, name in _by_key(db, tags, keys)}


def put(db: Database, changes: Sequence[Change], now: int) -> None:
    """Make `changes` in the marks, the lists and the counters. Inside a write; nothing goes to the journal."""
    ids = listed(db, [key for key, _, _ in changes])
    shown = json.dumps(list(ids.values()))
    before = _shown(db, shown)
    device = settings.device(db)
    for name, column in FLAGS.items():
        chosen = [(key, value) for key, mark, value in changes if mark == name]
        db.executemany(
            f"INSERT INTO mark (key, {column}, changed_at, device) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (key) "
            f"DO UPDATE SET {column} = excluded.{column}, changed_at = excluded.changed_at, device = excluded.device",
            [(key, value, now, device) for key, value in chosen],
        )
        db.executemany(
            f"UPDATE listing SET {column} = ? WHERE entry_id = ?",
            [(value, ids[key]) for key, value in chosen if key in ids],
        )
    after = _shown(db, shown)
    moved = [(feed, *(after[feed][n] - before[feed][n] for n in (0, 1))) for feed in before]
    markstate.count(db, [row for row in moved if any(row[1:])])
    for key, mark, value in changes:
        if mark.startswith(TAG):
            _tag(db, key, mark.removeprefix(TAG), value is not None, key in ids, (now, device))


def _tag(db: Database, key: bytes, name: str, on: bool, in_lists: bool, said: tuple[int, str]) -> None:
    db.execute(
        "INSERT INTO mark (key, changed_at, device) VALUES (?, ?, ?) "
        "ON CONFLICT (key) DO UPDATE SET changed_at = excluded.changed_at, device = excluded.device",
        (key, *said),
    )
    if on:
        db.execute("INSERT OR IGNORE INTO tag (name) VALUES (?)", (name,))
        db.execute("INSERT OR IGNORE INTO mark_tag SELECT ?, id FROM tag WHERE name = ?", (key, name))
    else:
        db.execute(
            "DELETE FROM mark_tag WHERE key = ? AND tag_id = (SELECT id FROM tag WHERE name = ?)", (key, name)
        )
    if db.changes() and in_lists:
        db.execute("UPDATE tag SET total = total + ? WHERE name = ?", (1 if on else -1, name))
    db.execute("DELETE FROM tag WHERE name = ? AND id NOT IN (SELECT tag_id FROM mark_tag)", (name,))


def _shown(db: Database, ids: str) -> dict[int, tuple[int, int]]:
    """How many of these entries are shown, and unread, of each feed."""
    rows = db.rows(
        "SELECT feed_id, sum(hidden_at IS NULL), sum(hidden_at IS NULL AND read_at IS NULL) FROM listing "
        "WHERE entry_id IN (SELECT value FROM json_each(?)) GROUP BY feed_id",
        (ids,),
    )
    return {int(row[0]): (int(row[1]), int(row[2])) for row in rows}


def _by_key(db: Database, sql: str, keys: Iterable[bytes]) -> Iterable[tuple[Any, ...]]:
    several = list(dict.fromkeys(keys))
    for start in range(0, len(several), 500):
        chunk = several[start : start + 500]
        yield from db.rows(f"{sql} ({','.join('?' * len(chunk))})", chunk)
