"""A full disk: one sentence, nothing lost, nothing half done, and it goes on when there is space again."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import pytest

from reader.model import Entry
from reader.store import backup, feeds, journal, marks, pending, polls, settings, windows
from reader.store.database import Database, StoreError, StoreFull
from tests.store.conftest import NOW, Serve
from tests.store.recount import assert_counters


def fill_up(db: Database, pages: int) -> None:
    """Leave room for `pages` more pages; SQLite then answers as it does when the disk is full."""
    now = db.value("PRAGMA page_count")
    db.execute(f"PRAGMA max_page_count = {now + pages}")


def make_room(db: Database) -> None:
    db.execute("PRAGMA max_page_count = 1000000")


def test_a_disk_that_fills_at_a_hundred_points(
    db: Database, serve: Serve, item: Callable[..., Entry]
) -> None:
    dice = Random(7)
    db.patient = True
    for number in range(4):
        feeds.add_feed(db, f"https://{number}.example/feed")
    first = serve(1, *(item(n) for n in range(40))).ids
    number = 1_000
    failed = 0
    for _ in range(100):
        before = {row[0] for row in db.rows("SELECT id FROM entry")}
        etags = db.rows("SELECT id, etag, fetched_at FROM feed ORDER BY id")
        steps = journal.steps(db, 1_000)
        fill_up(db, dice.randrange(4))
        feed = dice.randint(1, 4)
        items = [
            item(number + n, content=f"<p>{dice.randbytes(2_000).hex()}</p>")
            for n in range(dice.randint(1, 12))
        ]
        number += 20
        try:
            if dice.random() < 0.6:
                serve(feed, *items)
            elif dice.random() < 0.5:
                marks.tag(db, first, dice.randbytes(40).hex())
            else:
                one = pending.pending(db, 5)
                text = " ".join(dice.randbytes(4).hex() for _ in range(900))
                pending.finish(db, [pending.Finished(p.entry_id, "t", "", "", text, p.html) for p in one])
        except StoreFull as error:
            failed += 1
            assert "space" in str(error)
            assert {row[0] for row in db.rows("SELECT id FROM entry")} == before
            assert db.rows("SELECT id, etag, fetched_at FROM feed ORDER BY id") == etags
            assert journal.steps(db, 1_000) == steps
            view = windows.open_view(db, "is:unread")
            assert len(view.rows(0, 10)) == 10
        make_room(db)
    assert failed > 20
    assert_counters(db)
    assert db.value("PRAGMA integrity_check") == "ok"
    assert serve(2, item(9_999)).new == 1


@pytest.mark.parametrize(
    "change",
    [
        lambda db: feeds.add_feeds(
            db, [feeds.NewFeed(f"https://{n}.example/{'x' * 900}") for n in range(60)]
        ),
        lambda db: settings.set_setting(db, "big", "x" * 100_000),
        lambda db: marks.tag(db, range(400), "mer"),
        lambda db: marks.mark(db, range(1, 400), read=True),
        lambda db: polls.record(db, 1, status="error", error="x" * 50_000, next_at=0, now=0),
    ],
)
def test_every_change_fails_with_the_same_sentence(
    db: Database, serve: Serve, item: Callable[..., Entry], change: Callable[[Database], object]
) -> None:
    feeds.add_feed(db, "https://a.example")
    serve(1, *(item(n) for n in range(400)))
    fill_up(db, 0)
    with pytest.raises(StoreFull):
        change(db)
    assert_counters(db)
    make_room(db)
    change(db)
    assert_counters(db)


def test_a_backup_that_cannot_be_written_leaves_no_trace(
    db: Database, serve: Serve, item: Callable[..., Entry]
) -> None:
    feeds.add_feed(db, "https://a.example")
    serve(1, *(item(n) for n in range(100)))
    folder = db.path.parent / "backups"
    backup.copy(db.connection, folder / backup.name(NOW, "daily"))
    kept = (folder / backup.name(NOW, "daily")).read_bytes()
    target = folder / backup.name(NOW + 1, "daily")
    target.mkdir()
    with pytest.raises(StoreError) as caught:
        backup.copy(db.connection, target)
    assert "\n" not in str(caught.value)
    assert (folder / backup.name(NOW, "daily")).read_bytes() == kept
    assert sorted(file.name for file in folder.iterdir()) == [backup.name(NOW, "daily"), target.name]
