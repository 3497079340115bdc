"""Time a whole refresh, cold and then all 304, against the made-up press: `python -m tests.bench.refresh`.

Prints one table: wall and CPU seconds, of this process and of its workers, the split, and peak memory up to the end of the
cold refresh. That ends with every entry stored and searchable; blocks and stories follow in the background. The press runs in
a process of its own and its CPU is not counted; on two cores it does cost wall time.

All entries are of the last day, the most that grouping can meet, unless `--every` says how many minutes lie between two of a
feed: 530 makes a fifth of them news of the last seven days, as it is in the feeds of real papers.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import itertools
import json
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from reader.engine.__main__ import CACHE_KB
from reader.engine.events import Done
from reader.engine.finish import Finisher
from reader.engine.grouping import Grouping
from reader.engine.refresh import Runner
from reader.engine.workers import WorkerPool
from reader.fetch.client import Fetcher, Request
from reader.fetch.gates import Gates
from reader.store import pending
from reader.store.database import Database, open_store
from reader.store.feeds import NewFeed, add_feeds
from tests.bench.press import EVERY


@dataclass
class Lap:
    """One measured step. `own` and `workers` are CPU seconds."""

    name: str
    wall: float
    own: float
    workers: float
    note: str = ""

    def __str__(self) -> str:
        cpu = self.own + self.workers
        return f"{self.name:<22} {self.wall:7.2f} {cpu:7.2f} {self.own:7.2f} {self.workers:7.2f}  {self.note}"


class Meter:
    """Measures steps, and the peak of memory in bytes meanwhile: of this process, and with its workers."""

    def __init__(self) -> None:
        self.laps: list[Lap] = []
        self.engine = 0
        self.all = 0
        self._ended = threading.Event()
        threading.Thread(target=self._watch, daemon=True).start()

    async def lap(
        self, name: str, work: Coroutine[Any, Any, Any], note: Callable[[Any], str] = lambda _: ""
    ) -> Any:
        wall, own, workers = time.perf_counter(), time.process_time(), _children()
        result = await work
        self.laps.append(
            Lap(
                name,
                time.perf_counter() - wall,
                time.process_time() - own,
                _children() - workers,
                note(result),
            )
        )
        return result

    def end(self) -> None:
        self._ended.set()

    def _watch(self) -> None:
        """Looks through all processes for workers once in two seconds: that is work too, and counts as the engine's."""
        me = psutil.Process()
        workers: list[psutil.Process] = []
        for tick in itertools.count():
            if self._ended.wait(0.1):
                return
            if tick % 20 == 4:
                workers = _workers()
            own = me.memory_info().rss
            total = own
            for process in workers:
                with contextlib.suppress(psutil.Error):
                    total += process.memory_info().rss
            self.engine, self.all = max(self.engine, own), max(self.all, total)


def _workers() -> list[psutil.Process]:
    found = []
    for child in psutil.Process().children():
        with contextlib.suppress(psutil.Error):
            if "worker" in " ".join(child.cmdline()):
                found.append(child)
    return found


def _children() -> float:
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    total = spent.ru_utime + spent.ru_stime
    for worker in _workers():
        with contextlib.suppress(psutil.Error):
            times = worker.cpu_times()
            total += times.user + times.system
    return total


async def measure(urls: list[str], store: Path, hosts: int, meter: Meter) -> Database:
    """All the steps, in order."""
    clock = Clock()
    db = open_store(store, clock=clock, cache_kb=CACHE_KB)
    add_feeds(db, [NewFeed(url) for url in urls])
    async with Fetcher() as fetcher, WorkerPool() as pool:
        await meter.lap("requests alone", _requests(fetcher, urls, hosts))
        runner = Runner(db, fetcher, pool, Gates(hosts), tell=lambda event: None, clock=clock, still=clock)
        await meter.lap("cold refresh", runner.refresh(), _split)
        meter.end()
        searchable = db.value("SELECT count(*) FROM entry") - pending.unsearchable(db)
        meter.laps[-1].note += f"; {searchable} searchable"
        await meter.lap("group", Grouping(db, runner.voice, clock).run(), lambda n: f"{n} joined others")
        finisher = Finisher(db, pool, runner.voice, ("fr", "ar"))
        await meter.lap("blocks", finisher.run(), lambda n: f"{n} entries")
        for turn in range(3):
            clock.jump(7_200)
            await meter.lap(f"all 304, turn {turn + 1}", runner.refresh(), _split)
    return db


async def _requests(fetcher: Fetcher, urls: list[str], hosts: int) -> None:
    gates = Gates(hosts)

    async def one(url: str) -> None:
        async with gates.turn(url.split("/")[2], 0):
            await fetcher.get(Request(url, typed=True))

    await asyncio.gather(*map(one, urls))
    await fetcher.aclose()


class Clock:
    """Unix seconds, with jumps."""

    def __init__(self) -> None:
        self._ahead = 0.0

    def __call__(self) -> float:
        return time.time() + self._ahead

    def jump(self, seconds: float) -> None:
        self._ahead += seconds


def _split(done: Done) -> str:
    parts = [f"{name} {seconds:.2f}" for name, seconds in done.split.items()]
    return f"{done.changed} changed, {done.unchanged} unchanged, {done.failed} failed, {done.new} new; {', '.join(parts)}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--feeds", type=int, default=500)
    parser.add_argument("--entries", type=int, default=100)
    parser.add_argument("--hosts", type=int, default=100)
    parser.add_argument("--delay", type=float, default=0.05)
    parser.add_argument("--every", type=float, default=EVERY)
    parser.add_argument("--at-once", type=int, default=100)
    options = parser.parse_args()
    shape = [f"--{name}={getattr(options, name)}" for name in ("feeds", "entries", "hosts", "delay", "every")]
    with subprocess.Popen(
        [sys.executable, "-m", "tests.bench.press", *shape], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as press:
        assert press.stdout is not None
        said = json.loads(press.stdout.readline())
        print(
            f"{options.feeds} feeds x {options.entries} entries on {options.hosts} hosts, {options.delay * 1000:.0f} ms, one in {options.every:g} min; "
            f"{said['packed'] / 1e6:.1f} MB packed, {said['unpacked'] / 1e6:.1f} MB unpacked"
        )
        meter = Meter()
        with tempfile.TemporaryDirectory() as folder:
            store = Path(folder) / "telex.db"
            db = asyncio.run(measure(said["urls"], store, options.at_once, meter))
            entries = db.value("SELECT count(*) FROM entry")
            db.close()
            size = store.stat().st_size
        assert press.stdin is not None
        press.stdin.close()
    print(f"{'':<22} {'wall s':>7} {'CPU s':>7} {'engine':>7} {'workers':>7}")
    for lap in meter.laps:
        print(lap)
    print(
        f"{entries} entries stored, {size / entries:.0f} bytes each; "
        f"peak memory {meter.engine / 1e6:.0f} MB, {meter.all / 1e6:.0f} with the workers"
    )


if __name__ == "__main__":
    main()
