"""A disk beneath SQLite that fails, fills up, or loses power: every call of the store's files goes through it.

A VFS over the real one. It counts its calls and can fail the N-th; it can be full; and it knows which writes were not
synced yet, so that it can tell what a loss of power might leave.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any

import apsw

SECTOR = 512


class Disk(apsw.VFS):
    """`calls` counts; `fail_at` is the call that fails, all later ones too with `broken`; `full` refuses growth."""

    def __init__(self) -> None:
        self.under = apsw.vfs_names()[0]
        super().__init__("disk", self.under, makedefault=True)
        self.calls = 0
        self.fail_at = 0
        self.broken = False
        self.failed = 0
        self.full = False
        self.files: dict[str, Memory] = {}
        self.before: Callable[[], None] = lambda: None

    def step(self, code: int) -> None:
        """One more call; raises where it is to fail. `code` is SQLite's for it."""
        self.calls += 1
        self.before()
        if self.fail_at and (self.calls == self.fail_at or (self.broken and self.calls > self.fail_at)):
            self.failed += 1
            raise apsw.exception_for(code)

    def xOpen(self, name: Any, flags: list[int]) -> apsw.VFSFile:
        self.step(apsw.SQLITE_CANTOPEN)
        return File(self, name, flags)

    def xDelete(self, name: str, syncdir: bool) -> None:
        self.step(apsw.SQLITE_IOERR_DELETE)
        super().xDelete(name, syncdir)
        self.files.pop(name, None)

    def image(self, dice: Random) -> dict[str, bytes]:
        """What a loss of power at this moment might leave, by file name: all that was synced, some of the rest."""
        return {Path(name).name: memory.after_loss(dice) for name, memory in self.files.items()}


class Memory:
    """What is surely on the disk of one file, and what was written since."""

    def __init__(self, name: str) -> None:
        place = Path(name)
        self.durable = bytearray(place.read_bytes() if place.exists() else b"")
        self.pending: list[tuple[int, bytes | None]] = []

    def sync(self) -> None:
        for change in self.pending:
            _apply(self.durable, *change)
        self.pending.clear()

    def after_loss(self, dice: Random) -> bytes:
        data = bytearray(self.durable)
        way = dice.randrange(3)
        until = dice.randint(0, len(self.pending))
        for number, (offset, written) in enumerate(self.pending):
            if (way == 0 and number > until) or (way == 1 and dice.random() < 0.5):
                continue
            if written is not None and (way == 2 or number == until):
                for start in range(0, len(written), SECTOR):
                    if dice.random() < 0.7:
                        _apply(data, offset + start, written[start : start + SECTOR])
            else:
                _apply(data, offset, written)
        return bytes(data)


def _apply(data: bytearray, offset: int, written: bytes | None) -> None:
    if written is None:
        del data[offset:]
        return
    if len(data) < offset:
        data.extend(b"\x00" * (offset - len(data)))
    data[offset : offset + len(written)] = written


class File(apsw.VFSFile):
    def __init__(self, disk: Disk, name: Any, flags: list[int]) -> None:
        super().__init__(disk.under, name, flags)
        self.disk = disk
        self.memory: Memory | None = None
        if flags[0] & (apsw.SQLITE_OPEN_MAIN_DB | apsw.SQLITE_OPEN_WAL):
            path = name.filename() if isinstance(name, apsw.URIFilename) else str(name)
            self.memory = disk.files.setdefault(path, Memory(path))

    def xRead(self, amount: int, offset: int) -> bytes:
        self.disk.step(apsw.SQLITE_IOERR_READ)
        return super().xRead(amount, offset)

    def xWrite(self, data: Any, offset: int) -> None:
        self.disk.step(apsw.SQLITE_IOERR_WRITE)
        if self.disk.full and offset + len(data) > super().xFileSize():
            self.disk.failed += 1
            raise apsw.exception_for(apsw.SQLITE_FULL)
        super().xWrite(data, offset)
        if self.memory is not None:
            self.memory.pending.append((offset, bytes(data)))

    def xTruncate(self, size: int) -> None:
        self.disk.step(apsw.SQLITE_IOERR_TRUNCATE)
        super().xTruncate(size)
        if self.memory is not None:
            self.memory.pending.append((size, None))

    def xSync(self, flags: int) -> None:
        self.disk.step(apsw.SQLITE_IOERR_FSYNC)
        super().xSync(flags)
        if self.memory is not None:
            self.memory.sync()

    def xFileSize(self) -> int:
        self.disk.step(apsw.SQLITE_IOERR_FSTAT)
        return super().xFileSize()

    def xLock(self, level: int) -> None:
        self.disk.step(apsw.SQLITE_IOERR_LOCK)
        super().xLock(level)


@contextmanager
def use_disk() -> Iterator[Disk]:
    """Stores that are opened meanwhile lie on this disk."""
    disk = Disk()
    try:
        yield disk
    finally:
        disk.unregister()
