"""The score page, small: half a simulated day with two feeds of each kind, and not one bad count."""

from __future__ import annotations

from pathlib import Path

from tests.faults.clock import run_jumping
from tests.faults.score import COUNTS, simulate


def test_no_bad_count(tmp_path: Path) -> None:
    score = run_jumping(simulate(tmp_path, 26, 13))
    assert score.requests > 80
    assert dict(score.bad) == dict.fromkeys(COUNTS, 0)
