"""Whether the store is whole, and mending what is derived: counters and the search index."""

from __future__ import annotations

from reader.store import orders, tagged
from reader.store.database import Database, StoreDamaged

_FRESH = "SELECT rowid FROM search WHERE search MATCH 'telex' LIMIT 1"
"""Makes FTS5 read its structure anew: its own check trusts the one that it read before others wrote, and cries damage."""


def problems(db: Database, *, full: bool = False) -> list[str]:
    """What SQLite finds wrong, a line each; [] is a whole store. `full` reads every index as well and takes longer."""
    kind = "integrity_check" if full else "quick_check"
    found: list[str] = []
    try:
        with db.read():
            db.rows(_FRESH)
            found += [str(row[0]) for row in db.rows(f"PRAGMA {kind}(20)")]
            found += [f"a row of {row[0]} points nowhere" for row in db.rows("PRAGMA foreign_key_check")]
    except StoreDamaged as error:
        found.append(str(error))
    return [line for line in found if line != "ok"]


def recount(db: Database) -> int:
    """Set every kept counter, and the rows by tags and orders, to what is found anew; answers how many were wrong."""
    wrong = 0
    with db.write():
        db.execute(
            "UPDATE feed SET total = c.total, unread = c.unread FROM (SELECT f.id, count(l.entry_id) AS total, "
            "count(l.entry_id) FILTER (WHERE l.read_at IS NULL) AS unread FROM feed f "
            "LEFT JOIN listing l ON l.feed_id = f.id AND l.hidden_at IS NULL GROUP BY f.id) AS c "
            "WHERE c.id = feed.id AND (feed.total, feed.unread) <> (c.total, c.unread)"
        )
        wrong += db.changes()
        for name in ("total", "unread"):
            db.execute(
                f"UPDATE counter SET value = (SELECT coalesce(sum({name}), 0) FROM feed) "
                f"WHERE name = ?1 AND value <> (SELECT coalesce(sum({name}), 0) FROM feed)",
                (name,),
            )
            wrong += db.changes()
        db.execute(
            "UPDATE tag SET total = c.total FROM (SELECT t.id, count(l.entry_id) AS total FROM tag t "
            "LEFT JOIN mark_tag m ON m.tag_id = t.id LEFT JOIN entry e ON e.key = m.key "
            "LEFT JOIN listing l ON l.entry_id = e.id GROUP BY t.id) AS c WHERE c.id = tag.id AND tag.total <> c.total"
        )
        wrong += db.changes()
        wrong += tagged.mend(db) + orders.mend(db)
        if wrong:
            db.execute("UPDATE counter SET value = value + 1 WHERE name = 'structure'")
    return wrong


def reindex(db: Database) -> int:
    """Empty the search index and let every entry wait for the engine to fill it anew; answers how many."""
    with db.write():
        db.execute("INSERT INTO search (search) VALUES ('delete-all')")
        db.execute(
            "INSERT INTO pending (entry_id) SELECT id FROM entry WHERE true ON CONFLICT DO UPDATE SET indexed = 0"
        )
        return int(db.value("SELECT count(*) FROM pending"))
