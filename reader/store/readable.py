"""Reading a damaged store: row by row where need be, and past a header or schema that is none any more."""

from __future__ import annotations

import contextlib
import shutil
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import apsw

from reader.store.connect import connect
from reader.store.database import Database
from reader.store.errors import StoreError
from reader.store.schema import APPLICATION_ID, CURRENT, PAGE_SIZE

_STEP = 256
_UNKNOWN = 100_000
"""Ids that are tried where nothing tells how many there are."""
_MOST = 50_000_000
_CACHE_KB = 16_384


@contextmanager
def open_damaged(path: Path, spare: Path, like: Path) -> Iterator[Database | None]:
    """The store at `path` for reading what can be read, None where nothing can.

    Where its header is broken, `spare` is a copy with a new one, for as long; where its schema is, with that of `like`, a
    whole store whose tables begin at the same pages: a backup of this one, or a new one.
    """
    db = _open(path)
    try:
        for mend in (_mend_header, _mend_schema):
            if db is None:
                with contextlib.suppress(OSError, apsw.Error):
                    _copy(path, spare)
                    mend(spare, like)
                    db = _open(spare)
        yield db
    finally:
        if db is not None:
            db.close()
        for part in ("", "-wal", "-shm"):
            spare.with_name(spare.name + part).unlink(missing_ok=True)


def by_id(db: Database, select: str, last: int, kinds: str) -> Iterator[tuple[Any, ...]]:
    """The rows of `select`, which ends in "BETWEEN ? AND ?" over ids up to `last`; those that cannot be read are left out.

    So are those whose values are not of the `kinds`, a letter each: i for int, s for str, b for bytes; large: or None.
    """
    for low in range(1, last + 1, _STEP):
        high = min(low + _STEP - 1, last)
        try:
            found = db.rows(select, (low, high))
        except StoreError:
            found = []
            for one in range(low, high + 1):
                with contextlib.suppress(StoreError):
                    found += db.rows(select, (one, one))
        yield from (row for row in found if _fits(row, kinds))


def either_way(db: Database, selects: Sequence[str], kinds: str) -> set[tuple[Any, ...]]:
    """What any of `selects` (the same rows by several ways) brings to light, of these `kinds`."""
    found: set[tuple[Any, ...]] = set()
    for select in selects:
        with contextlib.suppress(StoreError):
            found.update(row for row in db.rows(select) if _fits(row, kinds))
    return found


def last_id(db: Database, table: str, *witnesses: str) -> int:
    """The highest id of `table` by the best account there is; `witnesses` are SELECTs that know it as well."""
    best = 0
    for select in (
        f"SELECT max(id) FROM {table}",
        f"SELECT seq FROM sqlite_sequence WHERE name = '{table}'",
        *witnesses,
    ):
        with contextlib.suppress(StoreError):
            value = db.value(select)
            if isinstance(value, int) and value < _MOST:
                best = max(best, value)
    return best or _UNKNOWN


_KINDS = {"i": int, "s": str, "b": bytes}


def _fits(row: tuple[Any, ...], kinds: str) -> bool:
    return all(
        isinstance(value, _KINDS[kind.lower()]) or (value is None and kind.isupper())
        for value, kind in zip(row, kinds, strict=True)
    )


def _open(path: Path) -> Database | None:
    try:
        connection = connect(path, apsw.SQLITE_OPEN_READONLY, _CACHE_KB)
    except StoreError:
        return None
    db = Database(connection, path, readonly=True, clock=time.time, cache_kb=_CACHE_KB)
    try:
        db.execute("PRAGMA writable_schema = ON")  # a broken line of the schema does not hide the others
        db.rows("SELECT sql FROM sqlite_schema")
        db.rows("SELECT id, url FROM feed LIMIT 0")
    except StoreError:
        db.close()
        return None
    return db


def _copy(path: Path, spare: Path) -> None:
    shutil.copyfile(path, spare)
    wal = path.with_name(path.name + "-wal")
    if wal.exists():
        shutil.copyfile(wal, spare.with_name(spare.name + "-wal"))


def _mend_header(spare: Path, _like: Path) -> None:
    """Write the first 100 bytes anew (SQLite's file format, section 1.3)."""
    pages = spare.stat().st_size // PAGE_SIZE
    header = b"SQLite format 3\x00" + PAGE_SIZE.to_bytes(2) + bytes((2, 2, 0, 64, 32, 32))
    for number in (1, pages, 0, 0, 1, 4, 0, 0, 1, CURRENT, 0, APPLICATION_ID, 0, 0, 0, 0, 0, 1, 3_051_003):
        header += number.to_bytes(4)
    with spare.open("r+b") as file:
        file.write(header)


def _mend_schema(spare: Path, like: Path) -> None:
    """Write the pages of the schema anew, as they are in `like`."""
    connection = apsw.Connection(str(like), flags=apsw.SQLITE_OPEN_READONLY)
    try:
        found = connection.execute("SELECT pageno FROM dbstat WHERE name = 'sqlite_schema'").fetchall()
    finally:
        connection.close()
    with like.open("rb") as whole, spare.open("r+b") as file:
        for (number,) in found:
            place = (int(str(number)) - 1) * PAGE_SIZE
            whole.seek(place)
            file.seek(place)
            file.write(whole.read(PAGE_SIZE))
    _mend_header(spare, like)
