"""Runs the reader with one of its functions failing: `python -m tests.terminal.faults MODULE CLASS FUNCTION [CALL]`.

The function fails at its CALLth call (1 unless said otherwise) with a message and a variable that nobody is to read.
"""

from __future__ import annotations

import functools
import importlib
import sys
from typing import Any

SECRET = "sesame"


def fail_in(module: str, owner: str, function: str, call: int) -> None:
    """Put a failing function in the place of a function, or of a method of class `owner`."""
    place: Any = importlib.import_module(module)
    if owner:
        place = getattr(place, owner)
    before = getattr(place, function)
    calls = 0

    @functools.wraps(before)
    def failing(*args: Any, **words: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == call:
            password = SECRET
            raise RuntimeError("out of cheese \x1b]0;owned\x07" + str(len(password)))
        return before(*args, **words)

    setattr(place, function, failing)


if __name__ == "__main__":
    name, kind, what, *count = sys.argv[1:]
    fail_in(name, kind, what, int(count[0]) if count else 1)
    from reader.__main__ import main

    sys.exit(main([]))
