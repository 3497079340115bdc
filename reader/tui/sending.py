"""What leaves Telex by hand: what a program of the person's is told of an article, and a passage quoted with its source."""

from __future__ import annotations

import json
import time

from reader.blocks import Article
from reader.text.clean import guard, guard_text
from reader.tui.opener import NotOpened, normal_form

_LONGEST = 4096
"""Characters of one value in the environment of a program."""


def values(article: Article) -> dict[str, str]:
    """Its facts as one line each, the address in normal form or "", the date as in ISO 8601 (UTC)."""
    try:
        link = normal_form(article.link, trusted=True)
    except NotOpened:
        link = ""
    at = article.published
    told = {
        "title": article.title,
        "link": link,
        "source": article.source,
        "author": article.author,
        "language": article.language,
        "published": "" if at is None else time.strftime("%Y-%m-%d", time.gmtime(at)),
    }
    return {name: guard(text)[:_LONGEST] for name, text in told.items()}


def environment(article: Article) -> dict[str, str]:
    """The facts as TELEX_TITLE, TELEX_LINK, TELEX_SOURCE, TELEX_AUTHOR, TELEX_LANGUAGE, TELEX_PUBLISHED."""
    return {f"TELEX_{name.upper()}": text for name, text in values(article).items()}


def bookmark(article: Article) -> bytes:
    """The facts as one line of JSON."""
    return json.dumps(values(article), ensure_ascii=False).encode("utf-8", "replace") + b"\n"


def quoted(article: Article, passage: str) -> str:
    """`passage` behind quote marks, then who wrote it where and when, and the address."""
    told = values(article)
    lines = [f"> {line}".rstrip() for line in guard_text(passage).strip().splitlines()]
    by = ", ".join(told[name] for name in ("author", "source", "published") if told[name])
    named = f"{told['title']} ({by})" if told["title"] and by else told["title"] or by
    return "\n".join([*lines, "", *(part for part in (named, told["link"]) if part)])
