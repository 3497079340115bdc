"""Images in pixels in the article's pane: sent to the terminal once the text rests, taken back when they are not shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from reader.model import Ink
from reader.text.cells import width as cells_of
from reader.typeset.inking import Spot, drawn_at, number_of, placed, sent, spot_of, taken_back

if TYPE_CHECKING:
    from textual.timer import Timer

    from reader.tui.widgets.article_page import Page

QUIET = 0.15
"""Seconds without a new line on the screen after which images are drawn: never while the text scrolls."""

Write = Callable[[str], object]


class InkLayer:
    """What a terminal that draws pixels was given for one pane. `stir` says that the pane was drawn, and starts the waiting.

    kitty keeps an image until it is taken back and shows it wherever its placeholders stand. Sixels are gone with the next
    letter that is drawn over them, and drawn again when the pane rests: a line of the image on each line.
    """

    def __init__(self, page: Page, write: Write) -> None:
        self._page = page
        self._write = write
        self._held: set[int] = set()
        self._timer: Timer | None = None

    def stir(self) -> None:
        """The pane was drawn: wait until it rests. A pane without images in pixels waits for nothing."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        if self._held or any(self._inks()):
            self._timer = self._page.set_timer(QUIET, self.rest)

    def rest(self) -> None:
        """Give the terminal what the visible lines lack, one image at a time, so that keys come between."""
        self._timer = None
        shown = {number_of(content, *placed(ink, room)) for content, ink, room in self._wanted()}
        for number in self._held - shown:
            self._write(taken_back(number))
        self._held &= shown
        lines = []
        for x, y, spot, columns in self._spots():
            ink = self._ink_of(spot, columns)
            if ink is None:
                continue
            if spot.form == "sixel":
                if self._is_ours(x, y, columns):
                    lines.append(drawn_at(ink.data[spot.row], *self._on_screen(x, y)))
            elif spot.number not in self._held:
                self._held.add(spot.number)
                self._write(sent(spot.number, ink.data[0], *placed(ink, columns)))
                self.stir()
                return
        if lines:
            self._write("".join(lines))

    def taken_back(self) -> str:
        """What makes the terminal forget all images; they are sent again when the pane is drawn again."""
        held, self._held = self._held, set()
        return "".join(map(taken_back, sorted(held)))

    def hide(self) -> None:
        """The pane is not seen any more."""
        gone = self.taken_back()
        if gone:
            self._write(gone)

    def _inks(self) -> Iterator[tuple[str, Ink]]:
        for content, drawn in self._page.options.drawings.items():
            if isinstance(drawn, Ink):
                yield content, drawn

    def _wanted(self) -> Iterator[tuple[str, Ink, int]]:
        """The images of this article, each for every width that it stands in."""
        if self._page.document is not None:
            rooms = {columns for _, _, _, columns in self._spots()}
            for content, ink in self._inks():
                yield from ((content, ink, room) for room in rooms | {ink.columns})

    def _ink_of(self, spot: Spot, columns: int) -> Ink | None:
        for content, ink in self._inks():
            if number_of(content, *placed(ink, columns)) == spot.number and spot.row < max(1, ink.lines):
                return ink
        return None

    def _spots(self) -> Iterator[tuple[int, int, Spot, int]]:
        """The lines of images that are in view: column and row in the pane, what they are, and how many cells."""
        for y in range(self._page.size.height):
            margin, line = self._page.line_shown(y)
            x = margin
            for run in line.runs:
                spot = spot_of(run.style)
                cells = cells_of(run.text)
                if spot is not None:
                    yield x, y, spot, cells
                x += cells

    def _on_screen(self, x: int, y: int) -> tuple[int, int]:
        region = self._page.content_region
        return region.x + x, region.y + y

    def _is_ours(self, x: int, y: int, columns: int) -> bool:
        """Whether these cells show this pane, nothing over it, and are not on the terminal's last row, which would scroll."""
        screen = self._page.screen
        if screen is not self._page.app.screen:
            return False
        left, row = self._on_screen(x, y)
        if row >= self._page.app.size.height - 1:
            return False
        return all(
            screen.get_widget_at(column, row)[0] is self._page for column in (left, left + columns - 1)
        )
