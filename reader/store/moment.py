"""Holding a list still while marks change: which rows belong to it as it was when it was opened.

Lists of a state ("unread") are read from an index of what is in that state now. What left the state since the list was
opened is kept beside it in a temporary table, what entered is barred. The journal tells both, whoever acted.
"""

from __future__ import annotations

import itertools
import weakref

from msgspec import json

from reader.store.database import Database
from reader.store.scope import Scope, bound
from reader.store.stories import stamp_now
from reader.store.ties import hand

_numbers = itertools.count(1)
_live: weakref.WeakValueDictionary[int, Moment] = weakref.WeakValueDictionary()

_TABLES = """
CREATE TABLE IF NOT EXISTS temp.touched (
    view INTEGER, entry_id INTEGER, read_at INTEGER, starred_at INTEGER, later_at INTEGER, hidden_at INTEGER,
    PRIMARY KEY (view, entry_id)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS temp.changed (entry_id INTEGER PRIMARY KEY);
CREATE TABLE IF NOT EXISTS temp.kept (
    view INTEGER, at INTEGER, entry_id INTEGER, PRIMARY KEY (view, at, entry_id)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS temp.chosen (
    view INTEGER, feed_id INTEGER, PRIMARY KEY (view, feed_id)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS temp.risen (view INTEGER, entry_id INTEGER, PRIMARY KEY (view, entry_id)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS temp.barred (view INTEGER, entry_id INTEGER, PRIMARY KEY (view, entry_id)) WITHOUT ROWID;
"""

_RISEN = "EXISTS (SELECT 1 FROM temp.risen r WHERE r.view = :view AND r.entry_id = listing.entry_id)"

_SINCE = (
    "SELECT entry_id, starred_at, min(journal_id) FROM journal_entry WHERE journal_id IN "
    "(SELECT id FROM journal WHERE id > :first AND id <= :last AND columns & 10) GROUP BY entry_id"
)
"""What acts on stars and on what is hidden changed since :first, with the star as it was before them."""

_WERE_STARRED = (
    "SELECT entry_id FROM listing INDEXED BY listing_starred WHERE starred_at IS NOT NULL AND hidden_at IS NULL "
    f"AND entry_id NOT IN (SELECT entry_id FROM ({_SINCE})) "
    f"UNION ALL SELECT entry_id FROM ({_SINCE}) WHERE starred_at IS NOT NULL"
)


class Moment:
    """One opened list's hold on its rows. `kept` and `barred` say whether there are any such rows.

    `limit` is the newest entry that belongs to it; `act` the last act of the journal that was taken into account;
    `stamp` the last change to stories that it folds by. A starred copy never disappears under another one: which are
    starred is looked up row by row, and noted when that is about to change or all are to be counted (`raise_starred`).
    """

    def __init__(self, db: Database, scope: Scope) -> None:
        self.number = next(_numbers)
        self.limit = int(db.value("SELECT seq FROM sqlite_sequence WHERE name = 'entry'") or 0)
        self.act = _last_act(db)
        self.structure = structure(db)
        self.stamp = stamp_now(db)
        self.hand = hand(db) if scope.folded else 0
        self._risen: int | None = None
        self.kept = False
        self.barred = False
        self._first_act = self.act
        self._rollbacks = db.rollbacks
        self._db = db
        self._scope = scope
        _live[self.number] = self
        if scope.many:
            _make_tables(db)
            db.execute(
                "INSERT INTO temp.chosen SELECT ?, value FROM json_each(?)",
                (self.number, json.encode(scope.feeds).decode()),
            )

    @property
    def stands(self) -> bool:
        """Whether what was opened can be followed: no feed came or went, nobody joined or parted by hand."""
        return self.structure == structure(self._db) and (
            not self._scope.folded or self.hand == hand(self._db)
        )

    @property
    def apart(self) -> str:
        """The condition on rows of `listing` that stand beside their story's, for `Scope.under`."""
        if self._risen is None:
            return "listing.starred_at IS NOT NULL"
        return _RISEN if self._risen else "0"

    def raise_starred(self) -> int:
        """Note the starred copies that stand beside better ones, as they were when the list was opened; answers how many."""
        if self._risen is None:
            scope, kept, barred = self._scope, self.kept, self.barred
            held = scope.held("listing.", kept=kept, barred=barred)
            _make_tables(self._db)
            self._db.execute(
                f"INSERT INTO temp.risen SELECT :view, entry_id FROM listing WHERE entry_id IN ({_WERE_STARRED}) "
                f"AND story <> 0 AND {held} AND {scope.among()} AND {scope.under(kept=kept, barred=barred)}",
                bound(
                    view=self.number,
                    stamp=self.stamp,
                    max=self.limit,
                    first=self._first_act,
                    last=self.act,
                ),
            )
            self._risen = self._db.changes()
        return self._risen

    def catch_up(self) -> None:
        """Take the acts since the last call into account. Inside the read that then walks the rows."""
        if self._db.rollbacks != self._rollbacks:
            self._rollbacks = self._db.rollbacks
            if self._risen is not None or self.act != self._first_act:
                _make_tables(self._db)
            if self._risen is not None:
                self._db.execute("DELETE FROM temp.risen WHERE view = ?", (self.number,))
                self._risen = None
            if self.act != self._first_act:
                self.act = self._first_act
                for table in ("touched", "kept", "barred"):
                    self._db.execute(f"DELETE FROM temp.{table} WHERE view = ?", (self.number,))
        last = _last_act(self._db)
        if last == self.act:
            return
        acts = self._db.rows(
            "SELECT id, kind FROM journal WHERE id > ? AND id <= ? ORDER BY id", (self.act, last)
        )
        self.act = last
        relevant = [int(one) for one, kind in acts if self._scope.touches(kind)]
        if relevant:
            self._take(relevant)
        if self._scope.folded:
            self.raise_starred()

    def _take(self, acts: list[int]) -> None:
        db, scope, view = self._db, self._scope, {"view": self.number}
        _make_tables(db)
        db.execute("DELETE FROM temp.changed")
        for act in acts:
            db.execute(
                "INSERT OR IGNORE INTO temp.touched SELECT :view, entry_id, read_at, starred_at, later_at, hidden_at "
                "FROM journal_entry WHERE journal_id = :act AND entry_id <= :limit",
                {**view, "act": act, "limit": self.limit},
            )
            db.execute(
                "INSERT OR IGNORE INTO temp.changed SELECT entry_id FROM journal_entry WHERE journal_id = ?",
                (act,),
            )
        db.execute(
            "DELETE FROM temp.kept WHERE view = :view AND (at, entry_id) IN "
            "(SELECT l.at, l.entry_id FROM temp.changed c JOIN listing l ON l.entry_id = c.entry_id)",
            view,
        )
        db.execute(
            "DELETE FROM temp.barred WHERE view = :view AND entry_id IN (SELECT entry_id FROM temp.changed)",
            view,
        )
        both = (
            "FROM temp.changed c JOIN temp.touched t ON t.view = :view AND t.entry_id = c.entry_id "
            f"JOIN listing l ON l.entry_id = c.entry_id WHERE {scope.among('l.')}"
        )
        was, now = scope.holds("t."), scope.holds("l.")
        db.execute(
            f"INSERT INTO temp.kept SELECT :view, l.at, l.entry_id {both} AND ({was}) AND NOT ({now})", view
        )
        db.execute(
            f"INSERT INTO temp.barred SELECT :view, l.entry_id {both} AND NOT ({was}) AND ({now})", view
        )
        db.execute(
            "DELETE FROM temp.touched WHERE view = :view AND entry_id IN "
            f"(SELECT l.entry_id {both} AND ({was}) = ({now}))",
            view,
        )
        self.kept = db.value("SELECT 1 FROM temp.kept WHERE view = :view LIMIT 1", view) is not None
        self.barred = db.value("SELECT 1 FROM temp.barred WHERE view = :view LIMIT 1", view) is not None


def _make_tables(db: Database) -> None:
    """Make the temporary tables, or clear them of lists that nobody looks at any more."""
    if db.value("SELECT 1 FROM temp.sqlite_schema WHERE name = 'kept'") is None:
        db.execute(_TABLES)
        return
    live = ",".join(map(str, list(_live)))
    for table in ("touched", "kept", "barred", "chosen", "risen"):
        db.execute(f"DELETE FROM temp.{table} WHERE view NOT IN ({live})")


def _last_act(db: Database) -> int:
    return int(db.value("SELECT seq FROM sqlite_sequence WHERE name = 'journal'") or 0)


def structure(db: Database) -> int:
    """A number that moves when feeds come, go or change folders."""
    return int(db.value("SELECT value FROM counter WHERE name = 'structure'") or 0)
