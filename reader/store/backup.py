"""Whole copies of the store by SQLite's online backup, named by date, the last seven kept."""

from __future__ import annotations

import contextlib
import os
import threading
import time
from pathlib import Path

import apsw

from reader.store import place
from reader.store.errors import StoreError, translate

KEEP = 7
KEEP_BEFORE = 3
_ABANDONED = 3_600  # seconds without a write


def name(now: int, why: str) -> str:
    """A file name that sorts by time: "telex-20260216-070000-daily.db" (UTC)."""
    return f"telex-{time.strftime('%Y%m%d-%H%M%S', time.gmtime(now))}-{why}.db"


def backups(folder: Path) -> list[Path]:
    """The whole copies in `folder`, newest first."""
    return sorted(folder.glob("telex-*.db"), reverse=True) if folder.is_dir() else []


def prune(folder: Path) -> None:
    """Keep the last seven copies, and of those made before a change of schema the last three besides."""
    found = backups(folder)
    before = [file for file in found if "-before-" in file.name]
    plain = [file for file in found if file not in before]
    for file in (*plain[KEEP:], *before[KEEP_BEFORE:]):
        file.unlink(missing_ok=True)
    for part in folder.glob("*.part"):
        with contextlib.suppress(OSError):
            if time.time() - part.stat().st_mtime > _ABANDONED:
                part.unlink()


def copy(connection: apsw.Connection, target: Path) -> None:
    """Copy what `connection` sees to `target`, which is there whole or not at all. Raises `StoreError`."""
    place.make_folder(target.parent)
    part = target.with_name(f"{target.name}.{os.getpid()}-{threading.get_ident()}.part")
    part.unlink(missing_ok=True)
    place.make_file(part)
    try:
        copied = apsw.Connection(str(part))
        try:
            with copied.backup("main", connection, "main") as run:
                run.step()  # in one go: in steps, every write in between makes it begin anew
            copied.execute("PRAGMA journal_mode = DELETE").fetchall()
        finally:
            copied.close()
        _to_disk(part)
        os.replace(part, target)
        _to_disk(target.parent)
    except apsw.Error as error:
        part.unlink(missing_ok=True)
        raise translate(error, target) from error
    except OSError as error:
        part.unlink(missing_ok=True)
        what = (error.strerror or "not possible").lower()
        raise StoreError(
            f"The backup {target} could not be written ({what}): the store itself is whole."
        ) from None
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def _to_disk(path: Path) -> None:
    with contextlib.suppress(OSError):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
