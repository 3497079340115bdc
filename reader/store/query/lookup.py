"""What names in a query mean in one store: feeds by slug, id or a part of their name; folders; tags."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from reader.store.feedrows import SET
from reader.store.folders import paths
from reader.store.river import important
from reader.text.fold import fold

if TYPE_CHECKING:
    from reader.store.database import Database


class StoreLookup:
    """Reads the names anew for each query; there are thousands of feeds at the most."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def feeds(self, name: str) -> list[int]:
        """Feeds with this slug or id; else all whose name or title holds `name` (folded)."""
        number = int(name) if name.isascii() and name.isdigit() and len(name) < 19 else 0
        found = self._db.rows(
            "SELECT id FROM feed WHERE (id = ? OR slug = ?) AND removed_at IS NULL ORDER BY id",
            (number, name),
        )
        if found:
            return [int(str(row[0])) for row in found]
        rows = self._db.rows("SELECT id, slug, name, title FROM feed WHERE removed_at IS NULL ORDER BY id")
        exact = [int(row[0]) for row in rows if name in (str(row[0]), fold(str(row[1])))]
        return exact or [
            int(row[0]) for row in rows if name in fold(str(row[2] or row[3])) or name in fold(str(row[3]))
        ]

    def folders(self, name: str) -> list[int]:
        """Feeds in the folders of this name or number, those below too, and those that go by the name beside their folder."""
        rows = self._db.rows("SELECT id, parent, name FROM folder")
        wanted = {int(row[0]) for row in rows if name in (str(row[0]), fold(str(row[2])))}
        named = paths(self._db) if wanted else {}
        places = [tuple(fold(part) for part in named[one]) for one in wanted]
        while True:
            inner = {int(row[0]) for row in rows if row[1] in wanted} - wanted
            if not inner:
                break
            wanted |= inner
        feeds = []
        if wanted:
            within = self._db.rows(
                "SELECT id FROM feed INDEXED BY feed_folder "
                f"WHERE removed_at IS NULL AND folder IN ({','.join(map(str, wanted))}) ORDER BY id"
            )
            feeds = [row[0] for row in within]
        beside = self._db.rows(
            f"SELECT id, json_extract(settings, '$.sections') {SET} AND instr(settings, 'sections') AND json_valid(settings)"
        )
        others = [row[0] for row in beside if _goes_by(row[1], name, places)]
        return sorted({*feeds, *others}) if others else feeds

    def tags(self, name: str) -> list[int]:
        rows = self._db.rows("SELECT id, name FROM tag ORDER BY id")
        return [int(row[0]) for row in rows if fold(str(row[1])) == name]

    def last_look(self) -> int:
        row = self._db.row("SELECT value FROM setting WHERE name = 'left_at'")
        return int(row[0]) if row and str(row[0]).isdigit() else 0

    def important(self) -> list[int]:
        return important(self._db)

    def languages(self) -> dict[int, str]:
        rows = self._db.rows(
            f"SELECT id, json_extract(settings, '$.language') {SET} "
            "AND instr(settings, '\"language\"') AND json_valid(settings) ORDER BY id"
        )
        return {int(row[0]): str(row[1]) for row in rows if row[1]}

    def saved(self) -> dict[str, str]:
        rows = self._db.rows("SELECT name, query FROM saved ORDER BY position, id")
        return {str(row[0]): str(row[1]) for row in rows}

    def mutes(self) -> list[str]:
        rows = self._db.rows("SELECT query FROM rule WHERE mute = 1 ORDER BY id")
        return [str(row[0]) for row in rows]


def _goes_by(sections: object, name: str, places: list[tuple[str, ...]]) -> bool:
    """Whether `name` is among the other sections of a feed, a JSON list, of a path each part, or one is within `places` (all folded)."""
    try:
        found = json.loads(sections) if isinstance(sections, str) else []
    except ValueError:
        return False
    for one in found:
        parts = tuple(fold(part.strip()) for part in str(one).split("/"))
        if name in (fold(str(one)), *parts) or any(parts[: len(place)] == place for place in places):
            return True
    return False
