"""Put a whole store in the place of a damaged or a missing one. What is replaced is moved aside, never deleted.

It begins as the newest whole backup, or empty where there is none. What the damaged store still shows is brought along
(`reader.store.salvage`), and what the text beside it knows. It is whole on the disk before it takes the store's place.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import time
from dataclasses import dataclass
from pathlib import Path

import apsw

from reader.config import Paths
from reader.store import backup, entries, lease, opened, place, readable, salvage, texts
from reader.store.database import Database, open_store
from reader.store.errors import StoreBusy, StoreError

_BESIDE = ("-wal", "-shm")


class StoreEmpty(StoreError):
    """There is nothing that a store could be made of."""


@dataclass(frozen=True, slots=True)
class Restored:
    """The `backup` it began as, where the damaged store lies now (`aside`), and what the store holds: sources, entries.

    `entries` of those were brought along; `lost` names what was not, a line each.
    """

    backup: Path | None
    aside: Path | None
    sources: int
    total: int
    entries: int
    lost: tuple[str, ...]

    def told(self) -> str:
        """In one sentence."""
        came = f"from {self.backup.name}" if self.backup is not None else f"from {texts.FILE}"
        return f"{came}: {self.sources:,} sources, {self.total:,} entries"


def wanted(paths: Paths) -> bool:
    """Whether there is no store although there was one: a backup or the text beside it is there."""
    if os.path.exists(paths.store) or not os.path.isdir(paths.data):
        return False
    return (paths.data / texts.FILE).exists() or bool(backup.backups(paths.backups))


def bring_back(paths: Paths, now: int) -> str:
    """Where the store was deleted, put it back from what is kept beside it; answers what to tell the person, or "".

    Raises `StoreError`.
    """
    if not wanted(paths):
        return ""
    try:
        done = restore(paths, now)
    except StoreEmpty:
        return ""
    return f"The store was missing and was put back {done.told()}."


def restore(paths: Paths, now: int) -> Restored:
    """Do it while nobody has the store open. `now` (Unix seconds) names what is moved aside.

    Raises `StoreError` where nothing could be done; nothing is changed then.
    """
    place.make_folder(paths.data)
    handle = lease.lock(paths.lock)
    if handle is None or opened.elsewhere(paths.store):
        if handle is not None:
            lease.unlock(handle)
        raise StoreBusy("Telex is running on this store: leave it, then try again.")
    fresh, new = (paths.store.with_name(f"{paths.store.name}.{name}") for name in ("restored", "new"))
    try:
        found = newest_whole(paths.backups)
        _remove(fresh)
        if found is not None:
            shutil.copyfile(found, fresh)
            fresh.chmod(0o600)
        with open_store(new):
            pass
        with open_store(fresh, clock=lambda: now) as db:
            saved = _fill(db, paths, found or new, now)
            sources = int(db.value("SELECT count(*) FROM feed WHERE removed_at IS NULL"))
            total = entries.counts(db)[0]
            marks = int(db.value("SELECT count(*) FROM mark"))
        if found is None and not (sources or total or marks):
            _remove(fresh)
            raise StoreEmpty(
                f"There is no whole backup in {paths.backups}, and nothing can be read: nothing was changed."
            )
        aside = _move_aside(paths.store, now)
        os.replace(fresh, paths.store)
        place.to_disk(paths.data)
    except OSError as error:
        raise StoreError(
            f"The store could not be restored ({error.strerror}): nothing was deleted."
        ) from None
    finally:
        _remove(new)
        lease.unlock(handle)
    return Restored(found, aside, sources, total, saved.entries, saved.lost)


def newest_whole(folder: Path) -> Path | None:
    """The newest backup without a fault."""
    return next((file for file in backup.backups(folder) if _is_whole(file)), None)


def _fill(db: Database, paths: Paths, like: Path, now: int) -> salvage.Saved:
    with contextlib.suppress(StoreError):
        texts.restore(db, paths.data / texts.FILE, now)
    saved = salvage.Saved(0, 0, 0, ())
    if paths.store.exists():
        spare = paths.store.with_name(f"{paths.store.name}.readable")
        with readable.open_damaged(paths.store, spare, like) as damaged:
            if damaged is not None:
                saved = salvage.bring(damaged, db, spare.with_suffix(".jsonl"), now)
    return saved


def _move_aside(store: Path, now: int) -> Path | None:
    if not store.exists():
        return None
    when = time.strftime("%Y%m%d-%H%M%S", time.gmtime(now))
    aside = store.with_name(f"{store.name}.damaged-{when}")
    for part in _BESIDE:
        with contextlib.suppress(FileNotFoundError):
            os.replace(f"{store}{part}", f"{aside}{part}")
    os.replace(store, aside)
    return aside


def _remove(store: Path) -> None:
    for part in ("", *_BESIDE):
        store.with_name(store.name + part).unlink(missing_ok=True)


def _is_whole(file: Path) -> bool:
    try:
        connection = apsw.Connection(
            f"{file.absolute().as_uri()}?immutable=1", flags=apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI
        )
        try:
            return connection.execute("PRAGMA integrity_check(1)").fetchall() == [("ok",)]
        finally:
            opened.shut(connection)
    except apsw.Error:
        return False
