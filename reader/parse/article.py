"""A page's article: metadata and text as blocks. trafilatura chooses the text; `preview_of` shows an own quick choice.

The chosen passages are rendered from the page itself (R12), so that structure, links and captions stay.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from msgspec import structs

from reader.parse.dates import parse_date
from reader.parse.extract import author_and_date, extract
from reader.parse.mapping import kept_by
from reader.parse.page import is_paper
from reader.parse.people import authors_in
from reader.parse.reading import ParsedArticle, Reading
from reader.parse.rules import Rule

if TYPE_CHECKING:
    from lxml.etree import _Element

    from reader.model import Page

__all__ = ["ParsedArticle", "article_of", "preview_of"]

_LEAST = 200
_RESCUE = 3
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
        article = reading.article(_thorough(reading, extract(html, url)))
        article = replace(article, page=_completed(article.page, reading.page, html, url))
    if article.page.language or not article.text:
        return article
    from reader.text.language import guess

    return replace(article, page=structs.replace(article.page, language=guess(article.text[:_ENOUGH])))


def preview_of(html: str, url: str = "", rules: Sequence[Rule] = ()) -> ParsedArticle:
    """As `article_of`, by the quick choice alone: some milliseconds, and nothing heavy is imported."""
    reading = Reading.of(html, url, rules)
    chosen = reading.by_rule()
    return reading.article(chosen if chosen is not None else reading.quick())


def _completed(page: Page, head: Page, html: str, url: str) -> Page:
    """`page` with the day, and the author, as trafilatura makes them out where nothing dates it: `head` is its own metadata.

    A page that is dated and unsigned stays so: what it takes there for an author is as often not one.
    """
    if page.published is not None:
        return page
    author, day = author_and_date(html, url)
    page = structs.replace(page, published=parse_date(day))
    if page.author != head.author or (head.author and not is_paper(head.author, head)):
        return page
    guessed = authors_in(author, head.site_name)
    return structs.replace(page, author=guessed) if guessed and not is_paper(guessed, head) else page


def _thorough(reading: Reading, body: _Element | None) -> list[bool]:
    passages = reading.layout.passages
    thorough = kept_by(body, reading.layout) if body is not None else [False] * len(passages)
    length = reading.length(thorough)
    if length < _LEAST:
        quick = reading.quick()
        if reading.length(quick) > _RESCUE * length:
            return quick
    return thorough
