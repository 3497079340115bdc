"""A process that stars entries at random and says which, once it was told that they are; to be killed at any moment.

Run as `python -m tests.engine.marker STORE SEED`.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from random import Random

from reader.store import marks
from reader.store.database import open_store


def main() -> None:
    dice = Random(int(sys.argv[2]))
    with open_store(Path(sys.argv[1])) as db:
        while True:
            last = int(db.value("SELECT coalesce(max(id), 0) FROM entry"))
            chosen = [dice.randint(1, last) for _ in range(3)] if last else []
            if chosen:
                marks.mark(db, chosen, starred=True)
                print(*chosen, flush=True)
            time.sleep(0.002)


if __name__ == "__main__":
    main()
