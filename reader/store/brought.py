"""What another reader kept comes in: its sources, its queries, its entries with their marks, all as one act.

Marks of entries that are new here wait by key and are taken up as the entries are stored; those of entries that are here
already are set and noted in the journal. Taking the act back takes the new sources out of every list, and hides what was
added to sources that were here before.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from reader.model import Act
from reader.store import entries, feeds, journal, markstate, matching, pending, settings, states
from reader.store.database import Database
from reader.store.feeds import NewFeed
from reader.store.incoming import Incoming
from reader.store.sections import change, settings_of
from reader.text.fold import fold

_BATCH = 500
_MANY = 100_000
"""Rows that an import of entries is taken to change."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One entry of another reader, with its marks there."""

    entry: Incoming
    read: bool = False
    starred: bool = False
    hidden: bool = False
    tags: tuple[str, ...] = ()


@dataclass(slots=True)
class Brought:
    """What came in: new sources, entries that are new here and those that were known, searches, and the act."""

    found: tuple[int, ...] = ()
    new: tuple[int, ...] = ()
    entries: int = 0
    known: int = 0
    searches: int = 0
    act: Act | None = None
    words: list[pending.Row] = field(default_factory=list)


def bring(
    db: Database,
    wanted: Sequence[NewFeed],
    kept: Iterable[tuple[str, Iterable[Kept]]] = (),
    searches: Iterable[tuple[str, str]] = (),
    now: int | None = None,
    *,
    sections: Iterable[tuple[tuple[str, ...], dict[str, Any]]] = (),
) -> Brought:
    """Take in sources, then their entries (address of the source, its entries), then searches. Raises `StoreError`.

    `sections` (path, settings) come first, for those that have no settings here.
    """
    now = db.now() if now is None else now
    done = Brought()
    with db.write(act=True, rows=_MANY if kept else 0):
        was: list[dict[str, Any]] = []
        became: list[dict[str, Any]] = []
        for path, given in sections:
            if given and not settings_of(db, path):
                for states_then, more in zip((was, became), change(db, path, given, now), strict=True):
                    states_then += more
        ids, before, after = feeds.enter(db, wanted, now)
        done.found, done.new = tuple(ids), tuple(int(state["feed"]) for state in after)
        by_url = {one.url: feed_id for one, feed_id in zip(wanted, ids, strict=True)}
        act = journal.begin(db, "import", now, columns=journal.ALL_COLUMNS)
        for url, found in kept:
            if url in by_url:
                _entries(db, act, by_url[url], by_url[url] in done.new, found, now, done, before, after)
        for name, query in searches:
            done.searches += _search(db, name, query, before, after)
        before, after = was + before, became + after
        if not after and not done.entries and not done.known:
            db.execute("DELETE FROM journal WHERE id = ?", (act,))
        else:
            done.act = journal.finish(
                db, act, _text(done), len(done.new) + done.entries + done.known, before, after
            )
    for start in range(0, len(done.words), _BATCH):
        pending.index(db, done.words[start : start + _BATCH])
    return done


def _entries(
    db: Database,
    act: int,
    feed_id: int,
    new_feed: bool,
    found: Iterable[Kept],
    now: int,
    done: Brought,
    before: list[dict[str, Any]],
    after: list[dict[str, Any]],
) -> None:
    row = db.row("SELECT key, coalesce(nullif(name, ''), title) FROM feed WHERE id = ?", (feed_id,))
    assert row is not None
    marks = {id(one.entry): one for one in found}
    placed = matching.place(db, feed_id, row[0], [one.entry for one in marks.values()], brought=True)
    fresh = list({item.key: item for item in reversed(placed) if item.old is None}.values())[::-1]
    _wait(db, [(item.key, marks[id(item.entry)]) for item in fresh], now)
    ids = entries.insert(db, feed_id, fresh, now)
    if not new_feed:
        journal.note_added(db, act, ids, now)
    paper = fold(str(row[1]))
    done.entries += len(ids)
    done.words += [entries.search_row(one, item, paper) for one, item in zip(ids, fresh, strict=True)]
    known = [(item.old.id, marks[id(item.entry)]) for item in placed if item.old is not None]
    done.known += _tag(db, act, known, now, before, after) + _mark(db, act, known, now)


def _wait(db: Database, marks: list[tuple[bytes, Kept]], now: int) -> None:
    """Marks that the entries take up as they are stored. Those that a person made here stand."""
    device = settings.device(db)
    db.executemany(
        "INSERT OR IGNORE INTO mark (key, read_at, starred_at, hidden_at, changed_at, device) VALUES (?, ?, ?, ?, ?, ?)",
        (
            (key, *(now if on else None for on in (one.read, one.starred, one.hidden)), now, device)
            for key, one in marks
            if one.read or one.starred or one.hidden or one.tags
        ),
    )
    tagged = [(key, name) for key, one in marks for name in one.tags]
    db.executemany("INSERT OR IGNORE INTO tag (name) VALUES (?)", ((name,) for _, name in tagged))
    db.executemany("INSERT OR IGNORE INTO mark_tag SELECT ?, id FROM tag WHERE name = ?", tagged)


def _tag(
    db: Database,
    act: int,
    known: list[tuple[int, Kept]],
    now: int,
    before: list[dict[str, Any]],
    after: list[dict[str, Any]],
) -> int:
    """Tags of entries that are here already; answers how many were put on. Before their marks are set."""
    count = 0
    for name in sorted({name for _, kept in known for name in kept.tags}):
        ids = _untagged(db, name, [one for one, kept in known if name in kept.tags])
        if not ids:
            continue
        db.execute(
            "INSERT OR IGNORE INTO journal_entry SELECT ?, entry_id, read_at, starred_at, later_at, hidden_at "
            "FROM listing WHERE entry_id IN (SELECT value FROM json_each(?))",
            (act, json.dumps(ids)),
        )
        markstate.set_tag(db, act, name, True, now, ids)
        before.append({"tag": name, "on": False, "ids": ids})
        after.append({"tag": name, "on": True, "ids": ids})
        count += len(ids)
    return count


def _untagged(db: Database, name: str, ids: list[int]) -> list[int]:
    rows = db.rows(
        "SELECT value FROM json_each(?1) WHERE value NOT IN (SELECT e.id FROM mark_tag t JOIN tag ON tag.id = t.tag_id "
        "JOIN entry e ON e.key = t.key WHERE tag.name = ?2)",
        (json.dumps(ids), name),
    )
    return [int(row[0]) for row in rows]


def _mark(db: Database, act: int, known: list[tuple[int, Kept]], now: int) -> int:
    """Entries that are here already get the marks that they had elsewhere beside their own; answers how many marks."""
    count = 0
    for column, wanted in (
        ("read_at", [one for one, kept in known if kept.read]),
        ("starred_at", [one for one, kept in known if kept.starred]),
        ("hidden_at", [one for one, kept in known if kept.hidden]),
    ):
        params = {"ids": json.dumps(wanted)}
        ids = "SELECT value FROM json_each(:ids)"
        if markstate.any_of(db, ids, params, f"{column} IS NULL"):
            part = journal.begin(db, "with", now, target=act, columns=markstate.bits([column]))
            count += markstate.record(db, part, ids, params, f"{column} IS NULL")
            markstate.assign(db, part, {column: True}, now)
            journal.finish(db, part, "", len(wanted))
    return count


def _search(
    db: Database, name: str, query: str, before: list[dict[str, Any]], after: list[dict[str, Any]]
) -> int:
    """A saved search under `name`, or the next free one like it; none where the same is there."""
    taken = {str(row[0]): str(row[1]) for row in db.rows("SELECT name, query FROM saved")}
    number, free = 2, name
    while free in taken:
        if taken[free] == query:
            return 0
        free, number = f"{name} {number}", number + 1
    row_id = 1 + int(db.value("SELECT coalesce(max(id), 0) FROM saved"))
    place = 1 + int(db.value("SELECT coalesce(max(position), 0) FROM saved"))
    row = {"name": free, "query": query, "position": place}
    before.append({"saved": row_id, "row": None})
    after.append({"saved": row_id, "row": row})
    states.set_row(db, "saved", row_id, row)
    return 1


def _text(done: Brought) -> str:
    parts = [_counted(len(done.new), "source")] if done.new or not done.entries else []
    parts += [_counted(done.entries, "entry", "entries")] if done.entries else []
    parts += [_counted(done.known, "mark")] if done.known else []
    parts += [_counted(done.searches, "search", "searches")] if done.searches else []
    return f"Brought in {', '.join(parts)}"


def _counted(count: int, one: str, many: str = "") -> str:
    return f"{count:,} {one if count == 1 else many or f'{one}s'}"
