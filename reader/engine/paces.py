"""The pause between two pages that a site asks for in robots.txt (crawl-delay): kept beside the host's gate, behind which
its feeds would wait.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Paces:
    """One for all that asks for pages in the background."""

    def __init__(self) -> None:
        self._paces: dict[str, _Pace] = {}

    @asynccontextmanager
    async def turn(self, host: str, delay: float) -> AsyncIterator[None]:
        """Wait until `delay` seconds have passed since the last page of `host`, alone among those who wait so."""
        pace = self._paces.setdefault(host, _Pace())
        async with pace.lock:
            loop = asyncio.get_running_loop()
            await asyncio.sleep(pace.last + delay - loop.time())
            try:
                yield
            finally:
                pace.last = loop.time()


class _Pace:
    """When a site that asks for a pause between two pages was last asked for one."""

    __slots__ = ("last", "lock")

    def __init__(self) -> None:
        self.lock = asyncio.Lock()
        self.last = float("-inf")
