"""Finding: the standing lists and single sources."""

from __future__ import annotations

from reader.tui.acts.base import Target
from reader.tui.scope import HOME, Scope


class Finds(Target):
    """The commands of the group "find" that need no query."""

    def all(self) -> None:
        """Everything."""
        self.screen.lists.open(HOME)

    def unread(self) -> None:
        """What is unread now."""
        self.screen.lists.open(Scope("is:unread", "Unread"))

    def starred(self) -> None:
        """What is starred."""
        self.screen.lists.open(Scope("is:starred", "Starred"))

    def later(self) -> None:
        """What is kept for later."""
        self.screen.lists.open(Scope("is:later", "Later"))
        self.screen.panes.go("headlines")

    def feed(self, name: str) -> None:
        """One source, by id, name or slug."""
        wanted = name.strip().casefold()
        for feed in self.newsroom.feeds():
            if wanted in (str(feed.id), feed.slug.casefold(), feed.name.casefold()):
                self.screen.lists.open(Scope(f"feed:{feed.id}", feed.name, feed.id))
                return
        self.screen.say(f"There is no source named {name}.")

    def take_in(self) -> None:
        """Show what came since the list was opened."""
        self.screen.lists.take_in()

    def clear(self) -> None:
        """Back to what was shown before the search."""
        self.screen.lists.leave_search()
