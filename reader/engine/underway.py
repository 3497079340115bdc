"""What is under way, by key: nothing twice, but a person's press takes the place of the same work in the background."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Hashable
from typing import Any, Generic, TypeVar

K = TypeVar("K", bound=Hashable)
T = TypeVar("T")


class UnderWay(Generic[K]):
    """Work in the background may wait for its site's pause, behind all that came before; a press does not wait there."""

    def __init__(self) -> None:
        self._pressed: set[K] = set()
        self._behind: dict[K, asyncio.Task[Any]] = {}

    def has(self, key: K, *, pressed: bool) -> bool:
        """Whether that is under way already, so that there is nothing to begin."""
        return key in self._pressed or (key in self._behind and not pressed)

    async def do(self, key: K, work: Coroutine[Any, Any, T], instead: T, *, pressed: bool) -> T:
        """What comes of `work`; `instead`, in the background, where a press took its place."""
        if not pressed:
            return await self._do_behind(key, work, instead)
        if (behind := self._behind.get(key)) is not None:
            behind.cancel()
        self._pressed.add(key)
        try:
            return await work
        finally:
            self._pressed.discard(key)

    async def _do_behind(self, key: K, work: Coroutine[Any, Any, T], instead: T) -> T:
        task = self._behind[key] = asyncio.create_task(work)
        try:
            await asyncio.wait({task})
            return instead if task.cancelled() else task.result()
        finally:
            task.cancel()
            del self._behind[key]
