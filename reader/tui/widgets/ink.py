"""Images in pixels in a pane: sent to the terminal once the pane rests, taken back when they are not shown."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from reader.model import Ink
from reader.typeset.inking import Spot, drawn_at, number_of, placed, sent, taken_back

if TYPE_CHECKING:
    from textual.scroll_view import ScrollView
    from textual.timer import Timer

QUIET = 0.15
"""Seconds without a new line on the screen after which images are drawn: never while the text scrolls."""
_AT_ONCE = 32_768
"""Characters of images that are sent before keys have their turn."""

Write = Callable[[str], object]


class Placed(NamedTuple):
    """One line of an image's cells in view: column and row in the pane, what they are, and how many."""

    x: int
    y: int
    spot: Spot
    cells: int


class InkLayer(ABC):
    """What a terminal that draws pixels was given for one pane. `stir` says that the pane was drawn, and starts the waiting.

    kitty keeps an image until it is taken back and shows it wherever its placeholders stand. Sixels are gone with the next
    letter that is drawn over them, and drawn again when the pane rests: a line of the image on each line.
    """

    def __init__(self, pane: ScrollView, write: Write) -> None:
        self._pane = pane
        self._write = write
        self._held: set[int] = set()
        self._timer: Timer | None = None

    # What a pane gives

    @abstractmethod
    def inks(self) -> Iterator[tuple[str, Ink]]:
        """The images that the pane may show, by hash."""

    @abstractmethod
    def rooms(self) -> set[int]:
        """How many cells images take in the pane, beside their own width: for each an image has a number of its own."""

    @abstractmethod
    def in_view(self) -> Iterator[Placed]:
        """The lines of images that are in view."""

    # Drawing

    def stir(self) -> None:
        """The pane was drawn: wait until it rests. A pane without images in pixels waits for nothing."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        if self._held or any(True for _ in self.inks()):
            self._timer = self._pane.set_timer(QUIET, self.rest)

    def rest(self) -> None:
        """Give the terminal what the visible lines lack, a few at a time, so that keys come between."""
        self._timer = None
        rooms = self.rooms()
        known = {
            number_of(content, *placed(ink, room)): (ink, room)
            for content, ink in self.inks()
            for room in rooms | {ink.columns}
        }
        for number in self._held - known.keys():
            self._write(taken_back(number))
        self._held &= known.keys()
        lines, length = [], 0
        for x, y, spot, cells in self.in_view():
            ink, room = known.get(spot.number, (None, 0))
            if ink is None or spot.row >= max(1, ink.lines):
                continue
            if spot.form == "sixel":
                if self._is_ours(x, y, cells):
                    lines.append(drawn_at(ink.data[spot.row], *self._on_screen(x, y)))
            elif spot.number not in self._held:
                self._held.add(spot.number)
                sequence = sent(spot.number, ink.data[0], *placed(ink, room))
                self._write(sequence)
                length += len(sequence)
                if length >= _AT_ONCE:
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

    def _on_screen(self, x: int, y: int) -> tuple[int, int]:
        region = self._pane.content_region
        return region.x + x, region.y + y

    def _is_ours(self, x: int, y: int, columns: int) -> bool:
        """Whether these cells show this pane, nothing over it, and are not on the terminal's last row, which would scroll."""
        screen = self._pane.screen
        if screen is not self._pane.app.screen:
            return False
        left, row = self._on_screen(x, y)
        if row >= self._pane.app.size.height - 1:
            return False
        return all(
            screen.get_widget_at(column, row)[0] is self._pane for column in (left, left + columns - 1)
        )
