"""What a source brings that seems to have another owner: kept aside, looked at, let in or dropped, and all of it taken back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from reader.model import Entry, ParsedFeed
from reader.store import feeds, held, journal, windows
from reader.store.database import Database, open_store
from reader.store.incoming import incoming
from tests.store.conftest import NOW, Serve
from tests.store.recount import assert_counters

Make = Callable[..., Entry]


@pytest.fixture
def feed(db: Database, item: Make, serve: Serve) -> int:
    """A source with three articles, and two that are held back."""
    feed_id = feeds.add_feed(db, "https://fanal.example/feed").id
    serve(feed_id, *(item(n) for n in range(3)))
    hold(db, feed_id, item(10, title="Casino <b>win</b>"), item(11, content="<p>Bonus &amp; spins</p>"))
    return feed_id


def hold(db: Database, feed_id: int, *entries: Entry) -> int:
    return held.hold(db, feed_id, incoming(ParsedFeed(entries=entries)).items, NOW)


def titles(db: Database, query: str = "") -> list[str]:
    view = windows.open_view(db, query)
    return [row.title for row in view.rows(0, 100)]


def test_it_stands_in_no_list_until_it_is_let_in(db: Database, feed: int, path: Path) -> None:
    assert len(titles(db)) == 3
    waiting = held.held(db, feed)
    assert [one.title for one in waiting] == ["Casino <b>win</b>", "Le phare s’allume, épisode 11"]
    assert held.text_of(waiting[1]) == "Bonus & spins"
    act = held.let_in(db, feed)
    assert (act.text, act.count) == ("Accepted what Le Fanal is now, with 2 articles", 2)
    assert (len(titles(db)), held.count(db, feed)) == (5, 0)
    assert titles(db, "casino") == ["Casino <b>win</b>"], "search finds it"
    assert_counters(db)
    with open_store(path, clock=lambda: NOW) as other:
        assert journal.undo(other) is not None
        assert (len(titles(other)), held.count(other, feed)) == (3, 2)
        assert feeds.settings_of(other, feed) == {}
        assert_counters(other)
        assert journal.redo(other) is not None
        assert (len(titles(other)), held.count(other, feed)) == (5, 0)
        assert_counters(other)


def test_after_undo_it_can_be_let_in_again(db: Database, feed: int) -> None:
    held.let_in(db, feed)
    journal.undo(db)
    act = held.let_in(db, feed)
    assert act.count == 2
    assert len(titles(db)) == 5, "each once"
    assert int(db.value("SELECT count(*) FROM entry")) == 5
    journal.undo(db)
    assert (len(titles(db)), held.count(db, feed)) == (3, 2)
    assert_counters(db)


def test_what_is_dropped_stays_away(db: Database, feed: int, item: Make) -> None:
    act = held.drop(db, feed)
    assert act.text == "Dropped 2 articles that Le Fanal brought"
    assert hold(db, feed, item(10), item(11), item(12)) == 1, "only what is new is held back"
    assert (held.drop(db, feed).count, held.drop(db, feed).id) == (1, 0)
    journal.undo(db)
    journal.undo(db)
    assert held.count(db, feed) == 3
    assert len(titles(db)) == 3


def test_it_is_bounded_and_what_waits_goes_last(
    db: Database, feed: int, item: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(held, "MOST", 4)
    held.drop(db, feed)
    assert hold(db, feed, *(item(n) for n in range(20, 26))) == 4
    assert int(db.value("SELECT count(*) FROM held")) == 4
