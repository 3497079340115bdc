"""An event loop whose clock jumps: while nothing moves on any socket, it goes straight to the next timer.

Waits of a minute or a day pass at once, yet everything runs over real loopback sockets. Code under test must take
time from the loop, and look no names up in threads, which the jump would not wait for.
"""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Callable, Coroutine, Mapping
from typing import Any, TypeVar

T = TypeVar("T")

_GRACE = 0.002  # real seconds in which loopback bytes that are already sent do arrive


class JumpSelector(selectors.BaseSelector):
    """A selector that waits at most `_GRACE` and then says how far the clock may jump."""

    def __init__(self) -> None:
        self._real = selectors.DefaultSelector()
        self.jumped = 0.0
        self.busy: Callable[[], bool] = lambda: False

    def register(self, fileobj: Any, events: int, data: Any = None) -> selectors.SelectorKey:
        return self._real.register(fileobj, events, data)

    def unregister(self, fileobj: Any) -> selectors.SelectorKey:
        return self._real.unregister(fileobj)

    def modify(self, fileobj: Any, events: int, data: Any = None) -> selectors.SelectorKey:
        return self._real.modify(fileobj, events, data)

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is None or timeout <= 0:
            return self._real.select(timeout)
        found = self._real.select(min(timeout, _GRACE))
        if not found and timeout > _GRACE and not self.busy():
            self.jumped += timeout - _GRACE
        return found

    def get_map(self) -> Mapping[Any, selectors.SelectorKey]:
        return self._real.get_map()

    def get_key(self, fileobj: Any) -> selectors.SelectorKey:
        return self._real.get_key(fileobj)

    def close(self) -> None:
        self._real.close()


class JumpLoop(asyncio.SelectorEventLoop):
    """The loop; `time()` runs as the real one does, plus what was jumped over.

    `hold_while` names what real work, in other processes, the clock must not jump over.
    """

    def __init__(self) -> None:
        self._jumps = JumpSelector()
        super().__init__(self._jumps)

    def hold_while(self, busy: Callable[[], bool]) -> None:
        self._jumps.busy = busy

    def time(self) -> float:
        return super().time() + self._jumps.jumped


def run_jumping(main: Coroutine[Any, Any, T]) -> T:
    """`asyncio.run` on a loop whose clock jumps."""
    with asyncio.Runner(loop_factory=JumpLoop) as runner:
        return runner.run(main)
