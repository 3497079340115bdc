"""Images in pixels in the article's pane: those of its text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from reader.model import Ink
from reader.text.cells import width as cells_of
from reader.tui.widgets.ink import InkLayer, Placed, Write
from reader.typeset.inking import spot_of

if TYPE_CHECKING:
    from reader.tui.widgets.article_page import Page


class PageInk(InkLayer):
    """The images of the article that a page shows."""

    def __init__(self, page: Page, write: Write) -> None:
        super().__init__(page, write)
        self._page = page

    def inks(self) -> Iterator[tuple[str, Ink]]:
        """Those that are drawn in pixels."""
        if self._page.document is not None:
            for content, drawn in self._page.options.drawings.items():
                if isinstance(drawn, Ink):
                    yield content, drawn

    def rooms(self) -> set[int]:
        """As wide as they stand in the lines that are in view."""
        return {line.cells for line in self.in_view()}

    def in_view(self) -> Iterator[Placed]:
        """Line by line, run by run."""
        for y in range(self._page.size.height):
            x, line = self._page.line_shown(y)
            for run in line.runs:
                spot = spot_of(run.style)
                cells = cells_of(run.text)
                if spot is not None:
                    yield Placed(x, y, spot, cells)
                x += cells
