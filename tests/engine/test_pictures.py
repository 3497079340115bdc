"""Images of articles: kept once, asked for only where somebody wants them, within limits, politely; packed and let go."""

from __future__ import annotations

import asyncio
import struct
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from reader.blocks import pictures
from reader.config import Images
from reader.demo.media import picture
from reader.engine.packer import Packer
from reader.engine.pages import PageReader
from reader.engine.pictures import Fetched, PictureKeeper
from reader.engine.workers import WorkerPool
from reader.fetch.client import Fetcher
from reader.fetch.errors import Offline
from reader.fetch.gates import Gates
from reader.model import Drawing
from reader.store import headlines, imagefiles, imageinks, imagemarks, marks, offline
from reader.store.database import open_store
from reader.typeset.drawing import set_drawing
from tests.engine.desk import DAY, Desk, at_desk
from tests.engine.test_subscribe import put
from tests.faults.clock import JumpLoop, run_jumping
from tests.faults.server import Exchange, FaultServer
from tests.store.images import opened, store
from tests.terminal.screen import FULL

SIZE = len(picture("a"))


async def give(exchange: Exchange) -> None:
    await exchange.answer(picture(exchange.argument("of")), headers=(("Content-Type", "text/plain"),))


def keeper(desk: Desk, settings: Images | None = None) -> PictureKeeper:
    pages = PageReader(desk.db, desk.fetcher, desk.pool, Gates(), clock=lambda: desk.now)
    return PictureKeeper(desk.db, pages, settings or Images(), lambda: desk.now)


def articles_with(desk: Desk, count: int, *urls: str, first: int = 0) -> list[int]:
    """Articles of a paper on the desk's server, which the person typed."""
    desk.server.routes.setdefault("/image", give)
    return store(desk.db, count, urls, first, desk.server.url("feed"))


def asked(desk: Desk) -> int:
    return sum("/image" in str(one) for one in desk.asked())


def files(desk: Desk) -> list[Path]:
    return [one for one in imagefiles.folder(desk.db).rglob("*") if one.is_file()]


def test_two_articles_with_one_image_are_one_file_and_one_request(tmp_path: Path) -> None:
    async def work(desk: Desk) -> None:
        url, copy = desk.server.url("image", of="a"), desk.server.url("image", of="a", copy=1)
        one, two = articles_with(desk, 2, url)
        (three,) = articles_with(desk, 1, copy, first=3)
        images = keeper(desk)
        assert await images.fetch(one) == Fetched(1, 1)
        assert await images.fetch(two) == Fetched(1, 1)
        assert asked(desk) == 1
        assert await images.fetch(three) == Fetched(1, 1)
        (file,) = files(desk)
        assert file.read_bytes() == picture("a")
        if sys.platform != "win32":
            assert file.stat().st_mode & 0o777 == 0o600
            assert file.parent.stat().st_mode & 0o777 == 0o700
        kept = imagefiles.at_address(desk.db, url)
        assert kept is not None
        assert (kept.type, kept.size, kept.width, kept.height) == ("image/png", SIZE, 320, 180)
        assert [one.pictured for one in headlines.headlines(desk.db, [one, two, three])] == [True] * 3
        assert imagefiles.read(desk.db, copy) == (picture("a"), "image/png")

    at_desk(tmp_path, work)


def test_nothing_is_asked_for_by_itself_and_nothing_that_is_hidden(tmp_path: Path) -> None:
    async def work(desk: Desk) -> None:
        urls = [desk.server.url("image", of=name) for name in "ab"]
        ids = articles_with(desk, 5, *urls)
        images = keeper(desk)
        for one in ids:
            imagemarks.hide(desk.db, one, urls[0], "report", reports=2)
        assert await images.ahead() == 0
        assert asked(desk) == 0
        marks.mark(desk.db, ids[:1], starred=True, now=int(desk.now))
        marks.mark(desk.db, ids[1:2], later=True, now=int(desk.now))
        assert await images.ahead() == 2
        assert asked(desk) == 1, "b once; a is blocked"
        assert await images.ahead() == 0

    at_desk(tmp_path, work)


def test_what_is_no_image_or_too_much_is_refused_and_asked_for_again_with_patience(tmp_path: Path) -> None:
    wide = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", 60_000, 60_000) + bytes(50)
    bodies = {"/svg": b"<svg>", "/wide": wide, "/huge": picture("a") + bytes(11 << 20)}

    async def work(desk: Desk) -> None:

        async def wrong(exchange: Exchange) -> None:
            await exchange.answer(bodies["/" + exchange.argument("which")])

        desk.server.routes["/image"] = wrong
        for place, (which, why) in enumerate(
            (("svg", "SVG"), ("wide", "3600 million pixels"), ("huge", "more than Telex takes"))
        ):
            (one,) = articles_with(desk, 1, desk.server.url("image", which=which), first=place + 1)
            images = keeper(desk)
            done = await images.fetch(one)
            assert (done.shown, done.here) == (1, 0)
            assert why in done.why
            assert asked(desk) == 1
            await images.fetch(one)
            assert asked(desk) == 0
            await images.fetch(one, pressed=True)
            assert asked(desk) == 1, "the person asks"
            desk.wait(2 * DAY)
            await images.fetch(one)
            assert asked(desk) == 1
        assert files(desk) == []

    at_desk(tmp_path, work)


def test_addresses_of_the_home_network_are_not_asked_for(tmp_path: Path) -> None:
    async def work(desk: Desk) -> None:
        (one,) = store(desk.db, 1, (desk.server.url("image", of="a"),), first=50)  # of a paper elsewhere
        done = await keeper(desk).fetch(one, pressed=True)
        assert done.here == 0
        assert "this computer" in done.why
        assert asked(desk) == 0

    at_desk(tmp_path, work)


def test_beyond_the_budget_the_oldest_go_and_never_what_the_person_kept(tmp_path: Path) -> None:
    async def work(desk: Desk) -> None:
        urls = [desk.server.url("image", of=f"{n}") for n in range(6)]
        ids = [articles_with(desk, 1, url, first=place + 1)[0] for place, url in enumerate(urls)]
        marks.mark(desk.db, ids[:1], starred=True, now=int(desk.now))
        desk.db.execute("INSERT INTO pack (entry_id, at) VALUES (?, 0)", (ids[1],))
        images = keeper(desk, Images(size="3KB"))
        for one in ids:
            desk.wait(60)
            await images.fetch(one)
        here = [imagefiles.at_address(desk.db, url) is not None for url in urls]
        sizes = [len(picture(f"{n}")) for n in range(6)]
        assert here[:2] == [True, True]
        assert here[2] is False, "the oldest of the others"
        assert sum(size for size, there in zip(sizes, here, strict=True) if there) <= max(
            3_000, sum(sizes[:2])
        )
        assert len(files(desk)) == sum(here)
        assert imagefiles.evict(desk.db, 0) > 0 or here[2:] == [False] * 4
        assert [imagefiles.at_address(desk.db, url) is not None for url in urls] == [True, True, *[False] * 4]

    at_desk(tmp_path, work)


def test_files_and_rows_come_together_again_after_a_crash(tmp_path: Path) -> None:
    async def work(desk: Desk) -> None:
        urls = [desk.server.url("image", of=name) for name in "ab"]
        (one,) = articles_with(desk, 1, *urls)
        await keeper(desk).fetch(one)
        first, second = files(desk)
        first.unlink()
        (second.parent / (second.name + ".part")).write_bytes(b"half")
        assert imagefiles.sweep(desk.db) == 2
        assert files(desk) == [second]
        assert imagefiles.sweep(desk.db) == 0
        assert (await keeper(desk).fetch(one)) == Fetched(2, 2)

    at_desk(tmp_path, work)


def test_packing_brings_images_along_within_the_size(tmp_path: Path) -> None:
    async def work(desk: Desk) -> None:
        ids = [articles_with(desk, 1, desk.server.url("image", of=f"{n}"), first=n + 1)[0] for n in range(4)]
        desk.db.execute("UPDATE entry SET ready = 2")
        pages = PageReader(desk.db, desk.fetcher, desk.pool, Gates(), clock=lambda: desk.now)
        packer = Packer(desk.db, pages, lambda _: None, lambda: desk.now, keeper(desk))
        done = await packer.pack("is:unread", 1 << 30)
        assert done.bytes == offline.packed(desk.db).bytes > 4 * 500
        assert all(one.pictured for one in headlines.headlines(desk.db, ids))
        desk.asked()
        again = await Packer(desk.db, pages, lambda _: None, lambda: desk.now, keeper(desk)).pack("", 1 << 30)
        assert again.bytes == done.bytes
        assert asked(desk) == 0

    at_desk(tmp_path, work)


@pytest.mark.skipif(find_spec("PIL") is None, reason="the extra telex[images] is not installed")
def test_what_is_kept_is_drawn_once_for_each_width_and_what_is_broken_not_again(tmp_path: Path) -> None:
    broken = picture("a")[:200]

    async def work(desk: Desk) -> None:
        pages = PageReader(desk.db, desk.fetcher, desk.pool, Gates(), clock=lambda: desk.now)
        images = PictureKeeper(desk.db, pages, Images(), lambda: desk.now, desk.pool)
        now = int(desk.now)
        kept = [
            imagefiles.keep(desk.db, f"https://a.example/{n}", data, "image/png", (320, 180), now).hash
            for n, data in enumerate((picture("a"), broken))
        ]
        assert "broken" in await images.draw(kept, 30)
        assert await images.draw(kept, 30) == "", "both are settled"
        drawn = imagefiles.drawings(desk.db, kept, 30)
        assert drawn[kept[0]][0] == 30
        assert len(drawn[kept[0]][1]) == 30 * 2 * 8 * 3
        assert set_drawing(Drawing(*drawn[kept[1]]), 30) == []
        assert imagefiles.drawings(desk.db, kept, 31) == {}
        imagefiles.forget(desk.db, kept)
        assert imagefiles.drawings(desk.db, kept, 30) == {}

    at_desk(tmp_path, work)


@pytest.mark.skipif(find_spec("PIL") is None, reason="the extra telex[images] is not installed")
def test_pixels_are_made_once_for_each_form_and_cell_and_few_are_kept(tmp_path: Path) -> None:
    broken = picture("a")[:200]

    async def work(desk: Desk) -> None:
        pages = PageReader(desk.db, desk.fetcher, desk.pool, Gates(), clock=lambda: desk.now)
        images = PictureKeeper(desk.db, pages, Images(), lambda: desk.now, desk.pool)
        now = int(desk.now)
        whole, torn = kept = [
            imagefiles.keep(desk.db, f"https://a.example/{n}", data, "image/png", (320, 180), now).hash
            for n, data in enumerate((picture("a"), broken))
        ]
        assert "broken" in await images.ink(kept, 30, "kitty", (10, 20))
        assert await images.ink(kept, 30, "kitty", (10, 20)) == "", "both are settled"
        found, missing = imageinks.inks(desk.db, kept, 30, "kitty", (10, 20))
        assert (list(found), missing) == ([whole], [])
        assert (found[whole].columns, found[whole].data[0][:4]) == (30, b"\x89PNG")
        for form, cell in (("sixel", (10, 20)), ("kitty", (8, 16))):
            assert imageinks.inks(desk.db, kept, 30, form, cell) == ({}, kept)  # type: ignore[arg-type]
        for width in range(31, 31 + imageinks.MOST):
            assert await images.ink([whole], width, "sixel", (10, 20)) == ""
        assert desk.db.value("SELECT count(*) FROM image_ink WHERE hash = ?", (whole,)) <= imageinks.MOST
        imagefiles.forget(desk.db, kept)
        assert desk.db.value("SELECT count(*) FROM image_ink") == 0
        assert torn not in found

    at_desk(tmp_path, work)


def test_packed_articles_open_with_their_images_after_the_server_is_gone_and_a_restart(
    tmp_path: Path,
) -> None:
    count = 500 if FULL else 24
    ids: list[int] = []

    async def work(desk: Desk) -> None:
        for n in range(count):
            ids.extend(articles_with(desk, 1, desk.server.url("image", of=f"{n}"), first=n))
        with desk.db.write():
            desk.db.execute("UPDATE entry SET ready = 2")
        pages = PageReader(desk.db, desk.fetcher, desk.pool, Gates(), clock=lambda: desk.now)
        packer = Packer(desk.db, pages, lambda _: None, lambda: desk.now, keeper(desk))
        assert (await packer.pack("", 1 << 30)).ready == count
        desk.asked()
        for entry_id in ids:
            opened(desk.db, entry_id)
        assert desk.asked() == [], "opening asks for nothing"

    at_desk(tmp_path, work)
    (path,) = tmp_path.rglob("telex.db")
    with open_store(path) as db:
        for entry_id in ids:
            (image,) = pictures(opened(db, entry_id).blocks)
            assert image.hash
            found = imagefiles.read(db, image.url)
            assert found is not None
            assert imagefiles.path_of(db, image.hash).read_bytes() == found[0]


def test_what_was_starred_without_a_network_gets_its_images_when_it_is_back(tmp_path: Path) -> None:
    away = True

    async def names(host: str, port: int) -> list[str]:
        if away:
            raise Offline("There is no network.")
        return ["127.0.0.1"]

    async def work(desk: Desk) -> None:
        nonlocal away
        place = f"http://paper.example:{desk.server.port}"
        desk.server.routes["/image"] = give
        one, two = store(desk.db, 2, (f"{place}/image?of=a", f"{place}/image?of=b"), 0, f"{place}/feed")
        marks.mark(desk.db, [one, two], starred=True, now=int(desk.now))
        images = keeper(desk)
        assert await images.ahead() == 0
        assert (await images.fetch(one, pressed=True)).why == "There is no network."
        away = False
        desk.wait(60)
        assert await images.ahead() == 2
        assert asked(desk) == 2

    at_desk(tmp_path, work, resolver=names)


def test_a_press_does_not_wait_behind_what_is_kept_in_the_background(tmp_path: Path) -> None:
    """The site asks for two minutes between two images; the one that the person wants is the last in that queue."""

    async def work() -> None:
        loop = asyncio.get_running_loop()
        assert isinstance(loop, JumpLoop)
        async with FaultServer() as server, WorkerPool(1) as pool, Fetcher() as fetcher:
            with open_store(tmp_path / "telex.db") as db:
                desk = Desk(db, server, pool, fetcher)
                put(server, "/robots.txt", b"User-agent: *\nCrawl-delay: 120\n")
                urls = [server.url("image", of=name) for name in "abc"]
                ids = [articles_with(desk, 1, url, first=number)[0] for number, url in enumerate(urls)]
                pages = PageReader(db, fetcher, pool, Gates(), clock=loop.time)
                images = PictureKeeper(db, pages, Images(), loop.time)
                behind = asyncio.gather(*(images.fetch(one) for one in ids))
                await asyncio.sleep(5)
                begin = loop.time()
                assert await images.fetch(ids[2], pressed=True) == Fetched(1, 1)
                assert loop.time() - begin < 60
                assert await behind == [Fetched(1, 1), Fetched(1, 1), Fetched(1, 0)]
                assert [seen.arguments.get("of", "") for seen in server.log] == ["", "a", "c", "b"]

    run_jumping(work())
