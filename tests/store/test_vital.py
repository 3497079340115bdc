"""Quiet, stale, frozen and dead are told apart over sixty simulated days, and no healthy source is called dead."""

from __future__ import annotations

import random

import pytest

from reader.model import Entry
from reader.store import feeds, polls
from reader.store.database import Database
from reader.store.vital import DAY, judge, rhythm, vitals
from tests.store.conftest import NOW, Serve

HOUR = 3_600
RHYTHMS = (HOUR, 6 * HOUR, DAY, 2 * DAY, 4 * DAY, 7 * DAY, 14 * DAY, 30 * DAY)
"""From hourly to monthly."""


def past(every: int, until: int, days: int = 60) -> list[int]:
    """Times of entries, somewhat irregular, the newest at `until`; of slow ones more than `days`, so that there are some."""
    chance = random.Random(every)
    found, at = [], until
    while at > until - max(days * DAY, 8 * every):
        found.append(at)
        at -= round(every * chance.uniform(0.6, 1.4))
    return found


@pytest.mark.parametrize("every", RHYTHMS)
def test_forty_of_forty(every: int) -> None:
    late = max(5 * every, 7 * DAY)
    answered = NOW - HOUR
    assert judge(past(every, NOW - every // 2), NOW, answered=answered) == "well"
    assert judge(past(every, NOW - max(3 * every, 3 * DAY)), NOW, answered=answered) == "quiet"
    gone_quiet = past(every, NOW - 2 * late)
    assert judge(gone_quiet, NOW, answered=answered, built=NOW - 2 * late) == "stale"
    assert judge(gone_quiet, NOW, answered=answered, built=NOW - HOUR) == "frozen"
    assert judge(gone_quiet, NOW, answered=NOW - 8 * DAY, failures=9) == "dead"


@pytest.mark.parametrize("every", RHYTHMS)
def test_no_healthy_source_is_called_dead_on_any_day(every: int) -> None:
    times = past(every, NOW)
    for day in range(60):
        now = NOW - day * DAY
        seen = [at for at in times if at <= now]
        for failures, answered in ((0, now), (1, now - DAY), (3, now - 3 * DAY)):
            said = judge(seen, now, answered=answered, failures=failures, built=now)
            assert said in (("failing",) if failures else ("well", "quiet")), (day, said)


def test_edges() -> None:
    assert judge([], NOW, answered=None) == "new"
    assert judge([], NOW, answered=NOW) == "well"
    assert judge([NOW - 8 * DAY], NOW, answered=NOW) == "well"
    assert judge([NOW - 31 * DAY], NOW, answered=NOW) == "stale"
    assert judge([NOW + DAY], NOW, answered=NOW) == "well"
    assert judge([], NOW, answered=None, failures=9, since=NOW - 8 * DAY) == "dead"
    assert judge([], NOW, answered=None, failures=9, since=NOW - DAY) == "failing"
    assert judge([NOW], NOW, answered=NOW, gone=True) == "dead"
    assert rhythm([]) == rhythm([NOW, NOW - 1]) == 0
    assert rhythm([NOW, NOW - DAY, NOW - 2 * DAY]) == DAY


def test_signs_of_stored_sources(db: Database, serve: Serve) -> None:
    feed = feeds.add_feed(db, "https://fanal.example/feed", now=NOW - 60 * DAY)
    other = feeds.add_feed(db, "https://autre.example/feed", now=NOW)
    entries = [
        Entry(f"id{n}", f"Titre {n}", f"https://fanal.example/{n}", published=NOW - n * DAY)
        for n in range(20)
    ]
    serve(feed.id, *entries)
    polls.record(
        db,
        other.id,
        status="error",
        error="Odd.",
        next_at=NOW,
        now=NOW,
        memo=polls.Memo(moved='[["https://new.example/",1]]'),
    )
    found = vitals(db, NOW)
    assert found[feed.id].state == "well"
    assert (found[feed.id].newest, found[feed.id].rhythm, found[feed.id].delivered) == (NOW, DAY, 20)
    assert found[feed.id].week == pytest.approx(7, abs=0.7)
    assert (found[other.id].state, found[other.id].moved) == ("failing", "https://new.example/")
    feeds.pause(db, feed.id)
    assert vitals(db, NOW)[feed.id].state == "paused"
