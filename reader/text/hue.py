"""One colour for each name, always the same one."""

from __future__ import annotations

from zlib import crc32

HUES = 6
"""How many colours the tags of sources share."""


def hue(name: str) -> int:
    """The number of the colour of `name`, from 1 to `HUES`."""
    return crc32(name.encode("utf-8", "replace")) % HUES + 1
