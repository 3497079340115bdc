"""The status line: what is said goes before what can be done, and the way back is never cut off."""

from __future__ import annotations

import asyncio

from textual.app import App, ComposeResult

from reader.text.cells import width
from reader.tui.widgets.status import StatusLine


class Foot(App[None]):
    """A status line alone."""

    def __init__(self) -> None:
        super().__init__()
        self.line = StatusLine()

    def compose(self) -> ComposeResult:
        yield self.line


HINTS = (("Enter", "open"), ("s", "star"), ("?", "help"))


def shown(line: StatusLine) -> str:
    return line.render_line(0).text


def test_what_stands_there() -> None:
    async def run() -> None:
        foot = Foot()
        async with foot.run_test(size=(60, 3)):
            line = foot.line
            line.show_hints(HINTS)
            line.show_standing("7 unread")
            assert shown(line).startswith(" 7 unread ")
            assert shown(line).rstrip().endswith("Enter open  s star  ? help")
            line.show_progress("Fetching 3 of 9")
            assert "Fetching 3 of 9" in shown(line)
            line.say("Done.")
            assert "Done." in shown(line)
            line.show_link("https://lamp.example/")
            assert "lamp.example" in shown(line)
            line.show_pending("12g")
            assert shown(line).startswith(" 12g ")
            line.show_pending("")
            line.show_link("")
            line.say("")
            assert "Fetching" in shown(line)

    asyncio.run(run())


def test_the_way_back_stays_when_the_text_is_cut() -> None:
    async def run() -> None:
        foot = Foot()
        async with foot.run_test(size=(40, 3)):
            foot.line.show_hints(HINTS)
            foot.line.say("Marked “" + "a long title " * 9 + "” with a star", tail="u undo")
            assert "… u undo" in shown(foot.line)
            assert width(shown(foot.line)) == 40

    asyncio.run(run())


def test_an_error_stays_until_a_key_and_a_word_of_the_outside_stays_harmless() -> None:
    async def run() -> None:
        foot = Foot()
        async with foot.run_test(size=(40, 3)):
            foot.line.say("It went \x1b]0;wrong\x07 [bold]here[/]", error=True)
            assert "\x1b" not in shown(foot.line)
            assert "[bold]here[/]" in shown(foot.line)
            foot.line.key_pressed()
            assert foot.line.message == ""

    asyncio.run(run())
