"""An article as a page of its own: the cleaned HTML that is stored, under its title, byline and source."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from reader.typeset.markdown import facts

if TYPE_CHECKING:
    from reader.blocks import Article


def page(article: Article, html: str) -> str:
    """The whole document. `html` is sanitised; everything else is escaped here."""
    from reader.text.bidi import direction

    lines = [
        "<!DOCTYPE html>",
        f'<html lang="{escape(article.language)}" dir="{direction(article.title)}">',
        f'<head><meta charset="utf-8"><title>{escape(article.title)}</title></head>',
        "<body>",
        "<article>",
        f"<h1>{escape(article.title)}</h1>",
        f"<p>{' · '.join(escape(part) for part in facts(article))}</p>",
        html,
    ]
    if article.link:
        lines.append(f'<p><a href="{escape(article.link)}">{escape(article.link)}</a></p>')
    return "\n".join([*lines, "</article>", "</body>", "</html>"])
