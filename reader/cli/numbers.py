"""Whole numbers on the command line, each with its bounds."""

from __future__ import annotations

import argparse
from collections.abc import Callable

MOST = 2**63 - 1
"""The greatest number that the store knows."""


def whole(least: int = 0, most: int = MOST) -> Callable[[str], int]:
    """What reads a whole number from `least` to `most`, as argparse wants it."""

    def read(text: str) -> int:
        try:
            number = int(text)
        except ValueError:
            number = least - 1
        if not least <= number <= most:
            bounds = f"from {least} on" if most == MOST else f"from {least} to {most}"
            raise argparse.ArgumentTypeError(f"{text!r} is no whole number {bounds}")
        return number

    return read
