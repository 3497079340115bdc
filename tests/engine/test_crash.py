"""kill -9 at random moments of a real refresh while another process marks: nothing acknowledged is lost, nothing is twice.

Ten kills, 50 with TELEX_FULL, as many as TELEX_KILLS says.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
from pathlib import Path
from random import Random

import pytest

from reader.engine.children import command
from reader.store import feeds
from reader.store.check import problems
from reader.store.database import Database, open_store
from tests.faults.server import FaultServer
from tests.store.conftest import FULL, ROOT
from tests.store.recount import assert_counters

KILLS = int(os.environ.get("TELEX_KILLS", "50" if FULL else "10"))
FEEDS = 12
"""New ones for each kill."""
ITEMS = 30
HOSTS = 6

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs kill -9")


async def start(*arguments: str) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        *arguments, cwd=ROOT, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )


async def end(process: asyncio.subprocess.Process) -> list[str]:
    """Kill it; answers what it said before, whole lines only."""
    with contextlib.suppress(ProcessLookupError):
        process.kill()
    assert process.stdout is not None
    said = (await process.stdout.read()).decode()
    await process.wait()
    return said.split("\n")[:-1]


async def hear(process: asyncio.subprocess.Process, *words: bytes) -> bytes:
    """Read its lines until one has one of these words."""
    assert process.stdout is not None
    async with asyncio.timeout(300):
        while True:
            line = await process.stdout.readline()
            assert line, "the process ended"
            if any(word in line for word in words):
                return line


def check(db: Database, starred: set[int]) -> None:
    """Whole feeds only, each with its validator; every acknowledged mark is there."""
    rows = db.rows("SELECT feed_id, count(*), count(DISTINCT guid) FROM entry GROUP BY feed_id")
    assert {row[1:] for row in rows} <= {(ITEMS, ITEMS)}
    kept = {row[0] for row in db.rows("SELECT id FROM feed WHERE etag IS NOT NULL")}
    assert {row[0] for row in rows} == kept
    found = {row[0] for row in db.rows("SELECT entry_id FROM listing WHERE starred_at IS NOT NULL")}
    assert starred <= found
    assert db.value("SELECT count(*) FROM mark WHERE starred_at IS NOT NULL") == len(found)
    assert problems(db) == []
    assert_counters(db)


def test_kills_during_a_refresh_lose_nothing(tmp_path: Path) -> None:
    dice = Random(500)
    store = tmp_path / "data" / "telex.db"
    (tmp_path / "config.toml").write_text("[fetch]\nauto = true\n")
    engine = command(
        "reader.engine", "--data-dir", str(store.parent), "--config", str(tmp_path / "config.toml")
    )
    marker = (sys.executable, "-m", "tests.engine.marker", str(store))
    starred: set[int] = set()

    async def round_(db: Database, number: int) -> None:
        running = await start(*engine)
        marking = await start(*marker, str(number))
        await hear(running, b'"feed"')
        starred.update(int(one) for one in (await hear(marking, b"")).split())
        await asyncio.sleep(dice.random() ** 2 * 0.4)
        order = [running, marking]
        dice.shuffle(order)
        said = {}
        for process in order:
            said[process.pid] = await end(process)
            await asyncio.sleep(dice.choice([0, 0.01]))
        starred.update(int(one) for line in said[marking.pid] for one in line.split())
        check(db, starred)

    async def main() -> None:
        async with FaultServer(hosts=HOSTS) as server:
            with open_store(store) as db:
                for number in range(KILLS):
                    for one in range(FEEDS):
                        paper = number * FEEDS + one
                        host = f"127.0.0.{paper % HOSTS + 1}"
                        feeds.add_feed(db, server.url("good", host, paper=paper, items=ITEMS))
                    await round_(db, number)
                last = await start(*engine)
                try:
                    async with asyncio.timeout(120):
                        while db.value(
                            "SELECT count(*) FROM feed WHERE fetched_at IS NULL OR claimed_by IS NOT NULL"
                        ):
                            await hear(last, b'"feed"', b'"done"')
                finally:
                    await end(last)
                check(db, starred)
                assert db.value("SELECT count(*) FROM entry") == KILLS * FEEDS * ITEMS
                assert problems(db, full=True) == []
                db.execute("INSERT INTO search (search) VALUES ('integrity-check')")

    asyncio.run(main())
    assert len(starred) > KILLS
