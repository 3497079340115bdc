"""Going on among sources, from wherever the focus is; to a row or link by its number; to any unread headline."""

from __future__ import annotations

import secrets

from reader.tui.acts.base import Target
from reader.tui.tree import build
from reader.words import _, ngettext


class Rounds(Target):
    """Commands that move without looking where one is."""

    def next_source(self, count: int) -> None:
        """Show the next source."""
        self._source(count or 1)

    def prev_source(self, count: int) -> None:
        """Show the source before."""
        self._source(-(count or 1))

    def next_unread_source(self) -> None:
        """Show the next source that has something unread, round and round."""
        self._source(1, unread=True)

    def prev_unread_source(self) -> None:
        """Show the one before that has something unread."""
        self._source(-1, unread=True)

    def _source(self, step: int, unread: bool = False) -> None:
        screen = self.screen
        held = screen.lists.scope.feed
        ids = [
            node.feed
            for node in build({}, (), self.newsroom.folders(), self.newsroom.feeds())
            if node.feed and (node.count or not unread or node.feed == held)
        ]
        if not ids or (unread and ids == [held]):
            screen.say(
                _("No other source has something unread.") if unread else _("There are no sources yet.")
            )
            return
        place = ids.index(held) + step if held in ids else min(step, 0)
        screen.runner.run(f"go-feed {ids[place % len(ids)]}")
        if not screen.panes.layout.headlines:
            screen.panes.go("headlines")

    def random_unread(self) -> None:
        """Any unread headline of this list."""
        from reader.store.query import render

        screen = self.screen
        view = self.newsroom.view(render(screen.lists.within("is:unread")))
        if not view.count:
            screen.say(_("Nothing is unread here."))
            return
        one = view.ids(secrets.randbelow(view.count), 1)[0]
        screen.open_copy(one)

    def number(self, number: str) -> None:
        """The row of this number; in the article the link."""
        if not number.strip().isdecimal():
            self.screen.say(_("A number is needed."), error=True)
        elif self.screen.pane == "article":
            self.link(int(number))
        else:
            self.screen.moves.first(int(number))

    def link(self, count: int) -> None:
        """Open the link of this number, as the list of links counts them."""
        links = self.screen.article.links
        if not 1 <= count <= len(links):
            self.screen.say(
                ngettext("There is {count} link here.", "There are {count} links here.", len(links)).format(
                    count=len(links)
                )
                if links
                else _("There is no link here.")
            )
        else:
            self.screen.article.open_link(count - 1)

    def links(self) -> None:
        """The links of the article, each with its number and where it leads."""
        links = self.screen.article.links
        if links:
            self.screen.menus.links(links, self.link)
        else:
            self.screen.say(_("There is no link here."))
