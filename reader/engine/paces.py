"""The pause between two pages that a site asks for in robots.txt (crawl-delay): kept beside the host's gate, behind which
its feeds would wait.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager


class Paces:
    """One for all that asks for pages in the background."""

    def __init__(self) -> None:
        self._paces: dict[str, _Pace] = {}

    @asynccontextmanager
    async def turn(self, host: str, delay: float, *, ahead: bool = False) -> AsyncIterator[None]:
        """Wait until `delay` seconds have passed since the last page of `host`, alone among those who wait so.

        One that goes `ahead` waits for the one whose turn it is, not for all who came before; one without a delay for nobody.
        """
        pace = self._paces.setdefault(host, _Pace())
        loop = asyncio.get_running_loop()
        async with AsyncExitStack() as stack:
            if delay > 0:
                if not ahead:
                    await stack.enter_async_context(pace.queue)
                await stack.enter_async_context(pace.lock)
                while (wait := pace.last + delay - loop.time()) > 0:
                    await asyncio.sleep(wait)
            try:
                yield
            finally:
                pace.last = loop.time()


class _Pace:
    """When a site that asks for a pause between two pages was last asked for one."""

    __slots__ = ("last", "lock", "queue")

    def __init__(self) -> None:
        self.queue = asyncio.Lock()
        self.lock = asyncio.Lock()
        self.last = float("-inf")
