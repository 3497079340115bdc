"""Put the newest whole backup in the place of a damaged store. What is replaced is moved aside, never deleted.

Subscriptions and marks that are newer than the backup are brought along: from the damaged store where they can still be
read, and from the text beside it.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import time
from pathlib import Path

import apsw

from reader.config import Paths
from reader.store import lease, place, texts
from reader.store.database import open_store
from reader.store.errors import StoreBusy, StoreError

_PARTS = ("", "-wal", "-shm")


def restore(paths: Paths, now: int) -> tuple[Path, Path]:
    """The backup that was taken, and where the old store lies now. Raises `StoreError` where nothing could be done.

    Runs only while no engine does. `now` (Unix seconds) names what is moved aside.
    """
    place.make_folder(paths.data)
    handle = lease.lock(paths.lock)
    if handle is None:
        raise StoreBusy("Telex is running on this store: leave it, then try again.")
    try:
        backup = _newest_whole(paths.backups)
        aside = paths.store.with_name(
            f"{paths.store.name}.damaged-{time.strftime('%Y%m%d-%H%M%S', time.gmtime(now))}"
        )
        fresh = paths.store.with_name(f"{paths.store.name}.restored")
        shutil.copyfile(backup, fresh)
        fresh.chmod(0o600)
        for part in _PARTS:
            with contextlib.suppress(FileNotFoundError):
                os.replace(f"{paths.store}{part}", f"{aside}{part}")
        os.replace(fresh, paths.store)
        _bring_marks(paths, aside, now)
    except OSError as error:
        raise StoreError(
            f"The store could not be restored ({error.strerror}): nothing was deleted."
        ) from None
    finally:
        lease.unlock(handle)
    return backup, aside


def _bring_marks(paths: Paths, aside: Path, now: int) -> None:
    saved = aside.with_name(f"{aside.name}.jsonl")
    with contextlib.suppress(StoreError), open_store(aside, readonly=True) as damaged:
        texts.write(damaged, saved, whole=False)
    with open_store(paths.store) as db:
        for file in (saved, paths.data / texts.FILE):
            with contextlib.suppress(StoreError):
                texts.restore(db, file, now)


def _newest_whole(folder: Path) -> Path:
    for file in sorted(folder.glob("*.db"), reverse=True) if folder.is_dir() else ():
        if _is_whole(file):
            return file
    raise StoreError(f"There is no whole backup in {folder}: nothing was changed.")


def _is_whole(file: Path) -> bool:
    try:
        connection = apsw.Connection(
            f"{file.absolute().as_uri()}?immutable=1", flags=apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI
        )
        try:
            return connection.execute("PRAGMA integrity_check(1)").fetchall() == [("ok",)]
        finally:
            connection.close()
    except apsw.Error:
        return False
