"""Which panes the main screen shows and which has the focus."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

from textual.widget import Widget

from reader.tui.commands import PANES
from reader.tui.layout import Layout, Wish, lay_out
from reader.tui.scope import Scope

if TYPE_CHECKING:
    from reader.tui.screens.main import MainScreen

_LAYOUTS = ("tiny", "single", "medium", "wide", "widest", "zen")


class Panes:
    """Keeps the person's wish and lays the screen out by it."""

    def __init__(self, screen: MainScreen) -> None:
        self._screen = screen
        self.wish = Wish()
        self.layout = Layout("")
        self._place: tuple[Wish, Scope] | None = None

    @property
    def focus(self) -> str:
        """The pane with the focus."""
        return self.wish.focus

    @property
    def article_beside(self) -> bool:
        """Whether article and headlines are on the screen together."""
        return self.layout.article and self.layout.headlines

    def lay_out(self) -> None:
        """Show the panes that the size and the wish call for."""
        screen = self._screen
        layout = lay_out(*screen.app.size, self.wish)
        if layout == self.layout:
            return
        self.layout = layout
        for name in _LAYOUTS:
            screen.set_class(name == layout.name, name)
        screen.ticker.display = layout.ticker
        screen.query_one("#sources-pane").display = layout.sources
        screen.query_one("#headlines-pane").display = layout.headlines
        screen.article.display = layout.article
        screen.query_one("#notice").display = layout.name == "tiny"
        screen.status.display = layout.status and not screen.dialogs.typing
        if layout.panes and not layout.shows(self.focus):
            self.go("headlines" if layout.headlines else layout.panes[-1])

    def go(self, pane: str) -> None:
        """Give the focus to a pane, showing it where it is hidden."""
        screen = self._screen
        if pane == "article" and not screen.article_id:
            screen.open_article()
            return
        wish = replace(self.wish, focus=pane, zen=self.wish.zen and pane == "article")
        self.wish = replace(wish, sources=True) if pane == "sources" else wish
        self.lay_out()
        if self.layout.shows(pane):
            screen.set_focus(cast(Widget, getattr(screen, pane)))
        self._moved()

    def focused(self, pane: str) -> None:
        """A pane has got the focus by a click or by itself."""
        if pane in PANES and pane != self.focus:
            self.wish = replace(self.wish, focus=pane)
            self._moved()

    def _moved(self) -> None:
        screen = self._screen
        screen.status.show_hints(screen.runner.hints(self.focus))
        screen.title_sources.set_class(self.focus == "sources", "live")
        screen.title_list.set_class(self.focus == "headlines", "live")
        if self.focus == "article":
            screen.ticker.pause("reading")
        else:
            screen.ticker.resume("reading")

    def article_opened(self) -> None:
        """There is an article to show now."""
        if not self.wish.article:
            self.wish = replace(self.wish, article=True)
            self.lay_out()

    def hide_sources(self) -> None:
        """Put the sources away."""
        self.wish = replace(self.wish, sources=False)
        self.go("headlines")

    def set_zen(self, zen: bool) -> None:
        """The article alone, or everything."""
        self.wish = replace(self.wish, zen=zen)
        self.lay_out()
        if zen:
            self.go("article")

    def keep_place(self) -> None:
        """Before a digit acts: it may turn out to begin a count."""
        self._place = (self.wish, self._screen.lists.scope)

    def restore_place(self) -> None:
        """It did begin a count: back to where the focus was."""
        if self._place is not None:
            self.wish, scope = self._place
            if scope.query != self._screen.lists.scope.query:
                self._screen.lists.back()
            self.lay_out()
            self.go(self.focus)
