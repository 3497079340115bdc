"""The fair river (U29): quiet sources are on the first screen, nothing is lost, important ones are left alone in bulk."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.model import Entry
from reader.store import entries, feeds, journal, marks, rules, windows
from reader.store.database import Database
from reader.store.river import CAP, EACH, SPAN, cut, river
from tests.store.conftest import NOW, Serve
from tests.store.recount import assert_counters

SCREEN = 30
"""Rows of headlines on a screen of 40 lines."""


@pytest.fixture
def flooded(db: Database, serve: Serve) -> tuple[int, list[int]]:
    """One source with 200 entries an hour for a day, and twenty with one each, some time in that day."""
    loud = feeds.add_feed(db, "https://loud.example/feed", title="Loud").id
    quiet = [feeds.add_feed(db, f"https://quiet{n}.example/feed", title=f"Quiet {n}").id for n in range(20)]
    serve(loud, *(_entry(f"l{n}", NOW - 18 * n) for n in range(4_800)))
    for n, feed in enumerate(quiet):
        serve(feed, _entry(f"q{n}", NOW - 3_600 - 4_000 * n))
    return loud, quiet


def _entry(name: str, at: int) -> Entry:
    return Entry(id=name, title=f"Headline {name}", link=f"https://x.example/{name}", published=at)


def _feeds_of(db: Database, ids: list[int]) -> list[int]:
    found = dict(db.rows("SELECT entry_id, feed_id FROM listing"))
    return [int(found[one]) for one in ids]


def test_each_quiet_source_is_on_the_first_screen(db: Database, flooded: tuple[int, list[int]]) -> None:
    loud, quiet = flooded
    by_date = windows.open_view(db, "")
    assert not set(quiet) & set(_feeds_of(db, by_date.ids(0, SCREEN))), "the flood has them all otherwise"
    for folded in (False, True):
        fair = windows.open_view(db, "sort:river", folded=folded)
        first = _feeds_of(db, fair.ids(0, SCREEN))
        assert set(quiet) <= set(first)
        assert first[:23].count(loud) == EACH
        assert fair.count == by_date.count == 4_820
    assert sorted(fair.ids(0, 5_000)) == sorted(by_date.ids(0, 5_000))
    assert windows.open_view(db, "feed:1 sort:river").ids(0, 5_000) == windows.open_view(db, "feed:1").ids(
        0, 5_000
    )
    assert windows.open_view(db, "sort:river limit:25").ids(0, 99) == fair.ids(0, 25)
    assert windows.open_view(db, "sort:-river").ids(0, 5_000) == fair.ids(0, 5_000)[::-1]
    assert entries.counts(db)[0] == 4_820


def test_a_flood_stands_behind_one_row(db: Database, flooded: tuple[int, list[int]]) -> None:
    loud, quiet = flooded
    every = windows.open_view(db, "sort:river")
    for folded in (False, True):
        view = windows.open_view(db, "sort:river", folded=folded, digested=True)
        rows = view.rows(0, 200)
        assert view.count == len(rows) == CAP + 1 + len(quiet)
        assert view.count + view.left_out == every.count == 4_820
        (digest,) = [row for row in rows if row.more]
        assert (digest.more, digest.title) == (4_800 - CAP, "4,788 more from Le Fanal")
        assert {row.feed_id for row in rows[:SCREEN]} == {loud, *quiet}
        behind = view.behind(digest.id)
        shown = [row.id for row in rows if not row.more]
        assert sorted([*shown, *behind]) == sorted(every.ids(0, 5_000))
        assert view.row_of(behind[1_000]) == digest.id
        assert view.behind(shown[0]) == [shown[0]]
        ahead = view.neighbour(rows[-2].id, -1, unread=True)
        assert ahead is not None
        assert not ahead.more
    act = marks.mark_view(db, view)
    assert act.count == 4_820, "what is marked in the list is all of it"
    assert all(row.read for row in view.rows(0, 200))


def test_a_quota_is_a_sources_own(db: Database, flooded: tuple[int, list[int]], serve: Serve) -> None:
    loud, quiet = flooded

    def digests() -> dict[int, int]:
        view = windows.open_view(db, "sort:river", digested=True)
        return {row.feed_id: row.more for row in view.rows(0, view.count) if row.more}

    feeds.set_settings(db, loud, quota=2)
    assert digests() == {loud: 4_798}
    serve(quiet[0], *(_entry(f"more{n}", NOW - n) for n in range(4)))
    feeds.set_settings(db, quiet[0], quota=1)
    assert digests() == {loud: 4_798, quiet[0]: 4}
    feeds.set_settings(db, quiet[0], quota=4)
    assert digests() == {loud: 4_798}, "one more is no digest: it keeps its own row"
    feeds.set_settings(db, loud, quota=None, important=True)
    assert digests() == {}, "an important source has all its rows"
    feeds.set_settings(db, loud, quota=5)
    assert digests() == {loud: 4_795}, "but for what the person wishes"


@given(
    st.lists(st.tuples(st.integers(1, 3), st.integers(0, 3 * SPAN)), max_size=80),
    st.dictionaries(st.integers(1, 3), st.integers(1, 5)),
    st.sets(st.integers(1, 3)),
)
def test_what_is_cut_is_all_behind_a_row(
    listed: list[tuple[int, int]], quotas: dict[int, int], free: set[int]
) -> None:
    rows = [(n + 1, feed, at) for n, (feed, at) in enumerate(listed)]
    kept, digests = cut(rows, quotas, free)
    behind = [one for ids in digests.values() for one in ids]
    assert sorted([*(one for one in kept if one not in digests), *behind]) == [row[0] for row in rows]
    assert kept == sorted(kept), "the order stays"
    assert all(lead == ids[0] and len(ids) > 1 for lead, ids in digests.items())
    newest = max((row[2] for row in rows), default=0)
    shown = Counter(
        ((newest - at) // SPAN, feed) for one, feed, at in rows if one in kept and one not in digests
    )
    for (_, feed), count in shown.items():
        most = quotas.get(feed, 0 if feed in free else CAP)
        assert not most or count <= most + 1


@given(st.lists(st.tuples(st.integers(1, 4), st.integers(0, 5 * SPAN)), max_size=60))
def test_the_river_keeps_all_rows_days_and_orders(rows: list[tuple[int, int]]) -> None:
    listed = sorted(((n, feed, at) for n, (feed, at) in enumerate(rows)), key=lambda row: -row[2])
    places = river(listed)
    assert sorted(places) == list(range(len(rows)))
    days = [(listed[0][2] - listed[place][2]) // SPAN for place in places] if places else []
    assert days == sorted(days)
    for feed in range(1, 5):
        own = [place for place in places if listed[place][1] == feed]
        assert own == sorted(own), "each source's own order stays"
    for day in set(days):
        shown: Counter[int] = Counter()
        total = Counter(listed[place][1] for place, its in zip(places, days, strict=True) if its == day)
        for place, its in zip(places, days, strict=True):
            if its == day:
                feed = listed[place][1]
                turn = shown[feed] // EACH
                assert all(shown[other] >= min(total[other], turn * EACH) for other in total)
                shown[feed] += 1


def test_important_sources_are_untouched_by_a_thousand_acts_in_bulk(
    db: Database, item: Callable[..., Entry], serve: Serve
) -> None:
    for number in range(4):
        feeds.add_feed(db, f"https://{number}.example/feed")
    ids = [one for feed in (1, 2, 3, 4) for one in serve(feed, *(item(n) for n in range(10))).ids]
    feeds.set_settings(db, 2, important=True)
    feeds.set_settings(db, 4, important=True)
    marks.mark(db, [ids[10]], starred=True)
    sql = (
        "SELECT l.entry_id, l.read_at, l.starred_at, l.later_at, l.hidden_at, "
        "(SELECT count(*) FROM mark_tag t JOIN entry e ON e.key = t.key WHERE e.id = l.entry_id) "
        "FROM listing l WHERE l.feed_id IN (2, 4) ORDER BY 1"
    )
    before = list(db.rows(sql))
    rules.add(db, "all", "feed:(1,2,3,4)", ["read", "star", "hide", "tag:mer"])
    rule = rules.find(db, "all")
    dice = Random(29)
    touched = 0
    for _ in range(1_000):
        query = dice.choice(["", "is:unread", "feed:(1,2)", "is:starred", "is:important", "sort:river"])
        read, starred, later, hidden = (dice.choice([None, True, False]) for _ in range(4))
        match dice.randrange(5):
            case 0 | 1:
                view = windows.open_view(db, query)
                if view.count > 1:
                    touched += marks.mark_view(
                        db, view, read=read, starred=starred, later=later, hidden=hidden
                    ).count
            case 2:
                touched += marks.mark(
                    db, dice.sample(ids, k=9), read=read, starred=starred, hidden=hidden, bulk=True
                ).count
            case 3:
                how = dice.choice([marks.tag, marks.untag])
                touched += how(db, dice.sample(ids, k=9), "quai", bulk=True).count
            case _:
                touched += rules.run(db, rule).count
                journal.undo(db)
        assert list(db.rows(sql)) == before
    assert touched > 1_000
    assert_counters(db)
    act = marks.mark_view(db, windows.open_view(db, "is:important"))
    assert (act.count, act.text) == (
        0,
        "Nothing was changed: entries of important sources are marked one by one",
    )
    assert marks.mark(db, ids[10:11], read=True).count == 1
