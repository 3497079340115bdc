"""Subscriptions and marks as lines of JSON beside the store, so that they do not live in one file only.

One object a line: {"feed": address, "key": hex, ...} for subscriptions, {"keep": "saved" or "rule", ...}, then
{"mark": hex key, ...} with times in Unix seconds and, for what is starred, kept for later or tagged, title and link for
people.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from itertools import chain
from pathlib import Path
from typing import Any

from reader.store import check, folders, keepsakes, place
from reader.store.database import Database, StoreError
from reader.store.feeds import NewFeed, add_feeds
from reader.store.identity import feed_key
from reader.store.readable import by_id, either_way, last_id

FILE = "marks.jsonl"

_TIMES = ("read", "starred", "later", "hidden")
_MOST = 2**62


def write(db: Database, file: Path, *, whole: bool = True) -> int:
    """Write all of it to `file`, which is there whole or as it was before; answers how many lines.

    Not `whole`: of a damaged store as much as can be read. Raises `StoreError`.
    """
    count = 0
    with place.whole_file(file) as out, db.read() if whole else nullcontext():
        for line in chain(_feeds(db, whole), keepsakes.lines(db) if whole else (), _marks(db, whole)):
            out.write(json.dumps(line, ensure_ascii=True, separators=(",", ":")).encode("ascii") + b"\n")
            count += 1
    return count


def restore(db: Database, file: Path, now: int, *, doubtful: bool = False) -> tuple[int, int]:
    """Bring back what `file` holds and the store does not: how many subscriptions and marks. Broken lines are passed over.

    Marks wait by key for entries that are served again. `doubtful`: it comes from a damaged store, so that a new address
    counts only where its key agrees. Raises `StoreError`.
    """
    try:
        with file.open(encoding="utf-8", errors="replace") as lines:
            found = [one for one in map(_read, lines) if one]
    except OSError as error:
        raise StoreError(f"Cannot read {file}: {(error.strerror or '').lower()}.") from None
    with db.write(act=True):
        known = {bytes(row[0]).hex(): str(row[1]) for row in db.rows("SELECT key, url FROM feed")}
        for one in found:
            if one.get("key") in known:  # it moved, or its address was damaged
                one["feed"] = known[one["key"]]
            elif doubtful and "feed" in one and feed_key(one["feed"]).hex() != one.get("key"):
                del one["feed"]
        wanted = [_new_feed(one) for one in found if "feed" in one]
        added = add_feeds(db, wanted, now=now)
        for one, feed in zip([one for one in found if "feed" in one], added.feeds, strict=True):
            if feed.id in added.new and feed.total == 0:
                with contextlib.suppress(ValueError):
                    db.execute(
                        "UPDATE OR IGNORE feed SET key = ? WHERE id = ?", (bytes.fromhex(one["key"]), feed.id)
                    )
                db.execute(
                    "UPDATE feed SET settings = ?, paused = ? WHERE id = ?",
                    (json.dumps(one.get("settings", {})), int(bool(one.get("paused"))), feed.id),
                )
        for one in found:
            if "keep" in one:
                keepsakes.put(db, one)
        marks = sum(_put_mark(db, one, now) for one in found if "mark" in one)
        _list_anew(db)
    return len(added.new), marks


def _feeds(db: Database, whole: bool) -> Iterator[dict[str, Any]]:
    columns = (
        "position, id, url, key, title, name, folder, language, typed, paused, settings FROM feed "
        "WHERE removed_at IS NULL"
    )
    if whole:
        named, rows = folders.paths(db), db.rows(f"SELECT {columns}")
    else:
        named = {}
        with contextlib.suppress(StoreError):
            named = folders.paths(db)
        rows = list(by_id(db, f"SELECT {columns} AND id BETWEEN ? AND ?", last_id(db, "feed"), "iisbssisiis"))
    for _, _, url, key, title, name, folder, language, typed, paused, settings in sorted(
        rows, key=lambda row: row[:2]
    ):
        line = {
            "feed": url,
            "key": key.hex(),
            "title": title,
            "name": name,
            "folder": list(named.get(folder, ())),
            "language": language,
            "typed": bool(typed),
            "paused": bool(paused),
        }
        with contextlib.suppress(ValueError):
            line["settings"] = json.loads(settings)
        yield line


_MARK = "m.id, m.key, m.read_at, m.starred_at, m.later_at, m.hidden_at, m.changed_at, m.device"


def _marks(db: Database, whole: bool) -> Iterator[dict[str, Any]]:
    tags: dict[bytes, list[str]] = {}
    for key, name in sorted(_tagged(db, whole)):
        tags.setdefault(key, []).append(name)
    for row in _whole_marks(db) if whole else _readable_marks(db):
        line: dict[str, Any] = {"mark": row[1].hex()}
        line |= {name: at for name, at in zip(_TIMES, row[2:6], strict=True) if at is not None}
        line |= {"changed": row[6], "device": row[7]}
        if row[1] in tags:
            line["tags"] = tags[row[1]]
        if "starred" in line or "later" in line or "tags" in line:
            line |= {"title": row[8] or "", "link": row[9] or ""}
        yield line


def _tagged(db: Database, whole: bool) -> Iterable[tuple[Any, ...]]:
    if whole:
        return db.rows("SELECT m.key, t.name FROM mark_tag m JOIN tag t ON t.id = m.tag_id")
    names = dict(by_id(db, "SELECT id, name FROM tag WHERE id BETWEEN ? AND ?", last_id(db, "tag"), "is"))
    pairs = either_way(
        db,
        [
            "SELECT key, tag_id FROM mark_tag",
            "SELECT key, tag_id FROM mark_tag ORDER BY key DESC",
            "SELECT key, tag_id FROM mark_tag INDEXED BY mark_tag_tag WHERE tag_id > 0",
        ],
        "bi",
    )
    return [(key, names[tag]) for key, tag in pairs if tag in names]


def _whole_marks(db: Database) -> Iterator[tuple[Any, ...]]:
    last = 0
    while rows := db.rows(
        f"SELECT {_MARK}, e.title, e.link "
        "FROM mark m LEFT JOIN entry e ON e.key = m.key WHERE m.id > ? ORDER BY m.id LIMIT 2000",
        (last,),
    ):
        yield from rows
        last = rows[-1][0]


def _readable_marks(db: Database) -> Iterator[tuple[Any, ...]]:
    for row in by_id(
        db, f"SELECT {_MARK} FROM mark m WHERE m.id BETWEEN ? AND ?", last_id(db, "mark"), "ibIIIIis"
    ):
        yield (*row, "", "")


def _read(line: str) -> dict[str, Any] | None:
    try:
        found = json.loads(line)
        json.dumps(found, ensure_ascii=False).encode()
    except ValueError:  # no JSON, or halves of letters in it
        return None
    if not isinstance(found, dict) or any(
        isinstance(one, int) and abs(one) > _MOST for one in found.values()
    ):
        return None
    texts = ("feed", "key", "title", "name", "language", "mark", "device")
    if any(not isinstance(found.get(name, ""), str) for name in texts):
        return None
    if any(not isinstance(found.get(name), int | None) for name in (*_TIMES, "changed")):
        return None
    if "keep" not in found and not isinstance(found.get("settings", {}), dict):
        return None
    lists = [found.get("folder", []), found.get("tags", [])]
    if any(not isinstance(one, list) or not all(isinstance(name, str) for name in one) for one in lists):
        return None
    return found


def _new_feed(line: dict[str, Any]) -> NewFeed:
    return NewFeed(
        url=line["feed"],
        title=line.get("title", ""),
        name=line.get("name", ""),
        folder=tuple(line.get("folder", ())),
        language=line.get("language", ""),
        typed=bool(line.get("typed", True)),
    )


def _put_mark(db: Database, line: dict[str, Any], now: int) -> int:
    """A mark that the store lacks, or that was changed later than the store's own."""
    try:
        key = bytes.fromhex(line["mark"])
    except ValueError:
        return 0
    db.execute(
        "INSERT INTO mark (key, read_at, starred_at, later_at, hidden_at, changed_at, device) "
        "VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (key) DO UPDATE SET read_at = excluded.read_at, "
        "starred_at = excluded.starred_at, later_at = excluded.later_at, hidden_at = excluded.hidden_at, "
        "changed_at = excluded.changed_at, device = excluded.device WHERE excluded.changed_at > changed_at",
        (key, *(line.get(name) for name in _TIMES), line.get("changed", now), line.get("device", "")),
    )
    changed = db.changes()
    for name in line.get("tags", ()):
        db.execute("INSERT OR IGNORE INTO tag (name) VALUES (?)", (name,))
        db.execute("INSERT OR IGNORE INTO mark_tag SELECT ?, id FROM tag WHERE name = ?", (key, name))
    return changed


def _list_anew(db: Database) -> None:
    """Bring lists and counters in line with the marks, wherever those came from."""
    db.execute(
        "UPDATE listing SET read_at = m.read_at, starred_at = m.starred_at, later_at = m.later_at, "
        "hidden_at = m.hidden_at FROM entry e JOIN mark m ON m.key = e.key WHERE e.id = listing.entry_id"
    )
    check.recount(db)
