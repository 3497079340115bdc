"""A store that refuses while the reader runs is one sentence each time, and the reader goes on."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.newsroom import Newsroom
from reader.store.errors import StoreFull
from reader.tui.commands import TABLE
from tests.tui.desk import Desk, read
from tests.tui.stories import add, entry

SENTENCE = "There is no space left: free some, and Telex goes on by itself."


@pytest.fixture
def refusing(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Every transaction and statement is refused while its only item is true."""
    now = [False]

    def guard(name: str) -> None:
        plain = getattr(newsroom, name)

        def maybe(*args: object, **more: object) -> object:
            if now[0]:
                raise StoreFull(SENTENCE)
            return plain(*args, **more)

        monkeypatch.setattr(newsroom, name, maybe)

    for name in (
        "view",
        "article",
        "feeds",
        "counts",
        "mark",
        "mark_view",
        "tag",
        "undo",
        "redo",
        "saved",
        "generation",
        "steps",
        "rules",
        "check_query",
        "save_query",
        "find_saved",
        "pause",
        "feed_settings",
    ):
        guard(name)
    for name in ("remove", "rename", "move", "set_setting", "import_feeds", "folders"):
        guard(name)
    return now


def test_every_command_of_a_refusing_store_is_a_sentence(
    newsroom: Newsroom, refusing: list[bool], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # where commands that write a file write it
    left_out = {
        "quit",
        "back",
        "command",
        "palette",
        "help",
        "log",
        "export",
        "import",
        "starter",
        "add",
        "save-page",
        "theme",
        "keys",
        "settings-open",
        "query-help",
        "rule-add",
        "story-why",
        "front-page",
    }

    async def scenario(desk: Desk) -> None:
        await desk.press("enter", "q")
        refusing[0] = True
        for command in TABLE:
            if command.name not in left_out:
                desk.main.runner.run(f"{command.name} x" if command.argument else command.name)
                await desk.settle()
                for _ in range(3):
                    if desk.app.screen is not desk.main or desk.main.dialogs.typing:
                        await desk.press("escape")
                await desk.press("2")
        said = [text for _, text in desk.main.said]
        assert said.count(SENTENCE) >= 8
        desk.main.live._look()
        desk.main.live._settled()
        refusing[0] = False
        await desk.press("g", "g", "s")
        assert newsroom.counts().starred == 1

    assert read(newsroom, scenario).fault is None


def test_rows_that_do_not_come_are_blank_and_said(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def scenario(desk: Desk) -> None:
        view = desk.main.headlines.view
        assert view is not None
        plain = view.rows

        def refuse(start: int, n: int) -> list[object]:
            raise StoreFull(SENTENCE)

        monkeypatch.setattr(view, "rows", refuse)
        desk.main.headlines.reload()
        await desk.settle()
        await desk.until(lambda: any(text == SENTENCE for _, text in desk.main.said))
        assert not "".join(desk.rows()).strip()
        await desk.press("j", "enter", "s", "G")
        monkeypatch.setattr(view, "rows", plain)
        add(newsroom, newsroom.feeds()[0].id, entry("Fresh", 4000, minutes=0))
        desk.main.live.changed()
        await desk.until(lambda: "Le phare" in "".join(desk.rows()) or "lamp" in "".join(desk.rows()))

    assert read(newsroom, scenario).fault is None
