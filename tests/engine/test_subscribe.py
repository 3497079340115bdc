"""From what a person types to one subscription: the feed itself, feeds behind pages, well-known names, and the guard."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from reader.engine.events import Added
from reader.engine.find import MOST_REQUESTS, NoFeed, spellings
from reader.engine.subscribe import Subscriber, add
from reader.fetch.gates import Gates
from reader.store import feeds, polls
from tests.engine.desk import HOUR, NOON, Desk, at_desk
from tests.faults.papers import atom, page, rss
from tests.faults.server import Exchange, FaultServer


def put(server: FaultServer, path: str, body: bytes, kind: str = "text/html", **more: str) -> str:
    """Serve `body` at `path`; answers its address."""

    async def give(exchange: Exchange) -> None:
        headers = (("Content-Type", kind), *((name.replace("_", "-"), value) for name, value in more.items()))
        await exchange.answer(body, headers=headers)

    server.routes[path] = give
    return f"http://127.0.0.1:{server.port}{path}"


def move(server: FaultServer, path: str, to: str, status: str = "301 Moved") -> str:
    async def go(exchange: Exchange) -> None:
        await exchange.answer(b"", status=status, headers=(("Location", to),))

    server.routes[path] = go
    return f"http://127.0.0.1:{server.port}{path}"


def with_subscriber(folder: Path, work: Callable[[Desk, Subscriber], Awaitable[None]]) -> None:
    async def inner(desk: Desk) -> None:
        async with Subscriber(
            desk.db, fetcher=desk.fetcher, pool=desk.pool, gates=Gates(), clock=lambda: desk.now
        ) as subscriber:
            await work(desk, subscriber)

    at_desk(folder, inner)


def test_a_feed_is_subscribed_to_with_its_first_entries(tmp_path: Path) -> None:
    async def work(desk: Desk, subscriber: Subscriber) -> None:
        url = put(desk.server, "/feed", rss(), "application/rss+xml", ETag='"7"')
        found = await subscriber.find(url)
        (one,) = found.candidates
        assert (one.url, one.title, one.language, one.entries) == (url, "La Gazette 1", "fr", 10)
        assert len(one.headlines) == 3
        assert one.subscribed == 0
        assert desk.db.value("SELECT count(*) FROM feed") == 0, "nothing is subscribed to before"
        added = await subscriber.add(url, ("Monde", "Afrique"))
        assert (added.title, added.new, added.known, added.error) == ("La Gazette 1", 10, False, "")
        feed = desk.feed(added.feed_id)
        assert feed.folder == ("Monde", "Afrique")
        assert feed.next_at == NOON + HOUR
        assert desk.validators(feed.id)[0] == b'"7"'
        again = await subscriber.add(url)
        assert (again.known, again.feed_id) == (True, feed.id)

    with_subscriber(tmp_path, work)


def test_a_page_leads_to_its_feed(tmp_path: Path) -> None:
    async def work(desk: Desk, subscriber: Subscriber) -> None:
        put(desk.server, "/rss.xml", rss(), "application/rss+xml")
        put(desk.server, "/sport/atom.xml", atom(2), "application/atom+xml")
        put(desk.server, "/comments/feed", rss(3), "application/rss+xml")
        links = (("/comments/feed", "Comments"), ("/sport/atom.xml", "Sport"), ("/rss.xml", "All"))
        home = put(desk.server, "/", page("El Faro", links))
        found = await subscriber.find(home)
        assert [one.url.rpartition("/")[2] for one in found.candidates] == ["rss.xml", "atom.xml"]
        added = await subscriber.add(home)
        assert desk.feed(added.feed_id).url.endswith("/rss.xml")
        assert desk.feed(added.feed_id).typed, "it is on the server that the person typed"

    with_subscriber(tmp_path, work)


def test_the_feed_with_whole_texts_comes_first(tmp_path: Path) -> None:
    async def work(desk: Desk, subscriber: Subscriber) -> None:
        put(
            desk.server,
            "/short.xml",
            rss(1, sentences=0).replace(b"content:encoded", b"x"),
            "application/rss+xml",
        )
        put(desk.server, "/long.xml", rss(1, sentences=30), "application/rss+xml")
        home = put(desk.server, "/", page("P", (("/short.xml", "short"), ("/long.xml", "long"))))
        found = await subscriber.find(home)
        assert [one.title and one.url.rpartition("/")[2] for one in found.candidates] == [
            "long.xml",
            "short.xml",
        ]
        assert [one.full for one in found.candidates] == [True, False]

    with_subscriber(tmp_path, work)


@pytest.mark.parametrize("name", ["atom.xml", "feed.xml", "feed/", "index.xml", "rss.xml", "rss/"])
def test_well_known_names_are_tried(tmp_path: Path, name: str) -> None:
    async def work(desk: Desk, subscriber: Subscriber) -> None:
        home = put(desk.server, "/", page())
        put(desk.server, f"/{name}", rss(), "application/rss+xml")
        (one,) = (await subscriber.find(home)).candidates
        assert one.url.endswith(f"/{name}")
        assert len(desk.asked()) <= MOST_REQUESTS

    with_subscriber(tmp_path, work)


def test_a_well_known_name_that_redirects_is_no_feed(tmp_path: Path) -> None:
    async def work(desk: Desk, subscriber: Subscriber) -> None:
        home = put(desk.server, "/", page())
        put(desk.server, "/other", rss(), "application/rss+xml")
        move(desk.server, "/atom.xml", "/other", "302 Found")
        found = await subscriber.find(home)
        assert found.candidates == ()
        assert found.error == "No feed was found at this address of 127.0.0.1 or behind it."
        assert len(desk.asked()) <= MOST_REQUESTS + 1

    with_subscriber(tmp_path, work)


def test_names_are_guessed_at_within_the_rules_of_a_site_asked_once_a_day(tmp_path: Path) -> None:
    async def work(desk: Desk, subscriber: Subscriber) -> None:
        put(desk.server, "/robots.txt", b"User-agent: *\nDisallow: /feed.xml\n", "text/plain")
        home = put(desk.server, "/", page())
        put(desk.server, "/feed.xml", rss(), "application/rss+xml")
        for _ in range(2):
            assert (await subscriber.find(home)).candidates == ()
        asked = desk.asked()
        assert "/feed.xml" not in asked
        assert asked.count("/atom.xml") == 2
        assert asked.count("/robots.txt") == 1

    with_subscriber(tmp_path, work)


def test_a_page_that_names_private_addresses_leads_nowhere(tmp_path: Path) -> None:
    async def work(desk: Desk, subscriber: Subscriber) -> None:
        async with FaultServer() as inner:
            names = [
                inner.url("good"), f"http://localhost:{inner.port}/good", f"http://[::1]:{inner.port}/good",
                f"http://2130706433:{inner.port}/good", "http://169.254.169.254/latest/meta-data",
            ]  # fmt: skip
            home = put(desk.server, "/", page("P", tuple((name, "x") for name in names)))
            found = await subscriber.find(home)
            assert found.candidates == ()
            assert found.error.startswith(
                "The page names a feed, but it cannot be read: Telex does not connect"
            )
            assert inner.log == []

    with_subscriber(tmp_path, work)


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ("status?code=404", "404"), ("image", ""), ("json", ""), ("html", "No feed"), ("empty", ""), ("portal", "captive portal"),
        ("challenge", "challenge"), ("big-feed?megabytes=50", "MiB"), ("half-item", "in part"), ("silent-not", "404"), ("circle", "circle"),
    ],
)  # fmt: skip
def test_what_is_no_feed_is_said_in_one_sentence(tmp_path: Path, fault: str, words: str) -> None:
    async def work(desk: Desk, subscriber: Subscriber) -> None:
        added = await subscriber.add(f"http://127.0.0.1:{desk.server.port}/{fault}")
        assert words in added.error
        assert added.error.endswith(".")
        assert "\n" not in added.error
        assert feeds.all_feeds(desk.db) == []

    with_subscriber(tmp_path, work)


def test_a_dead_address_is_a_sentence(tmp_path: Path) -> None:
    async def work(desk: Desk, subscriber: Subscriber) -> None:
        await desk.server.__aexit__()
        for text in (
            f"http://127.0.0.1:{desk.server.port}/",
            f"127.0.0.1:{desk.server.port}/x",
            "ftp://a.example",
            "news",
        ):
            added = await subscriber.add(text)
            assert added == Added(text, error=added.error)
            assert added.error.endswith(".")

    with_subscriber(tmp_path, work)


def test_twelve_spellings_are_one_subscription(tmp_path: Path) -> None:
    async def work(desk: Desk, subscriber: Subscriber) -> None:
        url = put(desk.server, "/feed", rss(), "application/rss+xml")
        put(desk.server, "/feed/", rss(), "application/rss+xml")
        move(desk.server, "/old", "/feed")
        move(desk.server, "/older", "/old", "302 Found")
        put(desk.server, "/", page("P", (("/feed", "x"),)))
        port = desk.server.port
        for text in (
            url, f"{url}/", f"{url}#top", f" {url} ", f"<{url}>", f"HTTP://127.0.0.1:{port}/feed", f"feed:{url}",
            f"feed://127.0.0.1:{port}/feed", f"http://127.0.0.1:{port}/old", f"http://127.0.0.1:{port}/older",
            f"http://127.0.0.1:{port}/", f"127.0.0.1:{port}/feed",
        ):  # fmt: skip
            assert (await subscriber.add(text)).error == ""
        assert len(feeds.all_feeds(desk.db)) == 1

    with_subscriber(tmp_path, work)


def test_a_permanent_address_is_what_is_subscribed_to(tmp_path: Path) -> None:
    async def work(desk: Desk, subscriber: Subscriber) -> None:
        target = put(desk.server, "/feed", rss(), "application/rss+xml")
        added = await subscriber.add(move(desk.server, "/old", "/feed"))
        assert desk.feed(added.feed_id).url == target
        added = await subscriber.add(move(desk.server, "/short", "/later", "302 Found"))
        assert added.error

    with_subscriber(tmp_path, work)


def test_adding_by_itself(tmp_path: Path) -> None:
    async def work(desk: Desk) -> None:
        url = put(desk.server, "/feed", rss(), "application/rss+xml")
        feed = await add(desk.db, url)
        assert feed.total == 10
        assert polls.polls(desk.db, now=NOON) == [] or feed.next_at is not None
        with pytest.raises(NoFeed):
            await add(desk.db, desk.server.url("html"))

    at_desk(tmp_path, work)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("example.org", ["https://example.org", "http://example.org"]),
        ("example.org/feed", ["https://example.org/feed", "http://example.org/feed"]),
        ("localhost:8080/x", ["http://localhost:8080/x", "https://localhost:8080/x"]),
        ("feed:https://a.example/f", ["https://a.example/f"]),
        ("feed://a.example/f", ["http://a.example/f"]),
        ("https://a.example/f", ["https://a.example/f"]),
    ],
)
def test_spellings(text: str, expected: list[str]) -> None:
    assert spellings(text) == expected


@pytest.mark.parametrize(
    "text", ["", "   ", "news about rain", "gopher://a.example", "file:///etc/passwd", "<>", "news"]
)
def test_what_is_no_address(text: str) -> None:
    with pytest.raises(NoFeed):
        spellings(text)


def test_a_host_that_asks_for_fewer_requests_is_left_alone_by_searches_and_polls(tmp_path: Path) -> None:
    async def work(desk: Desk, subscriber: Subscriber) -> None:
        (feed,) = desk.add(desk.server.url("good"))
        busy = f"http://127.0.0.1:{desk.server.port}/status?code=429&retry=7200"
        assert (await subscriber.add(busy)).error == "127.0.0.1 asks for fewer requests (429)."
        desk.asked()
        desk.wait(7_100)
        await desk.refresh([feed], force=True)
        again = await subscriber.add(desk.server.url("good", n=2))
        assert again.error == "127.0.0.1 asked for fewer requests: it is left alone for 1m."
        assert desk.asked() == []
        desk.wait(200)
        assert (await subscriber.add(desk.server.url("good", n=2))).new == 10

    with_subscriber(tmp_path, work)
