"""How list and article share the width: by the sheet, by a drag on the border, by keys; kept for each layout."""

from __future__ import annotations

import pytest

from reader.newsroom import Newsroom
from tests.tui.desk import Desk, read


def widths(desk: Desk) -> tuple[int, int, int]:
    sources, headlines, article = (
        desk.main.panes.boxes[name].region.width for name in ("sources", "headlines", "article")
    )
    return sources, headlines, article


async def drag(desk: Desk, pane: str, to: int) -> None:
    rule = desk.main.panes.rules[pane]
    await desk.pilot.mouse_down(rule, offset=(0, 5))
    await desk.pilot.hover(None, offset=(to, 10))
    await desk.pilot.mouse_up(None, offset=(to, 10))
    await desk.settle()


def test_list_and_article_have_a_half_each(newsroom: Newsroom) -> None:
    async def scenario(desk: Desk) -> None:
        _, headlines, article = widths(desk)
        assert abs(headlines - article) <= 1
        assert headlines + article == 119

    read(newsroom, scenario, size=(120, 30))


def test_a_border_that_is_pulled_stays_there_the_next_time(newsroom: Newsroom) -> None:
    async def pull(desk: Desk) -> None:
        await drag(desk, "article", 80)
        await desk.until(lambda: abs(widths(desk)[1] - 80) <= 1)
        await drag(desk, "article", 1)
        await desk.until(lambda: widths(desk)[1] == pytest.approx(119 * 0.2, abs=1))
        await drag(desk, "article", 75)

    read(newsroom, pull, size=(120, 30))

    async def again(desk: Desk) -> None:
        await desk.until(lambda: abs(widths(desk)[1] - 75) <= 1)
        assert desk.app.mouse_captured is None

    read(newsroom, again, size=(120, 30))

    async def other(desk: Desk) -> None:
        _, headlines, article = widths(desk)
        assert headlines < article, "another layout has sizes of its own"
        await drag(desk, "sources", 45)
        await desk.until(lambda: widths(desk)[0] == 45)

    read(newsroom, other, size=(200, 30))


def test_keys_give_the_list_more_room_and_less(newsroom: Newsroom) -> None:
    async def scenario(desk: Desk) -> None:
        before = widths(desk)[1]
        await desk.press("ctrl+right", "ctrl+right")
        await desk.until(lambda: widths(desk)[1] == pytest.approx(before + 12, abs=1))
        assert "60 %" in desk.status()
        await desk.press("ctrl+left")
        await desk.until(lambda: widths(desk)[1] == pytest.approx(before + 6, abs=1))

    read(newsroom, scenario, size=(120, 30))

    async def again(desk: Desk) -> None:
        await desk.until(lambda: widths(desk)[1] == pytest.approx(119 * 0.55, abs=1))

    read(newsroom, again, size=(120, 30))


def test_damaged_sizes_are_those_of_the_sheet(newsroom: Newsroom) -> None:
    for kept in ("nonsense", "[1]", '{"lists": {"wide": "x"}, "sources": {}}'):
        newsroom.set_setting("sizes", kept)

        async def scenario(desk: Desk) -> None:
            assert abs(widths(desk)[1] - widths(desk)[2]) <= 1

        read(newsroom, scenario, size=(120, 30))
