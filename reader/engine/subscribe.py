"""From what was found to a subscription: once for each feed, with its first answer stored at once."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from contextlib import AsyncExitStack

from reader.config import Settings
from reader.engine.events import Added, Candidate, Found, Looked
from reader.engine.find import Finder, NoFeed, Sighting, is_full
from reader.engine.outward import fetcher as fetcher_for
from reader.engine.permitted import Permitted
from reader.engine.watching import Pages
from reader.engine.workers import WorkerPool
from reader.fetch.client import Fetcher
from reader.fetch.errors import FetchError
from reader.fetch.gates import Gates
from reader.fetch.guard import parse_address
from reader.fetch.schedule import after_success
from reader.model import Feed, ParsedFeed
from reader.store import entries, feeds, pending
from reader.store.database import Database
from reader.store.polls import Memo
from reader.store.wishes import BY_ITSELF

__all__ = ["NoFeed", "Subscriber", "add", "candidate", "subscribed", "take"]

_WEEK = 7 * 86_400


class Subscriber:
    """Finds and subscribes, on a store of this thread. An async context manager; parts that are given stay open.

    Its answers are values for people: they never raise for an address, but for the store (`StoreError`).
    """

    def __init__(
        self,
        db: Database,
        settings: Settings | None = None,
        *,
        fetcher: Fetcher | None = None,
        pool: WorkerPool | None = None,
        gates: Gates | None = None,
        permitted: Permitted | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        settings = settings or Settings()
        self._db = db
        self._clock = clock
        self._own = AsyncExitStack()
        self._fetcher = fetcher or fetcher_for(settings, db)
        self._pool = pool or WorkerPool()
        self._gates = gates or Gates(settings.fetch.hosts)
        self._permitted = permitted or Permitted(db, self._fetcher, self._gates, clock)
        if fetcher is None:
            self._own.push_async_exit(self._fetcher)
        if pool is None:
            self._own.push_async_exit(self._pool)

    async def __aenter__(self) -> Subscriber:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._own.aclose()

    async def find(self, url: str) -> Found:
        """The feeds behind `url`, best first; nothing is subscribed to."""
        try:
            found = await self._finder().find(url)
        except NoFeed as error:
            return Found(url, error=str(error), page=error.page)
        now = int(self._clock())
        return Found(url, tuple(candidate(one, now, subscribed(self._db, one)) for one in found))

    async def add(self, url: str, folder: tuple[str, ...] = ()) -> Added:
        """Subscribe to the best feed behind `url` and store its first answer."""
        try:
            found = await self._finder().find(url)
        except NoFeed as error:
            return Added(url, error=str(error), page=error.page)
        feed, new, known = take(self._db, found[0], folder=folder, now=math.ceil(self._clock()))
        return Added(url, feed.id, feed.name, new, known)

    async def look(self, url: str, watch: str = BY_ITSELF) -> Looked:
        """What watching the page at `url` would yield; nothing is subscribed to."""
        return await self._pages().look(url, watch)

    async def watch(self, url: str, watch: str = BY_ITSELF, folder: tuple[str, ...] = ()) -> Added:
        """Watch the page at `url` from now on, and store what it says now."""
        return await self._pages().add(url, watch, folder)

    def _pages(self) -> Pages:
        return Pages(self._db, self._pool, self._permitted, self._clock)

    def _finder(self) -> Finder:
        return Finder(self._db, self._fetcher, self._pool, self._gates, self._permitted.robots, self._clock)


async def add(
    db: Database,
    url: str,
    *,
    folder: tuple[str, ...] = (),
    settings: Settings | None = None,
    clock: Callable[[], float] = time.time,
) -> Feed:
    """Find the feed behind `url`, subscribe to it and store its first answer. Raises `NoFeed` and `StoreError`."""
    async with Subscriber(db, settings, clock=clock) as subscriber:
        added = await subscriber.add(url, folder)
    if added.error:
        raise NoFeed(added.error)
    return feeds.feed(db, added.feed_id)


def take(db: Database, one: Sighting, *, folder: tuple[str, ...] = (), now: int) -> tuple[Feed, int, bool]:
    """Subscribe to what was found: the feed, its new entries, and whether it was subscribed to before."""
    known = subscribed(db, one)
    if known is not None:
        return known, 0, True
    title = one.parsed.title if one.parsed is not None else one.link.title
    feed = feeds.add_feed(db, one.url, title=title, folder=folder, typed=one.typed, now=now)
    if one.parsed is None or one.answer is None:
        return feed, 0, False
    validators = one.answer.etag is not None or one.answer.last_modified is not None
    later = after_success(now, one.answer.headers, one.parsed.rhythm, validators=validators)
    stored = entries.store_feed(
        db,
        feed.id,
        one.parsed,
        etag=one.answer.etag if one.whole else None,
        last_modified=one.answer.last_modified if one.whole else None,
        next_at=later.at,
        now=now,
        memo=Memo(later.why, later.fresh_until),
    )
    pending.index(db, stored.words)
    return feeds.feed(db, feed.id), stored.new, False


def subscribed(db: Database, one: Sighting) -> Feed | None:
    """The subscription that is the same feed under another spelling: scheme, www, slash, redirect."""
    spelled = {_bare(one.url)}
    if one.answer is not None:
        spelled.add(_bare(one.answer.url))
    return next((feed for feed in feeds.all_feeds(db) if _bare(feed.url) in spelled), None)


def candidate(one: Sighting, now: int, known: Feed | None = None) -> Candidate:
    """What the person is shown of a feed before choosing it."""
    parsed = one.parsed or ParsedFeed()
    dates = [
        entry.published for entry in parsed.entries if entry.published is not None and entry.published <= now
    ]
    return Candidate(
        url=one.url,
        title=one.link.title,
        type=one.link.type,
        language=parsed.language,
        entries=parsed.found,
        week=_week(dates, now),
        newest=max(dates, default=None),
        full=is_full(parsed),
        headlines=tuple(entry.title for entry in parsed.entries[:3]),
        subscribed=known.id if known is not None else 0,
        typed=one.typed,
    )


def _week(dates: list[int], now: int) -> float:
    """Entries in seven days, by the span that the feed covers up to now."""
    if len(dates) < 2:
        return float(len(dates))
    span = max(now - min(dates), 86_400)
    return round(len(dates) * _WEEK / span, 1)


def _bare(url: str) -> str:
    try:
        address = parse_address(url)
    except FetchError:
        return url
    port = "" if address.port in (80, 443) else f":{address.port}"
    return address.host.removeprefix("www.") + port + address.target.rstrip("/")
