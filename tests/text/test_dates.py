"""Times for people."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from reader.text.cells import width
from reader.text.dates import age, moment

DAY = 86_400
NOW = int(datetime(2026, 2, 16, 18, 42, tzinfo=UTC).timestamp())


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (-500, "now"), (0, "now"), (59.9, "now"), (60, "1m"), (3599, "59m"), (3600, "1h"), (DAY - 1, "23h"), (DAY, "1d"),
        (13 * DAY, "13d"), (14 * DAY, "2w"), (60 * DAY, "8w"), (61 * DAY, "2mo"), (364 * DAY, "11mo"), (366 * DAY, "1y"),
        (4000 * DAY, "10y"), (1e15, "999y"),
    ],
)  # fmt: skip
def test_age(seconds: float, shown: str) -> None:
    assert age(seconds) == shown
    assert width(shown) <= 4


LONG = {
    "en": "Monday 16 February 2026, 18:42",
    "fr": "lundi 16 février 2026 à 18:42",
    "fr-MA": "lundi 16 février 2026 à 18:42",
    "es": "lunes, 16 de febrero de 2026, 18:42",
    "ar": "الاثنين 16 فبراير 2026، 18:42",
    "de": "Monday 16 February 2026, 18:42",
    "": "Monday 16 February 2026, 18:42",
}


@pytest.mark.parametrize(("language", "shown"), LONG.items())
def test_long(language: str, shown: str) -> None:
    assert moment(NOW, NOW, UTC, "long", language) == shown


def test_first_of_the_month_in_french() -> None:
    first = int(datetime(2026, 5, 1, 9, 5, tzinfo=UTC).timestamp())
    assert moment(first, NOW, UTC, "long", "fr") == "vendredi 1er mai 2026 à 09:05"
    assert moment(first, NOW, UTC, "short", "fr") == "1er mai"


def test_short_says_less_the_nearer_it_is() -> None:
    def short(at: int, language: str = "en") -> str:
        return moment(at, NOW, UTC, "short", language)

    assert short(NOW - 3600) == "17:42"
    assert short(NOW + 3600) == "19:42"
    assert short(NOW - DAY) == "yesterday 18:42"
    assert short(NOW - DAY, "es") == "ayer 18:42"
    assert short(NOW - 19 * 3600) == "yesterday 23:42"
    assert short(NOW - 6 * DAY) == "Tue 18:42"
    assert short(NOW - 6 * DAY, "ar") == "الثلاثاء 18:42"
    assert short(NOW - 7 * DAY) == "9 Feb"
    assert short(NOW + 2 * DAY) == "18 Feb"
    assert short(NOW - 60 * DAY, "fr") == "18 déc. 2025"
    assert short(NOW - 400 * DAY) == "12 Jan 2025"


def test_zones_decide_the_day() -> None:
    late = int(datetime(2026, 2, 15, 23, 30, tzinfo=UTC).timestamp())
    assert moment(late, NOW, UTC, "short") == "yesterday 23:30"
    assert moment(late, NOW, timezone(timedelta(hours=2)), "short") == "01:30"
    summer = int(datetime(2026, 7, 14, 10, 0, tzinfo=UTC).timestamp())
    assert moment(summer, NOW, ZoneInfo("Europe/Paris"), "iso") == "2026-07-14 12:00"
    assert moment(summer, NOW, ZoneInfo("America/Mexico_City"), "iso") == "2026-07-14 04:00"


def test_iso_and_the_ends_of_time() -> None:
    assert moment(0, NOW, UTC, "iso", "ar") == "1970-01-01 00:00"
    assert moment(-86_400, NOW, UTC, "iso") == "1969-12-31 00:00"
    assert moment(-62_135_596_800, NOW, UTC, "iso") == "0001-01-01 00:00"
    assert moment(10**15, NOW) == "?"
    assert moment(-(10**15), NOW) == "?"
    assert moment(-62_135_596_800, NOW, timezone(-timedelta(hours=5))) == "?"


def test_every_language_names_every_day_and_month() -> None:
    for language in ("en", "fr", "es", "ar"):
        shown = {moment(NOW + day * DAY, NOW, UTC, "long", language) for day in range(366)}
        assert len(shown) == 366
        names = {text.split()[0] for text in shown}
        assert len(names) == 7
