"""What a source's stored settings wish for its entries; the settings themselves are in `feedsettings`."""

from __future__ import annotations

from msgspec.json import decode

DIRECTIONS = ("ltr", "rtl")
BY_ITSELF = "auto"
"""The watcher that finds the headlines of its page by itself."""


def wished_language(settings: str, own: str) -> str:
    """The language that the person gave a source by its stored settings, else the entry's `own`."""
    if '"language"' not in settings:
        return own
    found = decode(settings).get("language")
    return found if isinstance(found, str) else own


def wished_direction(settings: str) -> str:
    """Which way a source's texts are to run by its stored settings: "ltr", "rtl", or "" where each text says it itself."""
    if '"direction"' not in settings:
        return ""
    found = decode(settings).get("direction")
    return found if found in DIRECTIONS else ""
