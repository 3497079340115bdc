"""HTML text into a tree (Lexbor), with bounds that keep hostile nesting from costing more than its length."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

LONGEST = 8_000_000
"""Characters of a page that are read; pages beyond that are cut."""

_DEEPEST = 512
_MANY = 4_000
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:\-]*)((?:[^>\"']|\"[^\"]*\"|'[^']*')*)>")
_CLOSED_BY_OTHERS = """
    area base br col embed hr img input link meta param source track wbr
    p li td th tr dd dt option tbody thead
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


def root_of(html: str) -> LexborNode | None:
    """The body of `html`, None where it has none (a frameset)."""
    return parse(html).body


def attribute(node: LexborNode, name: str) -> str:
    """The value of `name` in `node`, "" where it is missing or empty."""
    return node.attributes.get(name) or ""


def _shallow(html: str) -> str:
    """`html` without the tags that open deeper than `_DEEPEST`: building the tree is quadratic in its depth."""
    depth = 0
    deepest = 0
    for found in _TAG.finditer(html):
        if found[2].lower() in _VOID or found[3].endswith("/"):
            continue
        depth += -1 if found[1] and depth else 0 if found[1] else 1
        deepest = max(deepest, depth)
    if deepest <= _DEEPEST:
        return html
    depth = 0

    def keep(found: re.Match[str]) -> str:
        nonlocal depth
        if found[2].lower() in _VOID or found[3].endswith("/"):
            return found[0]
        if found[1]:
            depth = max(depth - 1, 0)
            return found[0] if depth < _DEEPEST else " "
        depth += 1
        return found[0] if depth <= _DEEPEST else " "

    return _TAG.sub(keep, html)
