"""Feeds behind pages: the links that a page names, well-known names, and which feed is best. Known sites: `sites`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urljoin, urlsplit

from reader.model import FeedLink
from reader.parse.links import resolve
from reader.parse.meta import Head, head_of
from reader.parse.sites import known_site
from reader.parse.tree import parse
from reader.text.clean import clean_line

__all__ = ["feed_links", "feeds_in", "is_comments", "known_site", "rank", "well_known"]

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

_TYPES = {
    "application/rss+xml": "application/rss+xml",
    "application/atom+xml": "application/atom+xml",
    "application/feed+json": "application/feed+json",
    "application/json": "application/feed+json",
    "application/rdf+xml": "application/rss+xml",
    "application/x.atom+xml": "application/atom+xml",
    "application/x-atom+xml": "application/atom+xml",
    "text/rss+xml": "application/rss+xml",
    "application/rss": "application/rss+xml",
    "application/atom": "application/atom+xml",
}
_XML = ("text/xml", "application/xml", "text/rss", "text/atom")
_FEED_NAME = re.compile(
    r"(?:^|[/._\-?=&])(?:rss|atom|feed|feeds|rdf|syndication|xml)(?:$|[/._\-?=&0-9])", re.IGNORECASE
)
_ANCHOR_NAME = re.compile(
    r"(?:/(?:rss|feed|feeds|atom|syndication)(?:/|\.xml|\.rdf|\.json)?/?$|\.(?:rss|atom|rdf)$|/(?:feed|rss|atom|index|rdf)\.(?:xml|json)$"
    r"|[?&](?:feed|format|type|output)=(?:rss2?|atom|feed|rdf)|/(?:rss|feeds?)/[\w./\-]+$|://(?:feeds?|rss)\.)",
    re.IGNORECASE,
)
_ANCHOR_TEXT = re.compile(
    r"^(?:rss|atom|xml|feed|rss feed|flux rss|flux|fil rss|canal rss|خلاصات|rss 2\.0|subscribe \(rss\))$",
    re.IGNORECASE,
)
_COMMENTS = re.compile(r"comment|commentaire|comentario|تعليق|\breplies\b|kommentar", re.IGNORECASE)
_WORDPRESS_API = re.compile(r"/wp-json(?:/|$)|rest_route=|/oembed", re.IGNORECASE)
_WELL_KNOWN = (
    "atom.xml", "feed.atom", "feed.xml", "feed/", "index.rss", "index.xml", "rss.xml", "rss/", "rss/feed.xml",
)  # fmt: skip
_BEST = ("application/atom+xml", "application/rss+xml", "application/feed+json")
_MOST = 200


def feeds_in(html: str, url: str) -> tuple[FeedLink, ...]:
    """The feeds that the page `html` at `url` names, best first, each once (see `rank`)."""
    tree = parse(html)
    return feed_links(tree, head_of(tree, url))[0]


def feed_links(tree: LexborHTMLParser, head: Head) -> tuple[tuple[FeedLink, ...], bool]:
    """As `feeds_in`, on a tree, and whether the head names them. Visible links count only where it names none."""
    found: list[FeedLink] = []
    for link in [*head.links.get("alternate", ()), *head.links.get("feed", ())]:
        kind = _kind(link)
        url = resolve(link["href"].replace("feed://", "http://", 1), head.base)
        if kind and url and not (kind == "application/feed+json" and _WORDPRESS_API.search(url)):
            found.append(FeedLink(url=url, title=clean_line(link.get("title", "")), type=kind))
    return rank(found or _anchors(tree, head)), bool(found)


def _kind(link: dict[str, str]) -> str:
    said = link.get("type", "").partition(";")[0].strip().lower()
    if said in _TYPES:
        return _TYPES[said]
    href = link["href"]
    if said in _XML or (not said and "feed" in link.get("rel", "").lower().split()):
        if not _FEED_NAME.search(href) and said:
            return ""
        return "application/atom+xml" if "atom" in href.lower() else "application/rss+xml"
    return ""


def _anchors(tree: LexborHTMLParser, head: Head) -> list[FeedLink]:
    found = []
    for node in tree.css("a[href]"):
        href = node.attributes.get("href") or ""
        text = clean_line(node.text())
        if href.startswith("#"):
            continue
        address = href.replace("feed://", "http://", 1).removeprefix("feed:")
        rooted = address if address.startswith("/") or "://" in address else f"/{address}"
        if not (
            _ANCHOR_NAME.search(rooted.partition("#")[0]) or (_ANCHOR_TEXT.match(text) and len(address) > 1)
        ):
            continue
        url = resolve(address, head.base)
        if not url or _COMMENTS.search(url) or _is_home(url):
            continue
        title = text or clean_line(node.attributes.get("title") or "")
        kind = "application/atom+xml" if "atom" in url.lower() else "application/rss+xml"
        found.append(FeedLink(url=url, title=title, type=kind))
        if len(found) >= _MOST:
            break
    return found


def rank(links: list[FeedLink] | tuple[FeedLink, ...]) -> tuple[FeedLink, ...]:
    """`links` best first, doubles joined: the site's own feed before its sections, Atom before RSS before JSON where
    two say the same, comment feeds last and only where there is nothing else."""
    unique: dict[str, FeedLink] = {}
    for link in links:
        key = link.url.partition("://")[2].removeprefix("www.").rstrip("/")
        unique.setdefault(key, link)
    kept = [link for link in unique.values() if not is_comments(link)] or list(unique.values())
    order = {id(link): place for place, link in enumerate(kept)}
    return tuple(sorted(kept, key=lambda link: (_section(link, kept), _preference(link), order[id(link)])))


def is_comments(link: FeedLink) -> bool:
    """Whether the feed carries what readers wrote under articles."""
    return bool(
        _COMMENTS.search(urlsplit(link.url).path + "?" + urlsplit(link.url).query)
        or _COMMENTS.search(link.title)
    )


def _section(link: FeedLink, links: list[FeedLink]) -> int:
    """0 for a feed of the whole site, 1 for one of a section: its address goes deeper than the shortest one's."""
    deep = _depth(link.url)
    return int(deep > min(_depth(other.url) for other in links))


def _depth(url: str) -> int:
    parts = urlsplit(url)
    names = [name for name in parts.path.split("/") if name and not _FEED_NAME.search("/" + name + "/")]
    queries = [
        name
        for name in parse_qs(parts.query)
        if name.lower() not in ("feed", "format", "type", "output", "alt")
    ]
    return len(names) + len(queries)


def _preference(link: FeedLink) -> int:
    return _BEST.index(link.type) if link.type in _BEST else len(_BEST)


def _is_home(url: str) -> bool:
    parts = urlsplit(url)
    return parts.path in ("", "/") and not parts.query


def well_known(url: str) -> list[str]:
    """Addresses where the site of `url` may keep a feed: under its own folder first, then under the site's root."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return []
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return []
    root = f"{parts.scheme}://{parts.netloc}/"
    folder = urljoin(root, re.sub(r"[^/]*$", "", parts.path) if not parts.path.endswith("/") else parts.path)
    last = parts.path.rpartition("/")[2]
    if last and "." not in last:
        folder = urljoin(root, parts.path + "/")
    return list(dict.fromkeys(start + name for start in (folder, root) for name in _WELL_KNOWN))
