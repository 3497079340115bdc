"""The text of an element of a feed, and in what form its author meant it: plain, HTML, or XHTML that stands there as it is.

RFC 4287 section 3.1 calls these text constructs; what it says of `type` is held loosely, because feeds do.
"""

from __future__ import annotations

import base64
import binascii
import re
from typing import TYPE_CHECKING

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


def text_of(element: etree._Element) -> str:
    """All character data in `element`."""
    if not len(element):
        return element.text or ""
    return "".join(str(part) for part in element.itertext())


def html_of(element: etree._Element, kind: str, based: bool) -> str:
    """What `element` says, as HTML that is not sanitised yet. `kind` is what `kind_of` gave.

    `based` says that xml:base may stand inside, on elements of XHTML.
    """
    if len(element):
        if based:
            _resolve(element)
        return _inner(element)
    text = element.text or ""
    if kind == "xhtml" or (kind == "text" and not _HTML_LIKE.search(text)):
        return escaped(text)
    return text


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


def title_in(element: etree._Element, unsaid: str) -> tuple[str, str]:
    """What a title element says and in what form, as `titles.plain_title` takes them."""
    kind = kind_of(element, unsaid)
    if kind == "base64":
        return unpacked(text_of(element)), "html"
    if len(element):
        return _inner(element), "html"
    return element.text or "", "text" if kind == "xhtml" else kind


def unpacked(text: str) -> str:
    """The text in base64, "" where it is none."""
    try:
        return base64.b64decode("".join(text.split())).decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        return ""


def escaped(text: str) -> str:
    """Plain text as HTML: blank lines part paragraphs, line ends stay."""
    text = text.strip().replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    if "\n" not in text:
        return text
    paragraphs = (part.strip().replace("\n", "<br>\n") for part in _PARAGRAPHS.split(text))
    return "\n".join(f"<p>{part}</p>" for part in paragraphs if part)


def _inner(element: etree._Element) -> str:
    """The markup inside `element` with XHTML's prefixes and self-closed tags as HTML writes them."""
    from lxml import etree

    whole = etree.tostring(element, encoding="unicode", with_tail=False)
    html = whole[whole.index(">") + 1 : whole.rindex("<")]
    prefixes = {found[0] for found in _PREFIX.findall(whole)}
    prefixes.update(prefix for prefix, uri in element.nsmap.items() if prefix and uri == XHTML)
    for prefix in prefixes:
        html = re.sub(rf"<(/?){re.escape(prefix)}:", r"<\1", html)
    return _SELF_CLOSED.sub(_opened, html)


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
