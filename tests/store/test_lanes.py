"""What the ticker asks of the store: how old the news are, what they were filed under, what is new since the last look."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.model import Entry, ParsedFeed
from reader.newsroom import Newsroom
from reader.store.entries import store_feed
from tests.tui.stories import NOW, open_newsroom


def put(
    newsroom: Newsroom, feed_id: int, *titles: str, at: int = NOW, categories: tuple[str, ...] = ()
) -> None:
    entries = tuple(
        Entry(id=f"{feed_id}/{title}", title=title, link="", published=at, categories=categories)
        for title in titles
    )
    store_feed(
        newsroom.db, feed_id, ParsedFeed(entries=entries, found=len(entries)), next_at=at + 3600, now=at
    )


@pytest.fixture
def newsroom(tmp_path: Path) -> Newsroom:
    newsroom = open_newsroom(tmp_path)
    for n in (1, 2):
        newsroom.add_feed(f"https://{n}.example/feed", title=f"Paper {n}")
    return newsroom


def test_a_lane_is_as_old_as_the_last_answer_of_its_own_feeds(newsroom: Newsroom) -> None:
    assert newsroom.lane("").as_of == 0
    put(newsroom, 1, "Early", at=NOW - 7200)
    put(newsroom, 2, "Late", at=NOW - 60)
    assert newsroom.lane("").as_of == NOW - 60
    assert newsroom.lane("feed:1.example").as_of in (0, NOW - 60, NOW - 7200)
    assert newsroom.lane('feed:"Paper 1"').as_of == NOW - 7200


def test_what_a_feed_filed_under_breaking_news_is_urgent(newsroom: Newsroom) -> None:
    put(newsroom, 1, "Calm", categories=("Sport",))
    put(newsroom, 1, "Storm", categories=("Weather", "Breaking News"))
    pool = newsroom.lane("is:unread")
    assert [row.title for row in pool.headlines if row.id in pool.urgent] == ["Storm"]


def test_after_a_look_only_what_came_since_is_new(newsroom: Newsroom) -> None:
    put(newsroom, 1, "Seen", at=NOW - 7200)
    assert len(newsroom.lane("is:unread", after=newsroom.last_look()).headlines) == 1
    newsroom.looked()
    assert newsroom.lane("is:unread", after=newsroom.last_look()).headlines == ()
    assert newsroom.lane("is:unread", after=newsroom.last_look()).as_of == NOW - 7200
    put(newsroom, 1, "Came since", at=NOW + 60)
    assert [row.title for row in newsroom.lane("is:unread", after=newsroom.last_look()).headlines] == [
        "Came since"
    ]
    assert len(newsroom.lane("is:unread").headlines) == 2
    assert [row.title for row in newsroom.view("is:new").rows(0, 9)] == ["Came since"]
