"""The status line: what just happened, what is going on, and what the focus can do."""

from __future__ import annotations

from typing import ClassVar

from reader.text.cells import width as cells_of
from reader.text.clean import guard
from reader.tui.shown import Run
from reader.tui.widgets.bar import Bar, run

_STAYS = 6.0
"""Seconds that a message stays; errors stay until the next key."""


class StatusLine(Bar):
    """Left: keys begun, else the last message, else progress, else the standing text. Right: keys and their words."""

    PREFIX = "status"
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        *("status--message", "status--link", "status--error", "status--progress", "status--standing"),
        *("status--pending", "status--key", "status--word"),
    }

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._message, self._tail, self._is_error = "", "", False
        self._progress, self._standing, self._pending, self._link = "", "", "", ""
        self._hints: tuple[tuple[str, str], ...] = ()
        self._serial = 0
        self.lasting = False
        """What is said stays until something else is: nothing changes by itself."""

    @property
    def message(self) -> str:
        """What is said now, "" when nothing is."""
        return self._message

    def say(self, text: str, *, error: bool = False, tail: str = "") -> None:
        """Say something; a later word replaces it. `tail` stands whole behind a text that has to be cut."""
        self._serial += 1
        self._message, self._is_error, self._tail = text, error, tail
        self.refresh()
        if text and not error and not self.lasting:
            serial = self._serial
            self.set_timer(_STAYS, lambda: self._forget(serial))

    def _forget(self, serial: int) -> None:
        if serial == self._serial:
            self._message = self._tail = ""
            self.refresh()

    def fits(self, text: str) -> bool:
        """Whether all of `text` could be read."""
        return cells_of(text) <= self.size.width - 2

    def key_pressed(self) -> None:
        """An error has been seen once a key was pressed."""
        if self._is_error and not self.lasting:
            self._message, self._is_error = "", False
            self.refresh()

    def show_progress(self, text: str) -> None:
        """What goes on in the background, "" when nothing does."""
        if text != self._progress:
            self._progress = text
            self.refresh()

    def show_link(self, address: str) -> None:
        """Where the link leads that is pointed at, "" when none is."""
        if address != self._link:
            self._link = guard(address)
            self.refresh()

    def show_standing(self, text: str) -> None:
        """What stands there otherwise: counts, offline."""
        if text != self._standing:
            self._standing = text
            self.refresh()

    def show_pending(self, text: str) -> None:
        """Keys of a sequence or count that has been begun."""
        if text != self._pending:
            self._pending = text
            self.refresh()

    def show_hints(self, hints: tuple[tuple[str, str], ...]) -> None:
        """Pairs of key and word, most useful first."""
        if hints != self._hints:
            self._hints = hints
            self.refresh()

    def make_runs(self, width: int) -> list[Run]:
        """The message goes before the hints, which leave from the right."""
        text, name = self._left()
        tail = f" {self._tail}" if name == "message" and self._tail else ""
        cells = min(cells_of(text), max(0, width - 2 - cells_of(tail)))
        left: list[Run] = [run(" ")]
        if text:
            left += [(self.shown(text, cells), name, cells), self.word(tail, "word"), run(" ")]
        room = width - sum(c for _, _, c in left)
        hints: list[Run] = []
        for key, word in self._hints:
            needed = cells_of(key) + cells_of(word) + 3
            if needed > room:
                break
            hints += [run(key, "key"), self.word(f" {word}  ", "word")]
            room -= needed
        if room < 0:
            return [(self.shown(text, width), name, width)]
        return [*left, (" " * room, "plain", room), *hints]

    def _left(self) -> tuple[str, str]:
        if self._pending:
            return self._pending, "pending"
        if self._link:
            return self._link, "link"
        if self._message:
            return self._message, "error" if self._is_error else "message"
        if self._progress:
            return self._progress, "progress"
        return self._standing, "standing"
