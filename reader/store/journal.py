"""Every act of the person as a row, written in the act's own transaction; undo and redo are acts of their own.

`journal_entry` holds the marks of each changed entry as they were before the act; `before` and `after` hold, as JSON,
what is no mark: a tag's name, a feed's name, folder and removal. Undoing writes the opposite as a row of kind "undo",
whose own rows are what redoing goes back to. So undo works after a restart, and for views the journal tells what changed.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from reader.model import Act
from reader.store import feedstate, markstate
from reader.store.database import Database

KEEP_DAYS = 30
_OWN = ("undo", "redo")


def begin(db: Database, kind: str, now: int, *, target: int = 0) -> int:
    """A new row of the journal, empty yet. A new act of the person ends what could still be redone. Inside a write."""
    if kind not in _OWN:
        db.execute("UPDATE journal SET undone = 2 WHERE undone = 1")
    db.execute(
        "INSERT INTO journal (at, kind, text, count, before, after, target) VALUES (?, ?, '', 0, x'', x'', ?)",
        (now, kind, target),
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


def act(db: Database, journal_id: int) -> Act:
    """One row as a value."""
    row = db.row("SELECT id, at, kind, text, count, undone FROM journal WHERE id = ?", (journal_id,))
    assert row is not None
    return _act(row)


def steps(db: Database, limit: int = 100) -> list[Act]:
    """The person's acts, newest first, those undone among them."""
    rows = db.rows(
        "SELECT id, at, kind, text, count, undone FROM journal "
        "WHERE kind NOT IN ('undo', 'redo') ORDER BY id DESC LIMIT ?",
        (limit,),
    )
    return [_act(row) for row in rows]


def undo(db: Database, now: int | None = None) -> Act | None:
    """Take back the newest act that stands; None where there is none. Answers the act that was taken back."""
    with db.write(act=True, rows=_rows(db, "undone = 0 AND kind NOT IN ('undo', 'redo')", "DESC")):
        found = db.row(
            "SELECT id, before FROM journal WHERE undone = 0 AND kind NOT IN ('undo', 'redo') ORDER BY id DESC LIMIT 1"
        )
        if found is None:
            return None
        _turn(db, "undo", int(found[0]), int(found[0]), found[1], db.now() if now is None else now)
        db.execute("UPDATE journal SET undone = 1 WHERE id = ?", (found[0],))
        return act(db, int(found[0]))


def redo(db: Database, now: int | None = None) -> Act | None:
    """Do again the act that was taken back last; None where there is none, or another act came after it."""
    with db.write(act=True, rows=_rows(db, "undone = 1", "ASC")):
        found = db.row("SELECT id, after FROM journal WHERE undone = 1 ORDER BY id LIMIT 1")
        if found is None:
            return None
        source = db.value("SELECT max(id) FROM journal WHERE kind = 'undo' AND target = ?", (found[0],))
        _turn(db, "redo", int(found[0]), int(source), found[1], db.now() if now is None else now)
        db.execute("UPDATE journal SET undone = 0 WHERE id = ?", (found[0],))
        return act(db, int(found[0]))


def trim(db: Database, now: int) -> int:
    """Forget acts older than 30 days; answers how many."""
    with db.write():
        db.execute("DELETE FROM journal WHERE at < ?", (now - KEEP_DAYS * 86_400,))
        return db.changes()


def _rows(db: Database, which: str, way: str) -> int:
    """How many entries the act that will be turned has touched."""
    return int(db.value(f"SELECT count FROM journal WHERE {which} ORDER BY id {way} LIMIT 1") or 0)


def _turn(db: Database, kind: str, target: int, source: int, states: bytes, now: int) -> None:
    """Bring back the marks kept with act `source`, and `states`, as an act of its own."""
    own = begin(db, kind, now, target=target)
    count = markstate.restore(db, own, source, now)
    for state in json.loads(states) if states else ():
        if "tag" in state:
            markstate.set_tag(db, source, str(state["tag"]), bool(state["on"]), now)
        else:
            feedstate.set_feed(db, state)
            count += 1
    finish(db, own, "", count)


def _json(states: Sequence[dict[str, Any]]) -> bytes:
    return json.dumps(list(states), separators=(",", ":")).encode() if states else b""


def _act(row: tuple[Any, ...]) -> Act:
    return Act(int(row[0]), int(row[1]), str(row[2]), str(row[3]), int(row[4]), row[5] != 0)
