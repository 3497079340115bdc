"""A list of any query in any order that something is walked in: found from its first row on in small steps, so that it opens
at once however much there is.

Each step goes on with a way (`reader.store.ways`) and keeps what the query finds of what that gives.
What was found stays where it is; `count` grows at the end until `whole`.
"""

from __future__ import annotations

import time
from array import array
from dataclasses import replace
from itertools import groupby
from typing import Any

from msgspec import json

from reader.store.hits import Hits
from reader.store.listed import Listed, folded_rows, select
from reader.store.moment import Moment
from reader.store.orders import ORDERS
from reader.store.query.columns import any_tag
from reader.store.query.compile import EVER, IN_SEARCH
from reader.store.river import River, cut, important, quotas
from reader.store.scope import Key, Scope
from reader.store.walkable import SORTED, size_of
from reader.store.ways import ByDate, way_of

_PAGE = 64
"""Rows that a screen shows."""

_STEPS = 4
_FIRST_MS = 3.0
"""Steps before the first look, at most, and milliseconds of processor time that all of them may take, as far as the one
before tells: each looks at twice as many rows.
"""

_LONG = 2_000
_TOLD = 20_000
"""So many rows are not sorted at once, and in so many it is not looked at once for what is told more than once."""

_FIRST, _MOST = 512, 4_096
"""Rows looked at by the first step, which double, and by each of the later ones."""

_TRIES = 16
"""Steps after which all rows are sorted where only some are wanted."""


class Gathered(Listed):
    """The rows of `plan` at the moment this is made, each found when it is needed. Not for hidden entries, ranks or limits."""

    def _find(self) -> None:
        plan = self.plan
        self._hits = Hits(self.db, plan.match, self._within()) if plan.match else None
        few = plan.narrow or (self._hits is not None and self._hits.few)
        hot = plan.order == "story" and plan.span != EVER and not plan.reverse
        size = size_of(self.db, plan, _TOLD if hot else _LONG) if plan.order in SORTED and not few else _LONG
        if few or size < _LONG or not self._is_ready():
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
        self._where = plan.where
        self._way = way_of(plan, self.db, self._scope, self._moment)
        if hot and size < _TOLD:
            self._tell_first()
        self._step = _FIRST if plan.match or self._where != "1" else min(_FIRST, 2 * _PAGE)
        began, spent, before = time.thread_time(), 0.0, 0.0
        for step in range(_STEPS):
            next_one = 2 * (spent - before)
            if self.whole or len(self._ids) >= _PAGE:
                break
            if step and not self._digested and spent + next_one > _FIRST_MS / 1000:
                break
            self._go_on()
            before, spent = spent, time.thread_time() - began

    def _is_ready(self) -> bool:
        """Whether an order that is walked in a table is filled so far that not all rows are to be sorted."""
        order = ORDERS.get(self.plan.order)
        return order is None or order.ready(self.db, self.limit)

    def _tell_first(self) -> None:
        """What is told more than once stands first, by how often, whatever its date: the walk passes it by."""
        told = self.db.rows(*select(self.plan, "l.entry_id, l.story, l.place, l.starred_at", "l.story <> 0"))
        self._all.extend(row[0] for row in told)
        if self.folded:
            self._ids.extend(row for row, _ in folded_rows(told))
        self._where = f"({self.plan.where}) AND (l.story = 0 OR l.stamp > {self._moment.stamp})"
        self._way = ByDate(self.db, self._scope, self._moment, self.plan.span)

    def index_of(self, entry_id: int) -> int | None:
        """The position of an entry, or None where it is not in this list."""
        found = super().index_of(entry_id)
        if found is not None:
            return found
        at = self.db.value("SELECT at FROM entry WHERE id = ?", (entry_id,))
        with self.db.read():
            if not self.whole and not self._is_row(entry_id):
                return None
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

    def walk(self, count: int, steps: int) -> bool:
        """Find the first `count` rows in at most so many steps; whether they are found, or all there are."""
        for _ in range(steps):
            if self.whole or self.count >= count:
                return True
            self._go_on()
        return self.whole or self.count >= count

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
        return (self._river is None or self._river.is_over(key[0])) and self._way.is_past(key)

    def _go_on(self) -> None:
        """Look at the next rows of the scope. Inside a read."""
        self._moment.catch_up()
        found = self._way.take(self._step)
        self._step = min(self._step * 2, _MOST)
        met = self._meeting(found, held=self._way.held)
        self.whole = self._way.over
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

    def _is_row(self, entry_id: int) -> bool:
        """Whether an entry that was not found yet may be a row: the query finds it, and no better copy stands for it."""
        self._moment.catch_up()
        met = self._meeting([entry_id], held=False) if entry_id <= self.limit else []
        if not met or not self.folded:
            return bool(met)
        self._tell(met)
        _, story, _, starred, *_ = met[0]
        return starred is not None or self._told.get(story, entry_id) == entry_id

    def _fold(self, met: list[tuple[Any, ...]]) -> list[int]:
        """The rows of these entries that the list shows: each story where its first copy stands."""
        self._tell(met)
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

    def _tell(self, met: list[tuple[Any, ...]]) -> None:
        """Find the best copies of the stories of these entries, which are their rows from now on."""
        new = {row[1] for row in met if row[1] and row[1] not in self._told}
        best: dict[int, tuple[int, int]] = {}
        for entry_id, story, place, _, *feed in self._copies(new) if new else ():
            if story in new and (place, -entry_id) > best.get(story, (-1, 0)):
                best[story] = place, -entry_id
                self._feeds.update((entry_id, one) for one in feed[:1])
        self._told.update((story, -found[1]) for story, found in best.items())

    def _copies(self, told: set[int]) -> list[tuple[Any, ...]]:
        """The copies of stories that the query finds, as `_meeting` gives them."""
        moment, scope = self._moment, self._scope
        by_story = (
            "FROM json_each(:told) w CROSS JOIN listing l INDEXED BY listing_story ON l.story = w.value"
        )
        params: dict[str, Any] = {"told": json.encode(list(told)).decode(), "max": self.limit}
        if self._where != "1" or self._hits is not None or self.plan.tags is not None:
            copies = self.db.rows(
                f"SELECT l.entry_id {by_story} WHERE l.story <> 0 AND l.entry_id <= :max", params
            )
            return self._meeting([row[0] for row in copies], held=False)
        held = scope.held("l.", kept=moment.kept, barred=moment.barred)
        return self.db.rows(
            f"SELECT l.entry_id, l.story, l.place, 0, l.feed_id {by_story} WHERE l.story <> 0 AND l.entry_id <= :max "
            f"AND l.stamp <= :stamp AND {held} AND {scope.among('l.')}",
            {**params, "stamp": moment.stamp, "view": moment.number},
        )

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
        rows = self.db.rows(
            sql.replace(":view", str(moment.number)), (json.encode(ids).decode(), *plan.params)
        )
        found = {row[0]: row for row in rows}
        return [found[one] for one in ids if one in found]


class Limited(Listed):
    """The first rows of a `plan` that says how many: found by walking, unless it would go on for long."""

    def _find(self) -> None:
        most = self.plan.limit or 0
        walked = Gathered(self.db, replace(self.plan, limit=None))
        if not walked.walk(most, _TRIES):
            super()._find()
            return
        ids = walked.ids(0, most)
        rows = {
            row[0]: row
            for row in self.db.rows(
                "SELECT entry_id, story, place, starred_at, feed_id, at FROM listing "
                "WHERE entry_id IN (SELECT value FROM json_each(?))",
                (json.encode(ids).decode(),),
            )
        }
        self._hold([rows[one][:4] for one in ids], {one: rows[one][-2:] for one in ids})
