"""What holds for every command and screen: undo, the way back, clicks on the right row, a cursor that nothing moves."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

from reader.newsroom import Newsroom
from reader.tui.commands import TABLE
from tests.terminal.screen import FULL
from tests.tui.desk import Desk, read
from tests.tui.stories import NOW, add, entry, fill, open_newsroom

_STATE = (
    "SELECT entry_id, read_at IS NULL, starred_at IS NULL, later_at IS NULL, hidden_at IS NULL FROM listing ORDER BY 1",
    "SELECT t.name, m.key FROM mark_tag m JOIN tag t ON t.id = m.tag_id ORDER BY 1, 2",
    "SELECT id, name, folder, paused, removed_at IS NULL, settings FROM feed ORDER BY 1",
    "SELECT name, query, position FROM saved ORDER BY 1",
    "SELECT name, query, acts, active, mute FROM rule ORDER BY 1",
    "SELECT group_concat(entry_id) FROM (SELECT entry_id, story FROM listing WHERE story <> 0 ORDER BY entry_id) "
    "GROUP BY story ORDER BY 1",
)


def state(newsroom: Newsroom) -> list[list[tuple[Any, ...]]]:
    """All that commands change."""
    return [[tuple(row) for row in newsroom.db.rows(sql)] for sql in _STATE]


UNDOABLE = {
    "read-toggle": "", "star": "", "later": "", "tag": "boats", "untag": "kept", "story-join": "", "story-split": "",
    "read-below": "", "mark": "unread all", "read-above": "", "read-view": "", "ticker-hide": "", "hide": "",
    "rename": "Another", "move": "New / Folder", "important": "", "pause": "", "keep": "90d", "fewer": "",
    "save-query": "Lamps", "remove": "",
}  # fmt: skip
"""Commands that change the store at once, with what is typed behind them."""

OTHERS = {
    "mute": "asks for how long: tests/tui/test_keeping.py",
    "rule-add": "asks for more: tests/tui/test_keeping.py",
    "rules": "a menu: tests/tui/test_keeping.py",
    "add": "asks the network: tests/tui/test_adding.py",
    "save-page": "asks the network",
    "watch": "asks the network",
    "import": "a menu: tests/tui/test_moving.py",
    "starter": "a menu",
    "settings": "a menu: tests/tui/test_caring.py",
    "repair": "asks the network",
    "slower": "an interval by what is known of a source: tests/tui/test_caring.py",
    "open-outside-read": "marks read as read-toggle does",
    "image-hide": "tests/tui/test_images.py",
    "image-report": "tests/tui/test_images.py",
    "image-undo": "tests/tui/test_images.py",
    "image-list": "reads a list",
    "trim": "what leaves the store is asked about",
}
"""Commands that change the store otherwise, and where that is tried."""


def test_every_command_that_marks_or_keeps_is_here() -> None:
    told = {*UNDOABLE, *OTHERS, "undo", "redo", "steps"}
    groups = ("mark", "sources")
    quiet = {"health", "sources", "next-error", "refresh", "refresh-all", "export", "doctor"}
    missing = {command.name for command in TABLE if command.group in groups} - told - quiet
    assert not missing


def test_done_undone_and_the_state_is_equal_after_a_restart_too(tmp_path: Path) -> None:
    """One command after the other; then, after a restart, all of them back to the beginning."""
    states: list[list[list[tuple[Any, ...]]]] = []

    async def scenario(desk: Desk) -> None:
        main = desk.main
        await desk.until(lambda: main.ticker.current is not None)
        for name, argument in UNDOABLE.items():
            before = state(newsroom)
            if name == "save-query":
                main.runner.run("search lamp")
            main.panes.go("ticker" if name == "ticker-hide" else "headlines")
            main.runner.run(f"{name} {argument}".strip())
            if name == "story-join":
                await desk.press("j", "j")
                main.runner.run(name)
            await desk.settle()
            changed = state(newsroom)
            assert changed != before, (name, main.status.message)
            main.panes.go("headlines")
            await desk.press("u")
            assert state(newsroom) == before, name
            await desk.press("ctrl+y")
            assert state(newsroom) == changed, name
            states.append(before)

    async def later(desk: Desk) -> None:
        for name, before in zip(reversed(UNDOABLE), reversed(states), strict=True):
            await desk.press("ctrl+z")
            assert state(again) == before, name

    with open_newsroom(tmp_path) as newsroom:
        fill(newsroom, each=6)
        newsroom.tag(newsroom.view("").ids(0, 24), "kept")
        read(newsroom, scenario)
    with open_newsroom(tmp_path) as again:
        read(again, later)


def test_every_screen_has_its_way_back(
    newsroom: Newsroom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each command from each pane: Esc, three times at the most, leads back to the list."""
    monkeypatch.chdir(tmp_path)
    network = {"repair", "doctor", "save-page", "watch", "settings-open", "open-outside", "open-outside-read"}
    ends = {"quit", "back", *network}

    async def scenario(desk: Desk) -> None:
        main = desk.main
        seen = set()
        for command in TABLE:
            if command.name in ends:
                continue
            main.panes.go("article" if "article" in command.when else "headlines")
            main.runner.run(command.name)
            await desk.settle()
            if desk.app.screen is not main or main.dialogs.typing:
                seen.add(command.name)
            for _ in range(3):
                if desk.app.screen is not main or main.dialogs.typing or main.article.takes_keys:
                    await desk.press("escape")
            assert desk.app.screen is main, command.name
            assert not main.dialogs.typing, command.name
        assert len(seen) > 25
        for _ in range(30):  # and from wherever all that led, to the start and out
            if not desk.app.is_running or not main.is_attached:
                break
            await desk.press("q")
        assert not desk.app.is_running

    assert read(newsroom, scenario).fault is None


@pytest.mark.parametrize("density", ["compact", "comfortable"])
def test_two_hundred_clicks_choose_the_row_that_is_drawn_there(newsroom: Newsroom, density: str) -> None:
    places = random.Random(200)

    async def scenario(desk: Desk) -> None:
        headlines, sources = desk.main.headlines, desk.main.sources
        headlines.set_deep(2 if density == "comfortable" else 1)
        await desk.press("1", "2")
        for turn in range(50 if FULL else 10):
            if turn % 5 == 0:
                await desk.press(*("pagedown",) * places.randrange(3), *("home",) * places.randrange(2))
            y = places.randrange(headlines.size.height)
            drawn = headlines.render_line(y - (int(headlines.scroll_offset.y) + y) % headlines.deep).text
            await desk.pilot.click(headlines, offset=(places.randrange(4, 40), y))
            held = headlines.headline
            assert held is not None
            words = held.title.split()[-1]
            assert words in drawn or held.language == "ar", (y, drawn, held.title)
            assert headlines.index_at(y) == headlines.cursor
            row = places.randrange(sources.row_count)
            if row < sources.size.height and sources.can_stop_at(row):
                await desk.pilot.click(sources, offset=(5, row))
                assert sources.cursor == row
                assert desk.main.pane == "sources"

    read(newsroom, scenario, (160, 40))


def test_what_comes_moves_neither_the_cursor_nor_the_text_that_is_read(newsroom: Newsroom) -> None:
    feeds = {feed.name: feed.id for feed in newsroom.feeds()}

    async def scenario(desk: Desk) -> None:
        main = desk.main
        await desk.press(*"jjjjjjj", "enter", *"jjjjj")
        for turn in range(20):
            held, line = desk.held(), main.article.scroll_offset.y
            row = main.headlines.cursor
            add(
                newsroom,
                feeds["The Tide Table"],
                *(entry(f"Late news {turn} {n}", 9000 + 10 * turn + n, minutes=-n) for n in range(5)),
                at=NOW + turn,
            )
            main.live._look()
            await desk.settle()
            main.live._settled()
            await desk.settle()
            assert (desk.held(), main.headlines.cursor, main.article.scroll_offset.y) == (held, row, line)
            await desk.press("j" if turn % 2 else "k")
        assert f"{main.live.fresh} new" in desk.title()
        assert main.live.fresh == 100
        held, line = desk.held(), main.article.scroll_offset.y
        await desk.press(".")
        assert (desk.held(), main.article.scroll_offset.y) == (held, line)
        assert main.headlines.row_count == 200

    assert read(newsroom, scenario).fault is None


def test_the_middle_button_opens_a_headline_outside(newsroom: Newsroom) -> None:
    opened: list[str] = []

    def note(address: str, *, trusted: bool = False) -> bool:
        opened.append(address)
        return True

    async def scenario(desk: Desk) -> None:
        desk.main.open_address = note  # type: ignore[method-assign]
        await desk.pilot.click("#headlines", offset=(12, 4), button=2)
        await desk.settle()
        held = desk.main.headlines.at(4)
        assert held is not None
        assert opened == [held.link]
        assert not held.read

    read(newsroom, scenario)
