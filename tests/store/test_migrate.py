"""Changing the schema: after a backup, all or nothing, and of two processes one waits."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import apsw
import pytest

from reader.model import Entry
from reader.store import backup, entries, feeds, migrate, windows
from reader.store.database import Database, StoreError, StoreReadOnly, open_store
from reader.store.schema import CURRENT, MIGRATIONS
from tests.store.conftest import NOW, Serve

NEXT = "CREATE TABLE extra (a INTEGER) STRICT; INSERT INTO extra SELECT id FROM entry; ALTER TABLE feed ADD COLUMN b TEXT;"


@pytest.fixture
def old(db: Database, serve: Serve, item: Callable[..., Entry]) -> Path:
    """A store of the present schema, closed."""
    feeds.add_feed(db, "https://fanal.example/feed")
    serve(1, *(item(n) for n in range(200)))
    db.close()
    return db.path


@pytest.fixture
def newer(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Makes this program one of a later schema."""

    def change(sql: str) -> None:
        monkeypatch.setattr(migrate, "MIGRATIONS", (*MIGRATIONS, sql))
        monkeypatch.setattr(migrate, "CURRENT", CURRENT + 1)

    return change


def version(path: Path) -> int:
    connection = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READONLY)
    try:
        return int(connection.execute("PRAGMA user_version").fetchall()[0][0])  # type: ignore[arg-type]
    finally:
        connection.close()


def test_a_migration_is_run_after_a_backup(old: Path, newer: Callable[[str], None]) -> None:
    newer(NEXT)
    with open_store(old, clock=lambda: NOW) as db:
        assert db.value("SELECT count(*) FROM extra") == 200
        assert db.value("PRAGMA foreign_keys") == 1
        assert windows.open_view(db).count == 200
    assert version(old) == CURRENT + 1
    (kept,) = backup.backups(old.parent / "backups")
    assert "before" in kept.name
    assert version(kept) == CURRENT


@pytest.mark.parametrize(
    "broken",
    [
        NEXT + "CREATE TABLE extra (a);",
        NEXT
        + "INSERT INTO entry (id, key, feed_id, title, seen, at, digest) VALUES (999, x'01', 77, '', 0, 0, x'');",
        NEXT + "SELECT nothing FROM nowhere;",
    ],
)
def test_a_migration_that_fails_leaves_all_as_it_was(
    old: Path, newer: Callable[[str], None], broken: str
) -> None:
    newer(broken)
    with pytest.raises(StoreError) as caught:
        open_store(old, clock=lambda: NOW)
    assert "\n" not in str(caught.value)
    assert version(old) == CURRENT
    connection = apsw.Connection(str(old))
    assert connection.execute("SELECT count(*) FROM sqlite_schema WHERE name = 'extra'").fetchall() == [(0,)]
    assert connection.execute("SELECT count(*) FROM entry").fetchall() == [(200,)]
    connection.close()


def test_of_two_at_once_one_waits(old: Path, newer: Callable[[str], None]) -> None:
    newer(NEXT)
    found: list[object] = []

    def open_it() -> None:
        with open_store(old, clock=lambda: NOW) as db:
            found.append(db.value("SELECT count(*) FROM extra"))

    threads = [threading.Thread(target=open_it) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [200] * 4


def test_an_older_store_is_not_read_by_halves(old: Path, newer: Callable[[str], None]) -> None:
    newer(NEXT)
    with pytest.raises(StoreReadOnly) as caught:
        open_store(old, readonly=True)
    assert "older" in str(caught.value)
    assert version(old) == CURRENT


def test_a_backup_can_be_opened_as_a_store(old: Path, tmp_path: Path) -> None:
    with open_store(old) as db:
        backup.copy(db.connection, tmp_path / "copies" / "telex.db")
    with open_store(tmp_path / "copies" / "telex.db") as copy:
        assert entries.counts(copy) == (200, 200, 0, 0)
        assert feeds.all_feeds(copy)[0].url == "https://fanal.example/feed"
