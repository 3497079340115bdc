"""Text in ASCII, for terminals and files whose locale is not one of UTF-8: signs by their like, letters without accents.

`speaks_unicode` tells such locales, `plain` makes such text, `bear_every_letter` gives the process's own streams to it.
"""

from __future__ import annotations

import codecs
import os
import re
import sys
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

_COERCED = ("C.UTF-8", "C.utf8", "UTF-8")
_HANDLER = "telex.plain"
_FOREIGN = re.compile(r"[ -~]?[^\x00-\x7f]+")
_ALIKE = str.maketrans(
    "─━│┃┄┆┊▏▎▍▌▐▕█▣▪▫▸▹▶◂◀▾▿•◦‣●○◆◇★☆◷✪·×÷…—–‑−‘’‚‹›“”„«»¡¿œŒæÆßøØłŁđĐı§©®°ªº↖↪↗→←↑↓✓✔✗✘€\xa0\u202f",
    '--||||||||>||##==>>><<vv**-*o~~#+@&.x/.----\'\',<>"""""!?oOaAsoOlLdDiScroao<>>><^vvvxxE  ',
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
    from reader.text.cells import clusters, width

    out = []
    for cluster in clusters(text):
        cells = width(cluster)
        alike = unicodedata.normalize("NFD", cluster)[:1].translate(_ALIKE)
        out.append(
            cluster if cluster.isascii() else (alike if alike.isascii() else "?" * cells)[:cells].ljust(cells)
        )
    return "".join(out)


def bear_every_letter() -> None:
    """From now on stdout and stderr take every letter: what they cannot write is written by its like (see `plain`).

    A terminal whose locale is not one of UTF-8 gets ASCII, though the interpreter would write UTF-8 to it (PEP 540). Files
    and pipes are written as the interpreter means to.
    """
    codecs.register_error(_HANDLER, _by_its_like)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            foreign = stream.isatty() and not speaks_unicode(os.environ)
            stream.reconfigure(encoding="ascii" if foreign else None, errors=_HANDLER)


def _by_its_like(error: UnicodeError) -> tuple[str | bytes, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return plain(error.object[error.start : error.end]), error.end
