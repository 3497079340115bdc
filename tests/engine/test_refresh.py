"""Runs against the fault server: what is stored, what is kept, what is asked again and when."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.engine.asking import IN_PART
from reader.store import pending, polls
from reader.store.errors import StoreFull
from reader.store.windows import open_view
from tests.engine.desk import DAY, HOUR, NOON, Desk, at_desk
from tests.faults.papers import rss
from tests.faults.server import Exchange


def test_a_feed_is_stored_and_then_unchanged(tmp_path: Path) -> None:
    async def work(desk: Desk) -> None:
        good, atom = desk.add(desk.server.url("good"), desk.server.url("atom"))
        done = await desk.refresh()
        assert (done.feeds, done.changed, done.failed, done.new, done.requests) == (2, 2, 0, 20, 2)
        assert desk.feed(good).status == "ok"
        assert desk.feed(good).title == "La Gazette 1"
        assert desk.feed(good).next_at == NOON + HOUR
        assert desk.feed(atom).next_at == NOON + DAY, "neither validators nor freshness"
        assert desk.done(good).why == "once an hour"
        desk.wait(HOUR)
        parsed = desk.pool.seconds
        desk.asked()
        again = await desk.refresh()
        assert (again.feeds, again.unchanged, again.new, again.requests) == (1, 1, 0, 1)
        assert desk.pool.seconds == parsed, "nothing was parsed"
        assert desk.server.log[0].header("if-none-match") == desk.validators(good)[0]
        assert desk.feed(good).next_at == NOON + 2 * HOUR
        assert desk.entries() == 20

    at_desk(tmp_path, work)


def test_what_a_run_stored_is_searchable_when_it_is_done(tmp_path: Path) -> None:
    async def work(desk: Desk) -> None:
        (feed,) = desk.add(desk.server.url("good"))
        done = await desk.refresh()
        assert pending.unsearchable(desk.db) == 0
        assert pending.waiting(desk.db) == 10, "blocks are made later"
        assert open_view(desk.db, "source:gazette", now=NOON).count == desk.entries(feed) == 10
        assert set(done.split) == {"fetch", "parse", "store", "index"}

    at_desk(tmp_path, work)


def test_validators_wait_for_a_body_that_can_be_read(tmp_path: Path) -> None:
    """First a broken body, then a good one, both under one ETag: the entries come with the next poll."""

    async def work(desk: Desk) -> None:
        (feed,) = desk.add(desk.server.url("broken-then-good"))
        await desk.refresh()
        assert desk.feed(feed).status == "error"
        assert desk.validators(feed) == (None, None)
        desk.wait(2 * HOUR)
        await desk.refresh()
        assert desk.entries(feed) == 10
        assert desk.validators(feed)[0] == b'"same"'
        assert [seen.header("if-none-match") for seen in desk.server.log] == [None, None]

    at_desk(tmp_path, work)


def test_half_a_feed_is_taken_but_asked_for_again(tmp_path: Path) -> None:
    """The server stored half a file under its ETag, then the whole one under the same: nothing stays missing."""

    async def work(desk: Desk) -> None:
        whole = False

        async def paper(exchange: Exchange) -> None:
            if exchange.seen.header("if-none-match") == b'"same"':
                await exchange.head((("ETag", '"same"'),), status="304 Not Modified")
                return
            body = rss() if whole else rss()[: len(rss()) // 2]
            await exchange.answer(body, headers=(("ETag", '"same"'),))

        desk.server.routes["/paper"] = paper
        (feed,) = desk.add(desk.server.url("paper"))
        await desk.refresh()
        assert 2 <= desk.entries(feed) < 5
        assert desk.feed(feed).error == desk.done(feed).error == IN_PART
        assert desk.validators(feed) == (None, None)
        whole = True
        desk.wait(HOUR)
        await desk.refresh()
        assert desk.entries(feed) == 10
        assert (desk.feed(feed).error, desk.feed(feed).failures) == ("", 0)
        assert desk.validators(feed)[0] == b'"same"'

    at_desk(tmp_path, work)


def test_a_304_may_bring_a_new_validator(tmp_path: Path) -> None:
    async def work(desk: Desk) -> None:
        desk.add(desk.server.url("turning-etag"))
        for _ in range(4):
            await desk.refresh()
            desk.wait(2 * HOUR)
        sent = [seen.header("if-none-match") for seen in desk.server.log]
        assert sent == [None, b'"turn-0"', b'"turn-1"', b'"turn-2"']
        assert desk.entries() == 10

    at_desk(tmp_path, work)


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ("html", "page"), ("half-item", "in part"), ("empty", "empty"), ("json", ""), ("image", ""), ("big-feed?megabytes=50", "MiB"),
        ("length-huge", "MiB"), ("bomb?mebibytes=300", ""), ("gzip-cut", "cut short"), ("close-in-body", "cut short"),
        ("status?code=500", "500"), ("status?code=401", "name and password"), ("not-http", "without an answer"), ("circle", "circle"),
    ],
)  # fmt: skip
def test_what_is_no_feed_is_one_sentence_and_loses_nothing(tmp_path: Path, fault: str, words: str) -> None:
    """A good feed whose address later gives something else: its entries, address and validators stay."""

    async def work(desk: Desk) -> None:
        turn = 0

        async def turning(exchange: Exchange) -> None:
            await exchange.answer(rss(), headers=(("ETag", '"1"'), ("Content-Type", "text/xml")))

        desk.server.routes["/paper"] = turning
        (feed,) = desk.add(desk.server.url("paper"))
        await desk.refresh()
        before = desk.validators(feed)

        async def bad(exchange: Exchange) -> None:
            nonlocal turn
            turn += 1
            await exchange.answer(b"", status="307 Moved", headers=(("Location", f"/{fault}"),))

        desk.server.routes["/paper"] = bad
        desk.wait(HOUR)
        await desk.refresh()
        state = desk.feed(feed)
        assert turn == 1
        assert state.status == "error"
        assert state.failures == 1
        assert words in state.error
        assert state.error.endswith(".")
        assert "\n" not in state.error
        assert "Traceback" not in state.error
        assert desk.entries(feed) == 10
        assert desk.validators(feed) == before == (b'"1"', None)
        assert state.url == desk.server.url("paper")

    at_desk(tmp_path, work)


def test_hostile_documents_cost_only_themselves(tmp_path: Path) -> None:
    async def work(desk: Desk) -> None:
        bad = desk.add(
            *(
                desk.server.url(name)
                for name in (
                    "billion-laughs",
                    "outside-entity",
                    "deep",
                    "one-word",
                    "open-tags",
                    "nul-bytes",
                    "many-items",
                )
            )
        )
        good = desk.add(*(desk.server.url("good", paper=number) for number in range(20)))
        done = await desk.refresh()
        assert done.feeds == len(bad) + len(good)
        assert all(desk.entries(feed) == 10 for feed in good)
        for feed in bad:
            state = desk.feed(feed)
            assert state.status == "ok" or state.error.endswith(".")
        titles = "".join(row[0] for row in desk.db.rows("SELECT title FROM entry"))
        assert "root:" not in titles

    at_desk(tmp_path, work)


def test_a_run_that_is_called_off_leaves_no_claim_and_no_half_feed(tmp_path: Path) -> None:
    import asyncio

    async def work(desk: Desk) -> None:
        desk.add(*(desk.server.url("delay", seconds=0.05, n=number) for number in range(40)))
        task = asyncio.create_task(desk.refresh())
        while desk.entries() < 50:
            await asyncio.sleep(0.01)
        task.cancel()
        await asyncio.wait([task])
        assert task.cancelled()
        assert polls.claimants(desk.db) == []
        stored = {
            row[0]: row[1] for row in desk.db.rows("SELECT feed_id, count(*) FROM entry GROUP BY feed_id")
        }
        assert set(stored.values()) == {10}
        with_validators = {row[0] for row in desk.db.rows("SELECT id FROM feed WHERE etag IS NOT NULL")}
        assert with_validators == set(stored)
        await desk.refresh()
        assert desk.entries() == 400

    at_desk(tmp_path, work)


def test_a_full_disk_stops_the_run_and_it_goes_on_later(tmp_path: Path) -> None:
    async def work(desk: Desk) -> None:
        desk.add(*(desk.server.url("good", paper=number, items=30) for number in range(20)))
        pages = int(desk.db.value("PRAGMA page_count"))
        desk.db.execute(f"PRAGMA max_page_count = {pages + 60}")
        with pytest.raises(StoreFull):
            await desk.refresh()
        stored = desk.entries()
        assert stored < 600
        desk.db.execute("PRAGMA max_page_count = 1000000")
        desk.start()
        desk.wait(HOUR)
        await desk.refresh()
        assert desk.entries() == 600
        assert desk.db.value("PRAGMA integrity_check") == "ok"

    at_desk(tmp_path, work)


def test_when_the_server_is_gone_nothing_is_lost(tmp_path: Path) -> None:
    async def work(desk: Desk) -> None:
        ids = desk.add(*(desk.server.url("good", paper=number) for number in range(5)))
        await desk.refresh()
        await desk.server.__aexit__()
        desk.wait(HOUR)
        done = await desk.refresh()
        assert done.failed == 5
        assert {desk.feed(feed).error for feed in ids} == {"127.0.0.1 takes no connections."}
        assert desk.entries() == 50
        assert all(desk.validators(feed)[0] for feed in ids)

    at_desk(tmp_path, work)


def test_addresses_that_cannot_be_asked_are_sentences(tmp_path: Path) -> None:
    async def work(desk: Desk) -> None:
        ids = desk.add(
            "ftp://a.example/x", "not an address", "http://a.example:22/", "http://169.254.169.254/latest/"
        )
        done = await desk.refresh()
        assert done.failed == 4
        assert all(desk.feed(feed).error.endswith(".") for feed in ids)

    at_desk(tmp_path, work)
