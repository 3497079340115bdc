"""An entry while it is being read, and how it becomes an `Entry`: addresses chosen, text sanitised, dates settled."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from msgspec import Struct, field

from reader.model import Enclosure, Entry
from reader.parse.dates import Reading, moment, read_date
from reader.parse.feeds.persons import byline
from reader.parse.feeds.titles import first_words, plain_title
from reader.parse.links import host_of
from reader.parse.safe.addresses import absolute
from reader.parse.sanitize import CUT, Sanitizer
from reader.text.clean import clean_line

MOST_ENCLOSURES = 20
MOST_CATEGORIES = 50
_LONGEST_ID = 2000
_LONGEST_LABEL = 200
_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8}){0,4}|[A-Za-z]{4,8}(?:-[A-Za-z0-9]{1,8})+")
_MEDIA_TYPE = re.compile(r"[\w.+-]+/[\w.+-]+")
_WEB = re.compile(r"https?://", re.IGNORECASE)
_SCHEMES = ("https://", "http://")
_HOST = re.compile(r"([A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,24})(?=/|$)")
_PATH = re.compile(r"[\w./?=&%~+-]{1,500}")
_DATE_LENGTH = 100


class Draft(Struct):
    """What one item said, as it said it. `base` is what its addresses are relative to, `text_base` what its text's are."""

    base: str = ""
    text_base: str = ""
    id: str = ""
    permalink: bool = True
    title: str = ""
    title_kind: str = ""
    link: str = ""
    authors: list[str] = field(default_factory=list)
    published: str = ""
    updated: str = ""
    date: str = ""
    language: str = ""
    summary: str = ""
    content: str = ""
    lead: str = ""
    source: str = ""
    image: str = ""
    categories: list[str] = field(default_factory=list)
    enclosures: list[tuple[str, str, str]] = field(default_factory=list)
    cut: bool = False


def settle(drafts: list[Draft], language: str, feed_link: str) -> tuple[Entry, ...]:
    """The entries that `drafts` describe. Dates without a zone take the one that the feed's other dates name most."""
    dated = [_dates(draft, draft.language or language) for draft in drafts]
    named = [date[1] for dates in dated for date in dates if date is not None and date[1] is not None]
    zone = Counter(named).most_common(1)[0][0] if named else 0
    sanitizer = Sanitizer()
    entries = []
    for draft, dates in zip(drafts, dated, strict=True):
        enclosures = _enclosures(draft) if draft.enclosures else ()
        link = _link(draft, enclosures, feed_link)
        base = draft.text_base or link or feed_link or draft.base
        entries.append(_entry(draft, dates, zone, link, base, enclosures, sanitizer, language))
    return tuple(entries)


@lru_cache(maxsize=256)
def language_tag(text: str) -> str:
    """`text` as a lower-case BCP 47 tag, "" where it is none."""
    text = text.strip().replace("_", "-")
    return text.lower() if _TAG.fullmatch(text) else ""


def _entry(
    draft: Draft,
    dates: tuple[Reading | None, Reading | None, Reading | None],
    zone: int,
    link: str,
    base: str,
    enclosures: tuple[Enclosure, ...],
    sanitizer: Sanitizer,
    language: str,
) -> Entry:
    first, last, third = dates
    published = None if first is None else moment(first, zone)
    updated = None if last is None else moment(last, zone)
    other = None if third is None else moment(third, zone)
    summary, content = draft.summary or draft.lead, draft.content
    if draft.cut:
        summary, content = (summary, content + CUT) if content else (summary + CUT, content)
    summary, content = summary.strip(), content.strip()
    safe = sanitizer.html(summary, base)
    summary, content = safe, safe if content == summary else sanitizer.html(content, base)
    if published is None:
        published = other
    said = draft.published or draft.updated or draft.date
    return Entry(
        id=_line(draft.id, _LONGEST_ID),
        title=plain_title(draft.title, draft.title_kind) or _instead(draft, summary or content, link, said),
        link=link,
        author=byline(draft.authors) if draft.authors else "",
        published=published if published is not None else updated,
        updated=updated if updated is not None else other,
        language=language_tag(draft.language) or language,
        summary=summary,
        content=content,
        source=plain_title(draft.source) if draft.source else "",
        image=absolute(draft.image, draft.base),
        categories=_categories(draft),
        enclosures=enclosures,
        published_text="" if published is not None or updated is not None else clean_line(said, _DATE_LENGTH),
    )


def _line(text: str, limit: int) -> str:
    """`clean_line`, with a short way for what is clean at a glance."""
    if len(text) < 200 and text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()
    return clean_line(text, limit)


def _dates(draft: Draft, language: str) -> tuple[Reading | None, Reading | None, Reading | None]:
    return (
        read_date(draft.published, language) if draft.published else None,
        read_date(draft.updated, language) if draft.updated else None,
        read_date(draft.date, language) if draft.date else None,
    )


def _instead(draft: Draft, html: str, link: str, said: str) -> str:
    """What stands for a title: how the text begins, else something that the row can be told by."""
    words = first_words(html) if html else ""
    return words or clean_line(link.partition("//")[2].rstrip("/") or said or draft.id, _LONGEST_LABEL)


def _link(draft: Draft, enclosures: tuple[Enclosure, ...], feed_link: str) -> str:
    """The page of the entry: its link, else a permalink, else its enclosure, else whatever address its id is."""
    base = draft.base or feed_link
    link = address_of(draft.link, base)
    if not link and draft.permalink and _WEB.match(draft.id.strip()):
        link = absolute(draft.id.strip(), base)
    if not link and enclosures:
        link = enclosures[0].url
    if not link and (_WEB.match(draft.id.strip()) or (draft.permalink and _PATH.fullmatch(draft.id))):
        link = address_of(draft.id, base)
    return link


def address_of(text: str, base: str) -> str:
    """The address in a link element; one without a scheme is whole where it begins with a host and `base` is not needed.

    A path stays a path where no address is known that it could be relative to.
    """
    text = text.strip()
    if text.startswith(_SCHEMES):
        return absolute(text, base)
    host = _HOST.match(text)
    if host is not None and (not base or host_of(base) == host[1].lower().removeprefix("www.")):
        text = f"https://{text}"
    found = absolute(text, base)
    if not found and _PATH.fullmatch(text) and not _WEB.match(base):
        return text
    return found


def _enclosures(draft: Draft) -> tuple[Enclosure, ...]:
    found: dict[str, Enclosure] = {}
    for address, kind, length in draft.enclosures:
        url = absolute(address, draft.base)
        if url and url not in found and len(found) < MOST_ENCLOSURES:
            kind = kind.strip().lower()
            digits = length.strip()
            size = int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 16 else None
            found[url] = Enclosure(url, kind if _MEDIA_TYPE.fullmatch(kind) else "", size or None)
    return tuple(found.values())


def _categories(draft: Draft) -> tuple[str, ...]:
    if not draft.categories:
        return ()
    if len(draft.categories) == 1 and len(draft.categories[0]) <= _LONGEST_LABEL:
        name = _category(draft.categories[0])
        return (name,) if name else ()
    names = (
        _category(name) if len(name) <= _LONGEST_LABEL else plain_title(name)[:_LONGEST_LABEL]
        for name in draft.categories[:MOST_CATEGORIES]
    )
    return tuple(dict.fromkeys(name for name in names if name))


@lru_cache(maxsize=1024)
def _category(name: str) -> str:
    """A category's name. Most entries of a feed stand in the same few."""
    return plain_title(name)[:_LONGEST_LABEL]
