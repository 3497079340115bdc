"""Copying addresses and titles out."""

from __future__ import annotations

from reader.tui.acts.base import Target
from reader.tui.opener import NotOpened, normal_form


class Shares(Target):
    """The commands of the group "share"."""

    def _address(self) -> str:
        held = self.screen.current
        try:
            return normal_form(held.link if held is not None else "", trusted=True)
        except NotOpened as error:
            self.screen.say(str(error), error=True)
            return ""

    def copy_address(self) -> None:
        """The address to the clipboard; said as well, since some terminals refuse."""
        address = self._address()
        if address:
            self.screen.copy(address)
            self.screen.say(f"Copied {address}")

    def copy_title(self) -> None:
        """Title and address to the clipboard."""
        held, address = self.screen.current, self._address()
        if held is not None:
            self.screen.copy(f"{held.title}\n{address}" if address else held.title)
            self.screen.say("Copied title and address.")

    def show_address(self) -> None:
        """The whole address on the screen, to be copied by hand."""
        address = self._address()
        if address:
            self.screen.show_text(address)
