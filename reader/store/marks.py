"""Marks: read, starred, for later, hidden, tags. Each act changes just the entries it names, and only those it changes."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from reader.model import Act
from reader.store import journal, markstate
from reader.store.database import Database
from reader.store.readwith import Reach, reached
from reader.store.river import in_bulk
from reader.text.cells import brief
from reader.words import N_

if TYPE_CHECKING:
    from reader.store.windows import View

_WORDS = {
    ("read_at", True): ("read", N_("Marked {what} as read")),
    ("read_at", False): ("unread", N_("Marked {what} as unread")),
    ("starred_at", True): ("star", N_("Marked {what} with a star")),
    ("starred_at", False): ("unstar", N_("Marked {what} without a star")),
    ("later_at", True): ("later", N_("Marked {what} for later")),
    ("later_at", False): ("not-later", N_("Marked {what} no longer for later")),
    ("hidden_at", True): ("hide", N_("Marked {what} as hidden")),
    ("hidden_at", False): ("unhide", N_("Marked {what} as shown")),
}
_ROWS = "SELECT value FROM json_each(:ids)"
MAX_TAG = 100
SPARED = ": entries of important sources are marked one by one"


def mark(
    db: Database,
    ids: Iterable[int],
    *,
    read: bool | None = None,
    starred: bool | None = None,
    later: bool | None = None,
    hidden: bool | None = None,
    now: int | None = None,
    reach: Reach = "none",
    bulk: bool = False,
) -> Act:
    """Set marks on entries; None leaves a mark as it is. What is marked so already keeps its time and is not counted.

    `reach` says which copies of their stories are read with entries that are marked read, and nothing else.
    `bulk`: they were not chosen one by one, so those of important sources stay as they are.
    """
    wishes = {"read_at": read, "starred_at": starred, "later_at": later, "hidden_at": hidden}
    chosen = {column: wish for column, wish in wishes.items() if wish is not None}
    chosen_ids = list(ids)
    entries = reached(_ROWS, reach) if chosen == {"read_at": True} else _ROWS
    return _mark(db, entries, {"ids": _json(chosen_ids)}, chosen, now, rows=len(chosen_ids), bulk=bulk)


def mark_view(
    db: Database,
    view: View,
    *,
    read: bool | None = True,
    starred: bool | None = None,
    later: bool | None = None,
    hidden: bool | None = None,
    now: int | None = None,
    reach: Reach = "none",
) -> Act:
    """Set marks on exactly the entries that `view` shows, not on what came since; `reach` as for `mark`.

    What stands there of important sources stays as it is, unless it is the only row.
    """
    wishes = {"read_at": read, "starred_at": starred, "later_at": later, "hidden_at": hidden}
    chosen = {column: wish for column, wish in wishes.items() if wish is not None}
    rows = view.count
    with db.write(act=True, rows=rows):
        sql, params = view.members()
        if chosen == {"read_at": True}:
            sql = reached(sql, reach)
        return _mark(db, sql, params, chosen, now, kind="mark-all", rows=rows, bulk=rows > 1)


def turn_later(db: Database, ids: Iterable[int], now: int | None = None) -> Act:
    """Keep entries for later that were not kept, and those no longer that were."""
    now = db.now() if now is None else now
    params = {"ids": _json(ids)}
    if not markstate.any_of(db, _ROWS, params, "1"):
        return _nothing(now)
    with db.write(act=True):
        journal_id = journal.begin(db, "turn-later", now, columns=markstate.bits(["later_at"]))
        count = markstate.record(db, journal_id, _ROWS, params)
        markstate.turn(db, journal_id, "later_at", now)
        text = f"Turned “for later” round on {_what(db, journal_id, count)}"
        return journal.finish(db, journal_id, text, count)


def tag(db: Database, ids: Iterable[int], name: str, now: int | None = None, *, bulk: bool = False) -> Act:
    """Put a tag on entries. The name is one line of at most 100 characters; it is made where it is new. `bulk` as for `mark`."""
    return _tag(db, _ROWS, {"ids": _json(ids)}, name, True, now, bulk)


def untag(db: Database, ids: Iterable[int], name: str, now: int | None = None, *, bulk: bool = False) -> Act:
    """Take a tag off entries. `bulk` as for `mark`."""
    return _tag(db, _ROWS, {"ids": _json(ids)}, name, False, now, bulk)


def tags(db: Database) -> list[tuple[str, int]]:
    """Every tag with the number of entries in lists that bear it."""
    return [(str(name), int(total)) for name, total in db.rows("SELECT name, total FROM tag ORDER BY name")]


def _mark(
    db: Database,
    entries: str,
    params: dict[str, Any],
    wishes: dict[str, bool],
    now: int | None,
    kind: str = "",
    rows: int = 0,
    bulk: bool = False,
) -> Act:
    now = db.now() if now is None else now
    changes = " OR ".join(f"{column} IS {'NULL' if wish else 'NOT NULL'}" for column, wish in wishes.items())
    wider, changes = changes, in_bulk(db, changes) if bulk else changes
    if not wishes or not markstate.any_of(db, entries, params, changes):
        spared = wishes and wider != changes and markstate.any_of(db, entries, params, wider)
        return _nothing(now, SPARED if spared else "")
    with db.write(act=True, rows=rows):
        if len(wishes) == 1:
            kind = kind or _WORDS[next(iter(wishes.items()))][0]
        journal_id = journal.begin(db, kind or "mark", now, columns=markstate.bits(wishes))
        count = markstate.record(db, journal_id, entries, params, changes)
        markstate.assign(db, journal_id, wishes, now)
        first, *others = (_WORDS[wish][1] for wish in wishes.items())
        how = " and ".join((first, *(one.removeprefix("Marked {what} ") for one in others)))
        return journal.finish(db, journal_id, how.format(what=_what(db, journal_id, count)), count)


def _tag(
    db: Database, entries: str, params: dict[str, Any], name: str, on: bool, now: int | None, bulk: bool
) -> Act:
    now = db.now() if now is None else now
    name = " ".join(name.split())[:MAX_TAG]
    has = (
        "EXISTS (SELECT 1 FROM entry e JOIN mark_tag t ON t.key = e.key "
        "JOIN tag ON tag.id = t.tag_id WHERE e.id = listing.entry_id AND tag.name = :name)"
    )
    changes = f"NOT {has}" if on else has
    changes = in_bulk(db, changes) if bulk else changes
    params = {**params, "name": name}
    if not name or not markstate.any_of(db, entries, params, changes):
        return _nothing(now)
    with db.write(act=True):
        journal_id = journal.begin(db, "tag" if on else "untag", now)
        count = markstate.record(db, journal_id, entries, params, changes)
        markstate.set_tag(db, journal_id, name, on, now)
        what = _what(db, journal_id, count)
        text = f"Tagged {what} with {name}" if on else f"Took {name} off {what}"
        return journal.finish(
            db, journal_id, text, count, [{"tag": name, "on": not on}], [{"tag": name, "on": on}]
        )


def _nothing(now: int, why: str = "") -> Act:
    return Act(0, now, "none", f"Nothing was changed{why}", 0)


def _what(db: Database, journal_id: int, count: int) -> str:
    if count != 1:
        return f"{count:,} entries"
    title = db.value(
        "SELECT title FROM entry WHERE id = (SELECT entry_id FROM journal_entry WHERE journal_id = ?)",
        (journal_id,),
    )
    return f"“{brief(str(title), 80)}”"


def _json(ids: Iterable[int]) -> str:
    return json.dumps([int(one) for one in ids])
