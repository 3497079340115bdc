"""How old things are, in at most four cells."""

from __future__ import annotations

import pytest

from reader.tui.ages import age, number, until_older

NOW = 1_770_000_000


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (-5000, "now"),
        (0, "now"),
        (59, "now"),
        (60, "1m"),
        (3599, "59m"),
        (3600, "1h"),
        (86_399, "23h"),
        (86_400, "1d"),
        (14 * 86_400 - 1, "13d"),
        (14 * 86_400, "2w"),
        (364 * 86_400, "52w"),
        (366 * 86_400, "1y"),
        (NOW, "56y"),
    ],
)
def test_ages(seconds: int, shown: str) -> None:
    assert age(NOW - seconds, NOW) == shown


def test_ages_fit_and_last_as_long_as_they_say() -> None:
    for seconds in (0, 1, 59, 60, 3599, 3600, 90_000, 10**6, 10**8, 10**9):
        at = NOW - seconds
        assert len(age(at, NOW)) <= 4
        assert age(at, NOW + until_older(at, NOW) - 1) == age(at, NOW)


def test_numbers_have_narrow_gaps() -> None:
    assert number(1_204_318) == "1\u202f204\u202f318"
    assert number(7) == "7"
