"""Bringing what a damaged store still shows into a whole one, and naming what it does not.

Subscriptions and marks go by their keys, newer ones win. Entries that the whole store lacks come with their texts and
earlier texts; blocks, search text and counters are made anew. Steps of the journal that are newer stay behind.
"""

from __future__ import annotations

import contextlib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reader.store import check, packing, texts
from reader.store.database import Database, StoreError, StoreFull
from reader.store.readable import by_id, last_id

_NAMED = 20
"""Lost texts that are named by their titles; the others are counted."""

_LIKE_THEY_ARE = (
    *("saved", "rule", "tie", "setting", "section"),
    *("image_mark", "image_list", "image_listed", "image", "image_source", "icon"),
)
_BY_ID = ("image_list",)  # others name their rows by id
_ENTRY = (
    "key guid link address title author source language published published_text updated seen at image words digest "
    "revised ready extra"
)
_KINDS = "iibssBssssIsIiisibIis"
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Saved:
    """How many entries, subscriptions and marks were brought along, and what was not, a line each."""

    entries: int
    feeds: int
    marks: int
    lost: tuple[str, ...]


def bring(damaged: Database, db: Database, lines: Path, now: int) -> Saved:
    """Bring what `damaged` shows into `db`. `lines` is a file to use on the way. Raises `StoreError` of `db` alone."""
    feeds = marks = 0
    try:
        texts.write(damaged, lines, whole=False)
        feeds, marks = texts.restore(db, lines, now, doubtful=True)
    finally:
        lines.unlink(missing_ok=True)
    for table in _LIKE_THEY_ARE:
        _copy_rows(damaged, db, table)
    places, strange = _places(damaged, db)
    last = last_id(damaged, "entry", "SELECT max(entry_id) FROM listing", "SELECT max(entry_id) FROM body")
    readable: set[int] = set()
    count = 0
    without: list[str] = []
    batch: list[tuple[Any, ...]] = []
    for row in by_id(
        damaged,
        f"SELECT id, feed_id, {_ENTRY.replace(' ', ', ')} FROM entry WHERE id BETWEEN ? AND ?",
        last,
        _KINDS,
    ):
        readable.add(row[0])
        batch.append(row)
        if len(batch) == _BATCH:
            count += _put(damaged, db, batch, places, without)
            batch = []
    count += _put(damaged, db, batch, places, without)
    _list_new(db)
    return Saved(
        count, feeds, marks, (*strange, *_lost(damaged, db, places, readable, last), *_texts(without))
    )


def _places(damaged: Database, db: Database) -> tuple[dict[int, int], list[str]]:
    """Which feed of `db` each feed of the damaged store is, by key or else by address; and a line for each that is none."""
    keys = {bytes(row[0]): int(row[1]) for row in db.rows("SELECT key, id FROM feed")}
    urls = {str(row[0]): int(row[1]) for row in db.rows("SELECT url, id FROM feed")}
    found: dict[int, int] = {}
    strange = []
    for feed_id, key, url in by_id(
        damaged, "SELECT id, key, url FROM feed WHERE id BETWEEN ? AND ?", last_id(damaged, "feed"), "ibs"
    ):
        place = keys.get(bytes(key)) or urls.get(str(url))
        if place is not None:
            found[int(feed_id)] = place
        else:
            strange.append(f"a source whose address is damaged: {url[:200]}")
    return found, strange


def _put(
    damaged: Database,
    db: Database,
    rows: list[tuple[Any, ...]],
    places: dict[int, int],
    without: list[str],
) -> int:
    """Store those entries that `db` lacks; titles whose text cannot be read go to `without`. Answers how many."""
    names = _ENTRY.split()
    count = 0
    with db.write():
        for old_id, feed_id, *values in rows:
            place = places.get(feed_id)
            if place is None:
                continue
            given = dict(zip(names, values, strict=True))
            if db.value("SELECT 1 FROM entry WHERE key = ?", (given["key"],)) is not None:
                continue
            try:
                db.execute(
                    f"INSERT INTO entry (feed_id, {', '.join(names)}) VALUES (?{', ?' * len(names)})",
                    (place, *values),
                )
            except StoreFull:
                raise
            except StoreError:  # a value that is none any more
                continue
            new_id = db.connection.last_insert_rowid()
            parts = _body(damaged, old_id)
            if given["ready"] and not any(parts):
                without.append(str(given["title"]))
            db.execute(
                "INSERT INTO body (entry_id, summary, content, article) VALUES (?, ?, ?, ?)", (new_id, *parts)
            )
            db.execute("INSERT INTO pending (entry_id) VALUES (?)", (new_id,))
            _put_revisions(damaged, db, old_id, new_id)
            count += 1
    return count


def _body(damaged: Database, entry_id: int) -> tuple[Any, ...]:
    """The packed parts of a text; those that cannot be unpacked any more are left out."""
    row: tuple[Any, ...] | None = None
    with contextlib.suppress(StoreError):
        row = damaged.row("SELECT summary, content, article FROM body WHERE entry_id = ?", (entry_id,))
    return tuple(part if part is not None and packing.unpack(part) else None for part in row or (None,) * 3)


def _put_revisions(damaged: Database, db: Database, old_id: int, new_id: int) -> None:
    rows: list[tuple[Any, ...]] = []
    with contextlib.suppress(StoreError):
        rows = damaged.rows("SELECT at, title, html FROM revision WHERE entry_id = ? ORDER BY id", (old_id,))
    for row in rows:
        db.execute("INSERT INTO revision (entry_id, at, title, html) VALUES (?, ?, ?, ?)", (new_id, *row))


def _copy_rows(damaged: Database, db: Database, table: str) -> None:
    columns = [
        str(row[1]) for row in db.rows(f"PRAGMA table_info({table})") if row[1] != "id" or table in _BY_ID
    ]
    rows: list[tuple[Any, ...]] = []
    with contextlib.suppress(StoreError):
        rows = damaged.rows(f"SELECT {', '.join(columns)} FROM {table}")
    with db.write():
        db.executemany(
            f"INSERT OR IGNORE INTO {table} ({', '.join(columns)}) VALUES (?{', ?' * (len(columns) - 1)})",
            rows,
        )


def _list_new(db: Database) -> None:
    """Put what came into the lists, with the marks that wait for it."""
    with db.write():
        db.execute(
            "INSERT OR IGNORE INTO listing (entry_id, feed_id, at, read_at, starred_at, later_at, hidden_at) "
            "SELECT e.id, e.feed_id, e.at, m.read_at, m.starred_at, m.later_at, m.hidden_at FROM entry e "
            "JOIN feed f ON f.id = e.feed_id AND f.removed_at IS NULL LEFT JOIN mark m ON m.key = e.key"
        )
        check.recount(db)


def _lost(
    damaged: Database, db: Database, places: dict[int, int], readable: set[int], last: int
) -> list[str]:
    """Entries that something in the damaged store speaks of and that nothing shows, counted by feed."""
    known = {
        row[0]: row[1]
        for row in by_id(
            damaged, "SELECT entry_id, feed_id FROM listing WHERE entry_id BETWEEN ? AND ?", last, "ii"
        )
    }
    names = {
        int(row[0]): str(row[1])
        for row in db.rows("SELECT id, coalesce(nullif(name, ''), nullif(title, ''), url) FROM feed")
    }
    have = {feed: int(db.value("SELECT count(*) FROM entry WHERE feed_id = ?", (feed,))) for feed in names}
    missing = Counter(places.get(feed, 0) for entry, feed in known.items() if entry not in readable)
    told = Counter(places.get(feed, 0) for feed in known.values())
    lines = []
    for place, count in missing.items():
        lost = min(count, max(told[place] - have.get(place, 0), 0))
        if lost:
            lines.append(
                f"{lost:,} of {names.get(place, 'a source that cannot be read')}: not even their titles"
            )
    return lines


def _texts(without: list[str]) -> list[str]:
    lines = [f"the text of “{title[:80]}”" for title in without[:_NAMED]]
    more = len(without) - _NAMED
    return [*lines, f"the texts of {more:,} more"] if more > 0 else lines
