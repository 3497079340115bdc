"""A list walked by keys: pages by position without ever counting rows off one by one from the top.

Row positions are found from anchors, keys of every 896th row, gathered from both ends as they are needed; so no
statement skips more than 896 rows. Opening reads only kept counters; what folding takes away is counted after that.
"""

from __future__ import annotations

import time
from bisect import bisect_right
from typing import Any

from reader.store.database import Database
from reader.store.moment import Moment
from reader.store.scope import Key, Scope, bound
from reader.store.sparse import Stretches, is_sparse

STRIDE = 896
"""Rows between two anchors: seven pages."""

_FEW = 32
"""Anchors that are found in a moment."""

_STORIES = 2_000
"""Stories that are counted at once."""

_NEAR = 2 * STRIDE
"""Rows from the first on that are shown before all are counted."""


class Keyset:
    """The rows of `scope` at the moment this is made. Memory: 16 bytes for each 896 rows."""

    def __init__(self, db: Database, scope: Scope, whole: bool = True) -> None:
        """`whole`: count to the end now, else only so far as it costs no time; `count` is too large until then."""
        self.db = db
        self.scope = scope
        self._counted = self._stories = 0
        with db.read():
            self.moment = Moment(db, scope)
            counted = scope.counted()
            if counted is None:
                counted = f"SELECT count(*) FROM {scope.indexed()} WHERE {scope.holds()} AND {scope.among()}"
            self.count = int(db.value(counted, self._params(None)) or 0)
            self._stretches = Stretches(db, scope) if is_sparse(db, scope, self.count) else None
            if scope.folded:
                self._stories = int(db.value("SELECT seq FROM sqlite_sequence WHERE name = 'story'") or 0)
                if whole or self._stories <= _STORIES:
                    self._count_all()
        self._front: list[Key | None] = [None]
        self._back: list[Key | None] = [None]

    @property
    def whole(self) -> bool:
        """Whether all is counted."""
        return self._counted >= self._stories

    def reach(self, count: int) -> None:
        """Find the first `count` rows: the rows stand in an index."""

    def is_near(self, count: int) -> bool:
        """Whether the first `count` rows can be shown without counting many before."""
        if not self.whole:
            return count <= _NEAR
        behind = max(self.count - count, 0)
        ends = (min(count, self.count), self._front), (behind, self._back)
        return min(self._missing(rows, anchors) for rows, anchors in ends) <= _FEW

    def _count_some(self) -> None:
        """Count what folding leaves out of the next stories. Inside a read."""
        moment, first = self.moment, self._counted + 1
        if not self._counted:
            self.count += moment.raise_starred()
        self._counted = min(self._counted + _STORIES, self._stories)
        sql = self.scope.doubled(kept=moment.kept, barred=moment.barred)
        self.count -= int(self.db.value(sql, self._params(None, first=first, last=self._counted)))

    def _count_all(self) -> None:
        while not self.whole:
            self._count_some()

    @property
    def limit(self) -> int:
        """The newest entry that can belong to the list."""
        return self.moment.limit

    def refresh(self) -> bool:
        """Follow what others did; False where feeds came or went, so that the list must be opened anew."""
        with self.db.read():
            if not self.moment.stands:
                return False
            self.moment.catch_up()
        return True

    def ids(self, start: int, n: int) -> list[int]:
        """The entries at positions `start` to `start + n`, as far as there are any."""
        with self.db.read():
            self.moment.catch_up()
            if start + n > _NEAR:
                self._count_all()
            n = min(n, self.count - start)
            if n <= 0:
                return []
            found = self._slice(start, n)
            if len(found) < n:
                whole = self.whole
                self._count_all()
                if whole or len(found) < min(n, self.count - start):
                    self._recount()
        return found

    def _slice(self, start: int, n: int) -> list[int]:
        behind = self.count - start - n
        if not self.whole or self._missing(start, self._front) <= self._missing(behind, self._back):
            key, skip = self._reach(self._front, start, back=False)
            return [row[1] for row in self._walk(key, n, skip)]
        key, skip = self._reach(self._back, behind, back=True)
        return [row[1] for row in reversed(self._walk(key, n, skip, back=True))]

    def index_of(self, entry_id: int) -> int | None:
        """The position of an entry, or None where it is not in this list."""
        with self.db.read():
            self.moment.catch_up()
            key = self._key(entry_id)
            if key is None:
                return None
            found = self._place(key)
            while found is None:
                if not self._extend(self._front, back=False):
                    self._recount()
                found = self._place(key)
            return found

    def unread_beside(self, entry_id: int, step: int) -> int | None:
        """The `step`-th entry after (before, if negative) this one that is unread now, within the list."""
        at = self.db.value("SELECT at FROM entry WHERE id = ?", (entry_id,))
        if at is None:
            return None
        back = step < 0
        beyond = entry_id - 1 if self.scope.reverse == back else entry_id + 1
        with self.db.read():
            self.moment.catch_up()
            unread = Scope("unread", self.scope.feeds, self.scope.reverse)
            if self._stretches is not None:
                held = {"barred": self.moment.barred, "under": self._under()}
                rows = Stretches(self.db, unread).walk(
                    (int(at), beyond), abs(step), self._params(None), back=back, **held
                )
                return int(rows[-1][1]) if len(rows) == abs(step) else None
            if self.scope.state in ("", "unread"):
                sql = unread.select(after=True, back=back, barred=self.moment.barred, under=self._under())
            else:
                sql = (
                    f"SELECT at, entry_id FROM ({self._select(after=True, back=back)}) AS r WHERE EXISTS "
                    "(SELECT 1 FROM listing l WHERE l.entry_id = r.entry_id "
                    "AND l.read_at IS NULL AND l.hidden_at IS NULL)"
                )
            params = self._params((int(at), beyond), skip=abs(step) - 1)
            row = self.db.row(f"{sql} LIMIT 1 OFFSET :skip", params)
        return None if row is None else int(row[1])

    def members(self) -> tuple[str, dict[str, Any]]:
        """A SELECT of all entry ids, those under others among them. Inside the transaction that uses it."""
        self.moment.catch_up()
        everything = self.scope.select(kept=self.moment.kept, barred=self.moment.barred)
        return f"SELECT entry_id FROM ({everything})", self._params(None)

    def fresh(self) -> int:
        """How many entries came since that belong to the scope."""
        return int(
            self.db.value(
                f"SELECT count(*) FROM listing NOT INDEXED WHERE entry_id > :max AND {self.scope.holds()} "
                f"AND {self.scope.among()}",
                self._params(None),
            )
        )

    def build(self, budget_ms: float) -> bool:
        """Gather anchors for at most about `budget_ms`; True when there is nothing left to gather."""
        end = time.perf_counter() + budget_ms / 1000
        with self.db.read():
            self.moment.catch_up()
            while not self.whole:
                if time.perf_counter() >= end:
                    return False
                self._count_some()
            while len(self._front) * STRIDE < self.count:
                if time.perf_counter() >= end:
                    return False
                if not self._extend(self._front, back=False):
                    break
            last = len(self._front) - 1
            if len(self._walk(self._front[last], STRIDE + 1)) != self.count - last * STRIDE:
                self._recount()
        return True

    def _missing(self, position: int, anchors: list[Key | None]) -> int:
        """How many anchors are lacking before `position`, counted from that end, can be reached."""
        return max(0, position // STRIDE + 1 - len(anchors))

    def _reach(self, anchors: list[Key | None], position: int, *, back: bool) -> tuple[Key | None, int]:
        """The anchor at or before `position`, counted from that end, and how many rows lie between."""
        while self._missing(position, anchors) and self._extend(anchors, back=back):
            pass
        return anchors[min(position // STRIDE, len(anchors) - 1)], position % STRIDE

    def _extend(self, anchors: list[Key | None], *, back: bool) -> bool:
        """One more anchor; False where the rows end before the kept count says so."""
        rows = self._walk(anchors[-1], 1, STRIDE, back=back)
        if not rows:
            return False
        anchors.append(rows[0])
        return True

    def _recount(self) -> None:
        """The kept count was wrong, which the next check of the store repairs; go on with the true one."""
        self.count = int(self.db.value(f"SELECT count(*) FROM ({self._select()})", self._params(None)))
        self._counted = self._stories
        self._front, self._back = [None], [None]

    def _walk(self, key: Key | None, n: int, skip: int = 0, *, back: bool = False) -> list[Any]:
        if self._stretches is not None:
            held = {"kept": self.moment.kept, "barred": self.moment.barred, "under": self._under()}
            return self._stretches.walk(key, n + skip, self._params(None), back=back, **held)[skip:]
        sql = self._select(after=key is not None, back=back)
        return self.db.rows(f"{sql} LIMIT :n OFFSET :skip", self._params(key, n=n, skip=skip))

    def _select(self, **how: bool) -> str:
        moment = self.moment
        return self.scope.select(kept=moment.kept, barred=moment.barred, under=self._under(), **how)

    def _under(self) -> str:
        moment = self.moment
        if not self.scope.folded:
            return ""
        return self.scope.under(kept=moment.kept, barred=moment.barred, apart=moment.apart)

    def _params(self, at: Key | None, to: Key | None = None, **more: int) -> dict[str, Any]:
        return bound(at, to, view=self.moment.number, max=self.moment.limit, stamp=self.moment.stamp, **more)

    def _key(self, entry_id: int) -> Key | None:
        at = self.db.value("SELECT at FROM entry WHERE id = ?", (entry_id,))
        if at is None:
            return None
        key = (int(at), entry_id)
        rows = self._walk(key, 1)
        return key if rows and rows[0] == key else None

    def _place(self, key: Key) -> int | None:
        """The position of `key`, if the anchors reach that far from either end."""
        sign = 1 if self.scope.reverse else -1
        wanted = sign * key[0], sign * key[1]
        whole = len(self._front) * STRIDE >= self.count
        block = _block(self._front, wanted, sign)
        if block < len(self._front) or whole:
            return (block - 1) * STRIDE + self._between(self._front[block - 1], key, back=False)
        if not self.whole:
            return None
        block = _block(self._back, (-wanted[0], -wanted[1]), -sign)
        if block < len(self._back):
            behind = (block - 1) * STRIDE + self._between(self._back[block - 1], key, back=True)
            return self.count - 1 - behind
        return None

    def _between(self, anchor: Key | None, key: Key, *, back: bool) -> int:
        """How many rows lie from `anchor` (itself counted) to `key` (not counted)."""
        each = self._stretches is not None
        sql = self._select(after=anchor is not None, since=True, back=back, each=each)
        return int(self.db.value(f"SELECT count(*) FROM ({sql})", self._params(anchor, key)))


def _block(anchors: list[Key | None], wanted: Key, sign: int) -> int:
    """Which of `anchors` is the first one beyond `wanted`; the first of all stands for the list's end."""
    return 1 + bisect_right(
        anchors[1:], wanted, key=lambda one: (sign * one[0], sign * one[1]) if one else wanted
    )
