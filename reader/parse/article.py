"""A page's article: metadata and text as blocks. trafilatura chooses the text; `preview_of` shows an own quick choice.

The chosen passages are rendered from the page itself (R12), so that structure, links and captions stay.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from msgspec import structs

from reader.parse.dates import parse_date
from reader.parse.extract import day_of, extract
from reader.parse.mapping import kept_by
from reader.parse.reading import ParsedArticle, Reading
from reader.parse.rules import Rule

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["ParsedArticle", "article_of", "preview_of"]

_LEAST = 200
_RESCUE = 3
_MUCH_MORE = 2
_ENOUGH = 2000


def article_of(html: str, url: str = "", rules: Sequence[Rule] = ()) -> ParsedArticle:
    """The article in the page `html` from `url`, by trafilatura's choice of text. Slow (20 to 100 ms). Never raises.

    Where trafilatura finds (nearly) nothing, the quick choice stands in for it. A person's rule for the site comes first.
    """
    reading = Reading.of(html, url, rules)
    chosen = reading.by_rule()
    if chosen is not None:
        article = reading.article(chosen)
    else:
        article = reading.article(_thorough(reading, html))
        if article.page.published is None:
            page = structs.replace(article.page, published=parse_date(day_of(html, url)))
            article = replace(article, page=page)
    if article.page.language or not article.text:
        return article
    from reader.text.language import guess

    return replace(article, page=structs.replace(article.page, language=guess(article.text[:_ENOUGH])))


def preview_of(html: str, url: str = "", rules: Sequence[Rule] = ()) -> ParsedArticle:
    """As `article_of`, by the quick choice alone: some milliseconds, and nothing heavy is imported."""
    reading = Reading.of(html, url, rules)
    chosen = reading.by_rule()
    return reading.article(chosen if chosen is not None else reading.quick())


def _thorough(reading: Reading, html: str) -> list[bool]:
    """trafilatura's choice, by its own rules where they find as much as can be expected, else with all that it has."""
    quick = reading.quick()
    expected = reading.length(quick)
    chosen = _kept(reading, extract(html, True))
    if (found := reading.length(chosen)) < _LEAST or expected > _MUCH_MORE * found:
        chosen = _kept(reading, extract(html))
        found = reading.length(chosen)
    return quick if found < _LEAST and expected > _RESCUE * found else chosen


def _kept(reading: Reading, body: _Element | None) -> list[bool]:
    if body is None:
        return [False] * len(reading.layout.passages)
    return kept_by(body, reading.layout)
