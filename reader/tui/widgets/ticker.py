"""The ticker: one row of headlines that crawls, steps or stands, and an instrument under the keys."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

from rich.style import Style
from textual import events
from textual.message import Message
from textual.selection import Selection
from textual.strip import Strip

from reader.model import Headline
from reader.text.cells import width as cells_of
from reader.ticker.step import LEAD
from reader.ticker.strip import Bit
from reader.tui.widgets.ticker_clock import Clockwork
from reader.tui.widgets.ticker_row import LOOKS, marked, painted


class TickerPane(Clockwork):
    """Headlines of `set_items`, rolling, and the one that keys act on.

    Besides what stops a `Clockwork`, it stands still while it has the focus and while the pointer is on it. Its styles are
    the component classes `ticker--NAME` (`ticker_row.LOOKS`).
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"ticker--{look}" for look in LOOKS}

    @dataclass
    class _About(Message):
        pane: TickerPane
        entry_id: int

        @property
        def control(self) -> TickerPane:
            return self.pane

    class Opened(_About):
        """A headline is to be opened."""

    class MarkedRead(_About):
        """A headline is to be marked read."""

    class Starred(_About):
        """A headline is to be starred."""

    class OpenOutside(_About):
        """A headline's address is to be opened outside."""

    class Hidden(_About):
        """A headline's story is to be hidden."""

    @cached_property
    def _bits_drawn(self) -> list[Bit]:
        return []

    @cached_property
    def _styles(self) -> dict[str, Style]:
        return {}

    def set_state(self, text: str) -> None:
        """A word that stands at the end of the row, such as "as of 18:42" while there is no network; "" for none."""
        if text != self._held:
            self._held = text
            self.refresh()

    # Drawing

    def _bits(self) -> list[Bit]:
        room = self._room()
        if self._mode == "off" or room <= 0:
            return [Bit(" " * room, "blank")]
        if self.reel.strip is None:
            return self._note()
        if self.acting == "step" and self._rows:
            return [
                bit._replace(item=self._current) if bit.item >= 0 else bit for bit in self._rows[self._page]
            ]
        self._drawn = self._place()
        return self.reel.row(self._drawn, room)

    def render_line(self, y: int) -> Strip:
        """The one row."""
        width = self.size.width
        if y or self._mode == "off":
            return Strip.blank(width, self.rich_style)
        bits, badge = self._bits(), self._badge()[:width]
        current = self._index() if self.has_focus else -1
        rtl = self.reel.strip is not None and self.reel.strip.direction == "rtl"
        if current >= 0:
            dress = self.reel.dress
            bits = marked(bits, current, dress.mark_rtl if rtl else dress.mark, rtl)
        if badge:
            end = Bit(badge, "state")
            bits = [end, *bits] if rtl else [*bits, end]
        self._bits_drawn = bits
        chosen = self._chosen(self.text_selection) if self.text_selection is not None else ()
        strip = painted(bits, width, self._style, self._source, current, self.reel.seen(), chosen)
        return strip.apply_offsets(0, y)

    def _chosen(self, selection: Selection) -> list[int]:
        """The headlines that a selection touches, in reading order."""
        start, end = selection.get_span(0) or (0, 0)
        found: set[int] = set()
        place = 0
        for text, _, item in self._bits_drawn:
            after = place + len(text)
            if item >= 0 and place < (end if end >= 0 else after + 1) and start < after:
                found.add(item)
            place = after
        return sorted(found)

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """The headlines under a selection, whole and as they are written."""
        items = [self.reel.item(index) for index in self._chosen(selection)]
        return "\n".join(item.headline.title for item in items if item is not None), "\n"

    def selection_updated(self, selection: Selection | None) -> None:
        """Draw the new selection."""
        self.refresh()

    def _source(self, item: int) -> str:
        found = self.reel.item(item)
        return found.headline.source if found is not None else ""

    def _style(self, names: str) -> Style:
        style = self._styles.get(names)
        if style is None:
            style = self.rich_style
            for name in names.split(" "):
                style += self.get_component_rich_style(f"ticker--{name}", partial=True, default=Style.null())
            self._styles[names] = style
        return style

    def notify_style_update(self) -> None:
        """A theme or a class changed."""
        super().notify_style_update()
        self._styles.clear()

    # An instrument

    @property
    def current(self) -> Headline | None:
        """The headline that keys act on."""
        item = self.reel.item(self._index())
        return item.headline if item is not None else None

    def _index(self) -> int:
        if self._current >= 0 and (self.acting == "step" or self.has_focus):
            return self._current
        return self.reel.current(self._place(), self._room())

    def step(self, by: int) -> None:
        """To the next headline, or the one before."""
        strip = self.reel.strip
        if strip is None or self._mode == "off":
            return
        index = self._index() + by
        if index >= len(strip.lap.items):
            self.reel.turn(strip.cells, self.size.width)
            index = 0
        self._current = max(0, index)
        strip = self.reel.strip
        if self.acting == "crawl" and strip is not None and not self.reel.fits(self.size.width):
            self.motion = self.motion.moved(strip.start_of(self._current) - LEAD, self._clock())
        self._turn_pages()
        self._go()
        self.refresh()

    def open_current(self) -> None:
        """Ask to open the current headline."""
        self._post(self.Opened)

    def mark_current(self) -> None:
        """Ask to mark the current headline read."""
        self._post(self.MarkedRead)

    def star_current(self) -> None:
        """Ask to star the current headline."""
        self._post(self.Starred)

    def open_current_outside(self) -> None:
        """Ask to open the current headline's address outside."""
        self._post(self.OpenOutside)

    def hide_current(self) -> None:
        """Ask to hide the current headline's story."""
        self._post(self.Hidden)

    def _post(self, kind: type[TickerPane._About], headline: Headline | None = None) -> None:
        headline = headline or self.current
        if headline is not None:
            self.post_message(kind(self, headline.id))

    # Focus and pointer

    def on_focus(self) -> None:
        """Keys act on the current headline now, which stands still for it."""
        if self.acting == "crawl":
            self._current = self.reel.current(self._place(), self._room())
        self.pause("focus")

    def on_blur(self) -> None:
        """The keys are elsewhere."""
        self.resume("focus")

    def on_enter(self) -> None:
        """The pointer reads along."""
        self.pause("hover")

    def on_leave(self) -> None:
        """The pointer went away."""
        self.resume("hover")

    def on_click(self, event: events.Click) -> None:
        """A click opens the headline under it; the middle button opens it outside. A drag that selected is no click."""
        event.prevent_default()  # Textual selects all text with a double one
        headline = self.headline_at(event.x)
        if headline is not None and self.text_selection is None and event.button in (1, 2):
            event.stop()
            self._post(self.Opened if event.button == 1 else self.OpenOutside, headline)

    def headline_at(self, column: int) -> Headline | None:
        """The headline under a column of the row."""
        if self.reel.strip is None or self._mode == "off":
            return None
        badge = cells_of(self._badge())
        room = self._room()
        if self.acting == "step":
            return self.current if self._rows else None
        if self.reel.strip.direction == "rtl":
            column -= badge
        return self.reel.at(self._place(), room, column) if 0 <= column < room else None
