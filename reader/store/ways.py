"""Ways to walk a list, one for each order: they give its entries step by step, by keys, and stop anywhere."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from reader.store.database import Database
from reader.store.moment import Moment
from reader.store.orders import ORDERS, Order, Row
from reader.store.query.compile import EVER
from reader.store.scope import Key, Scope, bound
from reader.store.sparse import Stretches, is_sparse

if TYPE_CHECKING:
    from reader.store.query import Plan

_EMPTY = 16
"""A source without a row costs what so many rows cost."""


class Way(ABC):
    """`held`: what it gives is known to be in the list's scope. `over`: nothing is left to give."""

    held = True
    over = False

    @abstractmethod
    def take(self, n: int) -> list[int]:
        """The next entries, after a look at about `n` rows. Inside a read that caught up with the marks."""

    def is_past(self, key: Key) -> bool:
        """Whether the place of this entry was passed, so that it was given or never will be. False where that is not known."""
        return False


class ByDate(Way):
    """The rows of `scope` within `span` (Unix seconds, the second not included), without those that meet `left_out`."""

    left_out = ""

    def __init__(self, db: Database, scope: Scope, moment: Moment, span: tuple[int, int] = EVER) -> None:
        self._db = db
        self._scope = scope
        self._moment = moment
        self._span = low, high = span
        start, end = (low, EVER[0]) if scope.reverse else (high, EVER[1])
        self._last: Key | None = (start, 0) if start != end else None

    def take(self, n: int) -> list[int]:
        moment = self._moment
        params = bound(self._last, view=moment.number, max=moment.limit, n=n)
        if self._stretches is not None:
            held = {"kept": moment.kept, "barred": moment.barred}
            rows = self._stretches.walk(self._last, n, params, under=self.left_out, **held)
        else:
            rows = self._db.rows(f"{self._sql()} LIMIT :n", params)
        low, high = self._span
        found = [entry_id for at, entry_id in rows if low <= at < high]
        if len(rows) < n or len(found) < len(rows):
            self.over = True
        else:
            at, entry_id = rows[-1]
            self._last = at, entry_id + (1 if self._scope.reverse else -1)
        return found

    def is_past(self, key: Key) -> bool:
        if self._last is None:
            return False
        return self._last >= key if self._scope.reverse else self._last <= key

    @cached_property
    def _stretches(self) -> Stretches | None:
        counted = self._scope.counted() if self._scope.many else None
        if counted is None:
            return None
        count = int(self._db.value(counted, {"view": self._moment.number}))
        return Stretches(self._db, self._scope) if is_sparse(self._db, self._scope, count) else None

    def _sql(self) -> str:
        moment = self._moment
        after, kept, barred = self._last is not None, moment.kept, moment.barred
        return self._scope.select(after=after, kept=kept, barred=barred, under=self.left_out)


class ByTag(ByDate):
    """All that bears one of `tags`, by date."""

    held = False

    def __init__(
        self, db: Database, scope: Scope, moment: Moment, span: tuple[int, int], tags: Sequence[int]
    ) -> None:
        super().__init__(db, scope, moment, span)
        self._tags = tags

    _stretches = None

    def _sql(self) -> str:
        way, beyond = ("ASC", ">=") if self._scope.reverse else ("DESC", "<=")
        bounds = f" AND (at, entry_id) {beyond} (:at, :id)" if self._last is not None else ""
        arms = [
            f"SELECT at, entry_id FROM tagged WHERE tag_id = {one} AND entry_id <= :max{bounds}"
            for one in self._tags
        ]
        return f"{' UNION '.join(arms)} ORDER BY 1 {way}, 2 {way}"


class ByArrival(ByDate):
    """All there is, as it came."""

    held = False

    _stretches = None

    def is_past(self, key: Key) -> bool:
        if self._last is None:
            return False
        return self._last[1] >= key[1] if self._scope.reverse else self._last[1] <= key[1]

    def _sql(self) -> str:
        up, after = self._scope.reverse, self._last is not None
        last = "min(:max, :id)" if after and not up else ":max"  # of two bounds SQLite would begin at either
        first = " AND entry_id >= :id" if after and up else ""
        way = "ASC" if up else "DESC"
        return f"SELECT at, entry_id FROM listing NOT INDEXED WHERE entry_id <= {last}{first} ORDER BY entry_id {way}"


class BySource(Way):
    """Source by source, as they are called; the entries of each by date."""

    def __init__(self, db: Database, scope: Scope, moment: Moment, tagged: bool) -> None:
        """`tagged`: the list has only what bears some tag."""
        way = "DESC" if scope.reverse else "ASC"
        found = db.rows(
            "SELECT id FROM feed INDEXED BY feed_named WHERE removed_at IS NULL "
            f"ORDER BY coalesce(nullif(name, ''), nullif(title, ''), url) COLLATE NOCASE {way}, id {way}"
        )
        chosen = None if scope.feeds is None else set(scope.feeds)
        self._db = db
        self._moment = moment
        self._left = [row[0] for row in reversed(found) if chosen is None or row[0] in chosen]
        indexed = scope.state in ("", "unread")
        self.held = indexed and not tagged
        self._scope = Scope(scope.state if indexed else "", None, scope.reverse)
        self._last: Key | None = None

    def take(self, n: int) -> list[int]:
        moment, found = self._moment, list[int]()
        looked = 0
        while self._left and looked < n:
            more = n - looked
            after = self._last is not None
            sql = self._scope.select(after=after, kept=moment.kept, barred=moment.barred, single=True)
            params = bound(self._last, view=moment.number, max=moment.limit, feed=self._left[-1], n=more)
            rows = self._db.rows(f"{sql} LIMIT :n", params)
            found += [row[1] for row in rows]
            looked += len(rows) or _EMPTY
            if len(rows) < more:
                self._left.pop()
                self._last = None
            else:
                at, entry_id = rows[-1]
                self._last = at, entry_id + (1 if self._scope.reverse else -1)
        self.over = not self._left
        return found

    def is_past(self, key: Key) -> bool:
        feed = self._db.value("SELECT feed_id FROM entry WHERE id = ?", (key[1],))
        if feed not in self._left:
            return True
        if feed != self._left[-1] or self._last is None:
            return False
        return self._last >= key if self._scope.reverse else self._last <= key


class ToldOnce(ByDate):
    """Those that have no story."""

    left_out = "listing.story <> 0"


class ByTelling(Way):
    """All that is told more than once: what most papers tell first, the copies of each story by date; `reverse`: all that
    the other way round.
    """

    held = False

    def __init__(self, db: Database, moment: Moment, reverse: bool) -> None:
        self._db = db
        self._moment = moment
        self._reverse = reverse
        self._last = (-1, -1) if reverse else (1 << 62, 1 << 62)

    def take(self, n: int) -> list[int]:
        copies, story = self._last
        way, beyond = ("ASC", ">") if self._reverse else ("DESC", "<")
        rows = self._db.rows(
            "SELECT s.copies, s.id, l.at, l.entry_id FROM (SELECT copies, id FROM story INDEXED BY story_told "
            f"WHERE (copies, id) {beyond} (:copies, :story) ORDER BY copies {way}, id {way} LIMIT :n) s "
            "LEFT JOIN listing l INDEXED BY listing_story ON l.story = s.id AND l.story <> 0 AND l.entry_id <= :max "
            f"ORDER BY 1 {way}, 2 {way}, 3 {way}, 4 {way}",
            {"copies": copies, "story": story, "n": max(n // 4, 1), "max": self._moment.limit},
        )
        if not rows:
            self.over = True
            return []
        self._last = rows[-1][0], rows[-1][1]
        return [row[3] for row in rows if row[3] is not None]


class ByOrder(Way):
    """All there is in an order that has a table of its own: see `reader.store.orders`."""

    held = False

    def __init__(self, db: Database, order: Order, moment: Moment, reverse: bool) -> None:
        self._db = db
        self._order = order
        self._moment = moment
        self._reverse = reverse
        self._last: Row | None = None
        self._filled = min(order.newest(db), moment.limit)
        self._loose = sorted(order.loose(db, moment.limit), key=order.place, reverse=not reverse)

    def take(self, n: int) -> list[int]:
        sql, params = self._order.rows(self._last, self._reverse)
        rows: list[Row] = self._db.rows(f"{sql} LIMIT :n", {**params, "limit": self._filled, "n": n})
        if len(rows) < n:
            self.over = True
        else:
            self._last = rows[-1]
        loose = []
        while self._loose and (self.over or self._comes_before(self._loose[-1], rows[-1])):
            loose.append(self._loose.pop())
        if loose:
            rows = sorted(rows + loose, key=self._order.place, reverse=self._reverse)
        return [row[2] for row in rows]

    def _comes_before(self, one: Row, other: Row) -> bool:
        return (self._order.place(one) < self._order.place(other)) != self._reverse


class Moving(Way):
    """What `first` gives, whose entries may move in its order meanwhile, then what it did not give, by `rest`. Each once."""

    held = False

    def __init__(self, first: Way, rest: Way, limit: int) -> None:
        """`limit` is the newest entry that either gives. Memory: a bit for each number up to it."""
        self._first = first
        self._rest = rest
        self._given = bytearray((limit >> 3) + 1)

    def take(self, n: int) -> list[int]:
        way = self._rest if self._first.over else self._first
        found = []
        for one in way.take(n):
            place, bit = one >> 3, 1 << (one & 7)
            if not self._given[place] & bit:
                self._given[place] |= bit
                found.append(one)
        self.over = self._rest.over
        return found

    def is_past(self, key: Key) -> bool:
        return bool(self._given[key[1] >> 3] & 1 << (key[1] & 7))


def way_of(plan: Plan, db: Database, scope: Scope, moment: Moment) -> Way:
    """How the rows of `plan` are found from the first on."""
    match plan.order:
        case "seen":
            return ByArrival(db, scope, moment)
        case "feed":
            return BySource(db, scope, moment, plan.tags is not None)
        case "story":
            told, rest = ByTelling(db, moment, plan.reverse), ByDate(db, scope, moment, plan.span)
            if not plan.reverse:
                return Moving(told, rest, moment.limit)
            once = ToldOnce(db, scope, moment, plan.span)
            return Moving(once, Moving(told, rest, moment.limit), moment.limit)
        case "title" | "length" as name:
            rest = ByDate(db, scope, moment, plan.span)
            return Moving(ByOrder(db, ORDERS[name], moment, plan.reverse), rest, moment.limit)
    if plan.tags is not None:
        return ByTag(db, scope, moment, plan.span, plan.tags)
    return ByDate(db, scope, moment, plan.span)
