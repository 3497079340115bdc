"""Rows of lists by their tags: what is kept is what a join finds, whatever happens to tags, entries and feeds."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from random import Random

import pytest

from reader.model import Entry
from reader.store import check, feeds, journal, marks, tagged
from reader.store.database import Database
from reader.store.windows import open_view
from tests.store.conftest import NOW, Serve
from tests.store.recount import assert_counters

Make = Callable[..., Entry]
NAMES = ("mer", "port", "ciel")


def renamed(item: Make, number: int, age: int) -> Entry:
    """An item under the guid that its publisher gives it at that age."""
    return item(number, id=f"urn:fanal:{number}:{age}")


@pytest.mark.parametrize("seed", range(8))
def test_rows_by_tags_equal_a_join_whatever_happens(
    db: Database, serve: Serve, item: Make, seed: int
) -> None:
    dice = Random(seed)
    feed = feeds.add_feed(db, "https://fanal.example/feed", now=NOW).id
    other = feeds.add_feed(db, "https://autre.example/feed", now=NOW).id
    age = 0
    for _ in range(25):
        ids = [row[0] for row in db.rows("SELECT id FROM entry")]
        some = dice.sample(ids, min(len(ids), 6))
        match dice.randrange(9):
            case 0 | 1:
                serve(feed, *(renamed(item, number, age) for number in range(dice.randint(5, 20))))
                serve(other, *(item(number) for number in range(9)), title="Autre")
            case 2:
                age += 1
            case 3 | 4:
                marks.tag(db, some, dice.choice(NAMES), now=NOW)
            case 5:
                marks.untag(db, some, dice.choice(NAMES), now=NOW)
            case 6:
                with suppress(feeds.NoSuchFeed):
                    feeds.remove(db, dice.choice([feed, other]))
            case 7:
                for one in db.rows("SELECT id FROM feed WHERE removed_at IS NOT NULL"):
                    feeds.restore(db, one[0])
            case 8:
                journal.undo(db)
        assert_counters(db)
        for name in NAMES:
            listed = db.rows(
                "SELECT l.entry_id FROM listing l JOIN entry e ON e.id = l.entry_id JOIN mark_tag m ON m.key = e.key "
                "JOIN tag t ON t.id = m.tag_id WHERE t.name = ? ORDER BY l.at DESC, l.entry_id DESC",
                (name,),
            )
            for whole in (True, False):
                assert open_view(db, f"tag:{name}", whole=whole).ids(0, 99) == [row[0] for row in listed]
    assert check.recount(db) == 0


def test_an_entry_that_is_gone_takes_its_rows_along_and_brings_them_back(
    db: Database, serve: Serve, item: Make
) -> None:
    feed = feeds.add_feed(db, "https://fanal.example/feed", now=NOW).id
    ids = serve(feed, *(item(number) for number in range(5))).ids
    marks.tag(db, ids[:3], "mer", now=NOW)
    with db.write():
        db.execute("DELETE FROM entry WHERE id = ?", (ids[0],))
    assert sorted(row[0] for row in db.rows("SELECT entry_id FROM tagged")) == list(ids[1:3])
    back = serve(feed, *(item(number) for number in range(5))).ids
    assert len(back) == 1
    assert open_view(db, "tag:mer").ids(0, 9) == [ids[2], ids[1], back[0]]


def test_the_doctor_mends_rows_by_tags(db: Database, serve: Serve, item: Make) -> None:
    feed = feeds.add_feed(db, "https://fanal.example/feed", now=NOW).id
    ids = serve(feed, *(item(number) for number in range(5))).ids
    marks.tag(db, ids[:3], "mer", now=NOW)
    tag = db.value("SELECT id FROM tag")
    with db.write():
        db.execute("DELETE FROM tagged WHERE entry_id = ?", (ids[0],))
        db.execute("INSERT INTO tagged VALUES (?, ?, ?)", (tag, NOW, ids[4]))
        db.execute("UPDATE tagged SET at = at + 1 WHERE entry_id = ?", (ids[2],))
    assert check.recount(db) == 4
    assert_counters(db)
    with db.write():
        assert tagged.mend(db) == 0
