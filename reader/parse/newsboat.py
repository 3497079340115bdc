"""newsboat's urls file: one source a line, an address and then its tags; text inside only, nothing of it is ever run."""

from __future__ import annotations

import re
from dataclasses import dataclass

from reader.text.clean import clean_line

MOST = 10_000
"""Sources that are read at most."""

_WORD = re.compile(r'"((?:[^"\\]|\\.)*)"?|(\S+)')


@dataclass(frozen=True, slots=True)
class UrlsFeed:
    """`title` is the person's own ("~Title"); `tags` are the plain ones, in their order."""

    url: str
    title: str = ""
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Urls:
    """`left_out` are sentences for people, one for each line that is not taken."""

    feeds: tuple[UrlsFeed, ...]
    left_out: tuple[str, ...]


def read_urls(data: bytes) -> Urls:
    """The sources in a urls file. A line that is no http or https address is left out and said."""
    feeds: dict[str, UrlsFeed] = {}
    left_out: list[str] = []
    for number, line in enumerate(data.decode("utf-8", "replace").removeprefix("\ufeff").split("\n"), 1):
        words = _words(line.strip())
        if not words or words[0].startswith("#"):
            continue
        reason = _reason(words[0])
        if reason:
            left_out.append(f"Line {number} was left out ({reason}): {clean_line(words[0], 80)}")
        elif len(feeds) < MOST:
            feeds.setdefault(words[0], _feed(words))
            if len(words[1:]) > 1 and len(_tags(words)) > 1:
                rest = ", ".join(_tags(words)[1:])
                left_out.append(
                    f"Line {number}: a source has one folder here, so these tags were left out: {rest}"
                )
        else:
            left_out.append(
                f"Line {number} was left out (more than {MOST:,} sources): {clean_line(words[0], 80)}"
            )
    return Urls(tuple(feeds.values()), tuple(left_out))


def _reason(address: str) -> str:
    scheme = address.partition(":")[0].lower()
    if scheme in ("http", "https"):
        return "" if re.fullmatch(r"https?://[^\s/?#]+\S*", address, re.IGNORECASE) else "no whole address"
    return {
        "query": "a query feed; “telex list QUERY” and saved queries do the same",
        "exec": "it runs a program",
        "filter": "it runs a program",
        "file": "a file of this computer",
    }.get(scheme, "not an address of the web")


def _feed(words: list[str]) -> UrlsFeed:
    title = next((clean_line(word[1:], 200) for word in words[1:] if word.startswith("~")), "")
    return UrlsFeed(words[0], title, _tags(words))


def _tags(words: list[str]) -> tuple[str, ...]:
    """Without "!", which only hides a source in newsboat's own list."""
    found = (clean_line(word, 100) for word in words[1:] if not word.startswith("~") and word != "!")
    return tuple(tag for tag in found if tag)


def _words(line: str) -> list[str]:
    found: list[str] = []
    for match in _WORD.finditer(line):
        word = match[2] if match[1] is None else re.sub(r"\\(.)", r"\1", match[1])
        if match[2] is not None and not found and word.startswith("#"):
            return []
        found.append(word)
    return found
