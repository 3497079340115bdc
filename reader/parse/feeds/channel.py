"""A feed's element tree into a `ParsedFeed`: what the feed says of itself, and where its items stand."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reader.model import ParsedFeed, Rhythm
from reader.parse.dates import parse_date
from reader.parse.feeds.construct import text_of, title_in
from reader.parse.feeds.draft import Draft, address_of, language_tag, settle
from reader.parse.feeds.item import Reader
from reader.parse.feeds.titles import plain_title
from reader.parse.feeds.vocabulary import split
from reader.parse.feeds.xmltree import MOST_ENTRIES, Document
from reader.parse.links import resolve

if TYPE_CHECKING:
    from lxml import etree

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_RESOURCE = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}resource"
_DAYS = {name: number for number, name in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))}
_PERIODS = {"hourly": 3600, "daily": 86_400, "weekly": 604_800, "monthly": 2_592_000, "yearly": 31_536_000}


@dataclass(slots=True)
class _Channel:
    """What the feed says of itself, while it is being read."""

    title: str = ""
    title_kind: str = ""
    link: str = ""
    language: str = ""
    authors: list[str] = field(default_factory=list)
    ttl: int | None = None
    hours: tuple[int, ...] = ()
    days: tuple[int, ...] = ()
    period: str = ""
    frequency: str = ""
    hub: str = ""
    icon: str = ""
    built: str = ""
    items: list[tuple[etree._Element, str]] = field(default_factory=list)
    found: int = 0


def read_document(document: Document, url: str, *, based: bool, mails: bool = False) -> ParsedFeed:
    """The feed in `document`, whose address is `url`. `based` and `mails` as for `Reader`."""
    root = document.root
    tag = str(root.tag)
    own = tag[1:].partition("}")[0] if tag.startswith("{") else ""
    kind = split(tag, root.prefix, own)[1]
    reader = Reader(own, url, kind=kind, based=based, mails=mails)
    channel = _Channel()
    language = root.get(_LANG, "")
    _walk(reader, channel, root, language)
    if not channel.items:
        _search(reader, channel, root, language)
    drafts = [reader.draft(item, inherited) for item, inherited in channel.items]
    if document.cut and drafts:
        drafts[-1].cut = True
    if kind == "feed":
        _inherit_author(drafts, channel.authors)
    spoken = language_tag(channel.language) or language_tag(language)
    link = address_of(channel.link, reader.base(root) or url)
    return ParsedFeed(
        title=plain_title(channel.title, channel.title_kind),
        link=link,
        language=spoken,
        entries=settle(drafts, spoken, link),
        found=max(document.found, channel.found),
        rhythm=Rhythm(
            channel.ttl, channel.hours, channel.days, _every(channel), built=parse_date(channel.built[:100])
        ),
        hub=resolve(channel.hub, url),
        icon=channel.icon,
        repaired=document.repaired,
    )


def _walk(reader: Reader, channel: _Channel, root: etree._Element, language: str) -> None:
    """Reads the root and the channels below it, in their order."""
    queue = [(root, language)]
    while queue:
        element, inherited = queue.pop(0)
        for child in element:
            name = reader.field(child)
            if name == "item":
                channel.found += 1
                if len(channel.items) < MOST_ENTRIES:
                    channel.items.append((child, inherited))
            elif name == "channel" and len(queue) < 100:
                queue.append((child, child.get(_LANG) or inherited))
            elif name:
                _read(reader, channel, name, child)
        if not channel.language and element.get(_LANG):
            channel.language = element.get(_LANG, "")
        if not channel.link:
            channel.link = element.get("HREF") or element.get("href") or ""


def _search(reader: Reader, channel: _Channel, root: etree._Element, language: str) -> None:
    """Items that stand where no specification puts them."""
    for element in root.iter():
        if reader.field(element) == "item" and element is not root:
            channel.found += 1
            if len(channel.items) < MOST_ENTRIES:
                channel.items.append((element, language))


def _read(reader: Reader, channel: _Channel, name: str, child: etree._Element) -> None:
    if name == "title":
        if not channel.title:
            channel.title, channel.title_kind = title_in(child, reader.unsaid)
    elif name == "dc_title":
        channel.title = channel.title or text_of(child)
    elif name == "link":
        _read_link(reader, channel, child)
    elif name == "language":
        channel.language = text_of(child).strip() or channel.language
    elif name == "author":
        channel.authors.append(reader.person(child))
    elif name == "updated" or (name == "published" and not channel.built):
        channel.built = text_of(child).strip()
    elif name == "ttl":
        channel.ttl = _number(text_of(child))
    elif name == "skiphours":
        numbers = (_number(text_of(part)) for part in child)
        channel.hours = tuple(
            sorted({number % 24 for number in numbers if number is not None and number <= 24})
        )
    elif name == "skipdays":
        days = (_DAYS.get(text_of(part).strip().lower()[:3]) for part in child)
        channel.days = tuple(sorted({day for day in days if day is not None}))
    elif name == "period":
        channel.period = text_of(child).strip().lower()
    elif name == "frequency":
        channel.frequency = text_of(child)
    elif name == "icon":
        channel.icon = resolve(text_of(child), reader.base(child) or reader.url) or channel.icon
    elif name == "image" and not channel.icon:
        channel.icon = resolve(_square(child), reader.base(child) or reader.url)


def _square(image: etree._Element) -> str:
    """The address in an RSS image that says that it is as wide as high: unsaid, one is a banner of 88 by 31."""
    said = {str(part.tag).rpartition("}")[2].lower(): text_of(part).strip() for part in image}
    wide, high = (_number(said.get(side, "")) for side in ("width", "height"))
    return said.get("url", "") if wide and wide == high else ""


def _read_link(reader: Reader, channel: _Channel, child: etree._Element) -> None:
    address = child.get("href")
    relation = (child.get("rel") or "alternate").strip().lower()
    if address is None:
        address = text_of(child).strip() or child.get(_RESOURCE, "")
        relation = "alternate"
    if relation == "hub":
        channel.hub = channel.hub or address
    elif relation.endswith("alternate") and not channel.link:
        channel.link = address_of(address, reader.base(child) or reader.url)


def _inherit_author(drafts: list[Draft], authors: list[str]) -> None:
    """RFC 4287 section 4.2.1: an entry without an author has its feed's."""
    for draft in drafts:
        if not draft.authors:
            draft.authors.extend(authors)


def _every(channel: _Channel) -> int | None:
    """Seconds between two updates, as the syndication module says."""
    period = _PERIODS.get(channel.period)
    if period is None:
        return None
    return period // max(_number(channel.frequency) or 1, 1)


def _number(text: str) -> int | None:
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else None
