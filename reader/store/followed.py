"""Pages that links of articles led to: kept as they were read, so that the way back and a flight need no network."""

from __future__ import annotations

from reader.blocks import FORMAT, Article, decode_json
from reader.store import packing
from reader.store.database import Database
from reader.store.fulltext import Fulltext
from reader.store.identity import address

MOST = 1_000
"""Pages that are kept, the newest."""


def keep(db: Database, url: str, title: str, text: Fulltext, now: int) -> int:
    """Store the page at `url`, in the place of an older reading of it; answers its id."""
    html = text.html.encode("utf-8", "replace")
    with db.write(quiet=True):
        db.execute("DELETE FROM followed WHERE address = ?", (address(url),))
        db.execute(
            "INSERT INTO followed (address, url, title, author, paper, language, published, at, words, html, blocks, format) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(
                    address(url),
                    url,
                    title,
                    text.author,
                    text.paper,
                    text.language,
                    text.published,
                    now,
                    text.words,
                ),
                *(packing.pack(html), packing.pack_blocks(text.blocks, html), FORMAT),
            ),
        )
        page_id = int(db.value("SELECT max(id) FROM followed"))
        db.execute("DELETE FROM followed WHERE id <= ?", (page_id - MOST,))
    return page_id


def find(db: Database, url: str) -> int:
    """The id of the page that was read at `url`, 0 where none was."""
    found = db.value("SELECT id FROM followed WHERE address = ? AND format = ?", (address(url), FORMAT))
    return int(found or 0)


def article(db: Database, page_id: int) -> Article | None:
    """A followed page, ready to be set; its id is negative, as it is no entry. None where it is gone."""
    row = db.row(
        "SELECT url, title, author, paper, language, published, at, words, html, blocks, format FROM followed WHERE id = ?",
        (page_id,),
    )
    if row is None or row[10] != FORMAT:
        return None
    found = packing.unpack_blocks(row[9], packing.raw(row[8]))
    return Article(
        id=-page_id,
        feed_id=0,
        title=row[1],
        source=row[3],
        link=row[0],
        author=row[2],
        published=row[5],
        seen=row[6],
        language=row[4],
        words=row[7],
        blocks=decode_json(found) if found is not None else (),
        view="full",
        views=("full",),
        page_at=row[6],
    )
