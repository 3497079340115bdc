"""What the kept counters should say, counted anew."""

from __future__ import annotations

from reader.store.database import Database
from reader.store.orders import ORDERS


def assert_counters(db: Database) -> None:
    feeds = db.rows(
        "SELECT f.id, f.total, f.unread, "
        "(SELECT count(*) FROM listing l WHERE l.feed_id = f.id AND l.hidden_at IS NULL), "
        "(SELECT count(*) FROM listing l WHERE l.feed_id = f.id AND l.hidden_at IS NULL AND l.read_at IS NULL) "
        "FROM feed f"
    )
    assert [(row[0], row[1], row[2]) for row in feeds] == [(row[0], row[3], row[4]) for row in feeds]
    kept = dict(db.rows("SELECT name, value FROM counter WHERE name IN ('total', 'unread')"))
    assert kept == {"total": sum(row[3] for row in feeds), "unread": sum(row[4] for row in feeds)}
    tags = db.rows(
        "SELECT t.name, t.total, (SELECT count(*) FROM mark_tag m JOIN entry e ON e.key = m.key "
        "JOIN listing l ON l.entry_id = e.id WHERE m.tag_id = t.id) FROM tag t"
    )
    assert [(row[0], row[1]) for row in tags] == [(row[0], row[2]) for row in tags]
    rows = "SELECT t.tag_id, l.at, l.entry_id FROM mark_tag t JOIN entry e ON e.key = t.key JOIN listing l ON l.entry_id = e.id"
    assert sorted(db.rows("SELECT tag_id, at, entry_id FROM tagged")) == sorted(db.rows(rows))
    listed = db.rows(
        "SELECT l.entry_id FROM listing l JOIN entry e ON e.id = l.entry_id LEFT JOIN mark m ON m.key = e.key "
        "WHERE (l.read_at, l.starred_at, l.later_at, l.hidden_at) IS NOT (m.read_at, m.starred_at, m.later_at, m.hidden_at)"
    )
    assert listed == []
    for order in ORDERS.values():
        moved = f" WHERE entry_id NOT IN (SELECT entry_id FROM {order.moved})" if order.moved else ""
        table, right = (
            f"SELECT {order.column}, at, entry_id FROM {order.table}{moved}",
            f"SELECT {order.key.format('')}, at, id FROM entry",
        )
        assert set(db.rows(table)) <= set(db.rows(right))
