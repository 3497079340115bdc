"""JSON Feed 1.0 and 1.1."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.model import Enclosure
from reader.parse.feed import BrokenFeed, FeedError, NotAFeed, parse_feed

WHOLE: dict[str, Any] = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "La Rade & <co>",
    "home_page_url": "https://rade.example/",
    "language": "fr-FR",
    "hubs": [{"type": "WebSub", "url": "https://hub.example/"}],
    "authors": [{"name": "The desk"}],
    "items": [
        {
            "id": "1",
            "url": "/1",
            "title": "Le <quai> & moi",
            "content_html": "<p onclick='x'>Les <b>quais</b></p><script>x()</script>",
            "summary": "a < b",
            "date_published": "2022-01-17T18:30:00Z",
            "date_modified": "2022-01-18T18:30:00+01:00",
            "authors": [{"name": "Nour Belkadi"}, {"name": "Lola Prieto"}],
            "tags": ["Mer", "Ville"],
            "language": "ar",
            "image": "https://rade.example/1.jpg",
            "attachments": [
                {"url": "https://rade.example/1.mp3", "mime_type": "audio/mpeg", "size_in_bytes": 77}
            ],
        },
        {"id": 2, "content_text": "First line\nsecond <line>\n\nNext paragraph"},
    ],
}


def _parsed(feed: object) -> Any:
    return parse_feed(json.dumps(feed).encode(), url="https://rade.example/feed.json")


def test_a_whole_feed() -> None:
    feed = _parsed(WHOLE)
    assert (feed.title, feed.link, feed.language) == ("La Rade & <co>", "https://rade.example/", "fr-fr")
    assert feed.hub == "https://hub.example/"
    one, two = feed.entries
    assert (one.id, one.link, one.title) == ("1", "https://rade.example/1", "Le <quai> & moi")
    assert one.content == "<p>Les <b>quais</b></p>"
    assert one.summary == "a &lt; b"
    assert (one.published, one.updated) == (1642444200, 1642527000)
    assert one.author == "Nour Belkadi, Lola Prieto"
    assert one.categories == ("Mer", "Ville")
    assert (one.language, two.language) == ("ar", "fr-fr")
    assert one.image == "https://rade.example/1.jpg"
    assert one.enclosures == (Enclosure("https://rade.example/1.mp3", "audio/mpeg", 77),)
    assert (two.id, two.author) == ("2", "The desk")
    assert two.content == "<p>First line<br>\nsecond &lt;line&gt;</p>\n<p>Next paragraph</p>"
    assert two.title == "First line second <line> Next paragraph"


def test_version_1_names_one_author() -> None:
    feed = _parsed(
        {
            "version": "https://jsonfeed.org/version/1",
            "items": [{"id": "1", "title": "t", "author": {"name": "Nour"}}],
        }
    )
    assert feed.entries[0].author == "Nour"


def test_an_external_address_stands_in() -> None:
    assert (
        _parsed({"items": [{"id": "1", "external_url": "https://quay.example/1"}]}).entries[0].link
        == "https://quay.example/1"
    )
    assert _parsed({"items": [{"id": "https://rade.example/7"}]}).entries[0].link == "https://rade.example/7"


def test_a_byte_order_mark_and_blanks_before_it_are_no_matter() -> None:
    assert parse_feed(b"\xef\xbb\xbf \n" + json.dumps(WHOLE).encode()).found == 2
    assert parse_feed(json.dumps(WHOLE).encode("utf-16")).found == 2


def test_more_items_than_are_kept_are_counted() -> None:
    feed = _parsed({"items": [{"id": str(n), "title": "t"} for n in range(1500)]})
    assert (len(feed.entries), feed.found) == (1000, 1500)


@pytest.mark.parametrize("feed", [{}, {"items": 7}, [], "items", {"items": None}])
def test_other_json_is_named(feed: object) -> None:
    with pytest.raises(FeedError):
        _parsed(feed)
    with pytest.raises(NotAFeed, match="JSON"):
        parse_feed(b'{"items": 7}')


def test_torn_json_keeps_its_whole_items() -> None:
    feed = parse_feed(json.dumps(WHOLE).encode()[:-10])
    assert [entry.id for entry in feed.entries] == ["1"]
    assert feed.title == "La Rade & <co>"
    assert "broken" in feed.repaired
    with pytest.raises(BrokenFeed, match="JSON"):
        parse_feed(json.dumps(WHOLE).encode()[:300])


_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(list(WHOLE["items"][0])), inner, max_size=4)
    ),
    max_leaves=8,
)


@given(
    st.dictionaries(st.sampled_from([*WHOLE, "author"]), _values, max_size=5), st.lists(_values, max_size=3)
)
@settings(max_examples=150, deadline=None)
def test_no_shape_breaks_it(feed: dict[str, object], items: list[object]) -> None:
    parsed = _parsed(feed | {"items": items})
    assert parsed.found == len(items)
    for entry in parsed.entries:
        assert all(
            isinstance(text, str) for text in (entry.id, entry.title, entry.link, entry.author, entry.content)
        )
