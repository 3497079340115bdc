"""Room in memory for bodies that are on their way: many small ones at once, and only a few large ones."""

from __future__ import annotations

import asyncio
from types import TracebackType
from typing import Self

SMALL = 512 * 1024
"""Bytes that every body may take; a larger one waits for a place among the large."""
LARGE_AT_ONCE = 3


class Room:
    """One for each fetcher: the places for large bodies."""

    def __init__(self) -> None:
        self._places = asyncio.Semaphore(LARGE_AT_ONCE)

    def guest(self, clock: asyncio.Timeout) -> Guest:
        """One body, whose time limit is `clock`. A context manager that gives the place back."""
        return Guest(self._places, clock)


class Guest:
    """`grow` is told how large the body is. Waiting for a place is Telex's own doing and counts for no time limit."""

    def __init__(self, places: asyncio.Semaphore, clock: asyncio.Timeout) -> None:
        self._places = places
        self._clock = clock
        self._large = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._large:
            self._places.release()

    async def grow(self, size: int) -> None:
        """Wait for a place where `size` bytes are more than small. Nothing is read from the server meanwhile."""
        if self._large or size <= SMALL:
            return
        loop = asyncio.get_running_loop()
        end, since = self._clock.when(), loop.time()
        self._clock.reschedule(None)
        await self._places.acquire()
        self._large = True
        if end is not None:
            self._clock.reschedule(end + loop.time() - since)
