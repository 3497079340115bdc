"""Who an entry is: its key (guid within the feed, else link, else content), its page's address, its digest."""

from __future__ import annotations

import re
from functools import lru_cache
from hashlib import blake2b
from typing import Protocol
from urllib.parse import parse_qsl, quote_plus, urlsplit

from reader.text.patterns import lazy
from reader.text.tracking import TRACKING

_PLAIN = re.compile(r"https?://([\w.-]+)((?:/[^?#\s]*)?)\Z", re.ASCII)
_AMP_CACHE = lazy(
    r"https?://(?:[\w.-]+\.cdn\.ampproject\.org/(?:c|v|wp)/(?:s/)?|(?:www\.)?google\.\w+/amp/(?:s/)?)([\w.-]+\.\w.*)\Z"
)
_AMP_HOST = lazy(r"\A(https?://)amp\.(?=[\w-]+\.\w)")
_AMP_PATH = lazy(
    r"(?:/amp/?|/amp(?=/[^?#]+\Z)|\.amp(?=\.html?\Z|\Z))\Z|(?<=[\w-])/amp(?=/)|\.amp(?=\.html?\Z)"
)
_AMP_SIGN = lazy(r"[/.?&=]amp", re.IGNORECASE)  # none of these matches where this is not found
_AMP_QUERY = lazy(r"(?:amp(?:=.*)?|outputType=amp)\Z", re.IGNORECASE)
_NOTHING = blake2b(digest_size=16)
_DEFAULT_PORTS = {"http": 80, "https": 443}


class Named(Protocol):
    """What an item of a feed is known by."""

    @property
    def id(self) -> str: ...
    @property
    def link(self) -> str: ...
    @property
    def title(self) -> str: ...


def feed_key(url: str) -> bytes:
    """16 bytes for the address that a feed was first subscribed under."""
    return _hash(b"feed", url)


def entry_key(feed: bytes, *parts: str) -> bytes:
    """16 bytes for an identity within the feed whose key is `feed`: entries of a feed lie together in an index."""
    return feed[:6] + _hash(feed, *parts)[:10]


def identity(entry: Named, text: bytes) -> tuple[str, ...]:
    """The name that `entry` is usually known by within its feed; `text` is its digest."""
    if entry.id:
        return "id", entry.id
    return ("link", entry.link) if entry.link else ("text", text.hex())


def narrower(entry: Named, text: bytes) -> tuple[tuple[str, ...], ...]:
    """Ever narrower names, for feeds that give several items the same id or link."""
    if entry.id:
        first = ("id", entry.id, entry.link)
        return (first, (*first, entry.title), (*first, text.hex()))
    if entry.link:
        return (("link", entry.link, entry.title), ("link", entry.link, text.hex()))
    return ()


def digest(title: str, summary: bytes, content: bytes) -> bytes:
    """16 bytes over what a reader reads: the same text again has the same digest, whatever its dates say.

    `summary` and `content` are the entry's, in UTF-8.
    """
    head = b"text\x00%b\x00%b" % (title.encode("utf-8", "surrogatepass"), summary)
    return _digest(_digest(head) + content)


def address(link: str) -> bytes | None:
    """8 bytes for the page behind `link`: scheme, "www.", tracking parameters, a last slash and fragments are left out.

    So is what only asks for the page's AMP form, its caches among it. The first three are the host's, so that the pages of one paper lie together in an index.
    """
    if not link:
        return None
    if "amp" in link and _AMP_SIGN.search(link):
        link = without_amp(link)
    plain = _PLAIN.match(link)
    if plain:
        host, path = plain.groups()
        return page(host.lower().removeprefix("www."), path)
    try:
        parts = urlsplit(link)
        port = parts.port
    except ValueError:
        return page("", link)
    host = (parts.hostname or "").removeprefix("www.")
    if port and port != _DEFAULT_PORTS.get(parts.scheme):
        host = f"{host}:{port}"
    query = parts.query
    if query:
        kept = [(name, value) for name, value in _pairs(query) if not TRACKING.match(name)]
        query = "&".join(f"{quote_plus(name)}={quote_plus(value)}" for name, value in kept)
    return page(host, parts.path, query)


def without_amp(link: str) -> str:
    """The address of the page itself, where `link` names its AMP form or a cache of that."""
    cached = _AMP_CACHE.match(link)
    if cached:
        link = f"https://{cached[1]}"
    head, mark, query = link.partition("?")
    found = _AMP_HOST.sub(r"\1", _AMP_PATH.sub("", head), count=1)
    kept = "&".join(one for one in query.split("&") if not _AMP_QUERY.match(one))
    return found + (mark + kept if kept else "")


def page(host: str, path: str, query: str = "") -> bytes:
    """8 bytes for a page of a host without "www."."""
    name = f"page\x00{host}\x00{path.rstrip('/')}\x00{query}"
    return _host(host) + _digest(name.encode("utf-8", "surrogatepass"))[:5]


@lru_cache(maxsize=4_096)
def _host(host: str) -> bytes:
    return _hash(b"host", host)[:3]


def _pairs(query: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(query, keep_blank_values=True, max_num_fields=200, errors="surrogateescape")
    except ValueError:
        return [("", query)]


def _hash(first: bytes, *parts: str) -> bytes:
    return _digest(first + b"\x00" + "\x00".join(parts).encode("utf-8", "surrogatepass"))


def _digest(data: bytes) -> bytes:
    hasher = _NOTHING.copy()
    hasher.update(data)
    return hasher.digest()
