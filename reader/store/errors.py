"""What can go wrong with the store, each as one sentence for people that says what to do.

StoreError
├── StoreMissing    there is no store here (read-only opening)
├── StoreTooNew     written by a newer Telex; nothing was touched
├── StoreReadOnly   the folder or the file cannot be written, or is not ours
├── StoreFull       no space left
├── StoreDamaged    not a database any more, or not one of Telex's
└── StoreBusy       another process held the lock for longer than the wait
"""

from __future__ import annotations

import os
from pathlib import Path

import apsw


class StoreError(Exception):
    """The store cannot do what was asked. Its text is one sentence for people."""


class StoreMissing(StoreError):
    pass


class StoreTooNew(StoreError):
    pass


class StoreReadOnly(StoreError):
    pass


class StoreFull(StoreError):
    pass


class StoreDamaged(StoreError):
    pass


class StoreBusy(StoreError):
    pass


class StoreInterrupted(StoreError):
    """A query was stopped by `Database.interrupt`; not a fault."""


def translate(error: apsw.Error, path: Path) -> StoreError:
    """The `StoreError` that says in words what SQLite said in codes."""
    match error:
        case apsw.FullError():
            return StoreFull(
                f"There is no space left for {path}: free some, and Telex goes on by itself; nothing was lost."
            )
        case apsw.BusyError() | apsw.LockedError() | apsw.ProtocolError():
            return StoreBusy(f"Another program is writing to {path} and did not finish in time: try again.")
        case apsw.CorruptError() | apsw.NotADBError() | apsw.FormatError():
            return StoreDamaged(
                f"The store {path} is damaged: run “telex doctor” to repair it from its newest backup."
            )
        case apsw.ReadOnlyError() | apsw.PermissionsError() | apsw.AuthError():
            return StoreReadOnly(f"The store {path} cannot be written to: check who owns it and its folder.")
        case apsw.CantOpenError():
            return _cannot_open(path)
        case apsw.IOError():
            return _io_error(error, path)
        case apsw.InterruptError():
            return StoreInterrupted("The search was stopped.")
        case _:
            return StoreError(f"The store {path} refused: {error}.")


def _cannot_open(path: Path) -> StoreError:
    if path.is_dir():
        return StoreDamaged(f"{path} is a folder, not a store: move it aside or choose another --data-dir.")
    if not os.access(path.parent, os.W_OK | os.X_OK):
        return StoreReadOnly(
            f"The folder {path.parent} cannot be written to: make it writable or choose another --data-dir."
        )
    return StoreReadOnly(f"The store {path} cannot be opened: check who owns it and its folder.")


def _io_error(error: apsw.Error, path: Path) -> StoreError:
    full = (apsw.SQLITE_IOERR_SHMSIZE, apsw.SQLITE_IOERR_WRITE, apsw.SQLITE_IOERR_FSYNC)
    if getattr(error, "extendedresult", 0) in full:
        return StoreFull(
            f"The disk did not take what was written to {path}: see whether it is full or failing."
        )
    return StoreError(f"The disk could not be read at {path}: see whether it is failing, then try again.")
