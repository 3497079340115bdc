"""Feeds of every kind: what each element becomes."""

from __future__ import annotations

from datetime import datetime

import pytest

from reader.model import Enclosure, Entry, Rhythm
from reader.parse.feed import BrokenFeed, FeedError, NotAFeed, parse_feed
from reader.parse.inspect import rfc3339
from tests.parse.feeds import atom, item, rss


def _at(text: str) -> int:
    return int(datetime.fromisoformat(f"{text}+00:00").timestamp())


def _one(data: bytes, url: str = "https://rade.example/feed") -> Entry:
    (entry,) = parse_feed(data, url=url).entries
    return entry


def test_rss_2() -> None:
    feed = parse_feed(
        rss(
            "<item><title>Le port rouvre</title><link>https://rade.example/1</link><guid isPermaLink='false'>rade-1</guid>"
            "<author>plume@rade.example (Nour Belkadi)</author><pubDate>Mon, 17 Jan 2022 18:30:00 GMT</pubDate>"
            "<category>Ville</category><category domain='x'>Mer</category>"
            "<description>&lt;p&gt;Les quais.&lt;/p&gt;</description>"
            "<content:encoded><![CDATA[<p>Les quais <b>rouvrent</b>.</p>]]></content:encoded>"
            "<enclosure url='https://rade.example/1.mp3' type='audio/mpeg' length='1234'/>"
            "<source url='https://quay.example/feed'>The Quay</source>"
            "<slash:comments>4</slash:comments><georss:point>1 2</georss:point></item>",
            head="<title>La Rade</title><link>https://rade.example/</link><language>fr-FR</language><ttl>60</ttl>"
            "<skipHours><hour>3</hour><hour>24</hour></skipHours><skipDays><day>Sunday</day><day>Monday</day></skipDays>"
            "<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>"
            "<atom:link rel='self' href='https://rade.example/feed'/><atom:link rel='hub' href='https://hub.example/'/>",
        )
    )
    assert (feed.title, feed.link, feed.language) == ("La Rade", "https://rade.example/", "fr-fr")
    assert feed.rhythm == Rhythm(ttl=60, skip_hours=(0, 3), skip_days=(0, 6), update_every=1800)
    assert feed.hub == "https://hub.example/"
    assert (feed.found, feed.repaired) == (1, "")
    assert feed.entries == (
        Entry(
            id="rade-1",
            title="Le port rouvre",
            link="https://rade.example/1",
            author="Nour Belkadi",
            published=_at("2022-01-17T18:30:00"),
            language="fr-fr",
            summary="<p>Les quais.</p>",
            content="<p>Les quais <b>rouvrent</b>.</p>",
            source="The Quay",
            categories=("Ville", "Mer"),
            enclosures=(Enclosure("https://rade.example/1.mp3", "audio/mpeg", 1234),),
        ),
    )


def test_atom_1() -> None:
    feed = parse_feed(
        atom(
            "<entry xml:lang='ar'><title type='text'>افتتاح الميناء</title><id>tag:quay.example,2022:1</id>"
            "<link href='/1.pdf' type='application/pdf'/><link href='/1' rel='alternate' type='text/html'/>"
            "<link rel='enclosure' href='/1.ogg' type='audio/ogg' length='9'/>"
            "<published>2022-01-17T18:30:00Z</published><updated>2022-01-18T06:00:00+01:00</updated>"
            "<category term='sea' label='Sea'/><summary>A &lt; b</summary>"
            "<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>One<br/>two</p></div></content>"
            "<source><title>Riwaq</title></source></entry>",
            head="<title>The Quay</title><link href='https://quay.example/'/><link rel='self' href='https://quay.example/f'/>"
            "<author><name>The desk</name><email>desk@quay.example</email></author>",
            attributes='xml:lang="en-GB"',
        ),
        url="https://quay.example/feed",
    )
    assert (feed.title, feed.link, feed.language) == ("The Quay", "https://quay.example/", "en-gb")
    (entry,) = feed.entries
    assert entry.id == "tag:quay.example,2022:1"
    assert entry.link == "https://quay.example/1"
    assert entry.author == "The desk"
    assert entry.language == "ar"
    assert (entry.published, entry.updated) == (_at("2022-01-17T18:30:00"), _at("2022-01-18T05:00:00"))
    assert entry.summary == "A &lt; b"
    assert entry.content == "<div><p>One<br>two</p></div>"
    assert entry.categories == ("Sea",)
    assert entry.enclosures == (Enclosure("https://quay.example/1.ogg", "audio/ogg", 9),)
    assert entry.source == "Riwaq"


def test_atom_03() -> None:
    entry = _one(
        b'<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title mode="escaped">Old &amp;amp; gold</title><entry>'
        b'<title type="text/html" mode="escaped">A &lt;b&gt;port&lt;/b&gt;</title><link rel="alternate" type="text/html" href="/1"/>'
        b"<issued>2022-01-17T18:30:00Z</issued><modified>2022-01-18T18:30:00Z</modified><created>2020-01-01T00:00:00Z</created>"
        b'<content type="text/html" mode="base64">PHA+UGllcjwvcD4=</content></entry></feed>'
    )
    assert entry.title == "A port"
    assert entry.link == "https://rade.example/1"
    assert (entry.published, entry.updated) == (_at("2022-01-17T18:30:00"), _at("2022-01-18T18:30:00"))
    assert entry.content == "<p>Pier</p>"


def test_rdf() -> None:
    feed = parse_feed(
        b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
        b'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://riwaq.example/"><title>Riwaq</title>'
        b"<link>https://riwaq.example/</link><dc:language>es</dc:language><items><rdf:Seq><rdf:li/></rdf:Seq></items></channel>"
        b'<item rdf:about="https://riwaq.example/1"><title>Uno</title><link>https://riwaq.example/1</link>'
        b"<dc:creator>Lola Prieto</dc:creator><dc:creator>Iker Sanz</dc:creator><dc:date>2022-01-17T18:30:00Z</dc:date>"
        b"<dc:subject>Mar</dc:subject></item><item rdf:about='https://riwaq.example/2'><title>Dos</title></item></rdf:RDF>"
    )
    assert (feed.title, feed.language, feed.found) == ("Riwaq", "es", 2)
    one, two = feed.entries
    assert (one.id, one.link) == ("https://riwaq.example/1", "https://riwaq.example/1")
    assert one.author == "Lola Prieto, Iker Sanz"
    assert one.published == one.updated == _at("2022-01-17T18:30:00")
    assert one.categories == ("Mar",)
    assert two.link == "https://riwaq.example/2"


@pytest.mark.parametrize(
    "data",
    [
        b"<rss version='0.91'><channel><title>t</title><item><title>News</title><link>https://a.example/1</link></item></channel></rss>",
        b"<rss version='0.92'><channel><item><title>News</title><link>https://a.example/1</link></item></channel></rss>",
        b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://my.netscape.com/rdf/simple/0.9/">'
        b"<channel/><item><title>News</title><link>https://a.example/1</link></item></rdf:RDF>",
        b'<rss version="2.0" xmlns="http://backend.userland.com/rss2"><channel><item><title>News</title>'
        b"<link>https://a.example/1</link></item></channel></rss>",
        b'<rss xmlns="urn:nobody:knows"><channel><item><title>News</title><link>https://a.example/1</link></item></channel></rss>',
        b'<r:rss xmlns:r="http://purl.org/rss/1.0/"><r:channel><r:item><r:title>News</r:title><r:link>https://a.example/1</r:link>'
        b"</r:item></r:channel></r:rss>",
        b'<RSS VERSION="2.0"><CHANNEL><ITEM><TITLE>News</TITLE><LINK>https://a.example/1</LINK></ITEM></CHANNEL></RSS>',
        b"<rss><item><title>News</title><link>https://a.example/1</link></item></rss>",
        b"<rss><channel><items><item><title>News</title><link>https://a.example/1</link></item></items></channel></rss>",
        b'<CHANNEL HREF="https://a.example/"><ITEM HREF="https://a.example/1"><TITLE>News</TITLE></ITEM></CHANNEL>',
        b'<a:feed xmlns:a="http://www.w3.org/2005/Atom"><a:entry><a:title>News</a:title><a:link href="https://a.example/1"/>'
        b"</a:entry></a:feed>",
        b'<feed><entry><title>News</title><link href="https://a.example/1"/></entry></feed>',
        b"<rss xmlns:a10='http://www.w3.org/2005/Atom'><channel><item><title>News</title><a10:link href='https://a.example/1'/>"
        b"</item></channel></rss>",
        b"<rss><channel><item><atom:title>News</atom:title><atom:link href='https://a.example/1'/></item></channel></rss>",
    ],
)  # fmt: skip
def test_every_old_and_odd_form(data: bytes) -> None:
    entry = _one(data)
    assert (entry.title, entry.link) == ("News", "https://a.example/1")


def test_media_and_podcasts() -> None:
    entry = _one(
        rss(
            "<item><title>Episode</title><link>https://rade.example/1</link><itunes:author>Nour</itunes:author>"
            "<itunes:summary>Told at sea.</itunes:summary><itunes:image href='https://rade.example/e.jpg'/>"
            "<media:content url='https://rade.example/v.mp4' type='video/mp4' fileSize='77'/>"
            "<media:thumbnail url='https://rade.example/t.jpg'/></item>"
        )
    )
    assert entry.author == "Nour"
    assert entry.summary == "Told at sea."
    assert entry.image == "https://rade.example/e.jpg"
    assert entry.enclosures == (Enclosure("https://rade.example/v.mp4", "video/mp4", 77),)


def test_a_media_group_tells_what_nothing_else_told() -> None:
    entry = _one(
        atom(
            "<entry><title>Film</title><link href='https://tube.example/1'/><media:group xmlns:media='http://search.yahoo.com/mrss/'>"
            "<media:title>Film</media:title><media:content url='https://tube.example/1.mp4' type='video/mp4'/>"
            "<media:thumbnail url='https://tube.example/1.jpg'/><media:description>First line\nSecond &lt;b&gt;</media:description>"
            "</media:group></entry>"
        )
    )
    assert entry.image == "https://tube.example/1.jpg"
    assert entry.summary == "<p>First line<br>\nSecond &lt;b&gt;</p>"
    assert entry.enclosures[0].url == "https://tube.example/1.mp4"


def test_images_of_items_are_found_wherever_they_stand() -> None:
    for said in (
        "<image><url>https://rade.example/i.jpg</url></image>",
        "<image>https://rade.example/i.jpg</image>",
        "<enclosure url='https://rade.example/i.jpg' type='image/jpeg' length='1'/>",
        "<media:content url='https://rade.example/i.jpg' medium='image'/>",
        "<media:group><media:content url='https://rade.example/i.jpg' type='image/jpeg'/></media:group>",
        "<thumbnail url='/i.jpg'/>",
    ):
        assert _one(rss(item(1, said))).image == "https://rade.example/i.jpg", said


def test_xml_base_is_inherited() -> None:
    entry = _one(
        atom(
            "<entry xml:base='2022/'><title>t</title><link href='quai.html'/>"
            "<content type='html' xml:base='quai/'>&lt;a href='a.html'&gt;a&lt;/a&gt;&lt;img src='/b.png'&gt;</content></entry>",
            attributes='xml:base="https://quay.example/news/"',
        )
    )
    assert entry.link == "https://quay.example/news/2022/quai.html"
    assert 'href="https://quay.example/news/2022/quai/a.html"' in entry.content
    assert 'src="https://quay.example/b.png"' in entry.content


def test_xml_base_inside_xhtml_counts_too() -> None:
    entry = _one(
        atom(
            "<entry><title>t</title><content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>"
            "<p xml:base='https://other.example/x/'><a href='y'>y</a></p></div></content></entry>"
        )
    )
    assert 'href="https://other.example/x/y"' in entry.content


def test_addresses_in_text_are_relative_to_the_entry() -> None:
    entry = _one(
        rss(
            item(
                1, "<description>&lt;a href='/x'&gt;a&lt;/a&gt; &lt;a href='#n'&gt;n&lt;/a&gt;</description>"
            )
        )
    )
    assert entry.summary == '<a href="https://rade.example/x">a</a> <a href="https://rade.example/1#n">n</a>'


GUID_ONLY = [
    ("<guid>https://rade.example/p/{n}</guid>", "https://rade.example/p/{n}"),
    ("<guid isPermaLink='true'>https://rade.example/p/{n}</guid>", "https://rade.example/p/{n}"),
    ("<guid>HTTP://RADE.EXAMPLE/{n}</guid>", "HTTP://RADE.EXAMPLE/{n}"),
    ("<guid>/p/{n}</guid>", "https://rade.example/p/{n}"),
    ("<guid isPermaLink='false'>x{n}</guid><enclosure url='https://rade.example/{n}.mp3' type='audio/mpeg' length='1'/>", "https://rade.example/{n}.mp3"),
    ("<enclosure url='/{n}.mp3' type='audio/mpeg'/>", "https://rade.example/{n}.mp3"),
    ("<link/><guid>https://rade.example/p/{n}</guid>", "https://rade.example/p/{n}"),
    ("<link> </link><guid>https://rade.example/p/{n}</guid>", "https://rade.example/p/{n}"),
    ("<media:content url='https://rade.example/{n}.mp4' type='video/mp4'/>", "https://rade.example/{n}.mp4"),
    ("<link>\n  https://rade.example/{n}\n</link>", "https://rade.example/{n}"),
]  # fmt: skip


@pytest.mark.parametrize(("said", "link"), GUID_ONLY)
@pytest.mark.parametrize("number", [1, 2])
def test_every_entry_has_a_link(said: str, link: str, number: int) -> None:
    data = rss(f"<item><title>t</title>{said.format(n=number)}</item>")
    assert _one(data).link == link.format(n=number)


def test_a_guid_that_is_no_permalink_is_the_last_resort() -> None:
    said = "<guid isPermaLink='false'>https://rade.example/1</guid>"
    assert (
        _one(rss(f"<item><title>t</title>{said}<enclosure url='/2.mp3'/></item>")).link
        == "https://rade.example/2.mp3"
    )
    assert (
        _one(rss("<item><title>t</title><guid isPermaLink='false'>https://rade.example/1</guid></item>")).link
        == "https://rade.example/1"
    )
    assert _one(rss("<item><title>t</title><guid isPermaLink='false'>no address</guid></item>")).link == ""


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "mailto:a@b.example", "exec:ls"]
)
def test_links_are_http_or_nothing(link: str) -> None:
    entry = _one(
        rss(f"<item><title>t</title><link>{link}</link><enclosure url='{link}'/><guid>{link}</guid></item>")
    )
    assert entry.link == ""
    assert entry.enclosures == ()


AUTHORS = [
    ("<author>plume@rade.example (Nour Belkadi)</author>", "Nour Belkadi"),
    ("<author>Nour Belkadi &lt;plume@rade.example&gt;</author>", "Nour Belkadi"),
    ("<author>Nour Belkadi</author>", "Nour Belkadi"),
    ("<author>plume@rade.example</author>", "plume@rade.example"),
    ("<author>noreply@rade.example (Nour Belkadi)</author>", "Nour Belkadi"),
    ("<author>noreply@rade.example</author>", ""),
    ("<dc:creator>Nour Belkadi</dc:creator>", "Nour Belkadi"),
    ("<dc:creator><![CDATA[Nour &amp; Lola]]></dc:creator>", "Nour &amp; Lola"),
    ("<dc:creator>Nour</dc:creator><author>desk@rade.example (Lola)</author>", "Lola"),
    ("<author><name>Nour</name><email>n@rade.example</email></author>", "Nour"),
    ("<dc:creator>none</dc:creator>", ""),
]  # fmt: skip


@pytest.mark.parametrize(("said", "author"), AUTHORS)
def test_authors(said: str, author: str) -> None:
    assert _one(rss(item(1, said))).author == author


def test_mail_addresses_only_where_they_are_asked_for() -> None:
    data = atom(
        "<entry><title>t</title><author><name>Nour</name><email>n@rade.example</email></author></entry>"
    )
    assert parse_feed(data).entries[0].author == "Nour"
    assert parse_feed(data, mails=True).entries[0].author == "Nour (n@rade.example)"


def test_dates_without_a_zone_take_the_feeds_usual_one() -> None:
    items = "".join(
        f"<item><title>{n}</title><pubDate>{date}</pubDate></item>"
        for n, date in enumerate(
            [
                "Mon, 17 Jan 2022 10:00:00 +0100",
                "Mon, 17 Jan 2022 11:00:00 +0100",
                "Mon, 17 Jan 2022 12:00:00 GMT",
                "17 janvier 2022 13:00",
            ]
        )
    )
    dates = [rfc3339(entry.published) for entry in parse_feed(rss(items)).entries]
    assert dates == [
        "2022-01-17T09:00:00Z",
        "2022-01-17T10:00:00Z",
        "2022-01-17T12:00:00Z",
        "2022-01-17T12:00:00Z",
    ]


def test_an_unreadable_date_is_none_and_kept_as_text() -> None:
    entry = _one(rss("<item><title>t</title><pubDate>the day before the feast</pubDate></item>"))
    assert (entry.published, entry.updated) == (None, None)
    assert entry.published_text == "the day before the feast"


def test_only_an_update_stands_in_for_the_first_date() -> None:
    entry = _one(atom("<entry><title>t</title><updated>2022-01-17T18:30:00Z</updated></entry>"))
    assert entry.published == entry.updated == _at("2022-01-17T18:30:00")


def test_languages_are_tags() -> None:
    for said, tag in (
        ("fr-FR", "fr-fr"),
        ("en_US", "en-us"),
        (" AR ", "ar"),
        ("français", ""),
        ("e", ""),
        ("zh-Hant-TW", "zh-hant-tw"),
    ):
        assert (
            parse_feed(rss(item(1), head=f"<title>t</title><language>{said}</language>")).entries[0].language
            == tag
        )


def test_a_feed_without_entries_is_a_feed() -> None:
    feed = parse_feed(rss(""))
    assert (feed.title, feed.entries, feed.found) == ("La Rade", (), 0)
    assert parse_feed(b"<rss/>").entries == ()


NOT_FEEDS = [
    (
        b"<!DOCTYPE html><html><head><title>Sign in</title></head><body>Hotel network</body></html>",
        "web page",
    ),
    (b"\n\n<html><body>x</body></html>", "web page"),
    (b"<div>404 not found</div>", "web page"),
    (b"<?xml version='1.0'?><urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'/>", "sitemap"),
    (b"<opml version='2.0'><body/></opml>", "import"),
    (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image"),
    (b"<note>hello</note>", "XML of another kind (note)"),
    (b"hello, world", "plain text"),
    (b"%PDF-1.7 ...", "PDF"),
    (b"\x89PNG\r\n\x1a\n", "image"),
    (b'{"message": "forbidden"}', "JSON"),
    (b"[1, 2]", "JSON"),
    (b"<!-- only a remark -->", "nothing in it"),
]


@pytest.mark.parametrize(("data", "word"), NOT_FEEDS)
def test_what_is_no_feed_is_named_in_one_sentence(data: bytes, word: str) -> None:
    with pytest.raises(NotAFeed) as caught:
        parse_feed(data)
    assert word in str(caught.value)
    assert str(caught.value).startswith("This is not a feed")
    assert str(caught.value).endswith(".")


@pytest.mark.parametrize(
    "data", [b"", b"   \n", b"\xef\xbb\xbf", b"{", b'{"items": [', b"\0\0\0", b"\x1f\x8bnot gzip"]
)
def test_what_is_broken_says_so_in_one_sentence(data: bytes) -> None:
    with pytest.raises(BrokenFeed) as caught:
        parse_feed(data)
    assert isinstance(caught.value, FeedError)
    assert str(caught.value).endswith(".")


def test_a_text_that_stands_there_twice_is_sanitised_as_both() -> None:
    html = '&lt;p onclick="x"&gt;Le &lt;a href="/quai"&gt;quai&lt;/a&gt;&lt;/p&gt;'
    feed = parse_feed(
        '<rss xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><link>https://rade.example/</link><item>'
        f"<title>t</title><description>{html}</description><content:encoded> {html}\n</content:encoded></item></channel></rss>".encode()
    )
    safe = '<p>Le <a href="https://rade.example/quai">quai</a></p>'
    assert (feed.entries[0].summary, feed.entries[0].content) == (safe, safe)


def test_the_longer_of_two_descriptions_is_the_whole_text() -> None:
    short, long = "Le quai ouvre.", "Le quai ouvre mardi, après onze ans de travaux et trois reports."
    apart = _one(rss(item(1, f"<summary>{short}</summary><description>{long}</description>")))
    assert (apart.summary, apart.content) == (short, long)
    whole = _one(rss(item(1, f"<description>{long}</description><summary>{short}</summary>")))
    assert (whole.summary, whole.content) == (long, "")
    told = f"<summary>{short}</summary><description>{long}</description><content:encoded>{long} {short}</content:encoded>"
    assert _one(rss(item(1, told))).content == f"{long} {short}"
