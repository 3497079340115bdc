"""The score page, small: half a simulated day with two feeds of each kind, and not one bad count.

With TELEX_FULL two days with 500 feeds, which is more than 10,000 requests.
"""

from __future__ import annotations

from pathlib import Path

from tests.faults.clock import run_jumping
from tests.faults.score import COUNTS, simulate
from tests.store.conftest import FULL


def test_no_bad_count(tmp_path: Path) -> None:
    count, hours, requests = (500, 48, 10_000) if FULL else (26, 13, 80)
    score = run_jumping(simulate(tmp_path, count, hours))
    assert score.requests > requests
    assert dict(score.bad) == dict.fromkeys(COUNTS, 0)
