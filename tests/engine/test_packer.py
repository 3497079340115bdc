"""Packing for the plane: by rank, up to a size, politely, on from where it was cut; and all of it opens without a network."""

from __future__ import annotations

import asyncio
from pathlib import Path

from reader.engine.events import PackProgress
from reader.engine.packer import Packer
from reader.engine.pages import PageReader
from reader.fetch.gates import Gates
from reader.limits import Limits
from reader.model import Entry, ParsedFeed
from reader.store import articles, entries, marks, offline, retention, windows
from tests.engine.desk import DAY, HOUR, Desk, at_desk
from tests.engine.test_pages import LONG, page
from tests.faults.server import Exchange
from tests.terminal.screen import FULL

COUNT = 500 if FULL else 60


async def give(exchange: Exchange) -> None:
    number = exchange.argument("n")
    body = page(LONG.replace("numéro", f"{number}, numéro"), title=f"Le sel {number}")
    await exchange.answer(body, headers=(("Content-Type", "text/html; charset=utf-8"),))


def fill(desk: Desk, count: int, **more: str) -> list[int]:
    """`count` entries with excerpts, each with a page of its own on the desk's hosts."""
    desk.server.routes["/page"] = give
    ids: list[int] = []
    for host in range(desk.server.hosts):
        name = f"127.0.0.{host + 1}"
        (feed_id,) = desk.add(desk.server.url("feed", name))
        found = tuple(
            Entry(
                id=f"urn:{host}:{n}",
                title=f"Le sel {n}",
                link=desk.server.url("page", name, n=n, **more),
                published=int(desk.now) - 60 * n,
                summary="<p>La barque rentre…</p>",
            )
            for n in range(host, count, desk.server.hosts)
        )
        parsed = ParsedFeed(title=name, entries=found, found=len(found))
        stored = entries.store_feed(desk.db, feed_id, parsed, next_at=int(desk.now) + HOUR, now=int(desk.now))
        ids += stored.ids
    return ids


def packer(desk: Desk, told: list[PackProgress]) -> Packer:
    pages = PageReader(desk.db, desk.fetcher, desk.pool, Gates(), clock=lambda: desk.now)
    return Packer(desk.db, pages, told.append, lambda: desk.now)


def test_all_of_it_opens_without_a_network(tmp_path: Path) -> None:
    async def work(desk: Desk) -> None:
        ids = fill(desk, COUNT)
        told: list[PackProgress] = []
        done = await packer(desk, told).pack("", 1 << 30)
        assert (done.ready, done.failed, done.left, done.total) == (COUNT, 0, 0, COUNT)
        assert done.bytes == offline.packed(desk.db).bytes > 0
        assert sorted(far.done for far in told) == [*range(1, COUNT + 1)]
        assert windows.open_view(desk.db, "is:offline").count == COUNT
        asked = desk.asked()
        assert len(asked) == COUNT + desk.server.hosts, "a page each, and robots.txt for each host"
        for entry_id in ids:
            found = articles.article(desk.db, entry_id)
            assert found is not None
            assert found.view == "full"
            assert "numéro 13" in str(found.blocks)
        again = await packer(desk, told).pack("", 1 << 30)
        assert (again.ready, again.failed) == (COUNT, 0)
        assert desk.asked() == []

    at_desk(tmp_path, work, hosts=4)


def test_the_persons_own_come_first_and_the_size_ends_it(tmp_path: Path) -> None:
    async def work(desk: Desk) -> None:
        ids = fill(desk, 40)
        now = int(desk.now)
        marks.mark(desk.db, ids[:30], read=True, now=now)
        marks.mark(desk.db, [ids[7], ids[35]], starred=True, now=now)
        done = await packer(desk, []).pack("", 2_000)
        assert done.left > 0
        assert done.ready + done.left == 40
        assert done.bytes >= 2_000
        ready = set(windows.open_view(desk.db, "is:offline").ids(0, 99))
        assert {ids[7], ids[35]} <= ready
        unread = set(ids[30:]) - {ids[35]}
        assert not ready & set(ids[:30]) - {ids[7]} or unread <= ready, "unread ones before read ones"

    at_desk(tmp_path, work)


def test_it_ends_when_told_and_goes_on_later(tmp_path: Path) -> None:
    async def work(desk: Desk) -> None:
        fill(desk, 40)
        mine: list[Packer] = []

        def told(far: PackProgress) -> None:
            if far.done == 5:
                mine[0].stop()

        pages = PageReader(desk.db, desk.fetcher, desk.pool, Gates(), clock=lambda: desk.now)
        mine.append(Packer(desk.db, pages, told, lambda: desk.now))
        first = await mine[0].pack("", 1 << 30)
        assert 5 <= first.ready < 40
        assert first.ready + first.left == 40
        desk.asked()
        second = await packer(desk, []).pack("", 1 << 30)
        assert second.ready == 40
        assert len([target for target in desk.asked() if target != "/robots.txt"]) == 40 - first.ready

    at_desk(tmp_path, work)


def test_whole_feeds_cost_no_request_and_failures_say_why(tmp_path: Path) -> None:
    async def work(desk: Desk) -> None:
        (feed_id,) = desk.add(desk.server.url("feed"))
        whole = Entry(id="1", title="Whole", link=desk.server.url("page", n=1), content=LONG)
        gone = Entry(id="2", title="Gone", link=desk.server.url("nothing"), summary="<p>…</p>")
        bare = Entry(id="3", title="No address", link="", summary="<p>…</p>")
        parsed = ParsedFeed(entries=(whole, gone, bare), found=3)
        entries.store_feed(desk.db, feed_id, parsed, next_at=int(desk.now) + HOUR, now=int(desk.now))
        done = await packer(desk, []).pack("", 1 << 30)
        assert (done.ready, done.failed) == (1, 2)
        assert not [target for target in desk.asked() if target.startswith("/page")]
        why = dict(offline.failures(desk.db))
        assert any("404" in text for text in why.values())
        assert any("no address" in text for text in why.values())

    at_desk(tmp_path, work)


def test_robots_are_obeyed(tmp_path: Path) -> None:
    async def work(desk: Desk) -> None:
        async def rules(exchange: Exchange) -> None:
            await exchange.answer(b"User-agent: *\nDisallow: /page\n")

        desk.server.routes["/robots.txt"] = rules
        fill(desk, 10)
        done = await packer(desk, []).pack("", 1 << 30)
        assert (done.ready, done.failed) == (0, 10)
        assert desk.asked() == ["/robots.txt"]

    at_desk(tmp_path, work)


def test_packed_articles_are_never_taken_until_they_are_released(tmp_path: Path) -> None:
    async def work(desk: Desk) -> None:
        ids = fill(desk, 20)
        now = int(desk.now)
        marks.mark(desk.db, ids, read=True, now=now)
        await packer(desk, []).pack("limit:8", 1 << 30)
        later = now + 400 * DAY
        taken, _ = retention.expired(desk.db, Limits(days=1), later)
        assert len(taken) == 12
        assert offline.release(desk.db, "limit:3", later) == 3
        taken, _ = retention.expired(desk.db, Limits(days=1), later)
        assert len(taken) == 15

    at_desk(tmp_path, work)


def test_a_cancelled_pack_leaves_whole_articles(tmp_path: Path) -> None:
    async def work(desk: Desk) -> None:
        fill(desk, 40)
        task = asyncio.create_task(packer(desk, []).pack("", 1 << 30))
        while windows.open_view(desk.db, "is:offline").count < 3:
            await asyncio.sleep(0.01)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        for entry_id in windows.open_view(desk.db, "is:offline").ids(0, 99):
            assert "numéro 13" in str(articles.article(desk.db, entry_id))
        assert desk.db.value("PRAGMA integrity_check") == "ok"

    at_desk(tmp_path, work)
