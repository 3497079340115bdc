"""Measure every kind of list on a store: its first page, the rest, a random page. Figures are those of 1,000,000 entries.

Times are in milliseconds: of processor time the least and the median, then the median and the worst by the clock, and the
figure to be met where there is one, with a mark where the median of processor time does not meet it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from random import Random
from statistics import median
from typing import Any

from reader.store import entries, feeds, frontpage, orders, saved
from reader.store.database import Database
from reader.store.seed import RARE
from reader.store.seedwords import languages
from reader.store.windows import View, open_view

NOW = 1_770_000_000

PAGE, COUNTS, RARE_WORD, COMMON_WORD, TYPING = 5, 50, 20, 60, 50
"""Milliseconds that a first or a random page, the counts of all sources, a search and one key of one that is typed may take."""

ALL_FOLDED = (
    "",
    "is:unread",
    "is:starred",
    "is:later",
    "folder:Français",
    "folder:Français is:unread",
    "section:English",
    "folder:Français is:starred",
    "lang:ar",
    "tag:Mer",
    "tag:Mer is:unread",
    "tag:Large",
    "is:read",
    "is:new",
    "saved:Phares",
    "date:>1d",
    "date:<30d",
    "story:>2",
    "date:>2d sort:story",
    "date:>2d sort:river",
    "sort:river",
    "sort:seen",
    "sort:date",
    "sort:feed",
    "is:unread sort:feed",
    "sort:title",
    "sort:-title",
    "is:unread sort:title",
    "folder:Français sort:title",
    "sort:length",
    "sort:-length",
    "sort:story",
    "sort:-story",
    "folder:Rares",
    "folder:Anciens",
    "folder:Anciens is:unread",
)
"""Lists that show each story once, as the reader opens them."""

ALONE = (
    "",
    "is:unread",
    "feed:paper-3",
    "feed:paper-3 is:unread",
    "folder:Français",
    "folder:Français is:unread",
    "folder:Rares",
    "folder:Anciens",
    "sort:feed",
    "sort:title",
    "sort:length",
    "sort:story",
)
"""Lists that show every copy."""


def timed(name: str, act: Callable[..., Any], *given: Any, times: int = 1, figure: float = 0) -> Any:
    """Print how long `act(*given)` takes."""
    taken, spent = [], []
    answer = None
    for _ in range(times):
        start = time.perf_counter(), time.process_time()
        answer = act(*given)
        spent.append((time.process_time() - start[1]) * 1_000)
        taken.append((time.perf_counter() - start[0]) * 1_000)
    wanted = f"  {'  ' if median(spent) <= figure else '! '}{figure:g}" if figure else ""
    print(
        f"{name:46}{min(spent):10.3f} {median(spent):9.3f} of CPU {median(taken):11.3f} {max(taken):9.3f}{wanted}",
        flush=True,
    )
    return answer


def first_page(db: Database, query: str, folded: bool) -> View:
    """What a list shows as soon as it opens."""
    view = open_view(db, query, folded=folded, whole=False)
    view.rows(0, 60)
    return view


def somewhere(view: View, dice: Random) -> None:
    """A page that nobody looked at before."""
    view.rows(dice.randrange(max(view.count - 60, 1)), 60)


def measure(db: Database) -> None:
    """Every kind of list, then counts, then searches."""
    if not any(one.name == "Phares" for one in saved.all_saved(db)):
        saved.save(db, "Phares", "folder:Français is:unread phare OR lang:es")
    first_page(db, "key:1", False)  # what is loaded once is not counted
    for name in orders.ORDERS:
        timed(f"the first time by {name}", first_page, db, f"sort:{name}", True, figure=PAGE)
    dice = Random(1)
    for queries, folded in ((ALL_FOLDED, True), (ALONE, False)):
        for query in queries:
            name = f"{query or 'everything'}{', folded' if folded else ''}"
            view = timed(f"first page of {name}", first_page, db, query, folded, times=9, figure=PAGE)
            if not view.whole:
                timed("    the rest, between keys", view.finish)
            while not view.build_anchors(60_000):
                pass
            print(f"    {view.count:,} rows")
            if view.count > 256:
                timed("    a random page", somewhere, view, dice, times=31, figure=PAGE)
    timed("the front page", frontpage.front_page, db, "", NOW, times=9, figure=PAGE)
    timed("counts", entries.counts, db, times=9, figure=PAGE)
    timed("counts of all sources", feeds.all_feeds, db, times=9, figure=COUNTS)
    searches(db)
    for word in ("zibeline", "the o", "le phare", "الميناء", "ministro"):
        typing(db, word)


def searches(db: Database) -> None:
    """Enter to results, newest first and best first."""
    common = languages()["en"].sentence(Random(3)).shown.split()[1]
    for query, figure in (
        (RARE, RARE_WORD),
        (f"title:{RARE}", RARE_WORD),
        ("the", COMMON_WORD),
        (f"the {common}", COMMON_WORD),
        ("the is:unread", COMMON_WORD),
        ("the -of", COMMON_WORD),
        ("le OR the", COMMON_WORD),
        ("the folder:English", COMMON_WORD),
        ("the is:starred", COMMON_WORD),
        ("lang:ar", COMMON_WORD),
        ("lang:xx", COMMON_WORD),
        ("the*", COMMON_WORD),
        ("the o*", COMMON_WORD),
        ("zib*", COMMON_WORD),
    ):
        view = timed(f"search {query}", first_page, db, query, False, times=9, figure=figure)
        if not view.whole:
            timed("    the rest, between keys", view.finish)
        print(f"    {view.count:,} rows")
    timed("best of a common word", lambda: open_view(db, "sort:rank the").rows(0, 60), times=3)
    timed("best of a rare word", lambda: open_view(db, f"sort:rank {RARE}").rows(0, 60), times=5)


def typing(db: Database, text: str) -> None:
    """Each key of a search that is typed: from three letters on what stands last may be the beginning of a word."""
    for end in range(1, len(text) + 1):
        typed = text[:end]
        query = f"{typed}*" if len(typed.rpartition(" ")[2]) > 2 else typed
        view = timed(f"typed “{typed}”", first_page, db, query, False, times=5, figure=TYPING)
        print(f"    {view.count:,} rows{'' if view.whole else ' so far'}")
