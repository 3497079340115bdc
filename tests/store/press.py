"""A process of its own that stores answers and marks and says what was acknowledged; to be killed at any moment.

Run as `python -m tests.store.press STORE SEED [PAUSE]`; it rests PAUSE seconds after each answer.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from random import Random

from reader.model import Entry, ParsedFeed
from reader.store import feeds, marks, pending
from reader.store.database import open_store
from reader.store.entries import store_feed

NOW = 1_770_000_000


def main() -> None:
    dice = Random(int(sys.argv[2]))
    pause = float(sys.argv[3]) if len(sys.argv) > 3 else 0.0
    with open_store(Path(sys.argv[1])) as db:
        subscribed = [feeds.add_feed(db, f"https://{n}.example/feed").id for n in range(3)]
        for round_ in range(1_000_000):
            feed = dice.choice(subscribed)
            name = f"{sys.argv[2]}.{round_}"
            items = tuple(
                Entry(
                    id=f"{name}.{n}",
                    title=f"Dépêche {n}",
                    link="",
                    content=f"<p>{dice.randbytes(900).hex()}</p>",
                )
                for n in range(10)
            )
            stored = store_feed(
                db,
                feed,
                ParsedFeed(entries=items),
                etag=name.encode(),
                next_at=NOW + round_,
                now=NOW + round_,
            )
            print("stored", feed, name, flush=True)
            marks.mark(db, stored.ids[:3], read=True, now=NOW + round_)
            print("read", *stored.ids[:3], flush=True)
            done = [
                pending.Finished(one.entry_id, "t", "", "", one.html, one.html)
                for one in pending.pending(db, 5)
            ]
            pending.finish(db, done)
            time.sleep(pause)


if __name__ == "__main__":
    main()
