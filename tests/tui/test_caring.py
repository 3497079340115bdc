"""Care of sources on the screen: how all are, the next one in trouble, settings and acts of one, all of it undone."""

from __future__ import annotations

from reader.model import Entry, ParsedFeed
from reader.newsroom import Newsroom
from reader.store import held, polls
from reader.store.incoming import incoming
from reader.tui.screens.chooser import Chooser
from tests.tui.desk import Desk, read


def fail(newsroom: Newsroom, feed_id: int) -> None:
    now = newsroom.now()
    polls.record(
        newsroom.db, feed_id, status="error", error="The server said 404.", next_at=now + 60, now=now
    )


async def chosen(desk: Desk, title: str) -> None:
    """Type into the menu what the wished row is called, and choose it."""
    await desk.until(lambda: isinstance(desk.app.screen, Chooser))
    await desk.settle()
    await desk.type(title)
    await desk.press("enter")


def test_those_in_trouble_come_first_and_one_is_put_right(newsroom: Newsroom) -> None:
    feed = newsroom.feeds()[-1]
    fail(newsroom, feed.id)

    async def scenario(desk: Desk) -> None:
        await desk.press("I")
        await desk.until(lambda: isinstance(desk.app.screen, Chooser))
        await desk.settle()
        rows = [row for row in desk.shown().split("\n") if "a week" in row]
        assert feed.name in rows[0]
        assert "failing" in rows[0]
        assert len(rows) == len(newsroom.feeds())
        await desk.press("enter")
        await desk.settle()
        assert "The server said 404." in desk.shown()
        await chosen(desk, "interval")
        await chosen(desk, "6h")
        assert newsroom.feed(feed.id).interval == 6 * 3_600
        await desk.press("u")
        assert newsroom.feed(feed.id).interval == 0

    read(newsroom, scenario)


def test_the_next_in_trouble_and_its_switches(newsroom: Newsroom) -> None:
    first, *_, last = newsroom.feeds()
    fail(newsroom, first.id)
    fail(newsroom, last.id)

    async def scenario(desk: Desk) -> None:
        for feed in (first, last, first):
            await desk.press(":")
            await desk.type("next-error")
            await desk.press("enter")
            assert desk.main.feed_id == feed.id
            assert "404" in desk.status()
        await desk.press(":")
        await desk.type("settings")
        await desk.press("enter")
        await chosen(desk, "ahead")
        assert newsroom.feed_settings(first.id) == {"ahead": True}
        await desk.press(":")
        await desk.type("settings")
        await desk.press("enter")
        await chosen(desk, "unsubscribe")
        assert first.id not in [one.id for one in newsroom.feeds()]
        await desk.press("u", "u")
        assert newsroom.feed_settings(first.id) == {}
        assert first.id in [one.id for one in newsroom.feeds()]

    read(newsroom, scenario)


def test_where_none_is_in_trouble(newsroom: Newsroom) -> None:
    async def scenario(desk: Desk) -> None:
        await desk.press(":")
        await desk.type("next-error")
        await desk.press("enter")
        assert "No source is in trouble." in desk.status()

    for feed in newsroom.feeds():
        newsroom.db.execute(
            "UPDATE feed SET succeeded_at = ?, status = 'ok' WHERE id = ?", (newsroom.now(), feed.id)
        )
    read(newsroom, scenario)


def test_what_is_held_back_is_looked_at_and_let_in(newsroom: Newsroom) -> None:
    feed = newsroom.feeds()[0]
    spam = (Entry("s", "Win big", "https://slots.example/1", content="<p>Spin the wheel.</p>"),)
    held.hold(newsroom.db, feed.id, incoming(ParsedFeed(entries=spam)).items, newsroom.now())

    async def scenario(desk: Desk) -> None:
        desk.main.caring.show(feed.id)
        await chosen(desk, "look at the 1")
        await chosen(desk, "win big")
        await desk.until(lambda: "Spin the wheel." in desk.shown())
        assert newsroom.counts().total == 100
        desk.main.caring.show(feed.id)
        await chosen(desk, "let in")
        assert newsroom.counts().total == 101
        await desk.press("u")
        assert newsroom.counts().total == 100
        desk.main.caring.show(feed.id)
        await chosen(desk, "drop what")
        assert newsroom.held(feed.id) == []

    read(newsroom, scenario)


def test_a_section_has_settings_of_its_own(newsroom: Newsroom) -> None:
    async def scenario(desk: Desk) -> None:
        await desk.press("1")
        rows = desk.main.sources
        place = next(n for n, node in enumerate(rows.nodes) if node.title == "Ports")
        rows.go_to(place)
        await desk.press("i")
        await desk.until(lambda: isinstance(desk.app.screen, Chooser))
        await desk.settle()
        assert "Section Ports" in desk.shown()
        await chosen(desk, "interval")
        await chosen(desk, "6h")
        inside = [one.id for one in newsroom.feeds() if one.folder[:1] == ("Ports",)]
        assert {newsroom.feed(one).interval for one in inside} == {6 * 3_600}
        assert len(inside) == 3
        await desk.press("i")
        await chosen(desk, "order")
        await chosen(desk, "river")
        await desk.press("enter")
        assert desk.main.lists.scope.query.endswith("sort:river")
        await desk.press("1", "u", "u")
        assert {newsroom.feed(one).interval for one in inside} == {0}

    read(newsroom, scenario, size=(170, 40))
