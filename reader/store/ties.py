"""The SQL beneath joining and parting by hand: what was said is remembered by the entries' keys, and outlives them.

A tie says of two keys that they are one story, or that they never are. Undo sets it as it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from msgspec import json

from reader.store import stories
from reader.store.database import Database

Pair = tuple[bytes, bytes]
Changes = dict[Pair, int | None]
"""Pairs of keys, the lesser one first: 1 for one story, 0 for never one, None for nothing said."""


def members(db: Database, entry_id: int) -> list[int]:
    """The listed entries of an entry's story, itself among them; none where it is not listed."""
    rows = db.rows(
        "SELECT m.entry_id FROM listing l JOIN listing m ON m.story = l.story AND m.story <> 0 "
        "WHERE l.entry_id = ?1 UNION SELECT entry_id FROM listing WHERE entry_id = ?1 ORDER BY 1",
        (entry_id,),
    )
    return [int(row[0]) for row in rows]


def best_first(db: Database, entry_id: int) -> list[int]:
    """The listed entries of an entry's story, the best copy first; itself alone where it has none."""
    rows = db.rows(
        "SELECT m.entry_id FROM listing l JOIN listing m ON m.story = l.story AND m.story <> 0 "
        "WHERE l.entry_id = ? ORDER BY m.place DESC, m.entry_id",
        (entry_id,),
    )
    return [int(row[0]) for row in rows] or [entry_id]


def state(
    db: Database, ids: Iterable[int], pairs: Iterable[Pair], there: Sequence[int] = ()
) -> list[dict[str, Any]]:
    """Where these entries stand and what is said of these pairs, for `set_state`.

    `there` are others that stood with them before and stay where they are: they did not come since.
    """
    told = db.rows(
        "SELECT e.id, e.story, t.way, t.near, t.score, t.words, t.at, t.place FROM entry e "
        "LEFT JOIN telling t ON t.entry_id = e.id WHERE e.id IN (SELECT value FROM json_each(?))",
        (json.encode(list(ids)).decode(),),
    )
    said = [
        (
            one.hex(),
            other.hex(),
            db.value("SELECT joined FROM tie WHERE one = ? AND other = ?", (one, other)),
        )
        for one, other in pairs
    ]
    return [{"told": told, "ties": said, "there": list(there)}]


def set_state(db: Database, state: dict[str, Any], now: int) -> int:
    """Bring back what `state` noted, for undo and redo; who came since follows the member that it is near.

    Inside a write; answers how many entries are named.
    """
    stamp = stories.next_stamp(db)
    named = {row[0] for row in state["told"]} | set(state.get("there", ()))
    touched: set[int] = set()
    follow: list[tuple[int, int, int]] = []
    for entry_id, story, *telling in state["told"]:
        was = story_of(db, entry_id)
        db.execute("DELETE FROM telling WHERE entry_id = ?", (entry_id,))
        if telling[0] is not None:
            db.execute("INSERT INTO telling VALUES (?, ?, ?, ?, ?, ?, ?)", (entry_id, *telling))
        stories.put(db, entry_id, story, stamp)
        touched |= {was, story}
        follow.append((entry_id, was, story))
    while follow:
        near, was, story = follow.pop()
        late = [
            row[0]
            for row in db.rows(
                "SELECT t.entry_id FROM telling t JOIN entry e ON e.id = t.entry_id "
                "WHERE e.story = ? AND t.near = ?",
                (was, near),
            )
            if row[0] not in named
        ]
        if was == story or not late:
            continue
        if not story:
            story = stories.begin(db)
            stories.tell(db, stories.Joining(near, 0, "first"), ())
            stories.put(db, near, story, stamp)
            touched.add(story)
        for one in late:
            named.add(one)
            stories.put(db, one, story, stamp)
            follow.append((one, was, story))
    tie(db, {(bytes.fromhex(one), bytes.fromhex(other)): said for one, other, said in state["ties"]}, now)
    moved(db, touched)
    return len(state["told"])


def all_ties(db: Database) -> list[tuple[bytes, bytes, bool]]:
    """Every tie: two keys, and whether they are one story."""
    return [(row[0], row[1], bool(row[2])) for row in db.rows("SELECT one, other, joined FROM tie")]


def hand(db: Database) -> int:
    """A number that moves with each change by hand."""
    return int(db.value("SELECT value FROM counter WHERE name = 'hand'") or 0)


def moved(db: Database, touched: set[int]) -> None:
    """Stories changed by hand: count them anew, and let whoever holds them in memory know. Inside a write."""
    stories.count(db, touched - {0})
    db.execute("UPDATE counter SET value = value + 1 WHERE name = 'hand'")


def tie(db: Database, changes: Changes, now: int) -> None:
    """Say this of those pairs from now on. Inside a write."""
    for (one, other), joined in changes.items():
        if joined is None:
            db.execute("DELETE FROM tie WHERE one = ? AND other = ?", (one, other))
        else:
            db.execute("INSERT OR REPLACE INTO tie VALUES (?, ?, ?, ?)", (one, other, joined, now))


def keys_of(db: Database, ids: Sequence[int]) -> dict[int, bytes]:
    """The keys of entries by their ids."""
    rows = db.rows(
        "SELECT id, key FROM entry WHERE id IN (SELECT value FROM json_each(?))", (json.encode(ids).decode(),)
    )
    return {row[0]: row[1] for row in rows}


def parted(db: Database, keys: set[bytes]) -> list[Pair]:
    """The pairs among `keys` that were said never to be one."""
    found = []
    for key in keys:
        rows = db.rows("SELECT other FROM tie WHERE one = ? AND joined = 0", (key,))
        found += [(key, row[0]) for row in rows if row[0] in keys]
    return found


def tied_to(db: Database, key: bytes) -> list[bytes]:
    """The keys that were said to be one story with `key`."""
    rows = db.rows(
        "SELECT other FROM tie WHERE one = ?1 AND joined = 1 UNION SELECT one FROM tie WHERE other = ?1 AND joined = 1 "
        "ORDER BY 1",
        (key,),
    )
    return [row[0] for row in rows]


def pair(one: bytes, other: bytes) -> Pair:
    """Two keys, the lesser first."""
    return (one, other) if one < other else (other, one)


def story_of(db: Database, entry_id: int) -> int:
    """The story of an entry, 0 for none."""
    return int(db.value("SELECT story FROM entry WHERE id = ?", (entry_id,)) or 0)


def way_of(db: Database, entry_id: int) -> str:
    """How an entry came into its story, "" where it stands in none."""
    return str(db.value("SELECT way FROM telling WHERE entry_id = ?", (entry_id,)) or "")
