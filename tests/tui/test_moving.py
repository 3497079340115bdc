"""Lists of other readers on the screen: shown before anything is saved, brought in when that is wished, taken back whole."""

from __future__ import annotations

from pathlib import Path

from reader.newsroom import Newsroom
from reader.tui.screens.chooser import Chooser
from tests.tui.desk import Desk, read

LIST = """https://rade.example/feed Ports "~La Rade"
https://quay.example/atom Ports evening
exec:ls
"query:Fresh:unread = \\"yes\\" and age < 2"
"""


def test_a_list_is_shown_before_it_comes_in(newsroom: Newsroom, tmp_path: Path) -> None:
    file = tmp_path / "urls"
    file.write_text(LIST)
    before = len(newsroom.feeds())

    async def scenario(desk: Desk) -> None:
        await desk.press(":")
        await desk.type(f"import {file}")
        await desk.press("enter")
        await desk.patiently(lambda: isinstance(desk.app.screen, Chooser))
        await desk.settle()
        screen = desk.shown()
        for words in (
            "2 of 2 sources are new",
            "La Rade",
            "Ports",
            "Not taken",
            "runs a program",
            "1 search",
        ):
            assert words in screen, screen
        assert len(newsroom.feeds()) == before
        await desk.press("escape")
        assert len(newsroom.feeds()) == before
        await desk.press(":")
        await desk.type(f"import {file}")
        await desk.press("enter")
        await desk.patiently(lambda: isinstance(desk.app.screen, Chooser))
        await desk.press("enter")
        await desk.patiently(lambda: len(newsroom.feeds()) == before + 2)
        await desk.patiently(lambda: "came in" in desk.main.status.message)
        assert [one.name for one in newsroom.saved()][-1] == "Fresh"
        await desk.press("u")
        assert len(newsroom.feeds()) == before
        assert "Fresh" not in [one.name for one in newsroom.saved()]

    read(newsroom, scenario)


def test_what_is_no_list_is_said(newsroom: Newsroom, tmp_path: Path) -> None:
    file = tmp_path / "picture.png"
    file.write_bytes(b"\x89PNG\r\n")

    async def scenario(desk: Desk) -> None:
        await desk.press(":")
        await desk.type(f"import {file}")
        await desk.press("enter")
        await desk.patiently(lambda: "neither OPML nor" in desk.main.status.message)

    read(newsroom, scenario)
