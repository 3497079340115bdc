"""A news desk for tests: a store, a fault server, workers and a clock that is set by hand, all real."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from reader.engine.events import Done, Event, FeedDone
from reader.engine.refresh import Runner
from reader.engine.workers import TIME_BOX, WorkerPool
from reader.fetch.client import Fetcher
from reader.fetch.gates import Gates
from reader.fetch.network import Resolver, look_up
from reader.model import Feed
from reader.store import feeds
from reader.store.database import Database, open_store
from tests.faults.server import FaultServer

T = TypeVar("T")

NOON = 1_767_614_400  # 2026-01-05 12:00:00 UTC, a Monday
HOUR = 3_600
DAY = 86_400


@dataclass
class Desk:
    """Everything that a run needs. `now` is the wall clock, `steady` the one that nobody can set."""

    db: Database
    server: FaultServer
    pool: WorkerPool
    fetcher: Fetcher
    now: float = NOON
    steady: float = 1_000.0
    told: list[Event] = field(default_factory=list)
    runner: Runner = field(init=False)

    def __post_init__(self) -> None:
        self.start()

    def start(self, hosts: int = 32, *, whole_after: int = 0) -> None:
        """A new engine on the same store, as after a restart."""
        self.runner = Runner(
            self.db,
            self.fetcher,
            self.pool,
            Gates(hosts),
            tell=self.told.append,
            clock=lambda: self.now,
            still=lambda: self.steady,
            whole_after=whole_after,
        )
        self.runner.free_claims()

    def wait(self, seconds: float) -> None:
        """Time passes."""
        self.now += seconds
        self.steady += seconds

    def add(self, *urls: str) -> list[int]:
        """Subscribe; answers the ids."""
        return [feeds.add_feed(self.db, url, now=int(self.now)).id for url in urls]

    def feed(self, feed_id: int) -> Feed:
        return feeds.feed(self.db, feed_id)

    async def refresh(self, which: Iterable[int] | None = None, *, force: bool = False) -> Done:
        """One run; what it told is in `told`."""
        self.told.clear()
        return await self.runner.refresh(which, force=force)

    def done(self, feed_id: int) -> FeedDone:
        """What the last run told of a feed."""
        (found,) = [event for event in self.told if isinstance(event, FeedDone) and event.feed_id == feed_id]
        return found

    def entries(self, feed_id: int | None = None) -> int:
        if feed_id is None:
            return int(self.db.value("SELECT count(*) FROM entry"))
        return int(self.db.value("SELECT count(*) FROM entry WHERE feed_id = ?", (feed_id,)))

    def validators(self, feed_id: int) -> tuple[bytes | None, bytes | None]:
        row = self.db.row("SELECT etag, last_modified FROM feed WHERE id = ?", (feed_id,))
        assert row is not None
        return row[0], row[1]

    def asked(self) -> list[str]:
        """The targets that were asked for since the last call."""
        targets = [seen.target for seen in self.server.log]
        self.server.log.clear()
        return targets


def at_desk(
    folder: Path,
    work: Callable[[Desk], Awaitable[T]],
    *,
    hosts: int = 1,
    resolver: Resolver = look_up,
    time_box: float = TIME_BOX,
) -> T:
    """Run `work` at a desk whose store is in `folder`; its workers have `time_box` seconds for a document."""

    async def main() -> T:
        async with AsyncExitStack() as stack:
            server = await stack.enter_async_context(FaultServer(hosts=hosts))
            pool = await stack.enter_async_context(WorkerPool(2, time_box=time_box))
            fetcher = await stack.enter_async_context(Fetcher(resolver=resolver))
            db = stack.enter_context(open_store(folder / "telex.db"))
            return await work(Desk(db, server, pool, fetcher))

    return asyncio.run(main())
