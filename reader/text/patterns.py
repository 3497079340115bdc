"""Patterns that are compiled when they are first used: classes over all of Unicode take a millisecond each to compile.

Most of them are needed on rare text only, and a screen that starts should not wait for them.
"""

from __future__ import annotations

import re
from typing import Any, cast


class _Lazy:
    def __init__(self, source: str) -> None:
        self._source = source

    def __getattr__(self, name: str) -> Any:
        """The method of the compiled pattern; from then on it is an attribute, as quick as the pattern's own."""
        method = getattr(re.compile(self._source), name)
        setattr(self, name, method)
        return method


def lazy(source: str) -> re.Pattern[str]:
    """What `re.compile(source)` would be, for its methods."""
    return cast("re.Pattern[str]", _Lazy(source))
