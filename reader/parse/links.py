"""Addresses in pages: made absolute, and only those that a reader may follow."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

from reader.text.patterns import lazy

_LONGEST = 8000
_SCHEME = lazy(r"([A-Za-z][A-Za-z0-9+.\-]*):")
_WASTE = lazy(
    r"[\x00-\x20\x7f-\xa0\xad\u1680\u2000-\u200f\u2028-\u202f\u205f-\u2069\u3000\ufeff\ud800-\udfff\"<>`\\^{|}]"
)
_EDGES = "".join(map(chr, range(0x21))) + "\x7f\xa0\u200b\u2028\u2029\ufeff"
_NEWLINES = lazy(r"[\t\n\r]")


def resolve(href: str | None, base: str = "", schemes: tuple[str, ...] = ("http", "https")) -> str:
    """`href` as an absolute address with one of `schemes`, or "" where it is none (RFC 3986 section 5).

    White space at the ends and newlines inside go, as browsers do; what may not stand in an address is encoded.
    """
    if not href:
        return ""
    href = _NEWLINES.sub("", href.strip(_EDGES))
    if not href or len(href) > _LONGEST:
        return ""
    found = _SCHEME.match(href)
    if found is None or found[1].lower() not in schemes:
        if not base:
            if not href.startswith("//"):
                return ""
            base = "https:"
        try:
            href = urljoin(base, href)
        except ValueError:
            return ""
        found = _SCHEME.match(href)
        if found is None or found[1].lower() not in schemes:
            return ""
    if _WASTE.search(href):
        href = _WASTE.sub(_encoded, href)
    if found[1].lower() == "mailto":
        return href
    try:
        return href if urlsplit(href).hostname else ""
    except ValueError:
        return ""


def resolve_link(href: str | None, base: str = "") -> str:
    """As `resolve`, for links in text, which may be to a mailbox too."""
    if href and href.startswith("https://") and href.isascii() and href.isprintable() and " " not in href:
        return href if len(href) <= _LONGEST and href[8:9] not in "/?#" and not _WASTE.search(href) else ""
    return resolve(href, base, ("http", "https", "mailto"))


def host_of(url: str) -> str:
    """The host in `url`, lower case and without "www."; "" where there is none."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.")


def _encoded(found: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in found[0].encode("utf-8", "replace"))
