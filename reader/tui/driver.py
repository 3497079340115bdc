"""Textual's driver, with the one mode of the terminal that Telex needs besides: who orders right-to-left text.

ECMA-48 BDSM (mode 8): reset, the program orders; set, the terminal does. VTE and others obey, the rest ignores it.
"""

from __future__ import annotations

from collections.abc import Mapping

from textual.driver import Driver

BY_PROGRAM = "\x1b[8l"
BY_TERMINAL = "\x1b[8h"

_REORDERING = {"TERM_PROGRAM": ("Apple_Terminal",)}
_REORDERING_SET = ("KONSOLE_VERSION", "MLTERM")


def who_orders(setting: str, environment: Mapping[str, str]) -> str:
    """ "app", "terminal" or "off" for a setting that may also be "auto"."""
    if setting != "auto":
        return setting
    if any(environment.get(name) in values for name, values in _REORDERING.items()):
        return "terminal"
    return "terminal" if any(name in environment for name in _REORDERING_SET) else "app"


def with_bidi(base: type[Driver], mode: str) -> type[Driver]:
    """`base` that takes the ordering over while it is in application mode, where `mode` is "app"."""
    if mode != "app" or base.__name__ != "LinuxDriver":
        return base

    class BidiDriver(base):  # type: ignore[misc, valid-type]
        """Writes the mode when it starts and puts it back when it stops, also around a suspension."""

        def start_application_mode(self) -> None:
            super().start_application_mode()
            self.write(BY_PROGRAM)
            self.flush()

        def stop_application_mode(self) -> None:
            self.write(BY_TERMINAL)
            super().stop_application_mode()

    return BidiDriver
