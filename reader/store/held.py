"""What a source brought that seems to have another owner: kept aside until the person lets it in or drops it, both undoable."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import msgspec

from reader.model import Act
from reader.store import (
    entries,
    feeds,
    feedstate,
    identity,
    journal,
    markstate,
    matching,
    packing,
    pending,
    states,
    unruled,
)
from reader.store.database import Database
from reader.store.incoming import Incoming
from reader.text.fold import fold

MOST = 500
"""Articles that are held back of one source; beyond that the oldest go."""

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(Incoming).decode


def hold(db: Database, feed_id: int, items: Iterable[Incoming], now: int) -> int:
    """Keep what came aside; what was dropped or let in before is not asked about again. Answers how many wait."""
    with db.write():
        key = db.value("SELECT key FROM feed WHERE id = ?", (feed_id,))
        db.executemany(
            "INSERT OR IGNORE INTO held (feed_id, key, at, item) VALUES (?, ?, ?, ?)",
            (
                (feed_id, identity.entry_key(key, *identity.identity(one, one.digest)), now, _encode(one))
                for one in items
            ),
        )
        db.execute(
            "DELETE FROM held WHERE feed_id = ?1 AND key IN (SELECT key FROM held WHERE feed_id = ?1 "
            "ORDER BY decided, at DESC LIMIT -1 OFFSET ?2)",
            (feed_id, MOST),
        )
    return count(db, feed_id)


def count(db: Database, feed_id: int) -> int:
    """How many articles of a source are held back."""
    return int(db.value("SELECT count(*) FROM held WHERE feed_id = ? AND decided = 0", (feed_id,)))


def held(db: Database, feed_id: int) -> list[Incoming]:
    """They themselves, the newest first."""
    rows = db.rows("SELECT item FROM held WHERE feed_id = ? AND decided = 0", (feed_id,))
    found = [_decode(row[0]) for row in rows]
    return sorted(found, key=lambda one: (-(one.published or 0), one.title))


def text_of(item: Incoming) -> str:
    """The plain text of one that is held back."""
    return packing.plain(packing.unpack(item.content or item.summary)).strip()


def let_in(db: Database, feed_id: int, now: int | None = None) -> Act:
    """Take what a source brings that seemed to have another owner: what is held back now, and what comes.

    Taking that back hides it again, and holds it back.
    """
    now = db.now() if now is None else now
    name, kept = feeds.feed(db, feed_id).name, feeds.settings_of(db, feed_id)
    kept["owner"] = kept.get("suspect", "")
    words: list[pending.Row] = []
    with db.write(act=True):
        waiting, before, after = _decide(db, feed_id)
        state = feedstate.state_of(db, feed_id)
        before.append({"feed": feed_id, "settings": state["settings"]})
        after.append({"feed": feed_id, "settings": json.dumps(dict(sorted(kept.items())))})
        act = journal.begin(db, "settings", now, columns=markstate.bits(["hidden_at"]))
        feedstate.set_feed(db, after[-1])
        new = _enter(db, feed_id, act, waiting, now, words)
        db.execute(
            "UPDATE feed SET next_at = 0, fresh_until = 0, etag = NULL, last_modified = NULL WHERE id = ?",
            (feed_id,),
        )
        text = f"Accepted what {name} is now"
        done = journal.finish(
            db, act, f"{text}, with {new:,} articles" if new else text, max(new, 1), before, after
        )
    pending.index(db, words)
    return done


def drop(db: Database, feed_id: int, now: int | None = None) -> Act:
    """Let go what is held back of a source; the same articles are not held back again."""
    now = db.now() if now is None else now
    name = feeds.feed(db, feed_id).name
    with db.write(act=True):
        waiting, before, after = _decide(db, feed_id)
        if not waiting:
            return Act(0, now, "none", f"Nothing of {name} is held back", 0)
        act = journal.begin(db, "drop", now)
        text = f"Dropped {len(waiting):,} articles that {name} brought"
        return journal.finish(db, act, text, len(waiting), before, after)


def _decide(db: Database, feed_id: int) -> tuple[list[Incoming], list[dict[str, Any]], list[dict[str, Any]]]:
    """Nothing waits any more: what did, and the states for the journal. Inside a write."""
    waiting = held(db, feed_id)
    rows = db.rows("SELECT key FROM held WHERE feed_id = ? AND decided = 0", (feed_id,))
    state = {"held": feed_id, "keys": [row[0].hex() for row in rows]}
    if not waiting:
        return [], [], []
    after = {**state, "decided": 1}
    states.set_held(db, after)
    return waiting, [{**state, "decided": 0}], [after]


def _enter(
    db: Database, feed_id: int, act: int, waiting: list[Incoming], now: int, words: list[pending.Row]
) -> int:
    """Store them as entries of the source; those that are there and hidden are shown again. Inside a write."""
    row = db.row("SELECT key, coalesce(nullif(name, ''), title) FROM feed WHERE id = ?", (feed_id,))
    assert row is not None
    placed = matching.place(db, feed_id, row[0], waiting)
    known = json.dumps([item.old.id for item in placed if item.old is not None])
    part = journal.begin(db, "with", now, target=act, columns=markstate.bits(["hidden_at"]))
    shown = markstate.record(
        db, part, "SELECT value FROM json_each(:ids)", {"ids": known}, "hidden_at IS NOT NULL"
    )
    markstate.assign(db, part, {"hidden_at": False}, now)
    journal.finish(db, part, "", shown)
    fresh = list({item.key: item for item in placed if item.old is None}.values())[::-1]
    ids = entries.insert(db, feed_id, fresh, now)
    unruled.note(db, ids)
    journal.note_added(db, act, ids, now)
    paper = fold(str(row[1]))
    words += [entries.search_row(one, item, paper) for one, item in zip(ids, fresh, strict=True)]
    return len(ids) + shown
