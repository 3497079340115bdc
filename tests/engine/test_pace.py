"""Pace on a clock that jumps: a start and a long sleep burst on nobody, and slow feeds cost the good ones little."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

from reader.engine.events import Done, Event, FeedDone
from reader.engine.refresh import Runner
from reader.engine.workers import WorkerPool
from reader.fetch.client import Fetcher
from reader.fetch.gates import Gates
from reader.store import feeds
from reader.store.database import Database, open_store
from tests.engine.desk import HOUR, NOON
from tests.faults.clock import JumpLoop, run_jumping
from tests.faults.server import FaultServer

Work = Callable[[FaultServer, Database, Runner, list[Event]], Awaitable[None]]


def run(folder: Path, work: Work, hosts: int = 32) -> None:
    """Give `work` a server, a store and a runner, all on the jumping clock; names ending in .example lead to the server."""

    async def home(host: str, port: int) -> list[str]:
        return ["127.0.0.1"]

    async def main() -> None:
        loop = asyncio.get_running_loop()
        assert isinstance(loop, JumpLoop)
        begin = loop.time()
        told: list[Event] = []
        async with FaultServer() as server, WorkerPool(2) as pool, Fetcher(resolver=home) as fetcher:
            loop.hold_while(lambda: pool.busy)
            with open_store(folder / "telex.db") as db:
                runner = Runner(
                    db,
                    fetcher,
                    pool,
                    Gates(hosts),
                    tell=told.append,
                    clock=lambda: NOON + loop.time() - begin,
                    still=loop.time,
                )
                await work(server, db, runner, told)

    run_jumping(main())


def test_after_a_long_sleep_a_minute_holds_a_tenth(tmp_path: Path) -> None:
    async def work(server: FaultServer, db: Database, runner: Runner, told: list[Event]) -> None:
        loop = asyncio.get_running_loop()
        for number in range(80):
            feeds.add_feed(db, f"http://paper{number}.example:{server.port}/good")
        await runner.refresh(scheduled=True)
        assert len(server.log) == 80
        for _ in range(2):
            await asyncio.sleep(8 * HOUR)
            server.log.clear()
            woke = loop.time()
            await runner.refresh(scheduled=True)
            times = [seen.at - woke for seen in server.log]
            assert len(times) == 80
            assert sum(at < 60 for at in times) <= 8
            assert max(times) < 11 * 60

    run(tmp_path, work)


def test_a_press_is_not_spread(tmp_path: Path) -> None:
    async def work(server: FaultServer, db: Database, runner: Runner, told: list[Event]) -> None:
        for number in range(40):
            feeds.add_feed(db, f"http://paper{number}.example:{server.port}/good")
        await runner.refresh()
        await asyncio.sleep(8 * HOUR)
        before = asyncio.get_running_loop().time()
        await runner.refresh()
        assert asyncio.get_running_loop().time() - before < 10

    run(tmp_path, work)


def test_slow_feeds_cost_the_good_ones_little(tmp_path: Path) -> None:
    """A hundred hosts that hang or drip among two hundred good ones: known ones wait at the end, and all end in time."""

    async def work(server: FaultServer, db: Database, runner: Runner, told: list[Event]) -> None:
        loop = asyncio.get_running_loop()
        slow = ("silent", "silent-after-head", "drip-head", "drip-body", "drip-chunks")
        good = {
            feeds.add_feed(db, f"http://good{number}.example:{server.port}/delay?seconds=0.5").id
            for number in range(200)
        }
        await runner.refresh()
        spent = []
        for turn in range(3):
            if turn == 1:
                for number in range(100):
                    url = f"http://slow{number}.example:{server.port}/{slow[number % 5]}"
                    feeds.add_feed(db, url)
            await asyncio.sleep(30 * HOUR)
            told.clear()
            ended: dict[int, float] = {}
            begin = loop.time()
            watch = asyncio.create_task(_watch(told, good, ended))
            done = await runner.refresh()
            assert isinstance(done, Done)
            assert loop.time() - begin <= 200
            await watch
            spent.append(max(ended.values()) - begin)
        alone, at_first, known = spent
        assert known <= 1.5 * alone
        assert at_first <= alone + 12, "at first sight nobody knows who hangs"

    run(tmp_path, work)


async def _watch(told: list[Event], good: set[int], ended: dict[int, float]) -> None:
    """Note when each good feed is done."""
    loop = asyncio.get_running_loop()
    read = 0
    while len(ended) < len(good):
        for event in told[read:]:
            if isinstance(event, FeedDone) and event.feed_id in good:
                assert event.status in ("ok", "unchanged")
                ended[event.feed_id] = loop.time()
        read = len(told)
        await asyncio.sleep(0.05)
