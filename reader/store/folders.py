"""Folders of sources: paths to row ids and back. A folder without a subscribed feed is kept but not shown."""

from __future__ import annotations

from msgspec import json

from reader.model import Folder
from reader.store.database import Database


def paths(db: Database) -> dict[int, tuple[str, ...]]:
    """The path of every folder row, by id; 0 is the top, ()."""
    rows = {
        int(i): (int(parent), str(name)) for i, parent, name in db.rows("SELECT id, parent, name FROM folder")
    }
    found: dict[int, tuple[str, ...]] = {0: ()}
    for start in rows:
        chain: list[int] = []
        place = start
        while place not in found and place in rows and place not in chain:
            chain.append(place)
            place = rows[place][0]
        path = found.get(place, ())
        for step in reversed(chain):
            path = (*path, rows[step][1])
            found[step] = path
    return found


def make(db: Database, path: tuple[str, ...]) -> int:
    """The id of the folder at `path`, made where it is missing. Inside a write."""
    place = 0
    for name in path:
        found = db.value("SELECT id FROM folder WHERE parent = ? AND name = ?", (place, name))
        if found is None:
            db.execute(
                "INSERT INTO folder (parent, name, position) "
                "SELECT ?1, ?2, 1 + coalesce(max(position), 0) FROM folder WHERE parent = ?1",
                (place, name),
            )
            found = db.connection.last_insert_rowid()
        place = int(found)
    return place


def folders(db: Database) -> list[Folder]:
    """Every folder that holds a subscribed feed, in itself or below, in the order of its path; counters added up."""
    named = paths(db)
    places = {path: place for place, path in named.items()}
    total: dict[int, int] = {}
    unread: dict[int, int] = {}
    for place, all_, new in db.rows(
        "SELECT folder, sum(total), sum(unread) FROM feed WHERE removed_at IS NULL GROUP BY folder"
    ):
        path = named.get(int(place), ())
        for depth in range(1, len(path) + 1):
            above = places[path[:depth]]
            total[above] = total.get(above, 0) + int(all_)
            unread[above] = unread.get(above, 0) + int(new)
    order = dict(db.rows("SELECT id, position FROM folder"))
    sorts = _orders(db)
    shown = [
        Folder(place, named[place], unread[place], total[place], sorts.get(named[place], ""))
        for place in total
    ]
    return sorted(shown, key=lambda one: _order(one.path, places, order))


def _orders(db: Database) -> dict[tuple[str, ...], str]:
    """The order of their lists, by the sections that the person gave one."""
    rows = db.rows("SELECT path, json_extract(settings, '$.order') FROM section WHERE json_valid(settings)")
    return {tuple(json.decode(path)): str(order) for path, order in rows if order}


def _order(
    path: tuple[str, ...], places: dict[tuple[str, ...], int], order: dict[int, int]
) -> tuple[tuple[int, str], ...]:
    return tuple((order[places[path[:depth]]], path[depth - 1]) for depth in range(1, len(path) + 1))
