"""What devices say of marks: kept by triggers while syncing is on, sent from here, taken in; the last word on a mark counts.

A word is later than another by (time, device), where a change made here is always later than the word that it changes, by
whatever clock. So all stores that heard the same words agree, in any order, and hearing one twice changes nothing.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from reader.store import journal, keyed, markstate, settings, states
from reader.store.database import Database
from reader.words import ngettext

SWITCH = "sync"
"""The setting that names the folder; the triggers look whether it is there."""

_LARGE = 1_000_000  # bytes that a step keeps of what it knows by key

_STANDING = " UNION ALL ".join(
    [f"SELECT key, '{name}' AS mark, {column} AS value FROM mark WHERE {column} IS NOT NULL"
     for name, column in keyed.FLAGS.items()]
    + [f"SELECT t.key, '{keyed.TAG}' || g.name, coalesce(m.changed_at, 0) FROM mark_tag t JOIN tag g ON g.id = t.tag_id "
       "LEFT JOIN mark m ON m.key = t.key"]
)  # fmt: skip


class Word(NamedTuple):
    """One line of a device's file: since when the mark is set (None: cleared), and when that was said. Unix seconds."""

    key: bytes
    mark: str
    value: int | None
    at: int
    device: str


class Place(NamedTuple):
    """How far a file was read: bytes, and the digest of all that stands before."""

    at: int = 0
    digest: bytes = b""


class Taken(NamedTuple):
    """The step of the journal that what was taken in went into, how many marks it changed, and how many words were new."""

    step: int
    changed: int
    heard: int


def folder(db: Database) -> str:
    """The folder that marks are synced with; "" where syncing is off."""
    return settings.setting(db, SWITCH)


def switch_on(db: Database, chosen: str, now: int) -> None:
    """Sync with folder `chosen` from now on. What was marked before, or while it was off, is said in the same transaction."""
    if folder(db) == chosen:
        return
    with db.write(act=True, rows=journal.ALL_ROWS):
        if not folder(db):
            device = settings.device(db)
            db.execute(
                f"INSERT INTO sync_word SELECT key, mark, value, value, ?, 1 FROM ({_STANDING}) WHERE 1 "
                "ON CONFLICT (key, mark) DO UPDATE SET value = excluded.value, at = max(at + 1, excluded.at), "
                "device = excluded.device, unsent = 1 WHERE value IS NULL",
                (device,),
            )
            db.execute(
                "UPDATE sync_word SET value = NULL, at = max(at + 1, ?), device = ? "
                f"WHERE value IS NOT NULL AND (key, mark) NOT IN (SELECT key, mark FROM ({_STANDING}))",
                (now, device),
            )
            say_again(db)
        settings.set_setting(db, SWITCH, chosen)


def switch_off(db: Database) -> int:
    """Say nothing more; answers how many changes had not been sent. What was heard is kept for when it is switched on again."""
    with db.write(act=True):
        db.execute("UPDATE sync_word SET unsent = 0 WHERE unsent = 1")
        left = db.changes()
        db.execute("DELETE FROM setting WHERE name = ?", (SWITCH,))
    return left


def say_again(db: Database, name: str = "") -> None:
    """All that this device ever said is to be sent once more: its file `name` is new, or is not what it was."""
    with db.write(act=True):
        db.execute("DELETE FROM sync_file WHERE name = ?", (name,))
        db.execute("UPDATE sync_word SET unsent = 1 WHERE device = ?", (settings.device(db),))


def rename(db: Database) -> str:
    """Take a new name: what stands in this device's file is not all its own, so that two stores bear one name.

    All that was said under the old one is said again, a second later. Answers the new name.
    """
    old, new = settings.device(db), os.urandom(4).hex()
    with db.write(act=True):
        settings.set_setting(db, "device", new)
        db.execute("UPDATE sync_word SET at = at + 1, device = ?, unsent = 1 WHERE device = ?", (new, old))
    db.device = new
    return new


def standing(db: Database) -> int:
    """How many marks there are."""
    return int(db.value(f"SELECT count(*) FROM ({_STANDING})"))


def waiting(db: Database) -> int:
    """How many changes are not sent yet."""
    return int(db.value("SELECT count(*) FROM sync_word WHERE unsent = 1"))


def unsent(db: Database, most: int) -> list[Word]:
    """Changes that do not stand in this device's file yet."""
    rows = db.rows("SELECT key, mark, value, at, device FROM sync_word WHERE unsent = 1 LIMIT ?", (most,))
    return [Word(*row) for row in rows]


def sent(db: Database, words: Iterable[Word]) -> None:
    """These words stand in this device's file, if they are the last ones still."""
    with db.write(act=True, quiet=True):
        db.executemany(
            "UPDATE sync_word SET unsent = 0 WHERE key = ? AND mark = ? AND value IS ? AND at = ? AND device = ?",
            words,
        )


def said(word: Word) -> tuple[int, str]:
    """What makes a word later than another."""
    return word.at, word.device


def places(db: Database) -> dict[str, Place]:
    """How far each file was read."""
    return {
        str(name): Place(int(at), bytes(digest))
        for name, at, digest in db.rows("SELECT name, place, digest FROM sync_file")
    }


def newer(db: Database, words: Iterable[Word]) -> dict[tuple[bytes, str], Word]:
    """The words that are later than what was heard here, the last one on each mark."""
    best: dict[tuple[bytes, str], Word] = {}
    for word in words:
        held = best.get(word[:2])
        if held is None or said(word) > said(held):
            best[word[:2]] = word
    keys = json.dumps(sorted({key.hex() for key, _ in best}))
    for key, mark, at, device in db.rows(
        "SELECT key, mark, at, device FROM sync_word WHERE key IN (SELECT unhex(value) FROM json_each(?))",
        (keys,),
    ):
        rival = best.get((key, mark))
        if rival is not None and said(rival) <= (at, device):
            del best[key, mark]
    return best


def changing(db: Database, words: Iterable[Word], now: int) -> list[tuple[keyed.Change, keyed.Change]]:
    """What `words` change here: each mark as it is and as it becomes. No mark is set later than now."""
    several = list(words)
    there = keyed.state(db, [word.key for word in several])
    return [
        ((key, mark, there.get((key, mark))), (key, mark, None if value is None else min(value, now)))
        for key, mark, value, _, _ in several
        if (value is None) == ((key, mark) in there)
    ]


def take(
    db: Database, words: Sequence[Word], name: str, place: Place, now: int, *, own: bool, step: int = 0
) -> Taken:
    """Take in what stands in file `name` up to `place`.

    In one transaction, which also notes the place. `own`: it is this device's file, so that what stands there is sent.
    `step` is the one that the rest of the file went into, which this goes into as well unless something was done since.
    """
    with db.write(act=True, rows=len(words)):
        fresh = newer(db, words)
        changes = changing(db, fresh.values(), now)
        if changes:
            step = _note(db, step, words[0].device, changes, now)
            keyed.put(db, [after for _, after in changes], now)
        db.executemany(
            "INSERT INTO sync_word (key, mark, value, at, device) VALUES (?, ?, ?, ?, ?) ON CONFLICT (key, mark) "
            "DO UPDATE SET value = excluded.value, at = excluded.at, device = excluded.device, unsent = 0",
            fresh.values(),
        )
        if own:
            sent(db, words)
        db.execute("INSERT OR REPLACE INTO sync_file (name, place, digest) VALUES (?, ?, ?)", (name, *place))
    return Taken(step, len(changes), len(fresh))


def _note(
    db: Database, step: int, device: str, changes: list[tuple[keyed.Change, keyed.Change]], now: int
) -> int:
    """Write `changes` to the journal before they are made: to `step`, or a new one. Its entries belong to a part of their own.

    What the journal cannot keep by entry, tags and marks that wait, it keeps by key.
    """
    ids = keyed.listed(db, [after[0] for _, after in changes])
    columns = markstate.bits({keyed.FLAGS[after[1]] for _, after in changes if after[1] in keyed.FLAGS})
    apart = [pair for pair in changes if pair[1][0] not in ids or pair[1][1] not in keyed.FLAGS]
    row = db.row(
        "SELECT count, before, after, columns FROM journal WHERE id = ?1 AND undone = 0 AND length(after) < ?2 "
        "AND NOT EXISTS (SELECT 1 FROM journal WHERE id > ?1 AND (kind <> 'with' OR target <> ?1))",
        (step, _LARGE),
    )
    if row is None:
        step, row = journal.begin(db, "sync", now), (0, b"", b"", 0)
    count, before, after, others = row
    part = journal.begin(db, "with", now, target=step, columns=columns)
    markstate.record(db, part, "SELECT value FROM json_each(:ids)", {"ids": json.dumps(list(ids.values()))})
    journal.finish(db, part, "", len(ids))
    count += len(changes)
    told = ngettext("Brought {count} mark from {device}", "Brought {count} marks from {device}", count)
    text = told.format(count=f"{count:,}", device=device)
    journal.finish(
        db,
        step,
        text,
        count,
        _by_key([one for one, _ in apart], before),
        _by_key(after, [other for _, other in apart]),
    )
    db.execute("UPDATE journal SET columns = ? WHERE id = ?", (others | columns, step))
    return step


def _by_key(*parts: bytes | list[keyed.Change]) -> list[states.State]:
    """One state for the journal of what it kept before and of more changes, in the order in which they are to be set."""
    found: list[Any] = []
    for part in parts:
        if isinstance(part, bytes):
            found += [one for state in states.read(part) for one in state["marks"]]
        else:
            found += [[key.hex(), mark, value] for key, mark, value in part]
    return [{"marks": found}] if found else []
