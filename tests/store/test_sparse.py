"""Many sources that have little among all are walked one by one: the same rows in the same places, whatever their dates."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from reader.store import gathered, keyset, marks, scope, sparse, stories, tagged
from reader.store.database import Database, open_store
from reader.store.keyset import Keyset
from reader.store.seed import seed
from reader.store.stories import Joining
from reader.store.windows import View, open_view
from tests.store.conftest import NOW

SIZE = 800
QUERIES = (
    "folder:Français",
    "folder:Français is:unread",
    "folder:(Français,English) sort:-date",
    "folder:English is:unread sort:-date",
    "folder:(Français,English) lang:fr",
    "folder:English is:unread words:>0 sort:-date",
    "folder:Français tag:Mer",
    "folder:(Français,English) sort:-story",
)


@pytest.fixture(params=["one new", "at once", "anyhow"])
def db(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """Eight feeds in four folders, of which more than one are many; those of two folders as the parameter says."""
    for module in (scope, sparse):
        monkeypatch.setattr(module, "MERGED", 1)
    monkeypatch.setattr(scope, "SPELLED", 1)
    monkeypatch.setattr(sparse, "_SHARE", 1)
    monkeypatch.setattr(keyset, "STRIDE", 50)
    monkeypatch.setattr(keyset, "_STORIES", 20)
    for name, value in (("_FIRST", 8), ("_MOST", 32), ("_STEPS", 1), ("_PAGE", 4)):
        monkeypatch.setattr(gathered, name, value)
    at = {
        "one new": "at - iif(entry_id % 8 = 1, 0, 90000000)",
        "at once": f"{NOW} - iif(entry_id % 3, 5, entry_id)",
        "anyhow": f"{NOW} - entry_id * 7919 % 2003 * (entry_id % 5) * 3000",
    }[request.param]
    with open_store(tmp_path / "telex.db", clock=lambda: NOW) as opened:
        seed(opened, SIZE, now=NOW, bodies=False)
        dice = Random(2)
        marks.mark(opened, dice.sample(range(1, SIZE), 300), read=True)
        marks.mark(opened, dice.sample(range(1, SIZE), 60), starred=True)
        marks.tag(opened, dice.sample(range(1, SIZE), 200), "Mer")
        near = dice.sample(range(1, SIZE), 200)
        stories.join(opened, (Joining(near[n], near[n // 3]) for n in range(1, 200)))
        opened.execute(f"UPDATE listing SET at = {at} WHERE feed_id % 4 IN (1, 3)")
        opened.execute("UPDATE entry SET at = l.at FROM listing l WHERE l.entry_id = entry.id")
        with opened.write():
            tagged.mend(opened)
        yield opened


def wide(db: Database, query: str, folded: bool) -> View:
    """The same list by the index of everything."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sparse, "_SHARE", 10_000)
        view = open_view(db, query, now=NOW, folded=folded)
    if isinstance(view._source, Keyset):
        assert view._source._stretches is None
    return view


@pytest.mark.parametrize("folded", [False, True])
@pytest.mark.parametrize("query", QUERIES)
def test_rows_and_their_places_are_those_of_the_index_of_everything(
    db: Database, query: str, folded: bool
) -> None:
    rows = wide(db, query, folded).ids(0, SIZE)
    dice = Random(query)
    assert len(rows) > 30
    for place in [0, len(rows) - 3, *(dice.randrange(len(rows)) for _ in range(4))]:
        view = open_view(db, query, now=NOW, folded=folded, whole=False)
        if isinstance(view._source, Keyset):
            assert view._source._stretches is not None
            assert view.ids(place, 9) == rows[place : place + 9]
        else:
            view.reach(place + 9)
            assert view.ids(0, place + 9) == rows[: place + 9]
        assert view.index_of(rows[place]) == place
    view.finish()
    assert (view.count, view.ids(0, SIZE)) == (len(rows), rows)


@pytest.mark.parametrize("folded", [False, True])
@pytest.mark.parametrize("query", QUERIES[:4])
def test_acts_move_no_row(db: Database, query: str, folded: bool) -> None:
    rows = wide(db, query, folded).ids(0, SIZE)
    view = open_view(db, query, now=NOW, folded=folded, whole=False)
    dice = Random(query)
    for _ in range(4):
        marks.mark(db, dice.sample(range(1, SIZE), 100), read=dice.random() < 0.6)
        place = dice.randrange(len(rows))
        assert view.ids(place, 12) == rows[place : place + 12]
        view._ids.clear()
        assert view.index_of(rows[place]) == place
        unread = {row[0] for row in db.rows("SELECT entry_id FROM listing WHERE read_at IS NULL")}
        for step, others in ((1, rows[place + 1 :]), (2, rows[place + 1 :]), (-1, rows[:place][::-1])):
            found = view.neighbour(rows[place], step, unread=True)
            wanted = [one for one in others if one in unread][abs(step) - 1 :][:1]
            assert ([found.id] if found else []) == wanted
    view.finish()
    assert view.ids(0, SIZE) == rows
