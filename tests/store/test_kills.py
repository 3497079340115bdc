"""Killed at any moment: no damage, no acknowledged act lost, no half answer; and what a cut or flipped -wal leaves opens."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from random import Random

import pytest

from reader.store import backup, feeds, marks, windows
from reader.store.database import Database, open_store
from reader.store.entries import store_feed
from reader.store.seed import seed
from tests.store.conftest import FULL, NOW
from tests.store.recount import assert_counters

ROOT = Path(__file__).resolve().parents[2]
KILLS = 500 if FULL else 50


def check(db: Database, acknowledged: list[str]) -> None:
    assert db.value("PRAGMA integrity_check") == "ok"
    assert db.rows("PRAGMA foreign_key_check") == []
    db.execute("INSERT INTO search (search) VALUES ('integrity-check')")
    assert_counters(db)
    stored: dict[int, str] = {}
    for line in acknowledged:
        kind, *rest = line.split()
        if kind == "read":
            marks_ = ",".join(rest)
            assert db.value(
                f"SELECT count(*) FROM listing WHERE entry_id IN ({marks_}) AND read_at > 0"
            ) == len(rest)
        else:
            stored[int(rest[0])] = rest[1]
    for name in stored.values():
        assert db.value("SELECT count(*) FROM entry WHERE guid GLOB ?", (f"{name}.*",)) == 10
    for feed, etag in db.rows("SELECT id, etag FROM feed WHERE etag IS NOT NULL"):
        last = db.value("SELECT guid FROM entry WHERE feed_id = ? ORDER BY id DESC LIMIT 1", (feed,))
        assert last.rpartition(".")[0] == etag.decode()
    assert db.rows("SELECT count(*) FROM entry GROUP BY feed_id, seen HAVING count(*) % 10 <> 0") == []


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs kill -9")
def test_fifty_kills_lose_nothing(path: Path) -> None:
    dice = Random(3)
    acknowledged: list[str] = []
    for number in range(KILLS):
        press = subprocess.Popen(
            [sys.executable, "-m", "tests.store.press", str(path), str(number)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert press.stdout is not None
        acknowledged.append(press.stdout.readline())
        time.sleep(dice.random() * 0.06)
        press.kill()
        rest = press.stdout.read().split("\n")
        press.stdout.close()
        press.wait(timeout=20)
        acknowledged += [line for line in rest[:-1] if line]
        if number % 10 == 9:
            with open_store(path) as db:
                check(db, acknowledged)
    assert len(acknowledged) > KILLS


def test_whatever_power_loss_leaves_of_the_log_opens(path: Path, tmp_path: Path) -> None:
    """Copies of a running store with the -wal cut at a random byte, or one block of its tail flipped."""
    dice = Random(5)
    with open_store(path) as db:
        seed(db, 500, now=NOW, bodies=False)
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        starred = marks.mark(db, range(1, 40), starred=True)
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        for number in range(12):
            marks.mark(db, range(number * 30 + 1, number * 30 + 30), read=True)
        assert starred.count == 39
        for number in range(60):
            copy = tmp_path / f"copy{number}"
            copy.mkdir(mode=0o700)
            shutil.copy(path, copy / "telex.db")
            wal = bytearray(path.with_name("telex.db-wal").read_bytes())
            if number % 2:
                del wal[dice.randrange(len(wal)) :]
            else:
                at = dice.randrange(max(len(wal) - 40_000, 0), len(wal) - 512)
                wal[at : at + 512] = bytes(byte ^ 0xFF for byte in wal[at : at + 512])
            (copy / "telex.db-wal").write_bytes(wal)
            with open_store(copy / "telex.db") as cut:
                assert cut.value("PRAGMA quick_check") == "ok"
                assert windows.open_view(cut).count == 500
                assert windows.open_view(cut, "is:starred").count == 39
                assert_counters(cut)
            shutil.rmtree(copy)


BACKING_UP = """
import sys
from pathlib import Path
from reader.store.database import open_store
from reader.store import backup
with open_store(Path(sys.argv[1])) as db:
    print("go", flush=True)
    for n in range(1000):
        backup.copy(db.connection, Path(sys.argv[2]))
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs kill -9")
def test_a_backup_killed_leaves_the_old_one_whole(path: Path, tmp_path: Path) -> None:
    dice = Random(9)
    target = tmp_path / "copies" / "telex.db"
    with open_store(path) as db:
        seed(db, 800, now=NOW, bodies=False)
        backup.copy(db.connection, target)
    for _ in range(50 if FULL else 10):
        run = subprocess.Popen(
            [sys.executable, "-c", BACKING_UP, str(path), str(target)], cwd=ROOT, stdout=subprocess.PIPE
        )
        assert run.stdout is not None
        run.stdout.readline()
        time.sleep(dice.random() * 0.04)
        run.kill()
        run.stdout.close()
        run.wait(timeout=20)
        with open_store(target) as copy:
            assert copy.value("PRAGMA integrity_check") == "ok"
            assert windows.open_view(copy).count == 800


def test_two_processes_store_and_mark_at_once(path: Path) -> None:
    presses = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.store.press", str(path), str(number)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        for number in (100, 200)
    ]
    lines: list[str] = []
    slowest = 0.0
    with open_store(path, clock=lambda: NOW) as db:
        for press in presses:
            assert press.stdout is not None
            press.stdout.readline()
        end = time.monotonic() + 2
        while time.monotonic() < end:
            started = time.monotonic()
            view = windows.open_view(db, "is:unread")
            rows = view.rows(0, 60)
            slowest = max(slowest, time.monotonic() - started)
            assert len(rows) == min(60, view.count)
            db.generation()
        for press in presses:
            press.kill()
            assert press.stdout is not None
            lines += press.stdout.read().split("\n")[:-1]
            press.stdout.close()
            press.wait(timeout=20)
        check(db, [line for line in lines if line.startswith("read ")])
    assert len(lines) > 20
    assert slowest < 4.0, "a reader waited for a writer"


def test_a_reader_holds_no_lock_between_calls(path: Path) -> None:
    with open_store(path) as reading, open_store(path) as writing:
        feeds.add_feed(writing, "https://a.example")
        view = windows.open_view(reading)
        view.rows(0, 10)
        from reader.model import Entry, ParsedFeed

        store_feed(writing, 1, ParsedFeed(entries=(Entry(id="1", title="a", link=""),)), next_at=0, now=NOW)
        assert writing.rows("PRAGMA wal_checkpoint(TRUNCATE)")[0][0] == 0
