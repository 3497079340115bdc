"""What a document is, by its first bytes: a feed, or something else that deserves a plain name."""

from __future__ import annotations

import re

_HEAD = 64 * 1024
_SKIP = re.compile(
    rb"(?:\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^<>\[]*(?:\[.*?\]\s*)?>)*", re.DOTALL | re.IGNORECASE
)
_FIRST = re.compile(rb"<([A-Za-z_][\w.:-]*)")
_FEED = re.compile(
    rb"(?:<\?xml\b[^<>]*\?>\s*)?(?:<\?[^<>]*\?>\s*|<!--(?:(?!-->).)*-->\s*|<!DOCTYPE[^<>\[]*>\s*)*"
    rb"<(?:[A-Za-z_][\w.-]*:)?(?:rss|feed|rdf|channel)(?=[\s>/])",
    re.IGNORECASE | re.DOTALL,
)
_FEED_ROOTS = frozenset((b"rss", b"feed", b"rdf", b"channel"))
_HTML_TAGS = frozenset(
    b"html head body title meta link script style div p br b span a h1 h2 h3 center table noscript iframe form pre font img".split()
)
_MAGIC = (
    (b"%PDF-", "a PDF document"),
    (b"\x89PNG", "an image"),
    (b"GIF8", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"RIFF", "an image or a recording"),
    (b"PK\x03\x04", "a ZIP archive"),
    (b"ID3", "a recording"),
    (b"OggS", "a recording"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"SQLite format 3", "a database"),
)
_NAMED = {
    b"opml": "a list of subscriptions (OPML): import it instead",
    b"urlset": "a sitemap",
    b"sitemapindex": "a sitemap",
    b"svg": "an image",
    b"opensearchdescription": "a description of a search engine",
    b"plist": "a property list",
    b"error": "an error message",
}


def start_of_feed(data: bytes) -> int:
    """Where the feed in `data` begins, past what does not belong there; -1 where there is none."""
    skipped = _SKIP.match(data, 0, _HEAD)
    place = skipped.end() if skipped else 0
    first = _FIRST.match(data, place)
    if first is not None:
        name = first[1].rpartition(b":")[2].lower()
        if name in _FEED_ROOTS:
            return 0
        if name == b"html":
            return -1
    found = _FEED.search(data, 0, _HEAD)
    return found.start() if found is not None else -1


def what_it_is(data: bytes, content_type: str = "") -> str:
    """One sentence for people: what `data` is instead of a feed."""
    for magic, name in _MAGIC:
        if data.startswith(magic):
            return f"This is not a feed but {name}."
    skipped = _SKIP.match(data, 0, _HEAD)
    first = _FIRST.match(data, skipped.end() if skipped else 0)
    name_of = first[1].rpartition(b":")[2].lower() if first is not None else b""
    if name_of in _NAMED:
        return f"This is not a feed but {_NAMED[name_of]}."
    head = data[:_HEAD].lower()
    if name_of in _HTML_TAGS or b"<html" in head or b"<!doctype html" in head:
        return "This is not a feed but a web page: add the page's address and its feed will be looked for."
    if first is not None:
        return f"This is not a feed but XML of another kind ({first[1][:40].decode('ascii', 'replace')})."
    if content_type and not content_type.startswith("text/") and "xml" not in content_type:
        kind = "".join(letter for letter in content_type[:60] if letter.isascii() and letter.isprintable())
        return f"This is not a feed but {kind.partition(';')[0].strip() or 'something else'}."
    return "This is not a feed but plain text."
