"""The linear mode, for screen readers: the terminal's own cursor stands where one reads, and one line changes at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.geometry import Offset, Region

from reader.tui.widgets.lines import LineList

if TYPE_CHECKING:
    from reader.tui.app import TelexApp
    from reader.tui.widgets.article import ArticlePane


class Caret:
    """Puts the terminal's own cursor on the row under a list's cursor, or on the line of the article that is read.

    Does nothing where the linear mode is off.
    """

    def __init__(self, app: TelexApp, on: bool) -> None:
        self._app = app
        self.on = on
        self._line = 0

    def follow(self, lines: LineList) -> None:
        """The cursor of a list moved: once that is settled only its new row is drawn, with the terminal's cursor on it."""
        if self.on:
            self._app.call_after_refresh(self._put_on, lines)

    def _put_on(self, lines: LineList) -> None:
        place = lines.content_region.offset + Offset(0, lines.cursor - lines.scroll_offset.y)
        if place != self._app.cursor_position:
            self._app.cursor_position = place
            lines.refresh_line(lines.cursor)

    def settle(self) -> None:
        """Something was done: once it is on the screen, the cursor goes to what has the focus now."""
        if self.on:
            self._app.call_after_refresh(self._settle)

    def _settle(self) -> None:
        focused = self._app.focused
        if self._app.screen is not self._app.main:
            for lines in self._app.screen.query(LineList):
                self._put_on(lines)
        elif isinstance(focused, LineList):
            self._put_on(focused)
        elif focused is not None and focused is self._app.main.article:
            self._follow_article(self._app.main.article)

    def step(self, rows: int) -> None:
        """Go on by so many lines of the article, which turns a page at its edge."""
        article = self._app.main.article
        top, height = article.scroll_offset.y, article.size.height
        self._line = max(0, min(self._line + rows, article.virtual_size.height - 1))
        if not top <= self._line < top + height:
            article.go_to_row(self._line if rows > 0 else self._line - height + 1)

    def _follow_article(self, article: ArticlePane) -> None:
        top, height = article.scroll_offset.y, article.size.height
        self._line = max(top, min(self._line, top + height - 1))
        place = article.content_region.offset + Offset(0, self._line - top)
        if place == self._app.cursor_position:
            return
        self._app.cursor_position = place
        article.refresh(Region(0, self._line - top, article.size.width, 1))

    def article_shown(self) -> None:
        """Another article is read from its first line."""
        self._line = 0
