"""How long ago something was, in at most four cells; and dates and numbers as people write them."""

from __future__ import annotations

import datetime
from functools import lru_cache

from reader.text.cells import width
from reader.words import _, language, pgettext

_MINUTE, _HOUR, _DAY, _WEEK, _YEAR = 60, 3600, 86_400, 604_800, 31_557_600


def age(at: int, now: int) -> str:
    """ "now", "5m", "23h", "6d", "7w", "3y". A time to come is "now": a list never shows the future."""
    seconds = now - at
    if seconds < _MINUTE:
        return pgettext("age", "now")
    if seconds < _HOUR:
        return pgettext("age", "{n}m").format(n=seconds // _MINUTE)
    if seconds < _DAY:
        return pgettext("age", "{n}h").format(n=seconds // _HOUR)
    if seconds < 2 * _WEEK:
        return pgettext("age", "{n}d").format(n=seconds // _DAY)
    if seconds < _YEAR:
        return pgettext("age", "{n}w").format(n=seconds // _WEEK)
    return pgettext("age", "{n}y").format(n=min(seconds // _YEAR, 999))


def widest() -> int:
    """The cells that an age of less than a hundred years takes at most, in the language that is spoken."""
    return _widest(language())


@lru_cache
def _widest(_language: str) -> int:
    shown = (age(0, seconds) for seconds in (0, 59 * _MINUTE, 23 * _HOUR, 13 * _DAY, 52 * _WEEK, 99 * _YEAR))
    return max(map(width, shown))


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


def a_week(entries: float) -> str:
    """ "4.5 a week", the sign before the fraction as the language has it."""
    return _("{number} a week").format(number=f"{entries:g}".replace(".", pgettext("decimal sign", ".")))
