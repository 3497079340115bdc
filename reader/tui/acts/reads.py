"""Reading: open, read on, open outside, one step back."""

from __future__ import annotations

from reader.tui.acts.base import Target
from reader.words import _


class Reads(Target):
    """The commands of the group "read"."""

    def open(self) -> None:
        """Open what is under the cursor of the pane with the focus."""
        screen = self.screen
        if screen.pane == "sources":
            screen.open_source()
        elif screen.pane == "ticker":
            screen.ticker.open_current()
        elif screen.pane == "article":
            screen.article.open_link()
        elif screen.headlines.headline is None:
            screen.say(_("There is nothing to open here."))
        else:
            screen.open_article()

    def read_on(self) -> None:
        """A page further in the article, then the next unread one; on a folder, fold it."""
        screen = self.screen
        if screen.pane == "sources":
            if not screen.fold_source():
                screen.open_source()
            return
        held = screen.headlines.headline
        if held is None:
            screen.say(_("There is nothing to read here."))
        elif not held.more and (screen.article_id != held.id or not screen.panes.layout.article):
            screen.open_article(focus=screen.pane == "article" or not screen.panes.article_beside)
        elif not held.more and not screen.article.at_end:
            screen.mark_opened(held)
            screen.article.scroll_pages(1)
        elif screen.headlines.go_to_unread(1):
            screen.open_article(focus=screen.pane == "article")
        else:
            screen.say(_("That was the last unread one here."))

    def follow(self) -> None:
        """Letters over the links; the next keys choose one."""
        if not self.screen.article.show_hints():
            self.screen.say(_("There is no link in sight."))

    def follow_behind(self) -> None:
        """The same, fetched and kept without leaving this page."""
        if not self.screen.article.show_hints("behind"):
            self.screen.say(_("There is no link in sight."))

    def copy_link(self) -> None:
        """The same; the address of the link is copied."""
        if not self.screen.article.show_hints("copy"):
            self.screen.say(_("There is no link in sight."))

    def share_link(self) -> None:
        """The same; the address of the link is shown whole."""
        if not self.screen.article.show_hints("show"):
            self.screen.say(_("There is no link in sight."))

    def enclosure(self) -> None:
        """Open what is enclosed outside: sound, film, a file; where there are several, choose."""
        held = self.screen.current
        article = self.newsroom.article(held.id) if held is not None else None
        found = article.enclosures if article is not None else ()
        if not found:
            self.screen.say(_("Nothing is enclosed here."))
        elif len(found) == 1:
            self.screen.open_address(found[0])
        else:
            self.screen.menus.enclosed(found, self.screen.open_address)

    def open_outside(self) -> None:
        """Open the address of the headline in the browser; while a followed page is read, that page's."""
        link = self.screen.address
        if link:
            self.screen.open_address(link)

    def open_outside_read(self) -> None:
        """The same, and mark it read."""
        held = self.screen.current
        if held is not None and self.screen.open_address(held.link) and not held.read:
            self.screen.did(self.newsroom.mark([held.id], read=True))

    def back(self) -> None:
        """One step back; from the first list it ends Telex."""
        screen = self.screen
        if screen.panes.wish.zen:
            screen.panes.set_zen(False)
        elif screen.pane != "headlines":
            screen.panes.go("headlines")
        elif not screen.lists.back():
            screen.app.exit()
