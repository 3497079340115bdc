"""A process that refreshes a store whenever it is told the time; to be killed at any moment.

Run as `python -m tests.engine.poller STORE`: a time in Unix seconds a line, answered by "done" when the run is over.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from reader.engine.refresh import Runner
from reader.engine.workers import WorkerPool
from reader.fetch.client import Fetcher
from reader.fetch.gates import Gates
from reader.store.database import open_store


async def main(store: Path) -> None:
    now = 0.0
    async with WorkerPool(2, time_box=60) as pool, Fetcher() as fetcher:
        with open_store(store) as db:
            runner = Runner(
                db,
                fetcher,
                pool,
                Gates(),
                tell=lambda event: None,
                clock=lambda: now,
                still=lambda: now,
            )
            runner.free_claims()
            while line := await asyncio.to_thread(sys.stdin.readline):
                now = float(line)
                await runner.refresh()
                print("done", flush=True)


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
