"""A stored address changes only on proof, and whatever was kept is read without trust."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.engine.moves import Move, proven

DAY = 86_400
NOW = 1_767_600_000
NEW = "https://new.example/feed"


def series(*answers: tuple[str, int]) -> list[Move]:
    kept = "[]"
    moves = []
    for target, at in answers:
        moves.append(proven(kept, target, at))
        kept = moves[-1].kept
    return moves


def test_three_times_on_two_days_is_proof() -> None:
    assert [move.to for move in series((NEW, NOW), (NEW, NOW + 3_600), (NEW, NOW + DAY))] == ["", "", NEW]


def test_one_day_is_no_proof_however_often() -> None:
    moves = series(*((NEW, NOW + hour * 600) for hour in range(90)))
    assert not any(move.to for move in moves)
    assert len(moves[-1].kept) < 300


def test_many_on_one_day_and_one_on_the_next_is_proof() -> None:
    moves = series(*((NEW, NOW + n * 60) for n in range(20)), (NEW, NOW + DAY))
    assert moves[-1].to == NEW


@pytest.mark.parametrize("between", ["", "https://other.example/"])
def test_anything_else_between_starts_anew(between: str) -> None:
    moves = series(
        (NEW, NOW), (NEW, NOW + DAY), (between, NOW + 2 * DAY), (NEW, NOW + 3 * DAY), (NEW, NOW + 4 * DAY)
    )
    assert not any(move.to for move in moves)


@given(st.text())
def test_what_was_kept_may_be_anything(kept: str) -> None:
    assert proven(kept, NEW, NOW).to in ("", NEW)
