"""What is done once a day for the store: a backup, the marks as text, what is beyond a limit, old acts, the orders of lists."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from reader.limits import Limits
from reader.store import backup, journal, orders, retention, texts
from reader.store.database import Database
from reader.store.settings import set_setting, setting

EVERY = 86_400
"""Seconds."""

_LAST = "last_upkeep"


@dataclass(frozen=True, slots=True)
class Kept:
    """What was done: the new backup, how many acts were forgotten, how many entries went by a limit."""

    backup: Path
    forgotten: int
    gone: int = 0


def due(db: Database, now: int) -> bool:
    """Whether a day has passed; a clock that was set back counts as one. Costs one read."""
    last = setting(db, _LAST)
    return not last.isdigit() or not 0 <= now - int(last) < EVERY


def run(db: Database, now: int, limits: Limits = retention.DEFAULT) -> Kept | None:
    """Do what is due, by the holder of the lease; None where nothing is. Raises `StoreError`.

    What is beyond `limits` goes after it is in the backup, and after a warning that was seen.
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
    gone = retention.daily(db, limits, now)
    orders.fill(db)
    retention.compact(db, now)
    return Kept(target, forgotten, gone)
