"""robots.txt over whole packs: sixty cases, not one page that is forbidden, and the pause that a site asks for."""

from __future__ import annotations

import asyncio
import itertools
from pathlib import Path

import pytest

from reader.config import Paths, Settings
from reader.engine import leader, robots
from reader.engine.paces import Paces
from reader.engine.packer import Packer
from reader.engine.pages import PageReader
from reader.engine.workers import WorkerPool
from reader.fetch.client import Fetcher
from reader.fetch.gates import Gates
from reader.model import Entry, ParsedFeed
from reader.store import entries, feeds
from reader.store.database import Database, open_store
from reader.store.lease import acquire
from reader.store.wishes import BY_ITSELF
from tests.engine.desk import HOUR, NOON
from tests.engine.test_pages import LONG, page
from tests.engine.test_subscribe import put
from tests.faults.clock import JumpLoop, run_jumping
from tests.faults.server import Exchange, FaultServer
from tests.store.conftest import FULL

ALL, OURS, OTHER = "User-agent: *\n", "User-agent: Telex\n", "User-agent: Parrot\n"
CASES: list[tuple[str, tuple[str, ...], tuple[str, ...]]] = [
    ("", ("/a", "/b/c", "/news/1"), ()),
    (ALL + "Disallow:", ("/a", "/b/c"), ()),
    (ALL + "Disallow: /", (), ("/a", "/b/c", "/index.html")),
    (ALL + "Disallow: /news", ("/new", "/old/news"), ("/news", "/news/1", "/newspaper")),
    (ALL + "Disallow: /news/", ("/news", "/newspaper"), ("/news/", "/news/1")),
    (ALL + "Disallow: /news/\nAllow: /news/open", ("/news/open", "/news/open/2"), ("/news/1",)),
    (ALL + "Allow: /news/open\nDisallow: /news/", ("/news/open/3",), ("/news/op",)),
    (ALL + "Disallow: /*.pdf$", ("/x.pdfs", "/x.pdf.html"), ("/x.pdf", "/y/z.pdf")),
    (ALL + "Disallow: /*?print=", ("/x", "/x?page=2"), ("/x?print=1",)),
    (ALL + "Disallow: /x$", ("/xy", "/x/1"), ("/x",)),
    (ALL + "Disallow: /\n\n" + OURS + "Disallow: /own", ("/a", "/b"), ("/own", "/own/1")),
    (OURS + "Disallow: /\n\n" + ALL + "Disallow:", (), ("/a", "/b")),
    (OTHER + "Disallow: /", ("/a", "/b"), ()),
    (OTHER + OURS + "Disallow: /shared", ("/a",), ("/shared", "/shared/1")),
    ("user-AGENT: telex\ndisALLOW: /quiet", ("/a",), ("/quiet",)),
    ("\ufeff" + ALL + "Disallow: /mark", ("/a",), ("/mark",)),
    ("# a note\n" + ALL + "Disallow: /note # why", ("/a",), ("/note",)),
    (ALL + "Disallow: /caf%C3%A9", ("/cafe",), ("/caf%C3%A9",)),
    (ALL.replace("\n", "\r\n") + "Disallow: /crlf\r\n", ("/a",), ("/crlf",)),
    ("Disallow: /\nSitemap: /s.xml", ("/a", "/b"), ()),
]  # fmt: skip
"""Of each site its robots.txt, and the paths that Telex may fetch and may not."""
STATUSES = [(404, True), (403, True), (500, False), (503, False), (429, False)]
ROUNDS = 84 if FULL else 2
"""Sites of each case: of sixty cases, 5,040 fetches that are wanted."""


async def home(host: str, port: int) -> list[str]:
    return ["127.0.0.1"]


def pack(folder: Path, sites: list[tuple[str, list[str]]], serve: FaultServer) -> float:
    """Pack all `paths` of each site, a feed for each; how many seconds it took on the clock that jumps."""

    async def main() -> float:
        loop = asyncio.get_running_loop()
        assert isinstance(loop, JumpLoop)
        begin = loop.time()

        def clock() -> float:
            return NOON + loop.time() - begin

        async with serve as server, WorkerPool(2, time_box=60) as pool, Fetcher(resolver=home) as fetcher:
            loop.hold_while(lambda: pool.busy)
            with open_store(folder / "telex.db") as db:
                for host, paths in sites:
                    _fill(db, f"http://{host}:{server.port}", paths)
                pages = PageReader(db, fetcher, pool, Gates(), clock=clock)
                await Packer(db, pages, lambda far: None, clock).pack("", 1 << 30)
        return loop.time() - begin

    return run_jumping(main())


def _fill(db: Database, site: str, paths: list[str]) -> None:
    feed = feeds.add_feed(db, f"{site}/feed", now=NOON)
    found = tuple(
        Entry(id=path, title=f"Le sel {path}", link=f"{site}{path}", published=NOON - n, summary="<p>La barque…</p>")
        for n, path in enumerate(paths)
    )  # fmt: skip
    entries.store_feed(
        db, feed.id, ParsedFeed(entries=found, found=len(found)), next_at=NOON + HOUR, now=NOON
    )


def server_of(robots: dict[str, tuple[int, str]], paths: set[str]) -> FaultServer:
    server = FaultServer()

    async def rules(exchange: Exchange) -> None:
        status, text = robots[exchange.seen.host.partition(":")[0]]
        await exchange.answer(text.encode(), status=f"{status} Said")

    async def give(exchange: Exchange) -> None:
        body = page(LONG, title=f"Le sel {exchange.seen.target}")
        await exchange.answer(body, headers=(("Content-Type", "text/html; charset=utf-8"),))

    for path in paths:
        server.routes[path] = give
    server.routes["/robots.txt"] = rules
    return server


def test_of_sixty_cases_no_forbidden_page_is_fetched(tmp_path: Path) -> None:
    robots: dict[str, tuple[int, str]] = {}
    wanted: dict[str, list[str]] = {}
    allowed: set[tuple[str, str]] = set()
    cases = [(200, *case) for case in CASES]
    cases += [(code, ALL + "Disallow: /", ("/a",) * ok, ("/a",) * (not ok)) for code, ok in STATUSES]
    assert sum(len(may) + len(never) for _, _, may, never in cases) >= 60
    for number, (status, text, may, never) in enumerate(cases):
        for turn in range(ROUNDS):
            host = f"paper{number}-{turn}.example"
            robots[host] = (status, text)
            wanted[host] = [*may, *never]
            allowed |= {(host, path) for path in may}
    paths = {path.partition("?")[0] for paths in wanted.values() for path in paths}
    server = server_of(robots, paths | {"/café"})
    pack(tmp_path, list(wanted.items()), server)
    fetched = [(seen.host.partition(":")[0], seen.target) for seen in server.log]
    assert sorted(one for one in fetched if one[1] != "/robots.txt") == sorted(allowed)
    assert sum(target == "/robots.txt" for _, target in fetched) == len(robots), "asked once for each site"


def test_the_pause_that_a_site_asks_for_is_kept(tmp_path: Path) -> None:
    rules = {"slow.example": (200, ALL + "Crawl-delay: 120"), "quick.example": (200, "")}
    paths = [f"/{n}" for n in range(5)]
    server = server_of(rules, set(paths))
    pack(tmp_path, [(host, paths) for host in rules], server)
    times: dict[str, list[float]] = {host: [] for host in rules}
    for seen in server.log:
        if seen.target != "/robots.txt":
            times[seen.host.partition(":")[0]].append(seen.at)
    slow, quick = times["slow.example"], times["quick.example"]
    assert len(slow) == len(quick) == 5
    assert min(later - earlier for earlier, later in itertools.pairwise(slow)) >= 120
    assert max(quick) - min(quick) < 120


def test_who_goes_ahead_waits_for_one_and_who_is_pressed_for_none() -> None:
    """A run that is looked at does not wait until a pack is through with a site; what a person does waits for nobody."""

    async def main() -> list[str]:
        paces, order = Paces(), []

        async def ask(name: str, delay: float, ahead: bool) -> None:
            async with paces.turn("slow.example", delay, ahead=ahead):
                order.append(name)
                times.append(loop.time())

        loop = asyncio.get_running_loop()
        times: list[float] = []
        pack = [asyncio.create_task(ask(f"{n}", 120, False)) for n in range(4)]
        await asyncio.sleep(60)
        watched = asyncio.create_task(ask("watched", 120, True))
        await asyncio.sleep(0)
        await ask("pressed", 0, True)
        assert times[-1] - times[0] < 61
        await asyncio.gather(watched, *pack)
        assert min(later - earlier for earlier, later in itertools.pairwise(times[1:])) >= 120
        return order

    assert run_jumping(main()) == ["0", "pressed", "1", "watched", "2", "3"]


def test_watched_pages_and_those_that_are_read_ahead_keep_one_pause(tmp_path: Path) -> None:
    """A whole engine, by itself: what it asks of one site for different ends is as far apart as the site asks."""
    paths = Paths(tmp_path, tmp_path / "config.toml")
    front = page(LONG, title="La une")
    server = server_of({"127.0.0.1": (200, ALL + "Crawl-delay: 120")}, {"/0", "/1"})
    server.routes["/une"] = lambda exchange: exchange.answer(front, headers=(("Content-Type", "text/html"),))

    async def main() -> None:
        loop = asyncio.get_running_loop()
        assert isinstance(loop, JumpLoop)
        begin = loop.time()

        def clock() -> float:
            return NOON + loop.time() - begin

        async with server:
            with open_store(paths.store, clock=clock) as db:
                watched = feeds.add_feed(db, server.url("une"))
                feeds.set_settings(db, watched.id, watch=BY_ITSELF)
                _fill(db, f"http://127.0.0.1:{server.port}", ["/0", "/1"])
                feeds.set_settings(db, feeds.all_feeds(db)[-1].id, ahead=True)
                held = acquire(paths, NOON, db)
                assert held is not None
                engine = leader.Leader(db, Settings(), held, lambda event: None, clock)
                loop.hold_while(lambda: engine._pool.busy)
                work = asyncio.create_task(engine.run())
                async with asyncio.timeout(3_000):
                    while len([seen for seen in server.log if seen.target in ("/une", "/0", "/1")]) < 3:
                        await asyncio.sleep(1)
                work.cancel()
                await asyncio.gather(work, return_exceptions=True)
                held.release()

    run_jumping(main())
    times = {seen.target: seen.at for seen in server.log}
    pages = sorted(times[target] for target in ("/une", "/0", "/1"))
    assert min(later - earlier for earlier, later in itertools.pairwise(pages)) >= 120
    assert [seen.target for seen in server.log].count("/robots.txt") == 1


def test_the_rules_of_many_hosts_are_not_all_kept_in_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each host is asked once all the same: the store has what was heard."""
    monkeypatch.setattr(robots, "AT_HAND", 3)

    async def work() -> None:
        async with FaultServer() as server, Fetcher(resolver=home) as fetcher:
            put(server, "/robots.txt", b"User-agent: *\nDisallow: /closed\n")
            with open_store(tmp_path / "telex.db") as db:
                keeper = robots.RobotsKeeper(db, fetcher, Gates(), lambda: NOON)
                for _ in range(2):
                    for number in range(8):
                        place = f"http://paper{number}.example:{server.port}"
                        typed = f"{place}/feed"
                        assert (await keeper.verdict(f"{place}/open", typed)).allowed
                        assert not (await keeper.verdict(f"{place}/closed", typed)).allowed
                        assert len(keeper._known) <= 3
            assert len(server.log) == 8

    asyncio.run(work())
