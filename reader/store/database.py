"""One connection to the store: opened with care, used by one thread, every error a sentence.

All SQL of the store runs through a `Database`: it reads whole answers (an unfinished cursor would hold a read lock),
writes in short immediate transactions, and turns SQLite's errors into `StoreError`.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import apsw

from reader.store import migrate, opened, place
from reader.store.connect import CHECKPOINT_PAGES, checkpoint, connect, connect_readonly, use_wal
from reader.store.errors import (
    StoreBusy,
    StoreDamaged,
    StoreError,
    StoreFull,
    StoreInterrupted,
    StoreMissing,
    StoreReadOnly,
    StoreTooNew,
    translate,
)

__all__ = [
    "Database",
    "StoreBusy",
    "StoreDamaged",
    "StoreError",
    "StoreFull",
    "StoreInterrupted",
    "StoreMissing",
    "StoreReadOnly",
    "StoreTooNew",
    "checkpoint",
    "open_store",
]

Params = Sequence[Any] | Mapping[str, Any]

_MANY_ROWS = 2_000
_LARGE_CACHE_KB = 65_536
_STREAK_PAGES = 4 * CHECKPOINT_PAGES


class Database:
    """An open store. Belongs to the thread and process that opened it; `interrupt` may be called from any thread.

    `version` counts the changes that this object knows of; it moves with its own writes and when `generation` is
    called after another connection wrote. Views compare it with what they last saw, without touching the disk.
    `rollbacks` counts the writes that were taken back, temporary tables among them.
    """

    def __init__(
        self,
        connection: apsw.Connection,
        path: Path,
        *,
        readonly: bool,
        clock: Callable[[], float],
        cache_kb: int,
    ) -> None:
        self._connection = connection
        self._cache_kb = cache_kb
        self._pid = os.getpid()
        self._thread = threading.get_ident()
        self._data_version = 0
        self._generation = 0
        self._unsettled = False
        self._wrote = False
        self._opened = opened.enter(path)
        self.path = path
        self.readonly = readonly
        self.clock = clock
        self.version = 0
        self.rollbacks = 0
        self.device = ""
        self._patient = False

    @property
    def connection(self) -> apsw.Connection:
        """The bare connection, for its owner only."""
        if os.getpid() != self._pid or threading.get_ident() != self._thread:
            raise RuntimeError("a store connection belongs to the thread and process that opened it")
        return self._connection

    @property
    def patient(self) -> bool:
        """Acts are committed without waiting for the disk: the owner sees to a `checkpoint` within 5 seconds of each."""
        return self._patient

    @patient.setter
    def patient(self, value: bool) -> None:
        self._patient = value
        self.execute(f"PRAGMA wal_autocheckpoint = {0 if value else CHECKPOINT_PAGES}")

    @property
    def unsettled(self) -> bool:
        """Whether an act waits for a checkpoint."""
        return self._unsettled

    def now(self) -> int:
        """Whole Unix seconds by the store's clock."""
        return int(self.clock())

    def execute(self, sql: str, params: Params = ()) -> None:
        """Run `sql` to its end; what it answers is dropped."""
        try:
            self.connection.execute(sql, params).fetchall()
        except apsw.Error as error:
            raise translate(error, self.path) from error

    def executemany(self, sql: str, params: Iterable[Params]) -> None:
        try:
            self.connection.executemany(sql, params).fetchall()
        except apsw.Error as error:
            raise translate(error, self.path) from error

    def rows(self, sql: str, params: Params = ()) -> list[tuple[Any, ...]]:
        """All rows of the answer."""
        try:
            return self.connection.execute(sql, params).fetchall()
        except apsw.Error as error:
            raise translate(error, self.path) from error
        except UnicodeDecodeError:
            return self._rows_with_bad_text(sql, params)

    def row(self, sql: str, params: Params = ()) -> tuple[Any, ...] | None:
        """The first row, or None."""
        found = self.rows(sql, params)
        return found[0] if found else None

    def value(self, sql: str, params: Params = ()) -> Any:
        """The first column of the first row, or None."""
        found = self.rows(sql, params)
        return found[0][0] if found else None

    def _rows_with_bad_text(self, sql: str, params: Params) -> list[tuple[Any, ...]]:
        """The same rows where some text is not UTF-8: what cannot be read becomes U+FFFD."""
        empty = f"SELECT * FROM (SELECT 1) LEFT JOIN (SELECT * FROM ({sql}) LIMIT 0) ON 1"
        try:
            columns = len(self._connection.execute(empty, params).fetchall()[0]) - 1
        except apsw.Error:  # what is no SELECT speaks of names in the schema
            raise translate(apsw.CorruptError(), self.path) from None
        names = [f"c{number}" for number in range(columns)]
        parts = ", ".join(
            f"iif(typeof({name}) = 'text', CAST({name} AS BLOB), {name}), typeof({name})" for name in names
        )
        try:
            found = self._connection.execute(
                f"WITH q ({', '.join(names)}) AS ({sql}) SELECT {parts} FROM q", params
            ).fetchall()
        except apsw.Error as error:
            raise translate(error, self.path) from error
        return [
            tuple(
                _text(value) if kind == "text" else value
                for value, kind in zip(row[::2], row[1::2], strict=True)
            )
            for row in found
        ]

    def changes(self) -> int:
        """How many rows the last statement wrote."""
        return self.connection.changes()

    @contextmanager
    def read(self) -> Iterator[None]:
        """Several reads of one moment."""
        if self.connection.in_transaction:
            yield
            return
        self.execute("BEGIN")
        try:
            yield
        finally:
            if self._connection.in_transaction:
                self.execute("COMMIT")

    @contextmanager
    def write(self, *, act: bool = False, quiet: bool = False, rows: int = 0) -> Iterator[None]:
        """One transaction, all or nothing. `act`: a person did it, so it is on the disk when this returns.

        `quiet`: nothing that anybody looks at changes, such as a heartbeat. `rows`: about how many will change; many
        get memory for as long. Inside another `write` it joins that one.
        """
        if self.readonly:
            raise StoreReadOnly(
                f"The store {self.path} was opened for reading only: nothing can be changed now."
            )
        if self.connection.in_transaction:
            yield
            return
        durable = act and not self.patient
        with self.roomy() if rows > _MANY_ROWS else nullcontext():
            if durable:
                self.execute("PRAGMA synchronous = FULL")
            try:
                self.execute("BEGIN IMMEDIATE")
                try:
                    yield
                    if not quiet:
                        self.execute("UPDATE counter SET value = value + 1 WHERE name = 'generation'")
                    self.execute("COMMIT")
                except BaseException:
                    self.rollbacks += 1
                    if self._connection.in_transaction:
                        self.execute("ROLLBACK")
                    raise
            finally:
                if durable:
                    self.execute("PRAGMA synchronous = NORMAL")
        self._unsettled = self._unsettled or (act and not durable)
        if not quiet:
            self._wrote = True
            self.version += 1

    @contextmanager
    def roomy(self) -> Iterator[None]:
        """Memory for many changed pages, given back at the end; no checkpoint meanwhile."""
        self.execute(f"PRAGMA cache_size = -{_LARGE_CACHE_KB}")
        self.execute("PRAGMA wal_autocheckpoint = 0")
        try:
            yield
        finally:
            self.execute(f"PRAGMA cache_size = -{self._cache_kb}")
            self.execute("PRAGMA shrink_memory")
            self.execute(f"PRAGMA wal_autocheckpoint = {0 if self._patient else CHECKPOINT_PAGES}")

    @contextmanager
    def streak(self) -> Iterator[None]:
        """Many writes one after another: the disk is waited for a quarter as often. Acts are on it at once all the same."""
        self.execute(f"PRAGMA wal_autocheckpoint = {_STREAK_PAGES}")
        try:
            yield
        finally:
            self.execute(f"PRAGMA wal_autocheckpoint = {0 if self._patient else CHECKPOINT_PAGES}")

    def generation(self) -> int:
        """The number of the store's last change, by anyone. Costs microseconds where nothing changed."""
        seen = int(self.value("PRAGMA data_version"))
        if seen != self._data_version or self._wrote:
            now = int(self.value("SELECT value FROM counter WHERE name = 'generation'") or 0)
            if seen != self._data_version and now != self._generation:
                self.version += 1
            self._generation = now
            self._data_version = seen
            self._wrote = False
        return self._generation

    def rest(self) -> None:
        """Give back the memory of the pages at hand: nothing is to be done for a while."""
        self.execute("PRAGMA shrink_memory")

    def settle(self) -> None:
        """Bring acts that were committed in a hurry to the disk, in this thread. Waits for no reader or writer."""
        if self._unsettled:
            self.execute("PRAGMA wal_checkpoint(PASSIVE)")
            self._unsettled = False

    def settled(self) -> None:
        """Note that `checkpoint` ran in another thread after the last act."""
        self._unsettled = False

    def interrupt(self) -> None:
        """Stop a running query: it raises `StoreInterrupted`."""
        self._connection.interrupt()

    def close(self) -> None:
        if self._thread == threading.get_ident() and self._pid == os.getpid() and not self.readonly:
            try:
                self.settle()
            except StoreError:
                self._unsettled = False
        opened.shut(self._connection)
        opened.leave(self._opened)
        self._opened = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_store(
    path: Path,
    *,
    readonly: bool = False,
    clock: Callable[[], float] = time.time,
    cache_kb: int = 4_096,
    backups: Path | None = None,
) -> Database:
    """Open the store at `path`; make it, or bring its schema up to date, unless `readonly`. Raises `StoreError`.

    `cache_kb` is SQLite's page cache. Before an older schema is changed a copy goes to `backups` (the folder
    "backups" beside the store by default).
    """
    with opened.opening:
        if readonly:
            place.need_file(path)
            connection = connect_readonly(path, cache_kb)
        else:
            connection = _open(path, clock, cache_kb, backups or path.parent / "backups")
        return Database(connection, path, readonly=readonly, clock=clock, cache_kb=cache_kb)


def _open(path: Path, clock: Callable[[], float], cache_kb: int, backups: Path) -> apsw.Connection:
    place.make_folder(path.parent)
    place.refuse_network(path.parent)
    if not opened.is_open(path):
        place.make_file(path)
        migrate.refuse_strangers(path)
    connection = connect(path, apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_CREATE, cache_kb)
    try:
        if connection.readonly("main"):
            raise StoreReadOnly(f"The store {path} cannot be written to: check who owns it and its folder.")
        use_wal(connection)
        migrate.bring_up(connection, path, backups, int(clock()))
    except apsw.Error as error:
        opened.shut(connection)
        raise translate(error, path) from error
    except BaseException:
        opened.shut(connection)
        raise
    return connection


def _text(value: Any) -> str:
    return bytes(value).decode("utf-8", "replace")
