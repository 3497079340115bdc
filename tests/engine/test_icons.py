"""Icons of sites: never without the person's word; with it once a site in 30 days, misses too, within the rules for programs."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

import pytest

from reader.config import Images, Paths, Settings
from reader.demo.media import picture
from reader.engine import chores, leader
from reader.engine.events import Event, Finished
from reader.engine.icons import PATIENCE, IconKeeper
from reader.engine.permitted import Permitted
from reader.engine.workers import WorkerPool
from reader.fetch.client import Fetcher
from reader.fetch.errors import Offline
from reader.fetch.gates import Gates
from reader.fetch.network import Resolver, look_up
from reader.fetch.proxies import NONE, Proxies
from reader.model import Entry, ParsedFeed
from reader.store import articles, entries, feeds, icons, imagefiles, imagemarks
from reader.store.database import Database, open_store
from reader.store.lease import acquire
from tests.engine.desk import DAY, HOUR, NOON
from tests.faults.clock import JumpLoop, run_jumping
from tests.faults.server import Exchange, FaultServer
from tests.parse.feeds import item, rss
from tests.store.conftest import FULL

pytestmark = pytest.mark.skipif(find_spec("PIL") is None, reason="the extra telex[images] is not installed")

T = TypeVar("T")
MONTH = 30 * DAY
ON = Images(icons=True)


async def home(host: str, port: int) -> list[str]:
    return ["127.0.0.1"]


async def give(exchange: Exchange) -> None:
    await exchange.answer(picture(exchange.seen.host)[:200_000], headers=(("Content-Type", "image/png"),))


@dataclass
class Shelf:
    """A store, a server that has an icon for everybody, and a clock that jumps and is set by hand."""

    db: Database
    server: FaultServer
    pool: WorkerPool
    fetcher: Fetcher
    clock: Callable[[], float]
    ahead: float = 0.0

    def now(self) -> float:
        return self.clock() + self.ahead

    def keeper(self, settings: Images = ON) -> IconKeeper:
        """A new engine's, as after a restart."""
        permitted = Permitted(self.db, self.fetcher, Gates(), self.now)
        return IconKeeper(self.db, self.pool, permitted, self.now, settings)

    def add(self, host: str, icon: str = "", link: str = "", *, typed: bool = True) -> int:
        """A source of `host` that has answered, and named `icon`."""
        place = f"http://{host}:{self.server.port}"
        feed = feeds.add_feed(self.db, f"{place}/feed", now=int(self.now()), typed=typed)
        entry = Entry(id="1", title="Le port rouvre", link=f"{place}/1", summary="<p>Les quais.</p>")
        parsed = ParsedFeed(link=link or f"{place}/", entries=(entry,), found=1, icon=icon)
        entries.store_feed(self.db, feed.id, parsed, next_at=NOON, now=int(self.now()))
        return feed.id

    def asked(self) -> list[tuple[str, str]]:
        """Host and path of each icon that was asked for since the last call."""
        seen = [(one.host.partition(":")[0], urlsplit(one.target).path) for one in self.server.log]
        self.server.log.clear()
        return [one for one in seen if one[1] != "/robots.txt"]


def at_shelf(folder: Path, work: Callable[[Shelf], Awaitable[T]], resolver: Resolver | None = None) -> T:
    """Run `work`. Names lead to the server as to a proxy, which makes all of them public; else by `resolver`."""

    async def main() -> T:
        loop = asyncio.get_running_loop()
        assert isinstance(loop, JumpLoop)
        begin = loop.time()
        server = FaultServer()
        server.routes["/favicon.ico"] = give
        async with server, WorkerPool(1, time_box=60) as pool:
            loop.hold_while(lambda: pool.busy)
            proxies = Proxies(NONE if resolver else f"http://127.0.0.1:{server.port}")
            with open_store(folder / "telex.db") as db:
                fetcher = Fetcher(resolver=resolver or look_up, proxies=proxies)
                async with fetcher:
                    return await work(Shelf(db, server, pool, fetcher, lambda: NOON + loop.time() - begin))

    return run_jumping(main())


@pytest.mark.parametrize("on", [True, False], ids=["on", "off"])
def test_each_host_is_asked_once_in_thirty_days_and_never_where_icons_are_off(
    tmp_path: Path, on: bool
) -> None:
    """Of each five sites one has no icon, one sends a page in its place, one breaks off, one is served from elsewhere."""
    count, views = (500, 100) if FULL else (20, 5)

    async def work(shelf: Shelf) -> None:
        async def missing(exchange: Exchange) -> None:
            number = int(exchange.seen.host.partition(".")[0].removeprefix("paper"))
            if number % 5 == 1:
                await exchange.answer(b"no", status="404 Not Found")
            elif number % 5 == 2:
                await exchange.answer(
                    b"<html><title>Welcome</title>", headers=(("Content-Type", "text/html"),)
                )
            elif number % 5 == 3:
                exchange.close = True
                await exchange.head((("Content-Length", "900"),))
                await exchange.send(picture("a")[:300])
            else:
                await give(exchange)

        shelf.server.routes["/favicon.ico"] = shelf.server.routes["/i.png"] = missing
        for number in range(count):
            other = f"http://paper{count + number}.example:{shelf.server.port}/i.png"
            shelf.add(f"paper{number}.example", other if number % 5 == 4 else "")
        settings = Images(icons=on)
        total: Counter[str] = Counter()
        came = 0
        for day in range(31):
            if day % 3 == 0:
                keeper = shelf.keeper(settings)
            came += await keeper.fetch()
            if day % 30 == 0:
                for (entry_id,) in shelf.db.rows("SELECT id FROM entry"):
                    for _ in range(views):
                        assert articles.article(shelf.db, entry_id) is not None
            total.update(host for host, _ in shelf.asked())
            if day < 30:
                assert set(total.values()) == ({1} if on else set())
            shelf.ahead += DAY
        asked = count if on else 0
        assert len(total) == asked
        assert len(icons.by_site(shelf.db)) == asked * 2 // 5
        if on:
            assert set(total.values()) == {2}, "after thirty days once more"
            assert came == 2 * len(icons.by_site(shelf.db))
        else:
            assert came == 0

    at_shelf(tmp_path, work)


def test_what_a_feed_names_is_asked_for_and_one_icon_serves_all_sources_of_a_site(tmp_path: Path) -> None:
    async def work(shelf: Shelf) -> None:
        shelf.server.routes["/i.png"] = give
        elsewhere = f"http://images.example:{shelf.server.port}/i.png"
        one = shelf.add("one.example", elsewhere)
        two = shelf.add("two.example", elsewhere.replace("i.png", "other.png"))
        three = shelf.add("feeds.example", link=f"http://one.example:{shelf.server.port}/monde")
        drawn = shelf.add("drawn.example", f"http://drawn.example:{shelf.server.port}/i.SVG")
        assert await shelf.keeper().fetch() == 3
        assert shelf.asked() == [
            ("images.example", "/i.png"), ("two.example", "/favicon.ico"), ("drawn.example", "/favicon.ico"),
        ]  # fmt: skip
        shelf.add("late.example", elsewhere)
        assert await shelf.keeper().fetch() == 0
        assert shelf.asked() == []
        found = icons.by_site(shelf.db)
        assert found["late.example"] == found["one.example"]
        assert len(set(found.values())) == 3
        by_feed = {one.id: icons.site_of(one.link, one.url) for one in feeds.all_feeds(shelf.db)}
        assert [by_feed[feed] for feed in (one, two, three, drawn)] == [
            "one.example", "two.example", "one.example", "drawn.example",
        ]  # fmt: skip
        for content in found.values():
            assert imagefiles.path_of(shelf.db, content).read_bytes().startswith(b"\x89PNG")
        assert imagefiles.evict(shelf.db, 1) == 0, "icons stay, small as they are"

    at_shelf(tmp_path, work)


def test_rules_for_programs_private_hosts_and_what_the_person_hid_are_heeded(tmp_path: Path) -> None:
    async def work(shelf: Shelf) -> None:
        async def rules(exchange: Exchange) -> None:
            closed = exchange.seen.host.startswith("closed")
            await exchange.answer(b"User-agent: *\nDisallow: /" if closed else b"")

        shelf.server.routes["/robots.txt"] = rules
        shelf.add("closed.example")
        shelf.add("stranger.example", typed=False)
        shelf.add("open.example", f"http://127.0.0.1:{shelf.server.port + 1}/i.png")
        shelf.add("hidden.example")
        image = f"http://hidden.example:{shelf.server.port}/favicon.ico"
        imagemarks.hide(shelf.db, 0, image, "host", reports=2)
        await shelf.keeper().fetch()
        assert shelf.asked() == []
        for _ in range(29):
            shelf.ahead += DAY
            await shelf.keeper().fetch()
        assert shelf.asked() == []
        assert icons.by_site(shelf.db) == {}

    at_shelf(tmp_path, work, home)


def test_a_silent_network_or_a_login_page_is_no_miss(tmp_path: Path) -> None:
    state = "offline"

    async def resolver(host: str, port: int) -> list[str]:
        if state == "offline":
            raise Offline("There is no network.")
        return ["127.0.0.1"]

    async def work(shelf: Shelf) -> None:
        nonlocal state

        async def portal(exchange: Exchange) -> None:
            await exchange.answer(b"<html>", status="511 Network Authentication Required")

        for number in range(8):
            shelf.add(f"paper{number}.example")
        keeper = shelf.keeper()
        assert await keeper.fetch() == 0
        state = "portal"
        shelf.server.routes["/favicon.ico"] = portal
        shelf.ahead += PATIENCE + HOUR
        assert await keeper.fetch() == 0
        assert len(shelf.asked()) == 1, "the first log-in page ends it"
        state = "online"
        shelf.server.routes["/favicon.ico"] = give
        shelf.ahead += PATIENCE + HOUR
        assert await keeper.fetch() == 8

    at_shelf(tmp_path, work, resolver)


def test_an_icon_stays_until_another_one_came_and_goes_with_its_source(tmp_path: Path) -> None:
    async def work(shelf: Shelf) -> None:
        feed = shelf.add("paper.example")
        assert await shelf.keeper().fetch() == 1
        before = icons.by_site(shelf.db)

        async def broken(exchange: Exchange) -> None:
            await exchange.answer(b"\x89PNG\r\n\x1a\n broken")

        shelf.server.routes["/favicon.ico"] = broken
        shelf.ahead += MONTH + HOUR
        assert await shelf.keeper().fetch() == 0
        assert len(shelf.asked()) == 2
        assert icons.by_site(shelf.db) == before != {}
        feeds.remove(shelf.db, feed, int(shelf.now()))
        await shelf.keeper().fetch()
        assert icons.by_site(shelf.db) == before, "who comes back within the month asks for nothing"
        shelf.ahead += MONTH + HOUR
        await shelf.keeper().fetch()
        assert icons.by_site(shelf.db) == {}
        assert shelf.asked() == []

    at_shelf(tmp_path, work)


def test_an_engine_that_ends_in_the_middle_asks_no_second_time(tmp_path: Path) -> None:
    async def work(shelf: Shelf) -> None:
        shelf.add("paper.example")
        arrived = asyncio.Event()

        async def slow(exchange: Exchange) -> None:
            arrived.set()
            await asyncio.sleep(30)

        shelf.server.routes["/favicon.ico"] = slow
        work = asyncio.create_task(shelf.keeper().fetch())
        await arrived.wait()
        work.cancel()
        await asyncio.gather(work, return_exceptions=True)
        shelf.server.routes["/favicon.ico"] = give
        assert await shelf.keeper().fetch() == 0
        assert len(shelf.asked()) == 1

    at_shelf(tmp_path, work)


@pytest.mark.parametrize("on", [True, False], ids=["on", "off"])
def test_the_engine_does_it_by_itself_where_it_is_turned_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, on: bool
) -> None:
    monkeypatch.setattr(chores, "IDLE", 0.05)
    paths = Paths(tmp_path, tmp_path / "config.toml")
    told: list[Event] = []

    async def main() -> list[str]:
        async with FaultServer() as server:

            async def paper(exchange: Exchange) -> None:
                head = f"<title>La Rade</title><link>http://{exchange.seen.host}/</link>"
                await exchange.answer(rss(item(1), head), headers=(("ETag", '"1"'),))

            server.routes |= {"/favicon.ico": give, "/paper": paper}
            with open_store(paths.store, clock=lambda: NOON) as db:
                feed = feeds.add_feed(db, server.url("paper"))
                settings = Settings(images=Images(icons=on))
                held = acquire(paths, NOON, db)
                assert held is not None
                work = asyncio.create_task(leader.Leader(db, settings, held, told.append, lambda: NOON).run())
                async with asyncio.timeout(60):
                    while on and not icons.by_site(db):
                        await asyncio.sleep(0.02)
                    while not any(isinstance(event, Finished) for event in told):
                        await asyncio.sleep(0.02)
                await asyncio.sleep(0.3)
                work.cancel()
                await asyncio.gather(work, return_exceptions=True)
                held.release()
                assert feeds.feed(db, feed.id).status == "ok"
            return [seen.name for seen in server.log]

    asked = asyncio.run(main())
    assert asked.count("favicon.ico") == on
