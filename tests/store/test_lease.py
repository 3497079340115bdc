"""One engine at a time, whatever happens to the one before."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from reader.config import Paths
from reader.store import lease, requests
from reader.store.database import Database, open_store
from tests.store.conftest import NOW

ROOT = Path(__file__).resolve().parents[2]

HOLD = """
import sys
from pathlib import Path
from reader.config import Paths
from reader.store import lease
held = lease.acquire(Paths(Path(sys.argv[1]), Path(sys.argv[1])), int(sys.argv[2]))
print("held" if held else "free", flush=True)
sys.stdin.read()
if held:
    held.release()
"""


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return Paths(tmp_path / "data", tmp_path / "config.toml")


def start(paths: Paths, now: int = NOW) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", HOLD, str(paths.data), str(now)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def answer(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def end(process: subprocess.Popen[str]) -> None:
    process.communicate(timeout=30)


def test_the_second_waits_until_the_first_lets_go(paths: Paths) -> None:
    first = lease.acquire(paths, NOW)
    assert first is not None
    assert lease.acquire(paths, NOW) is None
    with open_store(paths.store) as db:
        found = lease.holder(db, NOW + 10)
        assert found is not None
        assert found.alive
        assert not lease.Holder(found.pid, found.host, NOW, NOW, False).alive
        late = lease.holder(db, NOW + lease.STALE)
        assert late is not None
        assert not late.alive
        assert first.beat(NOW + 50)
        again = lease.holder(db, NOW + lease.STALE)
        assert again is not None
        assert again.alive
    first.release()
    first.release()
    second = lease.acquire(paths, NOW)
    assert second is not None
    second.release()
    with open_store(paths.store) as db:
        assert lease.holder(db, NOW) is None


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs kill -9")
def test_after_a_kill_the_next_takes_over_at_once(paths: Paths) -> None:
    first = start(paths)
    assert answer(first) == "held"
    assert lease.acquire(paths, NOW + 5) is None
    first.kill()
    end(first)
    second = lease.acquire(paths, NOW + 5)
    assert second is not None
    second.release()


def test_of_many_starts_one_wins(paths: Paths) -> None:
    with open_store(paths.store):
        pass
    for _ in range(5):
        started = [start(paths) for _ in range(4)]
        assert sorted(answer(one) for one in started) == ["free", "free", "free", "held"]
        for one in started:
            end(one)


def test_two_folders_are_two_readers(tmp_path: Path) -> None:
    both = [lease.acquire(Paths(tmp_path / name, tmp_path), NOW) for name in ("a", "b")]
    assert all(both)
    for one in both:
        assert one is not None
        one.release()


def test_a_lease_of_another_machine_is_honoured_until_it_is_stale(paths: Paths) -> None:
    with open_store(paths.store, clock=lambda: NOW) as db:
        db.execute("INSERT INTO lease VALUES (1, 5, ?, 'elsewhere', ?)", (NOW, NOW))
        assert lease.acquire(paths, NOW + 30) is None
        assert lease.acquire(paths, NOW + 30, db) is None
        assert db.value("SELECT 1") == 1
        taken = lease.acquire(paths, NOW + 61, db)
        assert taken is not None
        db.execute("UPDATE lease SET host = 'elsewhere'")
        assert not taken.beat(NOW + 70)
        taken.release()
        assert db.value("SELECT host FROM lease") == "elsewhere"


def test_a_beat_is_no_change_that_anybody_looks_at(paths: Paths) -> None:
    with open_store(paths.store, clock=lambda: NOW) as db:
        held = lease.acquire(paths, NOW, db)
        assert held is not None
        before = db.generation()
        held.beat(NOW + 10)
        assert db.generation() == before
        held.release()


def test_requests_are_taken_once_and_in_order(db: Database, path: Path) -> None:
    assert requests.take(db) == []
    with open_store(path) as other:
        requests.ask(other, "first", NOW)
        requests.ask(other, "second", NOW)
        assert requests.take(db) == ["first", "second"]
        assert requests.take(other) == []
        for number in range(requests.MOST + 20):
            requests.ask(other, str(number), NOW)
        assert requests.take(db)[0] == "20"
