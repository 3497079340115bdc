"""An entry opened for reading: its blocks as prepared, its marks as they are now."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

import msgspec

from reader.blocks import FORMAT, Article, Block, Code, Copy, decode_json
from reader.store import changes, packing
from reader.store.database import Database
from reader.store.headlines import headlines
from reader.store.ties import best_first
from reader.store.wishes import wished_direction, wished_language

VIEWS = ("feed", "full", "raw")
"""In the order in which one key goes through them."""

_BLOCK_ENDS = re.compile(
    r"(</(?:p|div|h[1-6]|li|ul|ol|blockquote|pre|table|tr|figure|figcaption|section)>|<(?:br|hr)[^>]*>)"
)


@dataclass(frozen=True, slots=True)
class Body:
    """Sanitised HTML: `summary` and `content` as the feed gave them, `article` as extracted from the page."""

    summary: str = ""
    content: str = ""
    article: str = ""

    @property
    def best(self) -> str:
        """The fullest text there is."""
        return self.article or self.content or self.summary


def body(db: Database, entry_id: int) -> Body:
    """The stored HTML of an entry; empty where there is none."""
    row = db.row("SELECT summary, content, article FROM body WHERE entry_id = ?", (entry_id,))
    return Body() if row is None else Body(*(packing.unpack(part) for part in row))


def article(db: Database, entry_id: int, view: str = "") -> Article | None:
    """The entry with its prepared blocks, or None where there is no such entry.

    `view` is "diff" for what the last edit changed, or one of `VIEWS`: "full" the page's text, "feed" what the feed gave, "raw" the stored HTML as it is; "" the
    fullest, as is one that is not there. `blocks` is empty where none were prepared yet, or in another format than
    `reader.blocks.FORMAT`.
    """
    row = db.row(
        "SELECT e.id, e.feed_id, e.title, coalesce(nullif(e.source, ''), nullif(f.name, ''), nullif(f.title, ''), f.url), "
        "e.link, e.author, e.published, e.updated, e.seen, coalesce(nullif(e.language, ''), f.language), e.words, "
        "e.image, e.extra, e.ready, e.key, m.read_at, m.starred_at, m.later_at, "
        "p.blocks, p.format, b.article, coalesce(b.content, b.summary), o.blocks, o.format, g.at, g.error, g.wall, b.content IS NOT NULL, f.settings "
        "FROM entry e JOIN feed f ON f.id = e.feed_id LEFT JOIN mark m ON m.key = e.key "
        "LEFT JOIN body b ON b.entry_id = e.id LEFT JOIN prepared p ON p.entry_id = e.id "
        "LEFT JOIN prepared_feed o ON o.entry_id = e.id LEFT JOIN page g ON g.entry_id = e.id WHERE e.id = ?",
        (entry_id,),
    )
    if row is None:
        return None
    full, given = row[20], row[21]
    views = [name for name, there in (("feed", given), ("full", full), ("raw", full or given)) if there]
    shown = view if view in views else "full" if full else "feed"
    if view == "diff" and changes.has_changes(db, entry_id):
        shown, blocks = "diff", changes.changes(db, entry_id)
    elif shown == "raw":
        blocks = _source(packing.unpack(full or given))
    elif shown == "feed" and full:
        blocks = _blocks(row[22], row[23], given)
    else:
        blocks = _blocks(row[18], row[19], full or given)
    return Article(
        id=row[0],
        feed_id=row[1],
        title=row[2],
        source=row[3],
        link=row[4],
        author=row[5],
        published=row[6],
        updated=row[7],
        seen=row[8],
        language=wished_language(row[28], row[9]),
        words=row[10],
        blocks=blocks,
        enclosures=_enclosures(row[12]),
        image=row[11],
        excerpt=row[13] < 2 or (shown == "feed" and row[13] == 3 and not row[27]),
        read=row[15] is not None,
        starred=row[16] is not None,
        later=row[17] is not None,
        tags=_tags(db, row[14]),
        also=_also(db, entry_id),
        view=shown,
        views=tuple(views) or ("feed",),
        page_at=row[24],
        page_error=row[25] or "",
        wall=row[26] or "",
        direction=wished_direction(row[28]),
    )


def _source(html: str) -> tuple[Block, ...]:
    """The stored HTML itself, a line for each block of it."""
    return (Code(text=_BLOCK_ENDS.sub(r"\1\n", html).strip(), language="html"),)


def _enclosures(extra: str) -> tuple[str, ...]:
    try:
        return tuple(str(one[0]) for one in json.loads(extra).get("enclosures", ()))
    except (ValueError, TypeError, LookupError, AttributeError):  # damaged
        return ()


def _blocks(data: bytes | None, form: int | None, html: bytes | None) -> tuple[Block, ...]:
    if data is None or form != FORMAT:
        return ()
    found = packing.unpack_blocks(data, packing.raw(html))
    if found is None:
        return ()
    try:
        return decode_json(found)
    except msgspec.DecodeError:
        return ()


def _also(db: Database, entry_id: int) -> tuple[Copy, ...]:
    """The other copies of the entry's story, in the order of their time."""
    others = [one for one in best_first(db, entry_id) if one != entry_id]
    found = [one for one in headlines(db, others) if not one.hidden]
    found.sort(key=lambda one: (one.at, one.id))
    return tuple(Copy(one.id, one.source, one.title, one.at, one.link) for one in found)


def _tags(db: Database, key: Any) -> tuple[str, ...]:
    rows = db.rows(
        "SELECT t.name FROM mark_tag m JOIN tag t ON t.id = m.tag_id WHERE m.key = ? ORDER BY t.name", (key,)
    )
    return tuple(str(row[0]) for row in rows)
