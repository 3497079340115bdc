"""A list of any query: its entry ids, found once in their order and held as numbers, 8 bytes each."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, Any

from msgspec import json

from reader.store import packing
from reader.store.database import Database
from reader.store.moment import structure
from reader.store.river import cut, important, quotas, river
from reader.store.sortkey import TITLE
from reader.store.ties import hand

if TYPE_CHECKING:
    from reader.store.query import Plan

_STATES = {
    "": "1",
    "unread": "l.read_at IS NULL",
    "starred": "l.starred_at IS NOT NULL",
    "later": "l.later_at IS NOT NULL",
}
_FEW = {"starred": "listing_starred", "later": "listing_later"}
"""By these indexes the rows of a state are found, where SQLite would look for them among all."""
_PAPER = "coalesce(nullif(f.name, ''), nullif(f.title, ''), f.url)"
_ORDERS = {
    "": ("l.at DESC", "l.entry_id DESC"),
    "date": ("l.at DESC", "l.entry_id DESC"),
    "river": ("l.at DESC", "l.entry_id DESC"),
    "seen": ("l.entry_id DESC",),
    "rank": ("bm25(search, 1.0, 8.0, 3.0, 2.0) ASC", "l.at DESC", "l.entry_id DESC"),
    "feed": (f"{_PAPER} COLLATE NOCASE ASC", "l.feed_id ASC", "l.at DESC", "l.entry_id DESC"),
    "title": (f"{TITLE.format('e.')} ASC", "l.at DESC", "l.entry_id DESC"),
    "length": ("e.words DESC", "l.at DESC", "l.entry_id DESC"),
    "story": ("s.copies DESC", "l.story DESC", "l.at DESC", "l.entry_id DESC"),
}
_OPPOSITE = {"ASC": "DESC", "DESC": "ASC"}
_CHUNK = 512


class Listed:
    """The rows of `plan` at the moment this is made. `folded`: of a story's copies only the best one, where the first stood.

    `digested`: in the fair river, what a source has beyond its share of a day stands behind one row.
    """

    def __init__(self, db: Database, plan: Plan, folded: bool = False, digested: bool = False) -> None:
        self.db = db
        self.plan = plan
        self.folded = folded
        self.digests: dict[int, list[int]] = {}
        """What stands behind a row, that included, by the entry whose row it is."""
        self._digested = digested and plan.order == "river" and not plan.reverse
        self.whole = True
        """Whether all rows are found: else more come at the end."""
        prepare(db, plan)
        with db.read():
            self._structure = structure(db), hand(db) if folded else 0
            self.limit = int(db.value("SELECT seq FROM sqlite_sequence WHERE name = 'entry'") or 0)
            self._find()

    def _find(self) -> None:
        """Find every row. Inside a read."""
        columns = "l.entry_id, l.story, l.place, l.starred_at" if self.folded else "l.entry_id"
        fair = self.plan.order == "river"
        sql, params = select(self.plan, f"{columns}, l.feed_id, l.at" if fair else columns)
        found = self.db.rows(sql, params)
        feeds = {row[0]: row[-2:] for row in found} if self._digested else {}
        self._hold(self._in_turns(found) if fair else found, feeds)

    def _hold(self, found: list[tuple[Any, ...]], feeds: dict[int, tuple[Any, ...]]) -> None:
        """Keep the rows of (id,), where it folds (id, story, place, starred_at). `feeds`: feed and time of each, for what is cut."""
        self._all = array("q", (row[0] for row in found))
        if self._digested:
            shown = folded_rows(found) if self.folded else [(one, one) for one in self._all]
            rows = [(row, feeds[row][0], feeds[place][1]) for row, place in shown]
            kept, self.digests = cut(rows, quotas(self.db), important(self.db))
            self._ids = array("q", kept)
        elif self.folded:
            self._ids = array("q", (row for row, _ in folded_rows(found)))
        else:
            self._ids = self._all

    def _in_turns(self, found: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
        """Rows of the newest first in the order of the fair river, without what tells their feed and time."""
        places = river((row[0], row[-2], row[-1]) for row in found)
        if self.plan.reverse:
            places.reverse()
        return [found[place][:-2] for place in places[: self.plan.limit]]

    @property
    def count(self) -> int:
        return len(self._ids)

    def refresh(self) -> bool:
        """False where feeds came or went, so that the list must be opened anew; else the rows stay whatever happens."""
        return (structure(self.db), hand(self.db) if self.folded else 0) == self._structure

    def ids(self, start: int, n: int) -> list[int]:
        """The entries at positions `start` to `start + n`, as far as there are any."""
        return self._ids[start : start + n].tolist()

    def index_of(self, entry_id: int) -> int | None:
        """The position of an entry, or None where it is not in this list."""
        try:
            return self._ids.index(entry_id)
        except ValueError:
            return None

    def unread_beside(self, entry_id: int, step: int) -> int | None:
        """The `step`-th entry after (before, if negative) this one that is unread now, within the list."""
        place = self.index_of(entry_id)
        if place is None:
            return None
        left = abs(step)
        way = 1 if step > 0 else -1
        place += way
        while 0 <= place < len(self._ids):
            last = place + way * _CHUNK
            chunk = self._ids[place:last] if way > 0 else self._ids[max(last + 1, 0) : place + 1][::-1]
            unread = {
                row[0]
                for row in self.db.rows(
                    "SELECT entry_id FROM listing WHERE read_at IS NULL AND hidden_at IS NULL "
                    "AND entry_id IN (SELECT value FROM json_each(?))",
                    (json.encode(chunk.tolist()).decode(),),
                )
            }
            for one in chunk:
                left -= one in unread and one not in self.digests
                if not left:
                    return int(one)
            place = last
        return None

    def members(self) -> tuple[str, dict[str, Any]]:
        """A SELECT of all entry ids, those under and behind others among them."""
        return "SELECT value FROM json_each(:members)", {"members": json.encode(self._all.tolist()).decode()}

    def fresh(self) -> int:
        """How many entries came since that the query finds."""
        if self.plan.limit is not None:
            return 0
        sql, params = select(self.plan, "count(*)", f"l.entry_id > {self.limit}", ordered=False)
        return int(self.db.value(sql, params))

    def reach(self, count: int) -> None:
        """Find the first `count` rows: all are."""

    def is_near(self, count: int) -> bool:
        """Whether the first `count` rows are found."""
        return self.whole or len(self._ids) >= count

    def build(self, budget_ms: float) -> bool:
        """Nothing is left to do."""
        return True


def prepare(db: Database, plan: Plan) -> None:
    """Make the connection know the functions that `plan` calls."""
    if "telex_regex" in plan.where:
        from reader.store.query import functions

        functions.register(db.connection, lambda data: packing.plain(packing.unpack(data)))


def select(plan: Plan, columns: str, more: str = "", *, ordered: bool = True) -> tuple[str, tuple[Any, ...]]:
    """The SELECT of these columns of every row that `plan` finds and that meets `more` too; not in the order of the river.

    Columns are of `l` (listing), `e` (entry), `b` (body), `f` (feed) and `s` (story).
    """
    parts = [f"({plan.where})"] if plan.where != "1" else []
    params: list[Any] = []
    tables = "listing l"
    if plan.order == "seen" and plan.state in _FEW and not plan.hidden:
        tables += f" INDEXED BY {_FEW[plan.state]}"
    if plan.match:
        tables = "search JOIN listing l ON l.entry_id = search.rowid"
        parts.insert(0, "search MATCH ?")
        params.append(plan.match)
    params += plan.params
    if more:
        parts.append(more)
    if not plan.hidden:
        parts.append("l.hidden_at IS NULL")
    parts.append(_STATES[plan.state])
    if plan.feeds is not None:
        parts.append(f"l.feed_id IN ({','.join(map(str, plan.feeds))})")
    if plan.tags is not None:
        chosen = ",".join(map(str, plan.tags))
        parts.append(f"l.entry_id IN (SELECT entry_id FROM tagged WHERE tag_id IN ({chosen}))")
    order = _order(plan) if ordered else ()
    needed = " ".join((columns, plan.where, *order))
    if "e." in needed or "b." in needed:
        tables += " JOIN entry e ON e.id = l.entry_id"
    if "b." in needed:
        tables += " LEFT JOIN body b ON b.entry_id = l.entry_id"
    if "f." in needed:
        tables += " JOIN feed f ON f.id = l.feed_id"
    if "s." in needed:
        tables += " LEFT JOIN story s ON s.id = l.story"
    sql = f"SELECT {columns} FROM {tables} WHERE {' AND '.join(parts)}"
    if order:
        sql += " ORDER BY " + ", ".join(order)
    if plan.limit is not None and ordered and plan.order != "river":
        sql += f" LIMIT {int(plan.limit)}"
    return sql, tuple(params)


def _order(plan: Plan) -> tuple[str, ...]:
    name = "" if plan.order == "rank" and not plan.match else plan.order
    order = _ORDERS[name]
    if plan.reverse and name != "river":
        order = tuple(f"{term.rpartition(' ')[0]} {_OPPOSITE[term.rpartition(' ')[2]]}" for term in order)
    return order


def folded_rows(rows: list[tuple[Any, ...]]) -> list[tuple[int, int]]:
    """The ids of (id, story, place, starred) with each story once, each with that of the row in whose place it stands.

    A starred copy stays beside its story.
    """
    best: dict[int, tuple[int, int]] = {}
    for entry_id, story, place, _ in rows:
        if story and (place, -entry_id) > best.get(story, (-1, 0)):
            best[story] = place, -entry_id
    told: set[int] = set()
    shown: list[tuple[int, int]] = []
    for entry_id, story, _, starred in rows:
        row = -best[story][1] if story else entry_id
        if story not in told:
            shown.append((row, entry_id))
            if story:
                told.add(story)
        if starred is not None and entry_id != row:
            shown.append((entry_id, entry_id))
    return shown
