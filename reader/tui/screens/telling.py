"""A screen that tells the person things: one sentence in its status line, longer texts over its foot, all of it in a log."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from textual.screen import Screen

from reader.text.clean import guard_text
from reader.tui.ages import clock
from reader.tui.mirror import paragraph
from reader.tui.widgets.status import StatusLine
from reader.words import _, retold

if TYPE_CHECKING:
    from reader.newsroom import Newsroom
    from reader.tui.dialogs import Dialogs
    from reader.tui.runner import Runner

_SAID_KEPT = 200


class Telling(Screen[None]):
    """What is told may come before the screen is `furnished`, when there is no line to type in yet."""

    newsroom: Newsroom
    status: StatusLine
    dialogs: Dialogs
    runner: Runner

    def __init__(self) -> None:
        super().__init__()
        self.furnished = False
        self.said: deque[tuple[str, str]] = deque(maxlen=_SAID_KEPT)

    def say(self, text: str, *, error: bool = False, tail: str = "") -> None:
        """One sentence in the status line; an error that cannot be read there also as a notice; all in the log."""
        text = retold(text)
        self.said.append((clock(self.newsroom.now()), text))
        self.status.say(text, error=error, tail=tail)
        if error and self.furnished and (self.dialogs.typing or not self.status.fits(text)):
            self.notify(self._told(text), severity="error", markup=False)

    def show_text(self, text: str) -> None:
        """A longer text, whole, over the foot of the screen."""
        self.notify(self._told(text), markup=False, timeout=20)

    def _told(self, text: str) -> str:
        return paragraph(text, max(1, self.app.size.width - 3), self.status.rtl)

    def show_busy(self, text: str) -> None:
        """What goes on in the background."""
        self.status.show_progress(text)

    def copy(self, text: str) -> None:
        """To the clipboard, by OSC 52."""
        self.app.copy_to_clipboard(guard_text(text))

    def copy_selection(self) -> bool:
        """Copy what the mouse has selected, as it was written; false where nothing is."""
        text = self.get_selected_text()
        if not text:
            return False
        self.copy(text)
        self.clear_selection()
        self.say(_("Copied what was selected."))
        return True

    def on_text_selected(self) -> None:
        """Say how the selection gets out."""
        if self.furnished and self.get_selected_text():
            self.say(_("{key} copies what is selected.").format(key=self.runner.key_of("copy-address")))
