"""What a document is, by its first bytes: a feed, or something else that deserves a plain name."""

from __future__ import annotations

import re

_HEAD = 64 * 1024
_FIRST = re.compile(rb"<([A-Za-z_][\w.:-]*)")
_FEED = re.compile(rb"<(?:[A-Za-z_][\w.-]*:)?(?:rss|feed|rdf|channel)(?=[\s>])", re.IGNORECASE)
_DOCTYPE_EDGE = re.compile(rb"[\[\]>\"']|<!--")
_MOST_BEFORE = 100
_BLANK = b" \t\r\n\xef\xbb\xbf"
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
    first = _FIRST.match(data, after_prolog(data))
    if first is not None:
        name = _local(first[1])
        if name in _FEED_ROOTS:
            return 0
        if name == b"html":
            return -1
    found = _FEED.search(data, 0, _HEAD)
    return found.start() if found is not None else -1


def after_prolog(data: bytes) -> int:
    """Where the first element of `data` begins: past blanks, comments, processing instructions and a DOCTYPE.

    Where one of those has no end, that is where it begins.
    """
    place = 0
    for _ in range(_MOST_BEFORE):
        while data[place : place + 1] and data[place] in _BLANK:
            place += 1
        if data.startswith(b"<!--", place):
            end = data.find(b"-->", place)
        elif data.startswith(b"<?", place):
            end = data.find(b"?>", place)
        elif data[place : place + 9].upper() == b"<!DOCTYPE":
            end = end_of_doctype(data, place)
        else:
            return place
        if end < 0:
            return place
        place = data.find(b">", end) + 1
    return place


def doctype_of(data: bytes) -> int:
    """Where the DOCTYPE of `data` begins, -1 where it has none before its first element."""
    end = after_prolog(data)
    start = data[:end].upper().find(b"<!DOCTYPE")
    while start >= 0 and after_prolog(data[:start]) < start:
        start = data[:end].upper().find(b"<!DOCTYPE", start + 1)
    if start < 0 and data[end : end + 9].upper() == b"<!DOCTYPE":
        return end
    return start


def end_of_doctype(data: bytes, start: int) -> int:
    """Where the ">" of the DOCTYPE at `start` stands, past an internal subset; -1 where it has none."""
    place = start
    inside = False
    while (found := _DOCTYPE_EDGE.search(data, place)) is not None:
        edge = found[0]
        if edge == b"[":
            inside = True
        elif edge == b"]":
            inside = False
        elif edge == b">" and not inside:
            return found.start()
        elif edge in (b'"', b"'"):
            place = data.find(edge, found.end()) + 1
            if not place:
                return -1
            continue
        elif edge == b"<!--":
            place = data.find(b"-->", found.end()) + 3
            if place < 3:
                return -1
            continue
        place = found.end()
    return -1


def what_it_is(data: bytes, raw: bytes, content_type: str = "") -> str:
    """One sentence for people: what `data` is instead of a feed. `raw` is what came, before it was decoded."""
    for magic, name in _MAGIC:
        if raw.startswith(magic):
            return f"This is not a feed but {name}."
    place = after_prolog(data)
    first = _FIRST.match(data, place)
    root = _local(first[1]) if first is not None else b""
    if root in _NAMED:
        return f"This is not a feed but {_NAMED[root]}."
    head = data[:_HEAD].lower()
    if root in _HTML_TAGS or b"<html" in head or b"<!doctype html" in head:
        return "This is not a feed but a web page: add the page's address and its feed will be looked for."
    if first is not None:
        return f"This is not a feed but XML of another kind ({first[1][:40].decode('ascii', 'replace')})."
    if content_type and not content_type.startswith("text/") and "xml" not in content_type:
        kind = "".join(letter for letter in content_type[:60] if letter.isascii() and letter.isprintable())
        return f"This is not a feed but {kind.partition(';')[0].strip() or 'something else'}."
    if place >= len(data):
        return "This is not a feed: there is nothing in it."
    return "This is not a feed but plain text."


def _local(name: bytes) -> bytes:
    return name.rpartition(b":")[2].lower()
