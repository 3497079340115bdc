"""How old things are, in at most four cells."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.tui.ages import age, number, until_older
from tests.tui.desk import Desk, read
from tests.tui.stories import fill, open_newsroom

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


class Clock:
    """Goes when it is told to."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> float:
        return self.now


@pytest.mark.parametrize("focused", [True, False])
def test_after_eight_hours_of_sleep_the_screen_is_of_now(tmp_path: Path, focused: bool) -> None:
    """At the next look, which comes each second, or as soon as the terminal has the focus again."""
    clock = Clock()

    async def scenario(desk: Desk) -> None:
        assert " now " in desk.rows()[0]
        filled = desk.main.live._ticker_filled
        if not focused:
            desk.app.app_focus = False
        clock.now += 8 * 3_600
        await desk.until(lambda: desk.main.live._ticker_filled != filled)
        if not focused:
            assert " 8h " not in desk.rows()[0]
        desk.app.app_focus = True
        await desk.until(lambda: " 8h " in desk.rows()[0])

    with open_newsroom(tmp_path, clock=clock) as newsroom:
        fill(newsroom)
        read(newsroom, scenario)
