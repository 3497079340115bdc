"""Entries as an Atom document (RFC 4287)."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5
from xml.sax.saxutils import escape, quoteattr

from reader.cli.output import rfc3339
from reader.text.clean import guard, guard_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reader.blocks import Article


def atom(entries: Iterable[tuple[Article, str]], now: int, query: str = "") -> bytes:
    """A feed of articles that `query` found, each with its sanitised HTML, as of `now` (Unix seconds).

    The feed is known by its query, each entry by its address: written anew they are the same.
    """
    parts = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom">',
        f"<id>{identity(f'telex export {query}'.rstrip())}</id>",
        f"<title>{escape(guard(title_of(query)))}</title>",
        "<author><name>Telex</name></author>",
        f"<updated>{rfc3339(now)}</updated>",
        *(_entry(article, html) for article, html in entries),
        "</feed>\n",
    ]
    return "\n".join(parts).encode("utf-8", "xmlcharrefreplace")


def _entry(article: Article, html: str) -> str:
    at = article.updated or article.published or article.seen
    language = f" xml:lang={quoteattr(article.language)}" if article.language else ""
    lines = [
        f"<entry{language}>",
        f"<id>{identity(entry_name(article))}</id>",
        f"<title>{escape(guard(article.title))}</title>",
        f"<updated>{rfc3339(at)}</updated>",
        f"<author><name>{escape(guard(article.author or article.source))}</name></author>",
    ]
    if article.published is not None:
        lines.append(f"<published>{rfc3339(article.published)}</published>")
    if article.link:
        lines.append(f'<link rel="alternate" href={quoteattr(guard(article.link))}/>')
    lines += [f"<category term={quoteattr(guard(tag))}/>" for tag in article.tags]
    lines.append(f'<content type="html">{escape(guard_text(html))}</content>')
    return "\n".join([*lines, "</entry>"])


def entry_name(article: Article) -> str:
    """What an entry is known by: its address, where it has one."""
    return article.link or f"telex entry {article.id} {article.title}"


def title_of(query: str) -> str:
    """What a feed of the entries that `query` finds is called."""
    return f"Telex: {query}" if query else "Telex"


def identity(name: str) -> str:
    """A name for good, made of what it names (RFC 9562 version 5)."""
    return f"urn:uuid:{uuid5(NAMESPACE_URL, name)}"
