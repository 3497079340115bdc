"""Refreshing: runs over the feeds of one store, with what they share. One run itself: `reader.engine.run`."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from contextlib import AsyncExitStack

from reader.config import Settings
from reader.engine.events import Done, Event
from reader.engine.outward import fetcher as fetcher_for
from reader.engine.permitted import Permitted
from reader.engine.run import Run, Shared
from reader.engine.voice import Tell, Voice
from reader.engine.watching import Pages
from reader.engine.workers import WorkerPool
from reader.fetch.client import Fetcher
from reader.fetch.gates import Gates
from reader.store import polls
from reader.store.database import Database

DAY = 86_400
"""Seconds."""
Summary = Done
"""What a run came to."""


async def refresh(
    db: Database,
    settings: Settings,
    *,
    feeds: Iterable[int] | None = None,
    force: bool = False,
    tell: Callable[[Event], None],
    clock: Callable[[], float] = time.time,
) -> Summary:
    """One run with workers and connections of its own, on a store of this thread. Raises `StoreError`.

    The caller holds the lease (`reader.store.lease`). `feeds` limits it to these; `force` asks also what is not due,
    within politeness.
    """
    async with AsyncExitStack() as stack:
        fetcher = await stack.enter_async_context(fetcher_for(settings, db))
        pool = await stack.enter_async_context(WorkerPool())
        runner = Runner(
            db,
            fetcher,
            pool,
            Gates(settings.fetch.hosts),
            tell=tell,
            clock=clock,
            whole_after=settings.fetch.whole_after,
        )
        runner.free_claims()
        return await runner.refresh(feeds, force=force)


def steady() -> float:
    """Seconds on a clock that nobody can set and that runs on while the computer sleeps, where the system has one."""
    return time.clock_gettime(_STEADY) if _STEADY is not None else time.monotonic()


_STEADY: int | None = getattr(time, "CLOCK_BOOTTIME", None)


class Runner:
    """Runs refreshes on one store, in its thread, with one fetcher and one pool.

    `clock` gives Unix seconds and may be set by anyone; `still` must be steady: floors are held against both. `whole_after`
    days after its last document a feed is asked without validators; 0 is never. `permitted` is the engine's, where there is one.
    """

    def __init__(
        self,
        db: Database,
        fetcher: Fetcher,
        pool: WorkerPool,
        gates: Gates,
        *,
        tell: Tell,
        clock: Callable[[], float] = time.time,
        still: Callable[[], float] = steady,
        whole_after: int = 0,
        permitted: Permitted | None = None,
    ) -> None:
        fetcher.room.ready = pool.room
        self.voice = Voice(tell, db.generation)
        pages = Pages(db, pool, permitted or Permitted(db, fetcher, gates, clock), clock)
        self._shared = Shared(
            db, fetcher, pool, gates, self.voice, clock, still, pages, whole_after=whole_after * DAY
        )
        self._runs: list[Run] = []

    async def refresh(
        self, feeds: Iterable[int] | None = None, *, force: bool = False, scheduled: bool = False
    ) -> Summary:
        """Ask what is due (or, with `force`, what politeness allows); `scheduled` spreads it over time.

        Raises `StoreError` where the store cannot be written; what was stored stays. When cancelled, what is under
        way is dropped and nothing of it is stored; `stop` ends it more kindly.
        """
        run = Run(self._shared, feeds, force=force, scheduled=scheduled)
        for other in self._runs:
            other.give_back()
        self._runs.append(run)
        try:
            return await run.go()
        finally:
            self._runs.remove(run)

    def stop(self, *, scheduled: bool = False) -> None:
        """Begin nothing new in the runs under way (or only in those that came by themselves); what began is finished."""
        for run in self._runs:
            if run.scheduled or not scheduled:
                run.stop()

    def free_claims(self) -> None:
        """Give back what earlier engines claimed and left: the holder of the lease knows that they are no more."""
        mine = {run.who for run in self._runs}
        for who in polls.claimants(self._shared.db):
            if who not in mine:
                polls.release(self._shared.db, who)
