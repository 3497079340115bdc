"""Which store files this process has open.

When a process closes any handle on a file, POSIX drops all the locks that it holds there, SQLite's among them. So a
file that is open here is never opened again past SQLite: its header was looked at and its mode set before.
"""

from __future__ import annotations

import contextlib
import os
import threading
from collections import Counter
from pathlib import Path

import apsw

from reader.store import library

library.set_up()

Key = tuple[int, int]

opening = threading.RLock()
"""Held while a store is looked at and opened, so that no other thread's connection is caught in between."""

_DMS = 128

_files: Counter[Key] = Counter()


def is_open(path: Path) -> bool:
    """Whether this process has a connection to that file."""
    key = _key(path)
    return key is not None and _files[key] > 0


def shut(connection: apsw.Connection) -> None:
    """Close it; what a failing disk says to that changes nothing any more."""
    with contextlib.suppress(apsw.Error):
        connection.close()


def elsewhere(path: Path) -> bool:
    """Whether another process has the store at `path` open: such a one holds a byte of its -shm file (SQLite's DMS lock).

    Asked only while this process has it not open. Always False where the system does not tell.
    """
    try:
        import fcntl

        handle = os.open(f"{path}-shm", os.O_RDWR | getattr(os, "O_CLOEXEC", 0))
    except (ImportError, OSError):
        return False
    try:
        fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, _DMS)
    except OSError:
        return True
    finally:
        os.close(handle)
    return False


def enter(path: Path) -> Key | None:
    """Note a new connection; the answer is for `leave`."""
    key = _key(path)
    if key is not None:
        with opening:
            _files[key] += 1
    return key


def leave(key: Key | None) -> None:
    """Note that a connection was closed."""
    if key is not None:
        with opening:
            _files[key] -= 1


def _key(path: Path) -> Key | None:
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_dev, found.st_ino
