"""Stores of every schema that was ever current: brought up to date with all that is in them, killed on the way or not.

800 entries and three kills for each; 50,000 and 50 with TELEX_FULL.
"""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from random import Random

import apsw
import pytest

from reader.store import backup, feeds, sortkey, windows
from reader.store.check import problems
from reader.store.database import open_store
from reader.store.schema import APPLICATION_ID, CURRENT, MIGRATIONS, PAGE_SIZE
from tests.store.conftest import FULL, NOW, ROOT
from tests.store.recount import assert_counters

ENTRIES = 50_000 if FULL else 800
KILLS = 50 if FULL else 3
NEXT = "CREATE TABLE extra (a INTEGER) STRICT; INSERT INTO extra SELECT id FROM entry; UPDATE entry SET extra = '[]';"

OPEN = f"""
import sys
from pathlib import Path
from reader.store import database, migrate, schema
if sys.argv[2] == "next":
    migrate.MIGRATIONS = (*schema.MIGRATIONS, {NEXT!r})
    migrate.CURRENT = schema.CURRENT + 1
print("go", flush=True)
with database.open_store(Path(sys.argv[1])) as db:
    print(db.value("PRAGMA user_version"), flush=True)
"""


def old_store(path: Path, version: int) -> None:
    """A store as the Telex of schema `version` left it: one source, half of its entries read, every tenth starred."""
    path.parent.mkdir(parents=True, mode=0o700)
    connection = apsw.Connection(str(path))
    sortkey.teach(connection)
    for statement in (f"PRAGMA page_size = {PAGE_SIZE}", "PRAGMA journal_mode = WAL", "BEGIN", MIGRATIONS[0]):
        connection.execute(statement).fetchall()
    connection.execute(
        "INSERT INTO feed (key, url, slug, title, added_at, etag, total, unread) "
        "VALUES (x'aa', 'https://fanal.example/feed', 'fanal', 'Le Fanal', ?, x'31', ?, ?)",
        (NOW, ENTRIES, ENTRIES // 2),
    )
    numbers = range(1, ENTRIES + 1)
    keys = {number: number.to_bytes(16) for number in numbers}
    connection.executemany(
        "INSERT INTO entry (id, key, feed_id, title, seen, at, digest) VALUES (?, ?, 1, ?, ?, ?, x'00')",
        ((n, keys[n], f"Dépêche {n}", NOW, NOW - n) for n in numbers),
    )
    connection.executemany(
        "INSERT INTO body (entry_id, content) VALUES (?, ?)", ((n, bytes(900)) for n in numbers)
    )
    connection.executemany(
        "INSERT INTO listing (entry_id, feed_id, at, read_at, starred_at) VALUES (?, 1, ?, ?, ?)",
        ((n, NOW - n, NOW if n % 2 else None, None if n % 10 else NOW) for n in numbers),
    )
    connection.executemany(
        "INSERT INTO mark (key, read_at, starred_at, changed_at) VALUES (?, ?, ?, ?)",
        (
            (keys[n], NOW if n % 2 else None, None if n % 10 else NOW, NOW)
            for n in numbers
            if n % 2 or not n % 10
        ),
    )
    connection.execute("UPDATE counter SET value = ? WHERE name = 'total'", (ENTRIES,))
    connection.execute("UPDATE counter SET value = ? WHERE name = 'unread'", (ENTRIES // 2,))
    for step in MIGRATIONS[1:version]:
        connection.execute(step).fetchall()
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {version}")
    connection.execute("COMMIT")
    connection.close()


def assert_all_there(path: Path) -> None:
    with open_store(path, clock=lambda: NOW) as db:
        assert problems(db, full=True) == []
        assert_counters(db)
        assert windows.open_view(db).count == ENTRIES
        assert windows.open_view(db, "is:unread").count == ENTRIES // 2
        assert windows.open_view(db, "is:starred").count == ENTRIES // 10
        assert [(one.url, one.unread) for one in feeds.all_feeds(db)] == [
            ("https://fanal.example/feed", ENTRIES // 2)
        ]


@pytest.mark.parametrize("version", range(1, CURRENT + 1))
def test_nothing_is_lost_on_the_way_to_the_present(path: Path, version: int) -> None:
    old_store(path, version)
    assert_all_there(path)
    kept = backup.backups(path.parent / "backups")
    assert len(kept) == (version < CURRENT)
    for copy in kept:
        connection = apsw.Connection(str(copy), flags=apsw.SQLITE_OPEN_READONLY)
        assert connection.execute("PRAGMA user_version").fetchall() == [(version,)]
        assert connection.execute("SELECT count(*) FROM entry").fetchall() == [(ENTRIES,)]
        connection.close()


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs kill -9")
@pytest.mark.parametrize("version", range(1, CURRENT + 1))
def test_killed_on_the_way_it_is_old_or_new(path: Path, version: int) -> None:
    """The last one goes to a schema that does not exist yet, so that there is always one to be killed in."""
    goal = "now" if version < CURRENT else "next"
    target = CURRENT if version < CURRENT else CURRENT + 1
    old_store(path, version)
    template = path.parent.with_name("template")
    shutil.copytree(path.parent, template)
    dice, found, most = Random(version), set(), 0.0
    for number in range(KILLS + 1):
        shutil.rmtree(path.parent)
        shutil.copytree(template, path.parent)
        run = subprocess.Popen(
            [sys.executable, "-c", OPEN, str(path), goal], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        assert run.stdout is not None
        assert run.stdout.readline() == "go\n"
        started = time.monotonic()
        if number:
            time.sleep(dice.random() * most)
            run.kill()
        else:
            assert run.stdout.readline() == f"{target}\n"
            most = time.monotonic() - started
        run.stdout.close()
        run.wait(timeout=60)
        connection = apsw.Connection(str(path))
        connection.set_busy_timeout(5_000)
        ((here,),) = connection.execute("PRAGMA user_version").fetchall()
        assert here in (version, target)
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("SELECT count(*) FROM entry").fetchall() == [(ENTRIES,)]
        extra = connection.execute("SELECT count(*) FROM sqlite_schema WHERE name = 'extra'").fetchall()
        assert extra == [(int(goal == "next" and here == target),)]
        connection.close()
        found.add(here)
        for copy in backup.backups(path.parent / "backups"):
            with_copy = apsw.Connection(str(copy), flags=apsw.SQLITE_OPEN_READONLY)
            assert with_copy.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            with_copy.close()
        if goal == "now":
            assert_all_there(path)
    assert target in found
