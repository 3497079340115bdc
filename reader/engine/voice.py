"""How the engine tells what happens: progress and "something changed" are said at most a few times a second."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from reader.engine.events import Changed, Event, Progress

Tell = Callable[[Event], None]

QUIET = 0.25
"""Seconds between two lines of the same kind."""


class Voice:
    """Wraps a `tell`: single events go straight through, progress and changes replace each other."""

    def __init__(self, tell: Tell, generation: Callable[[], int]) -> None:
        self.tell = tell
        self._generation = generation
        self._progress: Progress | None = None
        self._changed = False
        self._timer: asyncio.TimerHandle | None = None

    def progress(self, progress: Progress) -> None:
        """How far a run is; the newest counts."""
        self._progress = progress
        self._later()

    def changed(self) -> None:
        """The store changed."""
        self._changed = True
        self._later()

    def flush(self) -> None:
        """Say at once what waits."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._progress is not None:
            self.tell(self._progress)
            self._progress = None
        if self._changed:
            self._changed = False
            self.tell(Changed(self._generation()))

    def _later(self) -> None:
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(QUIET, self._ring)

    def _ring(self) -> None:
        self._timer = None
        self.flush()
