"""The whole reader without a terminal: opened on a store, driven by keys, read as rows of text."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from textual import events
from textual.keys import _character_to_key, key_to_character
from textual.pilot import Pilot
from textual.widget import Widget

from reader.newsroom import Newsroom
from reader.tui.app import TelexApp
from reader.tui.screens.main import MainScreen


class Desk:
    """The app with its pilot. `press` waits until what a key began is done."""

    def __init__(self, app: TelexApp, pilot: Pilot[str]) -> None:
        self.app = app
        self.pilot = pilot

    @property
    def main(self) -> MainScreen:
        return self.app.main

    async def press(self, *keys: str) -> None:
        """Keys as the terminal's driver gives them, without the pauses between them that a pilot makes."""
        for key in keys:
            name = _character_to_key(key) if len(key) == 1 else key
            await self._send(name, key_to_character(name) if len(key) > 1 else key)
        await self.settle()

    async def type(self, text: str) -> None:
        await self.press(*("space" if c == " " else c for c in text))

    async def paste(self, text: str) -> None:
        """All of `text` at once: no pause comes between two letters of it."""
        self.app.post_message(events.Paste(text))
        await self.settle()

    async def _send(self, name: str, character: str | None) -> None:
        self.app.post_message(events.Key(name, character))
        await self._quiet()

    async def begun(self) -> None:
        """Until what comes by itself at the start has come: the article beside the first headline."""
        await self.settle()
        if self.main.panes.article_beside and self.main.headlines.headline is not None:
            await self.until(lambda: self.main.article_id != 0)
            await self.settle()

    async def settle(self) -> None:
        """Until nothing that a key began is under way, the next paint included."""
        await self._quiet()
        await asyncio.sleep(0.01)
        await self._quiet()
        await self.until(self._laid_out)
        await self._quiet()

    async def counted(self) -> None:
        """Until what was done shows in the counts, which are read a moment later."""
        await self.settle()
        await self.until(lambda: self.main.live._settling is None)
        await self.settle()

    def _laid_out(self) -> bool:
        """Whether nothing waits for the screen's own clock, which lays out sixty times a second at most."""
        screen = self.app.screen
        return not (
            screen._layout_required
            or screen._scroll_required
            or screen._callbacks
            or any(
                pump._layout_required or pump._refresh_styles_required
                for pump in screen.walk_children(Widget)
            )
        )

    async def _quiet(self) -> None:
        still = 0
        while still < 3:
            await asyncio.sleep(0)
            pumps = (self.app, *self.app.screen_stack, *self.app.screen.walk_children())
            still = still + 1 if all(pump._message_queue.empty() for pump in pumps) else 0

    async def until(self, true: Callable[[], bool]) -> None:
        """Until something is so; fails where it does not come to be."""
        for _ in range(3_000):
            if true():
                return
            await self.pilot.pause(0.01)
        raise AssertionError("it did not come to be")

    async def patiently(self, true: Callable[[], bool]) -> None:
        """The same for something that another process does, on a machine that has much else to do."""
        for _ in range(6_000):
            if true():
                await self.settle()
                return
            await self.pilot.pause(0.01)
        raise AssertionError("it did not come to be")

    def shown(self) -> str:
        """All text on the screen, a line a row."""
        strips = self.app.screen._compositor.render_strips()
        return "\n".join("".join(segment.text for segment in strip) for strip in strips)

    def rows(self) -> list[str]:
        """The rows of the list on the screen."""
        pane = self.main.headlines
        return [pane.render_line(y).text for y in range(pane.size.height)]

    def status(self) -> str:
        """The status line, as wide as it likes: a line to type in may have hidden it a moment ago."""
        return "".join(text for text, _, _ in self.main.status.make_runs(max(120, self.app.size.width)))

    def title(self) -> str:
        return self.main.title_list.render_line(0).text

    def held(self) -> str:
        """The title of the headline under the cursor."""
        headline = self.main.headlines.headline
        return headline.title if headline is not None else ""


def read(
    newsroom: Newsroom,
    scenario: Callable[[Desk], Awaitable[None]],
    size: tuple[int, int] = (120, 40),
) -> TelexApp:
    """Open the reader on `newsroom` and act `scenario` on it; gives the app as it ended."""
    app = TelexApp(newsroom, with_engine=False)

    async def run() -> None:
        async with app.run_test(size=size, notifications=True) as pilot:
            while not app.main.furnished:
                await pilot.pause()
            desk = Desk(app, pilot)
            await desk.begun()
            await scenario(desk)

    asyncio.run(run())
    return app
