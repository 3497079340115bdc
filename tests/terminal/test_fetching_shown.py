"""What a person sees of a fetch: how far it is, what came of it, why one is refused and until when, and how a source is."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.config import Paths
from reader.newsroom import Newsroom
from reader.store import feeds
from tests.faults.papers import rss
from tests.faults.server import Exchange, FaultServer
from tests.terminal.screen import Terminal


class Press:
    """A fault server in a thread of its own. The paper at /slow goes out when `release` is called."""

    def __init__(self) -> None:
        self.server = FaultServer(hosts=3)
        self._loop = asyncio.new_event_loop()
        self._go, self._end = asyncio.Event(), asyncio.Event()
        self._started = threading.Event()
        self._thread = threading.Thread(target=lambda: self._loop.run_until_complete(self._main()))
        self._thread.start()
        assert self._started.wait(60)

    async def _main(self) -> None:
        async def slow(exchange: Exchange) -> None:
            await self._go.wait()
            await exchange.answer(rss(2), headers=(("ETag", '"2"'),))

        async with self.server:
            self.server.routes["/slow"] = slow
            self._started.set()
            await self._end.wait()

    def release(self) -> None:
        self._loop.call_soon_threadsafe(self._go.set)

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._end.set)
        self._thread.join(60)
        self._loop.close()


@pytest.fixture
def press() -> Iterator[Press]:
    made = Press()
    yield made
    made.close()


def test_a_fetch_from_its_beginning_to_a_refusal(press: Press, data: Path) -> None:
    server = press.server
    with Newsroom.open(Paths(data, data.parent / "config.toml")) as newsroom:
        for number, fault in enumerate(("good", "slow", "status")):
            host = f"127.0.0.{number + 1}"
            url = server.url(fault, host, **({"code": 404} if fault == "status" else {}))
            feeds.add_feed(newsroom.db, url)
    with Terminal(size=(120, 30)) as terminal:
        terminal.shows("3 sources")
        terminal.press("R")
        terminal.shows("Fetching 2 of 3 · 1 changed · 10 new · 1 failed")
        press.release()
        terminal.shows("20 new · 1 could not be fetched")
        terminal.press("R")
        terminal.shows("Nothing new · 3 not asked before")
        terminal.shows("it was asked")
        asked = len(server.log)
        for name, sentences in (
            ("la-gazette-2", ("well, ", "once an hour", "last news")),
            ("127-0-0-3", ("failed once, never well", "127.0.0.3 has nothing at this address (404).")),
        ):
            terminal.send(f":go-feed {_id(data, name)}\r".encode())
            terminal.send(b":health\r")
            for sentence in sentences:
                terminal.shows(sentence)
        assert len(server.log) == asked == 3
        terminal.press("ctrl+q")
        assert terminal.ended() == 0


def test_a_press_during_the_first_fetch_does_not_hide_what_that_brought(
    press: Press, data: Path, config: Path
) -> None:
    """The second run finds all of them asked already; what the person hears is the sum of both."""
    server = press.server
    with Newsroom.open(Paths(data, config)) as newsroom:
        feeds.add_feed(newsroom.db, server.url("slow"))
        for number in range(3):
            feeds.add_feed(newsroom.db, server.url("good", paper=number))
    config.write_text("motion = false\n[fetch]\nauto = true\n")
    with Terminal(size=(120, 30)) as terminal:
        terminal.says(b"Fetching 0 of 4")
        before = len(terminal.output)
        terminal.press("R")
        terminal.says("Fetching…".encode(), before)
        press.release()
        terminal.shows("40 new · 4 not asked before")
        assert len(server.log) == 4
        terminal.press("ctrl+q")
        assert terminal.ended() == 0


def _id(data: Path, slug: str) -> int:
    with Newsroom.open(Paths(data, data.parent / "config.toml"), readonly=True) as newsroom:
        return newsroom.feed(slug).id
