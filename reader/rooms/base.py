"""What every room has: the store, the places, the settings, the clock, and the line to the engine."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from reader.config import Paths, Settings
from reader.store import database

if TYPE_CHECKING:
    from reader.engine.events import Command
    from reader.engine.link import EngineLink


class Room:
    """A room on the store of one thread."""

    def __init__(self, db: database.Database, paths: Paths, settings: Settings) -> None:
        self._db = db
        self._link: EngineLink | None = None
        self._unsent: deque[Command] = deque(maxlen=100)
        self.paths = paths
        self.settings = settings
        self.brought_back = ""
        """What to tell the person where the store was missing and was put back; else ""."""
        self.refusal = ""
        """Why nothing can be changed, where the store could be opened for reading only; else ""."""

    @property
    def db(self) -> database.Database:
        """The store itself, for the engine's side of the command line."""
        return self._db

    @property
    def readonly(self) -> bool:
        return self._db.readonly

    def now(self) -> int:
        """Whole Unix seconds by the injected clock."""
        return self._db.now()
