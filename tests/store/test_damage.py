"""Flipped bytes anywhere in the file: every function either works or says one sentence; nothing else is ever raised."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest

from reader.model import Entry, ParsedFeed
from reader.store import (
    check,
    entries,
    feeds,
    folders,
    journal,
    lease,
    marks,
    pending,
    polls,
    requests,
    revisions,
    saved,
    settings,
    texts,
    upkeep,
    windows,
)
from reader.store.database import Database, StoreBusy, StoreError, open_store
from tests.store.conftest import FULL, NOW, Serve

USES: dict[str, Callable[[Database], Any]] = {
    "everything": lambda db: windows.open_view(db).rows(0, 400),
    "unread": lambda db: windows.open_view(db, "is:unread feed:1").rows(0, 400),
    "search": lambda db: windows.open_view(db, "bateaux").rows(0, 400),
    "query": lambda db: windows.open_view(db, "lang:fr words:>1 sort:title").rows(0, 400),
    "anchors": lambda db: windows.open_view(db).build_anchors(1_000),
    "place": lambda db: windows.open_view(db).index_of(77),
    "articles": lambda db: [entries.article(db, one) for one in range(1, 300, 7)],
    "bodies": lambda db: [entries.body(db, one) for one in range(1, 300, 7)],
    "revisions": lambda db: [revisions.revisions(db, one) for one in range(1, 300, 7)],
    "counts": entries.counts,
    "feeds": feeds.all_feeds,
    "folders": folders.folders,
    "polls": lambda db: polls.polls(db, now=NOW, force=True),
    "pending": lambda db: pending.pending(db, 50),
    "steps": journal.steps,
    "tags": marks.tags,
    "saved": saved.all_saved,
    "holder": lease.holder,
    "problems": lambda db: check.problems(db, full=True),
}
CHANGES: dict[str, Callable[[Database], Any]] = {
    "mark": lambda db: marks.mark(db, range(1, 250), read=True),
    "mark view": lambda db: marks.mark_view(db, windows.open_view(db), starred=True, read=None),
    "tag": lambda db: marks.tag(db, range(1, 99), "mer"),
    "untag": lambda db: marks.untag(db, range(1, 99), "quai"),
    "undo": journal.undo,
    "redo": journal.redo,
    "trim": lambda db: journal.trim(db, NOW + 10**9),
    "store": lambda db: entries.store_feed(
        db,
        1,
        ParsedFeed(
            entries=tuple(
                Entry(id=f"urn:fanal:{n}", title="Neuf", link="", content="<p>b</p>") for n in range(60)
            )
        ),
        next_at=NOW,
        now=NOW,
    ),
    "finish": lambda db: pending.finish(
        db, [pending.Finished(p.entry_id, "t", "", "", "x", p.html) for p in pending.pending(db, 50)]
    ),
    "prepare": lambda db: pending.prepare(db, 5),
    "record": lambda db: polls.record(db, 1, status="error", error="No.", next_at=NOW, now=NOW),
    "claim": lambda db: polls.claim(db, [1, 2], "me", NOW),
    "release": lambda db: polls.release(db, "me"),
    "pause": lambda db: feeds.pause(db, 1),
    "add": lambda db: feeds.add_feed(db, "https://neu.example", folder=("A", "B")),
    "rename": lambda db: feeds.rename(db, 1, "Phare"),
    "move": lambda db: feeds.move(db, 1, ("C",)),
    "remove": lambda db: feeds.remove(db, 1),
    "setting": lambda db: settings.set_setting(db, "a", "b"),
    "save": lambda db: saved.save(db, "a", "b"),
    "forget": lambda db: saved.forget(db, saved.find(db, "Mer").id),
    "ask": lambda db: requests.ask(db, "{}", NOW),
    "take": requests.take,
    "recount": check.recount,
    "reindex": check.reindex,
    "upkeep": lambda db: upkeep.run(db, NOW),
    "texts": lambda db: texts.restore(db, db.path.parent / texts.FILE, NOW),
}


@pytest.fixture
def filled(db: Database, serve: Serve, item: Callable[..., Entry]) -> Database:
    for number in range(3):
        feeds.add_feed(db, f"https://{number}.example/feed", folder=("Presse", "Mer"))
        serve(number + 1, *(item(n, title=f"Le phare {n}", language="fr") for n in range(100)))
    serve(1, *(item(n, content="<p>Autre chose que des bateaux.</p>") for n in range(20)), at=NOW + 5)
    waiting = pending.pending(db, 250)
    pending.finish(db, [pending.Finished(p.entry_id, "phare", "", "", "bateaux", p.html) for p in waiting])
    saved.save(db, "Mer", "tag:quai")
    marks.tag(db, range(5, 50), "quai")
    marks.mark(db, range(1, 60), read=True)
    requests.ask(db, "{}", NOW)
    texts.write(db, db.path.parent / texts.FILE)
    journal.undo(db)
    return db


def test_flipped_bytes_are_never_more_than_a_sentence(filled: Database, tmp_path: Path) -> None:
    filled.close()
    whole = filled.path.read_bytes()
    dice = Random(21)
    refused = 0
    for number in range(300 if FULL else 60):
        path = tmp_path / f"copy{number}" / "telex.db"
        path.parent.mkdir(mode=0o700)
        data = bytearray(whole)
        for _ in range((1, 16, 4_096)[number % 3]):
            data[dice.randrange(100 if number % 5 else 0, len(data))] = dice.randrange(256)
        path.write_bytes(data)
        try:
            with open_store(path, clock=lambda: NOW) as db:
                for use in (*USES.values(), *CHANGES.values()):
                    try:
                        use(db)
                    except StoreError as error:
                        refused += 1
                        assert "\n" not in str(error)
        except StoreError as error:
            refused += 1
            assert "\n" not in str(error)
    assert refused > 20


@pytest.mark.parametrize("name", CHANGES)
def test_a_locked_store_is_one_sentence_for_every_change(filled: Database, path: Path, name: str) -> None:
    texts.write(filled, filled.path.parent / texts.FILE)
    with open_store(path) as writer:
        filled.connection.set_busy_timeout(20)
        writer.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreBusy) as caught:
            CHANGES[name](filled)
        assert "try again" in str(caught.value)
        writer.execute("ROLLBACK")
    CHANGES[name](filled)


@pytest.mark.parametrize("name", USES)
def test_reading_does_not_wait_for_a_lock(filled: Database, path: Path, name: str) -> None:
    with open_store(path) as writer:
        filled.connection.set_busy_timeout(20)
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("UPDATE entry SET title = 'unfinished'")
        USES[name](filled)
        writer.execute("ROLLBACK")
