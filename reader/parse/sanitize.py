"""HTML of strangers into HTML that may be kept: an allow-list, absolute addresses, no counters, no script.

What comes out holds only tags that were put together here, from allowed names and checked values, and no other "<": so it is
safe however it is read, nested or cut. Markup that is lexically plain is rewritten tag by tag, each distinct tag once; all
other markup goes through an HTML parser first (Lexbor). Nothing here recurses.
"""

from __future__ import annotations

import re

from reader.parse.safe.allowed import ELEMENTS, VOID
from reader.parse.safe.depth import level
from reader.parse.safe.dirt import cleaned, with_bad_references_read
from reader.parse.safe.opaque import drop, without_opaque
from reader.parse.safe.tags import MAX_TAG, OPENS_OPAQUE, rewrite
from reader.parse.safe.usual import APART

LONGEST = 2_000_000
"""Characters of one text that are kept; a longer one is cut and ends in `CUT`."""

CUT = " […]"
"""The mark of a text that was cut."""

DEEPEST = 256
"""Elements nested deeper lose their tags, where there are so many that it matters."""

_TAG_OR_STRAY = re.compile(r"<[^<>]*>|<")
_NO_DECLARATION = re.compile(r"<!(?!--|\[CDATA\[|doctype\s+[a-z][^<>]*>)", re.IGNORECASE)
_PLAIN = frozenset(
    f"<{slash}{name}>"
    for name in ELEMENTS
    for slash in ("", "/")
    if not (slash and name in VOID) and name != "img"
) | {"<br/>", "<br />", "<hr/>", "<hr />"}
_MOST_PARSED = 3_000
_MOST_OPEN = 100
_MOST_HARD = 2_000_000
_FORMATTING = re.compile(
    r"<(/?)(?:a|b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)(?![a-zA-Z0-9])", re.IGNORECASE
)
_MOST_KNOWN = 20_000


def sanitize(html: str, base: str = "") -> str:
    """`html` with allowed elements and attributes only; addresses resolved against `base`, http, https and mailto only.

    Frames become links, pictures of one pixel and known counters go, controls and their references go. Never raises.
    """
    return Sanitizer().html(html, base)


class Sanitizer:
    """`sanitize` for many texts: a tag that was seen before is not looked at again."""

    def __init__(self) -> None:
        self._known: dict[str, str | None] = {}
        self._base = ""
        self._hard = 0
        self._relative: dict[str, str | None] = {}

    def html(self, html: str, base: str = "") -> str:
        """The safe form of `html`; `base` as for `sanitize`."""
        if len(html) > LONGEST:
            html = _cut(html)
        if "&" in html:
            html = with_bad_references_read(html)
        html = cleaned(html)
        if "<" not in html:
            return html
        if base != self._base:
            self._base = base
            self._relative = {}
        safe = self._rewritten(html)
        return self._parsed(html) if safe is None else safe

    def _rewritten(self, html: str) -> str | None:
        """The safe form of `html` where its markup is plain, `None` where only a parser can tell what it says."""
        pieces = APART.split(html)
        if len(pieces) == 1:
            return level(html, DEEPEST)
        changes: dict[str | None, str] = {None: ""}
        opening: set[str | None] = set()
        for rest in set(pieces[1::2]):
            if rest is None:
                continue
            new = self._tag(f"<{rest}") if rest[-1:] == ">" else None
            if new is None:
                return None
            changes[rest] = new
            if new is OPENS_OPAQUE:
                opening.add(rest)
        if opening:
            pieces = drop(pieces, opening)
        pieces[1::2] = map(changes.__getitem__, pieces[1::2])
        return level("".join(pieces), DEEPEST)

    def _tag(self, tag: str) -> str | None:
        """The safe form of `tag`, as for `rewrite`."""
        if tag in _PLAIN:
            return tag
        known = self._known
        if tag in known:
            return known[tag]
        if tag in self._relative:
            return self._relative[tag]
        new, relative = rewrite(tag, self._base)
        if relative:
            known = self._relative
        elif len(known) >= _MOST_KNOWN:
            known.clear()
        known[tag] = new
        return new

    def _parsed(self, html: str) -> str:
        """The safe form of `html` that only a parser can make sense of; beyond a bound for all texts, its bare text."""
        html = _NO_DECLARATION.sub("&lt;!", html)
        self._hard += len(html)
        if self._hard > _MOST_HARD:
            return _TAG_OR_STRAY.sub(" ", without_opaque(html)).strip()
        if html.count("<") > _MOST_PARSED or _most_open(html) > _MOST_OPEN:
            plain = without_opaque(html)
        else:
            from selectolax.lexbor import LexborHTMLParser

            body = LexborHTMLParser(html.encode("utf-8", "ignore").decode("utf-8")).body
            if body is None or not body.html:
                return ""
            plain = without_opaque(body.html)
        pieces = APART.split(plain)
        changes: dict[str | None, str] = {rest: self._surely(rest) for rest in set(pieces[1::2])}
        pieces[1::2] = map(changes.__getitem__, pieces[1::2])
        return level("".join(pieces).strip(), DEEPEST)

    def _surely(self, rest: str | None) -> str:
        """The safe form of what stands behind a "<", whether that opens a tag or not."""
        if rest is None:
            return ""
        if rest[-1:] != ">":
            return f"&lt;{rest}"
        new = self._tag(f"<{rest}")
        return "" if new is None or new is OPENS_OPAQUE else new


def _most_open(html: str) -> int:
    """How many formatting elements are open at once: a parser opens all of them anew in each paragraph."""
    most = depth = 0
    for slash in _FORMATTING.findall(html):
        depth = max(depth - 1, 0) if slash else depth + 1
        most = max(most, depth)
    return most


def _cut(html: str) -> str:
    """The first `LONGEST` characters, whole tags and references only, and the mark that says so."""
    html = html[:LONGEST]
    start = html.rfind("<")
    if start > html.rfind(">") and start > LONGEST - MAX_TAG:
        html = html[:start]
    start = html.rfind("&", LONGEST - 32)
    if start >= 0 and ";" not in html[start:]:
        html = html[:start]
    return html + CUT
