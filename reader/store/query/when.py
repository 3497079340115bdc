"""Dates in queries: calendar days, months and years in the person's zone, and spans counted back from now."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

_SPAN = re.compile(r"(\d{1,5})([hdwmy])\Z", re.IGNORECASE)
_DAY = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?\Z")
_SECONDS = {"h": 3_600, "d": 86_400, "w": 604_800, "m": 2_592_000, "y": 31_536_000}


@dataclass(frozen=True, slots=True)
class When:
    """From `start` up to but not including `end`, Unix seconds. A span back from now is the instant start == end."""

    start: int
    end: int


def read_when(text: str, now: int, zone: tzinfo | None = None) -> When | None:
    """The time that `text` names, or None. `zone` None is the machine's own.

    "2026", "2026-02" and "2026-02-16" are whole years, months and days; so are "today" and "yesterday".
    "2d" (h, d, w, m of 30 days, y of 365) is the instant that long before `now`.
    """
    word = text.casefold()
    if word in ("today", "yesterday"):
        today = datetime.fromtimestamp(now, zone).replace(hour=0, minute=0, second=0, microsecond=0)
        first = today if word == "today" else _local(today - timedelta(days=1))
        return _between(first, first + timedelta(days=1))
    span = _SPAN.match(word)
    if span:
        at = now - int(span[1]) * _SECONDS[span[2].lower()]
        return When(at, at)
    day = _DAY.match(word)
    if not day:
        return None
    year, month, date = int(day[1]), int(day[2] or 1), int(day[3] or 1)
    try:
        first = datetime(year, month, date, tzinfo=zone)
        if day[3]:
            last = first + timedelta(days=1)
        elif day[2]:
            last = datetime(year + month // 12, month % 12 + 1, 1, tzinfo=zone)
        else:
            last = datetime(year + 1, 1, 1, tzinfo=zone)
        return _between(first, last)
    except (ValueError, OverflowError, OSError):
        return None


def _local(moment: datetime) -> datetime:
    return moment.replace(hour=0)


def _between(first: datetime, last: datetime) -> When:
    return When(int(first.timestamp()), int(last.timestamp()))
