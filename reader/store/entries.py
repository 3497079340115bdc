"""What a feed said goes into the store: one answer, one transaction, together with the validators it came with."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import repeat

from reader.model import ParsedFeed
from reader.store import markstate, matching, pending, polls, retention, revisions, tagged, unruled
from reader.store.articles import article, body
from reader.store.database import Database
from reader.store.feeds import slug_for
from reader.store.incoming import IncomingFeed, incoming
from reader.text.fold import fold

__all__ = ["Stored", "article", "body", "counts", "store_feed"]


@dataclass(frozen=True, slots=True)
class Stored:
    """`new` and `updated` count entries; `ids` are the new ones, oldest first, `words` what search finds them by."""

    new: int
    updated: int
    ids: tuple[int, ...] = ()
    words: tuple[pending.Row, ...] = ()


def store_feed(
    db: Database,
    feed_id: int,
    document: ParsedFeed | IncomingFeed,
    *,
    etag: bytes | None = None,
    last_modified: bytes | None = None,
    next_at: int,
    now: int,
    moved_to: str = "",
    memo: polls.Memo = polls.NO_MEMO,
) -> Stored:
    """Store one answer of a feed: entries, edits, validators and the next time, all or nothing.

    `moved_to` is the address that a permanent redirect led to. A feed that was left meanwhile stores nothing.
    """
    came = incoming(document) if isinstance(document, ParsedFeed) else document
    with db.read():
        feed = db.row("SELECT key, removed_at, succeeded_at IS NULL FROM feed WHERE id = ?", (feed_id,))
        if feed is None or feed[1] is not None:
            return Stored(0, 0)
        generation = _generation(db)
        brought = bool(feed[2])  # what is there before the first answer came from another reader
        placed = matching.place(db, feed_id, feed[0], came.items, brought=brought)
    with db.write():
        if _generation(db) != generation:
            if db.value("SELECT 1 FROM feed WHERE id = ? AND removed_at IS NULL", (feed_id,)) is None:
                return Stored(0, 0)
            placed = matching.place(db, feed_id, feed[0], came.items, brought=brought)
        updated = sum(_update(db, item, now, brought) for item in placed if item.old is not None)
        new = list({item.key: item for item in reversed(placed) if item.old is None}.values())
        away = retention.stay_away(db, [item.key for item in new])
        new = [item for item in new if item.key not in away]
        ids = insert(db, feed_id, new, now)
        unruled.note(db, ids)
        polls.answered(
            db,
            feed_id,
            came.feed,
            etag=etag,
            last_modified=last_modified,
            next_at=next_at,
            now=now,
            changed=bool(new or updated),
            moved_to=moved_to,
            memo=memo,
            slug_for=slug_for,
        )
        paper = fold(db.value("SELECT coalesce(nullif(name, ''), title) FROM feed WHERE id = ?", (feed_id,)))
    return Stored(len(ids), updated, ids, tuple(map(search_row, ids, new, repeat(paper))))


def search_row(entry_id: int, item: matching.Item, paper: str) -> pending.Row:
    """What search finds a stored item by; `paper` is its source's name, folded."""
    words = item.entry.words
    return entry_id, words.title, words.author, words.source or paper, words.text


def counts(db: Database) -> tuple[int, int, int, int]:
    """How many entries lists hold: all, unread, starred, for later."""
    row = db.row(
        "SELECT (SELECT value FROM counter WHERE name = 'total'), (SELECT value FROM counter WHERE name = 'unread'), "
        "(SELECT count(*) FROM listing INDEXED BY listing_starred WHERE starred_at IS NOT NULL AND hidden_at IS NULL), "
        "(SELECT count(*) FROM listing INDEXED BY listing_later WHERE later_at IS NOT NULL AND hidden_at IS NULL)"
    )
    assert row is not None
    return int(row[0]), int(row[1]), int(row[2]), int(row[3])


def _generation(db: Database) -> int:
    return int(db.value("SELECT value FROM counter WHERE name = 'generation'") or 0)


def order_time(published: int | None, seen: int) -> int:
    """When an entry stands in lists: as published, but at first sight where that is missing or in the future."""
    return seen if published is None or published > seen else published


def insert(db: Database, feed_id: int, new: list[matching.Item], now: int) -> tuple[int, ...]:
    """New entries of a feed, with the marks that wait for them; their ids. Inside a write."""
    if not new:
        return ()
    first = int(db.value("SELECT seq FROM sqlite_sequence WHERE name = 'entry'") or 0) + 1
    marks = _marks(db, [item.key for item in new])
    entries, bodies, rows = [], [], []
    total = unread = 0
    for entry_id, item in enumerate(new, first):
        one = item.entry
        at = order_time(one.published, now)
        entries.append((
            entry_id, item.key, feed_id, one.id, one.link, item.address, one.title, one.author, one.source,
            one.language, one.published, one.published_text, one.updated, now, at, one.image, item.digest,
            one.extra, one.ready,
        ))  # fmt: skip
        bodies.append((entry_id, one.summary, one.content))
        mark = marks.get(item.key, _UNMARKED)
        rows.append((entry_id, feed_id, at, *mark))
        total += mark[3] is None
        unread += mark[0] is None and mark[3] is None
    db.executemany(
        "INSERT INTO entry (id, key, feed_id, guid, link, address, title, author, source, language, published, "
        "published_text, updated, seen, at, image, digest, extra, ready) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        entries,
    )
    db.executemany("INSERT INTO body (entry_id, summary, content) VALUES (?, ?, ?)", bodies)
    db.executemany(
        "INSERT INTO listing (entry_id, feed_id, at, read_at, starred_at, later_at, hidden_at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        rows,
    )
    db.executemany("INSERT INTO pending (entry_id) VALUES (?)", ((row[0],) for row in rows))
    markstate.count(db, [(feed_id, total, unread)])
    if marks:
        _count_tags(db, list(marks))
        tagged.list_keys(db, marks)
    return tuple(range(first, first + len(rows)))


_UNMARKED: tuple[int | None, ...] = (None, None, None, None)


def _marks(db: Database, keys: list[bytes]) -> dict[bytes, tuple[int | None, ...]]:
    """Marks of entries that come back. Keys of one feed begin alike: one that was never marked is known at once."""
    found: dict[bytes, tuple[int | None, ...]] = {}
    if db.value("SELECT 1 FROM mark WHERE key BETWEEN ? AND ? LIMIT 1", (min(keys), max(keys))) is None:
        return found
    for start in range(0, len(keys), 500):
        chunk = keys[start : start + 500]
        for row in db.rows(
            "SELECT key, read_at, starred_at, later_at, hidden_at FROM mark "
            f"WHERE key IN ({','.join('?' * len(chunk))})",
            chunk,
        ):
            found[row[0]] = row[1:]
    return found


def _count_tags(db: Database, keys: Iterable[bytes]) -> None:
    db.executemany(
        "UPDATE tag SET total = total + 1 WHERE id IN (SELECT tag_id FROM mark_tag WHERE key = ?)",
        ((key,) for key in keys),
    )


def _update(db: Database, item: matching.Item, now: int, brought: bool) -> int:
    """Bring a known entry up to date; 1 where its text changed enough to be shown as updated.

    What was `brought` from another reader is no earlier text of the publisher's.
    """
    old, one = item.old, item.entry
    assert old is not None
    if item.key != old.key:
        _rekey(db, old, item)
    if item.digest == old.digest:
        if one.updated != old.updated or item.address != old.address:
            db.execute(
                "UPDATE entry SET updated = ?, link = ?, address = ?, guid = ? WHERE id = ?",
                (one.updated, one.link, item.address, one.id, old.id),
            )
        return 0
    shown = not brought and revisions.keep(db, old.id, one, now)
    db.execute(
        "UPDATE entry SET guid = ?, link = ?, address = ?, title = ?, author = ?, source = ?, updated = ?, "
        "image = ?, digest = ?, extra = ?, ready = max(?, iif(ready = 3, 3, 0)), revised = coalesce(?, revised) "
        "WHERE id = ?",
        (
            *(one.id, one.link, item.address, one.title, one.author, one.source, one.updated, one.image),
            *(item.digest, one.extra, one.ready, now if shown else None, old.id),
        ),
    )
    db.execute(
        "UPDATE body SET summary = ?, content = ? WHERE entry_id = ?",
        (one.summary, one.content, old.id),
    )
    db.execute(
        "INSERT INTO pending VALUES (?1, ?2) ON CONFLICT DO UPDATE SET indexed = ?2", (old.id, pending.STALE)
    )
    return int(shown)


def _rekey(db: Database, old: matching.Old, item: matching.Item) -> None:
    """The publisher gave a known entry a new id: its marks go with it."""
    db.execute("UPDATE entry SET key = ?, guid = ? WHERE id = ?", (item.key, item.entry.id, old.id))
    markstate.rekey(db, old.id, old.key, item.key)
