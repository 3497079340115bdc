"""Motion: the place is a function of time, gently begun and gently ended."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.ticker.motion import BRAKE, DRAWINGS, EASE, Motion, place


@pytest.mark.parametrize("speed", [4, 10, 17, 30])
def test_speed_over_a_minute_is_within_two_percent(speed: int) -> None:
    assert place(60, speed) == pytest.approx(60 * speed, rel=0.02)


def test_a_start_gathers_speed_over_three_cells() -> None:
    first = [place(tenth / 10, 10) for tenth in range(8)]
    assert first == [0, 0, 0, 0, 1, 2, 3, 4]
    assert place(0.6, 10) == 3
    assert place(1.6, 10) == 13
    assert place(-1, 10) == 0


def test_a_long_delay_loses_no_cell() -> None:
    motion = Motion(speed=10).started(100)
    steady = motion.at(110)
    assert motion.at(112) - steady == 20


def test_strides_move_by_whole_steps() -> None:
    places = {place(tenth / 10, 12, 5) for tenth in range(200)}
    assert all(at % 5 == 0 for at in places)


def test_a_stop_is_exact_and_a_new_start_goes_on_from_there() -> None:
    motion = Motion(speed=10).started(0).stopped(5)
    assert not motion.moving
    assert motion.at(500) == motion.base == 50 - 3
    again = motion.started(1000)
    assert again.at(1000) == 47
    assert again.at(1001) > 47
    assert again.started(1005) is again


@settings(deadline=None)
@given(
    speed=st.integers(4, 30),
    stride=st.sampled_from([1, 5]),
    after=st.floats(0, 50),
    looks=st.lists(st.floats(0, BRAKE), min_size=1, max_size=8),
)
def test_a_stop_slows_down_and_is_still_within_a_frame_and_three_cells(
    speed: int, stride: int, after: float, looks: list[float]
) -> None:
    going = Motion(speed=speed, stride=stride).started(100)
    stop = 100 + after
    braking = going.braking(stop)
    assert not braking.moving
    assert braking.at(stop) == going.at(stop)
    seen = [braking.at(stop + look) for look in sorted(looks)]
    assert seen == sorted(seen)
    assert all(at <= going.at(stop + look) for at, look in zip(seen, sorted(looks), strict=True))
    rest = braking.at(stop + BRAKE)
    assert rest == braking.at(stop + 500)
    assert rest - going.at(stop) <= max(stride, EASE)
    assert braking.started(stop + 500).at(stop + 500) == rest


def test_a_stop_goes_half_the_way_of_a_frame_and_waits_for_no_more() -> None:
    going = Motion(speed=30).started(0)
    braking = going.braking(2)
    assert (going.at(2), going.at(2 + BRAKE), braking.at(2 + BRAKE)) == (57, 60, 58)
    wait = braking.next(2)
    assert braking.at(2 + wait) == 58
    assert wait == pytest.approx(BRAKE, abs=0.001)
    assert braking.next(2 + wait) == float("inf")
    slow = Motion(speed=4).started(0).braking(2)
    assert slow.next(2) == float("inf")


@settings(deadline=None)
@given(
    speed=st.integers(4, 30), other=st.integers(1, 60), stride=st.sampled_from([1, 5]), at=st.floats(0, 500)
)
def test_another_pace_never_jumps(speed: int, other: int, stride: int, at: float) -> None:
    motion = Motion(speed=speed).started(0)
    paced = motion.paced(other, stride, at)
    assert abs(paced.at(at) - motion.at(at)) <= stride
    assert 4 <= paced.speed <= 30
    assert paced.at(at + 10) >= motion.at(at)


@settings(deadline=None)
@given(speed=st.integers(4, 30), stride=st.sampled_from([1, 2, 5]), start=st.floats(0, 10_000))
def test_each_wait_ends_at_a_new_place_and_not_too_often(speed: int, stride: int, start: float) -> None:
    motion = Motion(speed=speed, stride=stride).started(start)
    now = start + 3
    drawings = 0
    while now < start + 13:
        before = motion.at(now)
        wait = motion.next(now)
        now += wait
        assert motion.at(now) > before
        drawings += 1
    assert drawings <= 10 * DRAWINGS + 1


def test_a_strip_at_rest_is_never_due() -> None:
    assert Motion().next(5) == float("inf")


def test_moving_to_a_place_keeps_it_moving_and_shifting_changes_the_origin_only() -> None:
    motion = Motion(speed=10).started(0).moved(200, 7)
    assert motion.at(7) == 200
    assert motion.moving
    assert motion.shifted(-150).at(17) == motion.at(17) - 150
