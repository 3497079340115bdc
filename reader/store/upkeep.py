"""What the engine does once a day for the store: a backup, the marks as text, old acts out of the journal."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from reader.store import backup, journal, texts
from reader.store.database import Database
from reader.store.settings import set_setting, setting

EVERY = 86_400
"""Seconds."""

_LAST = "last_upkeep"


@dataclass(frozen=True, slots=True)
class Kept:
    """What was done: the new backup and how many acts were forgotten."""

    backup: Path
    forgotten: int


def due(db: Database, now: int) -> bool:
    """Whether a day has passed; a clock that was set back counts as one. Costs one read."""
    last = setting(db, _LAST)
    return not last.isdigit() or not 0 <= now - int(last) < EVERY


def run(db: Database, now: int) -> Kept | None:
    """Do what is due, by the holder of the lease; None where nothing is. Raises `StoreError`.

    Of a damaged store nothing is kept, so that what was kept before stays.
    """
    if not due(db, now):
        return None
    folder = db.path.parent
    target = folder / "backups" / backup.name(now, "daily")
    backup.copy(db.connection, target)
    backup.prune(target.parent)
    texts.write(db, folder / texts.FILE)
    forgotten = journal.trim(db, now)
    set_setting(db, _LAST, str(now))
    return Kept(target, forgotten)
