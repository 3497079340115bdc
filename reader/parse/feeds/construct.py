"""The text of an element of a feed, and in what form its author meant it: plain, HTML, or XHTML that stands there as it is.

RFC 4287 section 3.1 calls these text constructs; what it says of `type` is held loosely, because feeds do.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from reader.parse.feeds.lifted import MARK, put_back
from reader.parse.feeds.vocabulary import XHTML
from reader.parse.links import resolve_link
from reader.parse.safe.tags import is_void

if TYPE_CHECKING:
    from lxml import etree

_SELF_CLOSED = re.compile(r"<([a-zA-Z][\w:.-]*)((?:\s[^<>]*)?)/>")
_PREFIX = re.compile(rf'xmlns:([\w.-]+)=(["\']){re.escape(XHTML)}\2')
_HTML_LIKE = re.compile(r"</[a-zA-Z][a-zA-Z0-9]*\s*>|<(?:br|hr|img|p)\b[^<>]*>", re.IGNORECASE)
_PARAGRAPHS = re.compile(r"\n[ \t]*\n\s*")
_ADDRESSED = ("href", "src", "poster", "cite")


class Texts:
    """What the elements of one document say; `lifted` are the sections that were lifted out of it (`lifted.lift`)."""

    def __init__(self, lifted: Sequence[str] = ()) -> None:
        self._lifted = lifted

    def of(self, element: etree._Element) -> str:
        """All character data in `element`."""
        text = "".join(map(str, element.itertext())) if len(element) else element.text or ""
        return put_back(text, self._lifted) if MARK in text else text

    def html(self, element: etree._Element, kind: str, based: bool) -> str:
        """What `element` says, as HTML that is not sanitised yet. `kind` is what `kind_of` gave.

        `based` says that xml:base may stand inside, on elements of XHTML.
        """
        if len(element):
            if based:
                _resolve(element)
            return self._inner(element)
        text = self.of(element)
        if kind == "xhtml" or (kind == "text" and not _HTML_LIKE.search(text)):
            return escaped(text)
        return text

    def title(self, element: etree._Element, unsaid: str) -> tuple[str, str]:
        """What a title element says and in what form, as `titles.plain_title` takes them."""
        kind = kind_of(element, unsaid)
        if kind == "base64":
            return unpacked(self.of(element)), "html"
        if len(element):
            return self._inner(element), "html"
        return self.of(element), "text" if kind == "xhtml" else kind

    def _inner(self, element: etree._Element) -> str:
        """The markup inside `element` with XHTML's prefixes and self-closed tags as HTML writes them."""
        from lxml import etree

        whole = etree.tostring(element, encoding="unicode", with_tail=False)
        html = whole[whole.index(">") + 1 : whole.rindex("<")]
        prefixes = {found[0] for found in _PREFIX.findall(whole)}
        prefixes.update(prefix for prefix, uri in element.nsmap.items() if prefix and uri == XHTML)
        for prefix in prefixes:
            html = re.sub(rf"<(/?){re.escape(prefix)}:", r"<\1", html)
        html = _SELF_CLOSED.sub(_opened, html)
        return put_back(html, [_as_text(one) for one in self._lifted]) if MARK in html else html


def kind_of(element: etree._Element, unsaid: str) -> str:
    """The form of `element`: "text", "html", "xhtml", "base64", "other" (no text at all); `unsaid` where it does not say.

    Atom 1.0 says it with `type`; Atom 0.3 with a media type there, and `mode`.
    """
    if not element.keys():
        return unsaid
    kind = element.get("type", "").strip().lower()
    mode = element.get("mode", "")
    if mode == "base64":
        return "base64"
    if kind in ("text", "html", "xhtml"):
        return kind
    if not kind:
        return "xhtml" if mode == "xml" else unsaid
    kind = kind.partition(";")[0].strip()
    if kind in ("text/html", "application/xhtml+xml"):
        return "xhtml" if mode == "xml" or len(element) else "html"
    if kind == "text/plain":
        return "text"
    if kind.endswith(("+xml", "/xml")):
        return "xhtml" if len(element) else "html"
    if kind.startswith("text/"):
        return "text"
    if kind == "application/octet-stream":
        return "base64"
    return "other" if "/" in kind else unsaid


def unpacked(text: str) -> str:
    """The text in base64, "" where it is none."""
    try:
        return base64.b64decode("".join(text.split())).decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        return ""


def escaped(text: str) -> str:
    """Plain text as HTML: blank lines part paragraphs, line ends stay."""
    text = _as_text(text.strip())
    if "\n" not in text:
        return text
    paragraphs = (part.strip().replace("\n", "<br>\n") for part in _PARAGRAPHS.split(text))
    return "\n".join(f"<p>{part}</p>" for part in paragraphs if part)


def _as_text(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _opened(found: re.Match[str]) -> str:
    name = found[1]
    return f"<{name}{found[2]}>" if is_void(name.lower()) else f"<{name}{found[2]}></{name}>"


def _resolve(element: etree._Element) -> None:
    """Makes the addresses below `element` absolute by the xml:base that each of them has."""
    for inner in element.iterdescendants():
        for key in _ADDRESSED:
            value = inner.get(key)
            if value is not None and inner.base:
                address = resolve_link(value, inner.base)
                if address:
                    inner.set(key, address)
