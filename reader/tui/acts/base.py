"""What all targets share: the screen that they act on."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reader.newsroom import Newsroom
    from reader.tui.screens.main import MainScreen


class Target:
    """A target of commands, made once for each main screen."""

    def __init__(self, screen: MainScreen) -> None:
        self.screen = screen

    @property
    def newsroom(self) -> Newsroom:
        """Where news and marks are."""
        return self.screen.newsroom
