"""Searching as one types, sources, scopes and the way back."""

from __future__ import annotations

import pytest

from reader.newsroom import Newsroom
from reader.store import gathered, hits, windows
from reader.tui.widgets.bar import Bar
from reader.tui.widgets.promptnote import PromptNote
from tests.tui.desk import Desk, read
from tests.tui.stories import add, entry


def test_results_come_as_typed_and_escape_goes_back(newsroom: Newsroom) -> None:
    async def scenario(desk: Desk) -> None:
        await desk.press("0", "1", "7", "j")
        held = desk.held()
        await desk.press("/")
        await desk.type("faro")
        await desk.until(lambda: "25 found" in desk.main.status.message)
        assert "SEARCH" in desk.title()
        await desk.until(lambda: all("faro" in row for row in desk.rows()[:25]))
        await desk.type(" zzz")
        await desk.until(lambda: "Nothing was found for “faro zzz”." in "".join(desk.rows()))
        assert desk.main.headlines.row_count == 0
        await desk.press("escape")
        assert "HEADLINES" in desk.title()
        assert desk.main.status.message == "", "what was found is not said of another list"
        assert desk.held() == held
        assert desk.main.pane == "headlines"

    read(newsroom, scenario)


def test_enter_keeps_the_results_and_back_leaves_them(newsroom: Newsroom) -> None:
    async def scenario(desk: Desk) -> None:
        await desk.press("/")
        await desk.type("marea OR lamp")
        await desk.press("enter")
        assert desk.main.headlines.row_count == 25
        assert desk.main.status.message == "25 found"
        await desk.press("j", "enter", "q")
        assert "SEARCH" in desk.title()
        desk.main.say("Something else.")
        await desk.press("q")
        assert desk.main.status.message == "Something else."
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
        await desk.press("l")
        assert desk.main.sources.row_count == rows
        assert desk.main.pane == "sources"
        await desk.press("j", "h", "h")  # the folder inside closes, then to the one around it
        held = desk.main.sources.node
        assert held is not None
        assert held.title == "Ports"
        await desk.press("h")
        assert desk.main.sources.row_count < rows
        await desk.press("l", "enter")
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
        await desk.until(lambda: "not closed" in note(desk).mistake)
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


def note(desk: Desk) -> PromptNote:
    """What stands below the line that is typed in."""
    return desk.main.query_one(PromptNote)


def cells(widget: Bar, y: int = 0) -> str:
    return widget.render_line(y).text


def test_a_mistake_stands_under_its_character_while_one_types(newsroom: Newsroom) -> None:
    async def scenario(desk: Desk) -> None:
        await desk.press("/")
        assert "Ctrl-O" in cells(note(desk))
        await desk.type("lamp")
        await desk.until(lambda: "25 found" in cells(note(desk)))
        await desk.paste(" titel:x")
        await desk.until(lambda: bool(note(desk).mistake))
        assert cells(note(desk)).startswith(
            "              ^ There is no field “titel:”; did you mean title:?"
        )
        assert desk.main.headlines.row_count == 25
        await desk.press(*["backspace"] * 8)
        await desk.until(lambda: "25 found, newest first" in cells(note(desk)))
        await desk.type(" is:unred")
        await desk.until(lambda: bool(note(desk).mistake))
        assert cells(note(desk)).rstrip().endswith("^")
        await desk.until(lambda: note(desk).size.height > 1)
        assert cells(note(desk), 1).startswith(" Nothing is “unred”; did you mean unread?")
        await desk.press("enter")
        assert "Nothing is “unred” at column 9" in desk.status()

    read(newsroom, scenario)


def test_a_mistake_has_room_on_a_narrow_screen(newsroom: Newsroom) -> None:
    async def scenario(desk: Desk) -> None:
        await desk.press("/")
        await desk.type("lamp OR capítulo OR phare sort:colour")
        await desk.until(lambda: bool(note(desk).mistake))
        assert cells(note(desk)).index("^") == len(" Search  ") + 31
        assert cells(note(desk), 1).startswith(" Cannot sort by “colour”; one of date, seen, rank")
        assert cells(note(desk), 2).strip() == "title, length, story, river."

    read(newsroom, scenario, size=(60, 20))


def test_best_hits_first_on_a_key_and_newest_again(newsroom: Newsroom) -> None:
    add(newsroom, 4, entry("Lamp lamp lamp", 900, minutes=5_000))

    async def scenario(desk: Desk) -> None:
        await desk.press("/")
        await desk.type("lamp")
        await desk.until(lambda: "26 found, newest first" in cells(note(desk)))
        newest = desk.held()
        await desk.press("ctrl+o")
        await desk.until(lambda: "26 found, best first" in cells(note(desk)))
        assert desk.held() == "Lamp lamp lamp"
        await desk.press("enter")
        assert "26, best first" in desk.title()
        await desk.press("S")
        assert desk.held() == newest
        await desk.press("S")
        assert desk.held() == "Lamp lamp lamp"
        await desk.press("q", "S")
        await desk.type("oldest")
        await desk.press("enter")
        assert desk.held() == "Lamp lamp lamp"

    read(newsroom, scenario)


def test_words_that_were_searched_for_are_marked_in_the_list(newsroom: Newsroom) -> None:
    def marked(desk: Desk, y: int) -> list[str]:
        line = desk.main.headlines.render_line(y)
        return [one.text for one in line if one.style is not None and one.style.underline]

    async def scenario(desk: Desk) -> None:
        assert marked(desk, 1) == []
        await desk.press("/")
        await desk.type("lit OR ميناء OR الميناء OR capit*")
        await desk.press("enter")
        found = [marked(desk, y) for y in range(12)]
        assert ["lit"] in found
        assert any("".join(one).startswith("capít") for one in found)
        assert any("ا" in "".join(one) for one in found)
        await desk.press("q")
        assert all(marked(desk, y) == [] for y in range(12))

    read(newsroom, scenario)


def test_a_search_is_saved_counted_renamed_moved_removed_and_all_of_it_taken_back(newsroom: Newsroom) -> None:
    newsroom.save_query("Everything", "is:unread")

    def kept() -> list[tuple[str, str]]:
        return [(one.name, one.query) for one in newsroom.saved()]

    async def to_saved(desk: Desk, name: str) -> None:
        desk.main.panes.go("sources")
        await desk.settle()
        while (node := desk.main.sources.node) is not None and node.title != name:
            await desk.press("j")

    async def scenario(desk: Desk) -> None:
        await desk.press("/")
        await desk.type("lamp")
        await desk.press("ctrl+s")
        await desk.type("s")
        await desk.press("enter")
        assert kept() == [("Everything", "is:unread"), ("lamps", "lamp")]
        assert "on 6" in desk.status()
        await to_saved(desk, "lamps")
        await desk.until(lambda: "25" in desk.main.sources.render_line(desk.main.sources.cursor).text)
        await desk.press("enter", "A")
        await desk.until(lambda: any(n.title == "lamps" and n.count == 0 for n in desk.main.sources.nodes))
        await to_saved(desk, "lamps")
        for line, expected in (
            ("rename Lights", ["Everything", "Lights"]),
            ("move 1", ["lamps", "Everything"]),
            ("remove", ["Everything"]),
        ):
            await desk.press(":")
            await desk.type(line)
            await desk.press("enter")
            assert [name for name, _ in kept()] == expected
            await desk.press("u")
            assert [name for name, _ in kept()] == ["Everything", "lamps"]
            await to_saved(desk, "lamps")

    read(newsroom, scenario, size=(170, 40))


def test_what_a_search_can_say_is_a_key_away_and_gives_examples(newsroom: Newsroom) -> None:
    async def scenario(desk: Desk) -> None:
        await desk.press("f2")
        await desk.type("reading time")
        await desk.press("enter")
        assert "minutes:<10" in desk.title()
        assert desk.main.headlines.row_count == 100
        await desk.press("/", "f1")
        assert desk.app.screen is not desk.main
        await desk.press("escape")
        assert desk.app.screen is desk.main

    read(newsroom, scenario)


def test_a_search_that_is_not_all_found_yet_goes_to_its_end(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (("_PAGE", 4), ("_FIRST", 4), ("_MOST", 4), ("_STEPS", 1)):
        monkeypatch.setattr(gathered, name, value)
    monkeypatch.setattr(hits, "FEW", 3)
    monkeypatch.setattr(
        windows.View, "build_anchors", lambda view, budget=4.0: budget > 4 and view._source.build(budget)
    )
    wanted = newsroom.view("marea OR lamp").ids(0, 100)

    async def scenario(desk: Desk) -> None:
        rows = desk.main.headlines
        await desk.press("/")
        await desk.type("marea OR lamp")
        await desk.press("enter")
        assert 0 < rows.row_count < 25
        assert "…" in desk.title()
        for place in range(1, 12):
            await desk.press("j")
            assert rows.headline is not None
            assert rows.headline.id == wanted[place]
        assert rows.row_count < 25
        await desk.press("G")
        assert (rows.row_count, rows.cursor) == (25, 24)
        assert rows.headline is not None
        assert rows.headline.id == wanted[24]

    read(newsroom, scenario)


@pytest.mark.parametrize("keys", ["G", "20G", "20gg"])
@pytest.mark.parametrize("stays", [True, False])
def test_far_rows_of_a_long_list_are_looked_for_between_keys(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch, stays: bool, keys: str
) -> None:
    slow = False

    def build(view: windows.View, budget: float = 4.0) -> bool:
        """Two rows at a time, and none while it is slow."""
        if budget > 4 and not slow:
            view.reach(view._source.count + 2)
        return view.whole

    for name, value in (("_PAGE", 4), ("_FIRST", 2), ("_MOST", 2), ("_STEPS", 1)):
        monkeypatch.setattr(gathered, name, value)
    monkeypatch.setattr(windows.View, "build_anchors", build)
    wanted = newsroom.view("sort:seen", folded=True).ids(0, 1_000)

    async def scenario(desk: Desk) -> None:
        nonlocal slow
        rows = desk.main.headlines
        await desk.press(":")
        await desk.type("sort seen")
        await desk.press("enter")
        slow = True
        await desk.press(*keys)
        assert desk.main.status.message == "Looking …"
        assert 0 < rows.row_count < len(wanted)
        if not stays:
            await desk.press("j")
        slow = False
        if stays:
            goal = len(wanted) - 1 if keys == "G" else 19
            await desk.until(lambda: rows.cursor == goal)
            assert rows.headline is not None
            assert rows.headline.id == wanted[goal]
        else:
            while not rows.find(1_000):
                pass
            for _ in range(5):
                await desk.settle()
            assert rows.cursor == 1

    read(newsroom, scenario)
