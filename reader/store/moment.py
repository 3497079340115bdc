"""Holding a list still while marks change: which rows belong to it as it was when it was opened.

Lists of a state ("unread") are read from an index of what is in that state now. What left the state since the list was
opened is kept beside it in a temporary table, what entered is barred. The journal tells both, whoever acted.
"""

from __future__ import annotations

import itertools
import json
import weakref

from reader.store.database import Database
from reader.store.scope import Scope
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


class Moment:
    """One opened list's hold on its rows. `kept` and `barred` say whether there are any such rows.

    `limit` is the newest entry that belongs to it; `act` the last act of the journal that was taken into account;
    `stamp` the last change to stories that it folds by, `risen` how many rows it shows beside their story's.
    """

    def __init__(self, db: Database, scope: Scope) -> None:
        self.number = next(_numbers)
        self.limit = int(db.value("SELECT seq FROM sqlite_sequence WHERE name = 'entry'") or 0)
        self.act = _last_act(db)
        self.structure = structure(db)
        self.stamp = stamp_now(db)
        self.hand = hand(db) if scope.folded else 0
        self.risen = 0
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
                (self.number, json.dumps(scope.feeds)),
            )
        if scope.folded:
            self._raise_starred()

    @property
    def stands(self) -> bool:
        """Whether what was opened can be followed: no feed came or went, nobody joined or parted by hand."""
        return self.structure == structure(self._db) and (
            not self._scope.folded or self.hand == hand(self._db)
        )

    def _raise_starred(self) -> None:
        """A starred copy never disappears under another one."""
        scope = self._scope
        _make_tables(self._db)
        self._db.execute(
            "INSERT INTO temp.risen SELECT :view, entry_id FROM listing INDEXED BY listing_starred WHERE starred_at IS NOT NULL AND story <> 0 "
            f"AND {scope.holds()} AND {scope.among()} AND {scope.under()}",
            {"view": self.number, "stamp": self.stamp, "max": self.limit},
        )
        self.risen = self._db.changes()

    def catch_up(self) -> None:
        """Take the acts since the last call into account. Inside the read that then walks the rows."""
        if self._db.rollbacks != self._rollbacks:
            self._rollbacks = self._db.rollbacks
            if self.act != self._first_act:
                self.act = self._first_act
                _make_tables(self._db)
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
