"""Syncing that is killed or fails at any moment: nothing is lost, nothing has its effect twice, all devices agree in the end."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from random import Random

import pytest

from reader.store import journal, marks, syncing, synclog, syncwords
from reader.store.check import problems
from reader.store.errors import StoreError
from tests.faults.counter import Counter
from tests.store.conftest import FULL, NOW, ROOT
from tests.store.devices import Device, devices
from tests.store.recount import assert_counters

MARKS = 10_000 if FULL else 300
KILLS = 100 if FULL else 9
STRIDE = 1 if FULL else 7

SYNC = """
import sys
from reader.cli.main import main
from reader.store import place, synclog, syncing
import reader.cli.sync
synclog.BATCH, syncing._AT_ONCE = int(sys.argv[3]), 3 * int(sys.argv[3])
print("go", flush=True)
sys.exit(main(["sync", sys.argv[2], "--data-dir", sys.argv[1]]))
"""


def whole(*several: Device) -> None:
    """No store is damaged or counts wrongly, and each word stands in its device's file."""
    for one in several:
        assert problems(one.db) == []
        assert_counters(one.db)
        assert syncwords.waiting(one.db) == 0


def brought(device: Device) -> int:
    """How many marks came from others, by the steps that say so."""
    return sum(step.count for step in journal.steps(device.db, 10_000) if step.kind == "sync")


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs kill -9")
def test_killed_at_any_moment_nothing_is_lost_or_doubled(tmp_path: Path) -> None:
    dice = Random(7)
    with devices(tmp_path, 3, MARKS) as made:
        for who, one in enumerate(made):
            ids = [int(row[0]) for row in one.db.rows("SELECT id FROM entry ORDER BY guid")]
            share = ids[who :: len(made)]
            marks.mark(one.db, share, read=True)
            marks.tag(one.db, share[: len(share) // 2], f"quai {who}")
            marks.mark(one.db, share[len(share) // 3 :], starred=True)
        expected: dict[str, set[str]] = {}
        for one in made:
            for guid, names in one.marks().items():
                expected.setdefault(guid, set()).update(names)
        own = [sum(map(len, one.marks().values())) for one in made]
        for _ in range(KILLS):
            device = dice.choice(made)
            process = subprocess.Popen(
                [
                    sys.executable,
                    "-c",
                    SYNC,
                    str(device.db.path.parent),
                    str(device.folder),
                    str(MARKS // 30),
                ],
                cwd=ROOT,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
            )
            assert process.stdout is not None
            assert process.stderr is not None
            process.stdout.readline()
            time.sleep(dice.random() * (3 if FULL else 0.4))
            process.kill()
            said = process.stderr.read()
            process.stdout.close()
            process.stderr.close()
            process.wait(timeout=20)
            assert b"did not foresee" not in said
            assert problems(device.db) == []
        for _ in range(2):
            for one in made:
                one.sync()
        whole(*made)
        for who, one in enumerate(made):
            assert one.marks() == expected
            assert brought(one) == sum(own) - own[who], "each mark came once"
        lines = sum(path.read_bytes().count(b"\n") for path in synclog.files(made[0].folder))
        assert lines >= sum(own) + len(made)


def test_an_error_at_each_call_loses_nothing_and_doubles_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(synclog, "BATCH", 4)
    monkeypatch.setattr(syncing, "_AT_ONCE", 8)
    with devices(tmp_path / "base", 2, 8) as (a, b):
        for one, first in ((a, 0), (b, 4)):
            ids = [one.id(n) for n in range(first, first + 4)]
            marks.mark(one.db, ids, read=True)
            marks.tag(one.db, ids, "quai")
            marks.mark(one.db, ids[:2], hidden=True)
        syncing.sync(b.db, b.folder, NOW)
        expected = {f"urn:{n}": {"read", "tag:quai"} | ({"hidden"} if n % 4 < 2 else set()) for n in range(8)}
    number, fired = 1, True
    while fired:
        base = tmp_path / str(number)
        shutil.copytree(tmp_path / "base", base)
        a, b = (Device(base / name / "telex.db", base / "shared") for name in "01")
        with Counter(number, a.db.connection) as counter:
            try:
                a.sync()
            except (StoreError, OSError) as error:
                assert str(error)
        fired = bool(counter.fired)
        marks.mark(a.db, [a.id(0)], starred=True)
        for _ in range(2):
            a.sync()
            b.sync()
        whole(a, b)
        assert a.marks() == b.marks() == expected | {"urn:0": expected["urn:0"] | {"starred"}}, counter.fired
        assert (brought(a), brought(b)) == (10, 11), counter.fired
        for name in ("device0", "device1"):
            lines = (base / "shared" / f"telex-{name}.jsonl").read_bytes().splitlines()
            assert len(lines) == len(set(lines)), "no line is written twice"
        a.db.close()
        b.db.close()
        shutil.rmtree(base)
        number += STRIDE if number > 1 else 1
    assert number > 60


@pytest.mark.parametrize("kept", [0, 1, 60, 130, 400])
def test_a_disk_that_fills_up_in_a_line_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kept: int
) -> None:
    with devices(tmp_path, 2, 9) as (a, b):
        a.sync()
        marks.mark(a.db, [a.id(n) for n in range(9)], read=True)
        real = os.write
        room = [kept]

        def full(handle: int, data: bytes) -> int:
            if not room[0]:
                raise OSError(errno.ENOSPC, "made up")
            written = real(handle, data[: room[0]])
            room[0] -= written
            return written

        with monkeypatch.context() as patch:
            patch.setattr(os, "write", full)
            with pytest.raises(StoreError, match="There is no space left"):
                a.sync()
        assert syncwords.waiting(a.db) > 0
        b.sync()
        for _ in range(2):
            a.sync()
            b.sync()
        whole(a, b)
        assert a.marks() == b.marks() == {f"urn:{n}": {"read"} for n in range(9)}
        assert brought(b) == 9


@pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() == 0, reason="needs a folder that takes no writing"
)
def test_a_folder_that_takes_no_writing_is_one_sentence(tmp_path: Path) -> None:
    with devices(tmp_path, 1, 1) as (a,):
        marks.mark(a.db, [a.id(0)], read=True)
        a.folder.chmod(0o500)
        with pytest.raises(StoreError, match="Cannot write"):
            a.sync()
        a.folder.chmod(0o700)
        assert a.sync().sent == 1
