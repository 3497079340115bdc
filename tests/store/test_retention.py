"""What goes by limits: never what the person kept, never without a warning that was seen, never to come back as new."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from reader.limits import Limits, WrongLimits, read_limits
from reader.model import Entry, ParsedFeed
from reader.store import entries, feeds, journal, marks, pending, retention, upkeep, windows
from reader.store.database import Database, open_store
from reader.text.fold import fold
from tests.store.conftest import NOW, Serve
from tests.store.recount import assert_counters

DAY = 86_400
Item = Callable[..., Entry]


@pytest.fixture
def filled(db: Database, serve: Serve, item: Item) -> Database:
    """Two papers: 60 entries of the first are a day old each more than the one before, 20 of the second are new."""
    feeds.add_feed(db, "https://fanal.example/feed")
    feeds.add_feed(db, "https://gazette.example/feed")
    for number in range(60):
        serve(1, item(number, published=NOW - number * DAY), at=NOW - number * DAY)
    serve(2, *(item(n, id=f"g{n}", link=f"https://g.example/{n}", published=NOW - n) for n in range(20)))
    finish(db)
    return db


def finish(db: Database) -> None:
    waiting = pending.pending(db, 5_000)
    pending.finish(
        db, [pending.Finished(p.entry_id, fold(p.title), "", "", "bateaux", p.html) for p in waiting]
    )


def ids(db: Database, query: str = "") -> list[int]:
    view = windows.open_view(db, query, now=NOW)
    return view.ids(0, view.count)


def rows_left(db: Database) -> int:
    counts = {
        table: int(db.value(f"SELECT count(*) FROM {table}"))
        for table in ("entry", "body", "prepared", "listing")
    }
    assert len(set(counts.values())) == 1, counts
    return counts["entry"]


def test_what_was_pruned_and_is_served_again_is_not_new(tmp_path: Path) -> None:
    with open_store(tmp_path / "telex.db", clock=lambda: NOW) as db:
        feeds.add_feed(db, "https://fanal.example/feed")
        items = tuple(
            Entry(id=f"{n}", title=f"Dépêche {n}", link=f"https://f.example/{n}") for n in range(10_000)
        )
        for start in range(0, 10_000, 1_000):
            entries.store_feed(db, 1, ParsedFeed(entries=items[start : start + 1_000]), next_at=NOW, now=NOW)
        marks.mark_view(db, windows.open_view(db), now=NOW)
        assert retention.prune(db, ids(db)) == 10_000
        assert rows_left(db) == 0
        for start in range(0, 10_000, 1_000):
            stored = entries.store_feed(
                db, 1, ParsedFeed(entries=items[start : start + 1_000]), next_at=NOW, now=NOW
            )
            assert stored.new == 0
        assert windows.open_view(db, "is:unread").count == 0
        assert_counters(db)


@pytest.mark.parametrize(
    ("limits", "left"),
    [
        (Limits(), 80),
        (Limits(days=30), 51),
        (Limits(days=1), 22),
        (Limits(entries=50), 60),
        (Limits(entries=75), 75),
        (Limits(days=45, entries=70), 66),
        (Limits(size=1), 60),
    ],
)
def test_limits_in_all(filled: Database, limits: Limits, left: int) -> None:
    db = filled
    marks.mark(db, ids(db, "feed:1")[40:], read=True, now=NOW)
    gone, why = retention.expired(db, limits, NOW)
    assert len(gone) == 80 - left
    assert bool(why) == bool(gone)
    before = ids(db)
    assert retention.prune(db, gone) == len(gone)
    assert rows_left(db) == left
    assert ids(db) == [one for one in before if one not in gone]
    assert_counters(db)
    assert windows.open_view(db, "bateaux").count == left


@pytest.mark.parametrize(
    ("limits", "left"), [("30d", 31), ("500", 60), ("10", 10), ("12d 20", 13), ("all", 60)]
)
def test_limits_of_one_source(filled: Database, limits: str, left: int) -> None:
    db = filled
    feeds.set_settings(db, 1, now=NOW, keep=limits)
    gone, _ = retention.expired(db, Limits(), NOW)
    retention.prune(db, gone)
    assert ids(db, "feed:1") == list(range(1, left + 1)), "the newest stay"
    assert len(ids(db, "feed:2")) == 20


def test_a_size_of_one_source(filled: Database) -> None:
    feeds.set_settings(filled, 1, now=NOW, keep="1KB")
    gone, why = retention.expired(filled, Limits(), NOW)
    assert 30 < len(gone) < 55
    assert why == "Le Fanal keeps 1KB"
    assert min(gone) == 61 - len(gone)


def test_a_source_with_days_of_its_own_has_no_others(filled: Database) -> None:
    feeds.set_settings(filled, 1, now=NOW, keep="50d")
    gone, why = retention.expired(filled, Limits(days=10), NOW)
    assert len(gone) == 9
    assert "keeps 50d" in why


def test_what_the_person_kept_stays_whatever_the_limits(filled: Database) -> None:
    db = filled
    chosen = ids(db)
    marks.mark(db, chosen, read=True, now=NOW)
    marks.mark(db, chosen[10:14], starred=True, now=NOW)
    marks.mark(db, chosen[30:33], later=True, now=NOW)
    marks.tag(db, chosen[50:52], "phares", now=NOW)
    feeds.set_settings(db, 1, now=NOW, keep="1d 1 1KB")
    gone, _ = retention.expired(db, Limits(days=1, entries=1, size=1), NOW + 90 * DAY)
    assert retention.prune(db, gone) == 71
    assert retention.prune(db, chosen) == 0
    assert sorted(ids(db)) == sorted(chosen[10:14] + chosen[30:33] + chosen[50:52])
    for one in ids(db):
        article = entries.article(db, one)
        assert article is not None
        assert article.blocks is not None
    assert_counters(db)


def test_sixty_days_below_the_quota_nothing_goes(filled: Database, serve: Serve, item: Item) -> None:
    db = filled
    marks.mark_view(db, windows.open_view(db), now=NOW)
    for day in range(60):
        now = NOW + day * DAY
        serve(2, item(1_000 + day, published=now), at=now)
        kept = upkeep.run(db, now)
        assert kept is not None
        assert kept.gone == 0
        assert retention.warning(db, now) == ""
    finish(db)
    assert rows_left(db) == 140


def test_above_the_quota_the_oldest_read_go_each_after_a_warning(
    filled: Database, serve: Serve, item: Item
) -> None:
    db = filled
    dice = Random(5)
    marks.mark(db, dice.sample(ids(db), 50), read=True, now=NOW)
    limits = Limits(entries=70)
    warned: set[int] = set()
    gone = 0
    for day in range(60):
        now = NOW + day * DAY
        serve(2, *(item(1_000 + 9 * day + n, published=now) for n in range(3)), at=now)
        marks.mark(db, ids(db)[:2], read=True, now=now)
        would, _ = retention.expired(db, limits, now)
        unread, before = set(ids(db, "is:unread")), set(ids(db))
        kept = upkeep.run(db, now, limits)
        assert kept is not None
        left = set(ids(db))
        went = before - left
        assert not went & unread
        assert went <= set(would)
        assert not went or warned, "nothing goes without a warning"
        gone += len(went)
        if went:
            warned.clear()
        if retention.warning(db, now):
            assert "70 entries are kept" in retention.warning(db, now)
            warned |= set(would)
    assert gone > 100
    assert_counters(db)


def test_nothing_goes_while_nobody_saw_the_warning(filled: Database) -> None:
    db = filled
    marks.mark_view(db, windows.open_view(db), now=NOW)
    limits = Limits(entries=10)
    assert [retention.daily(db, limits, NOW + day * DAY) for day in range(9)] == [0] * 9
    assert retention.warning(db, NOW + 9 * DAY).startswith("Within a day 70 entries go: 10 entries are kept.")
    assert retention.daily(db, limits, NOW + 10 * DAY - 1) == 0
    assert retention.daily(db, limits, NOW + 10 * DAY) == 70
    assert retention.warning(db, NOW + 10 * DAY) == ""
    marks.mark(db, ids(db)[:1], starred=True)
    assert retention.daily(db, Limits(), NOW + 11 * DAY) == 0


def test_a_source_that_was_left_long_ago_goes_first(filled: Database) -> None:
    db = filled
    marks.mark(db, ids(db, "feed:2"), read=True, now=NOW)
    feeds.remove(db, 1, NOW)
    assert len(retention.expired(db, Limits(entries=70), NOW + 29 * DAY)[0]) == 10
    gone, _ = retention.expired(db, Limits(entries=30), NOW + 31 * DAY)
    assert len(gone) == 50
    retention.prune(db, gone)
    assert len(ids(db, "feed:2")) == 20
    assert_counters(db)


def test_steps_whose_entries_went_are_taken_back_without_them(filled: Database) -> None:
    db = filled
    marks.mark(db, ids(db), read=True, now=NOW)
    retention.prune(db, ids(db)[:30])
    assert journal.undo(db) is not None
    assert windows.open_view(db, "is:unread").count == 50
    assert_counters(db)


def test_free_space_is_given_back_where_that_is_quick_and_nobody_is_at_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "_WORTH", 100_000)
    with open_store(tmp_path / "telex.db", clock=lambda: NOW) as db:
        feeds.add_feed(db, "https://fanal.example/feed", now=NOW)
        dice = Random(1)
        items = [
            Entry(id=f"{n}", title=f"{n}", link="", content=f"<p>{dice.randbytes(3_000).hex()}</p>")
            for n in range(400)
        ]
        entries.store_feed(db, 1, ParsedFeed(entries=tuple(items)), next_at=NOW, now=NOW)
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        size = (tmp_path / "telex.db").stat().st_size
        assert retention.compact(db, NOW + DAY) == 0
        retention.prune(db, ids(db)[:300])
        assert retention.compact(db, NOW + 60) == 0
        assert retention.compact(db, NOW + DAY) > 300_000
        assert (tmp_path / "telex.db").stat().st_size < size
        assert (tmp_path / "telex.db-wal").stat().st_size == 0
        assert len(ids(db)) == 100
        parts = dict(retention.space(db))
        assert parts["text"] > parts["headlines"] > 0
        assert retention.largest(db)[0][0] == "https://fanal.example/feed"


def test_limits_are_read_as_they_are_written() -> None:
    assert read_limits("90d 500 20MB") == Limits(90, 500, 20_000_000)
    assert read_limits("2w") == Limits(days=14)
    assert read_limits("1.5gb") == Limits(size=1_500_000_000)
    assert read_limits("all") == read_limits("") == Limits()
    for limits in (Limits(90, 500, 20_000_000), Limits(size=1_500_000_000), Limits(days=3), Limits()):
        assert read_limits(str(limits)) == limits
    with pytest.raises(WrongLimits, match="“lots” is no limit"):
        read_limits("500 lots")
