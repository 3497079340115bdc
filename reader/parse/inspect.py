"""What `telex inspect feed` says of one file: the parser's own view, as plain values for JSON."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from reader.model import Entry, ParsedFeed
from reader.parse.feed import parse_feed
from reader.parse.feeds.packed import read_bounded

__all__ = ["inspect_feed", "read_bounded"]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def inspect_feed(data: bytes, path: str = "", url: str = "", *, beyond: int = 0) -> dict[str, Any]:
    """The feed in `data` as the fields of `telex inspect feed`, with `path` where it is given. Raises `FeedError`.

    Dates are RFC 3339 in UTC or `None`. Where entries were left out, `found` says how many there are and `note` says so
    in words; `beyond` counts those that `read_bounded` saw behind its cap. `repaired` says what had to be mended.
    """
    feed = parse_feed(data, url=url, mails=True)
    found = feed.found + beyond
    shown: dict[str, Any] = {"path": path} if path else {}
    shown |= {
        "title": feed.title,
        "link": feed.link,
        "language": feed.language,
        "entries": [_entry(entry) for entry in feed.entries],
    }
    if found > len(feed.entries):
        shown["found"] = found
        shown["note"] = _note(feed, found)
    if feed.repaired:
        shown["repaired"] = feed.repaired
    return shown


def rfc3339(at: int | None) -> str | None:
    """Unix seconds as RFC 3339 in UTC."""
    if at is None:
        return None
    return (_EPOCH + timedelta(seconds=at)).strftime("%Y-%m-%dT%H:%M:%SZ").zfill(20)


def _entry(entry: Entry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "title": entry.title,
        "link": entry.link,
        "author": entry.author,
        "published": rfc3339(entry.published),
        "updated": rfc3339(entry.updated),
        "language": entry.language,
        "summary": entry.summary,
        "content": entry.content,
        "categories": list(entry.categories),
        "enclosures": [
            {"url": file.url, "type": file.type, "length": file.length} for file in entry.enclosures
        ],
    }


def _note(feed: ParsedFeed, found: int) -> str:
    return f"{len(feed.entries):,} of {found:,} entries shown"
