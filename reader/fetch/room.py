"""Room in memory for bodies that are on their way: many small ones at once, and only a few large ones."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import Self

SMALL = 512 * 1024
"""Bytes that every body may take; a larger one waits for a place among the large."""
LARGE_AT_ONCE = 3


class Room:
    """One for each fetcher: the places for large bodies. `ready` waits until whoever reads them has room for more."""

    def __init__(self) -> None:
        self.places = asyncio.Semaphore(LARGE_AT_ONCE)
        self.ready: Callable[[], Awaitable[None]] | None = None

    def guest(self, clock: asyncio.Timeout) -> Guest:
        """One body, whose time limit is `clock`. A context manager that gives the place back."""
        return Guest(self, clock)


class Guest:
    """`grow` is told how large the body is. Waiting for a place is Telex's own doing and counts for no time limit."""

    def __init__(self, room: Room, clock: asyncio.Timeout) -> None:
        self._room = room
        self._clock = clock
        self._large = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._large:
            self._room.places.release()

    async def grow(self, size: int) -> None:
        """Wait for a place where `size` bytes are more than small. Nothing is read from the server meanwhile."""
        if self._large or size <= SMALL:
            return
        loop = asyncio.get_running_loop()
        end, since = self._clock.when(), loop.time()
        self._clock.reschedule(None)
        await self._room.places.acquire()
        self._large = True
        if self._room.ready is not None:
            await self._room.ready()
        if end is not None:
            self._clock.reschedule(end + loop.time() - since)
