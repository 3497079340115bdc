"""Two processes that write and four that read, on one store: nobody is ever refused, everybody sees what the others do. The
log beside the store stays small meanwhile.

Three seconds, ten minutes with TELEX_SOAK, which then wants the machine for itself; `pytest -s` shows what the reads took.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from reader.model import Entry, ParsedFeed
from reader.store import feeds, windows
from reader.store.connect import WAL_LIMIT
from reader.store.database import open_store
from reader.store.entries import store_feed
from tests.store.conftest import NOW, ROOT
from tests.store.test_kills import check

SOAK = bool(os.environ.get("TELEX_SOAK"))
SECONDS = 600 if SOAK else 3
SLOWEST = 50
"""Milliseconds that 99 of 100 reads for the screen take at most."""
WRITERS, READERS = 2, 4


@pytest.fixture
def running() -> Iterator[list[subprocess.Popen[str]]]:
    """Processes that end with the test."""
    started: list[subprocess.Popen[str]] = []
    yield started
    for one in started:
        one.kill()
        one.communicate(timeout=30)


def test_two_write_and_four_read(path: Path, tmp_path: Path, running: list[subprocess.Popen[str]]) -> None:
    with open_store(path) as db:
        for number in range(3):
            feeds.add_feed(db, f"https://{number}.example/feed")
    said = [tmp_path / f"said{number}" for number in range(WRITERS)]
    for number, file in enumerate(said):
        with file.open("w") as out:
            press = [sys.executable, "-m", "tests.store.press", str(path), str(number + 300), "0.03"]
            running.append(subprocess.Popen(press, cwd=ROOT, stdout=out, stderr=subprocess.STDOUT, text=True))
    while not all(file.stat().st_size for file in said):
        assert not any(one.poll() for one in running)
        time.sleep(0.01)
    look = [sys.executable, "-m", "tests.store.looker", str(path), str(SECONDS)]
    readers = [
        subprocess.Popen(look, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(READERS)
    ]
    running.extend(readers)
    for reader in readers:
        answer, error = reader.communicate(timeout=SECONDS + 120)
        assert error == ""
        found = json.loads(answer)
        print(found)
        assert found["reads"] > SECONDS
        assert found["changes"] > SECONDS
        assert found["p99" if SOAK else "processor"] <= SLOWEST
    assert [one.poll() for one in running[:WRITERS]] == [None] * WRITERS
    for one in running[:WRITERS]:
        one.kill()
        one.wait(timeout=30)
    lines = [line for file in said for line in file.read_text().split("\n")[:-1]]
    assert not [line for line in lines if not line.startswith(("stored ", "read "))]
    with open_store(path, clock=lambda: NOW) as db:
        check(db, [line for line in lines if line.startswith("read ")])
    assert len(lines) > 10


def test_the_log_stays_small_beside_an_open_reader(path: Path) -> None:
    dice, log, largest = Random(28), path.with_name("telex.db-wal"), 0
    with open_store(path, clock=lambda: NOW) as db, open_store(path, readonly=True) as reader:
        ids = [feeds.add_feed(db, f"https://{number}.example/feed").id for number in range(48)]
        view = windows.open_view(reader, "is:unread")
        for feed in ids:
            items = tuple(
                Entry(
                    id=f"{feed}.{n}",
                    title=f"Dépêche {n}",
                    link="",
                    content=f"<p>{dice.randbytes(9_000).hex()}</p>",
                )
                for n in range(100)
            )
            store_feed(db, feed, ParsedFeed(entries=items), next_at=NOW, now=NOW)
            reader.generation()
            view = view.renew()
            assert len(view.rows(0, 60)) == 60
            largest = max(largest, log.stat().st_size)
        assert view.count == 4_800
        assert path.stat().st_size > WAL_LIMIT // 2
    assert largest < WAL_LIMIT // 2
