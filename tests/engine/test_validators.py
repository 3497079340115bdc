"""Validators over a feed's life: byte for byte, once without, never new with old entries, whatever the servers do."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import pytest

from reader.store import feeds
from tests.engine.desk import DAY, HOUR, Desk, at_desk
from tests.faults.papers import rss
from tests.faults.server import Exchange
from tests.faults.validators import ODD
from tests.store.conftest import FULL

POLLS = 100 if FULL else 8
SEQUENCES = 1_000 if FULL else 60
STEPS = 10


def test_odd_validators_come_back_through_store_and_restarts(tmp_path: Path) -> None:
    async def work(desk: Desk) -> None:
        desk.add(*(desk.server.url("odd-validator", n=number) for number in range(len(ODD))))
        for turn in range(POLLS):
            if turn % 5 == 4:
                desk.start()
            await desk.refresh()
            assert {feed.error for feed in feeds.all_feeds(desk.db)} == {""}
            desk.wait(2 * HOUR)
        sent: Counter[tuple[str, bytes | None, bytes | None]] = Counter(
            (seen.target, seen.header("if-none-match"), seen.header("if-modified-since"))
            for seen in desk.server.log
        )
        for number, pair in enumerate(ODD):
            target = f"/odd-validator?n={number}"
            assert {key: count for key, count in sent.items() if key[0] == target} == {
                (target, None, None): 1,
                (target, *pair): POLLS - 1,
            }

    at_desk(tmp_path, work, time_box=60)


def test_validators_are_kept_however_old(tmp_path: Path) -> None:
    """Sixty days of nothing but 304."""

    async def work(desk: Desk) -> None:
        desk.add(desk.server.url("good"))
        days = 60
        for _ in range(days * (24 if FULL else 4)):
            await desk.refresh()
            desk.wait(HOUR if FULL else 6 * HOUR)
        conditions = [seen.header("if-none-match") for seen in desk.server.log]
        assert len(conditions) >= days * 4
        assert [number for number, value in enumerate(conditions) if value is None] == [0]

    at_desk(tmp_path, work, time_box=60)


@pytest.mark.parametrize("seed", [1])
def test_never_new_validators_with_old_entries(tmp_path: Path, seed: int) -> None:
    """Random sequences of answers, good and broken, each good one under an ETag that says how many items it holds.

    After each poll the ETag that is kept says how many entries are there. A server that is asked with a condition
    answers 304 where the ETag is its newest, also where it sent a broken body under it before.
    """
    dice = random.Random(seed)
    kinds = (
        "good",
        "good",
        "more",
        "broken",
        "half",
        "cut",
        "reset",
        "error",
        "gone-page",
        "empty",
        "portal",
        "held",
    )

    async def work(desk: Desk) -> None:
        plans = [[dice.choice(kinds) for _ in range(STEPS)] for _ in range(SEQUENCES)]
        items = [3] * SEQUENCES
        step = 0

        async def paper(exchange: Exchange) -> None:
            number = int(exchange.argument("n"))
            kind = plans[number][step]
            if kind == "more":
                items[number] += 1
            count = items[number]
            etag = f'"{count}"'.encode()
            headers: tuple[tuple[str, str | bytes], ...] = (("ETag", etag),)
            if kind in ("good", "more") and exchange.seen.header("if-none-match") == etag:
                await exchange.head(headers, status="304 Not Modified")
                return
            body = rss(number, count, sentences=1)
            if kind in ("good", "more"):
                await exchange.answer(body, headers=headers)
            elif kind == "broken":
                await exchange.answer(b"\0\1\2 no feed at all", headers=headers)
            elif kind == "half":
                await exchange.answer(body[: len(body) * 2 // 3], headers=headers)
            elif kind == "cut":
                exchange.close = True
                await exchange.head((*headers, ("Content-Length", str(len(body)))))
                await exchange.send(body[:-40])
            elif kind == "reset":
                exchange.reset()
            elif kind == "error":
                await exchange.answer(b"no", status="500 No", headers=headers)
            elif kind == "gone-page":
                await exchange.answer(b"no", status="404 No", headers=headers)
            elif kind == "empty":
                await exchange.answer(b"", headers=headers)
            elif kind == "portal":
                page = b"<html><title>WiFi login</title><form><input type=password></form></html>"
                await exchange.answer(page, headers=headers)
            else:
                await exchange.answer(b"no", status="503 No", headers=(*headers, ("Retry-After", "60")))

        desk.server.routes["/paper"] = paper
        ids = desk.add(*(desk.server.url("paper", n=number) for number in range(SEQUENCES)))
        for step in range(STEPS):
            await desk.refresh()
            for number, feed in enumerate(ids):
                etag = desk.validators(feed)[0]
                if etag is not None:
                    assert desk.entries(feed) >= int(etag.strip(b'"')), plans[number][: step + 1]
                    assert any(kind in ("good", "more") for kind in plans[number][: step + 1])
            desk.wait(8 * DAY)
        assert any(desk.validators(feed)[0] for feed in ids)

    at_desk(tmp_path, work, time_box=60)


def test_a_304_writes_no_entry_and_parses_nothing(tmp_path: Path) -> None:
    async def work(desk: Desk) -> None:
        desk.add(desk.server.url("turning-etag"))
        await desk.refresh()
        before = desk.db.rows("SELECT * FROM entry"), desk.pool.seconds
        for _ in range(5):
            desk.wait(2 * HOUR)
            await desk.refresh()
        assert (desk.db.rows("SELECT * FROM entry"), desk.pool.seconds) == before
        assert [seen.header("if-none-match") for seen in desk.server.log[1:]] == [
            f'"turn-{turn}"'.encode() for turn in range(5)
        ]

    at_desk(tmp_path, work, time_box=60)


def test_by_the_persons_setting_a_feed_is_asked_whole_after_so_many_days(tmp_path: Path) -> None:
    """Off by default (above). Where it is set: once in so many days, and an answer without a document drops nothing."""

    async def work(desk: Desk) -> None:
        (feed,) = desk.add(desk.server.url("good"))
        desk.start(whole_after=8)
        for _ in range(20 * 4):
            await desk.refresh()
            desk.wait(6 * HOUR)
        whole = [number for number, seen in enumerate(desk.server.log) if not seen.header("if-none-match")]
        assert whole == [0, 33, 66], "eight days and a poll apart"
        kept = desk.validators(feed)

        async def down(exchange: Exchange) -> None:
            await exchange.answer(status="500 Down")

        desk.server.routes["/good"] = down
        desk.wait(9 * DAY)
        await desk.refresh()
        assert desk.server.log[-1].header("if-none-match") is None
        assert desk.validators(feed) == kept

    at_desk(tmp_path, work, time_box=60)


@pytest.mark.parametrize("status", ["304 Not Modified", "204 No Content"])
def test_an_answer_without_a_document_brings_no_validators(tmp_path: Path, status: str) -> None:
    """They would say for ever that the entries are here, which never came."""

    async def work(desk: Desk) -> None:
        async def give(exchange: Exchange) -> None:
            etag = ("ETag", '"1"')
            if exchange.server.count("paper") == 0:
                await exchange.head((etag,), status=status)
            elif exchange.seen.header("if-none-match") == b'"1"':
                await exchange.head((etag,), status="304 Not Modified")
            else:
                await exchange.answer(rss(), headers=(etag,))

        desk.server.routes["/paper"] = give
        (paper,) = desk.add(desk.server.url("paper"))
        await desk.refresh()
        assert desk.validators(paper) == (None, None)
        desk.wait(25 * HOUR)
        await desk.refresh()
        assert desk.entries(paper) == 10
        assert desk.validators(paper) == (b'"1"', None)

    at_desk(tmp_path, work)
