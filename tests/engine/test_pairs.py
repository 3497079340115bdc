"""Pairs of commands that start at the same moment: one fetches, each source is asked once, none is stuck.

Eight pairs, a thousand with TELEX_FULL.
"""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

import pytest

from reader.store import feeds, lease
from reader.store.database import open_store
from tests.faults.server import FaultServer
from tests.store.conftest import FULL, ROOT

PAIRS = 1_000 if FULL else 8
HOSTS = 3


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_of_two_that_start_together_one_fetches(tmp_path: Path) -> None:
    store = tmp_path / "telex.db"

    async def main() -> None:
        async with FaultServer(hosts=HOSTS) as server:
            with open_store(store) as db:
                for host in range(HOSTS):
                    feeds.add_feed(db, server.url("good", f"127.0.0.{host + 1}", paper=host))
            forge = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "tests.engine.pairs", str(tmp_path)),
                cwd=ROOT,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
            )
            assert forge.stdin is not None
            assert forge.stdout is not None
            try:
                for _ in range(PAIRS):
                    server.log.clear()
                    forge.stdin.write(b"go\n")
                    async with asyncio.timeout(300):
                        codes = await forge.stdout.readline()
                    assert codes == b"0 0\n", (tmp_path / "said.txt").read_text()
                    assert sorted(seen.name for seen in server.log) == ["good"] * HOSTS
                    assert len({seen.host for seen in server.log}) == HOSTS
            finally:
                forge.stdin.close()
                await forge.wait()

    asyncio.run(main())
    with open_store(store) as db:
        assert lease.holder(db) is None
        assert db.value("SELECT count(*) FROM entry") == 10 * HOSTS
        assert db.value("SELECT count(*) FROM feed WHERE claimed_by IS NOT NULL") == 0
        assert db.value("PRAGMA integrity_check") == "ok"
    said = (tmp_path / "said.txt").read_text()
    assert said.count('"event": "done"') + said.count('"event":"done"') >= PAIRS
