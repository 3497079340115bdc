"""The score page: simulated days of a running engine, and every bad count, which should be 0.

`python -m tests.faults.score --feeds 300 --hours 48` runs the real engine on a clock that jumps, with feeds of many
kinds, and prints one table. Time, sockets, store and workers are real; only waiting is skipped.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from reader.engine.refresh import Runner
from reader.engine.workers import WorkerPool
from reader.fetch.client import Fetcher, user_agent
from reader.fetch.gates import Gates
from reader.store import feeds
from reader.store.database import open_store
from tests.faults.clock import JumpLoop, run_jumping
from tests.faults.content import QUIET
from tests.faults.server import FaultServer, Seen
from tests.faults.validators import ODD

START = 1_767_614_400  # 2026-01-05 12:00:00 UTC
HOUR = 3_600
RESTART = 180
"""Simulated seconds after which the engine is started anew, on the same store."""
HOSTS = 40
"""So many made-up hosts share the feeds; all of them lead to the one server."""
GAP = 1.0
"""Seconds between two feeds of one host."""


@dataclass
class Score:
    """Bad counts of one simulation, and how many requests it made in all."""

    requests: int = 0
    bad: Counter[str] = field(default_factory=Counter)

    def table(self) -> str:
        rows = [f"{count:>7}  {name}" for name, count in sorted(self.bad.items())]
        return "\n".join([f"{self.requests:>7}  requests", *rows])


COUNTS = (
    "unconditional requests after the first",
    "validators that came back changed",
    "polls within the hour",
    "polls within the day without validators or freshness",
    "polls inside max-age",
    "polls in skipped hours",
    "requests inside Retry-After",
    "requests after 410",
    "two requests at once at a host",
    "gaps at a host that are too short",
    "more hosts at once than the limit",
    "addresses that went out changed",
    "requests to a hub",
    "cookies",
    "referers",
    "other User-Agents",
    "feeds left out",
)


def addresses(server: FaultServer, count: int) -> list[str]:
    """Feeds of all kinds: honest, odd, slow, broken, refusing."""
    kinds = [
        lambda n: server.url("good", paper=n),
        lambda n: server.url("odd-validator", n=n % len(ODD), paper=n),
        lambda n: server.url("no-validators", paper=n),
        lambda n: server.url("fresh", says="max-age=9000", paper=n),
        lambda n: server.url("quiet", paper=n),
        lambda n: server.url("status", code=404, paper=n),
        lambda n: server.url("status", code=503, retry=20_000, paper=n),
        lambda n: server.url("status", code=410, paper=n),
        lambda n: server.url("good", items=3, paper=n),
        lambda n: server.url("cookies", paper=n),
        lambda n: server.url("delay", seconds=2, paper=n),
        lambda n: server.url("html", paper=n),
        lambda n: server.url("close-in-body", paper=n),
    ]
    here = f"127.0.0.1:{server.port}"
    hosts = min(HOSTS, count // 3 + 1)
    return [
        kinds[number % len(kinds)](number).replace(here, f"paper{number % hosts}.example:{server.port}")
        for number in range(count)
    ]


async def home(host: str, port: int) -> list[str]:
    """Every name leads to the server."""
    return ["127.0.0.1"]


async def simulate(folder: Path, count: int, hours: float) -> Score:
    """Run the engine over so many simulated hours. The running loop's clock must be one that jumps."""
    loop = asyncio.get_running_loop()
    assert isinstance(loop, JumpLoop)
    begin = loop.time()

    def clock() -> float:
        return START + loop.time() - begin

    async with FaultServer() as server, WorkerPool(2, time_box=60) as pool, Fetcher(resolver=home) as fetcher:
        loop.hold_while(lambda: pool.busy)
        with open_store(folder / "telex.db", clock=clock) as db:
            urls = addresses(server, count)
            for url in urls:
                feeds.add_feed(db, url)
            while loop.time() - begin < hours * HOUR:
                gates = Gates()
                runner = Runner(
                    db, fetcher, pool, gates, tell=lambda event: None, clock=clock, still=loop.time
                )
                restart = loop.time() + RESTART
                while loop.time() < min(restart, begin + hours * HOUR):
                    if feeds.due(db, int(clock())):
                        await runner.refresh(scheduled=True)
                    await asyncio.sleep(60)
            return judge(server.log, urls, lambda at: START + at - begin)


def judge(log: list[Seen], urls: list[str], clock: Callable[[float], float]) -> Score:
    """Every bad count of what the server saw. `clock` makes its times into Unix seconds."""
    score = Score(len(log), Counter(dict.fromkeys(COUNTS, 0)))
    by_target: dict[str, list[Seen]] = defaultdict(list)
    for seen in log:
        by_target[seen.target].append(seen)
        score.bad["cookies"] += seen.header("cookie") is not None
        score.bad["referers"] += seen.header("referer") is not None
        score.bad["other User-Agents"] += seen.header("user-agent") != user_agent()
    known = {url.partition(".example")[2].partition("/")[2] for url in urls}
    score.bad["feeds left out"] = len(known - {target[1:] for target in by_target})
    score.bad["addresses that went out changed"] = sum(target[1:] not in known for target in by_target)
    score.bad["requests to a hub"] = len(by_target.get("/hub", ()))
    for times in by_target.values():
        _judge_feed(score.bad, times)
        if times[0].name == "quiet":
            skipped = [time.gmtime(clock(seen.at)).tm_hour in QUIET for seen in times[1:]]
            score.bad["polls in skipped hours"] += sum(skipped)
    by_host: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for seen in log:
        by_host[seen.host].append((seen.at, seen.ended or seen.at))
    for spans in by_host.values():
        for earlier, later in itertools.pairwise(sorted(spans)):
            score.bad["two requests at once at a host"] += later[0] < earlier[1]
            score.bad["gaps at a host that are too short"] += later[0] - earlier[1] < GAP - 0.01
    edges = sorted([(seen.at, 1) for seen in log] + [(seen.ended or seen.at, -1) for seen in log])
    busiest = max(itertools.accumulate(step for _, step in edges), default=0)
    score.bad["more hosts at once than the limit"] = max(0, busiest - 32)
    return score


def _judge_feed(bad: Counter[str], seen: list[Seen]) -> None:
    name = seen[0].name
    code = seen[0].arguments.get("code")
    gaps = [later.at - earlier.at for earlier, later in itertools.pairwise(seen)]
    bad["polls within the hour"] += sum(gap < HOUR for gap in gaps)
    if name in ("no-validators", "cookies"):
        bad["polls within the day without validators or freshness"] += sum(gap < 24 * HOUR for gap in gaps)
    if name == "fresh":
        bad["polls inside max-age"] += sum(gap < 9_000 for gap in gaps)
    if code == "503":
        bad["requests inside Retry-After"] += sum(gap < 20_000 for gap in gaps)
    if code == "410":
        bad["requests after 410"] += len(gaps)
    conditional = [(one.header("if-none-match"), one.header("if-modified-since")) for one in seen[1:]]
    if name in ("good", "odd-validator", "delay"):
        bad["unconditional requests after the first"] += sum(pair == (None, None) for pair in conditional)
    if name == "odd-validator":
        right = ODD[int(seen[0].arguments["n"])]
        bad["validators that came back changed"] += sum(pair != right for pair in conditional)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--feeds", type=int, default=300)
    parser.add_argument("--hours", type=float, default=48)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        score = run_jumping(simulate(Path(folder), options.feeds, options.hours))
    print(
        f"{options.feeds} feeds, {options.hours:g} simulated hours, {HOSTS} hosts, a restart each {RESTART} seconds"
    )
    print(score.table())


if __name__ == "__main__":
    main()
