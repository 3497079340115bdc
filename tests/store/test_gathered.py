"""Lists that are found step by step: the same rows as found at once, whatever happens between two steps."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from reader.model import Entry, ParsedFeed
from reader.store import gathered, marks, stories, windows
from reader.store.database import Database, open_store
from reader.store.entries import store_feed
from reader.store.gathered import Gathered
from reader.store.seed import RARE, seed
from reader.store.seedwords import languages
from reader.store.stories import Joining
from reader.store.windows import open_view
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
        ("FEW", 3),
        ("_PAGE", 4),
        ("_FIRST", 4),
        ("_MOST", 64),
        ("_NEWEST", 50),
        ("_STEPS", 2),
    ):
        monkeypatch.setattr(gathered, name, value)
    monkeypatch.setattr(windows, "PAGE", 8)


def scatter(db: Database) -> None:
    """Let dates have nothing to do with arrival, as when many feeds come for the first time."""
    for table, column in (("entry", "id"), ("listing", "entry_id")):
        db.execute(f"UPDATE {table} SET at = {NOW} - {column} * 7919 % 2003 * 30")


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


@pytest.mark.parametrize("query", ["the", "lang:ar is:unread", "the sort:-date", "t*"])
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
@pytest.mark.parametrize("query", ["the is:unread", "lang:ar is:unread", "is:unread th*"])
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
    monkeypatch.setattr(gathered, "FEW", 100)
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
