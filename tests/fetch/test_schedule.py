"""The schedule: a table of what servers and feeds say, and when the next request may go out."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.fetch.retry_after import LONGEST, retry_after
from reader.fetch.schedule import (
    DAY,
    FLOOR,
    HOUR,
    NEVER,
    Freshness,
    after_failure,
    after_success,
    freshness,
    may_press,
    skip_quiet,
    spread,
)
from reader.model import Rhythm

NOW = 1_767_600_000  # 2026-01-05 08:00:00 UTC, a Monday
DATE = "Mon, 05 Jan 2026 08:00:00 GMT"


def cache(value: str, **more: str) -> dict[str, str]:
    return {"cache-control": value, **{key.replace("_", "-"): text for key, text in more.items()}}


@pytest.mark.parametrize(
    ("headers", "rhythm", "validators", "wait"),
    [
        ({}, Rhythm(), True, HOUR),
        ({}, Rhythm(), False, DAY),
        (cache("max-age=60"), Rhythm(), True, HOUR),
        (cache("max-age=60"), Rhythm(), False, HOUR),
        (cache("max-age=0"), Rhythm(), False, HOUR),
        (cache("max-age=3601"), Rhythm(), True, 3_601),
        (cache("max-age=7200"), Rhythm(), False, 7_200),
        (cache("MAX-AGE=7200"), Rhythm(), True, 7_200),
        (cache('max-age="7200"'), Rhythm(), True, 7_200),
        (cache("public , max-age=7200 , x"), Rhythm(), True, 7_200),
        (cache("max-age=7200, max-age=1"), Rhythm(), True, 7_200),
        (cache("max-age=999999999999999999999"), Rhythm(), True, DAY),
        (cache("max-age=172800"), Rhythm(), True, DAY),
        (cache("max-age=-7200"), Rhythm(), True, HOUR),
        (cache("max-age=soon"), Rhythm(), False, DAY),
        (cache("max-age=2 hours"), Rhythm(), False, DAY),
        (cache("s-maxage=7200"), Rhythm(), True, HOUR),
        (cache("s-maxage=7200"), Rhythm(), False, DAY),
        (cache("s-maxage=90, max-age=7200"), Rhythm(), True, 7_200),
        (cache("no-cache"), Rhythm(), True, HOUR),
        (cache("no-cache"), Rhythm(), False, DAY),
        (cache("no-cache, max-age=7200"), Rhythm(), True, HOUR),
        (cache("no-store"), Rhythm(), False, DAY),
        (cache("max-age=7200", age="1200"), Rhythm(), True, 6_000),
        (cache("max-age=7200", age="9000"), Rhythm(), True, HOUR),
        (cache("max-age=7200", age="-5"), Rhythm(), True, 7_200),
        (cache("max-age=7200", expires="Mon, 05 Jan 2026 23:00:00 GMT"), Rhythm(), True, 7_200),
        ({"expires": "Mon, 05 Jan 2026 10:30:00 GMT"}, Rhythm(), True, 9_000),
        ({"expires": "Mon, 05 Jan 2026 10:30:00 GMT", "age": "1000"}, Rhythm(), True, 8_000),
        ({"expires": "Mon, 05 Jan 2026 10:30:00 GMT", "date": DATE}, Rhythm(), True, 9_000),
        (
            {"expires": "Thu, 08 Jan 2026 10:00:00 GMT", "date": "Thu, 08 Jan 2026 08:00:00 GMT"},
            Rhythm(),
            True,
            7_200,
        ),
        (
            {"expires": "Fri, 02 Jan 2026 10:00:00 GMT", "date": "Fri, 02 Jan 2026 08:00:00 GMT"},
            Rhythm(),
            True,
            7_200,
        ),
        ({"expires": "Monday, 05-Jan-26 10:30:00 GMT"}, Rhythm(), True, 9_000),
        ({"expires": "Mon Jan  5 10:30:00 2026"}, Rhythm(), True, 9_000),
        ({"expires": "Thu, 01 Jan 1970 00:00:00 GMT"}, Rhythm(), False, HOUR),
        ({"expires": "0"}, Rhythm(), False, DAY),
        ({"expires": "-1"}, Rhythm(), True, HOUR),
        ({"expires": "Mon, 05 Jan 2099 10:30:00 GMT"}, Rhythm(), True, DAY),
        ({}, Rhythm(ttl=15), True, HOUR),
        ({}, Rhythm(ttl=15), False, HOUR),
        ({}, Rhythm(ttl=180), False, 3 * HOUR),
        ({}, Rhythm(ttl=0), False, DAY),
        ({}, Rhythm(ttl=-9), False, DAY),
        ({}, Rhythm(ttl=1_000_000), True, DAY),
        ({}, Rhythm(update_every=7_200), False, 7_200),
        ({}, Rhythm(update_every=60), False, HOUR),
        ({}, Rhythm(update_every=10**12), True, DAY),
        (cache("max-age=7200"), Rhythm(ttl=180, update_every=60), True, 3 * HOUR),
        (cache("max-age=14400"), Rhythm(ttl=180), True, 4 * HOUR),
        (cache("max-age=3600"), Rhythm(), True, HOUR),
        (cache("max-age=3599, must-revalidate"), Rhythm(), True, HOUR),
        (cache("private, max-age=5400"), Rhythm(), False, 5_400),
        (cache("max-age=5400", date=DATE), Rhythm(), True, 5_400),
        (cache("immutable, max-age=31536000"), Rhythm(), True, DAY),
        (cache("no-store, max-age=7200"), Rhythm(ttl=120), True, 2 * HOUR),
        (cache("max-age=7200", age="nonsense"), Rhythm(), True, 7_200),
        (cache("max-age=0, stale-while-revalidate=86400"), Rhythm(), True, HOUR),
        (cache("no-cache", expires="Mon, 05 Jan 2026 10:30:00 GMT"), Rhythm(), True, HOUR),
        ({"expires": "Mon, 05 Jan 2026 08:00:01 GMT"}, Rhythm(update_every=10_000), False, 10_000),
        ({"expires": "Mon, 05 Jan 2026 10:30:00 GMT"}, Rhythm(ttl=60, update_every=86_400), True, DAY),
    ],
)
def test_the_next_time_to_the_second(
    headers: dict[str, str], rhythm: Rhythm, validators: bool, wait: int
) -> None:
    found = after_success(NOW, headers, rhythm, validators=validators)
    assert found.at - NOW == wait
    assert found.why


def test_the_persons_interval_only_lengthens() -> None:
    assert after_success(NOW, {}, validators=True, interval=60).at == NOW + HOUR
    assert after_success(NOW, {}, validators=True, interval=2 * DAY).at == NOW + 2 * DAY
    assert after_success(NOW, {}, validators=True, interval=2 * DAY).why == "your own interval for this feed"


def test_freshness_names_its_field() -> None:
    assert freshness(cache("max-age=5"), NOW) == Freshness(5, "max-age")
    assert freshness({}, NOW) == Freshness()
    assert after_success(NOW, cache("max-age=7200"), validators=True).fresh_until == NOW + 7_200


@pytest.mark.parametrize("hour", range(24))
def test_quiet_hours_are_kept(hour: int) -> None:
    rhythm = Rhythm(skip_hours=tuple(range(6, 22)), skip_days=(5, 6))
    for day in range(7):
        at = skip_quiet(NOW + day * DAY + hour * HOUR + 777, rhythm)
        moment = time.gmtime(at)
        assert moment.tm_hour not in range(6, 22)
        assert moment.tm_wday not in (5, 6)
        assert at % HOUR == 777


def test_a_feed_that_is_always_quiet_is_asked_daily() -> None:
    assert skip_quiet(NOW, Rhythm(skip_hours=tuple(range(24)))) == NOW + DAY
    assert skip_quiet(NOW, Rhythm(skip_days=tuple(range(7)))) == NOW + DAY


@given(
    st.dictionaries(st.sampled_from(["cache-control", "expires", "age", "date"]), st.text(max_size=60)),
    st.integers(-(10**12), 10**12) | st.none(),
    st.lists(st.integers(-50, 50), max_size=30),
    st.booleans(),
)
def test_no_header_and_no_feed_gets_below_the_floor_or_stuck(
    headers: dict[str, str], number: int | None, hours: list[int], validators: bool
) -> None:
    rhythm = Rhythm(ttl=number, update_every=number, skip_hours=tuple(hours))
    found = after_success(NOW, headers, rhythm, validators=validators)
    assert FLOOR <= found.at - NOW <= 9 * DAY


@pytest.mark.parametrize(
    ("value", "date", "wait"),
    [
        ("0", "", 0), ("1", "", 1), ("3600", "", 3_600), (" 120 ", "", 120), ("1000000000", "", LONGEST),
        ("9" * 40, "", LONGEST), ("-5", "", None), ("soon", "", None), ("", "", None), ("1.5", "", None), ("12 s", "", None),
        ("١٢", "", None), ("Mon, 05 Jan 2026 09:00:00 GMT", "", 3_600), ("Mon, 05 Jan 2026 07:00:00 GMT", "", 0),
        ("Mon, 05 Jan 2026 09:00:00 GMT", DATE, 3_600), ("Monday, 05-Jan-26 09:00:00 GMT", DATE, 3_600),
        ("Mon Jan  5 09:00:00 2026", DATE, 3_600), ("Tue, 01 Jan 2126 00:00:00 GMT", DATE, LONGEST),
        ("Thu, 08 Jan 2026 09:00:00 GMT", "Thu, 08 Jan 2026 08:00:00 GMT", 3_600),
        ("Fri, 02 Jan 2026 09:00:00 GMT", "Fri, 02 Jan 2026 08:00:00 GMT", 3_600),
        ("Mon, 05 Jan 2026 09:00:00 GMT", "nonsense", 3_600), ("Mon, 32 Jan 2026 09:00:00 GMT", DATE, None),
        ("Mon, 05 Jan 99999 09:00:00 GMT", DATE, None), ("0000", "", 0), ("+5", "", None),
    ],
)  # fmt: skip
def test_retry_after(value: str, date: str, wait: int | None) -> None:
    assert retry_after(value, date, NOW) == wait


@given(st.text(), st.text())
def test_retry_after_takes_anything(value: str, date: str) -> None:
    wait = retry_after(value, date, NOW)
    assert wait is None or 0 <= wait <= LONGEST


@pytest.mark.parametrize("status", [429, 503])
def test_a_server_that_says_when_is_obeyed(status: int) -> None:
    assert after_failure(NOW, status, 1, held=2 * DAY).at == NOW + 2 * DAY
    assert after_failure(NOW, status, 1, held=5).at == NOW + HOUR
    assert after_failure(NOW, status, 1, held=5 * HOUR).fresh_until == NOW + 5 * HOUR


def test_failures_double_up_to_a_day_and_differ_between_feeds() -> None:
    waits = [after_failure(NOW, 0, failures, salt=7).at - NOW for failures in range(1, 12)]
    for step, wait in enumerate(waits):
        plain = min(HOUR << step, DAY) if step < 6 else DAY
        assert plain <= wait <= plain * 1.1
    assert len({after_failure(NOW, 503, 3, salt=salt).at for salt in range(50)}) > 30


def test_a_missing_feed_is_asked_at_most_twelve_times_in_a_month() -> None:
    at, requests, failures = NOW, 0, 0
    while at <= NOW + 30 * DAY:
        requests += 1
        failures += 1
        at = after_failure(at, 404, failures).at
    assert 5 <= requests <= 12


def test_a_feed_that_is_gone_is_not_asked_again() -> None:
    assert after_failure(NOW, 410, 1).at == NEVER


def test_pressing_refresh_has_its_own_floor() -> None:
    assert may_press(NOW, None).at <= NOW
    assert may_press(NOW, NOW - 600).at <= NOW
    assert may_press(NOW, NOW - 599).at == NOW + 1
    assert may_press(NOW, NOW - HOUR, fresh_until=NOW + 50).at == NOW + 50
    assert may_press(NOW, NOW - HOUR, held_until=NOW + 5 * DAY).why == "the server asked to wait"
    assert may_press(NOW, NOW + 900).at <= NOW, "a clock that was turned back holds nobody up"


def test_a_minute_holds_a_tenth() -> None:
    assert 60 / spread(500) <= 50
    assert spread(1) == 0
