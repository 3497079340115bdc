"""Syncing marks with a person's other devices through a folder: this device's changes out, those of the others in.

The store itself is never shared. Each device writes a file of its own there and reads all others (`synclog`); what it
wrote counts as sent once it is read back from the disk (`syncwords`), so that a stop at any moment loses nothing.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

from reader.store import lease, settings, synclog, syncwords
from reader.store.database import Database
from reader.store.errors import StoreBusy, StoreError

LOCK = "sync.lock"
_AT_ONCE = 20_000  # changes


@dataclass(slots=True)
class Synced:
    """Changes that were sent, marks that others changed here, lines that could not be read, and what is to be said of files."""

    folder: Path
    device: str
    sent: int = 0
    brought: int = 0
    passed_over: int = 0
    devices: int = 0
    notes: list[str] = field(default_factory=list)


def sync(db: Database, chosen: Path, now: int) -> Synced:
    """Sync with folder `chosen` now, and remember it. Raises `StoreError`; what was done until then stands."""
    _usable(db, chosen)
    handle = lease.lock(db.path.parent / LOCK)
    if handle is None:
        raise StoreBusy("Another “telex sync” is at work on this store: wait until it is done.")
    try:
        syncwords.switch_on(db, str(chosen), now)
        done = Synced(chosen, settings.device(db))
        _send(db, done, now)
        for path in synclog.files(chosen):
            if path != synclog.own(chosen, done.device):
                try:
                    done.devices += 1
                    _take(db, path, done, now)
                except synclog.Stranger as error:
                    done.notes.append(str(error))
        return done
    finally:
        lease.unlock(handle)


def preview(db: Database, chosen: Path, now: int) -> Synced:
    """What `sync` would do, without writing anything."""
    _usable(db, chosen)
    on = bool(syncwords.folder(db))
    done = Synced(chosen, settings.setting(db, "device"))
    done.sent = syncwords.waiting(db) if on else syncwords.standing(db)
    places = syncwords.places(db)
    for path in synclog.files(chosen):
        done.devices += path != synclog.own(chosen, done.device)
        found: dict[tuple[bytes, str], syncwords.Word] = {}
        try:
            for batch in synclog.read(path, places.get(path.name, syncwords.Place())):
                done.passed_over += batch.broken
                for mark, word in syncwords.newer(db, batch.words).items():
                    found[mark] = max(found.get(mark, word), word, key=syncwords.said)
        except synclog.Stranger as error:
            done.notes.append(str(error))
        done.brought += len(syncwords.changing(db, found.values(), now))
    return done


def _usable(db: Database, chosen: Path) -> None:
    if not os.path.isdir(chosen):
        raise StoreError(
            f"There is no folder {chosen}: make it, or see whether its disk is there; nothing was synced."
        )
    if not synclog.is_text(str(chosen)):
        raise StoreError("The name of this folder is not UTF-8: name another folder.")
    if os.path.samefile(chosen, db.path.parent):
        raise StoreError(f"{chosen} is where the store is, which is never shared: name another folder.")


def _send(db: Database, done: Synced, now: int) -> None:
    """Bring this device's file up to what is unsent here, after a look at what stands in it."""
    path = synclog.own(done.folder, done.device)
    known = syncwords.places(db).get(path.name, syncwords.Place())
    if not synclog.stands(path, known):
        syncwords.say_again(db, path.name)
        if not path.exists():
            synclog.begin(path, done.device)
    if synclog.writer(path) != done.device:
        raise synclog.Stranger(
            f"{path} is another device’s: move it elsewhere, and this device writes its own."
        )
    synclog.settle(path)
    heard = _take(db, path, done, now, own=True)
    while words := syncwords.unsent(db, _AT_ONCE):
        sayable = list(filter(synclog.sayable, words))
        synclog.append(path, sayable)
        heard += _take(db, path, done, now, own=True)
        if not set(sayable).isdisjoint(syncwords.unsent(db, _AT_ONCE)):
            raise StoreError(
                f"{path} does not hold what was written to it: look at its disk; nothing was lost here."
            )
        syncwords.sent(db, words)
        done.sent += len(sayable)
        unsaid = len(words) - len(sayable)
        if unsaid:
            done.notes.append(
                f"{unsaid:,} changes stay on this device: a tag’s name or a time is not one that others take."
            )
    if heard:
        done.device = syncwords.rename(db)
        _send(db, done, now)


def _take(db: Database, path: Path, done: Synced, now: int, *, own: bool = False) -> int:
    """Take in what stands in a file after the last reading; answers how many words were new here."""
    known = syncwords.places(db).get(path.name, syncwords.Place())
    step = broken = heard = 0
    for batch in synclog.read(path, known):
        taken = syncwords.take(db, batch.words, path.name, batch.place, now, own=own, step=step)
        step = taken.step
        done.brought += taken.changed
        heard += taken.heard
        broken += batch.broken
    if broken:
        lines = "1 line" if broken == 1 else f"{broken:,} lines"
        done.notes.append(f"{lines} of {path} could not be read and were passed over; the rest was taken in.")
        done.passed_over += broken
    return heard
