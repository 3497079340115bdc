"""Faults that real feeds were seen to have: none loses an entry, blanks a row or pretends a date."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from reader.parse.dates import parse_date
from reader.parse.feed import MOST_ENTRIES, NotAFeed, parse_feed
from reader.parse.feeds.packed import read_bounded
from reader.parse.inspect import inspect_feed
from reader.parse.sanitize import CUT
from tests.parse.feeds import atom, item, rss


def test_a_login_page_in_a_hotel() -> None:
    page = b"<!DOCTYPE html><html><body><form action='https://hotel.example/login'><input name=room></form></body></html>"
    with pytest.raises(NotAFeed, match="web page"):
        parse_feed(page, content_type="text/html")


def test_a_feed_that_calls_itself_html_is_read_all_the_same() -> None:
    assert len(parse_feed(rss(item(1)), content_type="text/html; charset=utf-8").entries) == 1


def test_one_guid_twice_is_two_entries_here() -> None:
    same = "<item><title>{0}</title><guid>g</guid></item>"
    assert [entry.title for entry in parse_feed(rss(same.format("A") + same.format("B"))).entries] == [
        "A",
        "B",
    ]


@pytest.mark.parametrize(
    "when", ["", "yesterday", "0000-00-00 00:00:00", "Invalid Date", "17 brumaire an XXX", "32/13/2022"]
)
def test_an_unreadable_date_is_never_today(when: str) -> None:
    (entry,) = parse_feed(rss(f"<item><title>t</title><pubDate>{when}</pubDate></item>")).entries
    assert entry.published is None
    assert entry.updated is None


def test_a_future_date_is_told_as_it_is() -> None:
    (entry,) = parse_feed(
        rss("<item><title>t</title><pubDate>Thu, 17 Jan 2099 18:30:00 GMT</pubDate></item>")
    ).entries
    assert entry.published == parse_date("2099-01-17T18:30:00Z")


def test_a_fresh_build_date_dates_no_entry() -> None:
    feed = parse_feed(
        rss(
            "<item><title>t</title></item>",
            "<title>x</title><lastBuildDate>Mon, 17 Jan 2022 18:30:00 GMT</lastBuildDate>",
        )
    )
    assert feed.entries[0].published is None


def test_french_dates_with_the_date_in_words() -> None:
    (entry,) = parse_feed(
        rss("<item><title>t</title><pubDate>lundi 17 janvier 2022 à 18h30</pubDate></item>")
    ).entries
    assert entry.published == 1642444200


def test_arabic_items_in_a_french_feed_keep_their_own_language() -> None:
    feed = parse_feed(
        rss(
            "<item xml:lang='ar'><title>خبر</title></item><item><title>Nouvelle</title></item>",
            "<title>x</title><language>fr</language>",
        )
    )
    assert [entry.language for entry in feed.entries] == ["ar", "fr"]


def test_a_logo_instead_of_an_image_is_only_an_address() -> None:
    (entry,) = parse_feed(
        rss(item(1, "<media:thumbnail url='/logo.png'/>")), url="https://rade.example/feed"
    ).entries
    assert entry.image == "https://rade.example/logo.png"


def test_more_entries_than_are_kept_are_counted_and_said() -> None:
    data = rss("".join(item(n) for n in range(1, 3001)))
    feed = parse_feed(data)
    assert len(feed.entries) == MOST_ENTRIES
    assert feed.found == 3000
    assert feed.entries[-1].title == "News 1000"
    assert feed.repaired == ""
    assert inspect_feed(data)["note"] == "1,000 of 3,000 entries shown"


def test_more_entries_of_atom_and_of_prefixed_ones_are_counted_too() -> None:
    entry = "<entry><title>t</title><content type='html'>&lt;item&gt;</content></entry>"
    assert parse_feed(atom(entry * 1200)).found == 1200
    prefixed = (
        b'<a:feed xmlns:a="http://www.w3.org/2005/Atom">'
        + b"<a:entry><a:title>t</a:title></a:entry>" * 1200
        + b"</a:feed>"
    )
    feed = parse_feed(prefixed)
    assert (len(feed.entries), feed.found) == (MOST_ENTRIES, 1200)


def test_330000_entries_cost_seconds_not_minutes() -> None:
    head = b'<?xml version="1.0"?><rss version="2.0"><channel><title>t</title>'
    data = (
        head
        + b"<item><title>News</title><link>https://rade.example/1</link><guid>g</guid><description>Some words of news here."
        b"</description></item>" * 330_000 + b"</channel></rss>"
    )
    assert len(data) > 35_000_000
    began = time.process_time()
    feed = parse_feed(data)
    assert time.process_time() - began < 5
    assert (len(feed.entries), feed.found) == (MOST_ENTRIES, 330_000)


@pytest.mark.parametrize("packed", [False, True])
def test_a_file_beyond_the_cap_is_still_counted(tmp_path: Path, packed: bool) -> None:
    import gzip

    body = (
        b"<rss><channel>"
        + b"<item><title>News</title><description>%s</description></item>" % (b"x" * 400) * 60_000
        + b"</channel></rss>"
    )
    path = tmp_path / ("feed.xml.gz" if packed else "feed.xml")
    path.write_bytes(gzip.compress(body, 1) if packed else body)
    data, beyond = read_bounded(path)
    assert len(data) == 15 * 1024 * 1024
    shown = inspect_feed(data, str(path), beyond=beyond)
    assert shown["found"] == 60_000
    assert len(shown["entries"]) == MOST_ENTRIES


def test_20_megabytes_in_one_description_keep_the_entry_and_say_so() -> None:
    data = rss(
        item(1)
        + "<item><title>Long</title><link>https://rade.example/2</link><description>"
        + "word " * 4_000_000
    )
    feed = parse_feed(data)
    assert [entry.title for entry in feed.entries] == ["News 1", "Long"]
    assert feed.entries[1].link == "https://rade.example/2"
    assert feed.entries[1].summary.endswith(CUT)
    assert len(feed.entries[1].summary) < 2_100_000


def test_a_long_description_in_a_whole_feed_is_cut_with_a_mark() -> None:
    feed = parse_feed(
        rss(f"<item><title>Long</title><description>{'word ' * 600_000}</description></item>" + item(2))
    )
    assert feed.entries[0].summary.endswith(CUT)
    assert feed.entries[1].title == "News 2"


def test_a_title_of_megabytes_is_a_line() -> None:
    (entry,) = parse_feed(rss(f"<item><title>{'word ' * 1_000_000}</title></item>")).entries
    assert len(entry.title) <= 1000


@pytest.mark.parametrize("text", ["", "   ", "\xa0 \xa0", "&amp;nbsp;"])
def test_no_row_is_blank_where_anything_is_known(text: str) -> None:
    for more in (
        "<description>Words</description>",
        "<link>https://rade.example/1</link>",
        "<guid>g-1</guid>",
        "<pubDate>Mon</pubDate>",
    ):
        (entry,) = parse_feed(rss(f"<item><title>{text}</title>{more}</item>")).entries
        assert entry.title.strip(), more


def test_entries_whose_address_changed_to_https_keep_their_guid() -> None:
    one, two = (
        parse_feed(
            rss(
                f"<item><title>t</title><link>{scheme}://rade.example/1</link><guid isPermaLink='false'>7</guid></item>"
            )
        ).entries[0]
        for scheme in ("http", "https")
    )
    assert one.id == two.id == "7"
    assert one.link != two.link


def test_an_excerpt_keeps_its_end() -> None:
    (entry,) = parse_feed(rss(item(1, "<description>Le port rouvre (...)</description>"))).entries
    assert entry.summary == "Le port rouvre (...)"
