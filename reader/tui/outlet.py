"""The last thing before the terminal: writes what it is given, in ASCII where the locale is not one of UTF-8.

A terminal that is gone is told of once and never raises.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import IO

from reader.text.cells import clusters, width

_COERCED = ("C.UTF-8", "C.utf8", "UTF-8")
_FOREIGN = re.compile(r"[ -~]?[^\x00-\x7f]+")
_ALIKE = str.maketrans(
    "─━│┃┄┆┊▏▎▍▌▐▕█▣▪▫▸▹▶◂◀▾▿•◦‣●○◆◇★☆◷✪·×÷…—–‑−‘’‚‹›“”„«»¡¿œŒæÆßøØłŁđĐı§©®°ªº↪↗→←↑↓✓✔✗✘€\xa0\u202f",
    '--||||||||>||##==>>><<vv**-*o~~#+@&.x/.----\'\',<>"""""!?oOaAsoOlLdDiScroao>>><^vvvxxE  ',
)


def speaks_unicode(environment: Mapping[str, str]) -> bool:
    """Whether the locale is one of UTF-8. One that nobody set counts as such.

    The interpreter itself sets LC_CTYPE where the C library does not know the locale (PEP 538): a charset that LANG names
    counts all the same.
    """
    language, letters = environment.get("LANG", ""), environment.get("LC_CTYPE", "")
    if "." in language and letters in _COERCED:
        letters = language
    name = environment.get("LC_ALL") or letters or language
    return not name or "utf8" in name.lower().replace("-", "")


def plain(text: str) -> str:
    """`text`, which may hold escape sequences, in ASCII and as many cells: signs by their like, letters without their
    accents, and "?" for what has no like."""
    return text if text.isascii() else _FOREIGN.sub(lambda found: _plain_run(found[0]), text)


@lru_cache(maxsize=4096)
def _plain_run(text: str) -> str:
    out = []
    for cluster in clusters(text):
        cells = width(cluster)
        alike = unicodedata.normalize("NFD", cluster)[:1].translate(_ALIKE)
        out.append(
            cluster if cluster.isascii() else (alike if alike.isascii() else "?" * cells)[:cells].ljust(cells)
        )
    return "".join(out)


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
