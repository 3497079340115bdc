"""Undo and redo of every kind of act, after a restart too, to the same state byte for byte."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from reader.model import Entry
from reader.store import feeds, folders, journal, marks, windows
from reader.store.database import Database, open_store
from reader.store.feeds import NewFeed
from tests.store.conftest import NOW, Serve
from tests.store.recount import assert_counters

DAY = 86_400


@pytest.fixture
def ids(db: Database, serve: Serve, item: Callable[..., Entry]) -> list[int]:
    feeds.add_feed(db, "https://fanal.example/feed", folder=("Presse", "Mer"))
    feeds.add_feed(db, "https://gazette.example/feed")
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
    assert again.kind == "subscribe"


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
