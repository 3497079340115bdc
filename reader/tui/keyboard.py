"""From keys pressed to command lines: sequences (`g g`), counts (`10j`), keys of the pane before keys of all."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from reader.tui.keymap import Keymap, Sequence, shown

COUNT_PAUSE = 0.5
"""Seconds within which another digit turns a digit that has a command of its own into a count. `0` first needs none."""

_LARGEST = 10_000_000


@dataclass(frozen=True, slots=True)
class Pressed:
    """What a key came to. `lines` are command lines to run, `count` 0 where none was typed.

    `pending` is what stands there so far, for the status line. `retract` asks to take back the effect of the digit
    before, which was the start of a count. `known` is false for a key that means nothing here.
    """

    lines: tuple[str, ...] = ()
    count: int = 0
    pending: str = ""
    retract: bool = False
    known: bool = True


class Keyboard:
    """Holds what was typed so far. One for each screen that takes commands."""

    def __init__(self, keymap: Keymap, clock: Callable[[], float] = time.monotonic) -> None:
        self.keymap = keymap
        self._clock = clock
        self._keys: Sequence = ()
        self._digits = ""
        self._maybe: tuple[str, float] | None = None

    @property
    def pending(self) -> bool:
        """Whether a sequence or a count has been begun."""
        return bool(self._keys or self._digits)

    def reset(self) -> None:
        """Forget what was begun."""
        self._keys, self._digits, self._maybe = (), "", None

    def press(self, key: str, pane: str) -> Pressed:
        """One more key, by its name as in `reader.tui.keymap`, with the focus in `pane`."""
        if key == "escape" and self.pending:
            self.reset()
            return Pressed()
        retract = False
        if not self._keys and len(key) == 1 and key in "0123456789":
            early, self._maybe = self._maybe, None
            if self._digits:
                return self._add_digit(key)
            if early and early[0] != key and self._clock() - early[1] <= COUNT_PAUSE:
                self._digits, retract = early[0], True
                return self._add_digit(key, retract)
            bound = self.keymap.find(pane, (key,))
            if not bound and not self.keymap.begins(pane, (key,)):
                return self._add_digit(key)
            self._maybe = (key, self._clock()) if bound else None
        else:
            self._maybe = None
        return self._follow(key, pane)

    def _add_digit(self, key: str, retract: bool = False) -> Pressed:
        self._digits = (self._digits + key)[-8:]
        return Pressed(pending=self._digits, retract=retract)

    def _follow(self, key: str, pane: str) -> Pressed:
        keys = (*self._keys, key)
        lines = self.keymap.find(pane, keys)
        if lines:
            count = min(int(self._digits or 0), _LARGEST)
            self._keys, self._digits = (), ""
            return Pressed(lines, count)
        if self.keymap.begins(pane, keys):
            self._keys = keys
            return Pressed(pending=f"{self._digits}{shown(keys)}")
        self._keys, self._digits = (), ""
        return Pressed(known=False)
