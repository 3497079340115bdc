"""A process that reads as a screen does, and at the end says how long it took.

Run as `python -m tests.store.looker STORE SECONDS`; answers one JSON object: reads, changes, and milliseconds p50, p99, worst, and p99
of the processor time alone.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from reader.store import entries, feeds, windows
from reader.store.database import open_store


def main() -> None:
    taken: list[float] = []
    worked: list[float] = []
    seen: set[int] = set()
    with open_store(Path(sys.argv[1])) as db:
        end = time.monotonic() + float(sys.argv[2])
        while time.monotonic() < end:
            for query in ("", "is:unread", "is:starred", "feed:1"):
                started, begun = time.perf_counter(), time.process_time()
                seen.add(db.generation())
                view = windows.open_view(db, query)
                rows = view.rows(0, 60)
                counts = entries.counts(db)
                all_ = feeds.all_feeds(db)
                taken.append((time.perf_counter() - started) * 1_000)
                worked.append((time.process_time() - begun) * 1_000)
                assert len(rows) == min(60, view.count)
                assert counts[0] >= counts[1]
                assert all_
            time.sleep(0.02)
    taken.sort()
    worked.sort()
    found = {"p50": taken[len(taken) // 2], "p99": taken[len(taken) * 99 // 100], "worst": taken[-1]}
    found["processor"] = worked[len(worked) * 99 // 100]
    print(
        json.dumps({"reads": len(taken), "changes": len(seen)} | {k: round(v, 2) for k, v in found.items()})
    )


if __name__ == "__main__":
    main()
