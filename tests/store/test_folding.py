"""Folded lists against a plain model: each story once, by its best copy, at the moment of opening, whatever happens since."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest

from reader.model import Entry
from reader.store import byhand, feeds, journal, keyset, marks, stories, windows
from reader.store.database import Database, open_store
from reader.store.entries import Stored, counts
from reader.store.seed import seed
from reader.store.stories import Joining
from reader.store.windows import View, open_view
from tests.store.conftest import NOW

Serve = Callable[..., Stored]
Make = Callable[..., Entry]
QUERIES = (
    "",
    "is:unread",
    "sort:-date",
    "folder:mer",
    "folder:mer is:unread",
    "date:>2d is:unread",
    "sort:story",
)


@dataclass
class Opened:
    """A view, and what it should show for good: its rows and, for each, the entries that it stands for."""

    view: View
    rows: list[int]
    under: dict[int, set[int]]
    moment: int


def best(db: Database, ids: list[int]) -> dict[int, set[int]]:
    """Each row of a folded list of `ids`, in their order, with the entries it stands for. Written without SQL's help."""
    facts = {
        row[0]: row[1:]
        for row in db.rows("SELECT entry_id, story, place, starred_at IS NOT NULL FROM listing")
    }
    rows: dict[int, set[int]] = {}
    for one in ids:
        story, _, starred = facts[one]
        told = [other for other in ids if story and facts[other][0] == story]
        first = min(told, key=lambda other: (-facts[other][1], other), default=one)
        if starred or first == one:
            rows.setdefault(one, set()).add(one)
        else:
            rows.setdefault(first, set()).add(one)
    return rows


def opened(db: Database, query: str) -> Opened:
    flat = open_view(db, query, now=NOW)
    everything = flat.ids(0, 10_000)
    under = best(db, everything)
    whole = "date" in query or "story" in query or len(everything) % 2 == 0
    view = open_view(db, query, now=NOW, folded=True, whole=whole)
    if not whole:
        rows = [one for one in everything if one in under]
    elif "story" in query:
        rows = view.ids(0, 10_000)
        assert sorted(rows) == sorted(under)
    else:
        rows = [one for one in everything if one in under]
        if (
            view.ids(0, 10_000) != rows
        ):  # a query that is answered in full shows a story where its first copy stood
            assert sorted(view.ids(0, 10_000)) == sorted(rows)
            rows = view.ids(0, 10_000)
    return Opened(view, rows, under, view.moment)


def act(db: Database, dice: Random, ids: list[int], serve: Serve, item: Make) -> None:
    some = dice.sample(ids, 3)
    match dice.randrange(9):
        case 0 | 1:
            stories.join(db, [Joining(some[0], some[1]), Joining(some[2], some[1])])
        case 2:
            marks.mark(db, some[:2], read=dice.random() < 0.7, now=NOW)
        case 3:
            marks.mark(db, some[:1], read=True, reach="all", now=NOW)
        case 4:
            marks.mark(db, some[:1], starred=dice.random() < 0.7, now=NOW)
        case 5:
            marks.mark(db, some[:1], hidden=dice.random() < 0.6, now=NOW)
        case 6:
            ids += serve(dice.randint(1, 3), *(item(len(ids) + n) for n in range(3))).ids
        case 7:
            byhand.join(db, some[:2]) if dice.random() < 0.5 else byhand.split(db, some[0])
        case _:
            journal.undo(db, NOW) if dice.random() < 0.6 else journal.redo(db, NOW)


@pytest.mark.parametrize("start", range(0, 24, 6))
def test_a_folded_list_is_the_moment_it_was_opened_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, start: int, item: Make
) -> None:
    monkeypatch.setattr(keyset, "STRIDE", 4)
    monkeypatch.setattr(keyset, "_STORIES", 1)
    monkeypatch.setattr(keyset, "_NEAR", 3)
    monkeypatch.setattr(windows, "PAGE", 2)
    for number in range(start, start + 6):
        with open_store(tmp_path / f"{number}.db", clock=lambda: NOW) as db:
            db.patient = True
            follow(db, Random(number), item)


def follow(db: Database, dice: Random, item: Make) -> None:
    from reader.model import ParsedFeed
    from reader.store.entries import store_feed

    def serve(feed: int, *entries: Entry) -> Stored:
        return store_feed(db, feed, ParsedFeed(entries=entries), next_at=NOW, now=NOW)

    for number in range(3):
        feeds.add_feed(db, f"https://{number}.example/feed", folder=("mer",) if number else ())
    base = len(journal.steps(db, 1_000))
    ids: list[int] = []
    for feed in (1, 2, 3):
        ids += serve(feed, *(item(10 * feed + n) for n in range(8))).ids
    views: list[Opened] = []
    for _ in range(40):
        if dice.random() < 0.25 and len(views) < 6:
            views.append(opened(db, dice.choice(QUERIES)))
        elif len([one for one in journal.steps(db, 1_000) if not one.undone]) > base or dice.random() < 0.8:
            before = len([one for one in journal.steps(db, 1_000) if not one.undone])
            act(db, dice, ids, serve, item)
            if len([one for one in journal.steps(db, 1_000) if not one.undone]) < min(base, before):
                journal.redo(db, NOW)
        for place, one in enumerate(views):
            one.view._ids.clear()
            if one.view.count >= 0 and one.view.moment != one.moment:
                views[place] = one = opened(db, one.view.query)
            look(db, one, dice)
    unread = open_view(db, "is:unread", now=NOW, folded=True)
    rows = best(db, open_view(db, "is:unread", now=NOW).ids(0, 10_000))
    assert unread.count == len(rows)
    assert sum(map(len, rows.values())) == counts(db)[1]


def look(db: Database, one: Opened, dice: Random) -> None:
    view, rows = one.view, one.rows
    if not view.whole and dice.random() < 0.5:
        assert view.ids(0, 3) == rows[:3]
        return
    view.finish()
    assert view.count == len(rows)
    start = dice.randrange(len(rows) + 1)
    assert view.ids(start, 5) == rows[start : start + 5]
    assert view.ids(0, 10_000) == rows
    if dice.random() < 0.3:
        view.build_anchors(100)
    for entry in dice.sample(rows, min(2, len(rows))):
        view._ids.clear()
        assert view.index_of(entry) == rows.index(entry)
        assert view.row_of(entry) == entry
    with db.read():
        sql, params = view.members()
        members = {row[0] for row in db.rows(sql, params)}
    assert members == {entry for under in one.under.values() for entry in under}


def test_every_unread_entry_is_one_row_or_under_one(db: Database, serve: Serve, item: Make) -> None:
    feeds.add_feed(db, "https://fanal.example/feed", now=NOW)
    ids = list(serve(1, *(item(n) for n in range(6))).ids)
    stories.join(db, [Joining(ids[1], ids[0]), Joining(ids[2], ids[0])])
    view = open_view(db, "is:unread", now=NOW, folded=True)
    assert view.count == 4
    assert [view.row_of(one) for one in ids[:3]] == [view.row_of(ids[0])] * 3
    marks.mark(db, ids[:1], read=True, reach="all", now=NOW)
    assert open_view(db, "is:unread", now=NOW, folded=True).count == 3 == counts(db)[1]


def test_a_starred_copy_never_disappears_under_another(db: Database, serve: Serve, item: Make) -> None:
    feeds.add_feed(db, "https://fanal.example/feed", now=NOW)
    ids = list(serve(1, *(item(n) for n in range(3))).ids)
    stories.join(db, [Joining(one, ids[0]) for one in ids[1:]])
    (row,) = open_view(db, "", now=NOW, folded=True).ids(0, 9)
    other = next(one for one in ids if one != row)
    marks.mark(db, [other], starred=True, now=NOW)
    assert set(open_view(db, "", now=NOW, folded=True).ids(0, 9)) == {row, other}
    assert open_view(db, "is:starred", now=NOW, folded=True).ids(0, 9) == [other]


def test_the_best_copy_is_in_the_persons_language_then_whole_then_longer(
    db: Database, serve: Serve, item: Make
) -> None:
    for number in range(4):
        feeds.add_feed(db, f"https://{number}.example/feed", now=NOW)
    long = "".join(chr(97 + n * n % 26) for n in range(900))
    copies = (
        item(1, language="es", content=f"<p>{long}{long}</p>"),
        item(2, language="fr", content="", summary="<p>court</p>"),
        item(3, language="fr", content="<p>le texte</p>"),
        item(4, language="fr", content=f"<p>{long}</p>"),
    )
    ids = [serve(number, copy).ids[0] for number, copy in enumerate(copies, 1)]
    rows = []
    for latest in range(1, 4):
        stories.join(db, [Joining(ids[latest], ids[0])], ("fr", "es"))
        rows += open_view(db, f"story:{1}", now=NOW, folded=True).ids(0, 1)
    assert rows == ids[1:]


def test_a_view_that_is_open_does_not_fold_what_is_grouped_later(
    db: Database, serve: Serve, item: Make
) -> None:
    feeds.add_feed(db, "https://fanal.example/feed", now=NOW)
    ids = list(serve(1, *(item(n) for n in range(4))).ids)
    view = open_view(db, "is:unread", now=NOW, folded=True)
    before = view.ids(0, 9)
    stories.join(db, [Joining(one, ids[0]) for one in ids[1:]])
    view._ids.clear()
    assert view.ids(0, 9) == before
    assert view.renew(NOW).count == 1


def test_a_far_page_of_a_folded_list_costs_milliseconds(tmp_path: Path) -> None:
    size = 12_000
    with open_store(tmp_path / "telex.db", clock=lambda: NOW) as db:
        seed(db, size, now=NOW, bodies=False)
        dice = Random(1)
        ids = [row[0] for row in db.rows("SELECT entry_id FROM listing ORDER BY at DESC")]
        for start in range(0, size - 10, 10):
            near = ids[start]
            stories.join(db, [Joining(one, near) for one in dice.sample(ids[start + 1 : start + 10], 3)])
        view = open_view(db, "is:unread", now=NOW, folded=True)
        assert view.count == size - 3 * (size // 10 - 1)
        assert view.build_anchors(60_000)
        started = time.process_time()
        for _ in range(50):
            view._ids.clear()
            view.ids(dice.randrange(view.count), 128)
        seconds = (time.process_time() - started) / 50
        print(f"a far page of a folded list: {1000 * seconds:.1f} ms")
        assert seconds < 0.05, "under 5 ms on an idle machine"
