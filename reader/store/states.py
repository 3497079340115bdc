"""What of an act is no mark: a tag, a feed's name or settings, a saved search, a rule, where entries stand in stories,
which images are hidden, what is held back, what is set for a section, marks by key that came from another device.

Set in one place, so that undo can. Each is a small JSON object; its first name says what it is about ("tag", "feed",
"saved", "rule", "told", "image_mark", "image_list", "held", "section", "marks").
"""

from __future__ import annotations

import json
from typing import Any

from reader.store import feedstate, keyed, markstate, ties
from reader.store.database import Database

State = dict[str, Any]

_ROWS = {
    "saved": ("name", "query", "position"),
    "rule": ("name", "query", "acts", "active", "mute", "until"),
    "image_mark": ("kind", "address", "hash", "host", "article", "url", "at"),
    "image_list": ("origin", "at", "lines", "active"),
    "section": ("path", "settings"),
}


def read(kept: bytes) -> list[State]:
    """The states that an act keeps; those of a damaged row are none."""
    try:
        found = json.loads(kept) if kept else []
    except ValueError:
        return []
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def bring_back(db: Database, state: State, source: int, now: int) -> int:
    """Set what `state` says; tags go to the entries that act `source` noted, or to "ids". Inside a write.

    Answers how many things changed.
    """
    if "tag" in state:
        markstate.set_tag(db, source, str(state["tag"]), bool(state["on"]), now, state.get("ids"))
        return 0
    if "feed" in state:
        feedstate.set_feed(db, state)
        return 1
    if "told" in state:
        return ties.set_state(db, state, now)
    if "held" in state:
        return set_held(db, state)
    if "marks" in state:
        # Each once, by its last word: other devices hear of every time.
        last = {(bytes.fromhex(key), mark): value for key, mark, value in state["marks"]}
        keyed.put(db, [(*of, value) for of, value in last.items()], now)
        return 0
    table = next(name for name in _ROWS if name in state)
    set_row(db, table, int(state[table]), state["row"])
    return 1


def set_held(db: Database, state: State) -> int:
    """Hold back again, or no longer, what `state` names of a source (`reader.store.held`). Inside a write; answers how many."""
    db.executemany(
        "UPDATE held SET decided = ? WHERE feed_id = ? AND key = ?",
        ((int(state["decided"]), int(state["held"]), bytes.fromhex(key)) for key in state["keys"]),
    )
    return len(state["keys"])


def row_of(db: Database, table: str, row_id: int) -> State:
    """The row of one of these tables as it is now, in the form that `bring_back` takes."""
    columns = _ROWS[table]
    row = db.row(f"SELECT {', '.join(columns)} FROM {table} WHERE id = ?", (row_id,))
    return {table: row_id, "row": None if row is None else dict(zip(columns, row, strict=True))}


def set_row(db: Database, table: str, row_id: int, row: dict[str, Any] | None) -> None:
    """Make row `row_id` of `table` what `row` says; None takes it out. Inside a write."""
    if row is None:
        db.execute(f"DELETE FROM {table} WHERE id = ?", (row_id,))
        return
    columns = _ROWS[table]
    sets = ", ".join(f"{column} = excluded.{column}" for column in columns)
    db.execute(
        f"INSERT INTO {table} (id, {', '.join(columns)}) VALUES (?{', ?' * len(columns)}) "
        f"ON CONFLICT (id) DO UPDATE SET {sets}",
        (row_id, *(row[column] for column in columns)),
    )


def touched(state: State) -> set[tuple[Any, ...]]:
    """What `state` changes, for telling whether two acts have to do with each other."""
    if "feed" in state:
        return {("feed", state["feed"], name) for name in state if name != "feed"}
    if "tag" in state:
        return {("tag", state["tag"])}
    if "told" in state:
        return {("told",)}
    if "held" in state:
        return {("held", state["held"])}
    if "marks" in state:
        return {
            ("tag", mark.removeprefix(keyed.TAG))
            for _, mark, _ in state["marks"]
            if mark.startswith(keyed.TAG)
        }
    table = next(name for name in _ROWS if name in state)
    return {(table, state[table])} if table.startswith(("image", "section")) else {(table,)}
