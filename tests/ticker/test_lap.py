"""Laps: fair between feeds, each story once, nothing empty or double, one direction a strip."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from reader.text.fold import fold
from reader.ticker.lap import choose, split
from tests.ticker.headlines import NOW, headline, mixed


def test_one_loud_feed_and_twenty_quiet_ones_take_turns() -> None:
    loud = [headline(n, f"Loud {n}", feed=1, at=NOW - n) for n in range(1, 201)]
    quiet = [headline(1000 + n, f"Quiet {n}", feed=2 + n % 20, at=NOW - 5000 - n) for n in range(40)]
    feeds = [item.headline.feed_id for item in choose(loud + quiet, NOW, items=60).items]
    for place in range(38):
        around = feeds[place : place + 5]
        assert len(around) == len(set(around))
    assert feeds[0] == 1


def test_two_feeds_alternate_while_both_have_something() -> None:
    given_ = [headline(n, f"T {n}", feed=1) for n in range(1, 9)] + [
        headline(20 + n, f"U {n}", feed=2) for n in range(3)
    ]
    feeds = [item.headline.feed_id for item in choose(given_, NOW).items]
    assert feeds[:6] == [1, 2, 1, 2, 1, 2]


def test_empty_double_hidden_and_read_titles_never_enter() -> None:
    lap = choose(
        [
            headline(1, "   "),
            headline(2, "« Le port rouvre »", feed=2),
            headline(3, '"LE PORT ROUVRE"', feed=3),
            headline(4, "Hidden", feed=4, hidden=True),
            headline(5, "Read", feed=5, read=True),
            headline(6, "Fresh", feed=6),
        ],
        NOW,
    )
    assert [item.headline.id for item in lap.items] == [2, 6]


def test_a_story_comes_once_and_counts_its_copies() -> None:
    lap = choose(
        [
            headline(1, "The dam holds", feed=1, story=7, copies=3),
            headline(2, "Dam holds, says mayor", feed=2, story=7, copies=3),
            headline(3, "Alone", feed=3, story=8),
        ],
        NOW,
    )
    assert [(item.headline.id, item.more) for item in lap.items] == [(1, 2), (3, 0)]


def test_hotter_stories_come_sooner() -> None:
    pool = [
        headline(1, "Newest", feed=1, at=NOW - 60),
        headline(2, "Told by five", feed=2, at=NOW - 3600, story=9, copies=5),
        headline(3, "Old but told by two", feed=3, at=NOW - 7200, story=8, copies=2),
    ]
    assert [item.headline.id for item in choose(pool, NOW).items] == [2, 1, 3]


def test_hot_ones_that_come_again_stand_apart_from_their_feed() -> None:
    pool = [
        headline(n, f"Title {n}", feed=n % 8, story=n, copies=4 if n % 8 == 3 else 1) for n in range(1, 60)
    ]
    feeds: list[int] = []
    shown: set[int] = set()
    for _ in range(4):
        lap = choose(pool, NOW, shown=shown, before=feeds)
        shown |= {item.headline.id for item in lap.items}
        feeds += [item.headline.feed_id for item in lap.items]
    for place in range(len(feeds) - 4):
        assert len(set(feeds[place : place + 5])) == 5, feeds


def test_what_was_shown_stands_back_until_all_was_shown() -> None:
    pool = [headline(n, f"Title {n}", feed=n) for n in range(1, 31)]
    first = choose(pool, NOW)
    shown = {item.headline.id for item in first.items}
    second = choose(pool, NOW, shown=shown)
    assert len(first.items) == 12
    assert not first.complete
    assert shown.isdisjoint(item.headline.id for item in second.items)
    shown |= {item.headline.id for item in second.items}
    third = choose(pool, NOW, shown=shown)
    assert len(third.items) == 6
    assert third.complete
    again = choose(pool, NOW, shown=range(1, 31))
    assert [item.headline.id for item in again.items] == [item.headline.id for item in first.items]


def test_hot_stories_come_round_in_every_lap() -> None:
    pool = [headline(n, f"Title {n}", feed=n, story=n, copies=4 if n == 3 else 1) for n in range(1, 31)]
    second = choose(pool, NOW, shown=range(1, 13))
    assert 3 in [item.headline.id for item in second.items]
    assert len(second.items) == 12


def test_a_mixed_lap_splits_into_one_direction_each() -> None:
    lap = choose(mixed(), NOW)
    halves = split(lap)
    assert [half.direction for half in halves] == ["ltr", "rtl"]
    for half in halves:
        assert {item.direction for item in half.items} == {half.direction}
    assert sum(len(half.items) for half in halves) == len(lap.items)
    assert [half.complete for half in halves] == [False, True]
    assert split(choose([], NOW)) == ()


def test_each_half_of_a_mixed_lap_is_fair_by_itself() -> None:
    titles = {"en": "The bridge opens", "ar": "الجسر مفتوح"}
    pool = [
        headline(n, f"{titles[language]} {n}", feed=n % 7, language=language, at=NOW - 60 * n)
        for n in range(1, 60)
        for language in ("en" if n % 3 else "ar",)
    ]
    for half in split(choose(pool, NOW, items=40)):
        feeds = [item.headline.feed_id for item in half.items]
        for place in range(6):
            assert len(set(feeds[place : place + 5])) == 5, feeds


def test_a_title_without_letters_goes_by_its_language() -> None:
    lap = choose(
        [headline(1, "2026 – 48", language="ar"), headline(2, "48 – 2026", feed=2, language="fr")], NOW
    )
    assert [item.direction for item in lap.items] == ["rtl", "ltr"]


TITLES = st.text(alphabet="ab '«»é \u00a0م", max_size=6)


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(TITLES, st.integers(1, 4), st.integers(0, 5), st.booleans(), st.integers(0, 9000)),
        max_size=40,
    )
)
def test_any_pool_gives_each_unread_story_once(given_: list[tuple[str, int, int, bool, int]]) -> None:
    pool = [
        headline(n + 1, title, feed=feed, story=story, read=read, at=NOW - age)
        for n, (title, feed, story, read, age) in enumerate(given_)
    ]
    lap = choose(pool, NOW, items=100)
    stories = [item.headline.story for item in lap.items if item.headline.story]
    titles = [fold(item.headline.title) for item in lap.items]
    assert len(stories) == len(set(stories))
    assert len(titles) == len(set(titles))
    assert all(item.headline.title.strip() and not item.headline.read for item in lap.items)
    seen = choose(pool, NOW, items=5)
    assert len(seen.items) == min(5, len(lap.items))
