"""Orders of lists that no index of `listing` holds, in tables of their own: by headline and by length.

A table stays empty until somebody opens a long list in its order (`wish`). From then on the engine brings it up to the
newest entry while nothing else is to be done (`fill`), so that no refresh waits for it; triggers follow edits and what goes.
"""

from __future__ import annotations

import contextlib
from typing import Any

from msgspec import Struct

from reader.store.database import Database, StoreError

TITLE = "substr({0}title, 1, 64)"
"""What headlines are sorted by, without regard to case; from there on the newest stands first."""

BEHIND = 2_000
"""Entries that are not in a table yet and are sorted in when it is read; with more, the table does not help."""

_AT_ONCE = 4_000
"""Entries that are put into a table in one transaction, in its order, so that its pages are written once."""


class Order(Struct, frozen=True):
    """The order `name`: its table and the column there, SQL of the column over `entry`, how it is compared, and whether the
    greatest comes first.
    """

    name: str
    table: str
    column: str
    key: str
    collate: str = ""
    most: bool = False

    def newest(self, db: Database) -> int | None:
        """The newest entry that stands in the table, 0 for none yet, None where nobody wished for it."""
        newest = db.value("SELECT value FROM counter WHERE name = ?", (f"by {self.name}",))
        return None if newest is None else int(newest)

    def ready(self, db: Database, limit: int) -> bool:
        """Whether all but the last few entries up to `limit` stand in the table."""
        newest = self.newest(db)
        return newest is not None and limit - newest <= BEHIND

    def wish(self, db: Database) -> None:
        """Let the engine fill the table, from now on; where the store takes no writing now, perhaps the next time."""
        if not db.readonly and self.newest(db) is None:
            with contextlib.suppress(StoreError):
                self._note(db, 0)

    def begin_anew(self, db: Database) -> None:
        """Let the engine look through all entries again."""
        self._note(db, 0)

    def _note(self, db: Database, newest: int) -> None:
        with db.write(quiet=True):
            db.execute("INSERT OR REPLACE INTO counter VALUES (?, ?)", (f"by {self.name}", newest))

    def rows(
        self, db: Database, last: tuple[Any, ...] | None, limit: int, reverse: bool
    ) -> tuple[str, dict[str, Any]]:
        """The SELECT, without LIMIT, of (key, at, id) of all entries up to `limit` after the row `last`, and its parameters.

        Inside a read: what the table lacks is taken from `entry`.
        """
        key = self.key.format("e.")
        newest = self.newest(db) or 0
        down = self.most != reverse
        ways = ("DESC" if down else "ASC", "ASC" if reverse else "DESC")
        arms = [(self.table, self.column, "at", "entry_id", "entry_id <= min(:newest, :limit)")]
        if newest < limit:
            arms.append(
                (
                    "entry e",
                    f"{key} {self.collate}",
                    "e.at",
                    "e.id",
                    "e.id > :newest AND e.id <= :limit",
                )
            )
        sqls = []
        for source, what, at, entry_id, within in arms:
            beyond = f"({at}, {entry_id}) {'>' if reverse else '<'} (:at, :id)"
            bounds = (
                ("",)
                if last is None
                else (f" AND {what} = :key AND {beyond}", f" AND {what} {'<' if down else '>'} :key")
            )
            sqls += [
                f"SELECT {what} AS key, {at} AS at, {entry_id} AS id FROM {source} WHERE {within}{one}"
                for one in bounds
            ]
        order = f"1 {self.collate} {ways[0]}, 2 {ways[1]}, 3 {ways[1]}"
        params: dict[str, Any] = {"newest": newest, "limit": limit}
        if last is not None:
            params.update(zip(("key", "at", "id"), last, strict=True))
        return f"{' UNION ALL '.join(sqls)} ORDER BY {order}", params

    def fill(self, db: Database) -> None:
        """Bring the table up to the newest entry, a few thousand in each transaction. What is cut off goes on the next time."""
        newest, limit, key = self.newest(db), _limit(db), self.key.format("e.")
        if newest is None or newest >= limit:
            return
        db.execute("DROP TABLE IF EXISTS temp.sorting")
        db.execute("CREATE TABLE temp.sorting (place INTEGER PRIMARY KEY, entry_id INTEGER)")
        db.execute(
            "INSERT INTO temp.sorting (entry_id) SELECT id FROM entry e WHERE id > ? AND id <= ? "
            f"ORDER BY {key} {self.collate} {'DESC' if self.most else 'ASC'}, at DESC, id DESC",
            (newest, limit),
        )
        count = int(db.value("SELECT count(*) FROM temp.sorting"))
        for start in range(0, count, _AT_ONCE):
            with db.write(quiet=True):
                db.execute(
                    f"INSERT OR IGNORE INTO {self.table} SELECT {key}, e.at, e.id "
                    "FROM temp.sorting s CROSS JOIN entry e ON e.id = s.entry_id WHERE s.place > ? AND s.place <= ?",
                    (start, start + _AT_ONCE),
                )
        self._note(db, limit)
        db.execute("DROP TABLE temp.sorting")


ORDERS = {
    one.name: one
    for one in (
        Order("title", "title_order", "title", TITLE, "COLLATE NOCASE"),
        Order("length", "length_order", "words", "{0}words", most=True),
    )
}
"""Every order that has a table, by its name."""


def behind(db: Database) -> bool:
    """Whether a table that was wished for lacks entries. Costs microseconds."""
    limit = _limit(db)
    return any(
        newest is not None and newest < limit for newest in (one.newest(db) for one in ORDERS.values())
    )


def fill(db: Database) -> None:
    """Bring every table that was wished for up to the newest entry. Raises `StoreError`."""
    for one in ORDERS.values():
        one.fill(db)


def mend(db: Database) -> int:
    """Take out of the tables what is not so in `entry`, and let them be filled anew where they lack something; answers how many
    rows were wrong. Inside a write.
    """
    wrong = 0
    for one in ORDERS.values():
        db.execute(
            f"DELETE FROM {one.table} WHERE NOT EXISTS (SELECT 1 FROM entry e WHERE e.id = {one.table}.entry_id "
            f"AND e.at = {one.table}.at AND {one.key.format('e.')} = {one.table}.{one.column} COLLATE BINARY)"
        )
        wrong += db.changes()
        sql = f"SELECT count(*) FROM entry WHERE id <= ? AND id NOT IN (SELECT entry_id FROM {one.table})"
        lacking = int(db.value(sql, (one.newest(db) or 0,)))
        if lacking:
            wrong += lacking
            one.begin_anew(db)
    return wrong


def _limit(db: Database) -> int:
    return int(db.value("SELECT seq FROM sqlite_sequence WHERE name = 'entry'") or 0)
