"""Undo and redo of every kind of act, after a restart too, to the same state byte for byte."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest

from reader.model import Act, Entry
from reader.store import dependence, feeds, folders, journal, marks, markstate, saved, windows
from reader.store.database import Database, open_store
from reader.store.feeds import NewFeed
from reader.store.seed import seed
from tests.store.conftest import NOW, Serve
from tests.store.recount import assert_counters

DAY = 86_400


@pytest.fixture
def ids(db: Database, serve: Serve, item: Callable[..., Entry]) -> list[int]:
    feeds.add_feed(db, "https://fanal.example/feed", folder=("Presse", "Mer"))
    feeds.add_feed(db, "https://gazette.example/feed")
    saved.save(db, "Mer", "mer")
    saved.save(db, "Pluie", "pluie")
    serve(2, *(item(n) for n in range(50, 60)))
    return list(serve(1, *(item(n) for n in range(20))).ids)


def state(db: Database) -> list[Any]:
    """Everything that a person can change, as rows."""
    return [
        db.rows(
            "SELECT e.id, m.read_at, m.starred_at, m.later_at, m.hidden_at FROM entry e "
            "LEFT JOIN mark m ON m.key = e.key ORDER BY e.id"
        ),
        db.rows("SELECT * FROM listing ORDER BY entry_id"),
        db.rows("SELECT t.name, t.total, m.key FROM tag t JOIN mark_tag m ON m.tag_id = t.id ORDER BY 1, 3"),
        db.rows("SELECT id, name, removed_at, total, unread FROM feed WHERE removed_at IS NULL ORDER BY id"),
        [(one.id, one.folder) for one in feeds.all_feeds(db)],
        [(one.path, one.unread, one.total) for one in folders.folders(db)],
        db.rows("SELECT id, paused, settings FROM feed WHERE removed_at IS NULL ORDER BY id"),
        db.rows("SELECT * FROM saved ORDER BY id"),
        db.rows("SELECT name, value FROM counter WHERE name IN ('total', 'unread')"),
    ]


ACTS: dict[str, Callable[[Database, list[int]], Any]] = {
    "read": lambda db, ids: marks.mark(db, ids[:7], read=True, now=NOW),
    "unread": lambda db, ids: marks.mark(db, ids[10:12], read=False, now=NOW),
    "mark-all": lambda db, ids: marks.mark_view(db, windows.open_view(db, "is:unread"), now=NOW),
    "star": lambda db, ids: marks.mark(db, ids[3:5], starred=True, now=NOW),
    "later": lambda db, ids: marks.mark(db, ids[:1], later=True, now=NOW),
    "hide": lambda db, ids: marks.mark(db, ids[2:9], hidden=True, now=NOW),
    "tag": lambda db, ids: marks.tag(db, ids[:3], "phares", now=NOW),
    "untag": lambda db, ids: marks.untag(db, ids[10:], "ancien", now=NOW),
    "rename": lambda db, ids: feeds.rename(db, 1, "Le Grand Fanal", NOW),
    "move": lambda db, ids: feeds.move(db, 1, ("Îles",), NOW),
    "import": lambda db, ids: feeds.add_feeds(
        db, [NewFeed("https://c.example"), NewFeed("https://d.example")]
    ),
    "subscribe": lambda db, ids: feeds.add_feed(db, "https://e.example", folder=("Îles", "Nord")),
    "pause": lambda db, ids: feeds.pause(db, 2, now=NOW),
    "settings": lambda db, ids: feeds.set_settings(db, 2, now=NOW, important=True),
    "save": lambda db, ids: saved.save(db, "Ports", "port", NOW),
    "rename-saved": lambda db, ids: saved.rename(db, 1, "La mer", NOW),
    "move-saved": lambda db, ids: saved.move(db, 1, 2, NOW),
    "remove-saved": lambda db, ids: saved.forget(db, 2, NOW),
    "unsubscribe": lambda db, ids: feeds.remove(db, 1, NOW),
}


@pytest.mark.parametrize("kind", ACTS)
def test_an_act_is_undone_and_done_again_after_restarts(
    db: Database, path: Path, ids: list[int], kind: str
) -> None:
    marks.mark(db, ids[8:12], read=True, later=True, now=NOW - DAY)
    marks.tag(db, ids[9:14], "ancien", now=NOW - DAY)
    before = state(db)
    ACTS[kind](db, ids)
    done = state(db)
    assert done != before
    assert journal.steps(db)[0].kind == kind
    db.close()
    for _ in range(2):
        with open_store(path) as again:
            act = journal.undo(again, NOW + DAY)
            assert act is not None
            assert (act.kind, act.undone) == (kind, True)
            assert state(again) == before
            assert_counters(again)
        with open_store(path) as again:
            act = journal.redo(again, NOW + DAY)
            assert act is not None
            assert (act.kind, act.undone) == (kind, False)
            assert state(again) == done
            assert_counters(again)


def test_everything_can_be_taken_back_to_the_beginning(db: Database, ids: list[int]) -> None:
    states = [state(db)]
    for act in ACTS.values():
        act(db, ids)
        states.append(state(db))
    count = len(journal.steps(db))
    changed = [n for n in range(1, len(states)) if states[n] != states[n - 1]]
    for n in reversed(changed):
        assert state(db) == states[n]
        assert journal.undo(db) is not None
    assert state(db) == states[0]
    for n in changed:
        assert journal.redo(db) is not None
        assert state(db) == states[n]
    assert journal.redo(db) is None
    assert len(journal.steps(db)) == count


def test_a_new_act_ends_what_could_be_redone(db: Database, ids: list[int]) -> None:
    marks.mark(db, ids[:1], read=True)
    journal.undo(db)
    marks.mark(db, ids[1:2], starred=True)
    assert journal.redo(db) is None
    undone = journal.undo(db)
    assert undone is not None
    assert undone.kind == "star"
    again = journal.undo(db)
    assert again is not None
    assert again.kind == "save"


def test_there_is_an_end_to_undoing(tmp_path: Path) -> None:
    with open_store(tmp_path / "telex.db") as db:
        assert journal.undo(db) is None
        assert journal.redo(db) is None
        assert journal.steps(db) == []


def test_steps_tell_in_words(db: Database, ids: list[int]) -> None:
    marks.mark(db, ids[:1], starred=True)
    marks.mark(db, ids, read=True)
    marks.tag(db, ids[:2], "mer")
    feeds.rename(db, 2, "La Gazette")
    assert [act.text for act in journal.steps(db, 4)] == [
        "Renamed Le Fanal to La Gazette",
        "Tagged 2 entries with mer",
        "Marked 20 entries as read",
        "Marked “Le phare s’allume, épisode 19” with a star",
    ]


def test_a_feed_that_was_left_comes_back_whole(db: Database, ids: list[int]) -> None:
    marks.mark(db, ids[:4], read=True)
    marks.tag(db, ids[:2], "mer")
    before = state(db)
    feeds.remove(db, 1)
    assert [one.id for one in feeds.all_feeds(db)] == [2]
    assert windows.open_view(db).count == 10
    assert marks.mark(db, ids, starred=True).count == 0
    again = feeds.add_feed(db, "https://fanal.example/feed")
    assert again.id == 1
    assert state(db) == before


def test_acts_are_kept_for_thirty_days(db: Database, ids: list[int]) -> None:
    marks.mark(db, ids[:1], read=True, now=NOW - 31 * DAY)
    marks.mark(db, ids[1:2], read=True, now=NOW - 29 * DAY)
    assert journal.trim(db, NOW) == 1
    assert [act.at for act in journal.steps(db) if act.kind == "read"] == [NOW - 29 * DAY]
    assert db.value("SELECT count(*) FROM journal_entry") == 1
    view = windows.open_view(db, "is:unread")
    assert view.count == 28
    marks.mark(db, ids[2:3], read=True)
    assert (view.count, len(view.ids(0, 100))) == (28, 28)


def test_marks_of_a_reissued_entry_are_undone_too(
    db: Database, ids: list[int], serve: Serve, item: Callable[..., Entry]
) -> None:
    marks.mark(db, ids, read=True, now=NOW)
    serve(1, *(item(n, id=f"neuf{n}") for n in range(20)), at=NOW + 60)
    assert windows.open_view(db, "feed:1 is:unread").count == 0
    journal.undo(db)
    assert windows.open_view(db, "feed:1 is:unread").count == 20
    assert_counters(db)


def test_a_step_goes_alone_where_nothing_was_built_on_it(db: Database, ids: list[int]) -> None:
    read = marks.mark(db, ids[:10], read=True)
    star = marks.mark(db, ids[:3], starred=True)
    named = feeds.rename(db, 1, "Phare")
    before = state(db)
    assert dependence.dependants(db, read.id) == []
    assert dependence.later(db, read.id) == [star.id, named.id]
    taken = journal.undo_step(db, read.id)
    assert taken is not None
    assert taken.text == "Marked 10 entries as read"
    assert windows.open_view(db, "is:unread").count == 30
    assert windows.open_view(db, "is:starred").count == 3
    assert journal.undo_step(db, read.id) is None
    assert_counters(db)
    again = journal.redo(db)
    assert again is not None
    assert again.id == read.id
    assert state(db) == before


def test_a_step_that_others_were_built_on_goes_only_with_them(db: Database, ids: list[int]) -> None:
    before = state(db)
    read = marks.mark(db, ids[:10], read=True)
    unread = marks.mark(db, ids[9:12], read=False)
    marks.mark(db, ids[15:], starred=True)
    assert dependence.dependants(db, read.id) == [unread.id]
    now = state(db)
    assert journal.undo_step(db, read.id) is None
    assert state(db) == now
    taken = journal.undo_since(db, read.id)
    assert [act.kind for act in taken] == ["star", "unread", "read"]
    assert state(db) == before
    assert [journal.redo(db) is not None for _ in range(4)] == [True, True, True, False]
    assert state(db) == now


@pytest.mark.parametrize(
    ("first", "second", "alone"),
    [
        ("rename", "move", True),
        ("rename", "unsubscribe", True),
        ("read", "unsubscribe", False),
        ("tag", "unsubscribe", False),
        ("save", "rename-saved", False),
        ("tag", "read", True),
        ("hide", "star", True),
        ("pause", "settings", True),
        ("mark-all", "read", True),
        ("unread", "mark-all", False),
    ],
)
def test_what_hangs_together(db: Database, ids: list[int], first: str, second: str, alone: bool) -> None:
    marks.mark(db, ids[8:12], read=True, later=True, now=NOW - DAY)
    step = ACTS[first](db, ids)
    ACTS[second](db, ids)
    assert (dependence.dependants(db, step.id) == []) == alone
    assert (journal.undo_step(db, step.id) is not None) == alone
    assert_counters(db)


def test_two_tags_of_one_name_hang_together_only_where_they_meet(db: Database, ids: list[int]) -> None:
    step = marks.tag(db, ids[:3], "mer")
    marks.tag(db, ids[5:8], "mer")
    assert dependence.dependants(db, step.id) == []
    marks.untag(db, ids[2:4], "mer")
    assert len(dependence.dependants(db, step.id)) == 1


def test_what_was_read_along_belongs_to_the_step(db: Database, ids: list[int]) -> None:
    read = marks.mark(db, ids[:2], read=True)
    with db.write():
        along = journal.begin(db, "with", NOW, target=read.id, columns=markstate.bits(["read_at"]))
        markstate.record(db, along, "SELECT :one", {"one": ids[5]})
        markstate.assign(db, along, {"read_at": True}, NOW)
        journal.finish(db, along, "", 1)
    assert dependence.dependants(db, read.id) == []
    star = marks.mark(db, [ids[5]], starred=True)
    unread = marks.mark(db, [ids[5]], read=False)
    again = marks.mark(db, [ids[5]], read=True)
    assert dependence.dependants(db, read.id) == [unread.id, again.id]
    assert dependence.dependants(db, star.id) == []
    assert journal.undo_step(db, read.id) is None
    assert len(journal.undo_since(db, read.id)) == 4
    assert windows.open_view(db, "is:unread").count == 30
    assert_counters(db)


def test_what_rules_did_by_themselves_is_passed_over(db: Database, ids: list[int]) -> None:
    mine = marks.mark(db, ids[:1], read=True)
    with db.write():
        rule = journal.begin(db, journal.BY_ITSELF, NOW)
        journal.finish(db, rule, "Rule “Mer”: hid 3 entries", 3)
    undone = journal.undo(db)
    assert undone is not None
    assert undone.id == mine.id
    with db.write():
        journal.finish(db, journal.begin(db, journal.BY_ITSELF, NOW), "Rule “Mer”: hid 1 entry", 1)
    assert journal.redo(db) is not None
    assert [act.kind for act in journal.steps(db, 3)] == ["rule", "rule", "read"]
    assert journal.undo_step(db, rule) is not None


def test_a_new_act_walks_no_month_of_steps(db: Database, ids: list[int]) -> None:
    plans = [
        db.rows("EXPLAIN QUERY PLAN UPDATE journal SET undone = 2 WHERE undone = 1"),
        db.rows("EXPLAIN QUERY PLAN SELECT max(id) FROM journal WHERE kind = 'undo' AND target = 7"),
    ]
    assert ["journal_undone" in str(plans[0]), "journal_undo" in str(plans[1])] == [True, True]


def test_ten_thousand_marks_are_taken_back_at_once(tmp_path: Path) -> None:
    with open_store(tmp_path / "telex.db", clock=lambda: NOW) as db:
        seed(db, 10_000, now=NOW)
        assert marks.mark_view(db, windows.open_view(db, "is:unread")).count > 5_000
        before = time.process_time()
        assert journal.undo(db) is not None
        assert time.process_time() - before < 2
        assert_counters(db)


SEQUENCES = 2_000 if os.environ.get("TELEX_FULL") else 40


def test_random_steps_are_taken_back_to_where_they_began(db: Database, path: Path, ids: list[int]) -> None:
    dice = Random(11)
    for _ in range(SEQUENCES):
        before = state(db)
        done = [
            taken for taken in (_random_act(db, dice, ids) for _ in range(dice.randint(1, 8))) if taken.id
        ]
        after = state(db)
        db.close()
        db = open_store(path, clock=lambda: NOW)
        if done and dice.random() < 0.3:
            assert len(journal.undo_since(db, done[0].id)) == len(done)
        else:
            for act in reversed(done):
                taken = journal.undo(db)
                assert taken is not None
                assert taken.id == act.id
        assert state(db) == before
        assert_counters(db)
        if done and dice.random() < 0.5:
            for _ in done:
                assert journal.redo(db) is not None
            assert state(db) == after
    db.close()


def _random_act(db: Database, dice: Random, ids: list[int]) -> Act:
    some = dice.sample(ids, dice.randint(1, 12))
    feed = dice.choice([1, 2])
    kept = [one.id for one in saved.all_saved(db)]
    acts: list[Callable[[], Act]] = [
        lambda: marks.mark(db, some, read=dice.random() < 0.7, now=NOW),
        lambda: marks.mark(db, some, starred=dice.random() < 0.6, later=dice.random() < 0.5, now=NOW),
        lambda: marks.mark(db, some, hidden=dice.random() < 0.5, now=NOW),
        lambda: marks.mark_view(
            db, windows.open_view(db, dice.choice(["", "is:unread", f"feed:{feed}"])), now=NOW
        ),
        lambda: marks.tag(db, some, dice.choice(["mer", "port"]), now=NOW),
        lambda: marks.untag(db, some, dice.choice(["mer", "port"]), now=NOW),
        lambda: feeds.set_settings(db, feed, now=NOW, important=dice.random() < 0.5),
        lambda: saved.save(db, dice.choice("ABC"), dice.choice(["mer", "port"]), NOW),
    ]
    if kept:
        acts.append(lambda: saved.move(db, dice.choice(kept), dice.randint(1, 4), NOW))
        acts.append(lambda: saved.forget(db, dice.choice(kept), NOW))
    if any(one.id == feed for one in feeds.all_feeds(db)):
        acts += [
            lambda: feeds.rename(db, feed, dice.choice(["", "Phare"]), NOW),
            lambda: feeds.move(db, feed, dice.choice([(), ("Îles",)]), NOW),
            lambda: feeds.pause(db, feed, dice.random() < 0.5, NOW),
            lambda: feeds.remove(db, feed, NOW),
        ]
    else:
        acts = [lambda: feeds.restore(db, feed, NOW), acts[4]]
    return dice.choice(acts)()
