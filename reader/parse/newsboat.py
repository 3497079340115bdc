"""newsboat's urls file, in and out: one source a line, an address and then its tags. Nothing of it is ever run."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from reader.parse.newsfilter import NoQuery, query_of
from reader.text.clean import clean_line

MOST = 10_000
"""Sources that are read at most."""

_WORD = re.compile(r'"((?:[^"\\]|\\.)*)"?|(\S+)')


@dataclass(frozen=True, slots=True)
class UrlsFeed:
    """`title` is the person's own ("~Title"); `tags` are the plain ones, in their order; "!" is `hidden` in newsboat's list."""

    url: str
    title: str = ""
    tags: tuple[str, ...] = ()
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Urls:
    """`searches` are query feeds as (name, Telex query); `left_out` are sentences for people, one for each line not taken."""

    feeds: tuple[UrlsFeed, ...]
    left_out: tuple[str, ...]
    searches: tuple[tuple[str, str], ...] = ()


def read_urls(data: bytes) -> Urls:
    """The sources in a urls file. A line that is no http or https address is left out and said."""
    feeds: dict[str, UrlsFeed] = {}
    searches: dict[str, str] = {}
    left_out: list[str] = []
    for number, line in enumerate(data.decode("utf-8", "replace").removeprefix("\ufeff").split("\n"), 1):
        words = _words(line.strip())
        if not words or words[0].startswith("#"):
            continue
        reason = _reason(words[0])
        if words[0].lower().startswith("query:"):
            name, _, wanted = words[0][len("query:") :].partition(":")
            try:
                searches.setdefault(clean_line(name, 100) or f"Query {number}", query_of(wanted))
            except NoQuery as error:
                reason = f"a query feed: {error}"
            else:
                continue
        if not reason and len(feeds) >= MOST:
            reason = f"more than {MOST:,} sources"
        if reason:
            left_out.append(
                f"Line {number} was left out ({clean_line(reason, 200)}): {clean_line(words[0], 80)}"
            )
        else:
            feeds.setdefault(words[0], _feed(words))
    return Urls(tuple(feeds.values()), tuple(left_out), tuple(searches.items()))


def _reason(address: str) -> str:
    scheme = address.partition(":")[0].lower()
    if scheme in ("http", "https"):
        return "" if re.fullmatch(r"https?://[^\s/?#]+\S*", address, re.IGNORECASE) else "no whole address"
    return {
        "exec": "it runs a program",
        "filter": "it runs a program",
        "file": "a file of this computer",
    }.get(scheme, "not an address of the web")


def _feed(words: list[str]) -> UrlsFeed:
    title = next((clean_line(word[1:], 200) for word in words[1:] if word.startswith("~")), "")
    tags = (clean_line(word, 100) for word in words[1:] if not word.startswith("~") and word != "!")
    return UrlsFeed(words[0], title, tuple(dict.fromkeys(tag for tag in tags if tag)), "!" in words[1:])


def _words(line: str) -> list[str]:
    found: list[str] = []
    for match in _WORD.finditer(line):
        word = match[2] if match[1] is None else re.sub(r"\\(.)", r"\1", match[1])
        if match[2] is not None and not found and word.startswith("#"):
            return []
        found.append(word)
    return found


def write_urls(feeds: Iterable[UrlsFeed]) -> bytes:
    """The sources as a urls file, which `read_urls` reads as the same."""
    lines = []
    for one in feeds:
        words = [one.url, *map(_quoted, one.tags)]
        words += [_quoted(f"~{one.title}")] if one.title else []
        words += ["!"] if one.hidden else []
        lines.append(" ".join(words) + "\n")
    return "".join(lines).encode("utf-8", "replace")


def _quoted(text: str) -> str:
    return '"' + clean_line(text, 300).replace("\\", "\\\\").replace('"', '\\"') + '"'
