"""Bombs cost the engine little memory, and of the feed behind them nothing is lost."""

from __future__ import annotations

import threading
import time
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from tests.engine.desk import HOUR, Desk, at_desk
from tests.faults.packing import zeros_packed
from tests.faults.papers import rss
from tests.faults.server import Exchange

MOST = 40 * (1 << 20)
LONGEST = 6.0
"""Seconds of processor time, of the engine and its workers together; the wall is no measure on a busy machine."""
BOMBS = (
    "bomb?mebibytes=1024", "bomb-twice?mebibytes=1024", "bomb-inside?mebibytes=1024", "endless", "header-storm",
    "length-huge", "gzip-cut", "billion-laughs", "deep?n=1000000", "big-feed?megabytes=50",
)  # fmt: skip


class Peak:
    """The most memory that this process holds meanwhile, in bytes above where it began; its workers are not counted."""

    def __init__(self) -> None:
        self._process = psutil.Process()
        self._ended = threading.Event()
        self.start = self._process.memory_info().rss
        self.most = self.start
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def _watch(self) -> None:
        while not self._ended.is_set():
            self.most = max(self.most, self._process.memory_info().rss)
            time.sleep(0.002)

    def end(self) -> int:
        self._ended.set()
        self._thread.join()
        return int(self.most - self.start)


def spent() -> float:
    """Seconds of processor time of this process and all its children, those that have ended among them."""
    own = psutil.Process().cpu_times()
    total = own.user + own.system + own.children_user + own.children_system
    for child in psutil.Process().children():
        with suppress(psutil.NoSuchProcess):
            total += sum(child.cpu_times()[:2])
    return float(total)


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_costs_little_and_old_entries_stay(tmp_path: Path, bomb: str) -> None:
    async def work(desk: Desk) -> None:
        armed = False

        async def paper(exchange: Exchange) -> None:
            if armed:
                await exchange.answer(b"", status="307 Moved", headers=(("Location", f"/{bomb}"),))
            else:
                await exchange.answer(rss(), headers=(("ETag", '"1"'),))

        zeros_packed(1024)  # the server's own copy, which is not counted
        desk.server.routes["/paper"] = paper
        (feed,) = desk.add(desk.server.url("paper"))
        await desk.refresh()
        for turn in range(3):  # the first bomb warms what it needs, too
            armed = turn > 0
            desk.wait(2 * HOUR)
            peak, before = Peak(), spent()
            await desk.refresh([feed], force=True)
            took = spent() - before
            grown = peak.end()
        assert grown <= MOST, f"{grown / (1 << 20):.0f} MiB"
        assert took <= LONGEST
        assert desk.entries(feed) >= 10
        assert desk.validators(feed)[0] in ((None,) if "laughs" in bomb else (b'"1"',)), (
            "that one is a feed after all"
        )

    at_desk(tmp_path, work)


def test_many_large_feeds_at_once_share_their_room(tmp_path: Path) -> None:
    """Thirty hosts send 8 MB each at the same moment: all of it is never held together."""

    async def here(host: str, port: int) -> list[str]:
        return ["127.0.0.1"]

    async def work(desk: Desk) -> None:
        port = desk.server.port
        desk.add(*(f"http://paper{n}.example:{port}/big-feed?megabytes=8&n={n}" for n in range(30)))
        peak = Peak()
        await desk.refresh()
        assert peak.end() <= 220 * (1 << 20)
        assert {desk.feed(row[0]).status for row in desk.db.rows("SELECT id FROM feed")} == {"ok"}

    at_desk(tmp_path, work, resolver=here, time_box=60)
