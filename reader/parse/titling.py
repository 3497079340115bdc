"""A page's title out of its several spellings, without the paper's name; and whether a name is the paper's."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reader.parse.links import host_of
from reader.parse.meta import Head
from reader.text.clean import clean_line

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

_QUOTES = str.maketrans("’‘‛´`“”„«»\xa0", "'''''\"\"\"\"\" ")
_LEAST = 8
_LEAST_WORDS = 3
_BARS = re.compile(r"\s+[|–—\-·•:»«/]+\s+|\s*[|]\s*")


def title_of(tree: LexborHTMLParser, head: Head, headline: str, site: str, url: str) -> str:
    """The title as readers see it: metadata first, spelled as the page's heading where they agree.

    `headline` is what JSON-LD calls the article, `site` the paper's name.
    """
    headings = [clean_line(node.text(separator=" ")) for node in tree.css("h1")[:3]]
    given = [
        head.first("og:title"),
        head.first(
            "twitter:title", "dc.title", "dcterms.title", "parsely-title", "sailthru.title", "citation_title"
        ),
        headline,
        head.title,
    ]
    given = [_without_site(title, site, url) for title in given if title]
    for title in given:
        for shown in headings:
            if shown and (
                _straight(shown) == _straight(title)
                or _is_broken_off(title, shown)
                or _is_first_part(shown, title)
            ):
                return shown  # as readers see it: metas often lose typographic quotes
    return next((title for title in [*given, *headings] if title), "")


def _is_first_part(shown: str, title: str) -> bool:
    """Whether `title` is `shown` and, after a bar or a dash, something about the site."""
    bars = [found.start() for found in _BARS.finditer(title)]
    return len(shown.split()) >= _LEAST_WORDS and any(
        _straight(title[:place]) == _straight(shown) for place in bars
    )


def _is_broken_off(title: str, shown: str) -> bool:
    """Whether a quotation mark in `shown` ended the attribute that `title` was read from."""
    rest = _straight(shown)[len(title) :].lstrip()
    return len(title) >= _LEAST and rest[:1] == '"' and _straight(shown).startswith(_straight(title))


def _straight(text: str) -> str:
    return text.translate(_QUOTES)


def _key(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()


def _without_site(title: str, site: str, url: str) -> str:
    """`title` without the paper's name at its end or its start."""
    names = {_key(site), _key(host_of(url)), _key(host_of(url).split(".")[0])} - {""}
    parts = _BARS.split(title)
    if len(parts) < 2:
        return title
    bars = [found[0] for found in _BARS.finditer(title)]
    if len(parts) > 2 and all("|" in bar for bar in bars) and _key(parts[0]) not in names:
        return parts[0].strip() or title
    for place in range(1, len(parts)):
        if _key(" ".join(parts[place:])) in names:
            del parts[place:], bars[place - 1 :]
            break
    while len(parts) > 1 and (_is_name_of(parts[-1], names) or (len(parts) > 2 and "|" in bars[-1])):
        parts.pop()
        bars.pop()
    if len(parts) > 1 and _key(parts[0]) in names:
        parts.pop(0)
        bars.pop(0)
    out = parts[0]
    for bar, part in zip(bars, parts[1:], strict=False):
        out += bar + part
    return out.strip() or title


def _is_name_of(part: str, names: set[str]) -> bool:
    key = _key(part)
    return key in names or any(
        len(name) > 2 and key.startswith(name) and len(part.split()) <= 6 for name in names
    )


def is_site(name: str, site: str, url: str) -> bool:
    """Whether `name` is that of the site, or of its host."""
    key = _key(name)
    return key in {_key(site), _key(host_of(url)), _key(host_of(url).split(".")[0])}
