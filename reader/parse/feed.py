"""Bytes of a feed into a `ParsedFeed`: the one way in for RSS 0.9 to 2.0, RDF, Atom 0.3 and 1.0, CDF and JSON Feed."""

from __future__ import annotations

import re

from reader.model import ParsedFeed
from reader.parse.decode import to_utf8
from reader.parse.errors import BrokenFeed, FeedError, NotAFeed
from reader.parse.feeds.kinds import start_of_feed, what_it_is
from reader.parse.feeds.packed import unpacked
from reader.parse.feeds.xmltree import MOST_ENTRIES, document_of, first_entries, sound_document

__all__ = ["MOST_ENTRIES", "BrokenFeed", "FeedError", "NotAFeed", "parse_feed"]

_BLANK = b" \t\r\n\xef\xbb\xbf"
_NOTHING = _BLANK + b"\0\xfe\xff"
_BASE = re.compile(rb"xml:base")
_LONGEST_FALLBACK = 1024 * 1024
_MOST_TAGS_FALLBACK = 20_000


def parse_feed(
    data: bytes,
    *,
    url: str = "",
    charset: str = "",
    content_type: str = "",
    language: str = "",
    mails: bool = False,
) -> ParsedFeed:
    """The feed in `data`, the whole body of an answer. Raises `NotAFeed` and `BrokenFeed` and nothing else.

    `url` is where the body came from (addresses in it are relative to that), `charset` and `content_type` are the HTTP
    header's, or "", `language` what the feed is known to be written in (for bytes without a charset). At most 1,000 entries and 15 MiB are read; `ParsedFeed.found` counts the entries that were there.
    Dates are Unix seconds or `None`; text is clean; HTML is sanitised. `mails` keeps the mail addresses of authors who
    have a name.
    """
    data = unpacked(data)
    if not (data[:100].strip(_NOTHING) or data.strip(_NOTHING)):
        raise BrokenFeed("The answer was empty.")
    raw = data
    is_json = data[:100].lstrip(_BLANK)[:1] in (b"{", b"[")
    data, found = (data, 0) if is_json else first_entries(data)
    document = None
    if data.startswith(b"<") and not found and start_of_feed(data) == 0:
        document = sound_document(
            data, url
        )  # nearly every feed is sound, and needs no other look at its bytes
    if document is None:
        data = to_utf8(data, charset, language)
        if is_json or data[:100].lstrip()[:1] in (b"{", b"["):
            from reader.parse.feeds.jsonfeed import parse_json

            return parse_json(data, url)
        start = start_of_feed(data)
        if start < 0:
            raise NotAFeed(what_it_is(data, raw, content_type))
        data = data[start:] if start else data.lstrip()
        document = document_of(data, url, found)
    from reader.parse.feeds.channel import read_document

    feed = read_document(document, url, based=_BASE.search(data) is not None, mails=mails)
    if document.cut and not feed.entries:
        raise BrokenFeed("The feed holds more markup than a feed should, and no entry before that.")
    if _needs_help(feed, recovered=document.recovered, data=data):
        from reader.parse.feeds.fallback import better

        return better(feed, data, url)
    return feed


def _needs_help(feed: ParsedFeed, *, recovered: bool, data: bytes) -> bool:
    """Whether another parser may find what this one did not, at a bearable price."""
    if feed.entries and (not recovered or all(entry.title and entry.link for entry in feed.entries)):
        return False
    if len(data) > _LONGEST_FALLBACK or data.count(b"<") > _MOST_TAGS_FALLBACK:
        return False
    return bool(feed.entries) or b"<item" in data or b"<entry" in data
