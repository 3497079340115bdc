"""What stands above and below an article's text: kicker, title, byline, source, date, age; the excerpt's notice, the link."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from reader.blocks import Article
from reader.model import WORDS_A_MINUTE
from reader.text.bidi import headline_direction
from reader.text.cells import width
from reader.text.clean import guard
from reader.text.dates import Style, age, moment
from reader.typeset.flow import Flow, host_of
from reader.typeset.galley import Direction, Galley
from reader.typeset.lines import Line, Run, line_of
from reader.typeset.options import Options

_KICKER = re.compile(r"^([^:«»\"“”?!]{2,28}?)[ \u00a0\u202f]*:[ \u00a0\u202f]+(?=\S)")


@dataclass(frozen=True, slots=True)
class Row:
    """One part above or below the text. `text` and `href` are those of its link, if it is one."""

    setter: Callable[[Galley, int], list[Line]]
    gap: int
    text: str = ""
    href: str = ""


def article_direction(article: Article) -> Direction:
    """As the person wishes it, else by the title's first strong letter, else by the article's language."""
    return headline_direction(article.title, article.language, article.direction)


def split_kicker(title: str) -> tuple[str, str]:
    """The kicker of a title ("Rabat : the headline") and the rest; a title without one has "" before it.

    At most three short words before a colon with a space behind it; quotations and times of day are none. The rest begins
    with a capital.
    """
    found = _KICKER.match(title)
    if not found or len(found[1].split()) > 3 or found[1][-1:].isdigit():
        return "", title
    rest = title[found.end() :]
    return found[1].strip(), _capital(rest[0]) + rest[1:]


def header(article: Article, options: Options) -> list[Row]:
    """Kicker, title, byline, source with date, age and reading time, in this order; empty ones are left out."""
    if not options.header:
        return []
    kicker, title = split_kicker(guard(article.title).strip())
    rows = []
    if kicker:
        rows.append(Row(_text(kicker, "kicker", capitals=True), 0))
    rows.append(Row(_text(title or options.words.untitled, "title"), 0))
    author = guard(article.author).strip()
    if author:
        rows.append(Row(_text(author, "byline"), 1))
    rows.append(Row(_meta(article, options), 0 if author else 1))
    rows.append(Row(_rule, 0))
    return rows


def footer(article: Article, options: Options) -> list[Row]:
    """The notice that this is an excerpt, what is attached, the link to the source, and the other copies of its story."""
    rows = []
    walled = {"pay": options.words.pay, "consent": options.words.consent}.get(article.wall)
    if article.excerpt:
        rows.append(Row(_text(walled or options.words.excerpt, "notice"), 1))
    for url in article.enclosures:
        name = guard(urlsplit(url).path.rsplit("/", 1)[-1]) or url
        rows.append(_link(f"{options.words.attached}: {name}", url, 1 if len(rows) == article.excerpt else 0))
    if article.link:
        rows.append(_link(options.words.source, article.link, 1))
    if article.also:
        rows.append(Row(_text(options.words.also, "kicker", capitals=True), 1))
    for copy in article.also:
        when = f" {options.glyphs.dot} {_date(copy.at, options, 'short')}" if copy.at else ""
        text = f"{guard(copy.source)}{when}: {guard(copy.title) or options.words.untitled}"
        rows.append(_link(text, copy.link, 0) if copy.link else Row(_text(text, "footer"), 0))
    return rows


def _date(at: int, options: Options, style: Style = "long") -> str:
    zone = options.zone or _here(at)
    return moment(at, options.now or at, zone, "iso" if options.dates == "iso" else style, options.locale)


def _text(text: str, style: str, capitals: bool = False) -> Callable[[Galley, int], list[Line]]:
    def setter(galley: Galley, cells: int) -> list[Line]:
        flow = Flow()
        flow.add(text, style)
        lines = galley.set(flow, cells, galley.direction)
        return [_capitals(line) for line in lines] if capitals else lines

    return setter


def _capitals(line: Line) -> Line:
    """`line` in capitals, letter for letter; what has no capital of one letter stays."""
    return Line(tuple(run._replace(text="".join(map(_capital, run.text))) for run in line.runs), line.width)


def _capital(char: str) -> str:
    upper = char.upper()
    return upper if len(upper) == 1 else char


def _meta(article: Article, options: Options) -> Callable[[Galley, int], list[Line]]:
    """Source, date, age and reading time; each ordered by itself, so that no date turns round in Arabic."""

    def setter(galley: Galley, cells: int) -> list[Line]:
        rows = [Flow()]
        for text, style in _facts(article, options):
            if rows[-1].text and width(rows[-1].text) + 3 + width(text) > cells:
                rows.append(Flow())
            if rows[-1].text:
                rows[-1].add(f" {options.glyphs.dot} ", "meta")
            rows[-1].isolate(text, style)
        return [line for row in rows if row.text for line in galley.set(row, cells, galley.direction)]

    return setter


def _facts(article: Article, options: Options) -> list[tuple[str, str]]:
    words = options.words

    facts = [(guard(article.source).strip(), "source")]
    at = article.published
    if at is not None:
        facts.append((_date(at, options), "meta"))
    elif article.seen:
        at = article.seen
        facts.append((words.seen.format(date=_date(at, options)), "meta"))
    if at is not None and options.now is not None:
        old = age(options.now - at)
        facts.append((old if options.now - at < 60 else words.ago.format(age=old), "meta"))
    if article.published is not None and article.updated and article.updated - article.published >= 3600:
        facts.append((words.updated.format(date=_date(article.updated, options)), "meta"))
    if article.view == "raw":
        facts.append((words.raw, "meta"))
    elif article.view == "full" and article.page_at is not None:
        when = moment(
            article.page_at,
            options.now or article.page_at,
            options.zone or _here(article.page_at),
            "iso" if options.dates == "iso" else "short",
            options.locale,
        )
        facts.append((words.full.format(date=when), "meta"))
    if article.words:
        facts.append((words.minutes.format(n=max(1, round(article.words / WORDS_A_MINUTE))), "meta"))
    return [fact for fact in facts if fact[0]]


def _rule(galley: Galley, cells: int) -> list[Line]:
    return [line_of(Run(galley.glyphs.rule * cells, "rule"))]


def _link(text: str, href: str, gap: int) -> Row:
    """A link on a line of its own, with its host behind it."""

    def setter(galley: Galley, cells: int) -> list[Line]:
        flow = Flow()
        index = galley.link
        flow.isolate(text, "footer link", index)
        if host_of(href):
            turned = galley.direction == "rtl" and galley.options.rtl != "off"
            flow.add(f" {galley.glyphs.out_rtl if turned else galley.glyphs.out} ", "footer")
            flow.isolate(guard(host_of(href)), "footer host", index)
        if galley.table.numbered:
            flow.add(f" [{index + 1}]", "footer number", index)
        return galley.set(flow, cells, galley.direction)

    return Row(setter, gap, text, href)


def _here(at: int) -> datetime.tzinfo:
    """The machine's zone as it was at `at`."""
    try:
        return datetime.datetime.fromtimestamp(at).astimezone().tzinfo or datetime.UTC
    except (OverflowError, OSError, ValueError):
        return datetime.UTC
