"""HTML of strangers into HTML that may be kept: an allow-list, absolute addresses, no counters, no script.

What comes out holds only tags that were put together here, from allowed names and checked values, and no other "<": so it is
safe however it is read, nested or cut. Markup that is lexically plain is rewritten tag by tag, each distinct tag once; all
other markup goes through an HTML parser first (Lexbor). Nothing here recurses.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reader.parse.safe.allowed import ELEMENTS, OPAQUE, VOID
from reader.parse.safe.dirt import cleaned, is_bad
from reader.parse.safe.tags import MAX_TAG, rewrite

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

LONGEST = 2_000_000
"""Characters of one text that are kept; a longer one is cut and ends in `CUT`."""

CUT = " […]"
"""The mark of a text that was cut."""

DEEPEST = 256
"""Elements nested deeper lose their tags."""

_TAG = re.compile(r"<[^<>]*>")
_TAG_OR_STRAY = re.compile(r"<[^<>]*>|<")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_NAME = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_REFERENCE = re.compile(r"&#([0-9]{1,8}|[xX][0-9a-fA-F]{1,7});?")
_PLAIN = frozenset(
    f"<{slash}{name}>" for name in ELEMENTS for slash in ("", "/") if not (slash and name in VOID) and name != "img"
) | {"<br/>", "<br />", "<hr/>", "<hr />"}
_OPAQUE_ELEMENTS = ",".join(sorted(OPAQUE - {"title"})) + ",title"
_RAW = re.compile(r"<!--|<(" + "|".join(sorted(OPAQUE)) + r")\b[^<>]*>", re.IGNORECASE)
_FEW = 16
_MOST_PARSED = 3_000
_MOST_OPEN = 100
_FORMATTING = re.compile(
    r"<(/?)(?:a|b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)(?![a-zA-Z0-9])", re.IGNORECASE
)
_MOST_KNOWN = 20_000


def sanitize(html: str, base: str = "") -> str:
    """`html` with allowed elements and attributes only; addresses resolved against `base`, http, https and mailto only.

    Frames become links, pictures of one pixel and known counters go, controls and their references go. Never raises.
    """
    return Sanitizer(base).html(html)


class Sanitizer:
    """`sanitize` for many texts with one `base`: a tag that was seen before is not looked at again.

    `suspect` false promises that the texts hold no characters that text is cleaned of (see `dirt.is_suspect`).
    """

    def __init__(self, base: str = "", *, suspect: bool = True) -> None:
        self._base = base
        self._suspect = suspect
        self._known: dict[str, str | None] = {}

    def html(self, html: str) -> str:
        """The safe form of `html`."""
        if len(html) > LONGEST:
            html = _cut(html)
        if self._suspect:
            html = _without_bad_references(cleaned(html))
        if "<" not in html:
            return html
        tags = _TAG.findall(html)
        if len(tags) == html.count("<"):
            changes = self._changes(set(tags) - _PLAIN)
            if changes is not None:
                if len(tags) > DEEPEST:
                    return _level(_changed(html, changes))
                return _changed(html, changes) if changes else html
        return self._parsed(html)

    def _changes(self, tags: set[str]) -> dict[str, str] | None:
        """What each of `tags` becomes where that is something else, or `None` where one needs the parser."""
        changes: dict[str, str] = {}
        for tag in tags:
            new = self._rewritten(tag)
            if new is None:
                return None
            if new != tag:
                changes[tag] = new
        return changes

    def _rewritten(self, tag: str) -> str | None:
        try:
            return self._known[tag]
        except KeyError:
            pass
        new = rewrite(tag, self._base)
        if len(self._known) >= _MOST_KNOWN:
            self._known.clear()
        self._known[tag] = new
        return new

    def _parsed(self, html: str) -> str:
        """The safe form of `html` that only a parser can make sense of."""
        if html.count("<") > _MOST_PARSED or _most_open(html) > _MOST_OPEN:
            return _level(_TAG_OR_STRAY.sub(self._safe, _without_opaque(html))).strip()
        from selectolax.lexbor import LexborHTMLParser

        tree = LexborHTMLParser(html.encode("utf-8", "ignore").decode("utf-8"))
        for node in tree.css(_OPAQUE_ELEMENTS):
            if node.tag == "iframe":
                _to_link(tree, node)
            node.decompose()
        body = tree.body
        if body is None or not body.html:
            return ""
        plain = _COMMENT.sub("", body.html)
        return _level(_TAG_OR_STRAY.sub(self._safe, plain)).strip()

    def _safe(self, found: re.Match[str]) -> str:
        tag = found[0]
        if tag in _PLAIN:
            return tag
        return "&lt;" if tag == "<" else self._rewritten(tag) or ""


def _changed(html: str, changes: dict[str, str]) -> str:
    if len(changes) > _FEW:
        return _TAG.sub(lambda found: changes.get(found[0], found[0]), html)
    for tag, new in changes.items():
        html = html.replace(tag, new)
    return html


def _cut(html: str) -> str:
    html = html[:LONGEST]
    start = html.rfind("<")
    if start > html.rfind(">"):
        html = html[:start] if start > LONGEST - MAX_TAG else html
    start = html.rfind("&", LONGEST - 32)
    if start >= 0 and ";" not in html[start:]:
        html = html[:start]
    return html + CUT


def _most_open(html: str) -> int:
    """How many formatting elements are open at once: a parser opens all of them anew in each paragraph."""
    most = depth = 0
    for slash in _FORMATTING.findall(html):
        depth = max(depth - 1, 0) if slash else depth + 1
        most = max(most, depth)
    return most


def _without_opaque(html: str) -> str:
    """`html` without comments and opaque elements, found from left to right: for what is too much for a parser.

    A parser is quadratic in elements that are left open; this is not. What is left open ends with the text.
    """
    out: list[str] = []
    place = 0
    small = html.lower() if html.isascii() else html
    while found := _RAW.search(html, place):
        out.append(html[place : found.start()])
        end = f"</{found[1].lower()}" if found[1] else "-->"
        place = small.find(end, found.end())
        if place < 0:
            return "".join(out)
        place += len(end)
        if found[1]:
            place = html.find(">", place) + 1 or len(html)
    out.append(html[place:])
    return "".join(out)


def _without_bad_references(html: str) -> str:
    """`html` without numeric references to controls and other characters that text is cleaned of."""
    if "&#" not in html:
        return html
    if not any(_names_bad(number) for number in set(_REFERENCE.findall(html))):
        return html
    return _REFERENCE.sub(lambda found: "" if _names_bad(found[1]) else found[0], html)


def _names_bad(reference: str) -> bool:
    number = int(reference[1:], 16) if reference[0] in "xX" else int(reference)
    # windows-1252 numbers name letters in HTML; joiners and variation selectors are weighed where text is made
    return is_bad(number) and not (0x80 <= number <= 0x9F or 0x300 <= number <= 0x36F or number in _WEIGHED)


_WEIGHED = frozenset((0x200C, 0x200D, 0x200E, 0x200F, *range(0xFE00, 0xFE10), 0x653, 0x654, 0x655, 0x3099, 0x309A))


def _level(html: str) -> str:
    """`html` without the tags that open deeper than `DEEPEST`."""
    depth = 0

    def keep(found: re.Match[str]) -> str:
        nonlocal depth
        name = _NAME.match(found[0])
        if name is None or name[2].lower() in VOID:
            return found[0]
        if name[1]:
            depth = max(depth - 1, 0)
            return found[0] if depth < DEEPEST else ""
        depth += 1
        return found[0] if depth <= DEEPEST else ""

    if html.count("<") <= DEEPEST:
        return html
    return _TAG.sub(keep, html)


def _to_link(tree: LexborHTMLParser, frame: LexborNode) -> None:
    """A link before `frame` that leads to what it would have shown."""
    from reader.parse.links import host_of, resolve

    address = resolve(frame.attributes.get("src") or frame.attributes.get("data-src") or "", "https:")
    if not address:
        return
    link = tree.create_node("a")
    link.attrs["href"] = address
    link.inner_html = ""
    link.insert_child((frame.attributes.get("title") or "").strip() or host_of(address))
    if frame.parent is not None and frame.parent.tag == "p":
        frame.insert_before(link)
        return
    paragraph = tree.create_node("p")
    paragraph.insert_child(link)
    frame.insert_before(paragraph)
