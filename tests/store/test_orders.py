"""Orders with tables of their own: filled by the engine, followed by edits, and no row is lost whatever moves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any

import pytest

from reader.model import Entry, ParsedFeed
from reader.store import check, gathered, orders, pending, retention, stories
from reader.store.database import Database, StoreFull, open_store
from reader.store.entries import store_feed
from reader.store.orders import ORDERS
from reader.store.seed import seed
from reader.store.stories import Joining
from reader.store.windows import open_view
from tests.store.conftest import NOW

SIZE = 600
WAYS = ("sort:title", "sort:-title", "sort:length", "sort:-length", "sort:story", "sort:-story")


@pytest.fixture
def db(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """600 entries in their places, in lists that are long from 50 on and are walked eight rows at a time."""
    for name, value in (("_LONG", 50), ("_FIRST", 8), ("_MOST", 8), ("_STEPS", 1), ("_PAGE", 4)):
        monkeypatch.setattr(gathered, name, value)
    monkeypatch.setattr(orders, "_AT_ONCE", 70)
    monkeypatch.setattr(orders, "BEHIND", 300)
    with open_store(tmp_path / "telex.db", clock=lambda: NOW) as opened:
        seed(opened, SIZE, now=NOW, bodies=False)
        yield opened


def bring(db: Database, titles: list[str], name: str) -> None:
    """The answer of a feed with an entry for each of `titles`, the same ones for the same `name`."""
    found = [
        Entry(id=f"{name}/{place}", title=title, link="", content=f"<p>{title}</p>")
        for place, title in enumerate(titles)
    ]
    store_feed(db, 2, ParsedFeed(entries=tuple(found)), next_at=NOW, now=NOW)


def measure(db: Database, words: Callable[[int], int]) -> None:
    """Finish what waits, with so many words for each number of an entry."""
    done = [
        pending.Finished(one.entry_id, one.title, "", "", "", one.html, words=words(one.entry_id))
        for one in pending.pending(db, 1_000)
    ]
    pending.finish(db, done)


def count(db: Database, order: str) -> int:
    return int(db.value(f"SELECT count(*) FROM {ORDERS[order].table}"))


def assert_walked(db: Database) -> None:
    """Each order is walked, and gives what sorting gives."""
    for query in WAYS:
        rows = open_view(db, query, now=NOW).ids(0, SIZE * 2)
        view = open_view(db, query, now=NOW, whole=False)
        assert not view.whole
        view.reach(8)
        assert view.ids(0, 8) == rows[:8]
        view.finish()
        assert view.ids(0, SIZE * 2) == rows


def tell(db: Database, dice: Random) -> list[int]:
    """Entries that are told more than once from now on."""
    near = dice.sample(range(1, SIZE), 120)
    stories.join(db, (Joining(near[n], near[n // 3]) for n in range(1, 120)))
    return near


@pytest.mark.parametrize(
    "query", ["sort:story", "sort:-story", "is:unread sort:-story", "feed:1 sort:-story"]
)
@pytest.mark.parametrize("folded", [False, True])
def test_what_is_told_most_stands_first_or_last(db: Database, query: str, folded: bool) -> None:
    tell(db, Random(3))
    rows = open_view(db, query, now=NOW, folded=folded).ids(0, SIZE)
    view = open_view(db, query, now=NOW, folded=folded, whole=False)
    assert not view.whole
    view.finish()
    assert view.ids(0, SIZE) == rows
    told = [db.value("SELECT story FROM entry WHERE id = ?", (one,)) != 0 for one in rows]
    assert told == sorted(told, reverse="-" not in query)
    assert any(told)


def test_a_store_walks_its_orders_from_the_first_time_on(db: Database) -> None:
    assert not orders.behind(db)
    assert (count(db, "title"), count(db, "length")) == (SIZE, SIZE)
    assert_walked(db)
    with open_store(db.path, readonly=True, clock=lambda: NOW) as reading:
        assert not open_view(reading, "sort:title", now=NOW, whole=False).whole


def test_headlines_are_sorted_without_regard_to_case_and_accents(db: Database) -> None:
    titles = ["Zone", "éclair", "Eclat", "الميناء", "Été", "ete", "Œuvre", "omelette", "À bord", "abri"]
    bring(db, titles, "letters")
    wanted = ["À bord", "abri", "éclair", "Eclat", "Été", "ete", "Œuvre", "omelette", "Zone", "الميناء"]
    for step in range(2):
        for whole in (True, False):
            view = open_view(db, "sort:title", now=NOW, whole=whole)
            assert view.whole == whole
            view.finish()
            shown = [row.title for row in view.rows(0, SIZE + 20) if row.title in titles]
            assert shown == wanted, (step, whole)
        orders.fill(db)


def test_new_entries_stand_in_their_place_before_the_engine_put_them_into_the_table(db: Database) -> None:
    bring(db, ["aaa first", "Mmm between", "zzz last", "mmm between"], "late")
    assert orders.behind(db)
    assert_walked(db)
    orders.fill(db)
    assert not orders.behind(db)
    assert_walked(db)
    assert count(db, "title") == SIZE + 4


def test_a_table_that_is_far_behind_is_not_used(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(orders, "BEHIND", 3)
    bring(db, ["one", "two", "three", "four"], "many")
    assert open_view(db, "sort:title", now=NOW, whole=False).whole


def test_tables_follow_edits_lengths_and_what_goes(db: Database) -> None:
    dice = Random(7)
    for step in range(12):
        titles = [
            dice.choice("aAbBéÉ") * dice.randint(1, 3) + str(step * dice.randint(0, 1)) for _ in range(9)
        ]
        bring(db, titles, f"poll {dice.randint(0, 3)}")
        if dice.random() < 0.6:
            measure(db, lambda _: dice.randint(0, 5))
        if dice.random() < 0.5:
            retention.prune(db, dice.sample(range(1, SIZE), 5))
        assert_walked(db)
        if dice.random() < 0.5:
            orders.fill(db)
            assert not orders.behind(db)
        if dice.random() < 0.3:
            with db.write():
                assert orders.mend(db) == 0
    orders.fill(db)
    assert check.recount(db) == 0
    for order in ORDERS:
        assert count(db, order) == db.value("SELECT count(*) FROM entry")
    assert_walked(db)


def test_what_is_wrong_in_a_table_is_mended_and_filled_again(db: Database) -> None:
    db.execute("DELETE FROM title_order WHERE entry_id < 20")
    db.execute("UPDATE title_order SET title = 'wrong' WHERE entry_id = 30")
    db.execute("INSERT INTO length_order VALUES (3, 3, 999999)")
    lost = open_view(db, "sort:title", now=NOW, whole=False)
    lost.finish()
    assert sorted(lost.ids(0, SIZE)) == list(range(1, SIZE + 1))
    assert check.recount(db) == 22
    assert orders.behind(db)
    orders.fill(db)
    assert check.recount(db) == 0
    assert_walked(db)


def test_a_filling_that_is_cut_off_goes_on_the_next_time(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    with db.write():
        db.execute("DELETE FROM title_order")
        ORDERS["title"].note(db, 0)
    ran = []
    execute = Database.execute

    def fail(self: Database, sql: str, params: Any = ()) -> None:
        ran.append(sql)
        if sum("INTO title_order" in one for one in ran) == 4:
            raise StoreFull("The disk is full.")
        execute(self, sql, params)

    with monkeypatch.context() as patch:
        patch.setattr(Database, "execute", fail)
        with pytest.raises(StoreFull):
            orders.fill(db)
    assert (ORDERS["title"].newest(db), count(db, "title")) == (0, 210)
    assert open_view(db, "sort:title", now=NOW, whole=False).whole
    bring(db, ["in between"], "between")
    orders.fill(db)
    assert check.recount(db) == 0
    assert_walked(db)


@pytest.mark.parametrize("beside", [orders.fill, check.recount])
def test_what_another_puts_right_meanwhile_is_not_lost(
    db: Database, monkeypatch: pytest.MonkeyPatch, beside: Callable[[Database], object]
) -> None:
    dice, write, late = Random(11), Database.write, [f"late {number}" for number in range(300)]
    bring(db, late, "late")

    @contextmanager
    def then_the_other(self: Database, *, quiet: bool = False) -> Iterator[None]:
        """Between two transactions headlines change, and another one puts them right."""
        with write(self, quiet=quiet):
            yield
        if self is db:
            for number in dice.sample(range(300), 40):
                late[number] = f"{dice.choice('abyz')} {number}"
            with open_store(db.path, clock=lambda: NOW) as other:
                bring(other, late, "late")
                assert not beside(other)

    with monkeypatch.context() as patch:
        patch.setattr(Database, "write", then_the_other)
        orders.fill(db)
    orders.fill(db)
    assert check.recount(db) == 0
    assert_walked(db)


@pytest.mark.parametrize(
    "query", [*WAYS, "is:unread sort:title", "is:unread sort:story", "is:unread sort:-story"]
)
@pytest.mark.parametrize("folded", [False, True])
def test_no_row_is_lost_or_doubled_that_moves_while_the_list_is_open(
    db: Database, query: str, folded: bool
) -> None:
    dice = Random(query)
    bring(db, [f"late {number}" for number in range(30)], "late")
    near = tell(db, dice)
    expected = open_view(db, query, now=NOW, folded=folded).ids(0, SIZE * 2)
    view = open_view(db, query, now=NOW, folded=folded, whole=False)
    assert not view.whole
    shown = view.ids(0, 8)
    for step in range(10):
        bring(db, [f"{dice.choice('abyz')} late {number}" for number in range(30)], "late")
        measure(db, lambda _: dice.choice((0, 3, 900)))
        some = dice.sample(range(1, SIZE), 6)
        stories.join(db, [Joining(some[n], near[n]) for n in range(6)])
        if step == 5:
            orders.fill(db)
        view.reach(view.count + 30)
    assert view.ids(0, len(shown)) == shown
    view.finish()
    assert sorted(view.ids(0, SIZE * 2)) == sorted(expected)
