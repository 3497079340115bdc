"""Who orders right-to-left text here, for “telex doctor”: asks the terminal, and draws a line by which a person can tell."""

from __future__ import annotations

import os
import sys

from reader.cli.context import Context
from reader.cli.output import say
from reader.cli.quiet import hear, quiet_terminal
from reader.config import ConfigError, Settings
from reader.text.bidi import display
from reader.text.bidi.handshake import BY_PROGRAM, BY_TERMINAL, LIMIT, Handshake

SAMPLE = "السطر الأول: (تجربة 12 من Telex)، ثم 3.5 %"
"""Reads from the right: a word, a colon, a bracket that opens to the left, 12, the name, a comma, and 3.5 % at the far left."""

_WHO = {
    "app": "Telex orders it",
    "terminal": "the terminal orders it",
    "off": "nobody orders it",
}


class RightToLeft:
    """What the reader would find in this terminal. It is asked only where stdout is one."""

    def __init__(self, context: Context) -> None:
        self._settings, setting = _settings_of(context)
        self.handshake = Handshake(setting, os.environ)
        here = sys.stdout.isatty() and os.environ.get("TERM", "") != "dumb"
        self._asked = here and ask(self.handshake)

    @property
    def text(self) -> str:
        """Who orders, and why, in words."""
        shake = self.handshake
        return f"{shake.setting}: {_WHO[shake.mode]} ({shake.why}), shaping: {self._settings.shaping}"

    def draw(self) -> None:
        """Print the sample as the reader would draw it, in the mode that the reader would set."""
        text = SAMPLE
        if self.handshake.mode == "app":
            text = display(SAMPLE, shaping=self._settings.shaping).text
        framed = self._asked and self.handshake.mode == "app"
        if framed:
            print(BY_PROGRAM, end="")
        say(f"{'':13}Does this read correctly, from the right?  {text}")
        if framed:
            print(BY_TERMINAL, end="")


def ask(handshake: Handshake) -> bool:
    """Put the question to the terminal of this process and wait at most `LIMIT`; false where there is none to ask."""
    try:
        with quiet_terminal() as terminal:
            if terminal is None:
                return False
            os.write(terminal, handshake.opening.encode("ascii"))
            hear(terminal, handshake.feed, lambda: handshake.settled, LIMIT)
            handshake.time_out()
            os.write(terminal, (handshake.reply() + handshake.closing).encode("ascii"))
    except OSError:
        return False
    return True


def _settings_of(context: Context) -> tuple[Settings, str]:
    """The settings, and the mode that was chosen in the reader or else there."""
    from reader.store.errors import StoreError

    try:
        settings = context.settings
    except ConfigError:
        return Settings(), "auto"
    try:
        with context.newsroom() as newsroom:
            return settings, newsroom.setting("rtl", settings.rtl)
    except StoreError:
        return settings, settings.rtl
