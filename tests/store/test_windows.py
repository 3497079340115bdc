"""Views at size: any page from anywhere, without deep offsets, without statements where nothing changed."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import apsw
import pytest

from reader.model import Entry, ParsedFeed
from reader.store import feeds, journal, keyset, marks, stories, windows
from reader.store.database import Database, open_store
from reader.store.entries import store_feed
from reader.store.query import QueryError
from reader.store.seed import RARE, seed
from reader.store.stories import Joining
from reader.store.windows import PAGE, open_view
from tests.store.conftest import NOW

SIZE = 6_000


@pytest.fixture(scope="module")
def seeded() -> Iterator[bytes]:
    """The bytes of a store of 6,000 entries in 60 feeds."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "telex.db"
        with open_store(path) as db:
            seed(db, SIZE, now=NOW, bodies=False)
        yield path.read_bytes()


@pytest.fixture
def db(seeded: bytes, path: Path) -> Iterator[Database]:
    path.parent.mkdir(mode=0o700)
    path.write_bytes(seeded)
    with open_store(path, clock=lambda: NOW) as opened:
        opened.patient = True
        yield opened


class Trace:
    """The statements that ran, with what was bound to them."""

    def __init__(self, db: Database) -> None:
        self.db = db
        self.ran: list[tuple[str, Any]] = []

    def __enter__(self) -> list[tuple[str, Any]]:
        def note(_: apsw.Cursor, sql: str, bindings: Any) -> bool:
            self.ran.append((sql, bindings))
            return True

        self.db.connection.exec_trace = note
        return self.ran

    def __exit__(self, *_: object) -> None:
        self.db.connection.exec_trace = None


QUERIES = (
    "",
    "is:unread",
    "feed:paper-7",
    "feed:paper-7 is:unread",
    "folder:Français",
    "folder:(Français,English,Español,العربية) is:unread",
    "feed:(paper-1,paper-2,paper-9)",
    "sort:-date",
    "is:unread sort:-date",
    "folder:English sort:-date",
)


@pytest.mark.parametrize("query", QUERIES)
def test_any_page_from_anywhere_is_right(db: Database, query: str) -> None:
    everything = open_view(db, query).ids(0, SIZE)
    assert len(everything) == open_view(db, query).count > 90
    assert len(set(everything)) == len(everything)
    dice = Random(query)
    for start in [len(everything) - 5, 0, *(dice.randrange(len(everything)) for _ in range(12))]:
        view = open_view(db, query)
        assert [row.id for row in view.rows(start, 40)] == everything[start : start + 40]
        for place in {start, dice.randrange(len(everything)), len(everything) - 1, 0}:
            view._ids.clear()
            assert view.index_of(everything[place]) == place


@pytest.mark.parametrize("query", QUERIES)
def test_the_order_is_by_date_and_then_by_arrival(db: Database, query: str) -> None:
    db.execute("UPDATE entry SET at = at / 1000 * 1000")
    db.execute("UPDATE listing SET at = at / 1000 * 1000")
    rows = open_view(db, query).rows(0, SIZE)
    keys = [(row.at, row.id) for row in rows]
    assert keys == sorted(keys, reverse="sort:-date" not in query)


def test_no_statement_skips_more_than_a_thousand_rows(db: Database) -> None:
    with Trace(db) as statements:
        for query in QUERIES:
            view = open_view(db, query)
            for start in (view.count - 1, view.count // 2, view.count // 3, 0):
                view.rows(start, 40)
            view.build_anchors(1_000)
            view.index_of(view.ids(view.count // 2, 1)[0])
    skips = [bound["skip"] for sql, bound in statements if "OFFSET" in sql]
    assert len(skips) > 50
    assert max(skips) <= keyset.STRIDE <= 1_000


@pytest.mark.parametrize("query", ["", "is:unread", "folder:English", "lang:fr"])
@pytest.mark.parametrize("folded", [False, True])
def test_rows_that_are_near_cost_few_statements(
    db: Database, query: str, folded: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keyset, "STRIDE", 8)
    monkeypatch.setattr(keyset, "_NEAR", 16)
    monkeypatch.setattr(keyset, "_FEW", 4)
    monkeypatch.setattr(windows, "PAGE", 8)
    told = range(1, SIZE, 3)
    stories.join(db, (Joining(number, number + 1) for number in told))
    monkeypatch.setattr(keyset, "_STORIES", 50)
    view = open_view(db, query, now=NOW, folded=folded, whole=False)
    for count in (1, 16):
        with Trace(db) as statements:
            assert view.is_near(count)
            assert len(view.rows(0, count)) == count
        assert len(statements) < 25
    assert not view.is_near(700)
    while not view.is_near(700):
        view.build_anchors(0.1)
    with Trace(db) as statements:
        assert len(view.rows(690, 10)) == 10
    assert len(statements) < 25
    while not view.build_anchors(100):
        pass
    assert view.is_near(view.count)
    assert view.is_near(10 * SIZE)


def test_reading_what_is_there_again_costs_no_statement(db: Database) -> None:
    view = open_view(db, "is:unread")
    view.rows(0, 60)
    with Trace(db) as statements:
        for line in range(60):
            assert len(view.rows(line, 1)) == 1
        assert view.count == SIZE
        view.index_of(view.ids(3, 1)[0])
    assert statements == []
    marks.mark(db, view.ids(5, 1), read=True)
    with Trace(db) as statements:
        for line in range(60):
            assert view.rows(line, 1)[0].read == (line == 5)
    assert 0 < len(statements) < 30


def test_pages_are_few_and_memory_is_bounded(db: Database) -> None:
    view = open_view(db)
    for start in range(0, SIZE, 7):
        view.rows(start, 30)
    assert len(view._ids) <= windows.KEPT
    assert len(view._rows) <= windows.KEPT
    assert all(len(page) <= PAGE for page in view._rows.values())


def test_five_thousand_new_entries_move_no_row(db: Database) -> None:
    view = open_view(db, "is:unread")
    before = view.ids(0, SIZE)
    view._ids.clear()
    for batch in range(5):
        at = NOW + 60 + batch
        items = tuple(
            Entry(id=f"new{batch}/{n}", title="Neuf", link="", published=at, content="<p>x</p>")
            for n in range(1_000)
        )
        assert store_feed(db, 1 + batch, ParsedFeed(entries=items), next_at=at, now=at).new == 1_000
        assert view.rows(3_000, 3) == view.rows(3_000, 3)
        assert view.ids(3_000, 40) == before[3_000:3_040]
        assert view.index_of(before[4_500]) == 4_500
    assert view.count == SIZE
    assert view.fresh() == 5_000
    assert view.neighbour(before[0], -1) is None
    assert view.neighbour(before[0], -1, unread=True) is None
    renewed = view.renew()
    assert (renewed.count, renewed.fresh()) == (SIZE + 5_000, 0)
    assert renewed.index_of(before[0]) == 5_000


def test_a_large_act_moves_no_row_either(db: Database) -> None:
    view = open_view(db, "is:unread")
    before = view.ids(0, SIZE)
    middle = open_view(db, "folder:Français is:unread")
    others = middle.ids(0, SIZE)
    marks.mark(db, before[100:4_000], read=True, now=NOW)
    assert view.count == SIZE
    assert view.ids(0, SIZE) == before
    assert [row.read for row in view.rows(95, 10)] == [False] * 5 + [True] * 5
    assert middle.ids(0, SIZE) == others
    assert open_view(db, "is:unread").count == SIZE - 3_900
    view._ids.clear()
    assert view.index_of(before[3_999]) == 3_999
    found = view.neighbour(before[99], 1, unread=True)
    assert found is not None
    assert found.id == before[4_000]
    back = view.neighbour(before[4_000], -1, unread=True)
    assert back is not None
    assert back.id == before[99]
    journal.undo(db, NOW)
    assert view.ids(0, SIZE) == before
    assert not any(row.read for row in view.rows(0, 200))


def test_a_mark_made_elsewhere_is_seen_when_one_asks(db: Database, path: Path) -> None:
    view = open_view(db, "is:unread")
    ids = view.ids(0, 10)
    with open_store(path) as other:
        marks.mark(other, ids[:3], read=True, starred=True)
    db.generation()
    assert [row.read for row in view.rows(0, 5)] == [True, True, True, False, False]
    assert view.ids(0, 10) == ids


def test_pages_are_right_even_before_one_asks(db: Database, path: Path) -> None:
    """Another process marks rows between two pages of a view that has not heard of it."""
    view = open_view(db, "is:unread")
    everything = open_view(db, "is:unread").ids(0, SIZE)
    assert view.ids(0, 10) == everything[:10]
    with open_store(path) as other:
        marks.mark(other, everything[50:2_000], read=True)
    assert view.ids(2_500, 300) == everything[2_500:2_800]
    assert view.ids(PAGE, 300) == everything[PAGE : PAGE + 300]


def test_a_write_that_is_taken_back_leaves_the_view_whole(db: Database) -> None:
    view = open_view(db, "is:unread")
    everything = view.ids(0, SIZE)
    marks.mark(db, everything[:50], read=True)

    def fail() -> None:
        with db.write():
            view.members()
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    view._ids.clear()
    assert view.ids(0, 200) == everything[:200]
    marks.mark(db, everything[50:90], read=True)
    view._ids.clear()
    assert view.ids(0, 200) == everything[:200]


def test_views_that_nobody_holds_leave_nothing_behind(db: Database) -> None:
    for _ in range(30):
        view = open_view(db, "is:unread")
        marks.mark(db, view.ids(0, 100), read=True)
        view.rows(0, 1)
    last = open_view(db, "is:unread")
    marks.mark(db, last.ids(0, 5), read=True)
    last.rows(0, 1)
    assert db.value("SELECT count(DISTINCT view) FROM temp.kept") <= 2
    assert db.value("SELECT count(*) FROM temp.kept") <= 105


@pytest.mark.parametrize(
    "query",
    [
        f"{RARE}",
        "lang:ar",
        "is:unread lang:fr sort:title",
        "limit:100",
        "words:>1 sort:length",
        "sort:seen",
        "sort:feed limit:700",
    ],
)
def test_other_queries_are_views_as_well(db: Database, query: str) -> None:
    view = open_view(db, query)
    everything = view.ids(0, SIZE)
    assert view.count == len(everything) > 0
    assert [row.id for row in view.rows(0, SIZE)] == everything
    assert view.index_of(everything[-1]) == len(everything) - 1
    marks.mark(db, everything, read=True)
    assert view.ids(0, SIZE) == everything
    assert all(row.read for row in view.rows(0, 10))
    assert view.neighbour(everything[0], 1, unread=True) is None
    assert view.fresh() == 0


@pytest.mark.parametrize(
    ("query", "index"),
    [
        ("is:hidden", "listing_hidden"),
        ("is:starred sort:seen", "listing_starred"),
        ("is:later sort:-seen", "listing_later"),
    ],
)
def test_what_is_rare_is_not_looked_for_among_all(db: Database, query: str, index: str) -> None:
    ids = Random(query).sample(range(1, SIZE), 9)
    kind = query.split()[0]
    marks.mark(
        db,
        ids,
        hidden=kind == "is:hidden" or None,
        starred=kind == "is:starred" or None,
        later=kind == "is:later" or None,
    )
    with Trace(db) as statements:
        found = open_view(db, query).ids(0, SIZE)
    assert found == sorted(ids, reverse="-seen" not in query)
    plans = [db.rows(f"EXPLAIN QUERY PLAN {sql}", bound) for sql, bound in statements if " l " in sql]
    assert any(index in step[3] for plan in plans for step in plan)


def test_mark_view_takes_exactly_what_is_shown(db: Database) -> None:
    for query in ("folder:Español is:unread", "lang:ar", "feed:paper-2", "is:unread"):
        view = open_view(db, query)
        shown = set(view.ids(0, SIZE))
        unread = {row[0] for row in db.rows("SELECT entry_id FROM listing WHERE read_at IS NULL")}
        late = store_feed(
            db,
            2,
            ParsedFeed(
                entries=(Entry(id=f"late {query}", title="Tard", link="", language="ar", content="<p>x</p>"),)
            ),
            next_at=NOW,
            now=NOW + 5,
        )
        act = marks.mark_view(db, view, now=NOW)
        now_unread = {row[0] for row in db.rows("SELECT entry_id FROM listing WHERE read_at IS NULL")}
        assert act.count == len(shown & unread)
        assert now_unread == (unread - shown) | set(late.ids)


def test_leaving_a_feed_opens_its_views_anew(db: Database) -> None:
    view = open_view(db, "is:unread")
    before = view.moment
    feeds.remove(db, 7)
    assert view.count == SIZE - 100
    assert view.moment == before + 1
    assert all(row.feed_id != 7 for row in view.rows(0, SIZE))
    journal.undo(db)
    assert view.count == SIZE
    assert len(view.rows(0, SIZE)) == SIZE


def test_a_wrong_counter_costs_no_crash(db: Database) -> None:
    db.execute("UPDATE counter SET value = value + 3000 WHERE name = 'total'")
    view = open_view(db)
    assert len(view.rows(SIZE - 3, 10)) <= 10
    view.rows(SIZE + 2_500, 10)
    assert view.index_of(view.ids(0, 1)[0]) == 0
    assert view.build_anchors(1_000)
    assert view.count == SIZE
    assert len(view.rows(SIZE - 3, 10)) == 3


def test_an_empty_store_has_an_empty_view(tmp_path: Path) -> None:
    with open_store(tmp_path / "telex.db") as db:
        for query in ("", "is:unread", "is:starred", "zibeline"):
            view = open_view(db, query)
            assert (view.count, view.rows(0, 10), view.fresh(), view.index_of(1)) == (0, [], 0, None)
            assert view.neighbour(1, 1) is None
            assert view.neighbour(1, 1, unread=True) is None
            assert view.build_anchors()
            assert marks.mark_view(db, view).count == 0


def test_a_wrong_query_is_an_error_with_its_place(db: Database) -> None:
    with pytest.raises(QueryError) as caught:
        open_view(db, "is:unread flod:x")
    assert caught.value.column == 10


def test_a_first_list_loads_no_query_language(path: Path, db: Database) -> None:
    code = (
        "import sys; from pathlib import Path; from reader.store.database import open_store\n"
        "from reader.store.windows import open_view\n"
        "with open_store(Path(sys.argv[1])) as db:\n"
        "    open_view(db, 'is:unread').rows(0, 60)\n"
        "    assert not any(name.startswith('reader.store.query') for name in sys.modules)\n"
        "    assert not {'httpx', 'lxml', 'isal', 'textual', 'regex'} & set(sys.modules)\n"
    )
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run([sys.executable, "-c", code, str(path)], cwd=root, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize("query", ["is:unread", "is:starred", "is:later", ""])
def test_the_plain_lists_mean_what_the_language_says(db: Database, query: str) -> None:
    marks.mark(db, range(1, 400, 3), starred=True)
    marks.mark(db, range(1, 400, 2), later=True, read=True)
    assert open_view(db, query).ids(0, SIZE) == open_view(
        db, f"({query}) limit:9999" if query else "limit:9999"
    ).ids(0, SIZE)
