"""Moving: rows, pages, unread ones, headings, panes."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from reader.tui.acts.base import Target
from reader.tui.widgets.lines import LineList
from reader.words import _

if TYPE_CHECKING:
    from reader.store.windows import View

_GLANCE_MS, _SLICE_MS = 150.0, 40.0
"""Milliseconds that a key may look for the end of a list, and that are taken for it between keys if that is not enough."""

_BETWEEN = 0.01
"""Seconds between two such slices."""


class Moves(Target):
    """The commands of the group "move". A `count` of 0 is none."""

    def next(self, count: int) -> None:
        """Down by rows or lines."""
        self._step(count or 1)

    def prev(self, count: int) -> None:
        """Up by rows or lines."""
        self._step(-(count or 1))

    def _step(self, rows: int) -> None:
        pane = self.screen.pane
        if pane == "article" and self.screen.telex.caret.on:
            self.screen.telex.caret.step(rows)
        elif pane == "article":
            self.screen.article.scroll_lines(rows)
        elif pane == "ticker":
            if not self.screen.lanes.step(rows) and rows > 0:
                self.screen.panes.go("headlines")
        else:
            self._list().step(rows)

    def _list(self) -> LineList:
        return self.screen.sources if self.screen.pane == "sources" else self.screen.headlines

    def _page(self, pages: float) -> None:
        if self.screen.pane == "article":
            self.screen.article.scroll_pages(pages)
        else:
            self._list().page(pages)

    def page_down(self, count: int) -> None:
        """A screenful down."""
        self._page(count or 1)

    def page_up(self, count: int) -> None:
        """A screenful up."""
        self._page(-(count or 1))

    def half_down(self, count: int) -> None:
        """Half a screenful down."""
        self._page(0.5 * (count or 1))

    def half_up(self, count: int) -> None:
        """Half a screenful up."""
        self._page(-0.5 * (count or 1))

    def first(self, count: int) -> None:
        """The first row, or row number `count`."""
        if self.screen.pane == "article":
            self.screen.article.scroll_to_start()
        else:
            self._go_to_row(count or 1)

    def last(self, count: int) -> None:
        """The last row, or row number `count`."""
        if self.screen.pane == "article":
            self.screen.article.scroll_to_finish()
        else:
            self._go_to_row(count)

    def _go_to_row(self, number: int) -> None:
        """To row `number`, 0 for the last one, at once where it is near or else as soon as it is found."""
        rows, headlines = self._list(), self.screen.headlines
        if rows is not headlines or headlines.find(_GLANCE_MS, number):
            rows.go_to((number or rows.row_count) - 1)
        else:
            self.screen.say(_("Looking …"))
            self._look_for(number, headlines.view, headlines.cursor)

    def _look_for(self, number: int, view: View | None, cursor: int) -> None:
        """Find a row of a long list between keys, and go there unless the person went elsewhere meanwhile."""
        headlines = self.screen.headlines
        if headlines.view is not view or headlines.cursor != cursor:
            return
        if headlines.find(_SLICE_MS, number):
            headlines.go_to((number or headlines.row_count) - 1)
            self.screen.lists.retitle()
        else:
            again = partial(self._look_for, number, view, cursor)
            self.screen.set_timer(_BETWEEN, partial(self.screen.runner.guarded, again))

    def next_unread(self) -> None:
        """The next unread headline, in a search the next hit; while an article is read, that article."""
        self._unread(1)

    def prev_unread(self) -> None:
        """The previous unread headline, in a search the hit before."""
        self._unread(-1)

    def _unread(self, step: int) -> None:
        screen = self.screen
        if screen.lists.scope.searched:
            if screen.pane == "article":
                self._story(step)
            else:
                screen.headlines.step(step)
        elif not screen.headlines.go_to_unread(step):
            screen.say(_("Nothing unread further down.") if step > 0 else _("Nothing unread further up."))
        elif screen.pane == "article":
            screen.open_article()

    def next_story(self, count: int) -> None:
        """Open the article of the next row."""
        self._story(count or 1)

    def prev_story(self, count: int) -> None:
        """Open the article of the row before."""
        self._story(-(count or 1))

    def _story(self, rows: int) -> None:
        headlines = self.screen.headlines
        before = headlines.cursor
        headlines.step(rows)
        if headlines.cursor == before:
            self.screen.say(_("This is the last one.") if rows > 0 else _("This is the first one."))
        else:
            self.screen.open_article()

    def next_heading(self) -> None:
        """The next heading of the article."""
        self.screen.article.go_to_heading(1)

    def prev_heading(self) -> None:
        """The heading before."""
        self.screen.article.go_to_heading(-1)

    def next_link(self) -> None:
        """Point at the next link."""
        if not self.screen.article.go_to_link(1):
            self.screen.say(_("No link further down."))

    def prev_link(self) -> None:
        """Point at the link before."""
        if not self.screen.article.go_to_link(-1):
            self.screen.say(_("No link further up."))

    def pane_left(self) -> None:
        """Fold the story, else the pane at the left; the ticker goes one headline back. On a screen from right to left
        that way leads on."""
        (self._on if self.screen.panes.mirrored else self._back)()

    def pane_right(self) -> None:
        """Unfold the story, else the pane at the right; the ticker goes one headline on. On a screen from right to left
        that way leads back."""
        (self._back if self.screen.panes.mirrored else self._on)()

    def _back(self) -> None:
        screen = self.screen
        go: dict[str, Callable[[], object]] = {
            "article": lambda: screen.panes.go("headlines"),
            "headlines": self._fold,
            "ticker": lambda: screen.ticker.step(-1),
            "sources": self._out,
        }
        go[screen.pane]()

    def _on(self) -> None:
        screen = self.screen
        go: dict[str, Callable[[], object]] = {
            "sources": self._in,
            "headlines": self._unfold,
            "ticker": lambda: screen.ticker.step(1),
            "article": lambda: None,
        }
        go[screen.pane]()

    def _out(self) -> None:
        """An open folder closes; from all else in a folder, to it."""
        sources = self.screen.sources
        node = sources.node
        if node is None or (node.kind == "folder" and not node.folded and self.screen.fold_source()):
            return
        wanted = node.path if node.kind == "feed" else node.path[:-1]
        for row, other in enumerate(sources.nodes):
            if wanted and other.kind == "folder" and other.path == wanted:
                sources.go_to(row)

    def _in(self) -> None:
        """A closed folder opens; from all else, to the list."""
        node = self.screen.sources.node
        if node is None or not node.folded or not self.screen.fold_source():
            self.screen.panes.go("headlines")

    def _fold(self) -> None:
        """An unfolded story shows its row alone again."""
        if not self.screen.headlines.fold():
            self.screen.panes.go("sources")

    def _unfold(self) -> None:
        """A story shows its copies; one that does already, and all else, its article."""
        if not self.screen.headlines.unfold():
            self.screen.open_article()

    def pane_next(self) -> None:
        """The next pane of those on the screen."""
        self._round(1)

    def pane_prev(self) -> None:
        """The pane before."""
        self._round(-1)

    def _round(self, step: int) -> None:
        screen = self.screen
        panes = screen.panes.layout.panes
        if screen.pane in panes and len(panes) > 1:
            screen.panes.go(panes[(panes.index(screen.pane) + step) % len(panes)])
        else:
            order = ("sources", "headlines", "article") if screen.article_id else ("sources", "headlines")
            place = order.index(screen.pane) if screen.pane in order else 0
            screen.panes.go(order[(place + step) % len(order)])

    def focus_sources(self) -> None:
        """Show the sources and go there; hide them when there already."""
        if self.screen.pane == "sources":
            self.screen.panes.hide_sources()
        else:
            self.screen.panes.go("sources")

    def focus_headlines(self) -> None:
        """Go to the list."""
        self.screen.panes.go("headlines")

    def focus_article(self) -> None:
        """Go to the article."""
        self.screen.panes.go("article")

    def focus_ticker(self) -> None:
        """Go to the ticker and hold it; the second time let it run and go back."""
        if self.screen.pane == "ticker":
            self.screen.panes.go("headlines")
        elif self.screen.panes.layout.shows("ticker"):
            self.screen.panes.go("ticker")
        else:
            self.screen.say(_("There is no room for the ticker here."))
