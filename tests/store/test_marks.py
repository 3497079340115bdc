"""Marks: exactly the entries named, times kept, nothing written that did not change, seen by others."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from reader.model import Entry
from reader.store import check, entries, feeds, journal, marks, settings, windows
from reader.store.database import Database, open_store
from tests.store.conftest import NOW, Serve
from tests.store.recount import assert_counters


@pytest.fixture
def ids(db: Database, serve: Serve, item: Callable[..., Entry]) -> list[int]:
    for number in range(3):
        feeds.add_feed(db, f"https://{number}.example/feed")
    return [one for feed in (1, 2, 3) for one in serve(feed, *(item(n) for n in range(10))).ids]


def test_marks_show_in_lists_and_articles(db: Database, ids: list[int]) -> None:
    act = marks.mark(db, ids[:2], read=True, starred=True, later=True, now=NOW)
    assert (act.count, act.kind) == (2, "mark")
    row = windows.open_view(db).rows(0, 100)
    assert {one.id for one in row if one.read and one.starred and one.later} == set(ids[:2])
    article = entries.article(db, ids[0])
    assert article is not None
    assert (article.read, article.starred, article.later) == (True, True, True)
    assert entries.counts(db) == (30, 28, 2, 2)
    marks.mark(db, ids[:1], starred=False)
    assert windows.open_view(db, "is:starred").ids(0, 9) == ids[1:2]
    assert_counters(db)


def test_hidden_is_out_of_every_list_but_its_own(db: Database, ids: list[int]) -> None:
    marks.mark(db, ids[:5], hidden=True, starred=True)
    assert windows.open_view(db).count == 25
    assert windows.open_view(db, "is:starred").count == 0
    assert windows.open_view(db, "is:hidden").count == 5
    assert entries.counts(db) == (25, 25, 0, 0)
    assert_counters(db)


def test_a_mark_keeps_the_time_it_was_made(db: Database, ids: list[int]) -> None:
    marks.mark(db, ids[:1], read=True, now=NOW)
    again = marks.mark(db, ids[:2], read=True, now=NOW + 500)
    assert again.count == 1
    times = dict(db.rows("SELECT entry_id, read_at FROM listing WHERE read_at IS NOT NULL"))
    assert times == {ids[0]: NOW, ids[1]: NOW + 500}
    marks.mark(db, ids[:1], read=True, starred=True, now=NOW + 900)
    assert db.value("SELECT read_at FROM listing WHERE entry_id = ?", (ids[0],)) == NOW


def test_what_changes_nothing_writes_nothing(db: Database, ids: list[int]) -> None:
    before = db.value("SELECT value FROM counter WHERE name = 'generation'")
    acts = [
        marks.mark(db, ids, read=False),
        marks.mark(db, [], read=True),
        marks.mark(db, [-1, 10**15], read=True),
        marks.mark(db, ids),
        marks.untag(db, ids, "nulle-part"),
        marks.tag(db, ids, "   "),
    ]
    assert [act.count for act in acts] == [0] * 6
    assert db.value("SELECT value FROM counter WHERE name = 'generation'") == before
    assert db.value("SELECT count(*) FROM journal WHERE kind NOT IN ('subscribe')") == 0


def test_tags_are_counted_and_go_when_unused(db: Database, ids: list[int]) -> None:
    assert marks.tag(db, ids[:4], "  la   mer \n").count == 4
    assert marks.tag(db, ids[:6], "la mer").count == 2
    marks.tag(db, ids[:1], "x" * 500)
    assert marks.tags(db) == [("la mer", 6), ("x" * marks.MAX_TAG, 1)]
    article = entries.article(db, ids[0])
    assert article is not None
    assert article.tags == ("la mer", "x" * marks.MAX_TAG)
    marks.untag(db, ids, "la mer")
    assert marks.tags(db) == [("x" * marks.MAX_TAG, 1)]
    assert_counters(db)


def test_no_act_writes_to_an_entry(db: Database, ids: list[int]) -> None:
    before = db.rows("SELECT * FROM entry"), db.rows("SELECT * FROM body")
    marks.mark(db, ids, read=True, starred=True, later=True, hidden=True)
    marks.tag(db, ids, "mer")
    assert (db.rows("SELECT * FROM entry"), db.rows("SELECT * FROM body")) == before


def test_marks_carry_a_time_and_a_device(db: Database, ids: list[int], path: Path) -> None:
    marks.mark(db, ids[:1], read=True, now=NOW + 7)
    marks.tag(db, ids[1:2], "mer", now=NOW + 8)
    device = settings.device(db)
    assert len(device) == 8
    assert db.rows("SELECT changed_at, device FROM mark ORDER BY changed_at") == [
        (NOW + 7, device),
        (NOW + 8, device),
    ]
    with open_store(path) as other:
        assert settings.device(other) == device


def test_counters_equal_a_recount_after_two_thousand_acts(
    db: Database, path: Path, ids: list[int], item: Callable[..., Entry], serve: Serve
) -> None:
    dice = Random(36)
    number = 1_000
    with open_store(path, clock=lambda: NOW) as other:
        both = (db, other)
        for one in both:
            one.patient = True
            one.execute("PRAGMA synchronous = OFF")
        for turn in range(2_000):
            at = dice.choice(both)
            some = dice.choices(ids, k=dice.randint(1, 6))
            match dice.randrange(8):
                case 0:
                    number += 3
                    ids += serve(dice.randint(1, 3), *(item(number + n) for n in range(3))).ids
                case 1 | 2:
                    marks.mark(
                        at, some, read=dice.random() < 0.6, hidden=dice.choice([None, None, True, False])
                    )
                case 3:
                    marks.mark(at, some, starred=dice.random() < 0.5, later=dice.random() < 0.5)
                case 4:
                    dice.choice([marks.tag, marks.untag])(at, some, dice.choice(["quai", "phare", "mer"]))
                case 5:
                    with contextlib.suppress(feeds.NoSuchFeed):
                        dice.choice([feeds.remove, feeds.restore])(at, dice.randint(1, 3))
                case 6:
                    journal.undo(at)
                case _:
                    journal.redo(at)
            if turn % 100 == 99:
                assert_counters(db)
        assert check.recount(db) == 0


def test_mark_all_while_a_refresh_runs_takes_exactly_what_was_shown(
    db: Database, path: Path, ids: list[int], item: Callable[..., Entry], serve: Serve
) -> None:
    """A thousand random runs of: open a filtered view, new entries and other marks come, mark all that is shown."""
    dice = Random(11)
    number = 1_000
    with open_store(path, clock=lambda: NOW) as other:
        other.patient = db.patient = True
        for _ in range(1_000):
            query = dice.choice(["is:unread", "feed:1 is:unread", "", "feed:(1,2)", "is:starred"])
            view = windows.open_view(db, query)
            shown = set(view.ids(0, 10_000))
            for _ in range(dice.randrange(2)):
                number += 1
                serve(dice.randint(1, 3), item(number))
            marks.mark(other, dice.choices(ids, k=3), read=dice.random() < 0.5, starred=dice.random() < 0.5)
            before = dict(db.rows("SELECT entry_id, read_at IS NOT NULL FROM listing"))
            act = marks.mark_view(db, view)
            after = dict(db.rows("SELECT entry_id, read_at IS NOT NULL FROM listing"))
            changed = {one for one in after if after[one] != before[one]}
            assert changed == {one for one in shown if not before[one]}
            assert act.count == len(changed)
            if dice.random() < 0.7:
                marks.mark(other, dice.choices(ids, k=8), read=False)
    assert_counters(db)
