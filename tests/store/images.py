"""Articles that name images, stored and prepared as the engine does it."""

from __future__ import annotations

from collections.abc import Sequence

from reader.blocks import Article, Figure, Paragraph, Picture, Quote, Span, encode_json, pictures
from reader.model import Entry, ParsedFeed
from reader.store import articles, feeds, imagemarks, pending
from reader.store.database import Database
from reader.store.entries import store_feed

FEED = "https://fanal.example/feed"
LOGO = "https://images.fanal.example/logo.png"


def store(
    db: Database, count: int, urls: Sequence[str] = (LOGO,), first: int = 0, feed: str = FEED
) -> list[int]:
    """`count` articles of one paper that show the images at `urls`, one of them inside a quote."""
    known = [one.id for one in feeds.all_feeds(db) if one.url == feed]
    feed_id = known[0] if known else feeds.add_feed(db, feed).id
    items = tuple(
        Entry(
            id=f"urn:image:{first + n}",
            title=f"Le phare {first + n}",
            link=f"https://fanal.example/{first + n}",
            published=db.now() - 60 * (first + n),
            content=f"<p>Le gardien a compté {first + n} bateaux.</p>",
        )
        for n in range(count)
    )
    stored = store_feed(
        db, feed_id, ParsedFeed(title="Le Fanal", entries=items, found=count), next_at=db.now(), now=db.now()
    )
    figures = [Figure(images=(Picture(url, f"image {place}"),)) for place, url in enumerate(urls)]
    blocks = encode_json(
        (Paragraph(text=(Span("Le gardien."),)), *figures[:-1], Quote(blocks=(figures[-1],)))
    )
    pending.finish(
        db,
        [
            pending.Finished(one.entry_id, one.title, "", "", one.html, one.html, blocks)
            for one in pending.pending(db, count)
        ],
    )
    return list(stored.ids)


def gone(db: Database, entry_id: int, **more: int) -> list[str]:
    """Why each image of an article is not shown; "" for one that is."""
    return [one.gone for one in pictures(opened(db, entry_id, **more).blocks)]


def opened(db: Database, entry_id: int, **more: int) -> Article:
    found = articles.article(db, entry_id)
    assert found is not None
    return imagemarks.veiled(db, found, **more)


def learn(db: Database, url: str, content: str) -> None:
    """As if what is at `url` had been fetched and had the hash `content`."""
    from reader.store.imagenames import address_of

    with db.write():
        db.execute(
            "INSERT INTO image_source (address, url, hash, at) VALUES (?, ?, ?, ?)",
            (address_of(url), url, content, db.now()),
        )
