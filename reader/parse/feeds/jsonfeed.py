"""JSON Feed 1.0 and 1.1 (jsonfeed.org) into a `ParsedFeed`."""

from __future__ import annotations

import json
import re
from typing import Any

import msgspec

from reader.model import ParsedFeed
from reader.parse.errors import BrokenFeed, NotAFeed
from reader.parse.feeds.construct import escaped
from reader.parse.feeds.draft import Draft, language_tag, settle
from reader.parse.feeds.persons import person
from reader.parse.feeds.titles import plain_title
from reader.parse.feeds.xmltree import MOST_BYTES, MOST_ENTRIES
from reader.parse.links import resolve

_MOST = 100
_ITEMS = re.compile(r"\"items\"\s*:\s*\[\s*")
_NEXT = re.compile(r"\s*,?\s*")


def parse_json(data: bytes, url: str = "") -> ParsedFeed:
    """The feed in `data`. Raises `NotAFeed` for other JSON and `BrokenFeed` for what is no JSON at all."""
    if len(data) > MOST_BYTES:
        raise BrokenFeed("The feed is JSON of more than 15 MiB.")
    repaired = ""
    try:
        feed: Any = msgspec.json.decode(data)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        feed = _salvaged(data.decode("utf-8", "replace"))
        repaired = "its JSON was broken and read as far as it goes"
    if not isinstance(feed, dict) or not isinstance(feed.get("items"), list):
        raise NotAFeed("This is not a feed but JSON of another kind.")
    items = feed["items"]
    language = language_tag(_text(feed, "language"))
    link = resolve(_text(feed, "home_page_url"), url)
    authors = _authors(feed)
    drafts = [_draft(item, url, authors) for item in items[:MOST_ENTRIES] if isinstance(item, dict)]
    hubs = (_text(hub, "url") for hub in _list(feed, "hubs") if isinstance(hub, dict))
    return ParsedFeed(
        title=plain_title(_text(feed, "title"), "text"),
        link=link,
        language=language,
        entries=settle(drafts, language, link),
        found=len(items),
        hub=resolve(next(hubs, ""), url),
        icon=resolve(_text(feed, "favicon") or _text(feed, "icon"), url),
        repaired=repaired,
    )


def _salvaged(text: str) -> dict[str, Any]:
    """The whole items of torn or broken JSON, and what stood before them. Raises `BrokenFeed` where there are none."""
    start = _ITEMS.search(text)
    items: list[Any] = []
    if start is not None:
        decoder = json.JSONDecoder()
        place = start.end()
        try:
            while len(items) < MOST_ENTRIES:
                item, place = decoder.raw_decode(text, place)
                items.append(item)
                following = _NEXT.match(text, place)
                place = following.end() if following is not None else place
        except (ValueError, RecursionError):
            pass
    if start is None or not items:
        raise BrokenFeed("The feed's JSON is broken and nothing of it could be read.")
    try:
        feed: Any = msgspec.json.decode(text[: start.end()] + "]}")
    except (msgspec.DecodeError, RecursionError):
        feed = {}
    return (feed if isinstance(feed, dict) else {}) | {"items": items}


def _draft(item: dict[str, Any], url: str, authors: list[str]) -> Draft:
    html, text, summary = _text(item, "content_html"), _text(item, "content_text"), _text(item, "summary")
    return Draft(
        base=url,
        id=_text(item, "id"),
        title=_text(item, "title"),
        title_kind="text",
        link=_text(item, "url") or _text(item, "external_url"),
        authors=_authors(item) or authors,
        published=_text(item, "date_published"),
        updated=_text(item, "date_modified"),
        language=_text(item, "language"),
        summary=escaped(summary),
        content=html or escaped(text),
        image=_text(item, "image") or _text(item, "banner_image"),
        categories=[tag for tag in _list(item, "tags")[:_MOST] if isinstance(tag, str)],
        enclosures=[
            (_text(file, "url"), _text(file, "mime_type"), _text(file, "size_in_bytes"))
            for file in _list(item, "attachments")[:_MOST]
            if isinstance(file, dict)
        ],
    )


def _authors(holder: dict[str, Any]) -> list[str]:
    people = [*_list(holder, "authors")[:_MOST], holder.get("author")]
    return [person(_text(one, "name") or _text(one, "url")) for one in people if isinstance(one, dict)]


def _list(holder: dict[str, Any], key: str) -> list[Any]:
    value = holder.get(key)
    return value if isinstance(value, list) else []


def _text(holder: dict[str, Any], key: str) -> str:
    """A string, or a number where one was meant to be; "" for anything else."""
    value = holder.get(key)
    if isinstance(value, str):
        return value
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return str(value)[:40]
    return ""
