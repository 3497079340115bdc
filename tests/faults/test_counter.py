"""Fail the N-th call to files, network or database, until a whole run passes: over refresh, import and migration.

After each N the store is whole, no validator is there without its entries, and the next try brings everything.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from reader.config import Paths
from reader.newsroom import Newsroom
from reader.store import feeds, migrate
from reader.store.database import Database, StoreError, open_store
from reader.store.schema import CURRENT, MIGRATIONS
from tests.engine.desk import DAY, NOON, Desk, at_desk
from tests.faults.counter import Counter
from tests.store.conftest import FULL
from tests.store.recount import assert_counters

STRIDE = 1 if FULL else 9
ITEMS = 5
OPML = b"""<opml version="2.0"><body><outline text="North">%s</outline></body></opml>""" % b"".join(
    b'<outline type="rss" text="Paper %d" xmlUrl="https://paper%d.example/feed"/>' % (n, n) for n in range(8)
)


def check(db: Database) -> None:
    """The store's own crash rules, and F3."""
    assert db.value("PRAGMA integrity_check") == "ok"
    assert db.rows("PRAGMA foreign_key_check") == []
    assert_counters(db)
    kept = {row[0] for row in db.rows("SELECT id FROM feed WHERE etag IS NOT NULL")}
    counted = dict(db.rows("SELECT feed_id, count(*) FROM entry GROUP BY feed_id"))
    assert set(counted.values()) <= {ITEMS}
    assert kept == set(counted)


def test_refresh(tmp_path: Path) -> None:
    async def work(desk: Desk) -> None:
        urls = [desk.server.url("good", paper=number, items=ITEMS) for number in range(3)]
        number, fired = 1, True
        while fired:
            with open_store(tmp_path / f"{number}.db", clock=lambda: NOON) as db:
                for url in urls:
                    feeds.add_feed(db, url, now=NOON)
                desk.db, desk.now = db, NOON
                desk.start()
                with Counter(number, db.connection) as counter:
                    try:
                        await desk.refresh()
                    except StoreError as error:
                        assert str(error).endswith((".", "?"))
                    await desk.fetcher.rest()
                fired = bool(counter.fired)
                check(db)
                if not fired:
                    assert desk.entries() == 3 * ITEMS
                desk.start()
                desk.wait(2 * DAY)
                await desk.refresh()
                assert desk.entries() == 3 * ITEMS, counter.fired
                assert all(feed.status in ("ok", "unchanged") for feed in feeds.all_feeds(db)), counter.fired
                check(db)
            for file in tmp_path.glob(f"{number}.db*"):
                file.unlink()
            number += STRIDE if number > 1 else 1
        assert number > 20

    at_desk(tmp_path / "own", work, time_box=60)


def test_import(tmp_path: Path) -> None:
    number, fired = 1, True
    while fired:
        data = tmp_path / f"{number}"
        with Newsroom.open(Paths(data, data / "config.toml")) as newsroom:
            with Counter(number, newsroom.db.connection) as counter:
                try:
                    newsroom.import_opml(OPML)
                except (StoreError, OSError) as error:
                    assert str(error)
            fired = bool(counter.fired)
            check(newsroom.db)
            before = len(newsroom.feeds())
            assert before in (0, 8), f"all or nothing: {counter.fired}"
            assert len(newsroom.steps()) == (1 if before else 0)
            newsroom.import_opml(OPML)
            assert len(newsroom.feeds()) == 8
            newsroom.undo()
            assert newsroom.feeds() == []
        shutil.rmtree(data)
        number += STRIDE if number > 1 else 1
    assert number > 10


def test_migration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From the present schema to one that comes after it, with its backup; whatever fails, the old store opens again."""
    old = tmp_path / "old.db"
    with open_store(old, clock=lambda: NOON) as db:
        feeds.add_feed(db, "https://paper.example/feed", now=NOON)
    later = "CREATE TABLE extra (a INTEGER) STRICT; INSERT INTO extra SELECT id FROM feed; ALTER TABLE feed ADD COLUMN b TEXT;"
    monkeypatch.setattr(migrate, "MIGRATIONS", (*MIGRATIONS, later))
    monkeypatch.setattr(migrate, "CURRENT", CURRENT + 1)
    number, fired = 1, True
    while fired:
        folder = tmp_path / f"{number}"
        folder.mkdir()
        path = folder / "telex.db"
        shutil.copy(old, path)
        with Counter(number) as counter:
            try:
                open_store(path, clock=lambda: NOON).close()
            except (StoreError, OSError) as error:
                assert str(error)
        fired = bool(counter.fired)
        with open_store(path, clock=lambda: NOON) as db:
            assert db.value("PRAGMA user_version") == CURRENT + 1
            assert db.value("SELECT count(*) FROM extra") == 1
            assert [feed.url for feed in feeds.all_feeds(db)] == ["https://paper.example/feed"]
            check(db)
        shutil.rmtree(folder)
        number += STRIDE if number > 1 and not FULL else 1
    assert number > 10
