"""Finishing: what is stored becomes searchable and readable, a bad entry costs only itself, and it can be called off."""

from __future__ import annotations

import asyncio
from pathlib import Path

from reader.blocks import Paragraph, decode_json, plain
from reader.config import Settings
from reader.engine.events import Event, Finished
from reader.engine.finish import Finisher, finish_all, rescue
from reader.engine.jobs import FinishEntries, Raw
from reader.engine.voice import Voice
from reader.engine.workers import WorkerPool
from reader.model import Entry, ParsedFeed
from reader.store import articles, entries, feeds, pending
from reader.store.database import Database, open_store
from reader.store.windows import open_view

NOW = 1_767_614_400


def stored(db: Database, *bodies: str) -> list[int]:
    """A feed with so many entries."""
    feed = feeds.add_feed(db, "https://gazette.example/feed", now=NOW)
    items = tuple(
        Entry(
            f"n{number}",
            f"Titre {number}",
            f"https://gazette.example/{number}",
            "Ève",
            NOW - number,
            content=body,
        )
        for number, body in enumerate(bodies)
    )
    parsed = ParsedFeed("La Gazette", entries=items, found=len(items))
    entries.store_feed(db, feed.id, parsed, next_at=NOW + 3_600, now=NOW)
    return [row[0] for row in db.rows("SELECT id FROM entry ORDER BY guid")]


def test_what_is_finished_is_found_and_can_be_read(tmp_path: Path) -> None:
    told: list[Event] = []
    with open_store(tmp_path / "telex.db") as db:
        ids = stored(db, *(f"<p>L’épidémie de parapluies, acte {number}.</p>" for number in range(150)))
        assert pending.waiting(db) == 150
        assert open_view(db, "epidemie", now=NOW).count == 0
        assert asyncio.run(finish_all(db, Settings(), tell=told.append)) == 150
        assert pending.waiting(db) == 0
        assert open_view(db, "epidemie parapluies", now=NOW).count == 150
        article = articles.article(db, ids[0])
        assert article is not None
        (block,) = article.blocks
        assert isinstance(block, Paragraph)
        assert plain(block.text).startswith("L’épidémie de parapluies")
        assert article.words == 5
    finished = [event for event in told if isinstance(event, Finished)]
    assert [event.entries for event in finished] == [150]


def test_an_entry_that_kills_its_worker_costs_only_itself(tmp_path: Path) -> None:
    heavy = "<table>" + "<tr><td><p>mot <b>gras</b></p></td></tr>" * 100_000 + "</table>"

    async def main(db: Database) -> int:
        async with WorkerPool(2, time_box=0.8) as pool:
            await pool.finish(_warm())
            await pool.finish(_warm())
            return await Finisher(db, pool, Voice(lambda event: None, db.generation)).run()

    with open_store(tmp_path / "telex.db") as db:
        ids = stored(db, *(heavy if number == 7 else f"<p>Pluie {number}</p>" for number in range(20)))
        assert asyncio.run(main(db)) == 20
        assert pending.waiting(db) == 0
        assert open_view(db, "text:pluie", now=NOW).count == 19
        assert all(articles.article(db, entry_id) is not None for entry_id in ids)


def _warm() -> FinishEntries:
    return FinishEntries((Raw(1, "", "", "", "", "<p>x</p>", ""),))


def test_it_can_be_called_off_and_goes_on(tmp_path: Path) -> None:
    async def main(db: Database) -> int:
        async with WorkerPool(2) as pool:
            finisher = Finisher(db, pool, Voice(lambda event: None, db.generation))
            task = asyncio.create_task(finisher.run())
            while pending.waiting(db) == 600:
                await asyncio.sleep(0.005)
            task.cancel()
            await asyncio.wait([task])
            left = pending.waiting(db)
            assert 0 < left < 600
            assert await finisher.run() == left
            return left

    with open_store(tmp_path / "telex.db") as db:
        stored(db, *(f"<p>Pluie {number}</p>" * 20 for number in range(600)))
        asyncio.run(main(db))
        assert pending.waiting(db) == 0
        assert open_view(db, "text:pluie", now=NOW).count == 600


def test_the_newest_come_first(tmp_path: Path) -> None:
    with open_store(tmp_path / "telex.db") as db:
        stored(db, *("<p>x</p>" for _ in range(50)))
        ids = [one.entry_id for one in pending.pending(db, 10)]
        assert ids == sorted(ids, reverse=True)


def test_a_rescued_entry_keeps_its_text() -> None:
    ready = rescue(Raw(3, "Été", "Ève", "P", "fr", "<p>Un &amp; <b>deux</b></p>\x1b[31m", ""))
    (block,) = decode_json(ready.blocks)
    assert isinstance(block, Paragraph)
    assert plain(block.text).split() == ["Un", "&", "deux"]
    assert (ready.title, ready.text) == ("ete", "")
    assert rescue(Raw(3, "", "", "", "", "", "")).blocks == b"[]"
