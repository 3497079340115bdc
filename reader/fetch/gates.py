"""The gates that every request goes through: one at a time for a host, gaps between them, and so many hosts at once.

A host that keeps Telex waiting must not cost the others anything, so its place among the hosts at once is lent out
once it is much slower than the rest. So many places are lent out as four times the hosts at once, and in all never more
than `MOST` requests are under way.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

FEED_GAP = 1.0
"""Seconds between two feeds of one host."""
PAGE_GAP = 2.0
"""Seconds between two article pages of one host."""
MOST = 256

_LEND_AT_LEAST = 0.3  # seconds
_LEND_AT_MOST = 3.0
_LEND_FACTOR = 2.0
_LEND_TIMES = 4
_FORGET_AFTER = 4_096


class Gates:
    """One for each engine. Times come from the running loop's clock."""

    def __init__(self, hosts: int = 32) -> None:
        self._places = asyncio.Semaphore(hosts)
        self._lendable = max(0, min(MOST - hosts, _LEND_TIMES * hosts))
        self._lent = 0
        self._pace = _LEND_AT_LEAST / _LEND_FACTOR
        self._gates: dict[str, _Gate] = {}
        self.running = 0

    @asynccontextmanager
    async def turn(self, host: str, gap: float) -> AsyncIterator[None]:
        """Wait until `host` may be asked, `gap` seconds after its last answer, and hold its gate meanwhile."""
        gate = self._gates.get(host)
        if gate is None:
            self._forget()
            gate = self._gates[host] = _Gate()
        gate.users += 1
        try:
            async with gate.lock:
                await self._wait(gate, gap)
                async with self._place():
                    try:
                        yield
                    finally:
                        gate.last = asyncio.get_running_loop().time()
        finally:
            gate.users -= 1

    async def _wait(self, gate: _Gate, gap: float) -> None:
        left = gate.last + gap - asyncio.get_running_loop().time()
        if gap > 0 and left > 0:
            await asyncio.sleep(left)

    @asynccontextmanager
    async def _place(self) -> AsyncIterator[None]:
        await self._places.acquire()
        loop = asyncio.get_running_loop()
        started = loop.time()
        place = _Place()
        timer = loop.call_later(self._patience(), self._lend, place)
        self.running += 1
        try:
            yield
        finally:
            self.running -= 1
            timer.cancel()
            if place.lent:
                self._lent -= 1
            else:
                self._pace += 0.1 * (loop.time() - started - self._pace)
                self._places.release()

    def _patience(self) -> float:
        return min(max(self._pace * _LEND_FACTOR, _LEND_AT_LEAST), _LEND_AT_MOST)

    def _lend(self, place: _Place) -> None:
        if self._lent < self._lendable:
            self._lent += 1
            place.lent = True
            self._places.release()

    def _forget(self) -> None:
        if len(self._gates) >= _FORGET_AFTER:
            now = asyncio.get_running_loop().time()
            idle = [host for host, gate in self._gates.items() if not gate.users and gate.last + 3_600 < now]
            for host in idle:
                del self._gates[host]


class _Gate:
    """One host: its lock is fair, first come first served."""

    __slots__ = ("last", "lock", "users")

    def __init__(self) -> None:
        self.lock = asyncio.Lock()
        self.last = float("-inf")
        self.users = 0


class _Place:
    __slots__ = ("lent",)

    def __init__(self) -> None:
        self.lent = False
