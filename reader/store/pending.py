"""Entries that are stored but not finished: not yet searchable, or not yet set in blocks.

What is new is made searchable in large transactions soon after it was stored (`index`), from words that came with it.
The engine makes its blocks later, and folds the text of what changed or was not reached (`finish`).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from reader.blocks import FORMAT
from reader.store import packing
from reader.store.database import Database

NOT_INDEXED, INDEXED, STALE = 0, 1, 2
"""`pending.indexed`: whether search finds the entry; stale is what was edited, so that older words may stand there."""

Row = tuple[int, str, str, str, str]
"""What search finds an entry by: its id, then title, author, source and text, folded."""


@dataclass(frozen=True, slots=True)
class Pending:
    """One entry to be finished. `html` is its fullest text, `link` the base of its addresses.

    `indexed` says that search finds it already.
    """

    entry_id: int
    title: str
    author: str
    source: str
    language: str
    html: str
    link: str
    indexed: bool = False


@dataclass(frozen=True, slots=True)
class Finished:
    """What was made of a `Pending`. The first four are folded (`reader.text.fold`); `blocks` is their JSON form.

    `html` is the one it was made from; where the entry has another by now, it stays pending. `words` counts them.
    `byline` and `paper` were found in the text and count where the feed gave none; `language` is the entry's own, ""
    where nothing tells, and counts in any case: what a feed declares for all of its entries is often wrong for one.
    Not `folded`: the folded texts are empty, because search found the entry already.
    """

    entry_id: int
    title: str
    author: str
    source: str
    text: str
    html: str
    blocks: bytes = b"[]"
    words: int = 0
    language: str = ""
    byline: str = ""
    paper: str = ""
    folded: bool = True


def waiting(db: Database) -> int:
    """How many entries are not finished yet."""
    return int(db.value("SELECT count(*) FROM pending"))


def unsearchable(db: Database) -> int:
    """How many of those search does not find, or finds by older words."""
    return int(db.value("SELECT count(*) FROM pending WHERE indexed <> ?", (INDEXED,)))


def index(db: Database, rows: Sequence[Row]) -> int:
    """Make new entries searchable in one transaction; keep them to some hundreds. Answers how many.

    Those that were edited, indexed or finished since they were stored are left out.
    """
    with db.write():
        marked = db.rows(
            "UPDATE pending SET indexed = ? WHERE indexed = ? AND entry_id IN (SELECT value FROM json_each(?)) "
            "RETURNING entry_id",
            (INDEXED, NOT_INDEXED, json.dumps([row[0] for row in rows])),
        )
        new = {int(row[0]) for row in marked}
        _add(db, [row for row in rows if row[0] in new])
    return len(new)


def _add(db: Database, rows: Iterable[Row]) -> None:
    """Put `rows` into the index, in the order of their ids: a lower rowid makes FTS5 flush what it gathered."""
    db.executemany(
        "INSERT INTO search (rowid, title, author, source, text) VALUES (?, ?, ?, ?, ?)", sorted(rows)
    )


def pending(db: Database, limit: int = 100) -> list[Pending]:
    """The newest entries that are not finished yet."""
    rows = db.rows(
        "SELECT e.id, e.title, e.author, coalesce(nullif(e.source, ''), nullif(f.name, ''), f.title), "
        "coalesce(nullif(e.language, ''), f.language), coalesce(b.article, b.content, b.summary), e.link, p.indexed "
        "FROM pending p JOIN entry e ON e.id = p.entry_id JOIN feed f ON f.id = e.feed_id "
        "LEFT JOIN body b ON b.entry_id = e.id ORDER BY p.entry_id DESC LIMIT ?",
        (limit,),
    )
    return [_pending(row) for row in rows]


def finish(db: Database, items: Sequence[Finished]) -> int:
    """Store the search text and blocks of `items` in one transaction; keep them to a hundred or so. Answers how many."""
    sources = {one.entry_id: one.html.encode("utf-8", "replace") for one in items}
    packed = {one.entry_id: packing.pack_blocks(one.blocks, sources[one.entry_id]) for one in items}
    with db.write():
        now = _packed_html(db, list(sources))
        done = [
            one
            for one in sorted(items, key=lambda one: one.entry_id)
            if one.entry_id in now
            and packing.made_of(now[one.entry_id][0], sources[one.entry_id])
            and (one.folded or now[one.entry_id][1] == INDEXED)
        ]
        rows = [
            (one.entry_id, one.title, one.author, one.source, one.text)
            for one in done
            if one.folded and (now[one.entry_id][1] != INDEXED or one.byline)
        ]
        for entry_id in _indexed(db, [row[0] for row in rows]):
            db.execute("DELETE FROM search WHERE rowid = ?", (entry_id,))
        _add(db, rows)
        db.executemany(
            "INSERT OR REPLACE INTO prepared VALUES (?, ?, ?)",
            ((one.entry_id, packed[one.entry_id], FORMAT) for one in reversed(done)),
        )
        db.executemany(
            "UPDATE entry SET words = ?, language = coalesce(nullif(?, ''), language), "
            "author = iif(author = '', ?, author), source = iif(source = '', ?, source) WHERE id = ?",
            ((one.words, one.language, one.byline, one.paper, one.entry_id) for one in done),
        )
        db.executemany("DELETE FROM pending WHERE entry_id = ?", ((one.entry_id,) for one in done))
    return len(done)


def _packed_html(db: Database, ids: list[int]) -> dict[int, tuple[bytes | None, int]]:
    """The fullest packed text of those entries that are pending, and how they stand in the index."""
    rows = db.rows(
        "SELECT p.entry_id, coalesce(b.article, b.content, b.summary), p.indexed FROM pending p "
        "LEFT JOIN body b ON b.entry_id = p.entry_id WHERE p.entry_id IN (SELECT value FROM json_each(?))",
        (json.dumps(ids),),
    )
    return {row[0]: (row[1], row[2]) for row in rows}


def _indexed(db: Database, ids: list[int]) -> list[int]:
    """Those that stand in the search index. Asked of its table of sizes: asking the index itself would flush it."""
    rows = db.rows(
        "SELECT id FROM search_docsize WHERE id IN (SELECT value FROM json_each(?))", (json.dumps(ids),)
    )
    return [int(row[0]) for row in rows]


def prepare(db: Database, entry_id: int) -> Pending | None:
    """The same for one entry, pending or not: for blocks of an older format. It is pending from now on."""
    with db.write():
        db.execute("INSERT OR IGNORE INTO pending (entry_id) SELECT id FROM entry WHERE id = ?", (entry_id,))
    rows = db.rows(
        "SELECT e.id, e.title, e.author, coalesce(nullif(e.source, ''), nullif(f.name, ''), f.title), "
        "coalesce(nullif(e.language, ''), f.language), coalesce(b.article, b.content, b.summary), e.link, p.indexed "
        "FROM pending p JOIN entry e ON e.id = p.entry_id JOIN feed f ON f.id = e.feed_id LEFT JOIN body b ON b.entry_id = e.id WHERE e.id = ?",
        (entry_id,),
    )
    return _pending(rows[0]) if rows else None


def _pending(row: tuple[Any, ...]) -> Pending:
    return Pending(row[0], row[1], row[2], row[3], row[4], packing.unpack(row[5]), row[6], row[7] == INDEXED)
