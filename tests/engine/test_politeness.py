"""When feeds are asked and when not: floors, holds, presses, moves, portals, lost networks, clocks that are set."""

from __future__ import annotations

import asyncio
import hashlib
import itertools
import os
import ssl
from email.utils import formatdate
from pathlib import Path

import pytest

from reader.engine import events, reportlists
from reader.engine.finish import Finisher
from reader.engine.keeping import subscriptions
from reader.engine.permitted import Permitted
from reader.engine.refresh import Runner
from reader.engine.run import OFFLINE, PORTAL
from reader.fetch.gates import Gates
from reader.store import articles, feeds, feedsettings, hosts, imagelists, journal, polls
from reader.store.database import open_store
from reader.store.health import details
from tests.engine.desk import DAY, HOUR, NOON, Desk, at_desk
from tests.engine.test_subscribe import put
from tests.faults.certificates import HAVE_OPENSSL, Authority
from tests.faults.papers import rss
from tests.faults.server import FAULTS, Exchange, FaultServer
from tests.parse.feeds import rss as document

FULL = bool(os.environ.get("TELEX_FULL"))


def test_nothing_is_asked_before_its_time(tmp_path: Path) -> None:
    """A restart every three minutes for a day and a half: the gap of an hour holds, and of a day without validators."""

    async def work(desk: Desk) -> None:
        desk.add(desk.server.url("good"), desk.server.url("atom"))
        seen: dict[str, list[float]] = {}
        for _ in range(36 * 20):
            desk.start()
            await desk.refresh()
            for target in desk.asked():
                seen.setdefault(target, []).append(desk.now)
            desk.wait(180)
        gaps = {
            target: min(later - earlier for earlier, later in itertools.pairwise(times))
            for target, times in seen.items()
        }
        assert HOUR <= gaps["/good"] < HOUR + 180
        assert gaps["/atom"] >= DAY

    at_desk(tmp_path, work)


@pytest.mark.parametrize("fault", ["portal", "portal-511", "challenge"])
def test_a_page_in_the_way_is_no_failure(tmp_path: Path, fault: str) -> None:
    async def work(desk: Desk) -> None:
        (feed,) = desk.add(desk.server.url(fault))
        await desk.refresh()
        state = desk.feed(feed)
        assert (state.status, state.failures) == ("held", 0)
        assert state.error.endswith(").")
        assert state.next_at == NOON + HOUR

    at_desk(tmp_path, work)


def test_five_hosts_sent_to_one_page_end_the_run(tmp_path: Path) -> None:
    async def one_machine(host: str, port: int) -> list[str]:
        return ["127.0.0.1"]

    async def work(desk: Desk) -> None:
        desk.start(hosts=1)
        port = desk.server.port

        async def portal(exchange: Exchange) -> None:
            place = f"http://paper1.example:{port}/welcome?from={exchange.seen.host}"
            await exchange.answer(b"", status="302 Found", headers=(("Location", place),))

        desk.server.routes["/paper"] = portal
        desk.server.routes["/welcome"] = _log_in
        ids = desk.add(*(f"http://paper{number}.example:{port}/paper" for number in range(2, 30)))
        await desk.refresh()
        assert events.Failed(PORTAL) in desk.told
        assert len([target for target in desk.asked() if target == "/paper"]) <= 8
        assert all(desk.feed(feed).failures == 0 for feed in ids)

    at_desk(tmp_path, work, resolver=one_machine)


async def _log_in(exchange: Exchange) -> None:
    body = b"<html><body><form><input type=password></form></body></html>"
    await exchange.answer(body, headers=(("Content-Type", "text/html"),))


def test_gone_is_gone_and_its_entries_stay(tmp_path: Path) -> None:
    async def work(desk: Desk) -> None:
        (feed,) = desk.add(desk.server.url("status", code=410))
        for _ in range(30):
            await desk.refresh()
            desk.wait(DAY)
        assert len(desk.server.log) == 1
        assert desk.feed(feed).status == "gone"

    at_desk(tmp_path, work)


def test_missing_feeds_are_asked_ever_more_rarely(tmp_path: Path) -> None:
    async def work(desk: Desk) -> None:
        desk.add(desk.server.url("status", code=404))
        for _ in range(30 * 24):
            await desk.refresh()
            desk.wait(HOUR)
        assert 5 <= len(desk.server.log) <= 12

    at_desk(tmp_path, work)


def test_429_holds_the_host_and_503_the_feed(tmp_path: Path) -> None:
    async def work(desk: Desk) -> None:
        for code, expected in ((429, 1), (503, 50)):
            url = desk.server.url("status", code=code, retry=7_200)
            desk.add(*(f"{url}&n={number}" for number in range(50)))
            await desk.refresh()
            assert len(desk.asked()) == expected
            desk.start()
            desk.wait(HOUR)
            await desk.refresh()
            await desk.refresh(force=True)
            assert desk.asked() == [], "nothing before its time, not even when pressed"
            desk.wait(HOUR)
            await desk.refresh()
            assert len(desk.asked()) == expected
            desk.wait(30 * DAY)
            for feed_id in [row[0] for row in desk.db.rows("SELECT id FROM feed")]:
                desk.db.execute("UPDATE feed SET removed_at = 1 WHERE id = ?", (feed_id,))

    at_desk(tmp_path, work)


def test_who_a_redirect_leads_to_is_left_alone_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its own 429 holds it, and no other redirect leads there before its time."""
    monkeypatch.setattr("reader.fetch.network.check_ip", lambda *_, **__: "")

    async def work(desk: Desk) -> None:
        there = f"http://busy.example:{desk.server.port}/busy"

        async def send_on(exchange: Exchange) -> None:
            await exchange.answer(status="302 Found", headers=(("Location", there),))

        async def busy(exchange: Exchange) -> None:
            await exchange.answer(b"not now", status="429 No", headers=(("Retry-After", "7200"),))

        desk.server.routes.update({"/on": send_on, "/busy": busy})
        first, second = (f"http://{name}.example:{desk.server.port}/on" for name in ("first", "second"))
        desk.add(first)
        await desk.refresh()
        direct, redirected = desk.add(there, second)
        await desk.refresh()
        assert desk.asked() == ["/on", "/busy", "/on"]
        assert desk.done(direct).status == desk.done(redirected).status == "held"
        assert desk.feed(redirected).failures == 0
        assert desk.feed(redirected).next_at == desk.feed(direct).next_at == NOON + 7_200

    at_desk(tmp_path, work, resolver=_here)


def test_a_watched_page_of_a_host_that_is_left_alone_is_no_failure(tmp_path: Path) -> None:
    async def work(desk: Desk) -> None:
        for name in ("one", "two"):
            desk.server.routes[f"/{name}"] = FAULTS["status"]
        pages = desk.add(*(desk.server.url(name, code=429, retry=7_200) for name in ("one", "two")))
        for page in pages:
            feeds.set_settings(desk.db, page, watch="?")
        await desk.refresh()
        assert sorted(desk.feed(page).failures for page in pages) == [0, 1]
        assert {desk.feed(page).next_at for page in pages} == {NOON + 7_200}

    at_desk(tmp_path, work)


@pytest.mark.parametrize("last", [-2 * DAY, 400 * DAY])
def test_a_report_list_is_asked_for_through_the_gate(tmp_path: Path, last: int) -> None:
    """Not before its host's time, once a day after it, whatever the clock said when it came."""

    async def work(desk: Desk) -> None:
        async def give(exchange: Exchange) -> None:
            await exchange.answer(b"https://images.example/one.png\n")

        desk.server.routes["/list"] = give
        permitted = Permitted(desk.db, desk.fetcher, Gates(), lambda: desk.now)
        hosts.hold(desk.db, "127.0.0.1", NOON + HOUR)
        imagelists.subscribe(
            desk.db, desk.server.url("list"), b"https://images.example/two.png\n", NOON + last
        )
        assert not await reportlists.renew(desk.db, permitted, int(desk.now))
        assert desk.asked() == []
        desk.wait(HOUR)
        assert await reportlists.renew(desk.db, permitted, int(desk.now))
        assert not await reportlists.renew(desk.db, permitted, int(desk.now))
        assert desk.asked() == ["/list"]

    at_desk(tmp_path, work)


RETRIES = [
    ("0", 0, 600), ("1", 0, 600), ("59", 0, 600), ("3599", 0, 3_599), ("3600", 0, 3_600), ("3601", 0, 3_601), ("7200", 0, 7_200),
    ("86400", 0, DAY), ("86401", 0, 86_401), ("604800", 0, 7 * DAY), ("604801", 0, 7 * DAY), ("1000000000", 0, 7 * DAY),
    ("9" * 30, 0, 7 * DAY), ("-5", 0, 600), ("soon", 0, 600), ("", 0, 600), ("1.5", 0, 600), ("120 s", 0, 600), ("+90", 0, 600),
    ("date:+7200", 0, 7_200), ("date:-7200", 0, 600), ("date:+90000", 0, 90_000), ("date:+99999999", 0, 7 * DAY),
    ("date:+7200", 3 * DAY, 7_200), ("date:+7200", -3 * DAY, 7_200), ("date:-60", 3 * DAY, 600), ("date:+7200", 600, 7_200),
    ("7200", 3 * DAY, 7_200), ("7200", -3 * DAY, 7_200), ("Mon, 32 Jan 2026 09:00:00 GMT", 0, 600),
]  # fmt: skip
"""Thirty of (Retry-After, how far the server's clock is off, seconds for which not even a press may ask)."""


@pytest.mark.parametrize("code", [429, 503])
def test_no_request_before_retry_after(tmp_path: Path, code: int) -> None:
    """Asked again and again, by itself and by hand: not one request comes early, and each feed is asked again in time."""

    async def work(desk: Desk) -> None:
        ended: dict[str, float] = {}
        early: list[str] = []

        async def busy(exchange: Exchange) -> None:
            number = exchange.argument("n")
            value, skew, wait = RETRIES[int(number)]
            if desk.now < ended.get(number, 0.0):
                early.append(value)
            ended[number] = desk.now + wait
            there = desk.now + skew
            if value.startswith("date:"):
                value = formatdate(there + int(value[5:]), usegmt=True)
            headers = (("Retry-After", value), ("Date", formatdate(there, usegmt=True)))
            await exchange.answer(b"not now", status=f"{code} No", headers=headers)

        desk.server.routes["/busy"] = busy
        port = desk.server.port
        desk.add(*(f"http://paper{number}.example:{port}/busy?n={number}" for number in range(len(RETRIES))))
        hours = (1, 1, 20, 2, 1, 5 * 24, 20, 3, 5, 0)
        for step in (1, 600, 1_800, HOUR - 2_402, 2, *(hour * HOUR for hour in hours)):
            await desk.refresh()
            await desk.refresh(force=True)
            desk.wait(step)
        assert early == []
        counts = [
            sum(seen.arguments["n"] == str(number) for seen in desk.server.log)
            for number in range(len(RETRIES))
        ]
        assert min(counts) >= 2

    at_desk(tmp_path, work, resolver=_here)


async def _here(host: str, port: int) -> list[str]:
    return ["127.0.0.1"]


def test_a_sleep_in_the_middle_of_a_run_brings_nothing_early(tmp_path: Path) -> None:
    async def work(desk: Desk) -> None:
        times: dict[str, list[float]] = {}

        async def sleepy(exchange: Exchange) -> None:
            times.setdefault(exchange.seen.target, []).append(desk.now)
            if exchange.server.count("sleepy") == 3:
                desk.wait(8 * HOUR)
            await exchange.answer(rss(), headers=(("ETag", '"1"'),))

        desk.server.routes["/paper"] = sleepy
        desk.add(*(desk.server.url("paper", n=number) for number in range(8)))
        for _ in range(150):
            await desk.refresh()
            desk.wait(60)
        assert len(times) == 8
        gaps = [later - earlier for one in times.values() for earlier, later in itertools.pairwise(one)]
        assert HOUR <= min(gaps) <= max(gaps) <= 9 * HOUR
        assert all(len(one) >= 3 for one in times.values())

    at_desk(tmp_path, work)


def test_pressing_refresh_again_and_again_asks_once(tmp_path: Path) -> None:
    async def work(desk: Desk) -> None:
        good, fresh = desk.add(desk.server.url("good"), desk.server.url("fresh", says="max-age=7200"))
        for _ in range(100):
            await desk.refresh(force=True)
            desk.wait(0.6)
        assert sorted(desk.asked()) == ["/fresh?says=max-age%3D7200", "/good"]
        held = desk.done(good)
        assert held.status == "held"
        assert held.why == "it was asked less than ten minutes ago"
        assert held.next_at == NOON + 600
        desk.wait(600)
        await desk.refresh(force=True)
        assert desk.asked() == ["/good"]
        assert "vouched" in desk.done(fresh).why

    at_desk(tmp_path, work)


def test_an_address_changes_on_proof_alone(tmp_path: Path) -> None:
    async def work(desk: Desk) -> None:
        permanent, temporary, hotel = desk.add(
            desk.server.url("chain", n=2, code=308),
            desk.server.url("chain", n=2, code=302),
            desk.server.url("move", to="/login-page", code=301),
        )
        for _ in range(6):
            await desk.refresh()
            desk.wait(9 * HOUR)
        assert desk.feed(permanent).url == desk.server.url("chain", n=0, code=308)
        assert desk.feed(temporary).url == desk.server.url("chain", n=2, code=302)
        assert desk.feed(hotel).url == desk.server.url("move", to="/login-page", code=301)
        assert desk.entries(permanent) == 10

    at_desk(tmp_path, work)


def test_no_network_is_a_state(tmp_path: Path) -> None:
    import socket

    async def no_names(host: str, port: int) -> list[str]:
        raise socket.gaierror(socket.EAI_AGAIN, "no")

    async def work(desk: Desk) -> None:
        ids = desk.add(*(f"http://paper{number}.example/feed" for number in range(20)))
        for _ in range(3):
            done = await desk.refresh()
            assert done.offline
            assert events.Note(OFFLINE) in desk.told
            desk.wait(HOUR)
        assert {desk.feed(feed).failures for feed in ids} == {0}
        assert {desk.feed(feed).error for feed in ids} == {""}

    at_desk(tmp_path, work, resolver=no_names)


def test_a_name_that_fails_while_others_answer_is_its_own_fault(tmp_path: Path) -> None:
    import socket

    async def some_names(host: str, port: int) -> list[str]:
        if host == "lost.example":
            raise socket.gaierror(socket.EAI_AGAIN, "no")
        return ["127.0.0.1"]

    async def work(desk: Desk) -> None:
        lost, good = desk.add("http://lost.example/feed", f"http://good.example:{desk.server.port}/good")
        done = await desk.refresh()
        assert not done.offline
        assert desk.feed(lost).failures == 1
        assert "lost.example" in desk.feed(lost).error
        assert desk.entries(good) == 10

    at_desk(tmp_path, work, resolver=some_names)


def test_what_another_process_asks_is_left_alone(tmp_path: Path) -> None:
    async def work(desk: Desk) -> None:
        mine, theirs = desk.add(desk.server.url("good"), desk.server.url("atom"))
        polls.claim(desk.db, [theirs], "another", NOON)
        done = await desk.refresh()
        assert (done.held, done.requests) == (1, 1)
        assert desk.done(theirs).status == "held"
        assert desk.entries(mine) == 10
        desk.start()
        await desk.refresh()
        assert desk.entries(theirs) == 10, "who holds the lease frees what a dead engine left"
        assert polls.claimants(desk.db) == []

    at_desk(tmp_path, work)


def test_fifty_starts_of_two_ask_each_feed_once(tmp_path: Path) -> None:
    """Ten minutes, every 24 seconds two engines start on one store at once, and one of them is pressed to refresh all."""

    async def work(desk: Desk) -> None:
        desk.add(*(desk.server.url("good", paper=number) for number in range(6)))
        with open_store(tmp_path / "telex.db") as second:
            for turn in range(25):
                desk.start()
                other = Runner(
                    *(second, desk.fetcher, desk.pool, Gates(32)),
                    tell=lambda event: None,
                    clock=lambda: desk.now,
                    still=lambda: desk.steady,
                )
                await asyncio.gather(desk.refresh(force=turn % 2 == 0), other.refresh(force=turn % 2 == 1))
                desk.wait(24)
        assert sorted(desk.asked()) == sorted(f"/good?paper={number}" for number in range(6))
        assert desk.entries() == 60
        assert polls.claimants(desk.db) == []

    at_desk(tmp_path, work)


@pytest.mark.parametrize("step", [-2 * HOUR, DAY, 5 * 365 * DAY])
def test_a_clock_that_is_set_brings_no_early_request_and_no_lost_feed(tmp_path: Path, step: int) -> None:
    async def work(desk: Desk) -> None:
        desk.add(desk.server.url("good"))
        await desk.refresh()
        desk.now += step
        for _ in range(59):
            await desk.refresh()
            desk.wait(60)
        assert len(desk.asked()) == 1, "within the hour, whatever the clock says"
        desk.wait(3 * HOUR)
        await desk.refresh()
        assert len(desk.asked()) == 1
        desk.now -= step
        asked = 0
        for _ in range(26):
            desk.wait(HOUR)
            await desk.refresh()
            asked += len(desk.asked())
        assert asked >= 1, "the clock is right again, and no feed waits for a time that never was"

    at_desk(tmp_path, work)


@pytest.mark.parametrize("step", [5 * DAY, 400 * DAY])
def test_what_was_put_off_while_the_clock_was_ahead_is_due_when_it_is_right(
    tmp_path: Path, step: int
) -> None:
    """At a start with a wrong clock and no network yet, one feed is new and one was just asked."""
    import socket

    away = False

    async def names(host: str, port: int) -> list[str]:
        if away:
            raise socket.gaierror(socket.EAI_AGAIN, "no")
        return ["127.0.0.1"]

    async def work(desk: Desk) -> None:
        nonlocal away
        desk.add(*(f"http://{name}.example:{desk.server.port}/no-keep-alive" for name in ("old", "recent")))
        await desk.refresh()
        desk.wait(2 * HOUR)
        await desk.refresh([2])
        desk.add(f"http://new.example:{desk.server.port}/no-keep-alive")
        desk.asked()
        away = True
        desk.now += step
        await desk.refresh()
        away = False
        desk.now -= step
        desk.wait(HOUR)
        await desk.refresh()
        assert len(desk.asked()) == 3

    at_desk(tmp_path, work, resolver=names)


def test_quiet_hours_of_a_feed_are_kept(tmp_path: Path) -> None:
    async def work(desk: Desk) -> None:
        quiet = "".join(f"<hour>{hour}</hour>" for hour in range(6, 24))
        body = rss().replace(
            b"<description>Made-up", f"<skipHours>{quiet}</skipHours><description>Made-up".encode(), 1
        )

        async def paper(exchange: Exchange) -> None:
            await exchange.answer(body, headers=(("ETag", '"1"'),))

        desk.server.routes["/paper"] = paper
        desk.add(desk.server.url("paper"))
        await desk.refresh()
        desk.asked()
        for _ in range(48):
            desk.wait(HOUR)
            await desk.refresh()
            hour = int(desk.now // HOUR) % 24
            assert not desk.asked() or hour < 6

    at_desk(tmp_path, work)


def test_the_persons_own_interval_is_kept_and_taken_back(tmp_path: Path) -> None:
    async def work(desk: Desk) -> None:
        (feed,) = desk.add(desk.server.url("good"))
        feeds.set_settings(desk.db, feed, interval=6 * HOUR)
        for turn, interval in enumerate((6 * HOUR, 6 * HOUR, None)):
            if interval is None:
                feeds.set_settings(desk.db, feed, interval=None)
            await desk.refresh()
            assert len(desk.asked()) == 1
            state = desk.feed(feed)
            assert state.next_at == int(desk.now) + (interval or HOUR)
            assert state.why == ("your own interval for this feed" if interval else "once an hour")
            assert state.interval == (interval or 0)
            desk.wait((interval or HOUR) - 1)
            await desk.refresh()
            assert desk.asked() == [], turn
            desk.wait(1)

    at_desk(tmp_path, work)


def test_a_hub_is_shown_and_never_asked(tmp_path: Path) -> None:
    async def work(desk: Desk) -> None:
        hub = desk.server.url("hub")
        link = f'<atom:link xmlns:atom="http://www.w3.org/2005/Atom" rel="hub" href="{hub}"/>'.encode()
        body = rss().replace(b"<description>Made-up", link + b"<description>Made-up", 1)

        async def paper(exchange: Exchange) -> None:
            headers = (("Link", f'<{hub}>; rel="hub"'), ("Cache-Control", "max-age=3600"))
            await exchange.answer(body, headers=headers)

        desk.server.routes["/paper"] = paper
        (feed,) = desk.add(desk.server.url("paper"))
        for _ in range(1_000 if FULL else 20):
            await desk.refresh()
            desk.wait(HOUR)
        assert desk.feed(feed).hub == hub
        assert set(desk.asked()) == {"/paper"}

    at_desk(tmp_path, work)


def test_a_move_says_where_from_and_going_back_stays(tmp_path: Path) -> None:
    async def work(desk: Desk) -> None:
        old, new = desk.server.url("old"), desk.server.url("good")

        async def moved(exchange: Exchange) -> None:
            await exchange.answer(b"", status="308 Moved", headers=(("Location", "/good"),))

        desk.server.routes["/old"] = moved
        (feed,) = desk.add(old)
        for _ in range(4):
            await desk.refresh()
            desk.wait(DAY)
        assert desk.feed(feed).url == new
        (told,) = [line for line in details(desk.feed(feed), int(desk.now)) if line.startswith("moved here")]
        assert old in told
        assert f"--use {old}” goes back" in told
        entries = desk.entries(feed)
        feeds.readdress(desk.db, feed, old, int(desk.now))
        for _ in range(6):
            await desk.refresh()
            desk.wait(DAY)
        assert desk.feed(feed).url == old, "the person's word counts"
        assert not [line for line in details(desk.feed(feed), int(desk.now)) if line.startswith("moved here")]
        assert desk.entries(feed) == entries
        assert journal.undo(desk.db) is not None
        assert (desk.feed(feed).url, desk.feed(feed).was) == (new, old)

    at_desk(tmp_path, work)


def test_no_icon_and_no_image_is_ever_asked_for(tmp_path: Path) -> None:
    """Papers that name icons, logos and pictures in every way, fetched, finished and looked at a hundred times each."""
    count = 500 if FULL else 30

    async def work(desk: Desk) -> None:
        async def paper(exchange: Exchange) -> None:
            place = f"http://{exchange.seen.host}"
            pictures = (
                f"<image><url>{place}/logo.png</url></image><atom:icon>{place}/favicon.ico</atom:icon>"
                f'<itunes:image href="{place}/cover.jpg"/>'
            )
            item = (
                f"<item><title>Le port</title><link>{place}/1</link><description>&lt;p&gt;Le port "
                f"&lt;img src='{place}/port.jpg'&gt; rouvre.</description>"
                f'<media:thumbnail url="{place}/small.jpg"/><enclosure url="{place}/port.png" type="image/png"/></item>'
            )
            head = f"<title>La Rade</title><link>{place}/</link>{pictures}"
            await exchange.answer(document(item, head), headers=(("ETag", '"1"'),))

        desk.server.routes["/paper"] = paper
        ids = desk.add(*(desk.server.url("paper", n=number) for number in range(count)))
        for _ in range(2):
            await desk.refresh()
            await Finisher(desk.db, desk.pool, desk.runner.voice).run()
            desk.wait(2 * HOUR)
        for (entry_id,) in desk.db.rows("SELECT id FROM entry"):
            for _ in range(100):
                assert articles.article(desk.db, entry_id) is not None
        assert len(ids) == desk.entries() == count
        assert {seen.name for seen in desk.server.log} == {"paper"}
        assert len(desk.server.log) == 2 * count

    at_desk(tmp_path, work, time_box=60)


@pytest.mark.skipif(not HAVE_OPENSSL, reason="openssl is not here")
def test_a_certificate_is_trusted_for_one_feed_and_that_is_said(tmp_path: Path) -> None:
    async def work(desk: Desk) -> None:
        async with FaultServer(tls=Authority(tmp_path).self_signed("127.0.0.1")) as server:
            one, other = desk.add(server.url("good"), server.url("good", n=2))
            await desk.refresh()
            assert "signed by nobody" in desk.feed(one).error
            pem = await asyncio.to_thread(ssl.get_server_certificate, ("127.0.0.1", server.port))
            pin = hashlib.sha256(ssl.PEM_cert_to_DER_cert(pem)).hexdigest()
            for wanted, status in ((":".join([pin[:2], pin[2:]]).upper(), "ok"), ("0" * 64, "error")):
                feeds.set_settings(desk.db, one, int(desk.now), trust=feedsettings.read("trust", wanted))
                desk.wait(DAY)
                await desk.fetcher.rest()
                await desk.refresh()
                assert (desk.feed(one).status, desk.feed(other).status) == (status, "error")
                assert any(desk.feed(one).trust in line for line in details(desk.feed(one), int(desk.now)))
            assert desk.feed(one).error.endswith(f"its fingerprint is {pin}.")
            assert "trust" not in subscriptions(desk.db).decode()

    at_desk(tmp_path, work)


def test_another_name_is_told_only_where_the_person_chose_it(tmp_path: Path) -> None:
    """The setting `agent` goes to the source's own server alone, and is plain ASCII."""

    async def work(desk: Desk) -> None:
        plain, named = (put(desk.server, f"/{n}", rss(), "application/rss+xml") for n in range(2))
        _, second = desk.add(plain, named)
        wanted = feedsettings.read("agent", "Gazette/1.0 (+https://lecteur.example)")
        feeds.set_settings(desk.db, second, int(desk.now), agent=wanted)
        await desk.refresh()
        told = [(seen.header("user-agent") or b"").decode() for seen in desk.server.log]
        assert sorted(name == wanted for name in told) == [False, True]
        assert any(name.startswith("Telex/") for name in told)
        for wrong in ("a\r\nHost: b", "naïf", "a  b", "x" * 301):
            with pytest.raises(feedsettings.WrongSetting):
                feedsettings.read("agent", wrong)
        assert feedsettings.read("agent", "off") is None

    at_desk(tmp_path, work)
