"""A single page kept like an entry: fetched, its article found, stored in a source of its own that nobody asks.

Saving it again brings it up to date; what it said before stays as a revision, as with a publisher's edits.
"""

from __future__ import annotations

from dataclasses import dataclass

from reader.engine.pages import LINK_WALLS, NOTHING_THERE, PageReader
from reader.engine.workers import WorkError
from reader.fetch.errors import FetchError
from reader.fetch.schedule import NEVER
from reader.model import Entry, ParsedFeed
from reader.store import entries, feeds, fulltext, pending
from reader.store.database import Database

SHELF = "telex:pages"
"""The address of the source that holds saved pages."""
NAME = "Saved pages"


@dataclass(frozen=True, slots=True)
class Saved:
    """The entry that a page became; `new` says that it was not there before, `changed` that its text was another."""

    entry_id: int = 0
    title: str = ""
    new: bool = False
    changed: bool = False
    error: str = ""


async def save_page(db: Database, pages: PageReader, url: str, now: int) -> Saved:
    """Keep the article of the page at `url`. Its answer is a value; raises `StoreError` alone."""
    try:
        found = await pages.look(url)
    except (FetchError, WorkError) as error:
        return Saved(error=str(error))
    if found.wall or not found.html:
        return Saved(error=LINK_WALLS.get(found.wall, NOTHING_THERE).partition(";")[0] + ".")
    shelf = feeds.add_feeds(
        db, [feeds.NewFeed(SHELF, title=NAME, paused=True)], kind="subscribe", now=now
    ).feeds[0]
    entry = Entry(
        id=url,
        title=found.title or url,
        link=url,
        author=found.author,
        published=found.published,
        language=found.language,
        content=found.html,
        source=found.paper,
        image=found.image,
    )
    revisions = _revisions(db, url)
    page = ParsedFeed(title=NAME, entries=(entry,), found=1)
    stored = entries.store_feed(db, shelf.id, page, next_at=NEVER, now=now)
    pending.index(db, stored.words)
    entry_id = stored.ids[0] if stored.ids else fulltext.entry_at(db, url)
    return Saved(entry_id, entry.title, bool(stored.new), _revisions(db, url) > revisions)


def _revisions(db: Database, url: str) -> int:
    return int(
        db.value(
            "SELECT count(*) FROM revision r JOIN entry e ON e.id = r.entry_id JOIN feed f ON f.id = e.feed_id "
            "WHERE f.url = ? AND e.guid = ?",
            (SHELF, url),
        )
    )
