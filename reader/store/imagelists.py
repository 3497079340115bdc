"""Report lists that the person subscribes to: plain text, one hash or address of an image a line, kept with their origin.

A list is taken whole or not at all. Subscribing to the same origin again takes the new lines in the old ones' place.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from reader.model import Act
from reader.store import journal, states
from reader.store.database import Database
from reader.store.errors import StoreError
from reader.store.imagenames import HASH, address_of, host_of
from reader.text.clean import clean_line

MOST_BYTES = 8 << 20
MOST_LINES = 100_000

_BAD = re.compile(r"[\x00-\x20\x7f-\xa0\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")
_LONGEST = 4_096
_KEPT = 30 * 86_400  # seconds that the lines of a list that was left can come back by undo


class WrongList(StoreError):
    """This is no report list. Its text is one sentence for people."""


@dataclass(frozen=True, slots=True)
class ReportList:
    """A list that is subscribed to: where it came from, when, and how many images it names."""

    id: int
    origin: str
    at: int
    lines: int


def read_list(data: bytes) -> dict[str, str]:
    """The lines of a list by the name that each stands for. Raises `WrongList`."""
    if len(data) > MOST_BYTES:
        raise WrongList(f"This list is larger than {MOST_BYTES >> 20} MB: nothing of it was taken.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise WrongList(
            "This is no list of images: it is no text in UTF-8. Nothing of it was taken."
        ) from None
    found: dict[str, str] = {}
    for number, whole in enumerate(text.split("\n"), 1):
        line = whole.strip(" \t\r")
        if not line or line.startswith("#"):
            continue
        found[_name(line, number)] = line
        if len(found) > MOST_LINES:
            raise WrongList(f"This list names more than {MOST_LINES:,} images: nothing of it was taken.")
    if not found:
        raise WrongList("This list names no images: nothing was changed.")
    return found


def _name(line: str, number: int) -> str:
    match = HASH.match(line)
    if match:
        return match[1].lower()
    if len(line) > _LONGEST:
        raise WrongList(f"Line {number} is too long for an address: nothing of the list was taken.")
    if _BAD.search(line):
        raise WrongList(
            f"Line {number} holds spaces or characters that act on a terminal: nothing of the list was taken."
        )
    if not line.startswith(("http://", "https://")) or not host_of(line) or "@" in line.split("/")[2]:
        raise WrongList(
            f"Line {number} is no hash and no address of an image: nothing of the list was taken."
        )
    return address_of(line)


def subscribe(db: Database, origin: str, data: bytes, now: int | None = None) -> Act:
    """Block what the list `data` names, now and in what comes. `origin` is the file or address that it came from.

    One act, whose undo lets the whole list go. Raises `WrongList`.
    """
    now = db.now() if now is None else now
    found = read_list(data)
    origin = clean_line(origin, _LONGEST)
    with db.write(act=True, rows=len(found)):
        _forget(db, now)
        olds = [one for one in all_lists(db) if one.origin == origin]
        list_id = 1 + int(db.value("SELECT seq FROM sqlite_sequence WHERE name = 'image_list'") or 0)
        row = {"origin": origin, "at": now, "lines": len(found)}
        before = [_state(one) for one in olds]
        after = [_left(one, now) for one in olds]
        before.append({"image_list": list_id, "row": {**row, "active": 0}})
        after.append({"image_list": list_id, "row": {**row, "active": 1}})
        journal_id = journal.begin(db, "image-list", now)
        for state in after:
            states.bring_back(db, state, journal_id, now)
        db.executemany(
            "INSERT INTO image_listed (name, list, line) VALUES (?, ?, ?)",
            ((name, list_id, line) for name, line in found.items()),
        )
        return journal.finish(
            db, journal_id, f"Subscribed to the list {origin}: {len(found):,} images", 1, before, after
        )


def renew(db: Database, origin: str, data: bytes, now: int) -> bool:
    """Take the lines that the list has by now, without an act; false where they are the same. Raises `WrongList`."""
    found = read_list(data)
    one = next((one for one in all_lists(db) if one.origin == origin), None)
    if one is None:
        return False
    old = {str(row[0]) for row in db.rows("SELECT name FROM image_listed WHERE list = ?", (one.id,))}
    with db.write(rows=len(found)):
        db.execute("UPDATE image_list SET at = ?, lines = ? WHERE id = ?", (now, len(found), one.id))
        db.executemany(
            "DELETE FROM image_listed WHERE name = ? AND list = ?",
            ((name, one.id) for name in old - {*found}),
        )
        db.executemany(
            "INSERT INTO image_listed (name, list, line) VALUES (?, ?, ?)",
            ((name, one.id, line) for name, line in found.items() if name not in old),
        )
    return old != {*found}


def looked_at(db: Database, one: ReportList, now: int) -> None:
    """Note that a list was asked for in vain: what it named the last time stands."""
    with db.write(quiet=True):
        db.execute("UPDATE image_list SET at = ? WHERE id = ?", (now, one.id))


def unsubscribe(db: Database, which: str, now: int | None = None) -> Act:
    """Let a list go, by its number ("list:3", "3") or origin: what only it blocked is shown again. One act."""
    now = db.now() if now is None else now
    wanted = which.strip().removeprefix("list:")
    with db.write(act=True):
        one = next((one for one in all_lists(db) if wanted in (str(one.id), one.origin)), None)
        if one is None:
            raise WrongList(f"There is no list {which}: “telex images” lists them.")
        text = f"Left the list {one.origin}: {one.lines:,} images"
        return journal.note(db, "image-list", text, _state(one), _left(one, now), now)


def all_lists(db: Database) -> list[ReportList]:
    """The lists that are subscribed to."""
    rows = db.rows("SELECT id, origin, at, lines FROM image_list WHERE active = 1 ORDER BY id")
    return [ReportList(*row) for row in rows]


def lines(db: Database, list_id: int) -> list[str]:
    """What a list names."""
    rows = db.rows("SELECT line FROM image_listed WHERE list = ? ORDER BY line", (list_id,))
    return [str(row[0]) for row in rows]


def _forget(db: Database, now: int) -> None:
    """Lists that were left so long ago that no undo brings them back."""
    gone = "SELECT id FROM image_list WHERE active = 0 AND at < ?"
    db.execute(f"DELETE FROM image_listed WHERE list IN ({gone})", (now - _KEPT,))
    db.execute(f"DELETE FROM image_list WHERE id IN ({gone})", (now - _KEPT,))


def _state(one: ReportList) -> states.State:
    return {
        "image_list": one.id,
        "row": {"origin": one.origin, "at": one.at, "lines": one.lines, "active": 1},
    }


def _left(one: ReportList, now: int) -> states.State:
    """As it is once it was left."""
    state = _state(one)
    return {**state, "row": {**state["row"], "at": now, "active": 0}}
