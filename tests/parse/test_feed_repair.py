"""Broken feeds: what real ones get wrong is mended, and nothing else is touched."""

from __future__ import annotations

import gzip

import pytest

from reader.model import Entry, ParsedFeed
from reader.parse.feed import parse_feed
from tests.parse.feeds import atom, item, rss

AT = 1642444200


def _broken(body: str, declaration: str = '<?xml version="1.0" encoding="UTF-8"?>') -> bytes:
    return f'{declaration}<rss version="2.0"><channel><title>La Rade</title>{body}</channel></rss>'.encode()


def _item(title: str = "Le port rouvre", more: str = "") -> str:
    return (
        f"<item><title>{title}</title><link>https://rade.example/?a=1&amp;b=2</link>"
        f"<pubDate>Mon, 17 Jan 2022 18:30:00 GMT</pubDate>{more}</item>"
    )


def _exact(feed: ParsedFeed, title: str = "Le port rouvre") -> Entry:
    (entry,) = feed.entries
    assert (entry.title, entry.link, entry.published) == (title, "https://rade.example/?a=1&b=2", AT)
    return entry


BROKEN = {
    "leading text": (b"Notice: undefined index in feed.php on line 3\n" + _broken(_item()), "Le port rouvre"),
    "leading markup": (b"<br />\n<b>Warning</b>: something<br />\n" + _broken(_item()), "Le port rouvre"),
    "leading blank lines": (b"\n\n  " + _broken(_item()), "Le port rouvre"),
    "leading comment": (b"<!-- cached -->" + _broken(_item()), "Le port rouvre"),
    "trailing script": (_broken(_item()) + b"<script>count()</script>\n", "Le port rouvre"),
    "trailing text": (_broken(_item()) + b"Generated in 0.2 s", "Le port rouvre"),
    "undeclared entities": (_broken(_item("L&rsquo;&eacute;t&eacute;&nbsp;&agrave; Orme")), "L’été\xa0à Orme"),
    "entity in uppercase hex": (_broken(_item("caf&#XE9;")), "café"),
    "unknown entity": (_broken(_item("a &orme; b")), "a &orme; b"),
    "bare ampersand": (_broken(_item("Fish & chips")), "Fish & chips"),
    "bare ampersand in link": (
        _broken(_item().replace("&amp;b", "&b")), "Le port rouvre"),
    "ampersand at the end": (_broken(_item("R&")), "R&"),
    "unclosed br": (_broken(_item("One<br>two")), "One two"),
    "unclosed br with slash elsewhere": (_broken(_item("<b>One<br>two</b>")), "One two"),
    "less than": (_broken(_item("1 < 2")), "1 < 2"),
    "controls": (_broken(_item("Le\x00 port\x07 rou\x0bvre")), "Le port rouvre"),
    "numbered control": (_broken(_item("Le port&#x1F; rouvre&#0;")), "Le port rouvre"),
    "noncharacter": (_broken(_item("Le port\uffff rouvre")), "Le port rouvre"),
    "unquoted attribute": (_broken(_item(), "").replace(b'version="2.0"', b"version=2.0"), "Le port rouvre"),
    "undeclared prefix": (_broken(_item(more="<dc:creator>Nour</dc:creator>")), "Le port rouvre"),
    "two declarations": (b'<?xml version="1.0"?>' + _broken(_item()), "Le port rouvre"),
    "declaration after space": (b' <?xml version="1.0"?><rss><channel>' + _item().encode() + b"</channel></rss>", "Le port rouvre"),
    "doctype of a page": (_broken(_item(), "<!DOCTYPE html>"), "Le port rouvre"),
    "doctype of RSS 0.91": (
        _broken(_item("caf&eacute;"), '<!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "http://my.example/rss.dtd">'), "café"),
    "no channel": (b"<rss>" + _item().encode() + b"</rss>", "Le port rouvre"),
    "raw markup in a description": (
        _broken(_item(more="<description><p>One<br>two <img src='/x.png'> & more</p></description>")), "Le port rouvre"),
    "mismatched end": (_broken(_item()).replace(b"</channel></rss>", b"</rss></channel>"), "Le port rouvre"),
    "no end": (_broken(_item()).replace(b"</channel></rss>", b""), "Le port rouvre"),
    "gzip": (gzip.compress(_broken(_item())), "Le port rouvre"),
    "gzip twice": (gzip.compress(gzip.compress(_broken(_item()))), "Le port rouvre"),
    "gzip with a torn end": (gzip.compress(_broken(_item()))[:-9], "Le port rouvre"),
    "byte order mark": (b"\xef\xbb\xbf" + _broken(_item()), "Le port rouvre"),
    "utf-16 declared, utf-8 meant": (_broken(_item("Été"), '<?xml version="1.0" encoding="utf-16"?>'), "Été"),
    "latin-1 declared, utf-8 meant": (_broken(_item("Été"), '<?xml version="1.0" encoding="iso-8859-1"?>'), "Été"),
    "latin-1 undeclared": (_broken(_item("Été"), "").decode().encode("latin-1"), "Été"),
    "utf-8 declared, windows-1252 meant": (_broken(_item("L’été")).decode().encode("cp1252"), "L’été"),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_title_link_and_date_are_exact(name: str) -> None:
    data, title = BROKEN[name]
    _exact(parse_feed(data), title)


def test_what_was_mended_is_said_and_only_then() -> None:
    assert parse_feed(_broken(_item())).repaired == ""
    assert "mended" in parse_feed(_broken(_item("a & b"))).repaired


def test_markup_that_stands_raw_in_a_description_is_its_text() -> None:
    data, _ = BROKEN["raw markup in a description"]
    assert parse_feed(data).entries[
        0
    ].summary == '<p>One<br>two <img src="https://rade.example/x.png"> &amp; more</p>'.replace("&amp;", "&")


def test_cdata_is_left_alone_while_the_rest_is_mended() -> None:
    more = "<description><![CDATA[<p>if (a && b < c) &nbsp; x</p>]]></description>"
    (entry,) = parse_feed(_broken(_item("a & b", more))).entries
    assert entry.title == "a & b"
    assert "a &amp;&amp; b &lt; c" in entry.summary


def test_xhtml_of_atom_is_not_taken_for_raw_markup() -> None:
    entry = "<title>a & b</title><content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>One</p></div></content>"
    assert parse_feed(atom(f"<entry>{entry}</entry>")).entries[0].content == "<div><p>One</p></div>"


@pytest.mark.parametrize("cut", [5, 40, 90, 110, 130])
def test_a_torn_feed_keeps_its_whole_entries(cut: int) -> None:
    whole = rss("".join(item(n, f"<description>Words {n}</description>") for n in range(1, 21)))
    torn = whole[: whole.index(b"<title>News 11<") + cut]
    feed = parse_feed(torn)
    assert [entry.title for entry in feed.entries] == [f"News {n}" for n in range(1, 11)]
    assert all(entry.summary == f"Words {n}" for n, entry in enumerate(feed.entries, 1))
    assert feed.repaired


def test_a_feed_torn_in_a_cdata_section_keeps_its_whole_entries() -> None:
    whole = rss(item(1) + item(2, "<description><![CDATA[<p>never ends"))
    torn = whole[: whole.index(b"never")]
    assert [entry.title for entry in parse_feed(torn).entries] == ["News 1"]


def test_a_torn_atom_feed_keeps_its_whole_entries() -> None:
    entries = "".join(
        f"<entry><title>News {n}</title><link href='https://quay.example/{n}'/></entry>" for n in (1, 2, 3)
    )
    whole = atom(entries)
    assert len(parse_feed(whole[: whole.index(b"News 3")]).entries) == 2


def test_a_torn_only_entry_is_better_than_none() -> None:
    whole = rss(item(1, "<description>Words"))
    (entry,) = parse_feed(whole[: whole.index(b"Words") + 5]).entries
    assert entry.title == "News 1"


def test_windows_1256_is_read_in_an_arabic_feed() -> None:
    body = "<rss><channel><title>الرصيف</title><language>ar</language><item><title>افتتاح الميناء</title></item></channel></rss>"
    feed = parse_feed(body.encode("cp1256"))
    assert (feed.title, feed.entries[0].title) == ("الرصيف", "افتتاح الميناء")
