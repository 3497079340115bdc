"""The screen that lists steps, rules that are tried before they are switched on, mutes."""

from __future__ import annotations

from reader.limits import Limits
from reader.newsroom import Newsroom
from reader.store import retention
from reader.tui.widgets.menu import MenuList
from tests.tui.desk import Desk, read


def menu(desk: Desk) -> list[str]:
    """The entries of the menu that is open."""
    return [item.title for item in desk.app.screen.query_one(MenuList).items]


async def command(desk: Desk, line: str) -> None:
    await desk.press(":")
    await desk.type(line)
    await desk.press("enter")


def unread(newsroom: Newsroom) -> int:
    return newsroom.counts().unread


def test_a_single_step_is_taken_back_and_later_ones_stay(newsroom: Newsroom) -> None:
    async def scenario(desk: Desk) -> None:
        await desk.press("A", "s", "L")
        await desk.press("U")
        assert menu(desk)[2] == "Marked 100 entries as read"
        await desk.type("100 entries")
        await desk.press("enter")
        assert menu(desk)[:2] == ["Just this one", "This and the 2 after it"]
        await desk.press("enter")
        assert "Taken back: Marked 100 entries as read" in desk.status()
        assert unread(newsroom) == 100
        assert (newsroom.counts().starred, newsroom.counts().later) == (1, 1)
        await desk.press("U")
        assert menu(desk)[2] == "(Marked 100 entries as read)"
        await desk.press("down", "enter", "down", "enter")
        assert "Taken back: 2 steps" in desk.status()
        assert (newsroom.counts().starred, newsroom.counts().later) == (0, 0)
        await desk.press("U", "down", "enter")
        assert "taken back already" in desk.status()

    read(newsroom, scenario)


def test_a_step_that_others_were_built_on_is_not_offered_alone(newsroom: Newsroom) -> None:
    async def scenario(desk: Desk) -> None:
        await desk.press("A", "m", "U", "down", "enter")
        assert menu(desk) == [
            "This and the one after it",
            "It cannot go alone: a later step changed the same.",
        ]
        await desk.press("enter")
        assert unread(newsroom) == 100
        await desk.press("m", "U", "enter")
        assert unread(newsroom) == 100

    read(newsroom, scenario)


def test_there_may_be_nothing_to_take_back(empty: Newsroom) -> None:
    async def scenario(desk: Desk) -> None:
        if desk.app.screen is not desk.main:
            await desk.press("escape")
        desk.main.runner.run("steps")
        await desk.settle()
        assert menu(desk) == ["Nothing was done in the last 30 days."]

    read(empty, scenario)


def test_a_rule_is_made_tried_switched_on_and_done_to_what_is_there(newsroom: Newsroom) -> None:
    async def scenario(desk: Desk) -> None:
        await desk.press("/")
        await desk.type("lamp")
        await desk.press("enter")
        await command(desk, "rule-add")
        await desk.press("enter")
        await desk.type("tag")
        await desk.press("enter")
        await desk.type("light")
        await desk.press("enter")
        await desk.type(" of all")
        await desk.press("enter")
        (rule,) = newsroom.rules()
        assert (rule.name, rule.query, rule.acts, rule.active) == (
            "lamp of all",
            "lamp",
            ("tag:light",),
            False,
        )
        assert "The lamp is lit, part 3" in menu(desk)
        await desk.press("down", "enter")
        assert newsroom.rules()[0].active
        assert newsroom.view("tag:light").count == 25
        await desk.press("u")
        assert newsroom.view("tag:light").count == 0
        for line in ("off", "Another name", "Another query", "Remove"):
            await command(desk, "rules")
            assert menu(desk)[3] == newsroom.rules()[0].name
            await desk.type(newsroom.rules()[0].name)
            await desk.press("enter")
            await desk.type(line)
            await desk.press("enter")
            if line.startswith("Another"):
                await desk.type("x")
                await desk.press("enter")
        assert newsroom.rules() == []
        for _ in range(2):
            await desk.press("u")
        (rule,) = newsroom.rules()
        assert (rule.name, rule.query, rule.active) == ("lamp of allx", "lamp", False)

    read(newsroom, scenario)


def test_a_wrong_query_makes_no_rule(newsroom: Newsroom) -> None:
    async def scenario(desk: Desk) -> None:
        await command(desk, "rule-add is:raed")
        await desk.press("enter")
        assert "did you mean read?" in desk.status()
        assert newsroom.rules() == []

    read(newsroom, scenario)


def test_what_is_muted_goes_and_comes_back(newsroom: Newsroom) -> None:
    async def scenario(desk: Desk) -> None:
        await command(desk, "mute lamp")
        assert menu(desk) == ["A day", "A week", "A month", "For ever"]
        await desk.type("week")
        await desk.press("enter")
        assert desk.main.headlines.row_count == 75
        (rule,) = newsroom.rules()
        assert rule.until == newsroom.now() + 604_800
        await command(desk, "search is:muted")
        assert desk.main.headlines.row_count == 25
        await desk.press("q", "u")
        assert desk.main.headlines.row_count == 100
        assert newsroom.rules() == []

    read(newsroom, scenario)


def test_a_source_is_important_or_paused_and_that_is_taken_back(newsroom: Newsroom) -> None:
    async def scenario(desk: Desk) -> None:
        await command(desk, "important")
        assert newsroom.view("is:important").count == 25
        await command(desk, "pause")
        assert sum(feed.paused for feed in newsroom.feeds()) == 1
        await desk.press("u", "u")
        assert newsroom.view("is:important").count == 0
        assert not any(feed.paused for feed in newsroom.feeds())

    read(newsroom, scenario)


def test_what_is_new_counts_from_when_the_reader_was_left(newsroom: Newsroom) -> None:
    async def scenario(desk: Desk) -> None:
        assert newsroom.view("is:new").count == 100

    read(newsroom, scenario)
    assert newsroom.view("is:new").count == 0


def test_what_will_go_is_said_and_goes_at_once_only_when_agreed_to(newsroom: Newsroom) -> None:
    async def scenario(desk: Desk) -> None:
        assert "keep" not in desk.status()
        await command(desk, "keep 10 entries")
        assert "“entries” is no limit" in desk.status()
        await command(desk, "keep 10")
        assert newsroom.feed_settings(1) == {"keep": "10"}
        retention.daily(newsroom.db, Limits(), newsroom.now())
        desk.main.live.read_counts()
        assert "Within a day 15 entries go: Le Fanal keeps 10." in desk.main.status.message
        desk.main.status.say("")
        assert "Within a day 15 entries go" in desk.status()
        await command(desk, "trim")
        assert menu(desk) == ["Keep them", "Let 15 entries go for good"]
        await desk.press("enter")
        assert desk.main.headlines.row_count == 100
        await command(desk, "trim")
        await desk.press("down", "enter")
        assert desk.main.headlines.row_count == 85
        assert "15 entries went." in desk.main.status.message
        await desk.press("u")
        assert newsroom.feed_settings(1) == {}
        assert desk.main.headlines.row_count == 85

    read(newsroom, scenario)
