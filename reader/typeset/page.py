"""Articles as a page: the cleaned HTML that is stored, under its title, byline and source."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import TYPE_CHECKING

from reader.typeset.markdown import facts

if TYPE_CHECKING:
    from reader.blocks import Article


def page(article: Article, html: str) -> str:
    """The whole document of one article. `html` is sanitised; everything else is escaped here."""
    return _document(article.title, _look(article), [_part(article, html)])


def pages(title: str, found: Iterable[tuple[Article, str]]) -> str:
    """One document of several articles, each with its HTML as for `page`, in its own language and direction."""
    return _document(title, "", (_part(article, html, _look(article)) for article, html in found))


def _look(article: Article) -> str:
    from reader.text.bidi import direction

    return f' lang="{escape(article.language)}" dir="{direction(article.title)}"'


def _document(title: str, look: str, parts: Iterable[str]) -> str:
    lines = [
        "<!DOCTYPE html>",
        f"<html{look}>",
        f'<head><meta charset="utf-8"><title>{escape(title)}</title></head>',
        "<body>",
        *parts,
        "</body>",
        "</html>",
    ]
    return "\n".join(lines)


def _part(article: Article, html: str, look: str = "") -> str:
    lines = [
        f"<article{look}>",
        f"<h1>{escape(article.title)}</h1>",
        f"<p>{' · '.join(escape(part) for part in facts(article))}</p>",
        html,
    ]
    if article.link:
        lines.append(f'<p><a href="{escape(article.link)}">{escape(article.link)}</a></p>')
    return "\n".join([*lines, "</article>"])
