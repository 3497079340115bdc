"""`a` on the screen: paste anything, see what it would bring, tick, choose a section, done; nothing is saved before."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from reader.demo.server import Serving, serve
from reader.newsroom import Newsroom
from reader.tui.screens.question import Question
from tests.tui.desk import Desk, read


@pytest.fixture(scope="module")
def press() -> Iterator[Serving]:
    with serve(1_790_000_000.0) as running:
        yield running


def test_an_address_a_choice_a_section(newsroom: Newsroom, press: Serving) -> None:
    before = len(newsroom.feeds())
    url = press.feeds[0].url

    async def scenario(desk: Desk) -> None:
        await desk.press("a")
        await desk.type(url)
        await desk.press("enter")
        await desk.patiently(lambda: isinstance(desk.app.screen, Question))
        await desk.settle()
        screen = desk.shown()
        for words in ("What shall be subscribed to?", "[x]", "fr", "a week", "last "):
            assert words in screen, screen
        assert len(newsroom.feeds()) == before
        await desk.press("escape")
        assert len(newsroom.feeds()) == before
        await desk.press("a")
        await desk.type(url)
        await desk.press("enter")
        await desk.patiently(lambda: isinstance(desk.app.screen, Question))
        await desk.press("enter")
        await desk.until(lambda: desk.main.dialogs.typing)
        await desk.press("ctrl+u")
        await desk.type("Ports / Nord")
        await desk.press("enter")
        await desk.until(lambda: len(newsroom.feeds()) == before + 1)
        added = next(feed for feed in newsroom.feeds() if feed.url == url)
        assert added.folder == ("Ports", "Nord")
        assert desk.main.feed_id == added.id
        await desk.press("u")
        assert len(newsroom.feeds()) == before

    read(newsroom, scenario)


def test_a_word_and_several(newsroom: Newsroom) -> None:
    before = len(newsroom.feeds())

    async def scenario(desk: Desk) -> None:
        await desk.press("a")
        await desk.type("hespress")
        await desk.press("enter")
        await desk.patiently(lambda: isinstance(desk.app.screen, Question))
        await desk.settle()
        assert "[x]" not in desk.shown()
        assert "tier 1" in desk.shown()
        await desk.press("space", "j", "space", "enter")
        await desk.until(lambda: desk.main.dialogs.typing)
        await desk.press("enter")
        await desk.until(lambda: len(newsroom.feeds()) == before + 2)
        await desk.press("u")
        assert len(newsroom.feeds()) == before

    read(newsroom, scenario)


def test_what_is_nowhere_is_said(newsroom: Newsroom) -> None:
    async def scenario(desk: Desk) -> None:
        await desk.press("a")
        await desk.type("qqqqq zzzzz")
        await desk.press("enter")
        await desk.patiently(lambda: "No source of the starter packs" in desk.main.status.message)

    read(newsroom, scenario)
