"""The screen at every size, and the mouse on it."""

from __future__ import annotations

import random

from textual import events

from reader.config import Settings
from reader.newsroom import Newsroom
from tests.tui.desk import Desk, read


def screen_rows(desk: Desk) -> list[str]:
    strips = desk.app.screen._compositor.render_strips()
    return [strip.text for strip in strips]


def test_one_pane_at_a_time_when_narrow(newsroom: Newsroom) -> None:
    async def scenario(desk: Desk) -> None:
        def layout() -> tuple[str, ...]:
            return desk.main.panes.layout.panes

        assert layout() == ("headlines",)
        await desk.press("enter")
        assert layout() == ("article",)
        await desk.press("q", "h")
        assert layout() == ("sources",)
        await desk.press("tab")
        assert layout() == ("headlines",)

    read(newsroom, scenario, (40, 20))


def test_at_medium_width_the_article_lies_over_the_list(newsroom: Newsroom) -> None:
    async def scenario(desk: Desk) -> None:
        await desk.press("enter")
        assert desk.main.panes.layout.panes == ("ticker", "article")
        await desk.press("J")
        assert desk.main.panes.layout.panes == ("ticker", "article")
        await desk.press("escape")
        assert desk.main.panes.layout.panes == ("ticker", "headlines")
        assert desk.main.headlines.cursor == 1

    read(newsroom, scenario, (80, 24))


def test_too_small_says_so_and_comes_back(newsroom: Newsroom) -> None:
    async def scenario(desk: Desk) -> None:
        await desk.press("0", "1", "2", "j")
        held = desk.held()
        for size in ((19, 5), (1, 1), (20, 4), (120, 40)):
            await desk.pilot.resize_terminal(*size)
            await desk.settle()
            assert desk.held() == held
            if size == (20, 4):
                assert "20x5 needed" in screen_rows(desk)[0]
        assert any(held[:20] in row for row in desk.rows())

    read(newsroom, scenario)


def test_any_size_after_any_other_shows_what_a_fresh_start_shows(newsroom: Newsroom) -> None:
    dice = random.Random(3)
    sizes = [(dice.randint(1, 220), dice.randint(1, 60)) for _ in range(25)] + [(90, 30)]
    ends: list[list[str]] = []

    async def storm(desk: Desk) -> None:
        for size in sizes:
            await desk.pilot.resize_terminal(*size)
        await desk.settle()
        ends.append(screen_rows(desk)[1:])

    async def fresh(desk: Desk) -> None:
        ends.append(screen_rows(desk)[1:])

    quiet = Settings()
    newsroom.settings = quiet
    read(newsroom, storm, (100, 30))
    read(newsroom, fresh, sizes[-1])
    assert ends[0] == ends[1]


def test_rows_of_the_whole_screen_are_exact_at_many_widths(newsroom: Newsroom) -> None:
    async def scenario(desk: Desk) -> None:
        for width in range(20, 201, 20):
            await desk.pilot.resize_terminal(width, 24)
            await desk.settle()
            rows = screen_rows(desk)
            assert len(rows) == 24

    read(newsroom, scenario)


def test_a_click_selects_a_double_click_opens_the_wheel_scrolls(newsroom: Newsroom) -> None:
    async def scenario(desk: Desk) -> None:
        pane = desk.main.headlines
        await desk.pilot.click(pane, offset=(10, 7))
        await desk.settle()
        assert pane.cursor == 7
        pane.post_message(events.MouseScrollDown(pane, 1, 1, 0, 0, 0, False, False, False))
        await desk.settle()
        assert pane.scroll_offset.y == 3
        assert pane.cursor == 7
        await desk.pilot.click(pane, offset=(10, 5), times=2)
        await desk.settle()
        assert pane.cursor == 8
        assert desk.main.pane == "article"
        assert desk.main.article.article is not None
        assert desk.main.article.article.title == desk.held()

    read(newsroom, scenario)


def test_clicks_hit_the_row_beneath_them(newsroom: Newsroom) -> None:
    async def scenario(desk: Desk) -> None:
        dice = random.Random(11)
        pane = desk.main.headlines
        for _ in range(25):
            pane.scroll_to(y=dice.randint(0, 60), animate=False, force=True)
            await desk.pilot.pause()
            y = dice.randrange(pane.size.height)
            top = pane.scroll_offset.y
            await desk.pilot.click(pane, offset=(dice.randrange(pane.size.width), y))
            assert pane.cursor == top + y

    read(newsroom, scenario)


def test_the_pill_takes_a_click(newsroom: Newsroom) -> None:
    from tests.tui.stories import add, entry

    async def scenario(desk: Desk) -> None:
        add(newsroom, newsroom.feeds()[0].id, entry("Fresh", 5000, minutes=0))
        desk.main.live.changed()
        await desk.until(lambda: "1 new" in desk.title())
        title = desk.main.title_list
        await desk.pilot.click(title, offset=(title.size.width - 2, 0))
        await desk.settle()
        assert desk.main.headlines.row_count == 101

    read(newsroom, scenario)
