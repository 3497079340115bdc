"""Orders of lists that no index of `listing` holds, in tables of their own: by headline and by length.

The engine brings a table up to the newest entry while nothing else is to be done (`fill`), so that no refresh waits for
it. Triggers follow lengths and what goes; what a headline that changed or went was sorted by is noted, until it is put right.
"""

from __future__ import annotations

from typing import Any

from msgspec import Struct, json

from reader.store.database import Database
from reader.store.sortkey import TITLE

BEHIND = 20_000
"""Entries that are not in their place in a table and are sorted when a list opens; with more, the table does not help."""

_AT_ONCE = 1_000
"""Entries that are put into a table in one transaction, in its order, so that its pages are written once."""

Row = tuple[Any, int, int]
"""What an entry is sorted by, its time and its id."""


class Order(Struct, frozen=True):
    """The order `name`: its table and the column there, SQL of the column over `entry`, and whether the greatest comes first.

    `moved` is the table of rows that are no longer right.
    """

    name: str
    table: str
    column: str
    key: str
    most: bool = False
    moved: str = ""

    def newest(self, db: Database) -> int:
        """The newest entry that stands in the table, 0 for none yet."""
        return int(db.value("SELECT value FROM counter WHERE name = ?", (f"by {self.name}",)) or 0)

    def ready(self, db: Database, limit: int) -> bool:
        """Whether all but some entries up to `limit` stand in their places in the table."""
        behind = limit - self.newest(db)
        if behind <= BEHIND and self.moved:
            behind += int(db.value(f"SELECT count(*) FROM (SELECT 1 FROM {self.moved} LIMIT {BEHIND + 1})"))
        return behind <= BEHIND

    def behind(self, db: Database) -> bool:
        """Whether there is something to do for `fill`. Costs microseconds."""
        if self.newest(db) < _limit(db):
            return True
        return bool(self.moved) and db.value(f"SELECT 1 FROM {self.moved} LIMIT 1") is not None

    def place(self, row: Row) -> tuple[Any, int, int]:
        """What rows are sorted by in Python."""
        key, at, entry_id = row
        return -key if self.most else key, -at, -entry_id

    def loose(self, db: Database, limit: int) -> list[Row]:
        """Those entries up to `limit` that are not in their places in the table. Inside a read."""
        key, newest = self.key.format("e."), self.newest(db)
        found = db.rows(
            f"SELECT {key}, e.at, e.id FROM entry e WHERE e.id > ? AND e.id <= ?", (newest, limit)
        )
        if self.moved:
            found += db.rows(
                f"SELECT {key}, e.at, e.id FROM entry e WHERE e.id IN (SELECT entry_id FROM {self.moved}) AND e.id <= ?",
                (min(newest, limit),),
            )
        return found

    def rows(self, last: Row | None, reverse: bool) -> tuple[str, dict[str, Any]]:
        """The SELECT, without LIMIT, of the table's rows after `last` of entries up to :limit, and its parameters but that."""
        down = self.most != reverse
        ways = ("DESC" if down else "ASC", "ASC" if reverse else "DESC")
        beyond = f"(at, entry_id) {'>' if reverse else '<'} (:at, :id)"
        bounds = (
            ("",)
            if last is None
            else (
                f" AND {self.column} = :key AND {beyond}",
                f" AND {self.column} {'<' if down else '>'} :key",
            )
        )
        within = "entry_id <= :limit"
        if self.moved:
            within += f" AND entry_id NOT IN (SELECT entry_id FROM {self.moved})"
        sqls = [f"SELECT {self.column}, at, entry_id FROM {self.table} WHERE {within}{one}" for one in bounds]
        params = {} if last is None else dict(zip(("key", "at", "id"), last, strict=True))
        return f"{' UNION ALL '.join(sqls)} ORDER BY 1 {ways[0]}, 2 {ways[1]}, 3 {ways[1]}", params

    def fill(self, db: Database) -> None:
        """Put all entries into their places, some in each transaction. What is cut off goes on the next time."""
        while self.moved and db.value(f"SELECT 1 FROM {self.moved} LIMIT 1") is not None:
            with db.write(quiet=True):
                self.settle(db, _AT_ONCE)
        newest, limit, key = self.newest(db), _limit(db), self.key.format("e.")
        if newest >= limit:
            return
        db.execute("DROP TABLE IF EXISTS temp.sorting")
        db.execute("CREATE TABLE temp.sorting (place INTEGER PRIMARY KEY, entry_id INTEGER)")
        db.execute(
            "INSERT INTO temp.sorting (entry_id) SELECT id FROM entry e WHERE id > ? AND id <= ? "
            f"ORDER BY {key} {'DESC' if self.most else 'ASC'}, at DESC, id DESC",
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
        with db.write(quiet=True):
            self.note(db, limit)
        db.execute("DROP TABLE temp.sorting")

    def note(self, db: Database, newest: int) -> None:
        """Let the table count as filled up to this entry. Inside a write."""
        db.execute("INSERT OR REPLACE INTO counter VALUES (?, ?)", (f"by {self.name}", newest))

    def settle(self, db: Database, most: int) -> None:
        """Put right what is noted of at most so many entries. Inside a write."""
        ids = [row[0] for row in db.rows(f"SELECT DISTINCT entry_id FROM {self.moved} LIMIT ?", (most,))]
        chosen, key = json.encode(ids).decode(), self.key
        these = "entry_id IN (SELECT value FROM json_each(?))"
        was = db.rows(f"SELECT {key.format('')}, at, entry_id FROM {self.moved} WHERE {these}", (chosen,))
        db.executemany(
            f"DELETE FROM {self.table} WHERE {self.column} = ? AND at = ? AND entry_id = ?",
            was,
        )
        db.execute(
            f"INSERT OR IGNORE INTO {self.table} SELECT {key.format('e.')}, e.at, e.id FROM entry e "
            "WHERE e.id IN (SELECT value FROM json_each(?))",
            (chosen,),
        )
        db.execute(f"DELETE FROM {self.moved} WHERE {these}", (chosen,))


ORDERS = {
    one.name: one
    for one in (
        Order("title", "title_order", "title", TITLE, moved="title_moved"),
        Order("length", "length_order", "words", "{0}words", most=True),
    )
}
"""Every order that has a table, by its name."""


def behind(db: Database) -> bool:
    """Whether there is something to do for `fill`. Costs microseconds."""
    return any(one.behind(db) for one in ORDERS.values())


def fill(db: Database) -> None:
    """Bring every table up to the newest entry. Raises `StoreError`."""
    for one in ORDERS.values():
        one.fill(db)


def mend(db: Database) -> int:
    """Take out of the tables what is not so in `entry`, and let them be filled anew where they lack something; answers how many
    rows were wrong. Inside a write.
    """
    wrong = 0
    for one in ORDERS.values():
        if one.moved:
            one.settle(db, -1)
        db.execute(
            f"DELETE FROM {one.table} WHERE NOT EXISTS (SELECT 1 FROM entry e WHERE e.id = {one.table}.entry_id "
            f"AND e.at = {one.table}.at AND {one.key.format('e.')} = {one.table}.{one.column})"
        )
        wrong += db.changes()
        sql = f"SELECT count(*) FROM entry WHERE id <= ? AND id NOT IN (SELECT entry_id FROM {one.table})"
        lacking = int(db.value(sql, (one.newest(db),)))
        if lacking:
            wrong += lacking
            one.note(db, 0)
    return wrong


def _limit(db: Database) -> int:
    return int(db.value("SELECT seq FROM sqlite_sequence WHERE name = 'entry'") or 0)
