"""A feed is asked without conditions once in its life, over restarts and kill -9 in the middle of runs.

24 feeds and ten polls; 200 and 50 with TELEX_FULL.
"""

from __future__ import annotations

import asyncio
import signal
import sys
from collections import Counter
from pathlib import Path
from random import Random

import pytest

from reader.store import feeds
from reader.store.database import open_store
from tests.engine.desk import DAY, NOON
from tests.engine.test_crash import end, hear, start
from tests.faults.server import FaultServer
from tests.store.conftest import FULL

FEEDS, POLLS, RESTART, KILL = (200, 50, 5, 10) if FULL else (24, 10, 2, 4)
HOSTS = 4


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs kill -9")
def test_once_without_conditions(tmp_path: Path) -> None:
    dice = Random(3)
    store = tmp_path / "telex.db"
    kills = POLLS // KILL
    fresh = FEEDS // 4 // kills
    excused: Counter[str] = Counter()

    async def main() -> list[tuple[str, bytes | None]]:
        async with FaultServer(hosts=HOSTS) as server:

            def add(first: int, count: int) -> None:
                for number in range(first, first + count):
                    host = f"127.0.0.{number % HOSTS + 1}"
                    feeds.add_feed(db, server.url("good", host, paper=number), now=NOON)

            with open_store(store) as db:
                known = FEEDS - fresh * kills
                add(0, known)
                process = None
                for poll in range(1, POLLS + 1):
                    if process is None or poll % RESTART == 1:
                        if process is not None:
                            await _leave(process)
                        process = await start(sys.executable, "-m", "tests.engine.poller", str(store))
                    assert process.stdin is not None
                    seen = len(server.log)
                    if poll % KILL == 0:
                        add(known, fresh)
                        known += fresh
                    process.stdin.write(f"{NOON + poll * 2 * DAY}\n".encode())
                    if poll % KILL:
                        await hear(process, b"done")
                        continue
                    most = dice.randrange(1, known)
                    async with asyncio.timeout(60):
                        while len(server.log) - seen < most:
                            await asyncio.sleep(0.001)
                    await end(process)
                    process = None
                    kept = {row[0] for row in db.rows("SELECT url FROM feed WHERE etag IS NOT NULL")}
                    excused.update(
                        {_url(one.host, one.target) for one in server.log if not _conditional(one.headers)}
                        - kept
                    )
                if process is not None:
                    await _leave(process)
                process = await start(sys.executable, "-m", "tests.engine.poller", str(store))
                assert process.stdin is not None
                process.stdin.write(f"{NOON + (POLLS + 1) * 2 * DAY}\n".encode())
                await hear(process, b"done")
                await _leave(process)
                assert db.value("SELECT count(*) FROM feed WHERE etag IS NOT NULL") == FEEDS
            return [(_url(one.host, one.target), one.header("if-none-match")) for one in server.log]

    log = asyncio.run(main())
    blind = Counter(url for url, condition in log if condition is None)
    assert len(blind) == FEEDS
    assert blind == Counter({url: 1 + excused[url] for url in blind})
    assert len(log) > FEEDS * POLLS / 2


def _url(host: str, target: str) -> str:
    return f"http://{host}{target}"


def _conditional(headers: list[tuple[str, bytes]]) -> bool:
    return any(name == "if-none-match" for name, _ in headers)


async def _leave(process: asyncio.subprocess.Process) -> None:
    """Let it end by itself."""
    assert process.stdin is not None
    process.stdin.close()
    async with asyncio.timeout(60):
        await process.wait()
