"""HTML text into a tree (Lexbor), with bounds that keep hostile nesting from costing more than its length."""

from __future__ import annotations

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser

LONGEST = 8_000_000
"""Characters of a page that are read; pages beyond that are cut."""

_DEEPEST = 512
_MANY = 4_000
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:\-]*)")
_RAW = ("script", "style", "textarea", "title")
_END = {name: re.compile(f"</{name}", re.IGNORECASE) for name in _RAW}
_CLOSED_BY_OTHERS = """
    area base br col embed hr img input link meta param source track wbr
    p li td th tr dd dt option tbody thead script style textarea title
"""
_VOID = frozenset(_CLOSED_BY_OTHERS.split())


def parse(html: str) -> LexborHTMLParser:
    """The tree of `html`. Never raises; lone surrogates and what lies beyond `LONGEST` are dropped."""
    if len(html) > LONGEST:
        html = html[:LONGEST]
    if html.count("<") > _MANY:
        html = _shallow(html)
    try:
        return LexborHTMLParser(html)
    except UnicodeEncodeError:
        return LexborHTMLParser(html.encode("utf-8", "ignore").decode("utf-8"))


def _shallow(html: str) -> str:
    """`html` with elements that open deeper than `_DEEPEST` made void: building the tree is quadratic in its depth.

    The depth is an estimate from the tags alone, on the high side.
    """
    depth = 0
    deep: list[tuple[int, int]] = []
    for start, end, closes, name in _tags(html):
        if name in _VOID:
            continue
        if closes:
            depth = max(depth - 1, 0)
        else:
            depth += 1
        if depth > _DEEPEST or (closes and depth == _DEEPEST):
            deep.append((start, end))
    if not deep:
        return html
    pieces: list[str] = []
    place = 0
    for start, end in deep:
        pieces += (html[place:start], "wbr")
        place = end
    return "".join((*pieces, html[place:]))


def _tags(html: str) -> Iterator[tuple[int, int, bool, str]]:
    """Tags of `html` outside scripts and styles: where the name stands, whether it closes, the name in lower case."""
    missing: set[str] = set()
    place = 0
    while (found := _TAG.search(html, place)) is not None:
        place = found.end()
        name = found[2].lower()
        yield found.start(2), found.end(2), bool(found[1]), name
        if name in _RAW and not found[1] and name not in missing:
            end = _END[name].search(html, place)
            if end is None:
                missing.add(name)
            else:
                place = end.start()
