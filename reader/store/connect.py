"""Bare connections: the pragmas that each one gets, reading without a trace, checkpoints from any thread."""

from __future__ import annotations

import time
from pathlib import Path

import apsw

from reader.store import migrate, opened, sortkey
from reader.store.errors import StoreError, translate
from reader.store.migrate import BUSY_MS
from reader.store.schema import PAGE_SIZE

CHECKPOINT_PAGES = 2_000
"""Pages in the -wal file after which a commit copies them into the store."""

WAL_LIMIT = 64 * 1024 * 1024
"""Bytes that the -wal file is cut back to after a checkpoint."""


def checkpoint(path: Path) -> None:
    """Bring what was committed to the disk, from any thread: opens a connection of its own. Waits for nobody.

    Raises `StoreError`.
    """
    connection = connect(path, apsw.SQLITE_OPEN_READWRITE, 1_024)
    try:
        connection.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_PASSIVE)
    except apsw.Error as error:
        raise translate(error, path) from error
    finally:
        opened.shut(connection)


def connect(path: Path, flags: int, cache_kb: int, name: str = "") -> apsw.Connection:
    """A connection with every pragma of the store; `name` stands in for `path` where SQLite needs a URI."""
    try:
        connection = apsw.Connection(name or str(path), flags=flags)
    except apsw.Error as error:
        raise translate(error, path) from error
    try:
        connection.set_busy_timeout(BUSY_MS)
        for pragma in (
            "synchronous = NORMAL",
            "foreign_keys = ON",
            "trusted_schema = OFF",
            "mmap_size = 0",
            f"cache_size = -{cache_kb}",
            f"journal_size_limit = {WAL_LIMIT}",
            f"wal_autocheckpoint = {CHECKPOINT_PAGES}",
            f"page_size = {PAGE_SIZE}",
        ):
            connection.execute(f"PRAGMA {pragma}").fetchall()
        sortkey.teach(connection)
    except apsw.Error as error:
        opened.shut(connection)
        raise translate(error, path) from error
    return connection


def connect_readonly(path: Path, cache_kb: int) -> apsw.Connection:
    """For reading only; without any lock or helper file where the folder takes none and no -wal waits there."""
    if not opened.is_open(path):
        migrate.refuse_strangers(path)
    plain = apsw.SQLITE_OPEN_READONLY
    try:
        connection = connect(path, plain, cache_kb)
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchall()
    except (StoreError, apsw.Error) as error:
        wal = path.with_name(path.name + "-wal")
        if wal.exists() and wal.stat().st_size:
            raise error if isinstance(error, StoreError) else translate(error, path) from error
        name = f"{path.absolute().as_uri()}?immutable=1"
        connection = connect(path, plain | apsw.SQLITE_OPEN_URI, cache_kb, name)
    try:
        migrate.need_current(connection, path)
    except apsw.Error as error:
        opened.shut(connection)
        raise translate(error, path) from error
    except StoreError:
        opened.shut(connection)
        raise
    return connection


def use_wal(connection: apsw.Connection) -> None:
    """Changing to WAL asks for the whole file for a moment, and does not wait by itself."""
    for _ in range(50):
        try:
            if connection.execute("PRAGMA journal_mode = WAL").fetchall()[0][0] == "wal":
                return
        except apsw.BusyError:
            pass
        time.sleep(0.05)
    connection.execute("PRAGMA journal_mode = WAL").fetchall()
