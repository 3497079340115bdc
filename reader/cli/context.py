"""What every command is given: the places, the settings, the newsroom when it asks for it, and a screen if there is one."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reader.cli.output import note
from reader.config import Paths, Settings, load_settings

if TYPE_CHECKING:
    from reader.newsroom import Newsroom

Screen = Callable[[Paths], int]
"""Runs the reader on the screen with the store in these places and answers an exit code."""


@dataclass
class Context:
    """`screen` is handed in from above, so that the command line never knows the screen."""

    paths: Paths
    screen: Screen | None = None
    _settings: Settings | None = field(default=None, init=False)

    @property
    def settings(self) -> Settings:
        """Read once. Raises `ConfigError`."""
        if self._settings is None:
            self._settings = load_settings(self.paths.config)
        return self._settings

    def newsroom(self, *, make: bool = False) -> Newsroom:
        """Open the store. Only with `make` is one made where there is none; a folder that takes no writing is read.

        Raises `StoreError`.
        """
        from reader.newsroom import Newsroom

        if make:
            return Newsroom.open(self.paths, self.settings)
        if not os.path.exists(self.paths.store):
            from reader.store.restore import wanted

            if not wanted(self.paths):
                return Newsroom.open(self.paths, self.settings, readonly=True)
        newsroom = Newsroom.open_as_allowed(self.paths, self.settings)
        if newsroom.brought_back:
            note(newsroom.brought_back)
        return newsroom
