"""The elected engine at work: it fetches by itself and on request, finishes entries, and keeps its lease alive.

A run that the person asks for ends one that came by itself, which finishes what it began. What is asked for beside runs
stands in `errands`, what is done unasked in `chores`. Everything writes to one store, from one thread.
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
from reader.engine import keeping
from reader.engine.chores import Chores
from reader.engine.errands import Errands
from reader.engine.events import Command, Failed, Note, Quit, Refresh, Stop, StopPack, read_command
from reader.engine.finish import Finisher
from reader.engine.grouping import Grouping
from reader.engine.hooks import Crier
from reader.engine.icons import IconKeeper
from reader.engine.outward import fetcher
from reader.engine.pages import PageReader
from reader.engine.permitted import Permitted
from reader.engine.pictures import PictureKeeper
from reader.engine.refresh import Runner
from reader.engine.voice import Tell
from reader.engine.workers import WorkerPool
from reader.fetch.gates import Gates
from reader.store import feeds, pending, polls, requests, upkeep
from reader.store.database import Database, StoreError
from reader.store.lease import BEAT, Lease
from reader.stories.encoder import encoder, installed

LOOK = 1.0
"""Seconds between two looks for requests of other processes."""
IDLE = 60.0
"""Seconds between two looks for feeds that are due."""
SOON = 5.0
"""Seconds from the start until the store is looked at for damage."""
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
        permitted = Permitted(db, self._fetcher, self._gates, clock)
        self._runner = Runner(
            db,
            self._fetcher,
            self._pool,
            self._gates,
            tell=tell,
            clock=clock,
            whole_after=settings.fetch.whole_after,
            permitted=permitted,
        )
        self._finisher = Finisher(db, self._pool, self._runner.voice, settings.languages)
        self._crier = Crier(db, settings.hooks, self._runner.voice)
        self._grouping = Grouping(
            db,
            self._runner.voice,
            clock,
            languages=settings.languages,
            reach=settings.stories.read,
            encoder=encoder if installed() else None,
        )
        self._unfinished = asyncio.Event()
        pages = PageReader(
            db, self._fetcher, self._pool, self._gates, permitted=permitted, rules=rules, clock=clock
        )
        images = PictureKeeper(db, pages, settings.images, clock, self._pool)
        self._errands = Errands(
            db,
            settings,
            self._runner.voice,
            clock,
            fetcher=self._fetcher,
            pool=self._pool,
            gates=self._gates,
            permitted=permitted,
            pages=pages,
            images=images,
            stored=self._unfinished.set,
        )
        self._chores = Chores(
            db,
            permitted,
            self._runner.voice,
            clock,
            settings.images,
            pages=pages,
            images=images,
            icons=IconKeeper(db, self._pool, permitted, clock, settings.images),
            page_read=self._errands.page_read,
            is_busy=lambda: self._busy > 0,
        )
        self.whole = True
        """No damage was found in the store so far."""
        self._pressing = False
        self._busy = 0
        self._presses: asyncio.Queue[Refresh] = asyncio.Queue()
        self._aside: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Returns when another engine holds the lease."""
        self._runner.free_claims()
        self._unfinished.set()
        if self._settings.hooks.why_off:
            self._tell(Note(self._settings.hooks.why_off))
        duties = [
            *(self._keep_lease(), self._pressed(), self._by_itself(), self._finish(), self._listen()),
            *(self._keep_up(), *self._chores.all()),
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
        match command:
            case Refresh():
                self._runner.stop(scheduled=True)
                self._presses.put_nowait(command)
            case Stop():
                self._runner.stop()
            case StopPack():
                self._errands.stop_pack()
            case Quit():
                pass  # whoever reads the commands ends the process
            case _:
                self._beside(self._errands.run(command))

    def _beside(self, work: Coroutine[None, None, None]) -> None:
        """Do something that nothing else waits for: what goes wrong with it is told."""
        task = asyncio.create_task(work)
        self._aside.add(task)
        task.add_done_callback(self._done_beside)

    def _done_beside(self, task: asyncio.Task[None]) -> None:
        self._aside.discard(task)
        error = None if task.cancelled() else task.exception()
        if error is not None:
            log.warning("beside everything else", exc_info=error)
            self._tell(Failed(f"Telex could not do that, by a fault of its own ({type(error).__name__})."))

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
            now = int(self._clock())
            polls.mend_times(self._db, now)
            return bool(feeds.due(self._db, now))
        except StoreError as error:
            log.warning("due feeds: %s", error)
            return False

    async def _one_run(self, press: Refresh, *, scheduled: bool) -> None:
        self._busy += 1
        try:
            done = await self._runner.refresh(press.feeds or None, force=press.force, scheduled=scheduled)
            self._beside(self._crier.refreshed(done))
        except StoreError as error:
            self._tell(Failed(str(error)))
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
                self._tell(Failed(str(error)))
                self._unfinished.set()
                await asyncio.sleep(_AGAIN)
            finally:
                self._busy -= 1

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
