"""Finding: what the list shows, and searching as one types."""

from __future__ import annotations

import re

from reader.tui.acts.base import Target
from reader.tui.ages import number
from reader.tui.scope import HOME, Scope

_TYPING_PAUSE = 0.09
"""Seconds without a key before a search runs; the next key cancels one that has not begun."""

_OPEN_WORD = re.compile(r"(?:^|\s)[^\s\":()/*|]{2,}$")


class Finds(Target):
    """The commands of the group "find"."""

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

    def saved(self, which: str) -> None:
        """A saved query, by its name or its place from 1 on."""
        queries = list(self.newsroom.saved())
        if which.isdecimal():
            found = queries[int(which) - 1] if 0 < int(which) <= len(queries) else None
        else:
            found = next((one for one in queries if one.name == which), None)
        if found is None:
            self.screen.say(f"There is no saved query {which}.")
        else:
            self.screen.lists.open(Scope(found.query, found.name))

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

    def search(self, query: str = "") -> None:
        """Ask for a query and show what it finds, key by key."""
        if query:
            self._show(query)
            return
        screen = self.screen
        before = screen.lists.scope.query if screen.lists.scope.searched else ""
        screen.dialogs.ask(
            "Search",
            value=before,
            done=self._done,
            changed=self._typed,
            pause=_TYPING_PAUSE,
            left=screen.lists.leave_search,
        )

    def _typed(self, text: str) -> None:
        if not text.strip():
            self.screen.lists.leave_search()
        else:
            self._show(text + "*" if _OPEN_WORD.search(text) else text, text)

    def _done(self, text: str) -> None:
        if not text.strip():
            self.screen.lists.leave_search()
            return
        self._show(text)
        if not self.screen.headlines.row_count:
            self._typed(text)

    def _show(self, query: str, typed: str = "") -> None:
        screen = self.screen
        wrong = screen.lists.attempt(Scope(query, typed or query, searched=True))
        if wrong and typed:
            screen.title_list.show(f"“{typed}”", wrong)
            return
        if wrong:
            screen.say(wrong, error=True)
            return
        found = screen.headlines.row_count
        screen.say(f"{number(found)} found" if found else "Nothing was found; Esc goes back")
