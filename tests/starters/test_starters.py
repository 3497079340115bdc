"""The starter packs: valid OPML, every claim said, https, no feed twice, what is disputed is off."""

from __future__ import annotations

import re
from importlib import resources
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest

from reader.starters import NAMES, Starter, StarterFeed, load

PACKS = [load(name) for name in NAMES]
FEEDS = [feed for pack in PACKS for feed in pack.feeds]


def test_every_file_is_a_named_pack() -> None:
    files = {
        file.name for file in resources.files("reader.starters").iterdir() if file.name.endswith(".opml")
    }
    assert files == {f"{name}.opml" for name in NAMES}


@pytest.mark.parametrize("name", NAMES)
def test_is_valid_opml(name: str) -> None:
    data = resources.files("reader.starters").joinpath(f"{name}.opml").read_bytes()
    root = ElementTree.fromstring(data)
    assert (root.tag, root.get("version")) == ("opml", "2.0")
    assert root.findtext("head/title")
    outlines = list(root.iterfind("body/outline"))
    assert len(outlines) == len(list(root.iter("outline"))) > 0
    assert all(outline.get("type") == "rss" and outline.get("text") for outline in outlines)


@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.name)
def test_offers_something(pack: Starter) -> None:
    assert pack.title
    assert pack.chosen


@pytest.mark.parametrize("feed", FEEDS, ids=lambda feed: feed.url)
def test_says_its_tier_language_place_and_date(feed: StarterFeed) -> None:
    assert feed.tier in (1, 2, 3)
    assert feed.language in ("fr", "ar", "es", "en")
    assert feed.place
    assert re.fullmatch(r"20\d\d-(0[1-9]|1[0-2])", feed.written)
    assert feed.off == (feed.tier == 3)
    parts = urlsplit(feed.url)
    assert parts.scheme == "https"
    assert "." in parts.netloc
    assert not feed.off or feed.remark


def test_no_feed_twice() -> None:
    plain = [re.sub(r"^https://(www\.)?|/$", "", feed.url) for feed in FEEDS]
    assert len(set(plain)) == len(plain)


def test_an_unknown_pack_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        load("../parse/feed")
