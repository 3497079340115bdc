"""A damaged store gives way to its newest backup, and gives its marks and subscriptions along."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from reader.config import Paths
from reader.model import Entry, ParsedFeed
from reader.newsroom import Newsroom
from reader.store import backup, check, feeds, lease, marks, texts, windows
from reader.store.articles import article, body
from reader.store.database import Database, StoreBusy, StoreDamaged, StoreError, open_store
from reader.store.entries import store_feed
from reader.store.pending import waiting as entries_waiting
from reader.store.restore import restore
from tests.store.conftest import FULL, NOW, ROOT, Serve
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


def assert_all_back(paths: Paths) -> None:
    with open_store(paths.store) as db:
        assert check.problems(db, full=True) == []
        assert windows.open_view(db, "is:starred").count == 99
        assert windows.open_view(db, "is:unread").count == 300 - 30
        assert sorted(one.name for one in feeds.all_feeds(db)) == ["La Gazette", "Le Fanal"]
        assert [one.folder for one in feeds.all_feeds(db)] == [(), ("Mer",)]
        assert_counters(db)


def test_what_the_damaged_store_still_knows_is_brought_along(paths: Paths) -> None:
    mangle(paths.store, "bodies")
    bad = paths.store.read_bytes()
    with open_store(paths.store) as broken:
        assert check.problems(broken)
    done = restore(paths, NOW + 60)
    assert done.backup == paths.backups / backup.name(NOW, "daily")
    assert done.aside is not None
    assert done.aside.read_bytes() == bad
    assert (done.sources, done.total, done.entries, done.lost) == (2, 300, 0, ())
    assert_all_back(paths)
    names = {file.name for file in paths.data.iterdir()} - {
        f"{done.aside.name}-wal",
        f"{done.aside.name}-shm",
    }
    assert names == {"backups", "engine.lock", "telex.db", done.aside.name}


def test_behind_a_broken_header_everything_can_be_read(paths: Paths) -> None:
    shutil.rmtree(paths.backups)
    mangle(paths.store, "header")
    with pytest.raises(StoreDamaged):
        open_store(paths.store)
    done = restore(paths, NOW + 60)
    assert (done.backup, done.total, done.entries, done.lost) == (None, 300, 300, ())
    assert_all_back(paths)
    with open_store(paths.store) as db:
        found = article(db, 7)
        assert found is not None
        assert body(db, 7).content.startswith("<p>")
        assert entries_waiting(db) == 300


def test_what_cannot_be_read_is_named(paths: Paths) -> None:
    """Without a backup: texts whose pages are gone, entries whose pages are gone, and all else comes back."""
    shutil.rmtree(paths.backups)
    with open_store(paths.store) as db:
        leaves = {
            name: [
                int(row[0])
                for row in db.rows(
                    "SELECT pageno FROM dbstat WHERE name = ? AND pagetype = 'leaf' ORDER BY pageno", (name,)
                )
            ]
            for name in ("body", "entry")
        }
    data = bytearray(paths.store.read_bytes())
    for page in (*leaves["body"][3:6], leaves["entry"][2]):
        data[(page - 1) * 8_192 : page * 8_192] = b"\xff" * 8_192
    paths.store.write_bytes(data)
    done = restore(paths, NOW + 60)
    assert done.total == done.entries
    assert 240 < done.total < 300
    rows = [line for line in done.lost if "not even their titles" in line]
    assert rows == [f"{300 - done.total} of Le Fanal: not even their titles"]
    named = [line for line in done.lost if line.startswith("the text of “Le phare s’allume")]
    assert 3 <= len(named) <= 20
    with open_store(paths.store) as db:
        assert check.problems(db, full=True) == []
        assert [one.name for one in feeds.all_feeds(db)] == ["La Gazette", "Le Fanal"]
        assert db.value("SELECT count(*) FROM mark WHERE starred_at IS NOT NULL") == 99
        assert_counters(db)


def test_a_deleted_store_comes_back_from_its_backup_when_it_is_opened(paths: Paths) -> None:
    with open_store(paths.store) as db:
        texts.write(db, paths.data / texts.FILE)
    paths.store.unlink()
    with Newsroom.open(paths) as newsroom:
        assert "2 sources, 300 entries" in newsroom.brought_back
    assert_all_back(paths)
    with Newsroom.open(paths) as newsroom:
        assert newsroom.brought_back == ""


def test_a_deleted_store_comes_back_from_the_text_alone(paths: Paths, item: Callable[..., Entry]) -> None:
    with open_store(paths.store) as db:
        texts.write(db, paths.data / texts.FILE)
        before = [(one.url, one.name, one.folder) for one in feeds.all_feeds(db)]
        served = [item(n, content=f"<p>{Random(n).randbytes(900).hex()}</p>") for n in range(300)]
    shutil.rmtree(paths.backups)
    paths.store.unlink()
    with Newsroom.open(paths) as newsroom:
        db = newsroom.db
        assert "marks.jsonl: 2 sources" in newsroom.brought_back
        assert [(one.url, one.title and one.name, one.folder) for one in feeds.all_feeds(db)] == [
            (url, name if name == "Le Fanal" else "", folder) for url, name, folder in before
        ]
        (fanal,) = [one.id for one in feeds.all_feeds(db) if "fanal" in one.url]
        store_feed(db, fanal, ParsedFeed(entries=tuple(served)), next_at=NOW, now=NOW)
    assert_all_back(paths)


def test_without_anything_nothing_is_touched(paths: Paths) -> None:
    for file in paths.backups.iterdir():
        file.write_bytes(b"no backup either")
    paths.store.write_bytes(b"all of it is gone" * 3_000)
    before = paths.store.read_bytes()
    with pytest.raises(StoreError) as caught:
        restore(paths, NOW)
    assert "nothing was changed" in str(caught.value)
    assert paths.store.read_bytes() == before
    assert sorted(file.name for file in paths.data.iterdir()) == ["backups", "engine.lock", "telex.db"]


def test_a_running_engine_is_not_pulled_from_under(paths: Paths) -> None:
    held = lease.acquire(paths, NOW)
    assert held is not None
    with pytest.raises(StoreBusy):
        restore(paths, NOW)
    held.release()


OPEN = """
import sys
from pathlib import Path
from reader.store.database import open_store
with open_store(Path(sys.argv[1])) as db:
    print(db.value("SELECT count(*) FROM feed"), flush=True)
    sys.stdin.read()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not let an open file be moved at all")
def test_nor_is_a_screen_whose_engine_is_gone(paths: Paths) -> None:
    command = [sys.executable, "-c", OPEN, str(paths.store)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"2\n"
        with pytest.raises(StoreBusy):
            restore(paths, NOW)
        other.communicate(timeout=30)
    assert restore(paths, NOW).total == 300


def test_three_hundred_flipped_copies_give_everything_back(paths: Paths, tmp_path: Path) -> None:
    """1, 16 or 4,096 random bytes: never more than a sentence; the sources all come back, of the stars at least 99 %."""
    with open_store(paths.store) as db:
        texts.write(db, paths.data / texts.FILE)
    whole, dice = paths.store.read_bytes(), Random(12)
    restored = 0
    for number in range(300 if FULL else 24):
        copy = Paths(tmp_path / f"copy{number}", tmp_path / "config.toml")
        shutil.copytree(paths.data, copy.data)
        data = bytearray(whole)
        for _ in range((1, 16, 4_096)[number % 3]):
            data[dice.randrange(100 if number % 4 == 0 else len(data))] = dice.randrange(256)
        copy.store.write_bytes(data)
        try:
            with open_store(copy.store) as db:
                damaged = bool(check.problems(db, full=True))
        except StoreError as error:
            damaged = True
            assert "\n" not in str(error)
        if damaged:
            restored += 1
            assert restore(copy, NOW + 60).backup is not None
        with open_store(copy.store) as db:
            assert check.problems(db, full=True) == []
            assert len(feeds.all_feeds(db)) == 2
            assert windows.open_view(db, "is:starred").count >= 99
            if damaged:
                assert_counters(db)
        shutil.rmtree(copy.data)
    assert restored > 10
