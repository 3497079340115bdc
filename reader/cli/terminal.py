"""Whether this terminal can carry the reader's screen."""

from __future__ import annotations

import os
import sys


def why_no_screen() -> str:
    """One sentence on why the screen cannot be opened here; "" where it can."""
    there = sys.stdin is not None and sys.stdout is not None and sys.stdin.isatty() and sys.stdout.isatty()
    if not there:
        return "The reader needs a terminal; “telex list” and “telex --help” work without one."
    if os.environ.get("TERM", "") == "dumb":
        return (
            "This terminal (TERM=dumb) cannot carry the reader; “telex list” and “telex --help” work in it."
        )
    return ""
