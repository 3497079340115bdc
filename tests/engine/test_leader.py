"""The elected engine, as a process and against a real server: by itself, when pressed, beside a screen, killed."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import psutil
import pytest

from reader.config import Paths
from reader.engine import events
from reader.engine.link import EngineLink
from reader.engine.voice import QUIET
from reader.engine.workers import TIME_BOX
from reader.store import feeds, orders, pending
from reader.store.database import Database, open_store
from tests.engine.ear import Ear
from tests.faults.papers import rss
from tests.faults.server import Exchange, FaultServer

Work = Callable[[FaultServer, EngineLink, Ear, Database], Awaitable[None]]


def is_done(event: events.Event) -> bool:
    return isinstance(event, events.Done)


def with_engine(
    folder: Path, before: Callable[[Database, FaultServer], object], work: Work, auto: bool = False
) -> None:
    """Start an engine on a store that `before` has filled."""
    paths = Paths(folder / "data", folder / "config.toml")
    paths.config.write_text(f"[fetch]\nauto = {str(auto).lower()}\n")

    async def main() -> None:
        async with FaultServer() as server:
            with open_store(paths.store) as db:
                before(db, server)
                ear = Ear()
                link = EngineLink(paths, ear)
                await link.start()
                try:
                    await work(server, link, ear, db)
                finally:
                    await link.stop()

    asyncio.run(main())


def add(count: int, fault: str = "good") -> Callable[[Database, FaultServer], object]:
    return lambda db, server: [feeds.add_feed(db, server.url(fault, paper=n)) for n in range(count)]


def test_what_is_due_is_fetched_without_being_asked(tmp_path: Path) -> None:
    async def work(server: FaultServer, link: EngineLink, ear: Ear, db: Database) -> None:
        begun = asyncio.get_running_loop().time()
        done = await ear.wait(is_done)
        assert isinstance(done, events.Done)
        assert (done.changed, done.new) == (20, 200)
        await ear.wait(lambda event: isinstance(event, events.Finished) and not pending.waiting(db))
        changes = [event for event in ear.heard if isinstance(event, events.Changed)]
        took = asyncio.get_running_loop().time() - begun
        assert 1 <= len(changes) <= max(12, took / QUIET), "changes are said together"
        started = next(event for event in ear.heard if isinstance(event, events.Started))
        assert not started.pressed
        progress = [event.done for event in ear.heard if isinstance(event, events.Progress)]
        assert progress == sorted(progress)
        assert progress[-1] == 20

    with_engine(tmp_path, add(20), work, auto=True)


def test_feeds_that_were_asked_while_the_clock_was_ahead_are_not_left_waiting(tmp_path: Path) -> None:
    """No feed is due before the times are mended."""
    ahead = int(time.time()) + 30 * 86_400

    def before(db: Database, server: FaultServer) -> None:
        add(2)(db, server)
        db.execute("UPDATE feed SET fetched_at = ?, next_at = ?", (ahead, ahead + 3_600))

    async def work(server: FaultServer, link: EngineLink, ear: Ear, db: Database) -> None:
        async with asyncio.timeout(300):
            while db.value("SELECT max(next_at) FROM feed") > time.time() + 3_600:
                await asyncio.sleep(0.05)

    with_engine(tmp_path, before, work, auto=True)


def test_nothing_is_fetched_without_being_asked_when_it_is_off(tmp_path: Path) -> None:
    async def work(server: FaultServer, link: EngineLink, ear: Ear, db: Database) -> None:
        await ear.wait(lambda event: isinstance(event, events.Hello))
        await link.send(events.Find("nonsense"))
        await ear.wait(lambda event: isinstance(event, events.Found))
        assert server.log == []

    with_engine(tmp_path, add(3), work)


def test_orders_of_lists_are_kept_up_to_date(tmp_path: Path) -> None:
    async def work(server: FaultServer, link: EngineLink, ear: Ear, db: Database) -> None:
        for count in (20, 30):
            await link.send(events.Refresh())
            await ear.wait(is_done)
            async with asyncio.timeout(300):
                while orders.behind(db) or db.value("SELECT count(*) FROM length_order") < count:
                    await asyncio.sleep(0.1)
            feeds.add_feed(db, server.url("good", paper=count))
            ear.heard.clear()
        for order in orders.ORDERS.values():
            rows = db.rows(f"SELECT {order.key.format('')}, at, id FROM entry ORDER BY id")
            assert (
                db.rows(f"SELECT {order.column}, at, entry_id FROM {order.table} ORDER BY entry_id") == rows
            )

    with_engine(tmp_path, add(2), work)


def test_a_press_asks_all_that_may_be_asked_and_says_why_not(tmp_path: Path) -> None:
    async def work(server: FaultServer, link: EngineLink, ear: Ear, db: Database) -> None:
        await link.send(events.Refresh(force=True))
        await ear.wait(is_done)
        ear.heard.clear()
        await link.send(events.Refresh(force=True))
        done = await ear.wait(is_done)
        assert isinstance(done, events.Done)
        assert (done.feeds, done.held, done.requests) == (3, 3, 0)
        held = [event for event in ear.heard if isinstance(event, events.FeedDone)]
        assert {event.status for event in held} == {"held"}
        assert all(event.next_at and event.why for event in held)

    with_engine(tmp_path, add(3), work)


def test_a_press_takes_over_what_the_run_by_itself_did_not_begin(tmp_path: Path) -> None:
    """A host is asked for one thing at a time: what waits behind a slow paper is the pressed run's from then on."""
    go = asyncio.Event()

    async def slow(exchange: Exchange) -> None:
        await go.wait()
        await exchange.answer(rss(9))

    def before(db: Database, server: FaultServer) -> None:
        server.routes["/slow"] = slow
        feeds.add_feed(db, server.url("slow"))
        add(3)(db, server)

    async def work(server: FaultServer, link: EngineLink, ear: Ear, db: Database) -> None:
        while not server.log:
            await asyncio.sleep(0.01)
        await link.send(events.Refresh(force=True))
        started = await ear.wait(lambda event: isinstance(event, events.Started) and event.pressed)
        assert isinstance(started, events.Started)
        assert started.feeds == 3
        go.set()
        for pressed, changed, held in ((False, 1, 0), (True, 3, 1)):
            done = await ear.wait(lambda event: isinstance(event, events.Done) and event.pressed is pressed)  # noqa: B023
            assert isinstance(done, events.Done)
            assert (done.changed, done.held) == (changed, held)
        assert len(server.log) == 4, "nobody is asked twice"

    with_engine(tmp_path, before, work, auto=True)


def test_only_the_named_feeds_are_asked(tmp_path: Path) -> None:
    async def work(server: FaultServer, link: EngineLink, ear: Ear, db: Database) -> None:
        ids = feeds.due(db, db.now())
        await link.send(events.Refresh(feeds=(ids[1],)))
        await ear.wait(is_done)
        assert [seen.target for seen in server.log] == ["/good?paper=1"]

    with_engine(tmp_path, add(3), work)


def test_subscribing_answers_while_a_run_goes_on(tmp_path: Path) -> None:
    async def work(server: FaultServer, link: EngineLink, ear: Ear, db: Database) -> None:
        await link.send(events.Refresh())
        await ear.wait(lambda event: isinstance(event, events.Started))
        await link.send(events.Find(f"http://localhost:{server.port}/atom"))
        found = await ear.wait(lambda event: isinstance(event, events.Found))
        assert isinstance(found, events.Found)
        assert [one.title for one in found.candidates] == ["El Faro 1"]
        await link.send(events.Add(f"http://localhost:{server.port}/atom", ("Norte",)))
        added = await ear.wait(lambda event: isinstance(event, events.Added))
        assert isinstance(added, events.Added)
        assert feeds.feed(db, added.feed_id).folder == ("Norte",)
        assert not any(map(is_done, ear.heard)), "the run goes on meanwhile"

    with_engine(tmp_path, add(1, "silent"), work)


def test_what_fails_beside_everything_else_is_told(tmp_path: Path) -> None:
    """Nothing awaits it, and whoever asked waits for an answer."""

    async def work(server: FaultServer, link: EngineLink, ear: Ear, db: Database) -> None:
        await link.send(events.FetchPage(1 << 62))
        await ear.wait(lambda event: isinstance(event, events.PageDone))
        await link.send(events.FetchPage(1 << 63))
        failed = await ear.wait(lambda event: isinstance(event, events.Failed))
        assert "OverflowError" in str(failed)
        await link.send(events.FetchPage(1))
        await ear.wait(lambda event: isinstance(event, events.PageDone) and event.entry_id == 1)

    with_engine(tmp_path, add(1), work)


def test_a_stopped_run_ends_and_keeps_what_it_has(tmp_path: Path) -> None:
    async def work(server: FaultServer, link: EngineLink, ear: Ear, db: Database) -> None:
        await link.send(events.Refresh())
        await ear.wait(lambda event: isinstance(event, events.FeedDone))
        await link.send(events.Stop())
        done = await ear.wait(is_done)
        assert isinstance(done, events.Done)
        assert 0 < done.requests < 60
        assert db.value("SELECT count(*) FROM entry") == 10 * done.changed

    with_engine(
        tmp_path,
        lambda db, server: [feeds.add_feed(db, server.url("delay", seconds=0.3, paper=n)) for n in range(60)],
        work,
    )


def test_a_kill_at_any_time_leaves_whole_feeds_and_the_next_goes_on(tmp_path: Path) -> None:
    """Entries and validators agree after each kill, and no worker is left behind."""

    async def work(server: FaultServer, link: EngineLink, ear: Ear, db: Database) -> None:
        for turn in range(2):
            await ear.wait(lambda event: isinstance(event, events.Hello) and event.leads)
            await link.send(events.Refresh())
            await ear.wait(lambda event: isinstance(event, events.FeedDone))
            await asyncio.sleep(0.05 * turn)
            assert link.pid is not None
            workers = psutil.Process(link.pid).children()
            os.kill(link.pid, signal.SIGKILL)
            ear.heard.clear()
            psutil.wait_procs(workers, timeout=60)
            assert not any(worker.is_running() and worker.status() != "zombie" for worker in workers)
            whole = {
                row[0] for row in db.rows("SELECT feed_id FROM entry GROUP BY feed_id HAVING count(*) = 30")
            }
            some = {row[0] for row in db.rows("SELECT DISTINCT feed_id FROM entry")}
            kept = {row[0] for row in db.rows("SELECT id FROM feed WHERE etag IS NOT NULL")}
            assert whole == some == kept
        await ear.wait(lambda event: isinstance(event, events.Hello) and event.leads)
        await link.send(events.Refresh())
        await ear.wait(is_done)
        assert db.value("SELECT count(*) FROM entry") == 60 * 30
        assert db.value("PRAGMA integrity_check") == "ok"

    with_engine(
        tmp_path,
        lambda db, server: [feeds.add_feed(db, server.url("good", paper=n, items=30)) for n in range(60)],
        work,
    )


@pytest.mark.parametrize("fault", ["billion-laughs", "one-word"])
def test_commands_are_heard_while_something_hostile_is_read(tmp_path: Path, fault: str) -> None:
    async def work(server: FaultServer, link: EngineLink, ear: Ear, db: Database) -> None:
        await ear.wait(lambda event: isinstance(event, events.Hello))
        await link.send(events.Refresh())
        await ear.wait(lambda event: isinstance(event, events.Started))
        loop = asyncio.get_running_loop()
        started = loop.time()
        await link.send(events.Find("nonsense"))
        await ear.wait(lambda event: isinstance(event, events.Found))
        assert loop.time() - started < 0.8 * TIME_BOX, "it waited until that was read"
        await ear.wait(is_done)

    with_engine(tmp_path, lambda db, server: feeds.add_feed(db, server.url(fault)), work)
