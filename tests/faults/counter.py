"""The fault counter: the N-th call to the file system, the network or the database fails, for N = 1, 2, ... until none does.

`Counter(n)` is a context manager. While it is open, calls are counted and the n-th raises what a full or broken disk, or a
broken network, raises there. `fired` says whether it came to that.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self

import apsw
import pytest

from reader.fetch.network import Stream


class Counter:
    """Counts statements of every connection that is opened meanwhile, and of `connections`; reads, writes and opens."""

    def __init__(self, number: int, *connections: apsw.Connection) -> None:
        self.number = number
        self.count = 0
        self.fired = ""
        self._given = connections
        self._connections: list[apsw.Connection] = []
        self._patch = pytest.MonkeyPatch()

    def __enter__(self) -> Self:
        apsw.connection_hooks.append(self._watch)
        for connection in self._given:
            self._watch(connection)
        for name in ("open", "fsync", "replace", "mkdir", "chmod"):
            self._patch.setattr(os, name, self._failing(name, getattr(os, name)))
        for name in ("read", "write"):
            self._patch.setattr(Stream, name, self._failing(name, getattr(Stream, name)))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        apsw.connection_hooks.remove(self._watch)
        self._patch.undo()
        for connection in self._connections:
            try:
                connection.exec_trace = None
            except apsw.ConnectionClosedError:
                continue

    def _watch(self, connection: apsw.Connection) -> None:
        self._connections.append(connection)
        connection.exec_trace = self._statement

    def _statement(self, cursor: apsw.Cursor, sql: str, bindings: Any) -> bool:
        if self._is_it(f"statement {sql[:40]}"):
            raise apsw.FullError("made up") if self.number % 2 else apsw.IOError("made up")
        return True

    def _failing(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **more: Any) -> Any:
            if self._is_it(name):
                raise OSError(errno.ENOSPC, "made up")
            return real(*arguments, **more)

        return call

    def _is_it(self, what: str) -> bool:
        self.count += 1
        if self.count == self.number:
            self.fired = what
            return True
        return False
