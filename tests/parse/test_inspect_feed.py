"""What `telex inspect feed` says: exactly the fields that others build on."""

from __future__ import annotations

import json

import pytest

from reader.parse.feed import NotAFeed
from reader.parse.inspect import inspect_feed, rfc3339
from tests.parse.feeds import item, rss


def test_the_fields_and_their_order() -> None:
    shown = inspect_feed(
        rss(
            item(
                1,
                "<category>Mer</category><enclosure url='https://rade.example/1.mp3' type='audio/mpeg' length='3'/>",
            )
        ),
        "a.xml",
    )
    assert list(shown) == ["path", "title", "link", "language", "entries"]
    assert list(shown["entries"][0]) == [
        "id", "title", "link", "author", "published", "updated", "language", "summary", "content", "categories", "enclosures",
    ]  # fmt: skip
    assert shown["path"] == "a.xml"
    assert shown["entries"][0]["published"] == "2022-01-17T18:01:00Z"
    assert shown["entries"][0]["updated"] is None
    assert shown["entries"][0]["enclosures"] == [
        {"url": "https://rade.example/1.mp3", "type": "audio/mpeg", "length": 3}
    ]
    assert json.loads(json.dumps(shown)) == shown


def test_relative_addresses_are_resolved_against_the_url() -> None:
    data = rss("<item><title>t</title><link>/1</link></item>", head="<title>t</title><link>/</link>")
    shown = inspect_feed(data, url="https://rade.example/feed")
    assert (shown["link"], shown["entries"][0]["link"]) == ("https://rade.example/", "https://rade.example/1")


def test_without_any_address_a_relative_link_stays_as_it_is() -> None:
    data = rss("<item><title>t</title><link>/1</link></item>", head="<title>t</title><link>/blog/</link>")
    assert inspect_feed(data)["entries"][0]["link"] == "/1"


def test_what_was_mended_is_said() -> None:
    assert "mended" in inspect_feed(rss("<item><title>a & b</title></item>"))["repaired"]


def test_what_is_no_feed_raises() -> None:
    with pytest.raises(NotAFeed):
        inspect_feed(b"<html/>", "a.html")


@pytest.mark.parametrize(
    ("at", "text"),
    [
        (None, None), (0, "1970-01-01T00:00:00Z"), (1642444200, "2022-01-17T18:30:00Z"), (-1, "1969-12-31T23:59:59Z"),
        (-62135596800, "0001-01-01T00:00:00Z"), (-58979923200, "0101-01-01T00:00:00Z"),
    ],
)  # fmt: skip
def test_dates_are_rfc_3339_in_utc(at: int | None, text: str | None) -> None:
    assert rfc3339(at) == text
