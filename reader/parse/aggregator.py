"""Which paper a headline on an aggregator's page comes from: the name in its address, spelled as the page spells it.

Addresses there are `/[language/]<paper>/<number>`; links to `/[language/]<paper>` carry the paper's proper name.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from reader.parse.anchors import Anchor
from reader.parse.links import host_of

_FAMILY = frozenset(
    (
        "maghress.com",
        "djazairess.com",
        "turess.com",
        "masress.com",
        "sauress.com",
        "sudaress.com",
        "yemeress.com",
    )
)
_ARTICLE = re.compile(r"^/(?:[a-z]{2}/)?([a-z][\w\-]*)/\d+(?:/.*)?$", re.IGNORECASE)
_PAPER = re.compile(r"^/(?:[a-z]{2}/)?([a-z][\w\-]*)/?$", re.IGNORECASE)
_FEWEST = 5


def papers_of(anchors: list[Anchor], base: str) -> dict[str, str]:
    """The paper of each article that `anchors` lead to, by address key; empty where the page is no aggregator's.

    Links to other sites carry their host as source where a page gathers several.
    """
    host = host_of(base)
    slugs = {
        anchor.key: found[1].lower()
        for anchor in anchors
        if (found := _ARTICLE.match(urlsplit(anchor.url).path))
    }
    if not _is_aggregator(anchors, slugs, host):
        return _hosts(anchors, host)
    names: dict[str, str] = {}
    for anchor in anchors:
        found = _PAPER.match(urlsplit(anchor.url).path)
        if found and found[1].lower() in slugs.values() and len(anchor.title) <= 60:
            names.setdefault(found[1].lower(), anchor.title)
    return {key: names.get(slug, slug) for key, slug in slugs.items()}


def _is_aggregator(anchors: list[Anchor], slugs: dict[str, str], host: str) -> bool:
    if host in _FAMILY:
        return True
    if len(slugs) < _FEWEST or len(set(slugs.values())) < 2:
        return False
    gathered = [anchor for anchor in anchors if anchor.key in slugs]
    ticking = sum(anchor.ticker for anchor in gathered)
    named = sum(
        "newspaper" in anchor.path or "journal" in anchor.path or "source" in anchor.path
        for anchor in anchors
    )
    return ticking >= _FEWEST or named >= _FEWEST


def _hosts(anchors: list[Anchor], host: str) -> dict[str, str]:
    foreign = {anchor.key: other for anchor in anchors if (other := host_of(anchor.url)) != host}
    if (
        not host
        or len(set(foreign.values())) < 3
        or 2 * len(foreign) < len({anchor.key for anchor in anchors})
    ):
        return {}
    return foreign
