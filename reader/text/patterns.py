"""Patterns that are compiled when they are first used: classes over all of Unicode take a millisecond each to compile.

Most of them are needed on rare text only, and neither a screen nor a worker that starts should wait for them.
"""

from __future__ import annotations

import re
from typing import Any, AnyStr, cast


class _Lazy:
    def __init__(self, source: str | bytes, flags: int) -> None:
        self._source = source
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        """The method of the compiled pattern; from then on it is an attribute, as quick as the pattern's own."""
        method = getattr(re.compile(self._source, self._flags), name)
        setattr(self, name, method)
        return method


def lazy(source: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """What `re.compile(source, flags)` would be, for its methods."""
    return cast("re.Pattern[AnyStr]", _Lazy(source, flags))
