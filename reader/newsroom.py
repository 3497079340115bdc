"""The one object that screen and command line talk to: open, list, read, mark, undo, subscribe, refresh, hear what changed.

Everything here is a short read or mark on the store, done at once in the caller's thread, but for the methods that start
with `await`: those ask the engine, a process of its own, and answer when it has taken the word. What the first list does
not need is imported by the methods that do: a start waits for each module.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Self

from reader.config import Paths, Settings
from reader.rooms.asking import Asking
from reader.rooms.marks import Marks
from reader.rooms.rules import Rules
from reader.rooms.searches import Searches
from reader.rooms.values import Counts, Imported
from reader.store import database

if TYPE_CHECKING:
    from types import TracebackType

__all__ = ["Counts", "Imported", "Newsroom"]


class Newsroom(Asking, Marks, Rules, Searches):
    """Opened with `Newsroom.open`; a context manager. Belongs to the thread that opened it."""

    @classmethod
    def open(
        cls,
        paths: Paths,
        settings: Settings | None = None,
        *,
        readonly: bool = False,
        clock: Callable[[], float] = time.time,
    ) -> Newsroom:
        """Open the store in `paths.data`. Where there is none it is put back from what is kept beside it, else made.

        Raises `reader.store.database.StoreError`.
        """
        back = ""
        if not readonly and not os.path.exists(paths.store):
            from reader.store.restore import bring_back

            back = bring_back(paths, int(clock()))
        db = database.open_store(paths.store, readonly=readonly, clock=clock)
        newsroom = cls(db, paths, settings or Settings())
        newsroom.brought_back = back
        return newsroom

    @classmethod
    def open_as_allowed(cls, paths: Paths, settings: Settings | None = None) -> Newsroom:
        """As `open`; for reading only, with the reason in `refusal`, where there is a store that may not or cannot be changed."""
        try:
            return cls.open(paths, settings)
        except (database.StoreReadOnly, database.StoreFull) as error:
            if not os.path.exists(paths.store):
                raise
            newsroom = cls.open(paths, settings, readonly=True)
            newsroom.refusal = str(error)
            return newsroom

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Write what is left to write and let go of the store."""
        self._db.close()
