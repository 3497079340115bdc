"""Pages flattened to text, as a person may have saved them: a ticker, notices, title, "Publié dans", text, byline."""

from __future__ import annotations

import re

from reader.blocks import Paragraph, Span
from reader.model import Page
from reader.parse.markup import html_of
from reader.parse.plain import plain_text
from reader.parse.reading import ParsedArticle
from reader.parse.tidy import published_line, tidy
from reader.text.clean import clean_line, clean_text
from reader.text.language import guess

_PARTING = re.compile("\xa0{3,}")
_LONGEST_TITLE = 300


def is_ticker(line: str) -> bool:
    """Whether `line` holds headlines parted by runs of three or more no-break spaces (an indent is no ticker)."""
    parts = [part.strip() for part in _PARTING.split(line)]
    return len(parts) > 1 and any(parts[:-1])


def ticker_titles(text: str) -> list[str]:
    """The headlines of all tickers in `text`; the traces of empty items are dropped."""
    titles: list[str] = []
    for line in text.splitlines():
        if is_ticker(line):
            titles.extend(title for part in _PARTING.split(line) if (title := clean_line(part)))
    return titles


def article_of_text(text: str, url: str = "") -> ParsedArticle:
    """The article in a flattened page. Its title is the line above "Publié dans ..."; else its first short line."""
    lines = clean_text(text.replace("\r\n", "\n")).split("\n")
    lines = [stripped for line in lines if not is_ticker(line) and (stripped := line.strip())]
    stamped = next((place for place, line in enumerate(lines) if published_line(line) is not None), None)
    title = ""
    if stamped is not None and stamped > 0:
        title = lines[stamped - 1]
        lines = lines[stamped:]
    else:
        tidied = tidy([Paragraph(text=(Span(line),)) for line in lines])
        lines = [block.text[0].text for block in tidied.blocks if isinstance(block, Paragraph)]
        if len(lines) > 1 and len(lines[0]) <= _LONGEST_TITLE and not lines[0].endswith((".", "؟", "!")):
            title = lines.pop(0)
    tidied = tidy([Paragraph(text=(Span(line),)) for line in lines])
    blocks = tidied.blocks
    page = Page(
        title=clean_line(title),
        author=tidied.byline,
        published=tidied.published,
        language=guess(" ".join(lines)[:2000]),
        site_name=tidied.paper,
        canonical=url,
    )
    return ParsedArticle(page, html_of(blocks), blocks, plain_text(blocks))
