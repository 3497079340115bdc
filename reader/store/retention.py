"""What goes when a limit is reached, and when: after a warning that was seen, the oldest first, never what the person kept.

Starred, for later, tagged and packed entries stay whatever the limits. A limit of one source takes its oldest entries, read or
not; limits in all take what is older than the days, and beyond count or size the oldest that were read. What goes leaves
its mark behind (`mark.pruned`): when it is served again, it is known and stays away.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from typing import Any

from reader.limits import DAY, Limits, limits_of, read_limits, shown_size
from reader.store import markstate, stories
from reader.store.database import Database
from reader.store.settings import set_setting, setting

DEFAULT = read_limits("2GB")
"""Of the whole store, its search index included."""

WARNED_FOR = DAY
"""Seconds between the warning's first sight and what it warned of."""

LEFT_FOR = 30 * DAY
"""Seconds after which a source that was left goes before anything that is read: its undo is gone then."""

AT_ONCE = 200
"""Entries that go in one transaction."""

_SLACK = 0.95
"""Of the size, so that not every day something goes."""
_PLANNED = "retention_planned"
_SHOWN = "retention_shown"

LOOSE = (
    "NOT EXISTS (SELECT 1 FROM mark m WHERE m.key = e.key AND (m.starred_at IS NOT NULL OR m.later_at IS NOT NULL)) "
    "AND NOT EXISTS (SELECT 1 FROM mark_tag t WHERE t.key = e.key) "
    "AND NOT EXISTS (SELECT 1 FROM pack p WHERE p.entry_id = e.id)"
)
"""Entries `e` that the person did not keep."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """So many entries will go, because of `why`; nothing goes where `entries` is 0."""

    entries: int = 0
    why: str = ""


def used(db: Database) -> int:
    """Bytes of the store that hold something."""
    pages = int(db.value("PRAGMA page_count")) - int(db.value("PRAGMA freelist_count"))
    return pages * int(db.value("PRAGMA page_size"))


def expired(db: Database, limits: Limits, now: int) -> tuple[list[int], str]:
    """The entries that are beyond a limit, those that go first at the front, and which limits they are beyond."""
    found: dict[int, None] = {}
    why: list[str] = []

    def take(ids: list[int], reason: str) -> None:
        if ids:
            found.update(dict.fromkeys(ids))
            why.append(reason)

    own = _own_limits(db)
    for feed_id, (name, its) in own.items():
        take(_of_feed(db, feed_id, its, now), f"{name} keeps {its}")
    if limits.days:
        others = json.dumps([feed for feed, (_, its) in own.items() if its.days])
        take(_older(db, now - limits.days * DAY, others), f"{limits.days} days are kept")
    rows = int(db.value("SELECT count(*) FROM entry")) - len(found)
    beyond = max(0, rows - limits.entries) if limits.entries else 0
    take(_oldest_read(db, beyond, found, now), f"{limits.entries:,} entries are kept")
    size = used(db)
    if limits.size and size > limits.size and rows:
        each = size / (rows + len(found))
        beyond = int((size - _SLACK * limits.size) / each) - len(found)
        take(
            _oldest_read(db, beyond, found, now),
            f"the store takes {shown_size(size)} of {shown_size(limits.size)}",
        )
    return list(found), "; ".join(why)


def daily(db: Database, limits: Limits, now: int) -> int:
    """Let go what was warned of and seen a day ago, else plan the warning; answers how many entries went."""
    ids, why = expired(db, limits, now)
    if not ids:
        if setting(db, _PLANNED):
            _plan(db, Forecast())
        return 0
    shown = setting(db, _SHOWN)
    if shown.isdigit() and now - int(shown) >= WARNED_FOR and setting(db, _PLANNED):
        _plan(db, Forecast())
        return prune(db, ids)
    if not setting(db, _PLANNED) or forecast(db) != Forecast(len(ids), why):
        _plan(db, Forecast(len(ids), why), again=bool(setting(db, _PLANNED)))
    return 0


def forecast(db: Database) -> Forecast:
    """What was planned at the last look."""
    try:
        found = json.loads(setting(db, _PLANNED, "{}") or "{}")
        return Forecast(int(found["entries"]), str(found["why"]))
    except (ValueError, KeyError, TypeError):
        return Forecast()


def warning(db: Database, now: int) -> str:
    """The sentence to show, "" where nothing will go. From its first sight on a day passes before anything goes."""
    planned = forecast(db)
    if not planned.entries:
        return ""
    if not setting(db, _SHOWN) and not db.readonly:
        set_setting(db, _SHOWN, str(now), quiet=True)
    what = "1 entry goes" if planned.entries == 1 else f"{planned.entries:,} entries go"
    return f"Within a day {what}: {planned.why}. Star, tag or keep for later what is to stay."


def prune(db: Database, ids: list[int]) -> int:
    """Let entries go for good, a few at a time; what was starred, tagged or kept for later meanwhile stays."""
    gone = 0
    for start in range(0, len(ids), AT_ONCE):
        with db.write():
            gone += _take_out(db, ids[start : start + AT_ONCE])
    return gone


def stay_away(db: Database, keys: list[bytes]) -> set[bytes]:
    """Those of `keys` whose entries went by a limit. Inside the write that stores what is served."""
    if db.value("SELECT 1 FROM setting WHERE name = 'retention_used'") is None:
        return set()
    found: set[bytes] = set()
    for start in range(0, len(keys), 500):
        chunk = keys[start : start + 500]
        marks = ",".join("?" * len(chunk))
        found |= {
            row[0] for row in db.rows(f"SELECT key FROM mark WHERE pruned = 1 AND key IN ({marks})", chunk)
        }
    return found


def _plan(db: Database, planned: Forecast, again: bool = False) -> None:
    text = json.dumps({"entries": planned.entries, "why": planned.why}) if planned.entries else ""
    with db.write():
        set_setting(db, _PLANNED, text)
        if not again:
            set_setting(db, _SHOWN, "")


def _own_limits(db: Database) -> dict[int, tuple[str, Limits]]:
    rows = db.rows(
        "SELECT id, coalesce(nullif(name, ''), nullif(title, ''), url), settings FROM feed "
        "WHERE removed_at IS NULL AND json_valid(settings) AND json_extract(settings, '$.keep') IS NOT NULL ORDER BY id"
    )
    found = {}
    for feed_id, name, text in rows:
        its = limits_of(json.loads(text))
        if its is not None:
            found[int(feed_id)] = (str(name), its)
    return found


def _of_feed(db: Database, feed_id: int, its: Limits, now: int) -> list[int]:
    """What is beyond the limits of one source, oldest first."""
    rows = db.rows(
        "SELECT e.id, max(e.at, e.seen), "
        + (
            "coalesce(length(b.summary), 0) + coalesce(length(b.content), 0) + coalesce(length(b.article), 0)"
            if its.size
            else "0"
        )
        + f", {LOOSE} FROM entry e LEFT JOIN body b ON b.entry_id = e.id WHERE e.feed_id = ? ORDER BY e.at DESC, e.id DESC",
        (feed_id,),
    )
    gone: list[int] = []
    size = 0
    for place, (entry_id, at, bytes_, loose) in enumerate(rows, 1):
        size += int(bytes_)
        beyond = (
            (its.days and at < now - its.days * DAY)
            or (its.entries and place > its.entries)
            or (its.size and size > its.size)
        )
        if beyond and loose:
            gone.append(int(entry_id))
    return gone[::-1]


def _older(db: Database, before: int, but: str) -> list[int]:
    rows = db.rows(
        f"SELECT e.id FROM entry e WHERE e.at < :before AND e.seen < :before AND {LOOSE} "
        "AND e.feed_id NOT IN (SELECT value FROM json_each(:but)) ORDER BY e.at, e.id",
        {"before": before, "but": but},
    )
    return [int(row[0]) for row in rows]


def _oldest_read(db: Database, count: int, taken: dict[int, None], now: int) -> list[int]:
    """At most `count` entries that are not `taken`: of sources left long ago, then those that were read, oldest first."""
    if count <= 0:
        return []
    rows = db.rows(
        f"SELECT e.id FROM entry e JOIN feed f ON f.id = e.feed_id WHERE f.removed_at < ? AND {LOOSE} ORDER BY e.at LIMIT ?",
        (now - LEFT_FOR, count + len(taken)),
    )
    left = [int(row[0]) for row in rows if row[0] not in taken]
    rows = db.rows(
        "SELECT e.id FROM listing l JOIN entry e ON e.id = l.entry_id "
        f"WHERE l.read_at IS NOT NULL AND {LOOSE} ORDER BY l.at, l.entry_id LIMIT ?",
        (count + len(taken),),
    )
    return [*left, *(int(row[0]) for row in rows if row[0] not in taken)][:count]


def _take_out(db: Database, ids: list[int]) -> int:
    """Inside a write."""
    chosen = {"ids": json.dumps(ids)}
    sql = f"SELECT e.id, e.feed_id, e.story FROM entry e WHERE e.id IN (SELECT value FROM json_each(:ids)) AND {LOOSE}"
    rows: list[tuple[Any, ...]] = db.rows(sql, chosen)
    if not rows:
        return 0
    chosen = {"ids": json.dumps([row[0] for row in rows])}
    these = "(SELECT value FROM json_each(:ids))"
    db.execute(
        f"INSERT INTO mark (key, changed_at, pruned) SELECT key, 0, 1 FROM entry WHERE id IN {these} "
        "ON CONFLICT (key) DO UPDATE SET pruned = 1",
        chosen,
    )
    moved = db.rows(
        "SELECT feed_id, -sum(hidden_at IS NULL), -sum(hidden_at IS NULL AND read_at IS NULL) FROM listing "
        f"WHERE entry_id IN {these} GROUP BY feed_id",
        chosen,
    )
    markstate.count(db, moved)
    db.execute(f"DELETE FROM search WHERE rowid IN {these}", chosen)
    db.execute(f"DELETE FROM entry WHERE id IN {these}", chosen)
    stories.count(db, {int(row[2]) for row in rows if row[2]})
    db.execute("UPDATE counter SET value = value + 1 WHERE name = 'structure'")
    set_setting(db, "retention_used", "1")
    return len(rows)


FREE_SHARE = 0.25
"""Of the file, from which on giving free space back is worth it."""

_WORTH = 16_000_000
_QUICK = 256_000_000
"""Bytes that are written anew in a second or two."""
_QUIET = 600
"""Seconds without an act of the person."""


def compact(db: Database, now: int, *, asked: bool = False) -> int:
    """Give free pages back to the disk; answers how many bytes. Raises `StoreError`.

    Only where twice the file is free on the disk. Unless the person `asked`: only a store that is quickly written anew,
    much of which is free, while the person does nothing.
    """
    size = int(db.value("PRAGMA page_count")) * int(db.value("PRAGMA page_size"))
    free = size - used(db)
    last = int(db.value("SELECT max(at) FROM journal") or 0)
    if not asked and (free < max(_WORTH, FREE_SHARE * size) or size - free > _QUICK or now - last < _QUIET):
        return 0
    if not free or shutil.disk_usage(db.path.parent).free < 2 * size:
        return 0
    db.execute("VACUUM")
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return free


def space(db: Database) -> list[tuple[str, int]]:
    """What takes the store's space, in bytes, the most first. Reads every page."""
    groups: dict[str, int] = {}
    for name, size in db.rows("SELECT name, sum(pgsize) FROM dbstat GROUP BY name"):
        kind = next((kind for kind, names in _KINDS if str(name).startswith(names)), "lists and the rest")
        groups[kind] = groups.get(kind, 0) + int(size)
    free = int(db.value("PRAGMA freelist_count")) * int(db.value("PRAGMA page_size"))
    return sorted([*groups.items(), *([("free", free)] if free else [])], key=lambda one: -one[1])


def largest(db: Database, limit: int = 3) -> list[tuple[str, int]]:
    """The sources whose text takes the most, in bytes."""
    rows = db.rows(
        "SELECT coalesce(nullif(f.name, ''), nullif(f.title, ''), f.url), sum(coalesce(length(b.summary), 0) "
        "+ coalesce(length(b.content), 0) + coalesce(length(b.article), 0)) AS size "
        "FROM body b JOIN entry e ON e.id = b.entry_id JOIN feed f ON f.id = e.feed_id "
        "GROUP BY f.id ORDER BY size DESC LIMIT ?",
        (limit,),
    )
    return [(str(name), int(size or 0)) for name, size in rows]


_KINDS = (
    ("text", ("body", "prepared", "revision", "page")),
    ("search", ("search",)),
    ("headlines", ("entry", "sqlite_autoindex_entry")),
    ("marks and steps", ("mark", "sqlite_autoindex_mark", "journal", "tag")),
)
