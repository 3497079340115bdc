"""The text of an entry's own page, beside what its feed gave: what to ask for, what came, and what did not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reader.blocks import FORMAT
from reader.store import packing
from reader.store.database import Database
from reader.store.identity import address
from reader.store.pending import STALE

AGAIN_AFTER = (3_600, 6 * 3_600, 86_400, 7 * 86_400)
"""Seconds after which a page that failed is asked for again in the background: by how often it did."""

_SLACK = 300  # seconds in the future from which a failure was noted while the clock was wrong


@dataclass(frozen=True, slots=True)
class Target:
    """An entry whose page can be asked for. `home` is its feed's address, which the person typed where `typed` says so.

    `full` says that the page's text is stored already.
    """

    entry_id: int
    link: str
    title: str
    language: str
    home: str
    typed: bool
    full: bool


@dataclass(frozen=True, slots=True)
class Fulltext:
    """What a page came to. `html` is sanitised, `blocks` its JSON form (`reader.blocks`).

    Byline, paper, language and time count where the feed gave none.
    """

    html: str
    blocks: bytes
    words: int = 0
    author: str = ""
    paper: str = ""
    language: str = ""
    published: int | None = None
    image: str = ""


_COLUMNS = (
    "e.id, e.link, e.title, coalesce(nullif(e.language, ''), f.language), f.url, f.typed, b.article IS NOT NULL "
    "FROM entry e JOIN feed f ON f.id = e.feed_id LEFT JOIN body b ON b.entry_id = e.id"
)


def target(db: Database, entry_id: int) -> Target | None:
    """The entry, or None where there is no such entry or it has no address."""
    row = db.row(f"SELECT {_COLUMNS} WHERE e.id = ? AND e.link <> ''", (entry_id,))
    return None if row is None else Target(row[0], row[1], row[2], row[3], row[4], bool(row[5]), bool(row[6]))


def entry_at(db: Database, url: str) -> int:
    """The entry whose own page is at `url`, 0 where there is none in the lists."""
    found = db.value(
        "SELECT e.id FROM entry e JOIN listing l ON l.entry_id = e.id WHERE e.address = ? ORDER BY e.ready DESC, e.id LIMIT 1",
        (address(url),),
    )
    return int(found or 0)


def keep(db: Database, entry_id: int, text: Fulltext, now: int, *, flagged: bool = False) -> bool:
    """Store the page's text beside the feed's; false where the entry is gone. Search takes it in once it is finished.

    Blocks of the feed's text are kept too, so that both can be looked at.
    """
    packed = packing.pack(text.html)
    if packed is None:
        return False
    with db.write():
        row = db.row("SELECT article IS NULL FROM body WHERE entry_id = ?", (entry_id,))
        if row is None and db.row("SELECT 1 FROM entry WHERE id = ?", (entry_id,)) is None:
            return False
        if row is None or row[0]:
            db.execute(
                "INSERT OR REPLACE INTO prepared_feed SELECT entry_id, blocks, format FROM prepared WHERE entry_id = ?",
                (entry_id,),
            )
        db.execute(
            "INSERT INTO body (entry_id, article) VALUES (?1, ?2) ON CONFLICT (entry_id) DO UPDATE SET article = ?2",
            (entry_id, packed),
        )
        db.execute("DELETE FROM prepared WHERE entry_id = ?", (entry_id,))
        db.execute("DELETE FROM image_place WHERE entry_id = ? AND address = ''", (entry_id,))
        db.execute(
            "INSERT INTO prepared VALUES (?, ?, ?)",
            (entry_id, packing.pack_blocks(text.blocks, text.html.encode("utf-8", "replace")), FORMAT),
        )
        db.execute(
            "UPDATE entry SET ready = 3, words = ?, author = iif(author = '', ?, author), "
            "source = iif(source = '', ?, source), language = iif(language = '', ?, language), "
            "published = coalesce(published, ?), image = iif(image = '', ?, image) WHERE id = ?",
            (
                *(text.words, text.author, text.paper, text.language, text.published, text.image),
                entry_id,
            ),
        )
        db.execute(
            "INSERT INTO pending VALUES (?1, ?2) ON CONFLICT DO UPDATE SET indexed = ?2", (entry_id, STALE)
        )
        db.execute(
            "INSERT OR REPLACE INTO page (entry_id, at, flagged) VALUES (?, ?, ?)",
            (entry_id, now, int(flagged)),
        )
    return True


def failed(db: Database, entry_id: int, error: str, now: int, wall: str = "") -> None:
    """Note that no text came, and why; what is stored stays."""
    with db.write(quiet=True):
        db.execute(
            "INSERT INTO page (entry_id, at, error, wall, failures) SELECT id, ?2, ?3, ?4, 1 FROM entry WHERE id = ?1 "
            "ON CONFLICT (entry_id) DO UPDATE SET at = ?2, error = ?3, wall = ?4, failures = failures + 1",
            (entry_id, now, error, wall),
        )


def wanted(db: Database, feeds: Sequence[int], now: int, limit: int = 50) -> list[Target]:
    """The newest entries of these feeds whose pages are to be asked for in the background, failures with patience."""
    if not feeds:
        return []
    patience = " ".join(f"WHEN {count} THEN {seconds}" for count, seconds in enumerate(AGAIN_AFTER, 1))
    places = ", ".join("?" * len(feeds))
    rows = db.rows(
        f"SELECT {_COLUMNS} LEFT JOIN page p ON p.entry_id = e.id WHERE e.feed_id IN ({places}) AND e.link <> '' "
        "AND b.article IS NULL AND (p.entry_id IS NULL OR (p.wall = '' AND p.failures <= ? "
        f"AND (p.at + CASE p.failures {patience} ELSE {AGAIN_AFTER[-1]} END <= ? OR p.at > ?))) "
        "ORDER BY e.at DESC, e.id DESC LIMIT ?",
        (*feeds, len(AGAIN_AFTER), now, now + _SLACK, limit),
    )
    return [Target(row[0], row[1], row[2], row[3], row[4], bool(row[5]), bool(row[6])) for row in rows]
