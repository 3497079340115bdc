"""Pages without a feed as sources (U9, U11 to U13, U17): polite, never emptied, edits as revisions, nothing but the page."""

from __future__ import annotations

import itertools
import json
import os
from collections.abc import Awaitable, Callable
from pathlib import Path

from reader.engine import events
from reader.engine.permitted import Permitted
from reader.engine.subscribe import Subscriber
from reader.engine.watching import BROKEN, Pages
from reader.fetch.client import Answer
from reader.fetch.gates import Gates
from reader.store import feeds, polls, revisions
from reader.store.wishes import BY_ITSELF
from reader.text.bidi import direction
from tests.engine.desk import HOUR, NOON, Desk, at_desk
from tests.engine.test_subscribe import move, put
from tests.faults.server import Exchange
from tests.parse import aggregator, papers
from tests.parse.papers import TITLES, page

STEP = 420 if os.environ.get("TELEX_FULL") else 1_500
"""Seconds between two looks at what is due."""

ROBOTS = b"User-agent: *\nDisallow: /closed\n"


def headlines(titles: dict[int, str], more: str = "", language: str = "fr") -> bytes:
    """A front page with these headlines, by number of their address, in this order."""
    rows = "".join(f'<li><a href="/2026/{4000 + n}.html">{title}</a></li>' for n, title in titles.items())
    return page(language, f'<main><ul class="actus">{rows}</ul></main>{more}').encode()


def some(count: int = 12) -> dict[int, str]:
    kinds = ("", "Une suite : ", "Ce soir : ")
    return {n: kinds[n // 12] + TITLES["fr"][n % 12] for n in range(count)}


def watching(folder: Path, work: Callable[[Desk, Subscriber], Awaitable[None]]) -> None:
    async def inner(desk: Desk) -> None:
        put(desk.server, "/robots.txt", ROBOTS, "text/plain")
        async with Subscriber(
            desk.db, fetcher=desk.fetcher, pool=desk.pool, gates=Gates(), clock=lambda: desk.now
        ) as subscriber:
            await work(desk, subscriber)

    at_desk(folder, inner)


def titles_of(desk: Desk, feed_id: int) -> list[str]:
    return [
        str(row[0])
        for row in desk.db.rows("SELECT title FROM entry WHERE feed_id = ? ORDER BY id DESC", (feed_id,))
    ]


def test_a_page_is_looked_at_and_watched(tmp_path: Path) -> None:
    async def work(desk: Desk, subscriber: Subscriber) -> None:
        url = put(desk.server, "/une", headlines(some()), ETag='"1"')
        looked = await subscriber.look(url)
        assert desk.db.value("SELECT count(*) FROM feed") == 0, "nothing is subscribed to before"
        assert (looked.url, looked.language, looked.error, looked.subscribed) == (url, "fr", "", 0)
        assert (looked.ways[0].watch, looked.ways[0].count) == ("auto", 12)
        assert list(looked.ways[0].headlines) == TITLES["fr"]
        groups = [way for way in looked.ways[1:] if list(way.headlines) == TITLES["fr"]]
        assert [sorted(json.loads(way.watch)) for way in groups] == [["group"]]
        added = await subscriber.watch(url, folder=("Presse",))
        assert (added.new, added.known, added.error) == (12, False, "")
        feed = desk.feed(added.feed_id)
        assert (feed.url, feed.folder, feed.next_at) == (url, ("Presse",), NOON + HOUR)
        assert titles_of(desk, feed.id) == TITLES["fr"], "the first of the page is the newest"
        again = await subscriber.watch(url, groups[0].watch)
        assert (again.feed_id, again.known, again.new) == (feed.id, True, 0)
        assert feeds.settings_of(desk.db, feed.id)["watch"] == groups[0].watch

    watching(tmp_path, work)


def test_a_choice_by_selectors_is_kept(tmp_path: Path) -> None:
    async def work(desk: Desk, subscriber: Subscriber) -> None:
        body = b"".join(
            b'<div class=x><b>%d</b><a href="/p/%d">lire</a><i>Salma</i></div>' % (n, n) for n in range(5)
        )
        url = put(desk.server, "/une", b"<html><body>" + body)
        assert (await subscriber.watch(url)).error.startswith("No headlines")
        chosen = json.dumps({"item": "div.x", "title": "b", "author": "i"})
        added = await subscriber.watch(url, chosen)
        assert titles_of(desk, added.feed_id) == list("01234")
        assert desk.db.value("SELECT DISTINCT author FROM entry") == "Salma"
        put(desk.server, "/une", b"<html><body>" + body.replace(b"<b>4<", b"<b>9<"))
        desk.wait(HOUR)
        await desk.refresh()
        assert titles_of(desk, added.feed_id) == list("01239")
        wrong = await subscriber.watch(url, json.dumps({"item": "p["}))
        assert "watcher" in wrong.error

    watching(tmp_path, work)


def test_several_groups_of_links_are_one_choice(tmp_path: Path) -> None:
    """What a person ticked may stand in several places of the page."""

    async def work(desk: Desk, subscriber: Subscriber) -> None:
        html = (
            "<nav><a href='/nous'>Qui nous sommes</a></nav>"
            + "".join(f"<p class=une><a href='/a/{n}'>Le quai {n} rouvre ce matin</a></p>" for n in range(3))
            + "".join(f"<h4><a href='/b/{n}'>La criée {n} déménage</a></h4>" for n in range(3))
        )
        url = put(desk.server, "/une", html.encode())
        ways = {
            way.headlines[0]: json.loads(way.watch)["group"] for way in (await subscriber.look(url)).ways[1:]
        }
        both = "\n".join(path for title, path in ways.items() if "Qui nous" not in title)
        added = await subscriber.watch(url, json.dumps({"group": both}))
        assert sorted(titles_of(desk, added.feed_id)) == sorted(
            [f"Le quai {n} rouvre ce matin" for n in range(3)] + [f"La criée {n} déménage" for n in range(3)]
        )

    watching(tmp_path, work)


def test_a_page_in_the_place_of_a_feed_is_offered(tmp_path: Path) -> None:
    async def work(desk: Desk, subscriber: Subscriber) -> None:
        url = put(desk.server, "/une", headlines(some()))
        assert (await subscriber.add(url)).page
        assert not (await subscriber.add(put(desk.server, "/junk", b"\x01\x02", "text/plain"))).page

    watching(tmp_path, work)


def test_two_days_of_twenty_watchers(tmp_path: Path) -> None:
    """Gaps of an hour at least, whoever presses and however often it is started; nothing that robots.txt closes."""

    async def work(desk: Desk, subscriber: Subscriber) -> None:
        for number in range(20):
            url = put(
                desk.server, f"/p{number}", headlines(some(6)), **({"ETag": '"1"'} if number % 2 else {})
            )
            assert not (await subscriber.watch(url)).error
        began = {seen.target: [desk.now] for seen in desk.server.log if seen.target.startswith("/p")}
        desk.asked()
        put(desk.server, "/closed", headlines(some(6)))
        steps = 48 * HOUR // STEP
        for step in range(steps):
            if step == steps // 3:
                move(desk.server, "/p3", "/closed", "302 Found")
            if step == steps // 2:
                put(desk.server, "/robots.txt", ROBOTS + b"Disallow: /p1\n", "text/plain")
            desk.wait(STEP)
            if step % 3 == 0:
                desk.start()
            await desk.refresh(force=step % 2 == 0)
            for target in desk.asked():
                began.setdefault(target, []).append(desk.now)
        robots = began.pop("/robots.txt")
        assert "/closed" not in began
        assert len(began) == 20
        gaps = {
            target: min(later - earlier for earlier, later in itertools.pairwise(times))
            for target, times in began.items()
        }
        assert all(gap >= HOUR for gap in gaps.values()), gaps
        usual = 48 * HOUR // (-(-HOUR // STEP) * STEP)
        closed = next(at for at in robots if at > NOON + steps // 2 * STEP)
        for target, times in began.items():
            if target.startswith("/p1"):
                assert max(times) < closed
            else:
                assert len(times) >= usual // 3 if target == "/p3" else usual
        shut = feeds.feed(desk.db, f"http://127.0.0.1:{desk.server.port}/p12")
        assert "robots.txt of 127.0.0.1" in shut.error
        assert desk.entries() == 20 * 6

    watching(tmp_path, work)


def test_an_emptied_page_loses_nothing_and_warns_once(tmp_path: Path) -> None:
    async def work(desk: Desk, subscriber: Subscriber) -> None:
        url = put(desk.server, "/une", headlines(some()))
        added = await subscriber.watch(url)
        put(desk.server, "/une", b"<html><body><p>Bonjour.")
        warned: list[int] = []
        for _ in range(8):
            desk.wait(HOUR)
            await desk.refresh()
            warned.append(sum(isinstance(event, events.Note) for event in desk.told))
            feed = desk.feed(added.feed_id)
            assert bool(feed.error) == (len(warned) >= 3)
            assert desk.entries() == 12
        assert (warned[2], sum(warned)) == (1, 1)
        assert (feed.status, feed.error) == ("error", BROKEN)
        put(desk.server, "/une", headlines(some(13)))
        desk.wait(24 * HOUR)
        await desk.refresh()
        feed = desk.feed(added.feed_id)
        assert (feed.status, feed.error, feed.failures, desk.entries()) == ("ok", "", 0, 13)
        assert desk.db.value("SELECT empty FROM feed") == 0

    watching(tmp_path, work)


def test_failures_of_the_network_do_not_break_a_watcher(tmp_path: Path) -> None:
    async def work(desk: Desk, subscriber: Subscriber) -> None:
        url = put(desk.server, "/une", headlines(some()))
        added = await subscriber.watch(url)

        async def fail(exchange: Exchange) -> None:
            await exchange.answer(b"", status="500 Internal Server Error")

        for _ in range(4):
            desk.server.routes["/une"] = fail
            desk.wait(24 * HOUR)
            await desk.refresh()
        put(desk.server, "/une", b"<html><body><p>Bonjour.")
        desk.wait(48 * HOUR)
        await desk.refresh()
        assert desk.feed(added.feed_id).error == ""
        assert desk.db.value("SELECT empty FROM feed") == 1

    watching(tmp_path, work)


def test_edits_and_moves_are_no_new_entries(tmp_path: Path) -> None:
    async def work(desk: Desk, subscriber: Subscriber) -> None:
        before = some(36)
        url = put(desk.server, "/une", headlines(before))
        added = await subscriber.watch(url)
        assert added.new == 36
        order = list(before)
        changed = dict(before)
        for first in range(0, 30, 5):
            for n in range(first, first + 5):
                changed[n] = before[n].replace(" ", " enfin ", 1) + " dès mardi matin"
                order.insert(0, order.pop(n % 36))
            put(desk.server, "/une", headlines({n: changed[n] for n in order}))
            desk.wait(HOUR)
            done = await desk.refresh()
            assert (done.new, done.updated) == (0, 5)
        assert desk.entries() == 36
        assert sorted(titles_of(desk, added.feed_id)) == sorted(changed.values())
        kept = [
            revisions.revisions(desk.db, int(row[0]))
            for row in desk.db.rows("SELECT id FROM entry ORDER BY id")
        ]
        assert sorted(len(one) for one in kept) == [0] * 6 + [1] * 30
        assert {one[0][1] for one in kept if one} == {before[n] for n in range(30)}

    watching(tmp_path, work)


def test_nothing_but_the_page_is_asked_for(tmp_path: Path) -> None:
    async def work(desk: Desk, subscriber: Subscriber) -> None:
        more = "".join(
            f'<script src="/s{n}.js"></script><iframe src="/f{n}"></iframe><img src="/i{n}.png">'
            f'<link rel="stylesheet" href="/c{n}.css"><link rel="preload" href="/l{n}"><object data="/o{n}"></object>'
            for n in range(20)
        )
        script = "<script>document.body.innerHTML = ''; fetch('/x')</script><meta http-equiv=refresh content='0;url=/y'>"
        url = put(desk.server, "/une", headlines(some(), more + script))
        added = await subscriber.watch(url)
        assert added.new == 12
        assert desk.asked() == ["/robots.txt", "/une"]
        desk.wait(HOUR)
        await desk.refresh()
        assert desk.asked() == ["/une"]

    watching(tmp_path, work)


def test_what_did_not_change_is_not_sent_again(tmp_path: Path) -> None:
    async def work(desk: Desk, subscriber: Subscriber) -> None:
        seen: list[bytes | None] = []

        async def give(exchange: Exchange) -> None:
            held = dict(exchange.seen.headers).get("if-none-match")
            seen.append(held)
            if held:
                await exchange.answer(b"", status="304 Not Modified")
                return
            kind = (("Content-Type", "text/html"), ("ETag", '"7"'))
            await exchange.answer(headlines(some()), headers=kind)

        desk.server.routes["/une"] = give
        added = await subscriber.watch(f"http://127.0.0.1:{desk.server.port}/une")
        desk.wait(HOUR)
        await desk.refresh()
        assert len(seen) == 2
        assert not seen[0]
        assert seen[1]
        assert desk.feed(added.feed_id).status == "unchanged"

    watching(tmp_path, work)


def test_an_aggregator_s_page_as_a_source(tmp_path: Path) -> None:
    """U17: 56 entries in four languages from six papers."""

    async def work(desk: Desk, subscriber: Subscriber) -> None:
        url = put(desk.server, "/fr/", aggregator.front().encode())
        added = await subscriber.watch(url)
        assert added.new == 56
        rows = list(desk.db.rows("SELECT title, source, language, link FROM entry ORDER BY id DESC"))
        home = f"http://127.0.0.1:{desk.server.port}"
        expected = [aggregator.headline(place) for place in range(58) if place not in (7, 30)]
        assert [(str(row[0]), str(row[1]), str(row[2]), str(row[3])) for row in rows] == [
            (title, aggregator.PAPERS[paper], language, home + path)
            for language, paper, title, path in expected
        ]
        assert [direction(str(row[0])) for row in rows] == [
            papers.direction(language) for language, *_ in expected
        ]

    watching(tmp_path, work)


def test_a_watched_page_never_moves_from_https_to_http(tmp_path: Path) -> None:
    async def work(desk: Desk, subscriber: Subscriber) -> None:
        pages = Pages(
            desk.db, desk.pool, Permitted(desk.db, desk.fetcher, Gates(), lambda: desk.now), lambda: desk.now
        )
        (feed_id,) = desk.add("https://paper.example/news")
        feeds.set_settings(desk.db, feed_id, watch=BY_ITSELF)
        (poll,) = polls.polls(desk.db, now=NOON)
        for place, stored in (
            ("http://paper.example/new", ""),
            ("https://paper.example/new", "https://paper.example/new"),
        ):
            answer = Answer(200, place, "paper.example", {}, headlines(some()), permanent=place)
            assert (await pages.judge(poll, answer, NOON)).moved_to == stored

    watching(tmp_path, work)
