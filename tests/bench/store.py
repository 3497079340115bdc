"""Measure the store: `python -m tests.bench.store [N] [--bodies] [--keep FOLDER]`.

Fills a store with N made-up entries, a third of them in stories, half of them read, some starred and tagged, and prints
what a screen does with it takes, and what an entry costs on disk. N is 100,000 by default; without --bodies each has one
sentence of text. --keep uses the store in FOLDER again, if there is one. Times are in milliseconds: of processor time the
least and the median, then the median and the worst by the clock, which other work on the machine makes longer.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path
from random import Random

from reader.model import Entry, ParsedFeed
from reader.store import entries, feeds, headlines, journal, marks, orders, pending, tagged
from reader.store.database import Database, open_store
from reader.store.seed import seed
from reader.store.seedwords import languages
from reader.store.windows import open_view
from reader.text.fold import fold
from tests.bench import views
from tests.bench.views import NOW, somewhere, timed


def dress(db: Database) -> None:
    """Stories of three copies in a third of the entries, and the marks of somebody who reads half of them."""
    size = int(db.value("SELECT max(entry_id) FROM listing"))
    with db.roomy(), db.write():
        db.executemany(
            "INSERT INTO story (id, at, copies) VALUES (?, 1, 3)",
            ((number,) for number in range(1, size // 9)),
        )
        db.execute(
            "UPDATE listing SET story = entry_id / 9, place = entry_id % 7, stamp = 1 "
            "WHERE entry_id % 9 IN (1, 4, 5) AND entry_id / 9 BETWEEN 1 AND ? - 1",
            (size // 9,),
        )
        db.execute(
            "UPDATE entry SET story = l.story FROM listing l WHERE l.entry_id = entry.id AND l.story <> 0"
        )
        db.execute("UPDATE counter SET value = 1 WHERE name = 'told'")
    marks.mark(db, range(1, size, 500), starred=True)
    marks.mark(db, range(3, size, 1_500), later=True)
    marks.tag(db, range(7, size, 1_000), "Mer")
    marks.tag(db, range(11, size, 50), "Large")
    for first in range(1, size // 2, 50_000):
        marks.mark(db, range(first, min(first + 50_000, size // 2)), read=True)


def part(db: Database) -> None:
    """A hundredth of the sources in a folder of their own, and as many in one whose entries are all older than most."""
    with db.roomy(), db.write():
        many = int(db.value("SELECT count(*) FROM feed")) // 100
        for name, first in (("Rares", 4 * many), ("Anciens", 8 * many)):
            db.execute("INSERT INTO folder (parent, name) VALUES (0, ?)", (name,))
            db.execute(
                "UPDATE feed SET folder = ? WHERE id > ? AND id <= ?",
                (db.connection.last_insert_rowid(), first, first + many),
            )
        for table in ("entry", "listing"):
            sql = f"UPDATE {table} SET at = at - 30000000 WHERE feed_id > ? AND feed_id <= ?"
            db.execute(sql, (8 * many, 9 * many))
        db.execute("UPDATE counter SET value = value + 1 WHERE name = 'structure'")
        tagged.mend(db)


def lists(db: Database) -> None:
    dice = Random(1)
    for query in ("", "is:unread", "is:unread feed:paper-3", "folder:Français is:unread", "is:starred"):
        timed(f"open {query or 'everything'}", open_view, db, query, times=5)
        view = open_view(db, query)
        if not view.count:
            continue
        print(f"    {view.count:,} entries")
        timed("    first page", view.rows, 0, 60)
        timed("    last page", view.rows, view.count - 60, 60)
        timed("    a page in the middle before anchors", view.rows, view.count // 2, 60)
        timed("    all anchors", view.build_anchors, 60_000)
        timed("    a random page", somewhere, view, dice, times=60)
        chosen = view.ids(view.count // 3, 1)[0]
        timed("    place of an entry", view._source.index_of, chosen, times=20)
        timed("    what came since", view._source.fresh, times=5)


def acts(db: Database) -> None:
    view = open_view(db, "is:unread")
    view.rows(0, 60)
    numbers = iter(view.ids(0, 100))
    timed("mark one, to the disk", lambda: marks.mark(db, [next(numbers)], read=True), times=20)
    db.patient = True
    timed("mark one, settled later", lambda: marks.mark(db, [next(numbers)], read=True), times=20)
    timed(
        "the page again after a mark",
        lambda: (marks.mark(db, [next(numbers)], read=True), view.rows(0, 60)),
        times=20,
    )
    ids = view.ids(200, 10_000)
    timed(f"mark {len(ids):,}", lambda: marks.mark(db, ids, read=True))
    timed("    the page again", lambda: view.rows(300, 60))
    timed(f"undo {len(ids):,}", lambda: journal.undo(db))
    timed(f"redo {len(ids):,}", lambda: journal.redo(db))
    db.patient = False


def storing(db: Database) -> None:
    pool = languages()["fr"]
    documents = []
    for number in range(20):
        dice = Random(number)
        items = tuple(
            Entry(
                id=f"bench/{number}/{place}",
                title=pool.headline(dice)[0],
                link=f"https://bench.example/{number}/{place}",
                published=NOW - place,
                content="".join(
                    f"<p>{' '.join(pool.sentence(dice).shown for _ in range(4))}</p>" for _ in range(10)
                ),
            )
            for place in range(100)
        )
        documents.append(ParsedFeed(title=f"Bench {number}", entries=items))
    added = feeds.add_feeds(db, [feeds.NewFeed(f"https://bench.example/{number}") for number in range(20)])
    start = time.process_time()
    for feed_id, document in zip(added.new, documents, strict=True):
        entries.store_feed(db, feed_id, document, next_at=NOW, now=NOW)
    print(f"{'store 50,000 entries with bodies':52}{(time.process_time() - start) * 25:9.3f} s of CPU")
    spent = 0.0
    while waiting := pending.pending(db, 100):
        done = [
            pending.Finished(p.entry_id, fold(p.title), "", "", fold(p.html), p.html, b"[]") for p in waiting
        ]
        start = time.process_time()
        pending.finish(db, done)
        spent += time.process_time() - start
    print(f"{'index 50,000 entries':52}{spent * 25:9.3f} s of CPU")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("size", type=int, nargs="?", default=100_000)
    parser.add_argument("--bodies", action="store_true")
    parser.add_argument("--keep", type=Path)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        path = (chosen.keep or Path(temporary)) / "telex.db"
        fresh = not path.exists()
        with open_store(path, clock=lambda: NOW) as db:
            if fresh:
                start = time.perf_counter(), time.process_time()
                seed(db, chosen.size, now=NOW, bodies=chosen.bodies)
                taken = time.perf_counter() - start[0], time.process_time() - start[1]
                print(f"{'seed':52}{taken[0]:9.1f} s, {taken[1]:.1f} of CPU")
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            total = entries.counts(db)[0]
            size = path.stat().st_size
            if fresh:
                dress(db)
                part(db)
                timed("the orders that moved, by the engine", orders.fill, db)
                db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            print(f"{'on disk':52}{size / max(total, 1):9.0f} bytes an entry")
        timed("open the store", lambda: open_store(path).close(), times=5)
        with open_store(path, clock=lambda: NOW) as db:
            views.measure(db)
            lists(db)
            chosen_ids = open_view(db).ids(0, 128)
            timed("128 headlines by id", lambda: headlines.headlines(db, chosen_ids), times=20)
            timed("an article", lambda: entries.article(db, chosen_ids[3]), times=20)
            acts(db)
            storing(db)


if __name__ == "__main__":
    main()
