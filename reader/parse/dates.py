"""Dates of feeds and pages: RFC 822 in all its abuses, RFC 3339, W3CDTF, and what newspapers write out in words.

Unreadable is `None`, never now. Numbers are read day first ("03/04/2024" is 3 April) unless the language is English as the
United States write it, an AM or PM follows, or only the other order is possible. Two-digit years follow RFC 2822 (00 to 49
are 20xx). 24:00 is midnight of the next day; a leap second is the second after it.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from functools import lru_cache

from reader.parse.months import AFTERNOON, MONTHS, MORNING, STEMS, ZONES
from reader.text.patterns import lazy

_LONGEST = 200
_DAY = 86_400
_LAST_YEAR = 2200
_END = 7_289_654_400
"""Unix seconds in which that year is over."""
_FURTHEST_ZONE = 15 * 3600

_MONTH = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_RFC822 = re.compile(
    rf"(?:[A-Za-z]{{3,9}}+,?\s++)?+(\d\d?+\s++(?:{_MONTH})\s++\d{{4}})\s++(\d\d):(\d\d)(?::(\d\d))?+\s*+"
    r"([+-]\d\d:?\d\d|(?![ap]m)[A-Za-z]{1,4}|)",
    re.IGNORECASE | re.ASCII,
)
_RFC3339 = re.compile(
    r"(\d{4}-\d\d-\d\d)[Tt ](\d\d):(\d\d)(?::(\d\d)(?:[.,]\d+)?)?\s?([+-]\d\d:?\d\d|[Zz]|)",
    re.ASCII,
)
_ISO_DAY = lazy(
    r"(\d{4})(?:-(\d\d?)-(\d\d?)|-?(\d\d)(\d\d)|-(\d{3})|-?w(\d\d)(?:-?([1-7]))?|-(\d\d)|)"
    r"(?:[t\s_]+(\S.*)|)"
)
_COMPACT_TIME = lazy(r"(\d\d)(\d\d)(\d\d)?(?!\d)")
_COMPACT = lazy(r"(\d{4})(\d\d)(\d\d)t?(\d\d)(\d\d)(\d\d)?")
_COMMENT = lazy(r"\([^()]*\)")
_CLOCK = lazy(
    r"(?<![\d:.])(\d{1,2})(?:\s*:\s*|\s*h\s*|\.(?=\d\d\b)(?!\d\d\s*\.))(\d\d)(?:\s*(?:[:.]|m(?:in)?\s?)\s*(\d\d)s?(?:[.,]\d+)?)?(?!\.?\d)"
    r"|(?<![\d:./-])(\d{1,2})\s*(?:h(?:eures?|rs?|oras?)?(?![a-z])|uhr\b|(?=[ap]\.?\s?m\b))"
)
_HALF = lazy(r"\s*([ap])\.?\s?m\b\.?|\s*(مساء|صباحا|م|ص)(?!\w)")
_LEADING_HALF = lazy(r"(午前|上午|오전|午後|下午|오후)\s*")
_OFFSET = lazy(r"\s*(?:gmt|utc|z)?\s*([+\-−])\s*(\d{1,2})(?::?(\d\d))?(?!\d)")
_ZONE_NAME = lazy(r"\s*([a-z]{1,4})\b")
_NUMBERS = lazy(r"(\d{1,4})\s*([/.\-])\s*(\d{1,2})\s*\2\s*(\d{1,4})(?!\d)")
_EPOCH = lazy(r"\d{9,10}|\d{13}")
_WORD = lazy(r"\d+|[^\W\d_]+")
_EAST_ASIAN = lazy(r"(\d{1,4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일]")
_NUMBERED = lazy(r"(?<=\d)(?:st|nd|rd|th|er|ere|re|eme|e|o|a)\b")
_TWO_WORDS = frozenset(("كانون", "تشرين"))

Reading = tuple[int, int | None]
"""Seconds as if the clock stood in Greenwich, and the zone that was named, in seconds east of it."""


def parse_date(text: str, *, zone: int = 0, language: str = "") -> int | None:
    """The moment that `text` names, in Unix seconds, or `None` where it names none that is certain.

    `zone` (seconds east of Greenwich) stands in where the text names none; `language` is a BCP 47 tag or "".
    """
    found = read_date(text, language)
    return None if found is None else moment(found, zone)


def moment(reading: Reading, zone: int = 0) -> int:
    """What `reading` is in Unix seconds, with `zone` where it names none."""
    seconds, own = reading
    return seconds - (zone if own is None else own)


def read_date(text: str, language: str = "") -> Reading | None:
    """As `parse_date`, with the zone apart."""
    text = text.strip()
    if not text or len(text) > _LONGEST:
        return None
    found = _RFC822.fullmatch(text) or _RFC3339.fullmatch(text)
    if found is not None:
        day, hour, minute, second, zone = found.groups()
        return _at(_day(day), hour, minute, second, _zone(zone))
    return _read_freely(_folded(text), language)


# Many entries of a feed share a day, and nearly all of them the zone.
@lru_cache(maxsize=1024)
def _day(text: str) -> int | None:
    """`_midnight` of "26 Nov 2026" or "2026-11-26"."""
    if "-" in text:
        year, month, day = text.split("-")
        return _midnight(int(year), int(month), int(day))
    day, month, year = text.split()
    return _midnight(int(year), MONTHS[month.lower()], int(day))


@lru_cache(maxsize=256)
def _zone(text: str) -> int | None:
    """Seconds east of Greenwich, of "+0100", "+01:00" or "CET"; `None` for one that nobody knows."""
    if text.startswith(("+", "-")):
        return _offset(text[0], text[1:3], text[-2:])
    return ZONES.get(text.lower())


def _read_freely(text: str, language: str) -> Reading | None:
    text = _COMMENT.sub(" ", text).strip(" \t\n\r,.;:\"'")
    text = _EAST_ASIAN.sub(r"\1-\2-\3 ", text)
    if _EPOCH.fullmatch(text):
        return _epoch(text)
    compact = _COMPACT.fullmatch(text.removesuffix("z"))
    if compact is not None:
        year, month, day, hour, minute, second = compact.groups()
        zone = 0 if text.endswith("z") else None
        return _reading(int(year), int(month), int(day), hour, minute, second, zone)
    iso = _ISO_DAY.fullmatch(text)
    if iso is not None:
        return _read_iso(iso)
    clock, rest = _take_clock(text)
    if clock is None:
        return None
    hour, minute, second, zone, half = clock
    day = _day_in(rest, language, half)
    if day is None:
        return None
    return _reading(*day, hour, minute, second, zone)


def _read_iso(found: re.Match[str]) -> Reading | None:
    year, month, day, month2, day2, of_year, week, of_week, month3, time = found.groups()
    clock, rest = _take_clock(_with_colons(time)) if time else (("0", "0", None, None, False), "")
    if clock is None or _WORD.search(rest.replace("z", "")):
        return None
    try:
        if of_year:
            start = date(int(year), 1, 1).toordinal() + int(of_year) - 1
            that = date.fromordinal(start)
            if that.year != int(year):
                return None
        elif week:
            that = date.fromisocalendar(int(year), int(week), int(of_week or 1))
        else:
            that = date(int(year), int(month or month2 or month3 or 1), int(day or day2 or 1))
    except ValueError:
        return None
    return _reading(that.year, that.month, that.day, *clock[:4])


def _with_colons(time: str) -> str:
    """ISO 8601's short form of a time, "194821", in its long form."""
    found = _COMPACT_TIME.match(time)
    if found is None:
        return time
    return ":".join(part for part in found.groups() if part) + time[found.end() :]


_Clock = tuple[str, str, str | None, int | None, bool]


def _take_clock(text: str) -> tuple[_Clock | None, str]:
    """The time of day in `text` (hour, minute, second, zone, whether AM or PM stood there) and what is left.

    No time at all is midnight; a time that no clock shows is `None`.
    """
    early = _LEADING_HALF.search(text)
    if early is not None:
        text = text[: early.start()] + text[early.end() :]
    found = _CLOCK.search(text)
    if found is None:
        return ("0", "0", None, None, False), text
    hour, minute, second = found[1] or found[4], found[2] or "0", found[3]
    rest = text[found.end() :]
    half = _HALF.match(rest)
    if half is not None:
        rest = rest[half.end() :]
    late = _is_late(half, early)
    if late is not None:
        number = int(hour)
        if number > 23 or (number > 12 and not late):
            return None, ""
        hour = str(number if number > 12 else number % 12 + (12 if late else 0))
    zone: int | None = None
    offset = _OFFSET.match(rest)
    if offset is not None:
        zone = _offset(offset[1], offset[2], offset[3])
        rest = rest[offset.end() :]
    name = _ZONE_NAME.match(rest)
    if name is not None and name[1] in ZONES and name[1] not in MONTHS:
        zone = ZONES[name[1]] if zone is None else zone
        rest = rest[name.end() :]
    latin = half is not None and half[1] is not None
    return (hour, minute, second, zone, latin), f"{text[: found.start()]} {rest}"


def _is_late(half: re.Match[str] | None, early: re.Match[str] | None) -> bool | None:
    if early is not None:
        return early[1] in ("午後", "下午", "오후")
    if half is None:
        return None
    word = half[2] or f"{half[1]}m"
    return word in AFTERNOON if word in AFTERNOON or word in MORNING else None


def _day_in(text: str, language: str, half: bool) -> tuple[int, int, int] | None:
    """Year, month and day in `text`, which holds no time of day any more."""
    found = _NUMBERS.search(text)
    if found is not None:
        if re.search(r"\d", text[: found.start()] + text[found.end() :]):
            return None
        return _ordered(found, language, half)
    words = _WORD.findall(_NUMBERED.sub("", text.replace("_", " ")))
    numbers: list[str] = []
    month = 0
    place = 0
    previous = previous_month = ""
    for word in words:
        if word[0].isdigit():
            numbers.append(word)
        elif not month or previous_month == "mar":
            named = _month(f"{previous} {word}" if previous in _TWO_WORDS else word)
            if named:
                month, place, previous_month = named, len(numbers), word
        previous = word
    if not month or len(numbers) != 2:
        return None
    first, second = numbers
    if len(first) > 2:
        first, second = second, first
    elif place == 2 and len(second) < 3:
        return None
    if len(first) > 2 or len(second) in (1, 3) or len(second) > 4:
        return None
    return _year(second), month, int(first)


def _ordered(found: re.Match[str], language: str, half: bool) -> tuple[int, int, int] | None:
    first, mark, second, third = found[1], found[2], found[3], found[4]
    if len(first) == 4:
        return (int(first), int(second), int(third)) if len(third) <= 2 else None
    if len(first) == 3 or len(third) not in (2, 4):
        return None
    if int(first) > 31:
        return _year(first), int(second), int(third)
    day, month = int(first), int(second)
    american = language.lower() in ("en", "en-us") or (half and not language)
    if (mark == "/" and american and day <= 12) or month > 12:
        day, month = month, day
    return _year(third), month, day


def _month(word: str) -> int:
    number = MONTHS.get(word)
    if number is None:
        for length in (3, 4):
            if word[:length] in STEMS:
                return MONTHS[word[:length]]
    return number or 0


def _year(text: str) -> int:
    number = int(text)
    if len(text) > 2:
        return number
    return number + (2000 if number < 50 else 1900)


def _offset(sign: str, hours: str, minutes: str | None) -> int:
    seconds = int(hours) * 3600 + int(minutes or 0) * 60
    return seconds if sign == "+" else -seconds


def _epoch(text: str) -> Reading | None:
    seconds = int(text) // (1000 if len(text) == 13 else 1)
    if len(text) == 10 and text[:2] in ("19", "20") and text[4:6] <= "12":
        return None  # could as well be year, month, day and hour
    return (seconds, 0) if seconds < _END else None


def _reading(
    year: int, month: int, day: int, hour: str, minute: str, second: str | None, zone: int | None
) -> Reading | None:
    return _at(_midnight(year, month, day), hour, minute, second, zone)


def _midnight(year: int, month: int, day: int) -> int | None:
    """When that day begins in Greenwich, `None` for a day that no calendar has, or one too far away."""
    if year > _LAST_YEAR:
        return None
    try:
        return (date(year, month, day).toordinal() - 719_163) * _DAY
    except ValueError:
        return None


def _at(midnight: int | None, hour: str, minute: str, second: str | None, zone: int | None) -> Reading | None:
    hours, minutes, seconds = int(hour), int(minute), int(second or 0)
    if midnight is None or minutes > 59 or seconds > 60 or hours > 24:
        return None
    if hours == 24 and (minutes or seconds):
        return None
    if zone is not None and abs(zone) >= _FURTHEST_ZONE:
        return None
    return midnight + hours * 3600 + minutes * 60 + seconds, zone


def _folded(text: str) -> str:
    """Lower case without accents, hamzas and tatweel, every digit in ASCII, every dash a hyphen."""
    letters: list[str] = []
    for letter in unicodedata.normalize("NFKD", text.lower()):
        kind = unicodedata.category(letter)
        if kind == "Nd":
            letters.append(str(unicodedata.digit(letter)))
        elif kind == "Pd":
            letters.append("-")
        elif kind == "Zs":
            letters.append(" ")
        elif kind not in ("Mn", "Cf", "Lm"):
            letters.append(letter)
    return unicodedata.normalize("NFC", "".join(letters))
