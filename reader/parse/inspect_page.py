"""What `telex inspect page`, `article` and `headlines` print for one file, as plain dictionaries without its path.

Dates are RFC 3339 in UTC or None; texts that a page does not give are "".
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import msgspec

from reader.model import Page
from reader.parse.decode import decode

if TYPE_CHECKING:
    from reader.parse.rules import Rule


def inspect_page(data: bytes, url: str = "") -> dict[str, object]:
    """title, author, published, language, image, site_name, feeds of the page that `data` holds."""
    from reader.parse.page import page_of

    return _metadata(page_of(decode(data), url))


def inspect_article(
    data: bytes, url: str = "", flat: bool = False, rules: Sequence[Rule] = ()
) -> dict[str, object]:
    """The fields of `inspect_page`, and text, html and blocks of its article. `flat`: a page flattened to text.

    Where one of the person's `rules` acted, `rule` names it, and `next` is the address of the article's next page.
    """
    if flat:
        from reader.parse.flat import article_of_text

        article = article_of_text(decode(data), url)
    else:
        from reader.parse.article import article_of

        article = article_of(decode(data), url, rules)
    fields: dict[str, object] = {
        **_metadata(article.page),
        "text": article.text,
        "html": article.html,
        "blocks": msgspec.to_builtins(article.blocks),
    }
    if article.rule:
        fields |= {"rule": article.rule, "next": article.next}
    return fields


def inspect_headlines(data: bytes, url: str = "", flat: bool = False) -> dict[str, object]:
    """items (title, link, source, published) of a page of headlines, its ticker included."""
    from reader.parse.headlines import headlines_of

    return {
        "items": [
            {
                "title": item.title,
                "link": item.link,
                "source": item.source,
                "published": _rfc3339(item.published),
            }
            for item in headlines_of(decode(data), url, flat)
        ]
    }


def _metadata(page: Page) -> dict[str, object]:
    return {
        "title": page.title,
        "author": page.author,
        "published": _rfc3339(page.published),
        "language": page.language,
        "image": page.image,
        "site_name": page.site_name,
        "feeds": [{"url": feed.url, "title": feed.title, "type": feed.type} for feed in page.feeds],
    }


def _rfc3339(moment: int | None) -> str | None:
    if moment is None:
        return None
    try:
        return datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (OverflowError, ValueError, OSError):
        return None
