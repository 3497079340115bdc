"""A list of any query by date, by arrival, as a fair river, or by how often it is told: found from its first row on in small
steps, so that it opens at once however much there is.

Each step walks the next rows of the list's scope, or of its tags, by their keys and keeps those that the query finds.
What was found stays where it is; `count` grows at the end until `whole`.
"""

from __future__ import annotations

import json
import time
from array import array
from itertools import groupby
from typing import TYPE_CHECKING, Any

from reader.store.hits import Hits
from reader.store.listed import Listed, folded_rows, select
from reader.store.moment import Moment
from reader.store.query.columns import any_tag
from reader.store.query.compile import EVER, IN_SEARCH
from reader.store.river import River, cut, important, quotas
from reader.store.scope import MERGED, Key, Scope, bound

if TYPE_CHECKING:
    from reader.store.query import Plan

_PAGE = 64
"""Rows that a screen shows."""

_STEPS = 4
_FIRST_MS = 1.5
"""Steps before the first look, at most, and milliseconds of processor time after which none is begun."""

_FIRST, _MOST = 512, 4_096
"""Rows looked at by the first step, which double, and by each of the later ones."""


def walkable(plan: Plan) -> bool:
    """Whether rows of `plan` can be found from the first on: none hidden, each condition known of an entry at once, and in an
    order that something is walked in.
    """
    costly = "telex_regex" in plan.where or (IN_SEARCH in plan.where and _begins_words(plan))
    if plan.limit is not None or plan.hidden or costly:
        return False
    match plan.order:
        case "river":
            return not plan.reverse
        case "story":
            return not plan.reverse and not plan.match
        case "seen":
            wide = plan.feeds is None or len(plan.feeds) > MERGED
            return wide and plan.tags is None and plan.state in ("", "unread")
        case order:
            return order in ("", "date")


def _begins_words(plan: Plan) -> bool:
    return any(isinstance(one, str) and "*" in one for one in plan.params)


class Gathered(Listed):
    """The rows of `plan` at the moment this is made, each found when it is needed. Not for hidden entries, ranks or limits."""

    def _find(self) -> None:
        plan = self.plan
        self._hits = Hits(self.db, plan.match, self._within()) if plan.match else None
        if plan.narrow or (self._hits is not None and self._hits.few):
            super()._find()
            return
        self.whole = False
        self._scope = Scope(plan.state, plan.feeds, plan.reverse)
        self._moment = Moment(self.db, self._scope)
        self._all = array("q")
        self._ids = array("q") if self.folded or self._digested else self._all
        self._told: dict[int, int] = {}
        self._shown: set[int] = set()
        self._river = River(whole=self._digested) if plan.order == "river" else None
        self._feeds: dict[int, int] = {}
        self._quotas = quotas(self.db) if self._digested else {}
        self._free = important(self.db) if self._digested else []
        self._arrival = plan.order == "seen"
        self._last: Key | None = None if self._arrival else _start(plan)
        self._where = plan.where
        if plan.order == "story":
            self._tell_first()
        self._step = _FIRST if plan.match or self._where != "1" else min(_FIRST, 2 * _PAGE)
        end = time.thread_time() + _FIRST_MS / 1000
        for step in range(_STEPS):
            quick = not step or self._digested or time.thread_time() < end
            if not self.whole and len(self._ids) < _PAGE and quick:
                self._go_on()

    def _tell_first(self) -> None:
        """What is told more than once stands first, by how often, whatever its date: the walk passes it by."""
        told = self.db.rows(*select(self.plan, "l.entry_id, l.story, l.place, l.starred_at", "l.story <> 0"))
        self._all.extend(row[0] for row in told)
        if self.folded:
            self._ids.extend(row for row, _ in folded_rows(told))
        self._where = f"({self.plan.where}) AND (l.story = 0 OR l.stamp > {self._moment.stamp})"

    def index_of(self, entry_id: int) -> int | None:
        """The position of an entry, or None where it is not in this list."""
        found = super().index_of(entry_id)
        if found is not None:
            return found
        at = self.db.value("SELECT at FROM entry WHERE id = ?", (entry_id,))
        with self.db.read():
            while at is not None and not self.whole and not self._is_settled((int(at), entry_id)):
                self._go_on()
        return super().index_of(entry_id)

    def unread_beside(self, entry_id: int, step: int) -> int | None:
        """The `step`-th entry after (before, if negative) this one that is unread now, within the list."""
        found = super().unread_beside(entry_id, step)
        while found is None and step > 0 and not self.whole:
            self.reach(len(self._ids) + _MOST)
            found = super().unread_beside(entry_id, step)
        return found

    def members(self) -> tuple[str, dict[str, Any]]:
        """A SELECT of all entry ids, those under others among them."""
        while not self.whole:
            self._go_on()
        return super().members()

    def reach(self, count: int) -> None:
        """Find the first `count` rows, as far as there are any."""
        with self.db.read():
            while not self.whole and len(self._ids) < count:
                self._go_on()

    def build(self, budget_ms: float) -> bool:
        """Find more rows for at most about `budget_ms`; True when all are found."""
        end = time.perf_counter() + budget_ms / 1000
        with self.db.read():
            while not self.whole and time.perf_counter() < end:
                self._go_on()
        return self.whole

    def _within(self) -> str:
        """A SELECT of the entries that the scope holds where these are few beside all, else ""."""
        plan = self.plan
        if plan.tags is not None:
            return f"SELECT entry_id FROM tagged WHERE tag_id IN ({','.join(map(str, plan.tags))})"
        if plan.state in ("starred", "later"):
            scope = Scope(plan.state)
            return f"SELECT entry_id FROM {scope.indexed()} WHERE {scope.holds()}"
        return ""

    def _is_settled(self, key: Key) -> bool:
        """Whether the rows that were looked at go beyond `key`, and the row there is where it will be."""
        if self._last is None or (self._river is not None and not self._river.is_over(key[0])):
            return False
        last, wanted = (self._last[1:], key[1:]) if self._arrival else (self._last, key)
        return last >= wanted if self.plan.reverse else last <= wanted

    def _go_on(self) -> None:
        """Look at the next rows of the scope. Inside a read."""
        moment = self._moment
        moment.catch_up()
        params = bound(self._last, view=moment.number, max=moment.limit, n=self._step)
        rows = self.db.rows(f"{self._walk()} LIMIT :n", params)
        low, high = EVER if self._arrival else self.plan.span
        inside = [key for key in rows if low <= key[0] < high]
        if len(rows) < self._step or len(inside) < len(rows):
            self.whole = True
        else:
            at, entry_id = rows[-1]
            self._last = at, entry_id + (1 if self.plan.reverse else -1)
        self._step = min(self._step * 2, _MOST)
        within = self.plan.tags is None and not self._arrival
        met = self._meeting([key[1] for key in inside], held=within)
        river = self._river
        if river is not None:
            met = river.take((row, *row[-2:]) for row in met)
            if self.whole:
                met += river.end()
        self._all.extend(row[0] for row in met)
        if river is not None and self._digested:
            for _, day in groupby(met, key=lambda row: river.day(row[-1])):
                self._cut(list(day))
        elif self.folded:
            self._ids.extend(self._fold(met))

    def _cut(self, day: list[tuple[Any, ...]]) -> None:
        """Add the rows of one day of the river; what a source has beyond its share stands behind one of them."""
        self._feeds.update((row[0], row[-2]) for row in day)
        shown = self._fold(day) if self.folded else [row[0] for row in day]
        kept, behind = cut([(one, self._feeds[one], 0) for one in shown], self._quotas, self._free)
        self._ids.extend(kept)
        self.digests.update(behind)

    def _walk(self) -> str:
        """The SQL of the next rows, (at, entry_id): of the scope's, of all that bear the tags, or of all as they came."""
        moment, after = self._moment, self._last is not None
        way, beyond = ("ASC", ">=") if self.plan.reverse else ("DESC", "<=")
        if self._arrival:
            bounds = f" AND entry_id {beyond} :id" if after else ""
            return f"SELECT at, entry_id FROM listing NOT INDEXED WHERE entry_id <= :max{bounds} ORDER BY entry_id {way}"
        if self.plan.tags is None:
            return self._scope.select(after=after, kept=moment.kept, barred=moment.barred)
        bounds = f" AND (at, entry_id) {beyond} (:at, :id)" if after else ""
        arms = [
            f"SELECT at, entry_id FROM tagged WHERE tag_id = {one} AND entry_id <= :max{bounds}"
            for one in self.plan.tags
        ]
        return f"{' UNION '.join(arms)} ORDER BY 1 {way}, 2 {way}"

    def _fold(self, met: list[tuple[Any, ...]]) -> list[int]:
        """The rows of these entries that the list shows: each story where its first copy stands."""
        new = {row[1] for row in met if row[1] and row[1] not in self._told}
        if new:
            copies = self.db.rows(
                "SELECT entry_id FROM listing INDEXED BY listing_story WHERE story <> 0 "
                "AND story IN (SELECT value FROM json_each(?)) AND entry_id <= ?",
                (json.dumps(list(new)), self.limit),
            )
            best: dict[int, tuple[int, int]] = {}
            for entry_id, story, place, _, *feed in self._meeting([row[0] for row in copies], held=False):
                if story in new and (place, -entry_id) > best.get(story, (-1, 0)):
                    best[story] = place, -entry_id
                    self._feeds.update((entry_id, one) for one in feed[:1])
            self._told.update((story, -found[1]) for story, found in best.items())
        rows = []
        for entry_id, story, _, starred, *_ in met:
            row = self._told.get(story, entry_id)
            if row not in self._shown:
                self._shown.add(row)
                rows.append(row)
            if starred is not None and entry_id not in self._shown:
                self._shown.add(entry_id)
                rows.append(entry_id)
        return rows

    def _meeting(self, ids: list[int], *, held: bool = True) -> list[tuple[Any, ...]]:
        """Those of `ids` that the query finds, in their order: (id,), where it folds (id, story, place, starred_at), in the
        fair river with feed and time besides.

        `held`: they are known to be in the list's scope.
        """
        plan = self.plan
        if self._hits is not None and ids:
            hits = self._hits.among(ids)
            ids = [one for one in ids if one in hits]
        if not ids or (self._where == "1" and held and not self.folded and self._river is None):
            return [(one,) for one in ids]
        moment, scope = self._moment, self._scope
        columns = "l.entry_id"
        if self.folded:
            columns += f", iif(l.stamp <= {moment.stamp}, l.story, 0), l.place, l.starred_at"
        if self._river is not None:
            columns += ", l.feed_id, l.at"
        within = f"{IN_SEARCH} AND rowid BETWEEN {min(ids)} AND {max(ids)}"
        parts = [self._where.replace(IN_SEARCH, within)]
        if not held:
            parts += [scope.held("l.", kept=moment.kept, barred=moment.barred), scope.among("l.")]
            if plan.tags is not None:
                parts.append(any_tag(plan.tags))
        tables = "json_each(?) w CROSS JOIN listing l ON l.entry_id = w.value"
        if "entry" in plan.tables:
            tables += " CROSS JOIN entry e ON e.id = l.entry_id"
        if "body" in plan.tables:
            tables += " LEFT JOIN body b ON b.entry_id = l.entry_id"
        sql = f"SELECT {columns} FROM {tables} WHERE ({') AND ('.join(parts)})"
        rows = self.db.rows(sql.replace(":view", str(moment.number)), (json.dumps(ids), *plan.params))
        found = {row[0]: row for row in rows}
        return [found[one] for one in ids if one in found]


def _start(plan: Plan) -> Key | None:
    """Where a walk of `plan` begins, None for the list's end."""
    low, high = plan.span
    if plan.reverse:
        return (low, 0) if low > EVER[0] else None
    return (high, 0) if high < EVER[1] else None
