"""The headlines of a page that has no feed: its JSON-LD lists, its tickers, and groups of links that look like them.

Links are grouped by the tags and classes above them; a group is taken for its headings, the length of its words, the
depth and number of its addresses, and left for standing in navigation or paid places.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from reader.model import PageItem
from reader.parse.aggregator import papers_of
from reader.parse.anchors import Anchor, address_key, anchors_of, is_deep
from reader.parse.dates import parse_date
from reader.parse.flat import ticker_titles
from reader.parse.jsonld import Thing, address_in, text_in, types_of
from reader.parse.links import host_of, resolve
from reader.parse.page import ARTICLES, Facts, facts_of
from reader.parse.tree import parse
from reader.text.clean import clean_line

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

ENOUGH = 2.5
"""The score from which a group of links is taken for headlines."""

_CLIMB = 6
_LONGEST_DATE = 30
_MOST_ITEMS = 1000


@dataclass(frozen=True, slots=True)
class Group:
    """Links under one path, and how much they look like headlines (`ENOUGH` and more: they are)."""

    path: str
    anchors: tuple[Anchor, ...]
    score: float


def headlines_of(html_or_text: str, url: str = "", flat: bool = False) -> list[PageItem]:
    """The headlines of a page in their order, each address once. Never raises.

    `flat` says that it is a page flattened to text: then items are parted by runs of no-break spaces and have no links.
    """
    if flat:
        return [PageItem(title=title) for title in ticker_titles(html_or_text)]
    tree = parse(html_or_text)
    if tree.body is None:
        return []
    facts = facts_of(tree, url)
    anchors = anchors_of(tree.body, facts.head.base)
    groups = groups_of(anchors, facts.head.base)
    taken = [
        anchor
        for group in groups
        if group.score >= ENOUGH
        for anchor in group.anchors
        if not _is_label(anchor)
    ]
    listed = _listed(facts)
    by_key: dict[str, list[Anchor]] = {}
    for anchor in sorted(taken, key=lambda anchor: anchor.place):
        by_key.setdefault(anchor.key, []).append(anchor)
    for anchor in anchors:
        if anchor.key in listed and anchor.key not in by_key and not anchor.navigation:
            by_key.setdefault(anchor.key, []).append(anchor)
    papers = papers_of(anchors, facts.head.base)
    keys = {anchor.node.mem_id: anchor.key for same in by_key.values() for anchor in same}
    items: list[tuple[int, PageItem]] = []
    for key, same in by_key.items():
        best = min(same, key=_preference)
        said = listed.pop(key, None)
        moment = said[1] if said else None
        items.append(
            (
                same[0].place,
                PageItem(
                    title=best.title,
                    link=best.url,
                    source=papers.get(key),
                    published=moment if moment is not None else _time_near(same, keys),
                ),
            )
        )
    items.sort(key=lambda pair: pair[0])
    out = [item for _, item in items]
    out.extend(PageItem(title=title, link=link, published=moment) for title, moment, link in listed.values())
    if not out:
        out = [
            PageItem(title=title) for strip in tree.css("marquee") for title in ticker_titles(strip.text())
        ]
    return out[:_MOST_ITEMS]


def groups_of(anchors: list[Anchor], base: str) -> list[Group]:
    """`anchors` by path, best group first: what a person may choose from."""
    paths: dict[str, list[Anchor]] = {}
    for anchor in anchors:
        paths.setdefault(anchor.path, []).append(anchor)
    host = host_of(base)
    groups = [Group(path, tuple(members), _score(members, host)) for path, members in paths.items()]
    return sorted(groups, key=lambda group: (-group.score, group.anchors[0].place))


def _score(anchors: list[Anchor], host: str) -> float:
    words = median(_words_in(anchor.title) for anchor in anchors)
    count = len(anchors)
    keys = {anchor.key for anchor in anchors}
    score = 3.0 if words >= 7 else 2.0 if words >= 5 else 1.0 if words >= 4 else 0.0 if words >= 3 else -3.0
    score += 2.0 * _share(anchors, [anchor.titled for anchor in anchors])
    deep = _share(anchors, [is_deep(anchor.url) for anchor in anchors])
    score += 1.5 if deep >= 0.6 else 0.0 if deep >= 0.3 else -1.5
    score += 1.0 if len(keys) >= 3 else 0.0 if len(keys) == 2 else -0.5
    if len(keys) < 0.5 * count:
        score -= 2.0
    if any(anchor.ticker for anchor in anchors) and words >= 3:
        score += 3.0
    elif _share(anchors, [anchor.navigation for anchor in anchors]) > 0.5:
        score -= 6.0
    if _share(anchors, [anchor.paid for anchor in anchors]) > 0.5:
        score -= 6.0
    hosts = Counter(host_of(anchor.url) for anchor in anchors)
    foreign = sum(number for name, number in hosts.items() if not _same_site(name, host))
    if host and 2 * foreign > count and len(hosts) < 3:
        score -= 5.0
    return score


def _is_label(anchor: Anchor) -> bool:
    """Whether a link among headlines names a section or a time rather than an article."""
    if _words_in(anchor.title) <= 2:
        return not is_deep(anchor.url) and not anchor.ticker
    return len(anchor.title) <= _LONGEST_DATE and parse_date(anchor.title) is not None


def _share(anchors: list[Anchor], flags: list[bool]) -> float:
    return sum(flags) / len(anchors)


def _words_in(title: str) -> float:
    """Words of a title; scripts without spaces count two letters for one word."""
    words = len(title.split())
    dense = sum("\u2e80" <= letter <= "\u9fff" or "\uac00" <= letter <= "\ud7af" for letter in title)
    return max(words, dense / 2)


def _same_site(one: str, other: str) -> bool:
    if one == other or not one:
        return True
    return (
        one.endswith("." + other) or other.endswith("." + one) or one.split(".")[-2:] == other.split(".")[-2:]
    )


def _preference(anchor: Anchor) -> tuple[bool, bool, float, int]:
    """The best of several links to one page: marked as a title, no teaser, not short, the first."""
    return (not anchor.titled, anchor.teaser, -min(_words_in(anchor.title), 4), anchor.place)


def _time_near(same: list[Anchor], keys: dict[int, str]) -> int | None:
    """The time in the smallest box around a headline that holds no other headline."""
    for anchor in same:
        box = anchor.node
        for _ in range(_CLIMB):
            if box.tag in ("body", "html", "marquee"):
                break
            if any(keys.get(inner.mem_id, anchor.key) != anchor.key for inner in box.css("a[href]")):
                break
            if (moment := _time_in(box)) is not None:
                return moment
            if box.parent is None:
                break
            box = box.parent
    return None


def _time_in(box: LexborNode) -> int | None:
    for node in box.css('time, [class*="date" i], [class*="time" i], [datetime]')[:4]:
        attributes = node.attributes
        for text in (attributes.get("datetime"), attributes.get("content"), node.text()):
            if text and len(text) < 80 and (moment := parse_date(clean_line(text))) is not None:
                return moment
    return None


def _listed(facts: Facts) -> dict[str, tuple[str, int | None, str]]:
    """Headlines in the page's JSON-LD: title, time and address by address key, in order."""
    found: dict[str, tuple[str, int | None, str]] = {}
    for thing in facts.things:
        if "ItemList" in types_of(thing) and isinstance(thing.get("itemListElement"), list):
            for element in thing["itemListElement"]:
                _add(found, element, facts)
    articles = [thing for thing in facts.things if types_of(thing) & ARTICLES]
    if len(articles) > 2:
        for thing in articles:
            _add(found, thing, facts)
    titled = [title for title, _, _ in found.values()]
    if not titled or median(map(_words_in, titled)) < 3:
        return {}
    return found


def _add(found: dict[str, tuple[str, int | None, str]], element: object, facts: Facts) -> None:
    if not isinstance(element, dict):
        return
    item = element.get("item")
    thing: Thing = item if isinstance(item, dict) else element
    link = (
        address_in(thing.get("url"))
        or address_in(thing.get("mainEntityOfPage"))
        or address_in(element.get("url"))
    )
    if not link and isinstance(item, str):
        link = item
    link = resolve(link or text_in(thing.get("@id")), facts.head.base)
    title = clean_line(
        text_in(thing.get("headline")) or text_in(thing.get("name")) or text_in(element.get("name"))
    )
    if link and title and address_key(link) not in found:
        found[address_key(link)] = (title, parse_date(text_in(thing.get("datePublished"))), link)
