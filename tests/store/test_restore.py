"""A damaged store gives way to its newest backup, and gives its marks and subscriptions along."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from reader.config import Paths
from reader.model import Entry
from reader.store import backup, check, feeds, lease, marks, texts, windows
from reader.store.database import Database, StoreBusy, StoreDamaged, StoreError, open_store
from reader.store.restore import restore
from tests.store.conftest import NOW, Serve
from tests.store.recount import assert_counters


@pytest.fixture
def paths(db: Database, serve: Serve, item: Callable[..., Entry]) -> Paths:
    """A store with a backup, and with acts that came after it."""
    paths = Paths(db.path.parent, db.path.parent / "config.toml")
    feeds.add_feed(db, "https://fanal.example/feed", folder=("Mer",))
    serve(1, *(item(n, content=f"<p>{Random(n).randbytes(900).hex()}</p>") for n in range(300)))
    marks.mark(db, range(1, 50), read=True, now=NOW)
    backup.copy(db.connection, paths.backups / backup.name(NOW, "daily"))
    marks.mark(db, range(1, 100), starred=True, now=NOW + 5)
    marks.mark(db, range(1, 20), read=False, now=NOW + 6)
    feeds.add_feed(db, "https://gazette.example/feed", name="La Gazette", now=NOW + 7)
    db.close()
    return paths


def mangle(path: Path, how: str) -> None:
    with open_store(path) as db:
        bodies = [
            row[0] for row in db.rows("SELECT pageno FROM dbstat WHERE name = 'body' AND pagetype = 'leaf'")
        ]
    data = bytearray(path.read_bytes())
    if how == "header":
        data[:60] = b"x" * 60
    else:
        assert len(bodies) > 10
        for page in bodies:
            data[(page - 1) * 8_192 : (page - 1) * 8_192 + 900] = b"\xff" * 900
    path.write_bytes(data)


def test_what_the_damaged_store_still_knows_is_brought_along(paths: Paths) -> None:
    mangle(paths.store, "bodies")
    with open_store(paths.store) as broken:
        assert check.problems(broken)
    taken, aside = restore(paths, NOW + 60)
    assert taken == paths.backups / backup.name(NOW, "daily")
    assert aside.exists()
    with open_store(paths.store) as db:
        assert check.problems(db, full=True) == []
        assert windows.open_view(db, "is:starred").count == 99
        assert windows.open_view(db, "is:unread").count == 300 - 30
        assert [one.name for one in feeds.all_feeds(db)] == ["La Gazette", "Le Fanal"]
        assert_counters(db)


def test_the_text_beside_it_helps_where_nothing_can_be_read(paths: Paths) -> None:
    with open_store(paths.store) as db:
        texts.write(db, paths.data / texts.FILE)
    mangle(paths.store, "header")
    with pytest.raises(StoreDamaged):
        open_store(paths.store)
    restore(paths, NOW + 60)
    with open_store(paths.store) as db:
        assert windows.open_view(db, "is:starred").count == 99
        assert len(feeds.all_feeds(db)) == 2


def test_without_a_backup_nothing_is_touched(paths: Paths) -> None:
    for file in paths.backups.iterdir():
        file.write_bytes(b"no backup either")
    mangle(paths.store, "header")
    before = paths.store.read_bytes()
    with pytest.raises(StoreError) as caught:
        restore(paths, NOW)
    assert "nothing was changed" in str(caught.value)
    assert paths.store.read_bytes() == before


def test_a_running_engine_is_not_pulled_from_under(paths: Paths) -> None:
    held = lease.acquire(paths, NOW)
    assert held is not None
    with pytest.raises(StoreBusy):
        restore(paths, NOW)
    held.release()
