"""Searching as one types, sources, scopes and the way back."""

from __future__ import annotations

from reader.newsroom import Newsroom
from tests.tui.desk import Desk, read


def test_results_come_as_typed_and_escape_goes_back(newsroom: Newsroom) -> None:
    async def scenario(desk: Desk) -> None:
        await desk.press("0", "1", "7", "j")
        held = desk.held()
        await desk.press("/")
        await desk.type("faro")
        await desk.until(lambda: "25 found" in desk.main.status.message)
        assert "SEARCH" in desk.title()
        assert all("faro" in row for row in desk.rows()[:25])
        await desk.type(" zzz")
        await desk.until(lambda: desk.main.headlines.row_count == 0)
        assert "Nothing was found for “faro zzz”." in "".join(desk.rows())
        await desk.press("escape")
        assert "HEADLINES" in desk.title()
        assert desk.held() == held
        assert desk.main.pane == "headlines"

    read(newsroom, scenario)


def test_enter_keeps_the_results_and_back_leaves_them(newsroom: Newsroom) -> None:
    async def scenario(desk: Desk) -> None:
        await desk.press("/")
        await desk.type("marea OR lamp")
        await desk.press("enter")
        assert desk.main.headlines.row_count == 25
        await desk.press("j", "enter", "q")
        assert "SEARCH" in desk.title()
        await desk.press("q")
        assert "HEADLINES" in desk.title()
        assert desk.main.headlines.row_count == 100

    read(newsroom, scenario)


def test_half_a_word_finds_while_typing_and_after_enter_where_nothing_else_does(newsroom: Newsroom) -> None:
    async def scenario(desk: Desk) -> None:
        await desk.press("/")
        await desk.type("capít")
        await desk.until(lambda: desk.main.headlines.row_count == 25)
        await desk.press("enter")
        assert desk.main.headlines.row_count == 25

    read(newsroom, scenario)


def test_a_wrong_query_is_said_and_changes_nothing(newsroom: Newsroom) -> None:
    async def scenario(desk: Desk) -> None:
        await desk.press(":")
        await desk.type("search colour:red")
        await desk.press("enter")
        assert "colour" in desk.status()
        assert desk.main.headlines.row_count == 100

    read(newsroom, scenario)


def test_a_source_shows_its_own_and_back_shows_all(newsroom: Newsroom) -> None:
    async def scenario(desk: Desk) -> None:
        await desk.press("1")
        assert desk.main.pane == "sources"
        while (node := desk.main.sources.node) is not None and node.title != "Le Fanal":
            await desk.press("j")
        await desk.press("enter")
        assert desk.main.pane == "headlines"
        assert "Le Fanal" in desk.title()
        assert desk.main.headlines.row_count == 25
        await desk.press("1", "1")
        assert not desk.main.panes.layout.sources
        await desk.press("q")
        assert desk.main.headlines.row_count == 100

    read(newsroom, scenario)


def test_folders_fold_and_show_what_is_in_them(newsroom: Newsroom) -> None:
    async def scenario(desk: Desk) -> None:
        await desk.press("1")
        while (node := desk.main.sources.node) is not None and node.title != "Ports":
            await desk.press("j")
        rows = desk.main.sources.row_count
        await desk.press("space")
        assert desk.main.sources.row_count < rows
        await desk.press("h")
        assert desk.main.sources.row_count == rows
        await desk.press("enter")
        assert desk.main.headlines.row_count == 75

    read(newsroom, scenario)


def test_standing_lists_and_what_to_press_where_they_are_empty(newsroom: Newsroom) -> None:
    async def scenario(desk: Desk) -> None:
        await desk.press("4")
        assert "Nothing is kept for later." in "".join(desk.rows())
        await desk.press("q", "L", "4")
        assert desk.main.headlines.row_count == 1
        for line, said in (("starred", "Nothing is starred yet."), ("unread", "")):
            await desk.press(":")
            await desk.type(line)
            await desk.press("enter")
            assert said in "".join(desk.rows())
        await desk.press("A")
        assert desk.main.headlines.row_count == 100
        desk.main.lists.take_in()
        assert "Everything is read." in "".join(desk.rows())

    read(newsroom, scenario)


def test_a_saved_query_is_a_key_away(newsroom: Newsroom) -> None:
    newsroom.save_query("Lamps", "lamp")

    async def scenario(desk: Desk) -> None:
        await desk.press("5")
        assert "Lamps" in desk.title()
        assert desk.main.headlines.row_count == 25
        await desk.press(":")
        await desk.type("go-saved 9")
        await desk.press("enter")
        assert "no saved query" in desk.status()

    read(newsroom, scenario)


def test_a_source_can_be_removed_renamed_and_moved_and_all_of_it_taken_back(newsroom: Newsroom) -> None:
    def shape() -> list[tuple[str, tuple[str, ...]]]:
        return sorted((feed.name, feed.folder) for feed in newsroom.feeds())

    async def scenario(desk: Desk) -> None:
        before = shape()
        for line in ("remove", "rename New name", "move East/Harbour"):
            await desk.press(":")
            await desk.type(line)
            await desk.press("enter")
            assert shape() != before, line
            await desk.press("u")
            assert shape() == before, line
        assert desk.main.headlines.row_count == 100

    read(newsroom, scenario)


def test_a_query_that_is_not_whole_yet_is_no_alarm(newsroom: Newsroom) -> None:
    async def scenario(desk: Desk) -> None:
        await desk.press("/")
        await desk.type("lamp OR (")
        await desk.until(lambda: "“lamp OR (”" in desk.title())
        assert not desk.app._notifications
        assert desk.main.headlines.row_count
        await desk.press("escape")

    read(newsroom, scenario)


def test_what_was_searched_for_is_marked_in_the_article(newsroom: Newsroom) -> None:
    async def scenario(desk: Desk) -> None:
        await desk.press("/")
        await desk.type("lamp capítulo OR lit")
        await desk.press("enter", "enter")
        assert set(desk.main.lists.terms()) == {"lamp", "capitulo", "lit"}
        assert desk.main.article._terms == desk.main.lists.terms()
        await desk.press("q", "q", "enter")
        assert desk.main.article._terms == ()

    read(newsroom, scenario)
