"""How much is kept: limits by age, count and size, as a person writes them ("90d 500 20MB"), of one source or in all."""

from __future__ import annotations

import re
from typing import Any

from msgspec import Struct

DAY = 86_400

_PART = r"(\d{1,9}(?:\.\d{1,3})?)\s*(d|w|m|y|kb|mb|gb|)"
_DAYS = {"d": 1, "w": 7, "m": 30, "y": 365}
_BYTES = {"kb": 1_000, "mb": 1_000_000, "gb": 1_000_000_000}


class WrongLimits(ValueError):
    """Limits that cannot be understood. Its text is one sentence for people."""


class Limits(Struct, frozen=True):
    """0 is no limit. `days` since an entry came and was published, `entries` the newest that are kept, `size` in bytes."""

    days: int = 0
    entries: int = 0
    size: int = 0

    def __str__(self) -> str:
        parts = [f"{self.days}d"] if self.days else []
        parts += [str(self.entries)] if self.entries else []
        parts += [shown_size(self.size)] if self.size else []
        return " ".join(parts) or "all"


def read_limits(text: str) -> Limits:
    """Limits as they are written: days (90d, 12w, 6m, 1y), entries (500), size (20MB), or "all". Raises `WrongLimits`."""
    limits = {"days": 0, "entries": 0, "size": 0}
    if text.strip().casefold() in ("all", ""):
        return Limits()
    for word in text.split():
        part = re.fullmatch(_PART, word, re.IGNORECASE)
        if part is None:
            raise WrongLimits(f"“{word}” is no limit: 90d, 500 (entries) or 20MB are, or “all”.")
        number, unit = float(part[1]), part[2].casefold()
        if unit in _DAYS:
            limits["days"] = max(1, round(number * _DAYS[unit]))
        elif unit in _BYTES:
            limits["size"] = max(1, round(number * _BYTES[unit]))
        else:
            limits["entries"] = max(1, round(number))
    return Limits(**limits)


def limits_of(settings: dict[str, Any]) -> Limits | None:
    """The limits among the settings of one source; None where it has none of its own."""
    try:
        return read_limits(str(settings["keep"])) if "keep" in settings else None
    except WrongLimits:
        return None


def shown_size(size: int) -> str:
    """Bytes for people: 20MB, 1.5GB."""
    for unit, factor in (("GB", 1_000_000_000), ("MB", 1_000_000), ("KB", 1_000)):
        if size >= factor:
            return f"{size / factor:.3g}{unit}"
    return f"{size / 1_000:.3g}KB"
