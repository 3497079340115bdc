"""A line to type in, in the place of the status line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.timer import Timer
from textual.widgets import Input, Label

from reader.text.cells import width as cells_of
from reader.text.clean import guard
from reader.tui.mirror import mirrors, own
from reader.tui.widgets.promptnote import PromptNote
from reader.words import _

Say = Callable[[str], object]

Keys = Mapping[str, tuple[str, str, Say, bool]]
"""By the name of a key as Textual has it: how it is shown, its word, what gets the text, whether the line ends with it."""


_OFFERED = 30
"""Words that are looked at for a row of them."""


class PromptLine(Vertical):
    """Asks one thing. `done` gets what was entered; `changed` each text that stood for `pause` seconds; `left` is called
    on Esc; `complete` gives what could stand there for a text, taken with Tab; `ready` is called once it can be typed in.

    With `keys` a row below tells them, and a mistake under its character."""

    DEFAULT_CSS = """
    PromptLine, PromptLine Horizontal {
        height: auto;
    }
    PromptLine Label {
        width: auto;
    }
    PromptLine Input {
        width: 1fr;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", priority=True),
        Binding("tab", "complete", priority=True),
    ]

    def __init__(
        self,
        label: str,
        *,
        value: str,
        done: Say,
        changed: Say | None,
        pause: float,
        left: Callable[[], object] | None,
        complete: Callable[[str], Iterable[str]] | None,
        ready: Callable[[], object],
        keys: Keys | None = None,
        rtl: str = "app",
        offers: bool = True,
    ) -> None:
        """`offers` shows what Tab would put here while one types."""
        super().__init__()  # without an id: one line may be asked for while the one before it goes
        self._label, self._value, self._pause = own(label, rtl), guard(value), pause
        self._rtl = rtl
        self._done, self._changed, self._left, self._complete = done, changed, left, complete
        self._ready = ready
        self._waiting: Timer | None = None
        self._choices: list[str] = []
        self._keys = keys or {}
        self._offers = offers and complete is not None
        hints = tuple((shown, word) for shown, word, _, _ in self._keys.values())
        self.note = PromptNote(hints or ((("Tab", _("completes")),) if self._offers else ()))
        self.note.rtl = rtl

    def compose(self) -> ComposeResult:
        """What is asked, and where to answer."""
        line = Input(self._value, compact=True, select_on_focus=False)
        line.cursor_blink = False
        label = Label(f" {self._label} ", markup=False)
        with Horizontal():
            yield from (line, label) if mirrors(self._rtl) else (label, line)
        if self._keys or self._offers:
            yield self.note

    def on_mount(self) -> None:
        """Ready to type."""
        if not self.query(Input):  # Telex is being left: not all is mounted any more
            return
        self.query_one(Input).focus()
        self._ready()

    def take_focus(self) -> None:
        """Type here, once there is where to type."""
        for line in self.query(Input):
            self.screen.set_focus(line)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Wait for a pause, then tell; a key before that puts it off."""
        event.stop()
        if event.value not in self._choices:
            self._choices = []
            self._offer(event.value)
        if self._changed is not None and event.value != self._value:
            if self._waiting is not None:
                self._waiting.stop()
            changed, value = self._changed, event.value
            self._waiting = self.set_timer(self._pause, lambda: changed(value))

    def _offer(self, typed: str) -> None:
        """Show the words that can stand in the place of the last one."""
        if self._offers and self._complete is not None:
            before = len(typed.rpartition(" ")[0])
            found = self._complete(typed) if typed.strip() else ()
            words = dict.fromkeys(choice[before:].strip() for choice in found if choice != typed)
            self.note.offer(list(words)[:_OFFERED])

    def show_mistake(self, column: int, sentence: str) -> None:
        """What is wrong at a character of the line; "" where nothing is."""
        line = self.query_one(Input)
        place = line.content_region.x - self.region.x + cells_of(guard(line.value[:column]))
        self.note.show_mistake(place - round(line.scroll_offset.x), sentence)

    async def on_key(self, event: events.Key) -> None:
        """Enter and the keys that this line has of its own, whichever widget has the focus by now."""
        if event.key == "enter":
            say, ends = self._done, True
        elif event.key in self._keys:
            _, _, say, ends = self._keys[event.key]
        else:
            return
        event.stop()
        event.prevent_default()
        value = self.query_one(Input).value
        if ends:
            self._close()
        say(value)

    def action_leave(self) -> None:
        """Not answered."""
        self._close()
        if self._left is not None:
            self._left()

    def action_complete(self) -> None:
        """The next of what could stand here."""
        line = self.query_one(Input)
        if self._complete is None:
            return
        if line.value in self._choices:
            place = (self._choices.index(line.value) + 1) % len(self._choices)
        else:  # also where something was typed that nobody told of yet
            self._choices = [guard(choice) for choice in self._complete(line.value)]
            place = 0
        if self._choices:
            line.value = self._choices[place]
            line.cursor_position = len(line.value)

    def _close(self) -> None:
        if self._waiting is not None:
            self._waiting.stop()
        self.screen.set_focus(None)
        self.remove()
