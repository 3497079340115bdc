"""Every act of the person or a rule as a row, written in the act's own transaction; undo and redo are acts of their own.

`journal_entry` holds the marks of each changed entry as they were before the act, `columns` which of them the act set;
`before` and `after` hold, as JSON, what is no mark (`reader.store.states`). Undoing writes the opposite as a row of
kind "undo", whose own rows are what redoing goes back to. So undo works after a restart, and for views the journal
tells what changed. What rules do by themselves (kind "rule") is passed over by `undo` and taken back by its number.
An act of kind "with" belongs to the act that is its target, and is taken back with it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from reader.model import Act
from reader.store import dependence, markstate, states
from reader.store.database import Database

KEEP_DAYS = 30
ALL_COLUMNS = 15
BY_ITSELF = "rule"
"""The kind of acts that nobody asked for."""

_OWN = ("undo", "redo", "with")
_COLUMNS = "id, at, kind, text, count, undone"
_STANDS = "undone = 0 AND kind NOT IN ('undo', 'redo', 'with', 'rule')"


def begin(db: Database, kind: str, now: int, *, target: int = 0, columns: int = 0) -> int:
    """A new row of the journal, empty yet. A new act of the person ends what could still be redone. Inside a write.

    `columns` says which marks it sets (`markstate.bits`).
    """
    if kind not in _OWN and kind != BY_ITSELF:
        db.execute("UPDATE journal SET undone = 2 WHERE undone = 1")
    db.execute(
        "INSERT INTO journal (at, kind, text, count, before, after, target, columns) VALUES (?, ?, '', 0, x'', x'', ?, ?)",
        (now, kind, target, columns),
    )
    return db.connection.last_insert_rowid()


def finish(
    db: Database,
    journal_id: int,
    text: str,
    count: int,
    before: Sequence[dict[str, Any]] = (),
    after: Sequence[dict[str, Any]] = (),
) -> Act:
    """Complete the row that `begin` opened."""
    db.execute(
        "UPDATE journal SET text = ?, count = ?, before = ?, after = ? WHERE id = ?",
        (text, count, _json(before), _json(after), journal_id),
    )
    return act(db, journal_id)


def note_added(db: Database, journal_id: int, ids: Sequence[int], now: int) -> None:
    """Note entries that an act brings as if they had been hidden before: so taking it back hides them. Inside a write."""
    db.executemany(
        "INSERT INTO journal_entry SELECT ?1, entry_id, read_at, starred_at, later_at, ?2 FROM listing WHERE entry_id = ?3",
        ((journal_id, now, one) for one in ids),
    )


def note(db: Database, kind: str, text: str, before: states.State, after: states.State, now: int) -> Act:
    """A whole act that changes one thing which is no mark: sets it to `after` and writes the row."""
    with db.write(act=True):
        journal_id = begin(db, kind, now)
        states.bring_back(db, after, journal_id, now)
        return finish(db, journal_id, text, 1, [before], [after])


def act(db: Database, journal_id: int) -> Act:
    """One row as a value."""
    row = db.row(f"SELECT {_COLUMNS} FROM journal WHERE id = ?", (journal_id,))
    assert row is not None
    return _act(row)


def step(db: Database, journal_id: int) -> Act | None:
    """The step of this number, None where there is none."""
    row = db.row(
        f"SELECT {_COLUMNS} FROM journal WHERE id = ? AND kind NOT IN ('undo', 'redo', 'with')", (journal_id,)
    )
    return None if row is None else _act(row)


def steps(db: Database, limit: int = 100) -> list[Act]:
    """The person's acts and those of rules, newest first, those undone among them."""
    rows = db.rows(
        f"SELECT {_COLUMNS} FROM journal WHERE kind NOT IN ('undo', 'redo', 'with') ORDER BY id DESC LIMIT ?",
        (limit,),
    )
    return [_act(row) for row in rows]


def undo(db: Database, now: int | None = None) -> Act | None:
    """Take back the person's newest act that stands; None where there is none. Answers the act that was taken back."""
    with db.write(act=True, rows=_rows(db, _STANDS)):
        found = db.value(f"SELECT max(id) FROM journal WHERE {_STANDS}")
        return None if found is None else _take_back(db, int(found), db.now() if now is None else now)


def undo_step(db: Database, journal_id: int, now: int | None = None) -> Act | None:
    """Take back just this step; None where later ones that stand changed the same, or it does not stand itself."""
    with db.write(act=True, rows=_rows(db, f"id = {int(journal_id)}")):
        if not _stands(db, journal_id) or dependence.dependants(db, journal_id):
            return None
        return _take_back(db, journal_id, db.now() if now is None else now)


def undo_since(db: Database, journal_id: int, now: int | None = None) -> list[Act]:
    """Take back this step and all that stand after it, newest first, all or none; those that were taken back."""
    with db.write(act=True, rows=ALL_ROWS):
        wanted = [*([journal_id] if _stands(db, journal_id) else []), *dependence.later(db, journal_id)]
        return [_take_back(db, one, db.now() if now is None else now) for one in reversed(wanted)]


ALL_ROWS = 10_000
"""What `undo_since` says of how much it changes: it may be much."""


def redo(db: Database, now: int | None = None) -> Act | None:
    """Do again the act that was taken back last; None where there is none, or another act came after it."""
    with db.write(act=True, rows=_rows(db, "undone = 1")):
        found = db.row(
            "SELECT j.id, j.after, max(u.id) FROM journal j JOIN journal u ON u.kind = 'undo' AND u.target = j.id "
            "WHERE j.undone = 1 GROUP BY j.id ORDER BY 3 DESC LIMIT 1"
        )
        if found is None:
            return None
        _turn(db, "redo", int(found[0]), int(found[2]), found[1], db.now() if now is None else now)
        db.execute("UPDATE journal SET undone = 0 WHERE id = ?", (found[0],))
        return act(db, int(found[0]))


def trim(db: Database, now: int) -> int:
    """Forget acts older than 30 days; answers how many."""
    with db.write():
        db.execute("DELETE FROM journal WHERE at < ?", (now - KEEP_DAYS * 86_400,))
        return db.changes()


def _stands(db: Database, journal_id: int) -> bool:
    sql = "SELECT 1 FROM journal WHERE id = ? AND undone = 0 AND kind NOT IN ('undo', 'redo', 'with')"
    return db.value(sql, (journal_id,)) is not None


def _rows(db: Database, which: str) -> int:
    """About how many entries the act that will be turned has touched."""
    return int(db.value(f"SELECT count FROM journal WHERE {which} ORDER BY id DESC LIMIT 1") or 0)


def _take_back(db: Database, journal_id: int, now: int) -> Act:
    before = db.value("SELECT before FROM journal WHERE id = ?", (journal_id,))
    _turn(db, "undo", journal_id, journal_id, before, now)
    db.execute("UPDATE journal SET undone = 1 WHERE id = ?", (journal_id,))
    return act(db, journal_id)


def _turn(db: Database, kind: str, target: int, source: int, before: bytes, now: int) -> None:
    """Bring back the marks kept with act `source`, and the states `before`, as an act of its own."""
    columns = int(db.value("SELECT columns FROM journal WHERE id = ?", (source,)))
    own = begin(db, kind, now, target=target, columns=columns)
    count = markstate.restore(db, own, source, columns, now)
    for state in reversed(states.read(before)):
        count += states.bring_back(db, state, source, now)
    finish(db, own, "", count)


def _json(found: Sequence[dict[str, Any]]) -> bytes:
    return json.dumps(list(found), separators=(",", ":")).encode() if found else b""


def _act(row: tuple[Any, ...]) -> Act:
    return Act(int(row[0]), int(row[1]), str(row[2]), str(row[3]), int(row[4]), row[5] != 0)
