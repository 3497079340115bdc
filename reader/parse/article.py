"""A page's article: metadata and text as blocks. trafilatura chooses the text; `preview_of` shows an own quick choice.

The chosen passages are rendered from the page itself (R12), so that structure, links and captions stay.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from reader.blocks import Block
from reader.model import Page
from reader.parse.around import Around, around
from reader.parse.blocks import render, source_of
from reader.parse.dates import parse_date
from reader.parse.extract import Extracted, extract
from reader.parse.jsonld import text_in
from reader.parse.keeping import keep
from reader.parse.mapping import kept_by
from reader.parse.markup import html_of
from reader.parse.page import Facts, facts_of, is_paper, page_from
from reader.parse.passages import Layout, layout_of
from reader.parse.people import authors_in
from reader.parse.plain import plain_text
from reader.parse.preview import choose
from reader.parse.tidy import Tidied, tidy
from reader.parse.tree import parse

_LEAST = 200
_RESCUE = 3
_ENOUGH = 2000


@dataclass(frozen=True, slots=True)
class ParsedArticle:
    """What a page tells: `page` its metadata, `blocks` its text, `html` the same as sanitised HTML, `text` as plain text.

    `text` is the article's own words, without what stands under images. Where no text was found all three are empty.
    """

    page: Page
    html: str = ""
    blocks: tuple[Block, ...] = ()
    text: str = ""


def article_of(html: str, url: str = "") -> ParsedArticle:
    """The article in the page `html` from `url`, by trafilatura's choice of text. Slow (20 to 100 ms). Never raises.

    Where trafilatura finds (nearly) nothing, the quick choice stands in for it.
    """
    facts, page = _facts(html, url)
    found = extract(
        html, url, metadata=not (page.published and page.author and not is_paper(page.author, page))
    )

    def chosen(layout: Layout) -> list[bool]:
        thorough = kept_by(found.body, layout) if found.body is not None else [False] * len(layout.passages)
        if _length(layout, thorough) < _LEAST:
            quick = _quick(facts, layout)
            if _length(layout, quick) > _RESCUE * _length(layout, thorough):
                return quick
        return thorough

    article = _article(facts, page, chosen, found)
    if article.page.language or not article.text:
        return article
    from reader.text.language import guess

    return replace(article, page=replace(article.page, language=guess(article.text[:_ENOUGH])))


def preview_of(html: str, url: str = "") -> ParsedArticle:
    """As `article_of`, by the quick choice alone: some milliseconds, and nothing heavy is imported."""
    facts, page = _facts(html, url)
    return _article(facts, page, lambda layout: _quick(facts, layout), Extracted())


def _facts(html: str, url: str) -> tuple[Facts, Page]:
    facts = facts_of(parse(html), url)
    return facts, page_from(facts)


def _quick(facts: Facts, layout: Layout) -> list[bool]:
    return choose(layout, text_in(facts.main.get("articleBody")) if facts.main else "")


def _length(layout: Layout, chosen: list[bool]) -> int:
    return sum(passage.length for passage, wanted in zip(layout.passages, chosen, strict=True) if wanted)


def _article(
    facts: Facts, page: Page, chosen: Callable[[Layout], list[bool]], found: Extracted
) -> ParsedArticle:
    body = facts.tree.body
    if body is None:
        return ParsedArticle(page)
    layout = layout_of(body)
    wanted = chosen(layout)
    beside = around(layout, wanted)
    kept = keep(layout, wanted)
    if kept is None:
        return ParsedArticle(_completed(page, Tidied(()), beside, found))
    source = source_of(kept.root, kept.root.html or "", base=facts.head.base, language=page.language)
    source.dropped = kept.dropped
    source.figures = kept.figures
    tidied = tidy(render(kept.root, source, page.title), author=page.author)
    blocks = tidied.blocks
    return ParsedArticle(
        _completed(page, tidied, beside, found), html_of(blocks), blocks, plain_text(blocks, captions=False)
    )


def _completed(page: Page, tidied: Tidied, beside: Around, found: Extracted) -> Page:
    """`page` with what only its text says: byline, paper and day; last, what trafilatura made out."""
    author = page.author
    if not author or is_paper(author, page):
        guessed = authors_in(found.author, page.site_name)
        author = tidied.byline or beside.byline or ("" if is_paper(guessed, page) else guessed) or author
    times = (page.published, tidied.published, beside.published, parse_date(found.date))
    return replace(
        page,
        author=author,
        published=next((moment for moment in times if moment is not None), None),
        site_name=tidied.paper or beside.paper or page.site_name,
    )
