"""How SQLite itself is set, once for this process and before its first connection."""

from __future__ import annotations

import contextlib

import apsw


def set_up() -> None:
    """No locks within a connection, and no account of memory: a twentieth of the time of a refresh's writes.

    A connection belongs to one thread (`reader.store.database`), which is what SQLite asks for then: "multi-thread" of
    https://sqlite.org/threadsafe.html. Only `interrupt` comes from others, and needs no lock. Where other code of this process
    has a connection already, SQLite stays as it is: slower, and as sound.
    """
    with contextlib.suppress(apsw.MisuseError):
        apsw.shutdown()
        apsw.config(apsw.SQLITE_CONFIG_MULTITHREAD)
        apsw.config(apsw.SQLITE_CONFIG_MEMSTATUS, False)
    apsw.initialize()
