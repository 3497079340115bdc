"""What hosts asked of Telex, kept over restarts."""

from __future__ import annotations

from pathlib import Path

from reader.store import hosts
from reader.store.database import open_store

NOON = 1_767_614_400
HOUR, DAY = 3_600, 86_400


def test_the_longer_wish_counts_and_one_of_a_wrong_clock_does_not(tmp_path: Path) -> None:
    with open_store(tmp_path / "telex.db") as db:
        hosts.hold(db, "paper.example", NOON + 400 * DAY)
        assert hosts.held_until(db, "paper.example", NOON) == 0
        hosts.hold(db, "paper.example", NOON + 2 * HOUR)
        hosts.hold(db, "paper.example", NOON + HOUR)
        assert hosts.held_until(db, "paper.example", NOON) == NOON + 2 * HOUR
        assert hosts.held(db, NOON) == {"paper.example": NOON + 2 * HOUR}
