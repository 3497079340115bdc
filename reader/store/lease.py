"""One engine at a time: a lock of the operating system on a file beside the store, and a row that says who holds it.

The lock decides between processes of one machine and ends with its process, however that ends. The row tells people
and other machines; it counts as stale 60 seconds after its last beat.
"""

from __future__ import annotations

import contextlib
import os
import socket
import sys
from dataclasses import dataclass
from pathlib import Path

from reader.config import Paths
from reader.store import place
from reader.store.database import Database, StoreError, open_store

STALE = 60
"""Seconds after the last beat."""

BEAT = 10
"""Seconds between two beats."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Who is the engine. Times are Unix seconds; `alive` is false when it missed its beats or its process is gone."""

    pid: int
    host: str
    started: int
    beat: int
    alive: bool


class Lease:
    """The right to be the engine, until `release`. `db` is the store it stands in."""

    def __init__(self, db: Database, handle: int, started: int, *, own: bool) -> None:
        self.db = db
        self._handle = handle
        self._started = started
        self._own = own

    def beat(self, now: int) -> bool:
        """Say that the engine lives; False where another took over, and this one must stop."""
        with self.db.write(quiet=True):
            self.db.execute(
                "UPDATE lease SET beat = ? WHERE pid = ? AND started = ? AND host = ?",
                (now, os.getpid(), self._started, _host()),
            )
            return self.db.changes() == 1

    def resign(self) -> None:
        """Say that nobody is the engine any more, while the lock still keeps others from becoming it."""
        with contextlib.suppress(StoreError), self.db.write(quiet=True):
            self.db.execute(
                "DELETE FROM lease WHERE pid = ? AND started = ? AND host = ?",
                (os.getpid(), self._started, _host()),
            )

    def release(self) -> None:
        """Give it back. Harmless when it was lost before."""
        if self._handle < 0:
            return
        self.resign()
        if self._own:
            self.db.close()
        unlock(self._handle)
        self._handle = -1


def acquire(paths: Paths, now: int, db: Database | None = None) -> Lease | None:
    """Become the engine, or None where another is. `db` is an open store of this thread; without one, one is opened.

    Raises `StoreError`.
    """
    place.make_folder(paths.lock.parent)
    handle = lock(paths.lock)
    if handle is None:
        return None
    own = db is None
    store: Database | None = None
    free = False
    try:
        store = open_store(paths.store) if db is None else db
        with store.write(quiet=True):
            held = holder(store, now)
            free = held is None or not held.alive or held.host == _host()
            if free:
                store.execute(
                    "INSERT OR REPLACE INTO lease (id, pid, started, host, beat) VALUES (1, ?, ?, ?, ?)",
                    (os.getpid(), now, _host(), now),
                )
    finally:
        if not free:
            unlock(handle)
            if own and store is not None:
                store.close()
    return Lease(store, handle, now, own=own) if free else None


def holder(db: Database, now: int | None = None) -> Holder | None:
    """Who is the engine by the store's own account."""
    row = db.row("SELECT pid, host, started, beat FROM lease WHERE id = 1")
    if row is None:
        return None
    now = db.now() if now is None else now
    pid, host = int(row[0]), str(row[1])
    alive = abs(now - int(row[3])) < STALE and (host != _host() or _runs(pid))
    return Holder(pid, host, int(row[2]), int(row[3]), alive)


def _runs(pid: int) -> bool:
    """Whether a process of this machine has this number, as far as the system says."""
    if os.name != "posix":
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _host() -> str:
    return socket.gethostname()


def lock(path: Path) -> int | None:
    """The system's part of the lease: a handle on the locked file, or None where another process has it locked.

    The file itself always stays.
    """
    place.make_file(path)
    handle = os.open(path, os.O_RDWR | getattr(os, "O_CLOEXEC", 0))
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(handle)
        return None
    return handle


def unlock(handle: int) -> None:
    """Closing is what unlocks, on every system."""
    with contextlib.suppress(OSError):
        os.close(handle)
