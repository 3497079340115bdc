"""Queries kept as feeds of their own, in the person's order. Every change is an act of the journal."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reader.model import Act
from reader.store import journal, states
from reader.store.database import Database, open_store
from reader.store.errors import StoreError
from reader.store.query import Query, QueryError, parse, render
from reader.store.query.functions import SlowPattern
from reader.store.query.syntax import And, Field, Text
from reader.store.windows import open_view
from reader.text.fold import fold

MAX_NAME = 100


class NoSuchSearch(StoreError):
    """There is no such saved search, or one of that name already. Its text is one sentence for people."""


@dataclass(frozen=True, slots=True)
class Saved:
    id: int
    name: str
    query: str


def all_saved(db: Database) -> list[Saved]:
    """Every saved query in the person's order."""
    return [Saved(*row) for row in db.rows("SELECT id, name, query FROM saved ORDER BY position, id")]


def find(db: Database, which: str) -> Saved:
    """By its name, in either case, or its place from 1 on. Raises `NoSuchSearch`."""
    kept = all_saved(db)
    wanted = fold(which.strip())
    for one in kept:
        if fold(one.name) == wanted:
            return one
    if wanted.isascii() and wanted.isdigit() and 0 < int(wanted) <= len(kept):
        return kept[int(wanted) - 1]
    raise _no_such(which)


def unread(db: Database, query: str, now: int) -> int:
    """How many unread entries a saved query finds. Raises `QueryError` where it leads nowhere any more."""
    tree = parse(query)
    parts = _UNREAD if tree.root is None else And((_UNREAD, tree.root))
    return open_view(db, render(Query(parts, limit=tree.limit)), now=now).count


def unread_counts(path: Path, now: int) -> dict[str, int]:
    """What is unread in each saved query by its name, read through a connection of this thread's own.

    Those that lead nowhere any more are left out. Raises `StoreError`.
    """
    with open_store(path, readonly=True, clock=lambda: float(now)) as db:
        found = {}
        for one in all_saved(db):
            with contextlib.suppress(QueryError, SlowPattern):
                found[one.name] = unread(db, one.query, now)
        return found


_UNREAD = Field("is", (Text("unread"),))


def save(db: Database, name: str, query: str, now: int | None = None) -> Act:
    """Keep `query` under `name`; one of that name is replaced, in its place. The query is one that can be understood."""
    name = _clean(name)
    now = db.now() if now is None else now
    with db.write(act=True):
        row = db.row("SELECT id FROM saved WHERE name = ?", (name,))
        row_id = int(row[0]) if row else 1 + int(db.value("SELECT coalesce(max(id), 0) FROM saved"))
        before = states.row_of(db, "saved", row_id)
        place = (before["row"] or {}).get("position")
        if place is None:
            place = 1 + int(db.value("SELECT coalesce(max(position), 0) FROM saved"))
        after = {"saved": row_id, "row": {"name": name, "query": query, "position": place}}
        return journal.note(db, "save", f"Saved the search “{name}”", before, after, now)


def rename(db: Database, saved_id: int, name: str, now: int | None = None) -> Act:
    """Another name. Raises `NoSuchSearch` where another search has it, or this one is gone."""
    name = _clean(name)
    if db.value("SELECT 1 FROM saved WHERE name = ? AND id <> ?", (name, saved_id)) is not None:
        raise NoSuchSearch(f"There is a saved search “{name}” already.")
    before = _row(db, saved_id)
    text = f"Renamed the saved search “{before['row']['name']}” to “{name}”"
    return journal.note(db, "rename-saved", text, before, _changed(before, name=name), _now(db, now))


def forget(db: Database, saved_id: int, now: int | None = None) -> Act:
    """Drop a saved query. Raises `NoSuchSearch`."""
    before = _row(db, saved_id)
    text = f"Removed the saved search “{before['row']['name']}”"
    return journal.note(db, "remove-saved", text, before, {"saved": saved_id, "row": None}, _now(db, now))


def move(db: Database, saved_id: int, place: int, now: int | None = None) -> Act:
    """Put a saved query at `place`, counted from 1; beyond the ends is at the end. Raises `NoSuchSearch`."""
    now = _now(db, now)
    with db.write(act=True):
        _row(db, saved_id)
        order = [one.id for one in all_saved(db) if one.id != saved_id]
        order.insert(max(0, min(place - 1, len(order))), saved_id)
        before = [states.row_of(db, "saved", one) for one in order]
        after = [_changed(state, position=number) for number, state in enumerate(before, 1)]
        journal_id = journal.begin(db, "move-saved", now)
        for state in after:
            states.bring_back(db, state, journal_id, now)
        name = db.value("SELECT name FROM saved WHERE id = ?", (saved_id,))
        text = f"Moved the saved search “{name}” to place {order.index(saved_id) + 1}"
        return journal.finish(db, journal_id, text, 1, before, after)


def _row(db: Database, saved_id: int) -> states.State:
    held = states.row_of(db, "saved", saved_id)
    if held["row"] is None:  # another program took it away
        raise _no_such(str(saved_id))
    return held


def _no_such(which: str) -> NoSuchSearch:
    return NoSuchSearch(f"There is no saved search {which}: “telex saved” lists those there are.")


def _changed(state: states.State, **changes: Any) -> states.State:
    return {**state, "row": {**state["row"], **changes}}


def _now(db: Database, now: int | None) -> int:
    return db.now() if now is None else now


def _clean(name: str) -> str:
    name = " ".join(name.split())[:MAX_NAME]
    if not name:
        raise NoSuchSearch("A saved search needs a name.")
    return name
