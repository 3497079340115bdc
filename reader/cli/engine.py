"""The engine's work done inside a command. Loaded only by the commands that fetch: add, fetch and demo."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial

from reader.engine import keeping, reportlists
from reader.engine.events import (
    Added,
    Command,
    Done,
    Event,
    Failed,
    Found,
    Looked,
    Note,
    PackProgress,
    line,
)
from reader.engine.find import Finder, NoFeed, places_of
from reader.engine.finish import Finisher
from reader.engine.grouping import Grouping
from reader.engine.hooks import Crier
from reader.engine.outward import fetcher
from reader.engine.packer import Packer
from reader.engine.pages import RULES_FILE, PageReader
from reader.engine.permitted import Permitted
from reader.engine.pictures import PictureKeeper
from reader.engine.refresh import Runner
from reader.engine.saving import Saved, save_page
from reader.engine.subscribe import candidate, subscribed, take
from reader.engine.voice import Voice
from reader.engine.watching import Pages
from reader.engine.workers import WorkerPool
from reader.fetch.client import Fetcher
from reader.fetch.gates import Gates
from reader.newsroom import Newsroom
from reader.store import imagefiles, requests, upkeep
from reader.store import lease as leases
from reader.store.errors import StoreError
from reader.stories.encoder import encoder, installed

Tell = Callable[[Event], None]


def leave_word(newsroom: Newsroom, command: Command) -> str:
    """Ask the process that is the engine; answers who that is, in words."""
    requests.ask(newsroom.db, line(command).decode().strip(), newsroom.now())
    held = leases.holder(newsroom.db)
    return f"process {held.pid} on {held.host}" if held else "another Telex"


def take_lease(newsroom: Newsroom) -> leases.Lease | None:
    """Become the engine, or None where another process is. Raises `StoreError`."""
    return leases.acquire(newsroom.paths, newsroom.now(), newsroom.db)


class Workshop:
    """Fetcher, workers and gates for one command; an asynchronous context."""

    def __init__(self, newsroom: Newsroom, tell: Tell) -> None:
        self._newsroom = newsroom
        self._tell = tell
        self._stack = AsyncExitStack()
        self._fetcher: Fetcher | None = None
        self._pool: WorkerPool | None = None
        self._permitted: Permitted | None = None
        self._gates = Gates(newsroom.settings.fetch.hosts)

    async def __aenter__(self) -> Workshop:
        made = fetcher(self._newsroom.settings, self._newsroom.db)
        self._fetcher = await self._stack.enter_async_context(made)
        self._permitted = Permitted(self._newsroom.db, self._fetcher, self._gates, self._newsroom.db.clock)
        self._pool = await self._stack.enter_async_context(WorkerPool())
        return self

    async def __aexit__(self, *error: object) -> None:
        await self._stack.aclose()

    async def refresh(self, feeds: tuple[int, ...], *, force: bool) -> Done:
        """One run over `feeds` (all for none); then all that waits is made searchable and ready to read.

        By the holder of the lease. Raises `StoreError`.
        """
        assert self._fetcher is not None
        assert self._pool is not None
        newsroom = self._newsroom
        runner = Runner(
            newsroom.db,
            self._fetcher,
            self._pool,
            self._gates,
            tell=self._tell,
            clock=newsroom.db.clock,
            whole_after=newsroom.settings.fetch.whole_after,
            permitted=self._permitted,
        )
        runner.free_claims()
        done = await runner.refresh(feeds or None, force=force)
        await self._crier().refreshed(done)
        await self.finish()
        return done

    async def keep_up(self) -> None:
        """What the engine does once a day, for those whose Telex is only ever started by cron: at most once a day.

        By the holder of the lease. What goes wrong is told and costs nothing else.
        """
        assert self._permitted is not None
        newsroom, now = self._newsroom, self._newsroom.now()
        db, limits = newsroom.db, newsroom.settings.keep.limits
        try:
            if not upkeep.due(db, now):
                return
            imagefiles.sweep(db)
            await reportlists.renew(db, self._permitted, now)
            whole = await keeping.beside(db.path, now, keeping.look) and await keeping.beside(
                db.path, now, partial(keeping.daily, limits=limits)
            )
        except StoreError as error:
            self._tell(Note(f"The day's upkeep was not done: {error}"))
            return
        if not whole:
            self._tell(Failed(keeping.DAMAGED))

    async def finish(self) -> int:
        """Put what is new into stories, make all that waits searchable and ready to read; answers how many entries.

        Raises `StoreError`.
        """
        assert self._pool is not None
        db = self._newsroom.db
        voice = Voice(self._tell, db.generation)
        settings = self._newsroom.settings
        await Grouping(
            db,
            voice,
            db.clock,
            languages=settings.languages,
            reach=settings.stories.read,
            encoder=encoder if installed() else None,
        ).run()
        finisher = Finisher(db, self._pool, voice, settings.languages)
        finished = await finisher.run()
        await self._crier().matched(finisher.take_hits())
        return finished

    async def pack(self, query: str, size: int, tell: Callable[[PackProgress], object]) -> PackProgress:
        """Make what `query` finds ready for reading offline, then searchable. Raises `StoreError` and `QueryError`."""
        newsroom, pages = self._newsroom, self._reader()
        images = PictureKeeper(newsroom.db, pages, newsroom.settings.images, newsroom.db.clock)
        await self.finish()  # images are found in texts that are set
        done = await Packer(newsroom.db, pages, tell, newsroom.db.clock, images).pack(query, size)
        await self.finish()
        return done

    def _crier(self) -> Crier:
        db, hooks = self._newsroom.db, self._newsroom.settings.hooks
        return Crier(db, hooks, Voice(self._tell, db.generation))

    async def find(self, url: str) -> Found:
        """The feeds behind `url`, best first; nothing is subscribed to."""
        try:
            sightings = await self._finder().find(url)
        except NoFeed as error:
            return Found(url, error=str(error), page=error.page)
        db, now = self._newsroom.db, self._newsroom.now()
        return Found(url, tuple(candidate(one, now, subscribed(db, one)) for one in sightings))

    async def find_again(self, url: str, link: str) -> Found:
        """The feeds where that of `url`, of the site `link`, may be now: by https, at its site, at the root of its host."""
        error = ""
        for place in places_of(url, link):
            found = await self.find(place)
            others = tuple(one for one in found.candidates if one.url != url)
            if others:
                return Found(url, others)
            error = error or found.error
        return Found(url, error=error or "No other feed was found at its site.")

    async def add_some(
        self, url: str, folder: tuple[str, ...], picks: tuple[int, ...] | None = ()
    ) -> list[Added]:
        """Subscribe to feeds behind `url`, each with its first answer: the best, those of these numbers, or (None) all.

        Raises `StoreError`.
        """
        try:
            sightings = await self._finder().find(url)
        except NoFeed as error:
            return [Added(url, error=str(error), page=error.page)]
        wanted = sightings[:1] if picks == () else sightings
        if picks:
            wanted = [one for number, one in enumerate(sightings, 1) if number in picks]
        elif picks == () and sightings[0].parsed is None and len(sightings) > 1:
            return [
                Added(url, error=f"This is a list of {len(sightings)} sources: --pick says which, or “all”.")
            ]
        if not wanted:
            return [Added(url, error=f"{len(sightings)} feeds were found; there is no such number.")]
        done = []
        for one in wanted:
            feed, new, known = take(self._newsroom.db, one, folder=folder, now=self._newsroom.now())
            done.append(Added(feed.url, feed.id, feed.name, new, known))
        return done

    async def save(self, url: str) -> Saved:
        """Keep the article of the page at `url`. Raises `StoreError`."""
        return await save_page(self._newsroom.db, self._reader(), url, self._newsroom.now())

    async def look(self, url: str, watch: str) -> Looked:
        """What watching the page at `url` would yield; nothing is subscribed to."""
        return await self._pages().look(url, watch)

    async def watch(self, url: str, watch: str, folder: tuple[str, ...]) -> Added:
        """Watch the page at `url` from now on, and store what it says now. Raises `StoreError`."""
        return await self._pages().add(url, watch, folder)

    def _reader(self) -> PageReader:
        assert self._fetcher is not None
        assert self._pool is not None
        db, rules = self._newsroom.db, self._newsroom.paths.config.parent / RULES_FILE
        return PageReader(
            db,
            self._fetcher,
            self._pool,
            self._gates,
            permitted=self._permitted,
            rules=rules,
            clock=db.clock,
        )

    def _pages(self) -> Pages:
        assert self._permitted is not None
        assert self._pool is not None
        db = self._newsroom.db
        return Pages(db, self._pool, self._permitted, db.clock)

    def _finder(self) -> Finder:
        assert self._fetcher is not None
        assert self._permitted is not None
        assert self._pool is not None
        db = self._newsroom.db
        return Finder(db, self._fetcher, self._pool, self._gates, self._permitted.robots, db.clock)


async def run_refresh(
    newsroom: Newsroom, lease: leases.Lease, feeds: tuple[int, ...], *, force: bool, tell: Tell
) -> Done:
    """One run over `feeds` (all for none) by this process, which holds the lease. Raises `StoreError`."""
    async with beating(newsroom, lease), Workshop(newsroom, tell) as workshop:
        done = await workshop.refresh(feeds, force=force)
        await workshop.keep_up()
        return done


async def run_pack(
    newsroom: Newsroom,
    lease: leases.Lease,
    query: str,
    size: int,
    tell: Callable[[PackProgress], object],
) -> PackProgress:
    """Pack what `query` finds by this process, which holds the lease. Raises `StoreError` and `QueryError`."""
    async with beating(newsroom, lease), Workshop(newsroom, lambda _: None) as workshop:
        return await workshop.pack(query, size, tell)


async def run_list(newsroom: Newsroom, origin: str) -> bytes:
    """The report list of images at an address or in a file. Raises `FetchError` and `WrongList`."""
    async with fetcher(newsroom.settings, newsroom.db) as asking:
        permitted = Permitted(newsroom.db, asking, Gates(), newsroom.db.clock)
        return await reportlists.get_list(permitted, origin)


@asynccontextmanager
async def beating(newsroom: Newsroom, lease: leases.Lease) -> AsyncIterator[None]:
    """Say every 10 seconds that this process is still the engine."""

    async def beat() -> None:
        while True:
            await asyncio.sleep(leases.BEAT)
            with contextlib.suppress(StoreError):  # a full disk now is no reason to beat no more
                lease.beat(newsroom.now())

    task = asyncio.create_task(beat())
    try:
        yield
    finally:
        task.cancel()
