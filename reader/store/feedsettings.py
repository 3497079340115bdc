"""The settings of one source: which there are, how they are written, and which values are right.

They stand as JSON in `feed.settings`; in OPML and on the command line each is written as one word.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from msgspec import Struct

from reader.limits import Limits, read_limits
from reader.store.wishes import BY_ITSELF, DIRECTIONS
from reader.text.clean import clean_line

SHORTEST = 3_600
"""Seconds: no source is asked more often than once an hour, whatever a person wishes."""
LONGEST = 30 * 86_400
_TAG = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8}){0,3}")
VIEWS = ("feed", "full", "raw")

_ON = {"on": True, "true": True, "yes": True, "off": None, "false": None, "no": None}


class WrongSetting(ValueError):
    """There is no such setting, or no such value of it. Its text is one sentence for people."""


class Setting(Struct, frozen=True):
    """`what` says for people what it does, `values` what can be written; `read` makes the value of that, None for none."""

    what: str
    values: str
    read: Callable[[str], Any]


def _flag(text: str) -> bool | None:
    if text.casefold() not in _ON:
        raise ValueError
    return _ON[text.casefold()]


def _interval(text: str) -> int | None:
    """Hours ("6", "1.5") or with a unit ("90m", "2h", "1d"), in seconds."""
    match = re.fullmatch(r"(\d{1,5}(?:\.\d{1,3})?)(s|m|h|d|)", text.casefold())
    if match is None:
        raise ValueError
    seconds = round(float(match[1]) * {"s": 1, "m": 60, "h": 3_600, "d": 86_400, "": 3_600}[match[2]])
    if seconds and not SHORTEST <= seconds <= LONGEST:
        raise ValueError
    return seconds or None


def _sections(text: str) -> list[str] | None:
    """Names of sections, “A / B” for one within another, each once."""
    if text.casefold() in ("off", ""):
        return None
    names = [" / ".join(part.strip() for part in one.split("/") if part.strip()) for one in text.split(",")]
    found = list(dict.fromkeys(clean_line(name, 200) for name in names if name))
    if not 0 < len(found) <= _MOST_SECTIONS:
        raise ValueError
    return found


def _quota(text: str) -> int | None:
    if text.casefold() in ("off", "auto", ""):
        return None
    if not re.fullmatch(r"[1-9][0-9]{0,2}", text):
        raise ValueError
    return int(text)


def _one_of(*names: str) -> Callable[[str], str | None]:
    def read(text: str) -> str | None:
        if text.casefold() in ("auto", ""):
            return None
        if text.casefold() not in names:
            raise ValueError
        return text.casefold()

    return read


def _language(text: str) -> str | None:
    if text.casefold() in ("auto", ""):
        return None
    if not _TAG.fullmatch(text.casefold()):
        raise ValueError
    return text.casefold()


def _keep(text: str) -> str | None:
    limits = read_limits(text)
    return None if limits == Limits() else str(limits)


WATCH_PARTS = ("group", "item", "title", "link", "author", "time", "image", "text")
"""What a watcher's choice names: a group of links, or CSS selectors, of which "item" is needed."""
_LONGEST_PART = 2_000  # characters
_LONGEST_AGENT = 300
_MOST_SECTIONS = 50


def watch_of(text: str) -> str | None:
    """The setting "watch" as it is stored: `BY_ITSELF`, or JSON of `WATCH_PARTS`. Raises `ValueError`."""
    if text.casefold() in ("off", "no", "false", ""):
        return None
    if text.casefold() in (BY_ITSELF, "on", "yes", "true"):
        return BY_ITSELF
    import json  # the standard library's, which takes what people type; a start has no need of it

    chosen = json.loads(text)
    if not isinstance(chosen, dict) or not ("group" in chosen or "item" in chosen):
        raise ValueError
    for name, value in chosen.items():
        if name not in WATCH_PARTS or not isinstance(value, str) or not 0 < len(value) <= _LONGEST_PART:
            raise ValueError
    return json.dumps(dict(sorted(chosen.items())), ensure_ascii=False)


def _fingerprint(text: str) -> str | None:
    if text.casefold() in ("off", ""):
        return None
    digits = text.casefold().replace(":", "")
    if not re.fullmatch(r"[0-9a-f]{64}", digits):
        raise ValueError
    return digits


def _agent(text: str) -> str | None:
    """A User-Agent (RFC 9110 section 10.1.5): visible ASCII and single spaces."""
    if text.casefold() in ("off", "auto", ""):
        return None
    if not re.fullmatch(r"[!-~]+(?: [!-~]+)*", text) or len(text) > _LONGEST_AGENT:
        raise ValueError
    return text


PERSONAL = ("trust", "agent")
"""Settings that only the person makes here: files from elsewhere bring none."""

SETTINGS: Mapping[str, Setting] = {
    "interval": Setting(
        "asked no sooner than this", "hours, or 90m, 6h, 2d; 0 as its publisher says", _interval
    ),
    "view": Setting("what is shown of an article first", "feed, full or raw; auto", _one_of(*VIEWS)),
    "ahead": Setting("whole texts are fetched in the background", "on or off", _flag),
    "important": Setting("is:important finds it, no act in bulk touches it", "on or off", _flag),
    "quota": Setting(
        "rows that it has of a day in the fair river; the others stand behind one",
        "a number from 1 to 999; auto",
        _quota,
    ),
    "keep": Setting(
        "how much of it is kept", "limits such as 90d, 500 or 20MB; all for those of the settings", _keep
    ),
    "watch": Setting(
        "it is a page without a feed, watched for headlines",
        """auto, or JSON with CSS selectors such as {"item": "li.news", "title": "h3"}; off""",
        watch_of,
    ),
    "language": Setting("the language of all of its articles", "a code such as fr or en-gb; auto", _language),
    "direction": Setting("which way its headlines and texts run", "ltr or rtl; auto", _one_of(*DIRECTIONS)),
    "trust": Setting(
        "the one certificate that is taken for it, though nobody vouches for that",
        "its SHA-256 fingerprint, 64 hexadecimal digits with or without colons; off",
        _fingerprint,
    ),
    "agent": Setting(
        "the name (User-Agent) that its server is told in the place of Telex's own",
        "up to 300 visible ASCII characters; off",
        _agent,
    ),
    "sections": Setting(
        "it stands in these sections, too",
        "names parted by commas, “A / B” for one within another; off",
        _sections,
    ),
    "hidden": Setting("it stands in no list of sources", "on or off", _flag),
}


def read(name: str, text: str) -> Any:
    """The value of setting `name` that `text` writes; None takes it away. Raises `WrongSetting`."""
    setting = SETTINGS.get(name)
    if setting is None:
        raise WrongSetting(f"A source has no setting “{name}”: there are {', '.join(SETTINGS)}.")
    try:
        return setting.read(text.strip())
    except ValueError:
        raise WrongSetting(f"{name} is {setting.values}, not “{text[:40]}”.") from None


def shown(name: str, value: Any) -> str:
    """The value as a person writes it."""
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if name == "interval" and isinstance(value, int):
        return next(
            f"{value // size}{unit}"
            for size, unit in ((86_400, "d"), (3_600, "h"), (60, "m"), (1, "s"))
            if value % size == 0
        )
    return str(value)
