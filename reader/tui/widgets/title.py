"""The title row of a pane: what it is, what it shows, and what came in meanwhile."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.message import Message

from reader.text.cells import width as cells_of
from reader.text.clean import guard
from reader.tui.ages import number
from reader.tui.shown import Run
from reader.tui.widgets.bar import Bar, run
from reader.words import ngettext


class PaneTitle(Bar):
    """A kicker in capitals, a title, a count, and at the right the pill with what is new."""

    PREFIX = "title"
    COMPONENT_CLASSES: ClassVar[set[str]] = {"title--kicker", "title--name", "title--note", "title--pill"}

    class PillPressed(Message):
        """The pill was clicked."""

    def __init__(self, kicker: str, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.kicker = kicker
        self._name, self._note, self._fresh, self._key = "", "", 0, ""
        self._pill_cells = 0

    def show(self, name: str = "", note: str = "") -> None:
        """Set the title and the note after it."""
        if (name, note) != (self._name, self._note):
            self._name, self._note = name, note
            self.refresh()

    def show_fresh(self, count: int, key: str = "") -> None:
        """How many new headlines wait, and the key that takes them in."""
        if (count, key) != (self._fresh, self._key):
            self._fresh, self._key = count, key
            self.refresh()

    def make_runs(self, width: int) -> list[Run]:
        """Kicker, title, note; the pill at the right edge always."""
        pill: list[Run] = []
        if self._fresh:
            key = f" {self._key}" if self._key else ""
            fresh = ngettext("{count} new", "{count} new", self._fresh)
            pill = [self.word(f" {fresh.format(count=number(self._fresh))}{key} ", "pill")]
        self._pill_cells = sum(cells for _, _, cells in pill)
        room = width - self._pill_cells
        left: list[Run] = [run(" "), self.word(self.kicker, "kicker")]
        used = sum(cells for _, _, cells in left)
        if self._name and room - used > 5:
            name = guard(self._name)
            cells = min(cells_of(name), room - used - 2)
            left += [run("  "), (self.shown(name, cells), "name", cells)]
            used += cells + 2
        note = f"  {self._note}" if self._note else ""
        if note and cells_of(note) <= room - used:
            left.append(self.word(note, "note"))
            used += cells_of(note)
        if used > room:
            left = [(self.shown(self.kicker, max(0, room)), "kicker", max(0, room))]
            used = max(0, room)
        return [*left, (" " * (room - used), "plain", max(0, room - used)), *pill]

    def on_click(self, event: events.Click) -> None:
        """The pill takes a click."""
        at = event.x if self.turns else self.size.width - 1 - event.x
        if self._fresh and at < self._pill_cells:
            event.stop()
            self.post_message(self.PillPressed())
