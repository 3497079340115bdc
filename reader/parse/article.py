"""A page's article: metadata and text as blocks. trafilatura chooses the text; `preview_of` shows an own quick choice.

The chosen passages are rendered from the page itself (R12), so that structure, links and captions stay.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from reader.parse.extract import Extracted, extract
from reader.parse.mapping import kept_by
from reader.parse.page import is_paper
from reader.parse.reading import ParsedArticle, Reading
from reader.parse.rules import Rule

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
    found = Extracted()
    if chosen is None:
        page = reading.page
        known = bool(page.published and page.author) and not is_paper(page.author, page)
        found = extract(html, url, metadata=not known)
        chosen = _thorough(reading, found)
    article = reading.article(chosen, found)
    if article.page.language or not article.text:
        return article
    from reader.text.language import guess

    return replace(article, page=replace(article.page, language=guess(article.text[:_ENOUGH])))


def preview_of(html: str, url: str = "", rules: Sequence[Rule] = ()) -> ParsedArticle:
    """As `article_of`, by the quick choice alone: some milliseconds, and nothing heavy is imported."""
    reading = Reading.of(html, url, rules)
    chosen = reading.by_rule()
    return reading.article(chosen if chosen is not None else reading.quick(), Extracted())


def _thorough(reading: Reading, found: Extracted) -> list[bool]:
    passages = reading.layout.passages
    thorough = kept_by(found.body, reading.layout) if found.body is not None else [False] * len(passages)
    length = reading.length(thorough)
    if length < _LEAST:
        quick = reading.quick()
        if reading.length(quick) > _RESCUE * length:
            return quick
    return thorough
