"""The reading loop by keys: move, open, read on, mark, undo, and what comes in meanwhile."""

from __future__ import annotations

import random

from textual import events

from reader.newsroom import Newsroom
from tests.tui.desk import Desk, read
from tests.tui.stories import add, entry


def titles(newsroom: Newsroom, query: str = "") -> list[str]:
    view = newsroom.view(query)
    return [headline.title for headline in view.rows(0, view.count)]


def test_the_list_is_there_newest_first(newsroom: Newsroom) -> None:
    async def scenario(desk: Desk) -> None:
        assert "100" in desk.title()
        assert "Le phare s’allume, épisode 0" in desk.rows()[0]
        assert desk.rows()[0].startswith("▌●")
        assert "100 unread · 4 sources" in desk.status()

    read(newsroom, scenario)


def test_moving(newsroom: Newsroom) -> None:
    async def scenario(desk: Desk) -> None:
        pane = desk.main.headlines
        for keys, cursor in (
            (["j"], 1),
            (["down", "j"], 3),
            (["k"], 2),
            (["G"], 99),
            (["j"], 99),
            (["g", "g"], 0),
            (["k"], 0),
            (["0", "1", "2", "j"], 12),
            (["end"], 99),
            (["home"], 0),
            (["0", "5", "G"], 4),
        ):
            await desk.press(*keys)
            assert pane.cursor == cursor, keys
        await desk.press("g", "g", "pagedown")
        page = pane.cursor
        assert page == pane.size.height - 1
        await desk.press("pageup", "ctrl+d")
        assert pane.cursor == round(pane.size.height / 2)
        await desk.press("ctrl+u")
        assert pane.cursor == 0

    read(newsroom, scenario)


def test_a_quick_count_takes_the_first_digit_back(newsroom: Newsroom) -> None:
    async def scenario(desk: Desk) -> None:
        await desk.press("1", "0")
        assert desk.main.pane == "headlines"
        assert "10" in desk.status()
        await desk.press("j")
        assert desk.main.headlines.cursor == 10

    read(newsroom, scenario)


def test_opening_marks_read_and_undo_takes_it_back(newsroom: Newsroom) -> None:
    async def scenario(desk: Desk) -> None:
        await desk.press("j", "enter")
        assert desk.main.pane == "article"
        await desk.until(lambda: newsroom.counts().unread == 99)
        assert desk.main.article.article is not None
        assert desk.main.article.article.title == desk.held()
        assert "●" not in desk.rows()[1]
        await desk.press("u")
        assert newsroom.counts().unread == 100
        assert "●" in desk.rows()[1]
        await desk.press("ctrl+y")
        assert newsroom.counts().unread == 99
        await desk.press("q")
        assert desk.main.pane == "headlines"

    read(newsroom, scenario)


def test_next_and_previous_article_from_within_one(newsroom: Newsroom) -> None:
    async def scenario(desk: Desk) -> None:
        await desk.press("enter", "J", "J", "K")
        assert desk.main.pane == "article"
        assert desk.main.headlines.cursor == 1
        assert desk.main.article.article is not None
        assert desk.main.article.article.title == desk.held()
        await desk.until(lambda: newsroom.counts().unread == 97)
        await desk.press("K", "K")
        assert "first one" in desk.status()

    read(newsroom, scenario)


def test_space_reads_on_to_the_next_unread(newsroom: Newsroom) -> None:
    async def scenario(desk: Desk) -> None:
        newsroom.mark([h.id for h in newsroom.view().rows(1, 3)], read=True)
        await desk.press("space")
        assert desk.main.article_id
        presses = 0
        while desk.main.headlines.cursor == 0:
            await desk.press("space")
            presses += 1
            assert presses < 20
        assert desk.main.headlines.cursor == 4
        assert presses > 1

    read(newsroom, scenario)


def test_next_and_previous_unread(newsroom: Newsroom) -> None:
    async def scenario(desk: Desk) -> None:
        newsroom.mark([h.id for h in newsroom.view().rows(1, 5)], read=True)
        desk.main.headlines.reload()
        await desk.press("n")
        assert desk.main.headlines.cursor == 6
        await desk.press("p")
        assert desk.main.headlines.cursor == 0
        await desk.press("p")
        assert "Nothing unread further up" in desk.status()

    read(newsroom, scenario)


def test_marks_are_seen_and_taken_back(newsroom: Newsroom) -> None:
    async def scenario(desk: Desk) -> None:
        for key, glyph in (("s", "★"), ("L", "◷")):
            await desk.press(key)
            assert glyph in desk.rows()[0], key
            assert "undo" in desk.status()
            await desk.press("u")
            assert glyph not in desk.rows()[0]
            assert "Taken back" in desk.status()
        await desk.press("m")
        assert "●" not in desk.rows()[0]
        await desk.press("m")
        assert "●" in desk.rows()[0]
        await desk.press("u", "u", "u", "u")
        assert "nothing to take back" in desk.status().lower()

    read(newsroom, scenario)


def test_read_below_and_all_touch_only_what_the_list_holds(newsroom: Newsroom) -> None:
    async def scenario(desk: Desk) -> None:
        feed = newsroom.feeds()[0]
        add(newsroom, feed.id, entry("Come in meanwhile", 9001, minutes=0))
        await desk.press("0", "9", "0", "j", "M")
        assert newsroom.counts().unread == 91
        await desk.press("A")
        assert titles(newsroom, "is:unread") == ["Come in meanwhile"]
        await desk.press("u", "u")
        assert newsroom.counts().unread == 101

    read(newsroom, scenario)


def test_a_tag_is_asked_for(newsroom: Newsroom) -> None:
    async def scenario(desk: Desk) -> None:
        await desk.press("t")
        assert desk.main.dialogs.typing
        await desk.type("storm")
        await desk.press("enter")
        assert titles(newsroom, "tag:storm") == [desk.held()]

    read(newsroom, scenario)


def test_hiding_takes_the_row_away_and_undo_brings_it_back(newsroom: Newsroom) -> None:
    async def scenario(desk: Desk) -> None:
        await desk.press("j")
        first = desk.held()
        await desk.press("D")
        assert desk.main.headlines.row_count == 99
        assert desk.held() != first
        await desk.press("u")
        assert desk.main.headlines.row_count == 100

    read(newsroom, scenario)


def test_what_comes_in_moves_nothing_until_it_is_taken_in(newsroom: Newsroom) -> None:
    async def scenario(desk: Desk) -> None:
        await desk.press("0", "3", "0", "j")
        held, line = desk.held(), desk.main.headlines.cursor - desk.main.headlines.scroll_offset.y
        before = desk.rows()
        feed = newsroom.feeds()[0]
        add(newsroom, feed.id, *(entry(f"Fresh {n}", 5000 + n, minutes=0) for n in range(12)))
        desk.main.live.changed()
        await desk.until(lambda: "12 new" in desk.title())
        assert desk.rows() == before
        await desk.press(".")
        pane = desk.main.headlines
        assert desk.held() == held
        assert pane.cursor - pane.scroll_offset.y == line
        assert pane.row_count == 112
        assert "new" not in desk.title()
        await desk.press("g", "g")
        assert desk.held().startswith("Fresh")

    read(newsroom, scenario)


def test_an_empty_list_takes_in_what_comes_by_itself(empty: Newsroom) -> None:
    feed = empty.add_feed("https://lamp.example/feed", title="Lamp")

    async def scenario(desk: Desk) -> None:
        assert "No headlines here yet." in "".join(desk.rows())
        add(empty, feed.id, entry("First light", 1))
        desk.main.live.changed()
        await desk.until(lambda: desk.main.headlines.row_count == 1)
        assert "First light" in desk.rows()[0]

    read(empty, scenario)


def test_random_keys_during_changes_keep_the_cursor_on_its_entry(newsroom: Newsroom) -> None:
    async def scenario(desk: Desk) -> None:
        dice = random.Random(7)
        feed = newsroom.feeds()[0]
        for turn in range(12):
            add(newsroom, feed.id, entry(f"Meanwhile {turn}", 7000 + turn, minutes=0))
            desk.main.live.changed()
            held = desk.held()
            desk.main.live._settled()
            assert desk.held() == held
            await desk.press(
                *dice.choices(["j", "k", "n", "G", "g", "s", "m", "tab", "space", "J", "u", "."], k=4)
            )
        assert desk.main.said is not None

    app = read(newsroom, scenario)
    assert app.fault is None


def test_zen_is_the_article_alone(newsroom: Newsroom) -> None:
    async def scenario(desk: Desk) -> None:
        await desk.press("z")
        assert desk.main.panes.layout.panes == ("article",)
        await desk.press("z")
        assert desk.main.panes.layout.headlines
        await desk.press("z", "q")
        assert desk.main.panes.layout.headlines

    read(newsroom, scenario)


def test_q_goes_back_step_by_step_and_ends(newsroom: Newsroom) -> None:
    async def scenario(desk: Desk) -> None:
        await desk.press("L", "4", "enter")
        for pane, title in (("headlines", "Later"), ("headlines", "All")):
            await desk.press("q")
            assert desk.main.pane == pane
            assert title in desk.title()
        assert not desk.app._exit
        desk.app.post_message(events.Key("q", "q"))
        await desk.until(lambda: desk.app._exit)

    read(newsroom, scenario)


def test_markup_in_titles_is_only_text(empty: Newsroom) -> None:
    odd = ["[TODO] plan", "[/b] plan", "[@click=app.quit]go[/]", "foo\\[bar] $primary", "[red]x[/red]"]
    feed = empty.add_feed("https://lamp.example/feed", title="[bold]Lamp[/]")
    add(empty, feed.id, *(entry(title, n) for n, title in enumerate(odd)))

    async def scenario(desk: Desk) -> None:
        assert all(title in row for title, row in zip(odd, desk.rows(), strict=False))
        for _ in odd:
            await desk.press("s", "enter", "q", "j")
        await desk.press("question_mark", "escape", "ctrl+p")
        await desk.type("[bold]")
        await desk.press("escape")
        assert not desk.app._exit

    read(empty, scenario, (200, 40))
