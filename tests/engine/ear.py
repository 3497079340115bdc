"""Hears an engine process: collects its events, and waits for one that fits."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from reader.engine.events import Event


class Ear:
    """`heard` holds the events so far; give the object itself as `on_event`."""

    def __init__(self) -> None:
        self.heard: list[Event] = []
        self._more = asyncio.Event()

    def __call__(self, event: Event) -> None:
        self.heard.append(event)
        self._more.set()

    async def wait(self, fits: Callable[[Event], bool], seconds: float = 60) -> Event:
        async with asyncio.timeout(seconds):
            while True:
                for event in self.heard:
                    if fits(event):
                        return event
                self._more.clear()
                await self._more.wait()
