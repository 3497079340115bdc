"""A page as a feed (U9): its headlines as found by themselves, one of its groups of links, or what CSS selectors name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from msgspec import structs

from reader.model import Entry, ParsedFeed
from reader.parse.anchors import address_key, anchors_of
from reader.parse.dates import parse_date
from reader.parse.headlines import ENOUGH, groups_of, headlines_of
from reader.parse.links import resolve
from reader.parse.meta import Head, head_of
from reader.parse.page import facts_of, page_from
from reader.parse.people import clean_author
from reader.parse.pictures import picture_of
from reader.parse.rules import check_selector
from reader.parse.sanitize import sanitize
from reader.parse.tree import parse
from reader.text.clean import clean_line
from reader.text.language import guess

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_MOST = 1000
_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Selectors:
    """CSS selectors: `item` from the page, the others from the item. Only `item` is needed; `title` and `link` default
    to the item's first link, the others to nothing."""

    item: str
    title: str = ""
    link: str = ""
    author: str = ""
    time: str = ""
    image: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """One group of links that a person may pick: its place in the page, what it would give, whether Telex would take it."""

    path: str
    titles: tuple[str, ...]
    count: int
    taken: bool


def watched(html: str, url: str, chosen: Mapping[str, str]) -> ParsedFeed:
    """The page as a feed document, in the page's order. Raises `rules.RuleError` for a wrong selector.

    `chosen` names CSS selectors by the fields of `Selectors`, or a "group" by its path; where it is empty, the headlines
    are found by themselves. An entry's id is its address without what differs from place to place (`address_key`);
    its language is the page's unless its letters say otherwise, or it comes from one of several papers.
    """
    facts = facts_of(parse(html), url)
    page = page_from(facts)
    if "item" in chosen:
        entries = entries_by(html, url, Selectors(**chosen))
    elif "group" in chosen:
        entries = entries_of_group(html, url, chosen["group"])
    else:
        entries = _by_themselves(html, url)
    found: dict[str, Entry] = {}
    for entry in entries:
        key = address_key(entry.link)
        spoken = guess(entry.title, declared="" if entry.source else page.language)
        found.setdefault(key, structs.replace(entry, id=key, language=spoken))
    title = page.site_name or page.title
    return ParsedFeed(title, url, page.language, tuple(found.values()), len(found), icon=_icon_of(facts.head))


def _icon_of(head: Head) -> str:
    """The page's icon, none that is drawn in SVG."""
    named = (one for one in head.links.get("icon", ()) if "svg" not in one.get("type", ""))
    found = (resolve(one["href"], head.base) for one in named)
    return next((url for url in found if url and not urlsplit(url).path.lower().endswith(".svg")), "")


def _by_themselves(html: str, url: str) -> list[Entry]:
    return [
        Entry(
            id=item.link,
            title=item.title,
            link=item.link,
            source=item.source or "",
            published=item.published,
        )
        for item in headlines_of(html, url)
        if item.link
    ]


def choices_of(html: str, url: str = "") -> list[Choice]:
    """The groups of links in the page, likeliest first."""
    tree = parse(html)
    if tree.body is None:
        return []
    groups = groups_of(anchors_of(tree.body, head_of(tree, url).base), url)
    return [
        Choice(
            group.path,
            tuple(anchor.title for anchor in group.anchors[:_SHOWN]),
            len({anchor.key for anchor in group.anchors}),
            group.score >= ENOUGH,
        )
        for group in groups
    ]


def entries_by(html: str, url: str, selectors: Selectors) -> list[Entry]:
    """The items of the page as entries, each address once. Raises `rules.RuleError` for a wrong selector.

    Items without title or link are left out. The entry's id is its address.
    """
    for name in ("item", "title", "link", "author", "time", "image", "text"):
        selector = getattr(selectors, name)
        if selector or name == "item":
            check_selector(selector, f"the watcher's “{name}”")
    tree = parse(html)
    base = head_of(tree, url).base
    found: dict[str, Entry] = {}
    for item in tree.css(selectors.item)[:_MOST]:
        entry = _entry(item, base, selectors)
        if entry is not None:
            found.setdefault(entry.link, entry)
    return list(found.values())


def entries_of_group(html: str, url: str, path: str) -> list[Entry]:
    """The links of the group that a person picked by its `path`, as entries; several paths stand on lines of their own."""
    tree = parse(html)
    if tree.body is None:
        return []
    anchors = anchors_of(tree.body, head_of(tree, url).base)
    found: dict[str, Entry] = {}
    paths = frozenset(path.split("\n"))
    for anchor in anchors:
        if anchor.path in paths:
            found.setdefault(anchor.key, Entry(id=anchor.url, title=anchor.title, link=anchor.url))
    return list(found.values())[:_MOST]


def _entry(item: LexborNode, base: str, selectors: Selectors) -> Entry | None:
    link_node = (
        _pick(item, selectors.link)
        if selectors.link
        else (item if item.tag == "a" else item.css_first("a[href]"))
    )
    if link_node is not None and link_node.tag != "a":
        link_node = link_node.css_first("a[href]") or link_node
    link = resolve(link_node.attributes.get("href"), base) if link_node is not None else ""
    title_node = _pick(item, selectors.title) if selectors.title else link_node
    title = clean_line(title_node.text()) if title_node is not None else ""
    if not link or not title:
        return None
    image = _pick(item, selectors.image)
    if image is not None and image.tag != "img":
        image = image.css_first("img")
    picture = picture_of(image, base) if image is not None else None
    moment_text = _moment(item, selectors.time)
    text = _pick(item, selectors.text)
    return Entry(
        id=link,
        title=title,
        link=link,
        author=clean_author(_text(item, selectors.author)),
        published=parse_date(moment_text) if moment_text else None,
        published_text=moment_text,
        image=picture.url if picture else "",
        summary=sanitize(text.inner_html or "", base) if text is not None else "",
    )


def _pick(item: LexborNode, selector: str) -> LexborNode | None:
    return item.css_first(selector) if selector else None


def _text(item: LexborNode, selector: str) -> str:
    node = _pick(item, selector)
    return clean_line(node.text()) if node is not None else ""


def _moment(item: LexborNode, selector: str) -> str:
    node = _pick(item, selector)
    if node is None:
        return ""
    return clean_line(node.attributes.get("datetime") or node.attributes.get("content") or node.text())
