"""The fair river on the screen: a flood is one row, which opens its source and is marked as a whole; one key trims it."""

from __future__ import annotations

from reader.newsroom import Newsroom
from reader.store.river import CAP
from tests.tui.desk import Desk, read


async def to_digest(desk: Desk) -> str:
    """Open the river and go to the first row that stands for many; its title."""
    await desk.press(":")
    await desk.type("river")
    await desk.press("enter")
    pane = desk.main.headlines
    place = next(n for n in range(pane.row_count) if (row := pane.at(n)) is not None and row.more)
    pane.go_to(place)
    await desk.settle()
    return desk.held()


def test_a_flood_is_a_row_that_opens_its_source(newsroom: Newsroom) -> None:
    async def scenario(desk: Desk) -> None:
        title = await to_digest(desk)
        rows = desk.main.headlines.row_count
        assert rows == 4 * (CAP + 1)
        assert "100" in desk.title(), "what stands behind rows is counted"
        assert any(title in row for row in desk.rows())
        number, _, name = title.partition(" more from ")
        assert number == str(25 - CAP)
        await desk.press("s")
        assert "this row stands for many, Enter shows them" in desk.status()
        await desk.press("enter")
        (feed,) = [one for one in newsroom.feeds() if one.name == name]
        assert name in desk.title()
        assert desk.main.headlines.row_count == 25
        assert desk.main.headlines.cursor == CAP, "the list goes on where the river left off"
        await desk.press("q")
        assert desk.held() == title
        await desk.press("m")
        assert newsroom.feed(feed.id).unread == CAP
        assert desk.main.headlines.row_count == rows
        await desk.press("u")
        assert newsroom.feed(feed.id).unread == 25

    read(newsroom, scenario)


def test_unread_ones_are_gone_through_without_what_stands_behind(newsroom: Newsroom) -> None:
    async def scenario(desk: Desk) -> None:
        await to_digest(desk)
        await desk.press("g", "g")
        seen = 1
        while "Nothing unread" not in desk.status():
            await desk.press("n")
            row = desk.main.headlines.headline
            assert row is not None
            assert not row.more
            seen += 1
        assert seen == 4 * CAP + 1

    read(newsroom, scenario)


def test_one_key_trims_a_source(newsroom: Newsroom) -> None:
    async def scenario(desk: Desk) -> None:
        title = await to_digest(desk)
        name = title.partition(" more from ")[2]
        (feed,) = [one for one in newsroom.feeds() if one.name == name]
        for rows in (8, 5, 3, 2, 1):
            await desk.press("<")
            assert newsroom.feed_settings(feed.id) == {"quota": rows}
            assert f"{rows} a day in the river from now on (0 of 25 read)" in desk.status()
            assert desk.held() == f"{25 - rows} more from {name}"
        await desk.press("<")
        assert "one row a day in the river already" in desk.status()
        await desk.press("u")
        assert newsroom.feed_settings(feed.id) == {"quota": 2}

    read(newsroom, scenario)


def test_one_key_asks_less_often(newsroom: Newsroom) -> None:
    async def scenario(desk: Desk) -> None:
        await desk.press("1", "G")
        feed = newsroom.feed(desk.main.feed_id)
        for hours in (3, 6):
            await desk.press("s")
            assert newsroom.feed(feed.id).interval == hours * 3_600
        await desk.press("p")
        assert newsroom.feed(feed.id).paused
        await desk.press("D")
        assert feed.id not in [one.id for one in newsroom.feeds()]
        await desk.press("u", "u", "u")
        back = newsroom.feed(feed.id)
        assert (back.paused, back.interval) == (False, 3 * 3_600)

    read(newsroom, scenario, size=(170, 40))
