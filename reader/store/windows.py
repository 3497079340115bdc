"""Lists as the screen sees them: a moment of a query, read by position, with marks that stay true.

A view never shifts under its reader: what came since is only counted (`fresh`), what was read since stays in its
place. Rows come in pages of 128 that are kept; between changes of the store, reading them again costs no SQL.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

from msgspec import structs

from reader.model import Headline
from reader.store.database import Database
from reader.store.headlines import digest_row, headlines
from reader.store.keyset import Keyset
from reader.store.listed import Listed
from reader.store.scope import Scope
from reader.store.ties import best_first

PAGE = 128
"""Rows read at once."""

KEPT = 64
"""Pages whose ids are remembered, the last used ones."""


_PLAIN = {
    "": Scope(),
    "is:unread": Scope("unread"),
    "is:starred": Scope("starred"),
    "is:later": Scope("later"),
}
"""What most lists are; a first screen opens them without loading the query language."""

_FOLDED = ("", "unread")
"""What was chosen one by one is shown one by one: only lists of these states fold."""


class View:
    """The entries that `query` found when it was opened; `folded`: each story once, by its best copy; `digested`: in the
    fair river, what a source has beyond its share of a day stands behind one row.

    `count` is exact as soon as the view is `whole`: from the first on, unless it was opened for what is shown first. Until
    then `build_anchors` and `reach` go on: rows are added at the end, or fewer are counted, and none changes its place.

    Where a feed is left, comes back or changes its folder, the view opens itself anew: `moment` moves, rows may shift.
    """

    def __init__(
        self,
        db: Database,
        query: str,
        now: int | None = None,
        *,
        folded: bool = False,
        whole: bool = True,
        digested: bool = False,
    ) -> None:
        self.db = db
        self.query = query
        self.folded = folded
        self.digested = digested
        self.moment = 0
        self._whole = whole
        self._source = self._open(now)
        self._count = self._source.count
        self._seen = db.version
        self._ids: OrderedDict[int, list[int]] = OrderedDict()
        self._rows: dict[int, list[Headline]] = {}
        self._fresh: int | None = 0

    def _open(self, now: int | None = None) -> Keyset | Listed:
        return _source(self.db, self.query, now, self.folded, self._whole, self.digested)

    @property
    def count(self) -> int:
        self._look()
        return self._source.count

    @property
    def whole(self) -> bool:
        """Whether all rows are found and counted."""
        return self._source.whole

    def reach(self, count: int) -> None:
        """See to it that the first `count` rows are counted, as far as there are any."""
        self._look()
        self._source.reach(count)
        self._follow_count()

    def is_near(self, count: int) -> bool:
        """Whether the first `count` rows, or as many as there are, can be shown at once; else `build_anchors` goes on."""
        self._look()
        return self._source.is_near(count)

    def finish(self) -> None:
        """Find and count all rows now."""
        if not self.whole:
            with self.db.roomy():  # rows of other orders than by date lie all over the store
                while not self.whole:
                    self.build_anchors(1_000)

    def __len__(self) -> int:
        return self.count

    def rows(self, start: int, n: int) -> list[Headline]:
        """The headlines at positions `start` to `start + n`, fewer at the end."""
        self._look()
        found: list[Headline] = []
        for page, first, last in self._pages(start, n):
            rows = self._rows.get(page)
            if rows is None:
                rows = self._rows[page] = self._headlines(self._page(page))
            found += rows[first:last]
        return found

    def _headlines(self, ids: list[int]) -> list[Headline]:
        digests = self._digests
        found = headlines(self.db, ids)
        return (
            [digest_row(self.db, one, digests[one.id]) if one.id in digests else one for one in found]
            if digests
            else found
        )

    @property
    def _digests(self) -> dict[int, list[int]]:
        return self._source.digests if isinstance(self._source, Listed) else {}

    def behind(self, entry_id: int) -> list[int]:
        """What the row of an entry stands for: the entry alone, or all that a source has beyond its share of a day."""
        self._look()
        return self._digests.get(entry_id, [entry_id])

    @property
    def left_out(self) -> int:
        """How many entries stand behind others and have no row of their own."""
        self._look()
        return sum(len(behind) - 1 for behind in self._digests.values())

    def ids(self, start: int, n: int) -> list[int]:
        """The entry ids at those positions."""
        self._look()
        found: list[int] = []
        for page, first, last in self._pages(start, n):
            found += self._page(page)[first:last]
        return found

    def index_of(self, entry_id: int) -> int | None:
        """The position of an entry, or None where this view does not hold it."""
        self._look()
        for page, ids in self._ids.items():
            if entry_id in ids:
                return page * PAGE + ids.index(entry_id)
        return self._source.index_of(entry_id)

    def row_of(self, entry_id: int) -> int | None:
        """The entry whose row stands for this one: itself, the copy of its story that is shown, or what it stands behind."""
        if self.index_of(entry_id) is not None:
            return entry_id
        before = next((lead for lead, behind in self._digests.items() if entry_id in behind), None)
        if before is not None or not self.folded:
            return before
        return next((one for one in best_first(self.db, entry_id) if self.index_of(one) is not None), None)

    def copies(self, entry_id: int) -> list[Headline]:
        """The other copies of a row's story, best first, without those that have a row of their own."""
        others = [one for one in best_first(self.db, entry_id) if one != entry_id]
        return [
            one
            for one in headlines(self.db, others)
            if not one.hidden and (not self.folded or self.index_of(one.id) is None)
        ]

    def neighbour(self, entry_id: int, step: int, unread: bool = False) -> Headline | None:
        """The entry `step` rows after this one (before, if negative), or the `step`-th that is unread now."""
        if step == 0:
            return None
        if unread:
            self._look()
            found = self._source.unread_beside(entry_id, step)
            return None if found is None else headlines(self.db, [found])[0]
        place = self.index_of(entry_id)
        if place is None or place + step < 0:
            return None
        rows = self.rows(place + step, 1)
        return rows[0] if rows else None

    def fresh(self) -> int:
        """How many entries came since the view was opened that its query finds."""
        self._look()
        if self._fresh is None:
            self._fresh = self._source.fresh()
        return self._fresh

    def renew(self, now: int | None = None) -> View:
        """The same query at the present moment."""
        now = self.db.now() if now is None else now
        return open_view(
            self.db, self.query, now=now, folded=self.folded, whole=self._whole, digested=self.digested
        )

    def build_anchors(self, budget_ms: float = 4.0) -> bool:
        """Prepare jumps to far rows and find the last ones, in slices of idle time; True when done. Never needed for rows to be right."""
        self._look()
        whole = self.whole
        done = self._source.build(budget_ms)
        if self._source.count != self._count and whole:
            self.moment += 1
        self._follow_count()
        return done

    def _follow_count(self) -> None:
        """Let go of pages that are no longer as they were read: of the last one where rows were added behind it."""
        count, before = self._source.count, self._count
        self._count = count
        if count > before and before % PAGE:
            self._ids.pop(before // PAGE, None)
            self._rows.pop(before // PAGE, None)
        elif count < before:
            self._ids.clear()
            self._rows.clear()

    def members(self) -> tuple[str, dict[str, Any]]:
        """A SELECT of all ids of the view, for statements of this package inside one transaction."""
        return self._source.members()

    def _look(self) -> None:
        """Follow the changes that the database object knows of."""
        self._follow_count()
        if self._seen == self.db.version:
            return
        self._seen = self.db.version
        self._rows.clear()
        self._fresh = None
        if not self._source.refresh():
            self._source = self._open()
            self._count = self._source.count
            self._ids.clear()
            self.moment += 1

    def _pages(self, start: int, n: int) -> list[tuple[int, int, int]]:
        """The pages that hold these rows: (page, first, last) with places within the page."""
        start = max(start, 0)
        end = min(start + n, self._source.count)
        return [
            (page, max(start - page * PAGE, 0), min(end - page * PAGE, PAGE))
            for page in range(start // PAGE, (end + PAGE - 1) // PAGE if end > start else start // PAGE)
        ]

    def _page(self, page: int) -> list[int]:
        ids = self._ids.get(page)
        if ids is None:
            ids = self._ids[page] = self._source.ids(page * PAGE, PAGE)
            if len(self._ids) > KEPT:
                gone, _ = self._ids.popitem(last=False)
                self._rows.pop(gone, None)
        else:
            self._ids.move_to_end(page)
        return ids


def open_view(
    db: Database,
    query: str = "",
    *,
    now: int | None = None,
    folded: bool = False,
    whole: bool = True,
    digested: bool = False,
) -> View:
    """Open a view of `query` as it is now, `folded` and `digested` as for `View`. Raises `reader.store.query.QueryError`.

    Lists of everything, of one state and of feeds or folders open from kept counters whatever their size; other queries
    are answered in full, unless not the `whole` is wanted at once.
    """
    return View(db, query, now, folded=folded, whole=whole, digested=digested)


def _source(
    db: Database, query: str, now: int | None, folded: bool, whole: bool, digested: bool
) -> Keyset | Listed:
    plain = _PLAIN.get(query.strip())
    if plain is not None:
        return Keyset(db, structs.replace(plain, folded=folded and plain.state in _FOLDED), whole)
    from reader.store.query import StoreLookup, compile_query, parse

    plan = compile_query(parse(query), StoreLookup(db), now=db.now() if now is None else now)
    anywhere = plan.where == "1" and not plan.match and plan.tags is None
    if anywhere and plan.order in ("", "date") and plan.limit is None and plan.feeds != ():
        return Keyset(
            db, Scope(plan.state, plan.feeds, plan.reverse, folded and plan.state in _FOLDED), whole
        )
    if () not in (plan.feeds, plan.tags) and not (whole and plan.limit is None):
        from reader.store.gathered import Gathered, Limited
        from reader.store.walkable import begun, walkable

        if begun(plan):
            return Limited(db, plan, folded, digested)
        if not whole and walkable(plan):
            return Gathered(db, plan, folded, digested)
    return Listed(db, plan, folded, digested)
