"""Rules and mutes: tried, switched on, run on what comes, and taken back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from reader.model import Entry
from reader.store import feeds, journal, marks, pending, rules, windows
from reader.store.database import Database, open_store
from reader.store.query import QueryError
from reader.text.fold import fold
from tests.store.conftest import NOW, Serve
from tests.store.recount import assert_counters
from tests.store.test_journal import state

Item = Callable[..., Entry]


@pytest.fixture
def filled(db: Database, serve: Serve, item: Item) -> Database:
    feeds.add_feed(db, "https://fanal.example/feed")
    serve(1, *(item(n, title=f"Pluie {n}" if n % 4 == 0 else f"Phare {n}") for n in range(40)))
    finish(db)
    return db


def finish(db: Database) -> None:
    """Make all that waits searchable."""
    pending.finish(
        db,
        [
            pending.Finished(p.entry_id, fold(p.title), "", "", "bateaux", p.html)
            for p in pending.pending(db, 500)
        ],
    )


def count(db: Database, query: str) -> int:
    return windows.open_view(db, query, now=NOW).count


def test_a_rule_acts_on_what_comes_and_only_once(filled: Database, serve: Serve, item: Item) -> None:
    db = filled
    rules.add(db, "Pluie", "title:pluie", ["read", "tag:météo", "star"], now=NOW)
    serve(1, *(item(n, title=f"Pluie {n}") for n in range(100, 103)))
    finish(db)
    assert rules.apply(db, NOW) == []
    rules.switch(db, rules.find(db, "pluie"), True, NOW)
    serve(1, *(item(n, title="Pluie" if n < 205 else "Phare") for n in range(200, 210)))
    assert rules.apply(db, NOW) == []
    finish(db)
    (hit,) = rules.apply(db, NOW)
    assert (hit.rule.name, len(hit.ids)) == ("Pluie", 5)
    assert (count(db, "is:read"), count(db, "tag:météo is:starred")) == (5, 5)
    marks.mark(db, hit.ids, read=False)
    assert rules.apply(db, NOW) == []
    assert count(db, "is:read") == 0
    assert (
        journal.steps(db, 2)[1].text
        == "Rule “Pluie” marked as read and starred and tagged with météo: 5 entries"
    )
    assert_counters(db)


def test_a_run_is_one_step_that_is_taken_back_whole(filled: Database, path: Path) -> None:
    db = filled
    windows.open_view(db, "title:pluie")
    ids = windows.open_view(db, "title:pluie").ids(0, 3)
    marks.mark(db, ids[:1], read=True, now=NOW - 9)
    marks.tag(db, ids[:2], "météo", now=NOW - 9)
    rules.add(db, "Pluie", "title:pluie", ["read", "tag:météo"], now=NOW)
    before = state(db)
    act = rules.run(db, rules.find(db, "Pluie"), NOW)
    assert (act.kind, act.count) == ("rule-run", 9)
    assert (count(db, "is:read"), count(db, "tag:météo")) == (10, 10)
    done = state(db)
    db.close()
    with open_store(path, clock=lambda: NOW) as again:
        assert journal.undo(again) is not None
        assert state(again) == before
        assert_counters(again)
        assert journal.redo(again) is not None
        assert state(again) == done
        assert rules.run(again, rules.find(again, "Pluie"), NOW).id == 0


def test_what_a_rule_did_by_itself_is_taken_back_by_its_number(
    filled: Database, serve: Serve, item: Item
) -> None:
    db = filled
    rules.add(db, "Pluie", "title:pluie", ["hide", "tag:météo"], active=True, now=NOW)
    star = marks.mark(db, windows.open_view(db).ids(0, 1), starred=True)
    serve(1, *(item(n, title="Pluie") for n in range(200, 203)))
    finish(db)
    before = state(db)
    rules.apply(db, NOW)
    assert count(db, "") == 40
    (mine, *_) = [act for act in journal.steps(db) if act.kind == "rule"]
    undone = journal.undo(db)
    assert undone is not None
    assert undone.id == star.id
    journal.redo(db)
    assert journal.undo_step(db, mine.id) is not None
    assert state(db) == before
    assert count(db, "") == 43


def test_every_change_of_a_rule_is_taken_back(filled: Database) -> None:
    db = filled
    kept: list[list[rules.Rule]] = [rules.all_rules(db)]

    def rule() -> rules.Rule:
        return rules.all_rules(db)[0]

    steps: list[Callable[[], object]] = [
        lambda: rules.add(db, "Pluie", "pluie", ["read"], now=NOW),
        lambda: rules.change(db, rule(), name="La pluie", query="pluie OR orage", now=NOW),
        lambda: rules.change(db, rule(), acts=["star", "notify"], now=NOW),
        lambda: rules.switch(db, rule(), True, NOW),
        lambda: rules.mute(db, "phare", NOW + 99, now=NOW),
        lambda: rules.remove(db, rule(), NOW),
    ]
    for step in steps:
        step()
        kept.append(rules.all_rules(db))
    for place in range(len(steps), 0, -1):
        assert rules.all_rules(db) == kept[place]
        assert journal.undo(db) is not None
    assert rules.all_rules(db) == kept[0]
    for place in range(1, len(steps) + 1):
        assert journal.redo(db) is not None
        assert rules.all_rules(db) == kept[place]


def test_a_mute_hides_what_is_there_and_what_comes_until_it_ends(
    filled: Database, serve: Serve, item: Item
) -> None:
    db = filled
    before = state(db)
    act = rules.mute(db, "title:pluie", NOW + 7 * 86_400, now=NOW)
    assert act.text == "Muted title:pluie: 10 entries are hidden"
    assert (count(db, ""), count(db, "is:muted"), count(db, "is:hidden")) == (30, 10, 10)
    marks.mark(db, windows.open_view(db).ids(0, 1), hidden=True)
    assert (count(db, "is:muted"), count(db, "is:hidden")) == (10, 11)
    serve(1, item(200, title="Pluie"), at=NOW + 86_400)
    finish(db)
    rules.apply(db, NOW + 86_400)
    assert count(db, "is:muted") == 11
    serve(1, item(201, title="Pluie"), at=NOW + 8 * 86_400)
    finish(db)
    assert rules.apply(db, NOW + 8 * 86_400) == []
    assert count(db, "title:pluie") == 1
    journal.undo_since(db, act.id)
    assert count(db, "is:muted") == 0
    assert state(db)[0][:40] == before[0][:40]


def test_a_mute_of_the_same_takes_the_place_of_the_one_before(filled: Database) -> None:
    rules.mute(filled, "pluie", NOW + 9, now=NOW)
    rules.mute(filled, "pluie", None, now=NOW)
    (only,) = rules.all_rules(filled)
    assert only.until is None
    rules.mute(filled, "pluie " + "x" * 120, now=NOW)
    rules.mute(filled, "pluie " + "x" * 121, now=NOW)
    assert len({one.name for one in rules.all_rules(filled)}) == 3


def test_an_ended_mute_goes_on_when_it_is_switched_on_again(filled: Database) -> None:
    rules.mute(filled, "pluie", NOW + 9, now=NOW)
    (rule,) = rules.all_rules(filled)
    assert not rule.stands(NOW + 9)
    rules.switch(filled, rule, True, NOW + 10)
    (rule,) = rules.all_rules(filled)
    assert (rule.until, rule.stands(NOW + 10)) == (None, True)


def test_a_rule_that_leads_nowhere_any_more_stops_nothing(filled: Database, serve: Serve, item: Item) -> None:
    db = filled
    from reader.store import saved

    saved.save(db, "Temps", "pluie OR orage")
    rules.add(db, "Temps", "saved:Temps", ["star"], active=True, now=NOW)
    rules.add(db, "Phare", "title:phare", ["star"], active=True, now=NOW)
    saved.forget(db, saved.find(db, "Temps").id)
    serve(1, item(200, title="Pluie"), item(201, title="Phare"))
    finish(db)
    assert [hit.rule.name for hit in rules.apply(db, NOW)] == ["Phare"]
    assert db.value("SELECT count(*) FROM unruled") == 0


@pytest.mark.parametrize(
    ("name", "query", "acts", "said"),
    [
        ("", "pluie", ["read"], "needs a name"),
        ("Pluie", " ", ["read"], "would find everything"),
        ("Pluie", "sort:date", ["read"], "would find everything"),
        ("Pluie", "pluie", [], "does something"),
        ("Pluie", "pluie", ["eat"], "cannot “eat”"),
        ("Pluie", "pluie", ["tag: "], "cannot “tag: ”"),
        ("Pluie", "is:raed", ["read"], "did you mean read"),
        ("Vent", "pluie", ["read"], "already"),
    ],
)
def test_what_cannot_be_a_rule_is_refused(
    filled: Database, name: str, query: str, acts: list[str], said: str
) -> None:
    rules.add(filled, "Vent", "vent", ["read"], now=NOW)
    with pytest.raises((rules.NoSuchRule, QueryError), match=said):
        rules.add(filled, name, query, acts, now=NOW)
    assert [one.name for one in rules.all_rules(filled)] == ["Vent"]
