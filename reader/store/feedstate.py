"""The SQL beneath subscriptions: a feed's name, folder and removal, set in one place so that undo can set them too.

Unsubscribing keeps the feed, its entries and their marks; only the rows of `listing` go. Everything runs inside a write.
"""

from __future__ import annotations

from typing import Any

from reader.store import folders, markstate, stories, tagged
from reader.store.database import Database


def state_of(db: Database, feed_id: int) -> dict[str, Any]:
    """What `set_feed` can bring back."""
    row = db.row("SELECT name, folder, removed_at, paused, settings, url FROM feed WHERE id = ?", (feed_id,))
    assert row is not None
    return {
        "feed": feed_id,
        "name": str(row[0]),
        "folder": list(folders.paths(db).get(int(row[1]), ())),
        "removed_at": row[2],
        "paused": int(row[3]),
        "settings": str(row[4]),
        "url": str(row[5]),
    }


def set_feed(db: Database, state: dict[str, Any]) -> None:
    """Give a feed the name, folder, removal, pause and settings that `state` names; what it does not name stays."""
    feed_id = int(state["feed"])
    if "name" in state:
        db.execute("UPDATE feed SET name = ? WHERE id = ?", (state["name"], feed_id))
    if "folder" in state:
        place = folders.make(db, tuple(state["folder"]))
        db.execute("UPDATE feed SET folder = ? WHERE id = ?", (place, feed_id))
    if "paused" in state:
        db.execute("UPDATE feed SET paused = ? WHERE id = ?", (state["paused"], feed_id))
    if "settings" in state:
        db.execute("UPDATE feed SET settings = ? WHERE id = ?", (state["settings"], feed_id))
    if "url" in state:
        set_address(db, feed_id, str(state["url"]))
    if "removed_at" in state:
        was = db.value("SELECT removed_at FROM feed WHERE id = ?", (feed_id,))
        db.execute("UPDATE feed SET removed_at = ? WHERE id = ?", (state["removed_at"], feed_id))
        if was is None and state["removed_at"] is not None:
            _take_out(db, feed_id)
        elif was is not None and state["removed_at"] is None:
            _put_back(db, feed_id)
    if "folder" in state or "removed_at" in state:
        db.execute("UPDATE counter SET value = value + 1 WHERE name = 'structure'")


def set_address(db: Database, feed_id: int, url: str) -> None:
    """Ask `url` from now on, at once and from the start; where another feed has that address, nothing changes.

    The feed keeps its key, and so its entries and marks.
    """
    db.execute(
        "UPDATE OR IGNORE feed SET url = ?1, etag = NULL, last_modified = NULL, next_at = 0, fresh_until = 0, moved = '[]', "
        "status = iif(status IN ('gone', 'error', 'suspect'), 'new', status), error = '', failures = 0 "
        "WHERE id = ?2 AND url <> ?1",
        (url, feed_id),
    )


_TAGGED = (
    "FROM (SELECT t.tag_id, count(*) AS n FROM listing l JOIN entry e ON e.id = l.entry_id "
    "JOIN mark_tag t ON t.key = e.key WHERE l.feed_id = ? GROUP BY t.tag_id) AS d WHERE tag.id = d.tag_id"
)


def _take_out(db: Database, feed_id: int) -> None:
    row = db.row("SELECT total, unread FROM feed WHERE id = ?", (feed_id,))
    assert row is not None
    db.execute(f"UPDATE tag SET total = total - d.n {_TAGGED}", (feed_id,))
    db.execute("DELETE FROM listing WHERE feed_id = ?", (feed_id,))
    stories.count_feed(db, feed_id)
    markstate.count(db, [(feed_id, -int(row[0]), -int(row[1]))])


def _put_back(db: Database, feed_id: int) -> None:
    db.execute(
        "INSERT OR IGNORE INTO listing (entry_id, feed_id, at, read_at, starred_at, later_at, hidden_at) "
        "SELECT e.id, e.feed_id, e.at, m.read_at, m.starred_at, m.later_at, m.hidden_at "
        "FROM entry e LEFT JOIN mark m ON m.key = e.key WHERE e.feed_id = ?",
        (feed_id,),
    )
    row = db.row(
        "SELECT count(*), coalesce(sum(read_at IS NULL), 0) FROM listing WHERE feed_id = ? AND hidden_at IS NULL",
        (feed_id,),
    )
    assert row is not None
    markstate.count(db, [(feed_id, int(row[0]), int(row[1]))])
    db.execute(f"UPDATE tag SET total = total + d.n {_TAGGED}", (feed_id,))
    tagged.list_feed(db, feed_id)
    stories.count_feed(db, feed_id)
