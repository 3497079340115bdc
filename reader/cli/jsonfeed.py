"""Entries as a JSON Feed document (version 1.1)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from reader.cli.atom import entry_name, identity, title_of
from reader.cli.output import rfc3339
from reader.text.clean import guard, guard_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reader.blocks import Article


def json_feed(entries: Iterable[tuple[Article, str]], now: int, query: str = "") -> bytes:
    """A feed of articles that `query` found, each with its sanitised HTML, written at `now` (Unix seconds)."""
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": guard(title_of(query)),
        "_telex": {"about": "written by Telex", "written": rfc3339(now)},
        "items": [_item(article, html) for article, html in entries],
    }
    return json.dumps(feed, ensure_ascii=False, indent=1).encode("utf-8", "replace") + b"\n"


def _item(article: Article, html: str) -> dict[str, Any]:
    found: dict[str, Any] = {
        "id": identity(entry_name(article)),
        "title": guard(article.title),
        "content_html": guard_text(html),
        "date_published": rfc3339(article.published or article.seen),
        "authors": [{"name": guard(article.author or article.source)}],
    }
    if article.updated:
        found["date_modified"] = rfc3339(article.updated)
    if article.link:
        found["url"] = guard(article.link)
    if article.language:
        found["language"] = article.language
    if article.tags:
        found["tags"] = [guard(tag) for tag in article.tags]
    return found
