"""How long ago something was, in at most four cells; and dates and numbers as people write them."""

from __future__ import annotations

import datetime

_MINUTE, _HOUR, _DAY, _WEEK, _YEAR = 60, 3600, 86_400, 604_800, 31_557_600


def age(at: int, now: int) -> str:
    """ "now", "5m", "23h", "6d", "7w", "3y". A time to come is "now": a list never shows the future."""
    seconds = now - at
    for unit, letter, limit in (
        (_MINUTE, "m", _HOUR),
        (_HOUR, "h", _DAY),
        (_DAY, "d", 2 * _WEEK),
        (_WEEK, "w", _YEAR),
    ):
        if seconds < unit:
            return "now"
        if seconds < limit:
            return f"{seconds // unit}{letter}"
    return f"{min(seconds // _YEAR, 999)}y"


def until_older(at: int, now: int) -> int:
    """Seconds until `age` says something else, at least 1."""
    seconds = max(0, now - at)
    unit = _MINUTE if seconds < _HOUR else _HOUR if seconds < _DAY else _DAY
    return max(1, unit - seconds % unit)


def clock(at: int) -> str:
    """The time of day here, "18:42"."""
    return datetime.datetime.fromtimestamp(at).strftime("%H:%M")


def moment(at: int) -> str:
    """Day and time here, "02-16 18:42"."""
    return datetime.datetime.fromtimestamp(at).strftime("%m-%d %H:%M")


def number(n: int) -> str:
    """ "1 204 318" with narrow gaps, so that it reads in every language."""
    return f"{n:,}".replace(",", "\u202f")
