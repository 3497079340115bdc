"""Lists that are found step by step: the same rows as found at once, whatever happens between two steps."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import apsw
import pytest

from reader.model import Entry, ParsedFeed
from reader.store import feeds, gathered, hits, journal, marks, river, stories, tagged, windows
from reader.store.database import Database, open_store
from reader.store.entries import store_feed
from reader.store.gathered import Gathered
from reader.store.listed import Listed
from reader.store.query import StoreLookup, compile_query, parse
from reader.store.seed import RARE, seed
from reader.store.seedwords import languages
from reader.store.stories import Joining
from reader.store.windows import View, open_view
from tests.store.conftest import NOW

SIZE = 2_000
QUERIES = (
    "the",
    "the of",
    "the OR le",
    "the -of",
    "(the OR lang:fr) -of",
    "t*",
    "is:unread th*",
    "the is:unread",
    "the sort:-date",
    "is:unread the sort:-date",
    "folder:(English,Français) (the OR le)",
    "feed:(paper-4,paper-8) the",
    "lang:ar",
    "lang:ar is:unread",
    "lang:xx",
    "tag:Mer",
    "tag:Mer is:starred",
    "tag:Mer the sort:-date",
    "tag:(Mer,Ville)",
    "tag:(Mer,Ville) is:unread folder:English",
    "-tag:Mer is:starred",
    "the is:starred",
    "the tag:Mer",
    "th* is:later",
    "is:starred lang:en",
    "is:later title:the",
    "story:>2",
    "story:>1 the",
    "date:>3h",
    "date:<3h",
    "date:5h..3h lang:en",
    "date:<3h sort:-date",
    "date:>3h -the",
    RARE,
    "words:>4 the",
    "key:17",
    "sort:river",
    "is:unread sort:river",
    "the sort:river",
    "tag:Mer sort:river",
    "date:5h..3h sort:river",
    "sort:story",
    "date:>5h is:unread sort:story",
    "tag:Mer sort:story",
    "sort:-story",
    "the sort:story",
    "the is:unread sort:-story",
    "date:>5h the sort:story",
    "date:>5h is:unread sort:-story",
    "tag:Mer sort:-story",
    "sort:seen",
    "the is:unread sort:-seen",
    "date:5h..3h sort:seen",
    "sort:feed",
    "is:unread sort:feed",
    "sort:-feed",
    "folder:(English,Français) is:starred sort:feed",
    "the sort:feed",
    "tag:Mer sort:feed",
    "sort:title",
    "sort:-title",
    "is:unread sort:title",
    "folder:English the sort:title",
    "tag:(Mer,Ville) sort:-title",
    "date:>3h sort:title",
    "sort:length",
    "is:starred sort:length",
    "lang:ar is:unread sort:-length",
)


@pytest.fixture(scope="module")
def stocked(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The bytes of a store of 2,000 entries in 20 feeds, some of them marked, tagged and told by several."""
    path = tmp_path_factory.mktemp("gathered") / "telex.db"
    with open_store(path, clock=lambda: NOW) as opened:
        seed(opened, SIZE, now=NOW, bodies=False)
        dice = Random(5)
        every = range(1, SIZE + 1)
        marks.mark(opened, dice.sample(every, 700), read=True)
        marks.mark(opened, dice.sample(every, 150), starred=True)
        marks.mark(opened, dice.sample(every, 90), later=True)
        marks.mark(opened, dice.sample(every, 40), hidden=True)
        marks.tag(opened, dice.sample(every, 300), "Mer")
        marks.tag(opened, dice.sample(every, 200), "Ville")
        near = dice.sample(every, 600)
        stories.join(opened, (Joining(near[n], near[n // 3]) for n in range(1, 600)))
    return path.read_bytes()


@pytest.fixture
def db(stocked: bytes, tmp_path: Path) -> Iterator[Database]:
    path = tmp_path / "telex.db"
    path.write_bytes(stocked)
    with open_store(path, clock=lambda: NOW) as opened:
        opened.patient = True
        yield opened


@pytest.fixture(autouse=True)
def small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (
        ("_PAGE", 4),
        ("_FIRST", 4),
        ("_MOST", 64),
        ("_STEPS", 2),
        ("_LONG", 40),
        ("_TOLD", 700),
    ):
        monkeypatch.setattr(gathered, name, value)
    monkeypatch.setattr(hits, "FEW", 3)
    monkeypatch.setattr(hits, "_NEWEST", 50)
    monkeypatch.setattr(river, "SPAN", 7_200)
    monkeypatch.setattr(river, "EACH", 2)
    monkeypatch.setattr(river, "CAP", 5)
    monkeypatch.setattr(windows, "PAGE", 8)


def scatter(db: Database) -> None:
    """Let dates have nothing to do with arrival, as when many feeds come for the first time."""
    for table, column in (("entry", "id"), ("listing", "entry_id")):
        db.execute(f"UPDATE {table} SET at = {NOW} - {column} * 7919 % 2003 * 30")
    with db.write():
        assert tagged.mend(db)


@pytest.mark.parametrize("scattered", [False, True])
@pytest.mark.parametrize("folded", [False, True])
@pytest.mark.parametrize("query", QUERIES)
def test_the_rows_are_those_that_are_found_at_once(
    db: Database, query: str, folded: bool, scattered: bool
) -> None:
    if scattered:
        scatter(db)
    wanted = open_view(db, query, now=NOW, folded=folded)
    rows = wanted.ids(0, SIZE)
    assert rows or query == "lang:xx"
    view = open_view(db, query, now=NOW, folded=folded, whole=False)
    assert not view.whole or len(rows) < 70
    dice = Random(query)
    reached = 0
    while reached < len(rows):
        reached += dice.randint(1, 60)
        view.reach(reached + 9)
        assert view.ids(0, reached) == rows[:reached]
        assert [row.id for row in view.rows(reached // 2, 9)] == rows[reached // 2 : reached // 2 + 9]
        assert view.count >= min(reached, len(rows))
        if dice.random() < 0.3:
            view.build_anchors(0.01)
    view.finish()
    assert (view.whole, view.count, view.ids(0, SIZE)) == (True, len(rows), rows)
    assert {row[0] for row in db.rows(*view.members())} == {row[0] for row in db.rows(*wanted.members())}


@pytest.mark.parametrize(
    "query",
    [
        *("sort:title", "is:unread sort:-title", "lang:ar sort:length", "folder:English sort:story"),
        *("sort:-story", "the sort:feed", "sort:river", "is:unread the sort:river", "lang:xx sort:title"),
    ],
)
@pytest.mark.parametrize("folded", [False, True])
@pytest.mark.parametrize("digested", [False, True])
def test_the_first_rows_are_those_that_are_first_of_all(
    db: Database, query: str, folded: bool, digested: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gathered, "_TRIES", 9)
    soon = 0 if query in ("lang:xx sort:title", "the sort:feed") else 7
    for limit in (1, 7, 60, 900):
        limited = f"{query} limit:{limit}"
        plan = compile_query(parse(limited), StoreLookup(db), now=NOW)
        wanted = Listed(db, plan, folded, digested)
        for whole in (True, False):
            with monkeypatch.context() as patch:
                if limit <= soon:
                    patch.setattr(Listed, "_find", None)  # nothing is sorted
                view = open_view(db, limited, now=NOW, folded=folded, digested=digested, whole=whole)
            rows = view.ids(0, SIZE)
            assert rows == wanted.ids(0, SIZE)
            assert [view.behind(one) for one in rows] == [wanted.digests.get(one, [one]) for one in rows]
            assert (view.whole, view.fresh()) == (True, 0)


def test_a_digested_river_is_cut_day_by_day(db: Database) -> None:
    feeds.set_settings(db, 3, quota=1)
    feeds.set_settings(db, 5, important=True)
    for query in (
        "sort:river",
        "is:unread sort:river",
        "tag:Mer sort:river",
        "folder:English the sort:river",
    ):
        for folded in (False, True):
            wanted = open_view(db, query, now=NOW, folded=folded, digested=True)
            rows = wanted.ids(0, SIZE)
            assert rows
            view = open_view(db, query, now=NOW, folded=folded, digested=True, whole=False)
            assert not view.whole
            assert view.ids(0, 20) == rows[: min(view.count, 20)]
            for place in (len(rows) // 2, len(rows) - 1):
                late = open_view(db, query, now=NOW, folded=folded, digested=True, whole=False)
                assert late.index_of(rows[place]) == place
            view.finish()
            assert view.ids(0, SIZE) == rows
            assert [view.behind(one) for one in rows] == [wanted.behind(one) for one in rows]
            assert wanted.left_out > 100 or query != "sort:river"
            assert view.left_out == wanted.left_out


@pytest.mark.parametrize(
    "query",
    [
        "the",
        "lang:ar is:unread",
        "the sort:-date",
        "t*",
        "tag:Mer",
        "sort:river",
        "sort:story",
        "sort:-story",
        "sort:seen",
        "sort:feed",
        "is:unread sort:-feed",
        "sort:title",
        "the sort:-length",
    ],
)
def test_places_are_found_however_far_they_are(db: Database, query: str) -> None:
    rows = open_view(db, query, now=NOW).ids(0, SIZE)
    for place in (len(rows) - 1, len(rows) // 2, 3):
        view = open_view(db, query, now=NOW, whole=False)
        assert view.index_of(rows[place]) == place
    missing = next(one for one in range(1, SIZE) if one not in rows)
    assert open_view(db, query, now=NOW, whole=False).index_of(missing) is None
    view = open_view(db, query, now=NOW, whole=False)
    unread = [
        one for one in rows if db.value("SELECT read_at IS NULL FROM listing WHERE entry_id = ?", (one,))
    ]
    marks.mark(db, unread[1:-1], read=True)
    found = view.neighbour(unread[0], 1, unread=True)
    assert found is not None
    assert found.id == unread[-1]


@pytest.mark.parametrize("folded", [False, True])
@pytest.mark.parametrize(
    "query",
    ["the is:unread", "lang:ar is:unread", "is:unread th*", "is:unread sort:feed", "is:unread sort:title"],
)
def test_what_happens_between_two_steps_moves_no_row(db: Database, query: str, folded: bool) -> None:
    dice = Random(query)
    rows = open_view(db, query, now=NOW, folded=folded).ids(0, SIZE)
    view = open_view(db, query, now=NOW, folded=folded, whole=False)
    assert not view.whole
    for _ in range(12):
        some = dice.sample(range(1, SIZE + 1), 60)
        marks.mark(db, some, read=dice.random() < 0.6)
        stories.join(db, [Joining(some[0], some[1]), Joining(some[2], some[1])])
        entry = Entry(id=f"new {dice.random()}", title="The of", link="", language="ar", content="<p>x</p>")
        store_feed(db, 3, ParsedFeed(entries=(entry,)), next_at=NOW, now=NOW)
        view.build_anchors(0.001)
        view.reach(5)
        assert view.ids(0, 5) == rows[:5]
    view.finish()
    assert view.ids(0, SIZE) == rows


def look_and_fail(db: Database, view: View, some: list[int]) -> None:
    """An act that is taken back, and with it what the view noted meanwhile."""
    with db.write():
        marks.mark(db, some, starred=True)
        view.members()
        raise ZeroDivisionError


@pytest.mark.parametrize("query", ["", "is:unread", "folder:English", "folder:(English,Français) is:unread"])
def test_a_folded_list_that_is_looked_at_late_shows_what_it_showed_first(
    db: Database, query: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.store.keyset._STORIES", 7)
    for seed_ in range(6):
        dice = Random(f"{query}{seed_}")
        rows = open_view(db, query, now=NOW, folded=True).ids(0, SIZE)
        late = open_view(db, query, now=NOW, folded=True, whole=False)
        if dice.random() < 0.5:
            assert late.ids(0, 30) == rows[:30]
        for _ in range(dice.randint(1, 5)):
            some, on = dice.sample(range(1, SIZE + 1), 90), dice.random() < 0.5
            if dice.random() < 0.2:
                journal.undo(db)
            elif dice.random() < 0.5:
                marks.mark(db, some, starred=on)
            else:
                marks.mark(db, some, read=on, hidden=not on)
            if dice.random() < 0.3:
                late.build_anchors(0.001)
        with pytest.raises(ZeroDivisionError):
            look_and_fail(db, late, some)
        assert late.ids(0, 30) == rows[:30]
        while not late.build_anchors(1):
            pass
        assert (late.count, late.ids(0, SIZE)) == (len(rows), rows)


def test_mark_all_takes_what_was_not_found_yet_too(db: Database) -> None:
    rows = open_view(db, "the", now=NOW).ids(0, SIZE)
    view = open_view(db, "the", now=NOW, whole=False)
    assert view.count < len(rows)
    marks.mark_view(db, view, now=NOW)
    assert not db.rows(
        "SELECT 1 FROM listing WHERE read_at IS NULL AND entry_id IN (SELECT value FROM json_each(?))",
        (str(rows),),
    )
    assert view.ids(0, SIZE) == rows


def test_a_common_word_opens_without_looking_at_all_that_have_it(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    monkeypatch.setattr(hits, "FEW", 100)
    seen: list[int] = []
    meeting = Gathered._meeting

    def count(self: Gathered, ids: list[int], *, held: bool = True) -> list[tuple[object, ...]]:
        seen.append(len(ids))
        return meeting(self, ids, held=held)

    monkeypatch.setattr(Gathered, "_meeting", count)
    word = languages()["en"].sentence(Random(3)).shown.split()[1]
    for query in ("the", f"the OR {word}"):
        seen.clear()
        view = open_view(db, query, now=NOW, whole=False)
        view.reach(60)
        assert len(view.rows(0, 60)) == 60
        assert not view.whole
        assert sum(seen) <= 1_024


@pytest.mark.parametrize(
    "query", ["sort:seen", "sort:-seen", "sort:feed", "sort:title", "sort:-length", "sort:story", "lang:ar"]
)
def test_a_walk_goes_past_each_row_once_however_many_its_steps(db: Database, query: str) -> None:
    steps: list[int] = []

    def note(event: dict[str, Any]) -> None:
        steps.append(event["stmt_status"]["SQLITE_STMTSTATUS_VM_STEP"])

    view = open_view(db, query, now=NOW, whole=False)
    assert not view.whole
    db.connection.trace_v2(apsw.SQLITE_TRACE_PROFILE, note)
    view.finish()
    db.connection.trace_v2(0)
    assert len(steps) > 60
    assert sum(steps) < 50 * SIZE
