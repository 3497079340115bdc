"""The elected engine at work: it fetches by itself and on request, finishes entries, and keeps its lease alive.

A run that the person asks for ends one that came by itself, which finishes what it began. Subscribing goes on beside
them. Everything writes to one store, from one thread.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable, Coroutine
from functools import partial
from pathlib import Path

import msgspec

from reader.config import Settings
from reader.engine import keeping, reportlists
from reader.engine.events import (
    Add,
    Command,
    DrawImages,
    Failed,
    FetchImages,
    FetchPage,
    Find,
    Follow,
    ImagesDone,
    ImagesDrawn,
    Look,
    Note,
    Pack,
    PageDone,
    Refresh,
    Stop,
    StopPack,
    TakeList,
    Watch,
    read_command,
)
from reader.engine.finish import Finisher
from reader.engine.grouping import Grouping
from reader.engine.hooks import Crier
from reader.engine.icons import IconKeeper
from reader.engine.outward import fetcher
from reader.engine.packer import Packer
from reader.engine.pages import PageReader
from reader.engine.pictures import PictureKeeper
from reader.engine.refresh import Runner
from reader.engine.subscribe import Subscriber
from reader.engine.voice import Tell
from reader.engine.workers import WorkerPool
from reader.fetch.errors import FetchError
from reader.fetch.gates import Gates
from reader.store import feeds, fulltext, imagefiles, imagelists, orders, pending, requests, upkeep
from reader.store.database import Database, StoreError
from reader.store.lease import BEAT, Lease
from reader.store.query import QueryError
from reader.stories.encoder import encoder, installed

LOOK = 1.0
"""Seconds between two looks for requests of other processes."""
IDLE = 60.0
"""Seconds between two looks for feeds that are due."""
SOON = 5.0
"""Seconds from the start until the store is looked at for damage."""
_AHEAD = 20
"""Pages that are fetched in the background before it is looked again for what is wanted."""
_AGAIN = 30.0  # seconds after which work that the store refused (a full disk) is tried again

log = logging.getLogger(__name__)


class Leader:
    """`run` works until the lease is lost or the task is cancelled; `do` takes commands meanwhile."""

    def __init__(
        self,
        db: Database,
        settings: Settings,
        lease: Lease,
        tell: Tell,
        clock: Callable[[], float],
        rules: Path | None = None,
    ) -> None:
        """`rules` is the person's file of rules for sites."""
        self._db = db
        self._settings = settings
        self._lease = lease
        self._tell = tell
        self._clock = clock
        self._fetcher = fetcher(settings, db)
        self._pool = WorkerPool()
        self._gates = Gates(settings.fetch.hosts)
        self._runner = Runner(
            db,
            self._fetcher,
            self._pool,
            self._gates,
            tell=tell,
            clock=clock,
            whole_after=settings.fetch.whole_after,
        )
        self._finisher = Finisher(db, self._pool, self._runner.voice, settings.languages)
        self._crier = Crier(db, settings.hooks, self._runner.voice)
        self._pages = PageReader(db, self._fetcher, self._pool, self._gates, rules=rules, clock=clock)
        self._images = PictureKeeper(db, self._pages, settings.images, clock, self._pool)
        self._icons = IconKeeper(db, self._fetcher, self._pool, self._gates, clock, settings.images)
        self._packer = Packer(db, self._pages, tell, clock, self._images)
        self._grouping = Grouping(
            db,
            self._runner.voice,
            clock,
            languages=settings.languages,
            reach=settings.stories.read,
            encoder=encoder if installed() else None,
        )
        self.whole = True
        """No damage was found in the store so far."""
        self._pressing = False
        self._busy = 0
        self._presses: asyncio.Queue[Refresh] = asyncio.Queue()
        self._unfinished = asyncio.Event()
        self._aside: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Returns when another engine holds the lease."""
        self._runner.free_claims()
        self._unfinished.set()
        if self._settings.hooks.why_off:
            self._tell(Note(self._settings.hooks.why_off))
        duties = [
            *(self._keep_lease(), self._pressed(), self._by_itself(), self._finish(), self._listen()),
            *(self._keep_up(), self._read_ahead(), self._lists(), self._keep_images(), self._keep_icons()),
            self._keep_orders(),
        ]
        tasks = [asyncio.create_task(duty) for duty in duties]
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        finally:
            for task in (*tasks, *self._aside):
                task.cancel()
            await asyncio.gather(*tasks, *self._aside, return_exceptions=True)
            await self._pool.aclose()
            await self._fetcher.aclose()

    def do(self, command: Command) -> None:
        """Take a command; its answer comes as an event."""
        if isinstance(command, Refresh):
            self._runner.stop(scheduled=True)
            self._presses.put_nowait(command)
        elif isinstance(command, Stop):
            self._runner.stop()
        elif isinstance(command, Find | Add | Look | Watch):
            self._beside(self._subscribe(command))
        elif isinstance(command, FetchPage):
            self._beside(self._read_page(command))
        elif isinstance(command, Follow):
            self._beside(self._follow(command))
        elif isinstance(command, Pack):
            self._beside(self._pack(command))
        elif isinstance(command, StopPack):
            self._packer.stop()
        elif isinstance(command, FetchImages):
            self._beside(self._fetch_images(command))
        elif isinstance(command, DrawImages):
            self._beside(self._draw_images(command))
        elif isinstance(command, TakeList):
            self._beside(self._take_list(command))

    def _beside(self, work: Coroutine[None, None, None]) -> None:
        """Do something that nothing else waits for."""
        task = asyncio.create_task(work)
        self._aside.add(task)
        task.add_done_callback(self._aside.discard)

    async def _keep_lease(self) -> None:
        while True:
            await asyncio.sleep(BEAT)
            try:
                if not self._lease.beat(int(self._clock())):
                    return
            except StoreError as error:
                log.warning("the lease could not be renewed: %s", error)

    async def _pressed(self) -> None:
        """The runs that are asked for, one after the other."""
        while True:
            press = await self._presses.get()
            self._pressing = True
            await self._one_run(press, scheduled=False)
            self._pressing = False

    async def _by_itself(self) -> None:
        """The runs that nobody asked for, when feeds are due."""
        while self._settings.fetch.auto:
            ran = not self._pressing and self._is_due()
            if ran:
                await self._one_run(Refresh(), scheduled=True)
            await asyncio.sleep(LOOK if ran else IDLE)
        await asyncio.Event().wait()

    def _is_due(self) -> bool:
        try:
            return bool(feeds.due(self._db, int(self._clock())))
        except StoreError as error:
            log.warning("due feeds: %s", error)
            return False

    async def _one_run(self, press: Refresh, *, scheduled: bool) -> None:
        self._busy += 1
        try:
            done = await self._runner.refresh(press.feeds or None, force=press.force, scheduled=scheduled)
            self._beside(self._crier.refreshed(done))
        except StoreError as error:
            await self._trouble(error)
            await asyncio.sleep(_AGAIN if scheduled else 0)
        finally:
            self._busy -= 1
            self._unfinished.set()
        await self._fetcher.rest()

    async def _finish(self) -> None:
        """Put what was stored into stories, and make it searchable as soon as workers have time."""
        while True:
            await self._unfinished.wait()
            self._unfinished.clear()
            self._busy += 1
            try:
                await self._grouping.run()
                if pending.waiting(self._db):
                    await self._finisher.run()
                self._beside(self._crier.matched(self._finisher.take_hits()))
                self._db.rest()
            except StoreError as error:
                await self._trouble(error)
                self._unfinished.set()
                await asyncio.sleep(_AGAIN)
            finally:
                self._busy -= 1

    async def _keep_orders(self) -> None:
        """Bring the orders that the person uses up to the newest entry, while nothing is fetched or finished."""
        wait = LOOK
        while True:
            await asyncio.sleep(wait)
            wait = LOOK
            try:
                if not self._busy and orders.behind(self._db):
                    now = int(self._clock())
                    await keeping.beside(self._db.path, now, lambda db, _: orders.fill(db))
            except StoreError as error:
                log.warning("the orders of lists: %s", error)
                wait = IDLE

    async def _listen(self) -> None:
        """Take what other processes ask of this one."""
        while True:
            await asyncio.sleep(LOOK)
            try:
                texts = requests.take(self._db)
            except StoreError as error:
                log.warning("requests: %s", error)
                continue
            for text in texts:
                with contextlib.suppress(msgspec.DecodeError):
                    self.do(read_command(text.encode("utf-8", "replace")))

    async def _keep_up(self) -> None:
        """Look for damage once, then keep the daily backup and what goes with it; where damage is found, say so and stop."""
        wait = SOON
        work: Callable[[Database, int], bool] = keeping.look
        while self.whole:
            await asyncio.sleep(wait)
            now, wait = int(self._clock()), IDLE
            try:
                if work is keeping.look or upkeep.due(self._db, now):
                    self.whole = await keeping.beside(self._db.path, now, work)
            except StoreError as error:
                log.warning("the store's upkeep: %s", error)
                wait = 60 * IDLE
            work = partial(keeping.daily, limits=self._settings.keep.limits)
        self._tell(Failed(keeping.DAMAGED))
        await asyncio.Event().wait()

    async def _subscribe(self, command: Find | Add | Look | Watch) -> None:
        """Look for feeds behind an address, or subscribe to the best one."""
        try:
            async with Subscriber(
                self._db,
                self._settings,
                fetcher=self._fetcher,
                pool=self._pool,
                gates=self._gates,
                clock=self._clock,
            ) as subscriber:
                if isinstance(command, Find):
                    self._tell(await subscriber.find(command.url))
                    return
                if isinstance(command, Look):
                    self._tell(await subscriber.look(command.url, command.watch))
                    return
                if isinstance(command, Watch):
                    added = await subscriber.watch(command.url, command.watch, command.folder)
                else:
                    added = await subscriber.add(command.url, command.folder)
        except StoreError as error:
            await self._trouble(error)
            return
        self._tell(added)
        if added.new or (added.feed_id and not added.known):
            self._runner.voice.changed()
            self._unfinished.set()

    async def _read_page(self, command: FetchPage) -> None:
        """Fetch the page of an entry that the person wants to read whole."""
        try:
            await self._pages.read(command.entry_id, self._page_read, again=command.again)
        except StoreError as error:
            await self._trouble(error)

    async def _follow(self, command: Follow) -> None:
        """Read the page behind a link."""
        try:
            self._tell(await self._pages.follow(command.url, command.entry_id, behind=command.behind))
        except StoreError as error:
            await self._trouble(error)

    async def _pack(self, command: Pack) -> None:
        """Make what a query finds ready for offline; one pack after the other replaces the one under way."""
        self._packer.stop()
        self._packer = Packer(self._db, self._pages, self._tell, self._clock, self._images)
        try:
            self._tell(await self._packer.pack(command.query, command.size))
        except StoreError as error:
            await self._trouble(error)
        except QueryError as error:
            self._tell(Failed(str(error)))
        self._runner.voice.changed()
        self._unfinished.set()

    def _page_read(self, done: PageDone) -> None:
        self._tell(done)
        if not done.error:
            self._runner.voice.changed()
            self._unfinished.set()

    async def _read_ahead(self) -> None:
        """Fetch the pages of new entries of those sources whose whole text is wanted in the background."""
        while True:
            await asyncio.sleep(LOOK)
            try:
                for target in fulltext.wanted(
                    self._db, feeds.read_ahead(self._db), int(self._clock()), _AHEAD
                ):
                    await self._pages.read(target.entry_id, self._page_read, pressed=False)
            except StoreError as error:
                log.warning("pages in the background: %s", error)
            await asyncio.sleep(IDLE)

    async def _fetch_images(self, command: FetchImages) -> None:
        """Fetch the images of an entry that the person wants to see."""
        try:
            done = await self._images.fetch(command.entry_id, pressed=True)
        except StoreError as error:
            await self._trouble(error)
            return
        self._tell(ImagesDone(command.entry_id, done.shown, done.here, done.why))
        self._runner.voice.changed()

    async def _draw_images(self, command: DrawImages) -> None:
        """Draw what the person looks at."""
        try:
            width = min(max(command.width, 1), 500)
            if command.form == "blocks":
                why = await self._images.draw(command.contents, width)
            else:
                why = await self._images.ink(command.contents, width, command.form, command.cell)
        except StoreError as error:
            await self._trouble(error)
            return
        self._tell(ImagesDrawn(command.width, why))
        self._runner.voice.changed()

    async def _keep_images(self) -> None:
        """Bring image files and rows together, then fetch the images of what the person kept."""
        await asyncio.sleep(SOON)
        with contextlib.suppress(StoreError):
            imagefiles.sweep(self._db)
        while self._settings.images.ahead:
            try:
                if await self._images.ahead():
                    self._runner.voice.changed()
            except StoreError as error:
                log.warning("images: %s", error)
            await asyncio.sleep(IDLE)
        await asyncio.Event().wait()

    async def _keep_icons(self) -> None:
        """Ask sites for their icons, where the person wants them."""
        while self._settings.images.icons:
            await asyncio.sleep(IDLE)
            try:
                if await self._icons.fetch():
                    self._runner.voice.changed()
            except StoreError as error:
                log.warning("icons: %s", error)
        await asyncio.Event().wait()

    async def _take_list(self, command: TakeList) -> None:
        """Subscribe to a report list of images."""
        try:
            data = await reportlists.get_list(self._fetcher, command.origin)
            act = imagelists.subscribe(self._db, command.origin, data)
        except (StoreError, FetchError) as error:
            self._tell(Failed(str(error)))
        else:
            self._tell(Note(f"{act.text}."))
            self._runner.voice.changed()

    async def _lists(self) -> None:
        """Take the report lists in again, once a day."""
        while True:
            await asyncio.sleep(IDLE)
            try:
                if await reportlists.renew(self._db, self._fetcher, int(self._clock())):
                    self._runner.voice.changed()
            except StoreError as error:
                log.warning("report lists: %s", error)

    async def _trouble(self, error: BaseException) -> None:
        if isinstance(error, StoreError):
            self._tell(Failed(str(error)))
            return
        log.error("a run failed", exc_info=error)
        self._tell(
            Failed(f"The run ended early by a fault of Telex ({type(error).__name__}); the log says more.")
        )
