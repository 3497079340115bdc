"""Which panes the main screen shows and which has the focus."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual.widget import Widget

from reader.tui.layout import SHAPES, Layout, Wish, lay_out
from reader.tui.scope import Scope
from reader.tui.sizes import Sizes
from reader.tui.widgets.boxes import Box, Row, Rule
from reader.tui.widgets.notice import Notice

if TYPE_CHECKING:
    from reader.tui.screens.main import MainScreen


class Panes:
    """Keeps the person's wish and lays the screen out by it."""

    def __init__(self, screen: MainScreen) -> None:
        self._screen = screen
        self.notice = Notice(id="notice")
        self.row = Row(id="panes")
        self.boxes = {pane: Box(id=f"{pane}-pane") for pane in ("ticker", "sources", "headlines", "article")}
        self.rules = {pane: Rule(pane) for pane in ("sources", "article")}
        self.sizes = Sizes(screen.newsroom, self.boxes)
        kept = screen.newsroom.setting("layout", SHAPES[0])
        self.wish = Wish(shape=kept if kept in SHAPES else SHAPES[0])
        self.layout = Layout("")
        self.mirrored = False
        self._place: tuple[Wish, Scope] | None = None

    @property
    def focus(self) -> str:
        """The pane with the focus."""
        return self.wish.focus

    @property
    def article_beside(self) -> bool:
        """Whether article and headlines are on the screen together."""
        return self.layout.article and self.layout.headlines

    def mirror(self, on: bool) -> None:
        """Put the panes from right to left, or from left to right."""
        if on != self.mirrored:
            self.mirrored = on
            self.row.sort_children(key=lambda part: self.order.index(part), reverse=on)

    @property
    def order(self) -> list[Widget]:
        """Panes and the rules between them, in the order in which they are read."""
        boxes, rules = self.boxes, self.rules
        return [boxes["sources"], rules["sources"], boxes["headlines"], rules["article"], boxes["article"]]

    def lay_out(self) -> None:
        """Show the panes that the size and the wish call for."""
        screen = self._screen
        telex = screen.telex
        layout = lay_out(*screen.app.size, self.wish, telex.handshake.stacked, telex.caret.on)
        if layout == self.layout:
            return
        self.layout = layout
        self.row.set_classes(layout.name)
        self.sizes.apply(layout.name)
        for pane, box in self.boxes.items():
            box.display = layout.shows(pane)
        for pane, rule in self.rules.items():
            rule.display = layout.shows(pane) and layout.headlines and layout.name != "single"
        self.notice.display = layout.name == "tiny"
        screen.status.display = layout.status and not (screen.furnished and screen.dialogs.typing)
        if screen.furnished and layout.panes and not layout.shows(self.focus):
            self.go("headlines" if layout.headlines else layout.panes[-1])
        elif screen.furnished:
            screen.call_after_refresh(self.hold_focus)

    def hold_focus(self) -> None:
        """A pane that was hidden has lost the focus: give it back."""
        if self.layout.shows(self.focus) and not self._screen.dialogs.typing:
            self._screen.set_focus(cast(Widget, getattr(self._screen, self.focus)))

    def go(self, pane: str) -> None:
        """Give the focus to a pane, showing it where it is hidden; a line that is being typed keeps it until it is left."""
        screen = self._screen
        if pane == "article" and not screen.article_id:
            screen.open_article()
            return
        wish = self.wish._replace(focus=pane, zen=self.wish.zen and pane == "article")
        self.wish = wish._replace(sources=True) if pane == "sources" else wish
        self.lay_out()
        if self.layout.shows(pane) and not (screen.furnished and screen.dialogs.typing):
            screen.set_focus(cast(Widget, getattr(screen, pane)))
        self._moved()

    def focused(self, pane: str) -> None:
        """A pane has got the focus by a click or by itself."""
        if pane in self.boxes and pane != self.focus and self._screen.furnished:
            self.wish = self.wish._replace(focus=pane)
            self._moved()

    def _moved(self) -> None:
        screen = self._screen
        if not screen.telex.caret.on:
            screen.status.show_hints(screen.runner.hints(self.focus))
        screen.title_sources.set_class(self.focus == "sources", "live")
        screen.title_list.set_class(self.focus == "headlines", "live")
        if self.focus == "article" and screen.newsroom.settings.ticker.hold_while_reading:
            screen.lanes.pause("reading")
        else:
            screen.lanes.resume("reading")

    def article_opened(self) -> None:
        """There is an article to show now."""
        if not self.wish.article:
            self.wish = self.wish._replace(article=True)
            self.lay_out()

    def hide_sources(self) -> None:
        """Put the sources away."""
        self.wish = self.wish._replace(sources=False)
        self.go("headlines")

    def set_zen(self, zen: bool) -> None:
        """The article alone, or everything."""
        self.wish = self.wish._replace(zen=zen)
        self.lay_out()
        if zen:
            self.go("article")

    def take_shape(self, shape: str) -> None:
        """Lay the panes out in this way, one of `SHAPES`, now and the next time."""
        self._screen.newsroom.set_setting("layout", shape)
        self.wish = self.wish._replace(shape=shape)
        self.lay_out()
        self.go(self.focus)

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
