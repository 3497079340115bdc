"""What the engine keeps beside the store: text by which all comes back, backups of whole stores only, a word about damage."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from reader.config import Paths, Settings
from reader.engine import events, keeping, leader
from reader.engine.link import EngineLink
from reader.model import Entry, ParsedFeed
from reader.parse.opml import read_opml
from reader.store import backup, feeds, lease, marks, texts
from reader.store.database import Database, StoreError, open_store
from reader.store.entries import store_feed
from tests.engine.desk import NOON
from tests.engine.ear import Ear


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    """A store with two sources, sixty entries and ten stars."""
    paths = Paths(tmp_path / "data", tmp_path / "config.toml")
    paths.config.write_text("[fetch]\nauto = false\n")
    with open_store(paths.store) as db:
        feeds.add_feed(db, "https://fanal.example/feed", folder=("Mer",))
        feeds.add_feed(db, "https://gazette.example/feed", name="La Gazette")
        items = tuple(
            Entry(id=str(n), title=f"Un phare {n}", link="", content="<p>b</p>" * 90) for n in range(60)
        )
        stored = store_feed(db, 1, ParsedFeed(entries=items), next_at=NOON, now=NOON)
        marks.mark(db, stored.ids[:10], starred=True)
    return paths


def mangle(paths: Paths) -> None:
    with open_store(paths.store) as db:
        leaf = db.value("SELECT pageno FROM dbstat WHERE name = 'listing' AND pagetype = 'leaf'")
    data = bytearray(paths.store.read_bytes())
    data[(leaf - 1) * 8_192 : leaf * 8_192] = b"\xff" * 8_192
    paths.store.write_bytes(data)


def starred_in(file: Path) -> int:
    return sum('"starred"' in line for line in file.read_text().splitlines())


def test_text_is_written_again_only_after_an_act(paths: Paths) -> None:
    with open_store(paths.store) as db:
        assert keeping.write_text(db, NOON)
        outlines = read_opml((paths.data / keeping.OPML).read_bytes())
        assert [(one.url, one.folder) for one in outlines] == [
            ("https://gazette.example/feed", ()),
            ("https://fanal.example/feed", ("Mer",)),
        ]
        assert starred_in(paths.data / texts.FILE) == 10
        assert not keeping.write_text(db, NOON)
        marks.mark(db, range(11, 15), starred=True)
        assert keeping.write_text(db, NOON)
        assert starred_in(paths.data / texts.FILE) == 14
        (paths.data / texts.FILE).unlink()
        assert keeping.write_text(db, NOON)
    for name in (keeping.OPML, texts.FILE):
        assert (paths.data / name).stat().st_mode & 0o777 == 0o600
    assert not list(paths.data.glob("*.part"))


def test_text_that_cannot_be_written_leaves_the_old_one(paths: Paths) -> None:
    with open_store(paths.store) as db:
        keeping.write_text(db, NOON)
        before = (paths.data / keeping.OPML).read_bytes()
        (paths.data / f"{keeping.OPML}.part").mkdir()
        feeds.add_feed(db, "https://third.example/feed")
        with pytest.raises(StoreError) as caught:
            keeping.write_text(db, NOON)
        assert "\n" not in str(caught.value)
    assert (paths.data / keeping.OPML).read_bytes() == before


def test_the_daily_copy_is_made_of_whole_stores_only(paths: Paths) -> None:
    with open_store(paths.store) as db:
        assert keeping.look(db, NOON)
        assert keeping.daily(db, NOON)
    kept = backup.backups(paths.backups)
    assert len(kept) == 1
    written = (paths.data / texts.FILE).read_bytes()
    mangle(paths)
    with open_store(paths.store) as db:
        assert not keeping.look(db, NOON + 1)
        assert not keeping.daily(db, NOON + 2 * 86_400)
    assert backup.backups(paths.backups) == kept
    assert (paths.data / texts.FILE).read_bytes() == written


def lead(paths: Paths, until: Callable[[events.Event], bool], monkeypatch: pytest.MonkeyPatch) -> bool:
    """Lead on the store until the engine told something; answers whether it holds the store for whole."""
    monkeypatch.setattr(leader, "SOON", 0.0)

    async def main(db: Database) -> bool:
        ear = Ear()
        held = lease.acquire(paths, NOON, db)
        assert held is not None
        work = leader.Leader(db, Settings(), held, ear, lambda: NOON)
        task = asyncio.create_task(work.run())
        await ear.wait(until)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        held.release()
        return work.whole

    with open_store(paths.store) as db:
        return asyncio.run(main(db))


def test_damage_is_found_at_the_start_and_said(paths: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    mangle(paths)
    assert not lead(paths, lambda event: event == events.Failed(keeping.DAMAGED), monkeypatch)


def test_an_engine_that_ends_leaves_the_text_behind(paths: Paths) -> None:
    async def main() -> None:
        ear = Ear()
        link = EngineLink(paths, ear)
        await link.start()
        await ear.wait(lambda event: isinstance(event, events.Hello) and event.leads)
        with open_store(paths.store) as db:
            marks.mark(db, range(11, 31), starred=True)
        await link.stop()

    asyncio.run(main())
    assert starred_in(paths.data / texts.FILE) == 30
    assert len(read_opml((paths.data / keeping.OPML).read_bytes())) == 2


def test_an_engine_puts_a_deleted_store_back(paths: Paths) -> None:
    with open_store(paths.store) as db:
        keeping.write_text(db, NOON)
    paths.store.unlink()

    async def main() -> None:
        ear = Ear()
        link = EngineLink(paths, ear)
        await link.start()
        await ear.wait(lambda event: isinstance(event, events.Hello) and event.leads)
        await link.stop()

    asyncio.run(main())
    with open_store(paths.store) as db:
        assert sorted(one.url for one in feeds.all_feeds(db)) == [
            "https://fanal.example/feed",
            "https://gazette.example/feed",
        ]
        assert db.value("SELECT count(*) FROM mark WHERE starred_at IS NOT NULL") == 10
    assert starred_in(paths.data / texts.FILE) == 10
