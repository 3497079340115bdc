"""Titles as plain text: markup is read as markup only where the feed says so, or where it cannot be anything else."""

from __future__ import annotations

import re

from reader.parse.safe.dirt import with_letters
from reader.parse.safe.entities import unescape
from reader.text.clean import clean_line

_INLINE = frozenset(
    "a abbr acronym b bdi bdo big br cite code del dfn div em font h1 h2 h3 h4 h5 h6 hr i img ins kbd mark nobr p q rp rt ruby s "
    "samp small span strike strong sub sup time tt u var wbr".split()
)
_VOID = frozenset(("br", "hr", "img", "wbr"))
_BREAKING = frozenset(("br", "hr", "p", "div", "h1", "h2", "h3", "h4", "h5", "h6"))
_TAG = re.compile(
    r"<(/?)([A-Za-z][A-Za-z0-9]*+)"
    r"((?:\s++[^\s\"'<>/=]++(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s\"'=<>`]++))?+)*+)\s*+(/?)>"
)
_LOOSE_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9:]*)[^<>]*>|<!--.*?-->|<![^<>]*>|<\?[^<>]*>", re.DOTALL)
_HIDDEN = re.compile(r"<(script|style|svg|template)\b[^<>]*>.*?(?:</\1\s*>|\Z)", re.DOTALL | re.IGNORECASE)
_FIRST_WORDS = 100
_ENOUGH = 4000
_LONGEST = 20_000
_SHORT = 900


def plain_title(text: str, kind: str = "") -> str:
    """The title in `text` as one clean line.

    `kind` is "text" (what stands there is meant), "html" (markup is markup), or "" where the feed does not say, as RSS never
    does: then tags go if all of them are known, whole and paired, and references are read once.
    """
    text = text[:_LONGEST]
    if "<" in text:
        text = _without_markup(text, sure=kind == "html") if kind != "text" else text
    if kind != "text":
        text = unescape(text)
    if text.isascii() and text.isprintable() and len(text) < _SHORT and "  " not in text:
        return text.strip()
    return clean_line(with_letters(text))


def text_of_html(html: str) -> str:
    """The bare text of an HTML text, on one line: enough for first words, not for reading."""
    html = _HIDDEN.sub(" ", html)
    return clean_line(unescape(_LOOSE_TAG.sub(_space, html)), _ENOUGH)


def first_words(html: str) -> str:
    """A title for an entry without one: how its text begins, cut between words and ended with "…"."""
    text = text_of_html(html[:_ENOUGH])
    if len(text) <= _FIRST_WORDS:
        return text
    cut = text[:_FIRST_WORDS].rpartition(" ")[0] or text[:_FIRST_WORDS]
    return cut.rstrip(" ,;:-–—") + "…"


def _without_markup(text: str, *, sure: bool) -> str:
    text = _without_comments(text)
    if not sure and not _is_markup(text):
        return text
    if sure:
        text = _HIDDEN.sub(" ", text)
    return _TAG.sub(_space, text)


def _without_comments(text: str) -> str:
    """`text` without comments; one without an end goes up to the first ">"."""
    parts = text.split("<!--")
    out = [parts[0]]
    for part in parts[1:]:
        _, end, rest = part.partition("-->")
        out.append(rest if end else part.partition(">")[2])
    return "".join(out)


def _is_markup(text: str) -> bool:
    """Whether every tag in `text` is a known one and closed again."""
    opened: list[str] = []
    for found in _TAG.finditer(text):
        name = found[2].lower()
        if name not in _INLINE:
            return False
        if name in _VOID or found[4]:
            continue
        if not found[1]:
            opened.append(name)
        elif not opened or opened.pop() != name:
            return False
    return not opened


def _space(found: re.Match[str]) -> str:
    return " " if found[2] and found[2].lower() in _BREAKING else ""
