"""The last thing before the terminal: writes what it is given, in ASCII where the locale is not one of UTF-8.

A terminal that is gone is told of once and never raises.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import IO

from reader.text.plain import plain


class Outlet:
    """As much of a file as Textual's writer needs. `gone` is called, in the writer's thread, when nobody reads any more."""

    def __init__(self, file: IO[str], gone: Callable[[], object], *, unicode: bool = True) -> None:
        self._file = file
        self._gone: Callable[[], object] | None = gone
        self._unicode = unicode

    def write(self, text: str) -> None:
        """Write, unless the terminal is gone."""
        try:
            self._file.write(text if self._unicode else plain(text))
        except (OSError, ValueError):
            self._lost()

    def flush(self) -> None:
        """Bring it out."""
        try:
            self._file.flush()
        except (OSError, ValueError):
            self._lost()

    def fileno(self) -> int:
        """The terminal's."""
        return self._file.fileno()

    def _lost(self) -> None:
        gone, self._gone = self._gone, None
        if gone is not None:
            gone()
