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
from collections.abc import Callable
from pathlib import Path
from random import Random
from statistics import median
from typing import Any

from reader.model import Entry, ParsedFeed
from reader.store import entries, feeds, frontpage, headlines, journal, marks, pending
from reader.store.database import Database, open_store
from reader.store.seed import RARE, seed
from reader.store.seedwords import languages
from reader.store.windows import View, open_view
from reader.text.fold import fold

NOW = 1_770_000_000


def timed(name: str, act: Callable[..., Any], *given: Any, times: int = 1) -> Any:
    """Print how long `act(*given)` takes."""
    taken, spent = [], []
    answer = None
    for _ in range(times):
        start = time.perf_counter(), time.process_time()
        answer = act(*given)
        spent.append((time.process_time() - start[1]) * 1_000)
        taken.append((time.perf_counter() - start[0]) * 1_000)
    print(
        f"{name:46}{min(spent):10.3f} {median(spent):9.3f} of CPU {median(taken):11.3f} {max(taken):9.3f}",
        flush=True,
    )
    return answer


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
    for first in range(1, size // 2, 50_000):
        marks.mark(db, range(first, min(first + 50_000, size // 2)), read=True)


def first_page(db: Database, query: str, folded: bool) -> View:
    """What a list shows as soon as it opens."""
    view = open_view(db, query, folded=folded, whole=False)
    view.rows(0, 60)
    return view


def opening(db: Database) -> None:
    """The first page of every kind of list, and what is done after it between keys."""
    common = languages()["en"].sentence(Random(3)).shown.split()[1]
    folded = (
        "",
        "is:unread",
        "folder:Français",
        "folder:Français is:unread",
        "lang:ar",
        "tag:Mer",
        "story:>2",
    )
    lone = ("is:starred", "is:later", "feed:paper-3", "feed:paper-3 is:unread", "date:>1d", "date:<30d")
    words = (RARE, "the", f"the {common}", "the is:unread", "the -of", "le OR the", "the*", "the o*", "zib*")
    for queries, fold_it in ((folded, True), ((*lone, "lang:ar", "lang:xx", *words), False)):
        for query in queries:
            name = f"first page of {query or 'everything'}{', folded' if fold_it else ''}"
            view = timed(name, first_page, db, query, fold_it, times=9)
            if not view.whole:
                timed("    the rest, between keys", view.finish)
            print(f"    {view.count:,} rows")
    timed("best of a common word", lambda: open_view(db, "sort:rank the").rows(0, 60), times=3)
    timed("best of a rare word", lambda: open_view(db, f"sort:rank {RARE}").rows(0, 60), times=5)
    timed("the front page", frontpage.front_page, db, "", NOW, times=9)
    timed("counts", entries.counts, db, times=9)
    timed("counts of all sources", feeds.all_feeds, db, times=9)


def somewhere(view: View, dice: Random) -> None:
    view.rows(dice.randrange(view.count), 60)


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


def searching(db: Database) -> None:
    common = languages()["en"].sentence(Random(3)).shown.split()[1]
    for query in (
        RARE,
        f"title:{RARE}",
        "the",
        f"the {common}",
        "sort:rank the limit:60",
        "lang:ar",
        "the is:unread",
    ):
        view = timed(f"search {query}", open_view, db, query, times=3)
        print(f"    {view.count:,} entries")
        timed("    first page", view.rows, 0, 60)


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
                db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            print(f"{'on disk':52}{size / max(total, 1):9.0f} bytes an entry")
        timed("open the store", lambda: open_store(path).close(), times=5)
        with open_store(path, clock=lambda: NOW) as db:
            opening(db)
            lists(db)
            chosen_ids = open_view(db).ids(0, 128)
            timed("128 headlines by id", lambda: headlines.headlines(db, chosen_ids), times=20)
            timed("an article", lambda: entries.article(db, chosen_ids[3]), times=20)
            acts(db)
            searching(db)
            storing(db)


if __name__ == "__main__":
    main()
