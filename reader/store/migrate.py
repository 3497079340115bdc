"""Bringing a store's schema up to date, in one transaction after a backup; newer or foreign files are left untouched."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import apsw

from reader.store import backup, opened
from reader.store.errors import StoreDamaged, StoreError, StoreReadOnly, StoreTooNew, translate
from reader.store.schema import APPLICATION_ID, CURRENT, MIGRATIONS

BUSY_MS = 5_000
"""How long a statement waits for another process's lock."""

_PATIENCE_MS = 120_000
_MAGIC = b"SQLite format 3\x00"


def refuse_strangers(path: Path) -> None:
    """Look at the file's header and leave it alone if it is not ours or is newer than this program.

    Raises `StoreTooNew` or `StoreDamaged`. Where a -wal waits beside the file, the version in it counts.
    """
    try:
        with path.open("rb") as file:
            header = file.read(100)
    except OSError as error:
        raise StoreReadOnly(f"Cannot read {path} ({(error.strerror or '').lower()}).") from None
    wal = path.with_name(path.name + "-wal")
    waiting = wal.exists() and wal.stat().st_size > 0
    if not header and not waiting:
        return
    if header and (len(header) < 100 or not header.startswith(_MAGIC)):
        raise StoreDamaged(
            f"The store {path} is damaged (it does not begin as a database): run “telex doctor” to repair it."
        )
    if waiting:
        application, version = _through_sqlite(path)
    else:
        application, version = int.from_bytes(header[68:72]), int.from_bytes(header[60:64])
    if application not in (0, APPLICATION_ID) or (application == 0 and version != 0):
        raise StoreDamaged(
            f"{path} is a database of another program: move it aside or choose another --data-dir."
        )
    if version > CURRENT:
        raise StoreTooNew(
            f"The store {path} was written by a newer Telex (its schema is {version}, this one knows {CURRENT}): "
            "install the newer Telex; nothing was changed."
        )


def _through_sqlite(path: Path) -> tuple[int, int]:
    try:
        connection = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READONLY)
    except apsw.Error as error:
        raise translate(error, path) from error
    try:
        connection.set_busy_timeout(5_000)
        return _pragma(connection, "application_id") & 0xFFFFFFFF, _pragma(connection, "user_version")
    except apsw.CantOpenError:
        return APPLICATION_ID, 0
    except apsw.Error as error:
        raise translate(error, path) from error
    finally:
        opened.shut(connection)


def need_current(connection: apsw.Connection, path: Path) -> None:
    """Raise where a store that may not be changed has an older schema."""
    version = _pragma(connection, "user_version")
    if version < CURRENT:
        raise StoreReadOnly(
            f"The store {path} is of an older Telex: open it once where it can be written to."
        )


def bring_up(connection: apsw.Connection, path: Path, backups: Path, now: int) -> None:
    """Run the migrations that `connection` still lacks. Of two processes at once, one waits and finds it done."""
    if _pragma(connection, "user_version") == CURRENT:
        return
    connection.execute("PRAGMA foreign_keys = OFF").fetchall()
    connection.set_busy_timeout(_PATIENCE_MS)
    try:
        connection.execute("BEGIN IMMEDIATE").fetchall()
        version = _pragma(connection, "user_version")
        if version == 0 and connection.execute("SELECT count(*) FROM sqlite_schema").fetchall()[0][0]:
            raise StoreDamaged(
                f"{path} is a database of another program: move it aside or choose another --data-dir."
            )
        if 0 < version < CURRENT:
            _save(path, backups / backup.name(now, f"before-{CURRENT}"))
        for step in MIGRATIONS[version:]:
            connection.execute(step).fetchall()
        broken = connection.execute("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise StoreError(f"The store {path} could not be brought up to date; it is as it was before.")
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}").fetchall()
        connection.execute(f"PRAGMA user_version = {CURRENT}").fetchall()
        connection.execute("COMMIT").fetchall()
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK").fetchall()
        raise
    finally:
        connection.execute("PRAGMA foreign_keys = ON").fetchall()
        connection.set_busy_timeout(BUSY_MS)


def _save(path: Path, target: Path) -> None:
    """A backup through a connection of its own, while the one that will migrate holds the lock for writing."""
    reading = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READONLY)
    try:
        backup.copy(reading, target, proven=False)
    finally:
        opened.shut(reading)


def _pragma(connection: apsw.Connection, name: str) -> int:
    row: tuple[Any, ...] = connection.execute(f"PRAGMA {name}").fetchall()[0]
    return int(row[0])
