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
    """Headlines of `set_pool`, rolling, and the one that keys act on.

    Besides what stops a `Clockwork`, it stands still while it has the focus and while the pointer is on it. Its styles are
    the component classes `ticker--NAME` (`ticker_row.LOOKS`).
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"ticker--{look}" for look in LOOKS}

    @dataclass
    class _About(Message):
        pane: TickerPane
        entry_id: int

    class Opened(_About):
        """A headline is to be opened."""

    class OpenOutside(_About):
        """A headline's address is to be opened outside."""

    @dataclass
    class Taken(Message):
        """It has got the focus."""

        pane: TickerPane

    @cached_property
    def _bits_drawn(self) -> list[Bit]:
        return []

    @cached_property
    def _items_drawn(self) -> dict[int, Headline]:
        return {}

    _pressed: Headline | None = None

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
            if room != self._rows_room:
                self._turn_pages(self._page)
            return [
                bit._replace(item=self._current) if bit.item >= 0 else bit for bit in self._rows[self._page]
            ]
        self._drawn = self._place()
        return self.reel.row(self._drawn, room)

    def render_line(self, y: int) -> Strip:
        """The one row."""
        width = self.size.width
        if y:
            return Strip.blank(width, self.rich_style)
        bits, badge = self._bits(), self._badge()
        current = self._index() if self.has_focus else -1
        rtl = self.reel.strip is not None and self.reel.strip.direction == "rtl"
        if current >= 0:
            dress = self.reel.dress
            bits = marked(bits, current, dress.mark_rtl if rtl else dress.mark, rtl)
        bits = [*badge, *bits] if self._from_right() else [*bits, *badge]
        self._bits_drawn = bits
        found = {bit.item: self.reel.item(bit.item) for bit in bits}
        self._items_drawn = {index: item.headline for index, item in found.items() if item is not None}
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
        item = self._item(self._index())
        return item.headline if item is not None else None

    def step(self, by: int) -> None:
        """To the next headline, or the one before; where it steps, to the next page of a long one first."""
        strip = self.reel.strip
        if strip is None or self._mode == "off":
            return
        if self.acting == "step":
            (self._advance if by > 0 else self._back)()
            self._go()
            self.refresh()
            return
        index = self._index() + by
        if index >= len(strip.lap.items):
            self.reel.turn(strip.cells, self.size.width)
            index = 0
        self._current = max(0, index)
        strip = self.reel.strip
        if strip is not None and not self.reel.fits(self.size.width):
            self.motion = self.motion.moved(strip.start_of(self._current) - LEAD, self._clock())
        self._go()
        self.refresh()

    def open_current(self) -> None:
        """Ask to open the current headline."""
        self._post(self.Opened)

    def drop(self, entry_id: int) -> None:
        """Take a headline off the row at once; the one behind it comes into its place."""
        index = self._index()
        strip = self.reel.drop(entry_id)
        if strip is None or not strip.lap.items:
            self.reel.turn(self.reel.strip.cells if self.reel.strip is not None else 0, self.size.width)
            index = 0
        self._current = min(index, len(self.reel.strip.lap.items) - 1) if self.reel.strip is not None else -1
        strip = self.reel.strip
        if self.acting == "crawl" and strip is not None:
            at = -LEAD if self.reel.fits(self.size.width) else strip.start_of(self._current) - LEAD
            self.motion = self.motion.moved(at, self._clock())
        self._turn_pages()
        self._go()
        self.refresh()

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
        self.post_message(self.Taken(self))

    def on_blur(self) -> None:
        """The keys are elsewhere."""
        self.resume("focus")

    def on_enter(self) -> None:
        """The pointer reads along."""
        self.pause("hover")

    def on_leave(self) -> None:
        """The pointer went away."""
        self.resume("hover")

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The wheel goes headline by headline."""
        event.stop()
        self.step(1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """And back."""
        event.stop()
        self.step(-1)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """What is pressed counts, whatever the focus then lays over the end of the row."""
        self._pressed = self.headline_at(event.x)

    def on_click(self, event: events.Click) -> None:
        """A click opens the headline under it; the middle button opens it outside. A drag that selected is no click."""
        event.prevent_default()  # Textual selects all text with a double one
        headline = self._pressed
        if headline is not None and self.text_selection is None and event.button in (1, 2):
            event.stop()
            self._post(self.Opened if event.button == 1 else self.OpenOutside, headline)

    def headline_at(self, column: int) -> Headline | None:
        """The headline that was last drawn in this column of the row."""
        end = 0
        for text, _, item in self._bits_drawn:
            end += cells_of(text)
            if column < end:
                return self._items_drawn.get(item)
        return None
