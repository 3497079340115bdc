"""Who puts right-to-left text in order: Telex or the terminal. The question and its answers as a state machine, no I/O.

ECMA-48 has a mode for it (BDSM, number 8): reset, the program orders; set, the terminal does. Telex resets it and asks what
became of that (DECRQM), with a request for device attributes behind it: every terminal answers that one, so an answer to
it alone means that the mode is not known there. Where nothing is known, the environment tells which terminal it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal, cast

from reader.text.listening import Listener

Mode = Literal["app", "terminal", "off"]
"""Telex orders; the terminal does, line by line; nobody does, or nobody knows: letters as they are stored."""

SETTINGS = ("auto", "app", "terminal", "off")

BY_PROGRAM = "\x1b[8l"
BY_TERMINAL = "\x1b[8h"
QUESTION = "\x1b[8$p"
SENTINEL = "\x1b[c"

LIMIT = 0.1
"""Seconds until an answer that has not come is done without. One that comes later still counts."""

TMUX_HINT = (
    "tmux passes nothing on: “set -g allow-passthrough on”, or set rtl yourself, if Arabic reads backwards."
)

_ANSWER = re.compile(r"\x1b\[8;(\d{1,2})\$y|\x1b\[\?[\d;]{0,64}c")
_BEGUN = re.compile(r"\x1b(?:\[(?:8(?:;\d{0,2}\$?)?|\?[\d;]{0,64})?)?\Z")
_ITERM_ORDERS_FROM = (3, 6)


class Handshake:
    """`mode` is the best that is known now; `settled` is false while an answer may still change it.

    Write `opening` when the terminal is taken over and `closing` when it is given back; put what the terminal sends
    through `feed`, call `time_out` after `LIMIT` seconds, and write what `reply` gives after each of the two. `why` says
    in words where the mode comes from.
    """

    def __init__(self, setting: str, environment: Mapping[str, str]) -> None:
        self._environment = environment
        self._tmux = bool(environment.get("TMUX"))
        self._listener = Listener(_ANSWER, _BEGUN, self._answered)
        self._reply = ""
        self.mode: Mode = "app"
        self.settled = True
        self.why = ""
        self.setting = "auto"
        self._set(setting)

    @property
    def stacked(self) -> bool:
        """Whether a row must have no neighbour: most terminals that order turn whole rows round, Konsole each run."""
        return self.mode == "terminal" and "KONSOLE_VERSION" not in self._environment

    @property
    def opening(self) -> str:
        """What to write, and from now on an answer is waited for where there is a question in it."""
        if self.setting == "auto" and not _is_apple(
            self._environment
        ):  # it would draw the last letter of the question
            self._listener.waiting, self.settled = True, False
            asked = BY_PROGRAM + QUESTION
            return self._passed(asked) if self._tmux else asked + SENTINEL
        return self._passed(BY_PROGRAM) if self.mode == "app" else ""

    @property
    def closing(self) -> str:
        """What to write at the end, or before the program is suspended."""
        return self._passed(BY_TERMINAL) if self._took_over else ""

    @property
    def _took_over(self) -> bool:
        return self.mode == "app" or (self.setting == "auto" and not _is_apple(self._environment))

    def change(self, setting: str) -> str:
        """Take another setting; gives what to write."""
        before = self.closing
        self._set(setting)
        return self.opening or before

    def _set(self, setting: str) -> None:
        self.setting = setting if setting in SETTINGS else "auto"
        self._listener.waiting, self.settled = False, True
        if self.setting == "auto":
            self.mode = by_environment(self._environment)
            self.why = "from what the environment says"
        else:
            self.mode = cast(Mode, self.setting)
            self.why = "as set"

    def _passed(self, sequence: str) -> str:
        """`sequence` as it reaches the terminal around tmux."""
        if not self._tmux:
            return sequence
        return "\x1bPtmux;" + sequence.replace("\x1b", "\x1b\x1b") + "\x1b\\"

    def feed(self, data: str) -> str:
        """What came from the terminal, without the answers that are for us. A piece of one is held back: see `release`."""
        return self._listener.feed(data)

    def release(self) -> str:
        """What was held back and turned out to be the beginning of something else, as a press of Escape is."""
        return self._listener.release()

    def reply(self) -> str:
        """What is to be written now; once."""
        reply, self._reply = self._reply, ""
        return reply

    def time_out(self) -> None:
        """No answer in time: what the environment says holds, until one comes after all."""
        if not self.settled:
            self._by_environment(TMUX_HINT if self._tmux else self.why)

    def _answered(self, found: re.Match[str]) -> bool:
        """One answer, without a state the sentinel's. Gives whether another one is waited for."""
        state = found[1]
        if state in ("2", "4"):
            self.mode, self.why, self.settled = "app", "the terminal leaves it to Telex", True
        elif state in ("1", "3"):
            self.mode, self.why, self.settled = "terminal", "the terminal does it in any case", True
        elif not self.settled and (state is None or self._tmux):
            self._by_environment(self.why)
        return state is not None and not self._tmux

    def _by_environment(self, why: str) -> None:
        self.why, self.settled = why, True
        if self.mode == "terminal":
            self._reply = BY_TERMINAL  # it may have obeyed without a word


def by_environment(environment: Mapping[str, str]) -> Mode:
    """What is known of the terminal that the variables name; "app" for most, which order nothing."""
    if environment.get("TMUX") or environment.get("STY"):
        return "app"  # the variables may be those of the terminal that it was started in
    if _is_apple(environment) or any(name in environment for name in ("KONSOLE_VERSION", "MLTERM")):
        return "terminal"
    term = environment.get("TERM", "")
    if term.startswith(("mlterm", "putty", "konsole")):
        return "terminal"
    return "terminal" if _iterm_version(environment) >= _ITERM_ORDERS_FROM else "app"


def _is_apple(environment: Mapping[str, str]) -> bool:
    return environment.get("TERM_PROGRAM") == "Apple_Terminal"


def _iterm_version(environment: Mapping[str, str]) -> tuple[int, ...]:
    for program, version, name in (
        ("TERM_PROGRAM", "TERM_PROGRAM_VERSION", "iTerm.app"),
        ("LC_TERMINAL", "LC_TERMINAL_VERSION", "iTerm2"),
    ):
        if environment.get(program) == name:
            return tuple(int(part) for part in re.findall(r"\d+", environment.get(version, ""))[:2])
    return ()
