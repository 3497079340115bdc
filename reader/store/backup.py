"""Whole copies of the store by SQLite's online backup, named by date: the last seven days, a week each before, and some.

A copy is looked at before it counts: a damaged store never takes the place of a good copy.
"""

from __future__ import annotations

import contextlib
import os
import threading
import time
from pathlib import Path

import apsw

from reader.store import opened, place
from reader.store.errors import StoreError, translate

KEEP = 7
KEEP_WEEKS = 4
KEEP_BEFORE = 3
_ABANDONED = 3_600  # seconds without a write


def name(now: int, why: str) -> str:
    """A file name that sorts by time: "telex-20260216-070000-daily.db" (UTC)."""
    return f"telex-{time.strftime('%Y%m%d-%H%M%S', time.gmtime(now))}-{why}.db"


def backups(folder: Path) -> list[Path]:
    """The whole copies in `folder`, newest first."""
    return sorted(folder.glob("telex-*.db"), reverse=True) if folder.is_dir() else []


def prune(folder: Path) -> None:
    """Keep the last seven daily copies, one a week of the four weeks before, and the last three before a change of schema.

    Copies that the person asked for stay.
    """
    found = backups(folder)
    before = [file for file in found if "-before-" in file.name]
    daily = [file for file in found if file.name.endswith("-daily.db")]
    weeks: dict[str, Path] = {}
    for file in daily[KEEP:]:
        weeks.setdefault(_week(file), file)
    kept = {*daily[:KEEP], *list(weeks.values())[:KEEP_WEEKS], *before[:KEEP_BEFORE]}
    for file in (*daily, *before):
        if file not in kept:
            file.unlink(missing_ok=True)
    for part in folder.glob("*.part"):
        with contextlib.suppress(OSError):
            if time.time() - part.stat().st_mtime > _ABANDONED:
                part.unlink()


def copy(connection: apsw.Connection, target: Path, *, proven: bool = True) -> None:
    """Copy what `connection` sees to `target`, which is there whole or not at all. Raises `StoreError`.

    `proven`: a copy in which SQLite's quick check finds damage is none; what was at `target` stays.
    """
    place.make_folder(target.parent)
    part = target.with_name(f"{target.name}.{os.getpid()}-{threading.get_ident()}.part")
    try:
        part.unlink(missing_ok=True)
        place.make_file(part)
        copied = apsw.Connection(str(part))
        try:
            run = copied.backup("main", connection, "main")
            try:
                run.step()  # in one go: in steps, every write in between makes it begin anew
            finally:
                run.close(True)  # whatever is wrong was said by the step
            copied.execute("PRAGMA journal_mode = DELETE").fetchall()
            if proven and copied.execute("PRAGMA quick_check(1)").fetchall() != [("ok",)]:
                raise apsw.CorruptError
        finally:
            opened.shut(copied)
        place.to_disk(part)
        os.replace(part, target)
        place.to_disk(target.parent)
    except apsw.Error as error:
        raise translate(error, Path(connection.filename)) from error
    except OSError as error:
        what = (error.strerror or "not possible").lower()
        raise StoreError(
            f"The backup {target} could not be written ({what}): the store itself is whole."
        ) from None
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)


def _week(file: Path) -> str:
    """The ISO week in the name of a copy; what tells none is a week of its own."""
    try:
        return time.strftime("%G-%V", time.strptime(file.name[6:14], "%Y%m%d"))
    except ValueError:
        return file.name
