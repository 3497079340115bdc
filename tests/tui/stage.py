"""A stage for one widget: a tiny app, its rows as text, and every message that it posts."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from textual.app import App, ComposeResult
from textual.message import Message
from textual.pilot import Pilot
from textual.widget import Widget

W = TypeVar("W", bound=Widget)


class Stage(App[None]):
    """Shows `widget` alone, below a row that takes the pointer's first place."""

    AUTO_FOCUS = ""
    CSS = "Screen { layout: vertical; padding: 1 0 0 0; } ArticlePane { height: 1fr; }"

    def __init__(self, widget: Widget) -> None:
        super().__init__()
        self.widget = widget

    def compose(self) -> ComposeResult:
        yield self.widget


class Told(list[Message]):
    """The messages of a widget, in order."""

    def of(self, kind: type[Message]) -> list[Any]:
        return [message for message in self if type(message) is kind]


def play(
    widget: W,
    scenario: Callable[[W, Pilot[None], Told], Awaitable[None]],
    size: tuple[int, int] = (80, 25),
) -> None:
    """Run `scenario` with `widget` on the stage."""
    told = Told()

    def hear(message: Message) -> None:
        if getattr(message, "pane", None) is widget and not any(message is other for other in told):
            told.append(message)

    async def run() -> None:
        async with Stage(widget).run_test(size=size, message_hook=hear) as pilot:
            await pilot.pause()
            await scenario(widget, pilot, told)

    asyncio.run(run())


def rows(widget: Widget) -> list[str]:
    """The rows of the widget as they are drawn now."""
    return [widget.render_line(y).text.rstrip() for y in range(widget.size.height)]
