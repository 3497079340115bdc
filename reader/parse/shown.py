"""The author as a page shows it: elements that call themselves byline or author, right after the page's title."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reader.parse.byline import byline_in
from reader.parse.people import clean_author, join_authors
from reader.text.clean import clean_line

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

_PLACES = (
    "h1, h2, [rel~=author], [itemprop~=author], [class*=byline i], [class*=author i], [class*=auteur i], [class*=autor i],"
    " [class*=writer i], [class*=signature i], [class*=katib i], [data-testid*=byline i]"
)
_OTHERS = re.compile(
    r"comment|related|teaser|recommend|photo|image|caption|credit|figure|sidebar|more-", re.IGNORECASE
)
_AND = re.compile(r"\s*(?:[,;/&]|\s(?:et|and|y|und|e)\s|\sو\s?)\s*")
_LEADS = frozenset(("by", "par", "por", "von", "di", "بقلم"))
_LEAST_WORDS, _MOST_WORDS = 2, 4
_LOOKED_AT = 60
_NEAR = 12
_UP = 5


def author_shown(tree: LexborHTMLParser, site: str = "") -> str:
    """The author named near the page's title, "" where none is certain."""
    after = 0
    titled = tree.css_first("h1") is None
    for node in tree.css(_PLACES)[:_LOOKED_AT]:
        tag = node.tag
        if tag in ("h1", "h2"):
            if titled and tag == "h2" and after:
                return ""  # the text began, or another story
            titled = titled or tag == "h1"
            continue
        if not titled or is_of_others(node):
            continue
        after += 1
        if after > _NEAR:
            return ""
        text = _text_of(node)
        if text and (author := name_in(text, site)):
            return author
    return ""


def is_of_others(node: LexborNode) -> bool:
    """Whether `node` stands in a comment, in another story's box or under a picture."""
    return bool(_OTHERS.search(_names_around(node)))


def _text_of(node: LexborNode) -> str:
    """The text of `node`; only its author where "By" and a name stand each in an element of their own."""
    pieces = [piece for piece in map(clean_line, node.text(separator="\n").split("\n")) if piece]
    if len(pieces) > 1 and pieces[0].rstrip(": ").casefold() in _LEADS:
        return f"{pieces[0]} {pieces[1]}"
    return " ".join(pieces)


def _names_around(node: LexborNode) -> str:
    names = []
    here: LexborNode | None = node
    for _ in range(_UP):
        if here is None or here.tag in ("body", "article", "main"):
            break
        names.append(here.attributes.get("class") or "")
        here = here.parent
    return " ".join(names)


def name_in(text: str, site: str = "") -> str:
    """The names in an element that is said to hold an author: after "By", or alone."""
    led = byline_in(text)
    if led:
        return clean_author(led, site)
    names = [clean_author(part, site) for part in _AND.split(re.split(r"[|•·]|\s[-–—]\s", text)[0])]
    if names and all(map(_is_name, names)):
        return join_authors(names)
    return ""


def _is_name(name: str) -> bool:
    words = name.split()
    if not _LEAST_WORDS <= len(words) <= _MOST_WORDS or any(letter.isdigit() for letter in name):
        return False
    if any("\u0600" <= letter <= "\u06ff" for letter in name):
        return bool(byline_in(name, last=True))
    return all(
        word[0].isupper() or word in ("de", "da", "del", "la", "van", "von", "el", "ben", "bin", "le")
        for word in words
    )
