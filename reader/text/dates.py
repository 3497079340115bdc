"""Times for people: how long ago, and when, in the reader's language and time zone.

The moment, the zone and the present are given, so that nothing here asks a clock or a locale.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo
from typing import Literal, NamedTuple

from reader.words import N_, _

Style = Literal["short", "long", "iso"]

_MINUTE, _HOUR, _DAY, _WEEK, _YEAR = 60, 3600, 86_400, 604_800, 31_556_952
_MONTH = _YEAR / 12
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class _Words(NamedTuple):
    """A language's dates. The patterns take `weekday`, `day`, `month`, `year`, `time`; months are January first."""

    days: tuple[str, ...]
    short_days: tuple[str, ...]
    months: tuple[str, ...]
    short_months: tuple[str, ...]
    long: str
    this_year: str
    other_year: str
    yesterday: str
    first: str = "1"


_LANGUAGES = {
    "en": _Words(
        ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
        ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
        ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"),
        ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
        "{weekday} {day} {month} {year}, {time}", "{day} {month}", "{day} {month} {year}", "yesterday",
    ),
    "fr": _Words(
        ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
        ("lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim."),
        ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"),
        ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."),
        "{weekday} {day} {month} {year} à {time}", "{day} {month}", "{day} {month} {year}", "hier", "1er",
    ),
    "es": _Words(
        ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
        ("lun", "mar", "mié", "jue", "vie", "sáb", "dom"),
        ("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"),
        ("ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sept", "oct", "nov", "dic"),
        "{weekday}, {day} de {month} de {year}, {time}", "{day} {month}", "{day} {month} {year}", "ayer",
    ),
    "ar": _Words(
        ("الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"),
        ("الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"),
        ("يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"),
        ("يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"),
        "{weekday} {day} {month} {year}، {time}", "{day} {month}", "{day} {month} {year}", "أمس",
    ),
}  # fmt: skip


def age(seconds_ago: float) -> str:
    """How long ago in at most four characters where it is English: "now", "5m", "3h", "2d", "4w", "7mo", "2y". The future is "now"."""
    for unit, limit, told in (
        (_MINUTE, _HOUR, N_("{n}m")),
        (_HOUR, _DAY, N_("{n}h")),
        (_DAY, 2 * _WEEK, N_("{n}d")),
        (_WEEK, 2 * _MONTH, N_("{n}w")),
        (_MONTH, _YEAR, N_("{n}mo")),
    ):
        if seconds_ago < unit:
            break
        if seconds_ago < limit:
            return _(told).format(n=int(seconds_ago // unit))
    else:
        return _("{n}y").format(n=int(min(seconds_ago // _YEAR, 999)))
    return _("now")


def ago(seconds_ago: float) -> str:
    """The same as people say it: "3h ago", "now"."""
    told = age(seconds_ago)
    return told if seconds_ago < _MINUTE else _("{age} ago").format(age=told)


def moment(at: int, now: int, tz: tzinfo = UTC, style: Style = "long", language: str = "en") -> str:
    """When `at` was, seen at `now` (both Unix seconds) in the zone `tz`; "?" outside of the years 1 to 9999.

    "iso" is `2026-02-16 18:42` in any language; "long" is the whole date and time for an article; "short" is for lists: the
    time alone today, then yesterday, the weekday for six days, the day and month, with the year where it is another.
    `language` is a code of two letters or a BCP 47 tag; one that Telex has no words for is English.
    """
    try:
        then = (_EPOCH + timedelta(seconds=at)).astimezone(tz)
        today = (_EPOCH + timedelta(seconds=now)).astimezone(tz)
    except OverflowError:
        return "?"
    time = f"{then.hour:02}:{then.minute:02}"
    if style == "iso":
        return f"{then.year:04}-{then.month:02}-{then.day:02} {time}"
    words = _LANGUAGES.get(language.split("-")[0].lower(), _LANGUAGES["en"])
    day = words.first if then.day == 1 else str(then.day)
    if style == "long":
        return words.long.format(
            weekday=words.days[then.weekday()],
            day=day,
            month=words.months[then.month - 1],
            year=then.year,
            time=time,
        )
    days = (today.date() - then.date()).days
    if days == 0:
        return time
    if days == 1:
        return f"{words.yesterday} {time}"
    if 1 < days < 7:
        return f"{words.short_days[then.weekday()]} {time}"
    pattern = words.this_year if then.year == today.year else words.other_year
    return pattern.format(day=day, month=words.short_months[then.month - 1], year=then.year)
