"""Which entries tell the same news, as the store keeps it. An entry alone has no story (0); a story begins with its second.

Stories count listed entries only: those of feeds that were left are out until the feed comes back.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from reader.store.database import Database


@dataclass(frozen=True, slots=True)
class Told:
    """An entry as grouping sees it. `source` is the paper it names, else its feed's id; `at` in Unix seconds."""

    entry_id: int
    title: str
    source: str
    at: int
    address: bytes | None
    story: int


_SELECT = (
    "SELECT e.id, e.title, coalesce(nullif(e.source, ''), e.feed_id), e.at, e.address, e.story "
    "FROM listing l CROSS JOIN entry e ON e.id = l.entry_id WHERE "
)


def ungrouped(db: Database, since: int) -> tuple[list[Told], int]:
    """Entries from `since` on that were not grouped yet, in the order of their time, and the newest entry's id."""
    with db.read():
        newest = int(db.value("SELECT seq FROM sqlite_sequence WHERE name = 'entry'") or 0)
        rows = db.rows(
            f"{_SELECT} l.entry_id > ? AND l.at >= ? AND l.hidden_at IS NULL ORDER BY l.at, l.entry_id",
            (_grouped(db), since),
        )
    return [_told(row) for row in rows], newest


def window(db: Database, since: int) -> list[Told]:
    """Grouped entries from `since` on, with the earlier members of stories that live on, in the order of their time."""
    with db.read():
        rows = db.rows(
            f"{_SELECT} l.entry_id <= :grouped AND l.entry_id IN ("
            "SELECT entry_id FROM listing WHERE at >= :since AND hidden_at IS NULL UNION "
            "SELECT m.id FROM story s JOIN entry m ON m.story = s.id WHERE m.story <> 0 AND s.at >= :since) "
            "ORDER BY l.at, l.entry_id",
            {"grouped": _grouped(db), "since": since},
        )
    return [_told(row) for row in rows]


def join(db: Database, pairs: Iterable[tuple[int, int]]) -> None:
    """Put the first entry of each pair into the story of the second, in one transaction; keep them to a few hundred."""
    with db.write():
        touched: set[int] = set()
        for entry_id, near in pairs:
            story = db.value("SELECT story FROM entry WHERE id = ?", (near,))
            if story is None:
                continue
            if not story:
                db.execute("INSERT INTO story (at) VALUES (0)")
                story = db.connection.last_insert_rowid()
                db.execute("UPDATE entry SET story = ? WHERE id = ?", (story, near))
            db.execute("UPDATE entry SET story = ? WHERE id = ? AND story = 0", (story, entry_id))
            touched.add(int(story))
        count(db, touched)


def count(db: Database, stories: Iterable[int]) -> None:
    """Count the members of `stories` anew. Inside a write."""
    db.execute(
        "UPDATE story SET (copies, at) = (SELECT count(l.entry_id), coalesce(max(e.at), story.at) "
        "FROM entry e LEFT JOIN listing l ON l.entry_id = e.id WHERE e.story = story.id AND e.story <> 0) "
        "WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps(sorted(stories)),),
    )


def count_feed(db: Database, feed_id: int) -> None:
    """Count the stories anew that a feed's entries tell, after it was left or came back. Inside a write."""
    count(
        db,
        (
            row[0]
            for row in db.rows(
                "SELECT DISTINCT story FROM entry WHERE feed_id = ? AND story <> 0", (feed_id,)
            )
        ),
    )


def grouped(db: Database, newest: int) -> None:
    """Note that every entry up to `newest` was looked at."""
    with db.write(quiet=True):
        db.execute("INSERT OR REPLACE INTO counter VALUES ('grouped', ?)", (newest,))


def _grouped(db: Database) -> int:
    return int(db.value("SELECT value FROM counter WHERE name = 'grouped'") or 0)


def _told(row: tuple[Any, ...]) -> Told:
    return Told(row[0], row[1], str(row[2]), row[3], row[4], row[5])
