"""What ends a command early: one sentence for people and an exit code.

Exit codes: 0 done, 1 something failed and is said on stderr, 2 wrong usage, 130 stopped by Ctrl-C.
"""

from __future__ import annotations

import sys

DONE, FAILED, WRONG_USAGE, INTERRUPTED = 0, 1, 2, 130


class Failure(Exception):
    """The command could not do what was asked. Its text is one sentence for people."""


class WrongUsage(Exception):
    """The command was asked in a way that it does not understand. Its text is one sentence for people."""


_SPOKEN = (
    ("reader.config", "ConfigError", FAILED),
    ("reader.store.query", "QueryError", WRONG_USAGE),
    ("reader.store.query.functions", "SlowPattern", FAILED),
    ("reader.store.errors", "StoreError", FAILED),
    ("reader.fetch.errors", "FetchError", FAILED),
    ("reader.fetch.ring", "NoRing", FAILED),
    ("reader.parse.errors", "FeedError", FAILED),
    ("reader.parse.opml", "OpmlError", FAILED),
)
"""Errors whose text is for people. Looked up only where their module is loaded: none is imported to find that out."""


def exit_code(error: Exception) -> int | None:
    """The exit code for an error whose text is for people; None for any other."""
    if isinstance(error, Failure):
        return FAILED
    if isinstance(error, WrongUsage):
        return WRONG_USAGE
    for module, name, code in _SPOKEN:
        kind = getattr(sys.modules.get(module), name, None)
        if kind is not None and isinstance(error, kind):
            return code
    return None


def sentence(error: Exception) -> str:
    """What the error says to people; for a wrong query, with the query and a caret under the mistake."""
    pointed = getattr(error, "pointed", None)
    if pointed is None:
        return str(error)
    *place, text = str(pointed()).split("\n")
    return "\n".join([text, *place])
