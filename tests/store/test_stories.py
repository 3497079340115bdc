"""Stories in the store: counts of listed entries, also when feeds go and return; what is new and what the window holds."""

from __future__ import annotations

from collections.abc import Callable

from reader.model import Entry
from reader.store import feeds, stories
from reader.store.database import Database
from reader.store.entries import Stored
from reader.store.headlines import headlines
from reader.store.stories import Joining
from reader.store.windows import open_view

NOW = 1_770_000_000
DAY = 86_400
Serve = Callable[..., Stored]
Make = Callable[..., Entry]


def papers(db: Database, serve: Serve, item: Make, count: int, entries: int = 2) -> list[list[int]]:
    """The entries' ids of so many papers."""
    made = []
    for number in range(count):
        feed = feeds.add_feed(db, f"https://paper-{number}.example/feed", now=NOW)
        made.append(list(serve(feed.id, *(item(one) for one in range(entries))).ids))
    return made


def copies(db: Database, *ids: int) -> list[int]:
    return [one.copies for one in headlines(db, ids)]


def assert_exact(db: Database) -> None:
    kept = db.rows("SELECT id, copies FROM story ORDER BY id")
    counted = db.rows(
        "SELECT s.id, count(l.entry_id) FROM story s JOIN entry e ON e.story = s.id "
        "LEFT JOIN listing l ON l.entry_id = e.id GROUP BY s.id ORDER BY s.id"
    )
    assert kept == counted


def test_a_story_begins_with_its_second_entry(db: Database, serve: Serve, item: Make) -> None:
    (a, b), (c, d), (e, _) = papers(db, serve, item, 3)
    assert copies(db, a, c) == [1, 1]
    stories.join(db, [Joining(c, a), Joining(e, c)])
    stories.join(db, [Joining(d, b)])
    assert copies(db, a, b, c, d, e) == [3, 2, 3, 2, 3]
    assert open_view(db, "story:>2", now=NOW).count == 3
    assert_exact(db)


def test_an_entry_stays_where_it_is_and_one_that_is_gone_is_passed_over(
    db: Database, serve: Serve, item: Make
) -> None:
    (a, b), (c, d) = papers(db, serve, item, 2)
    stories.join(db, [Joining(c, a), Joining(d, b)])
    stories.join(db, [Joining(c, b), Joining(d, 9_999)])
    assert copies(db, a, b, c, d) == [2, 2, 2, 2]
    assert_exact(db)


def test_a_feed_that_is_left_takes_its_copies_along_and_brings_them_back(
    db: Database, serve: Serve, item: Make
) -> None:
    (a, _), (c, _), (e, _) = papers(db, serve, item, 3)
    stories.join(db, [Joining(c, a), Joining(e, a)])
    third = headlines(db, [e])[0].feed_id
    feeds.remove(db, third)
    assert copies(db, a, c) == [2, 2]
    assert_exact(db)
    feeds.restore(db, third)
    assert copies(db, a, c, e) == [3, 3, 3]
    assert_exact(db)


def test_what_is_new_is_told_once_in_the_order_of_its_time(db: Database, serve: Serve, item: Make) -> None:
    ((a, b),) = papers(db, serve, item, 1)
    new, newest = stories.ungrouped(db, NOW - DAY)
    assert sorted([a, b]) == sorted(one.entry_id for one in new)
    assert [one.at for one in new] == sorted(one.at for one in new)
    assert newest == max(a, b)
    stories.grouped(db, newest)
    assert stories.ungrouped(db, NOW - DAY) == ([], newest)
    assert [one.entry_id for one in stories.window(db, NOW - DAY)] == [one.entry_id for one in new]
    assert stories.window(db, NOW + 1) == []


def test_the_window_holds_early_members_of_stories_that_live_on(
    db: Database, serve: Serve, item: Make
) -> None:
    feed = feeds.add_feed(db, "https://fanal.example/feed", now=NOW)
    serve(feed.id, item(1), item(2, published=NOW - 4 * DAY), item(3, published=NOW - 4 * DAY))
    ids = {row[1]: row[0] for row in db.rows("SELECT id, guid FROM entry")}
    late, early, lone = (ids[f"urn:fanal:{number}"] for number in (1, 2, 3))
    stories.join(db, [Joining(late, early)])
    stories.grouped(db, max(late, early, lone))
    assert [one.entry_id for one in stories.window(db, NOW - DAY)] == [early, late]
