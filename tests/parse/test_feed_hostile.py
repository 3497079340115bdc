"""Feeds that mean harm: nothing outside is read, time and memory stay bounded, and nothing but a FeedError comes out."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.model import Entry, ParsedFeed
from reader.parse.feed import FeedError, parse_feed
from tests.parse.feeds import NAMESPACES, atom, rss

_ITEM = "<item><title>{0}</title><link>https://rade.example/1</link></item>"


def _entities(depth: int, wide: int) -> str:
    rows = ['<!ENTITY a0 "ha">'] + [f'<!ENTITY a{n} "{f"&a{n - 1};" * wide}">' for n in range(1, depth + 1)]
    return f"<!DOCTYPE rss [{''.join(rows)}]>"


def _with(doctype: str, title: str) -> bytes:
    return f'<?xml version="1.0"?>{doctype}<rss><channel>{_ITEM.format(title)}</channel></rss>'.encode()


@pytest.fixture(scope="module")
def secret(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("secret") / "passwd"
    path.write_text("root:hunter2")
    return path


ENTITIES = [
    '<!DOCTYPE rss [<!ENTITY x SYSTEM "file://{0}">]>',
    '<!DOCTYPE rss [<!ENTITY x SYSTEM "{0}">]>',
    '<!DOCTYPE rss [<!ENTITY x PUBLIC "a" "file://{0}">]>',
    '<!DOCTYPE rss [<!ENTITY % p SYSTEM "file://{0}"> %p; <!ENTITY x "y">]>',
    "<!DOCTYPE rss [<!ENTITY x SYSTEM 'http://127.0.0.1:9/x'>]>",
    '<!DOCTYPE rss SYSTEM "file://{0}">',
    '<!DOCTYPE rss [<!ENTITY x "hunter2">]>',
    "<!DOCTYPE rss [<!-- ]> --><!ENTITY x 'hunter2'>]>",
    "<!DOCTYPE rss [<!ENTITY y ']>'><!ENTITY x 'hunter2'>]>",
    "<!doctype rss [<!ENTITY x 'hunter2'>]>",
    "<!DOCTYPE rss [<!ATTLIST rss a CDATA 'hunter2'><!ENTITY x 'hunter2'>]   >",
    "<!-- first --><!DOCTYPE rss [<!ENTITY x 'hunter2'>]>",
]  # fmt: skip


@pytest.mark.parametrize("doctype", ENTITIES)
def test_no_entity_is_read_inside_or_outside(doctype: str, secret: Path) -> None:
    feed = parse_feed(_with(doctype.format(secret), "a&x;b"))
    assert "hunter2" not in repr(feed)
    assert feed.entries[0].title == "a&x;b"
    assert ("DOCTYPE" in feed.repaired) == ("[" in doctype)


def test_xinclude_and_stylesheets_are_not_followed(secret: Path) -> None:
    data = (
        f'<?xml version="1.0"?><?xml-stylesheet href="file://{secret}"?><rss xmlns:xi="http://www.w3.org/2001/XInclude"><channel>'
        f'<item><title>t</title><description><xi:include href="file://{secret}" parse="text"/></description></item></channel></rss>'
    )
    assert "hunter2" not in repr(parse_feed(data.encode()))


BOMBS: dict[str, Callable[[], bytes]] = {
    "laughs": lambda: _with(_entities(9, 10), "&a9;"),
    "quadratic": lambda: _with(f'<!DOCTYPE rss [<!ENTITY a0 "{"ha" * 50_000}">]>', "&a0;" * 20_000),
    "doctype without end": lambda: b"<!DOCTYPE rss [" + b"<!ENTITY a 'b'>" * 300_000,
    "doctype in doctype": lambda: b"<!DOCTYPE rss [" * 300_000,
    "nested": lambda: rss(
        "<item><title>t</title><description>" + "<b>" * 1_000_000 + "</description></item>"
    ),
    "nested and closed": lambda: rss(
        "<item><title>t</title><description>" + "<b>" * 300_000 + "</b>" * 300_000 + "</description></item>"
    ),
    "nested escaped": lambda: rss(
        "<item><title>t</title><description>" + "&lt;b>" * 400_000 + "</description></item>"
    ),
    "nested items": lambda: b"<rss><channel>" + b"<item><title>t</title>" * 300_000,
    "nested titles": lambda: b"<rss><channel><item>" + b"<title>" * 1_000_000,
    "nested groups": lambda: rss("<item>" + "<media:group>" * 100_000 + "</item>"),
    "tables": lambda: rss(
        "<item><title>t</title><description><![CDATA["
        + "<table><tr><td>" * 100_000
        + "]]></description></item>"
    ),
    "attributes": lambda: (
        b"<rss><channel><item "
        + b" ".join(b'a%d="x"' % n for n in range(500_000))
        + b"><title>t</title></item></channel></rss>"
    ),
    "one attribute": lambda: rss(f"<item a='{'x' * 5_000_000}'><title>t</title></item>"),
    "small tags": lambda: b"<rss><channel>" + b"<a/>" * 1_200_000 + b"</channel></rss>",
    "namespaces": lambda: rss("".join(f'<x{n}:a xmlns:x{n}="u{n}"/>' for n in range(60_000))),
    "different tags": lambda: rss("<item>" + "".join(f"<t{n}/>" for n in range(200_000)) + "</item>"),
    "different html tags": lambda: rss(
        "<item><title>t</title><description>"
        + "".join(f"&lt;p id=a{n}>" for n in range(200_000))
        + "</description></item>"
    ),
    "comments": lambda: b"<rss><channel>" + b"<!-- -->" * 600_000 + b"</channel></rss>",
    "comment without end": lambda: b"<rss><channel><!--" + b"<!--" * 900_000,
    "comments before": lambda: b"<!--" * 900_000,
    "instructions": lambda: b"<?a b?>" * 600_000,
    "cdata without end": lambda: (
        b"<rss><channel><item><title>t</title><description><![CDATA[" + b"x <p> y " * 400_000
    ),
    "cdata openings": lambda: b"<rss><channel><item><title>t</title><description>" + b"<![CDATA[" * 400_000,
    "ampersands": lambda: rss(
        "<item><title>t</title><description>" + "& " * 1_000_000 + "</description></item>"
    ),
    "less thans": lambda: rss(
        "<item><title>t</title><description>" + "< " * 1_000_000 + "</description></item>"
    ),
    "quotes": lambda: rss(
        "<item><title>t</title><description><![CDATA[" + '<a "' * 600_000 + "]]></description></item>"
    ),
    "one word": lambda: rss(f"<item><title>t</title><description>{'x' * 5_000_000}</description></item>"),
    "blanks": lambda: rss(f"<item><title>{' ' * 5_000_000}</title></item>"),
    "categories": lambda: rss("<item><title>t</title>" + "<category>c</category>" * 100_000 + "</item>"),
    "enclosures": lambda: rss(
        "<item><title>t</title>" + "<enclosure url='https://a.example/x'/>" * 60_000 + "</item>"
    ),
    "authors": lambda: atom(
        "<entry><title>t</title><author>" + "<name>n</name>" * 100_000 + "</author></entry>"
    ),
    "bases": lambda: atom("<entry xml:base='a/'>" * 1500 + "<title>t</title>" + "</entry>" * 1500),
    "references": lambda: rss(
        "<item><title>t</title><description>" + "&amp;#1;" * 1_000_000 + "</description></item>"
    ),
    "json deep": lambda: b"[" * 1_200_000,
    "json feed deep": lambda: b'{"items":' + b"[" * 1_200_000,
    "json items": lambda: b'{"items":[' + b"{}," * 1_000_000 + b"{}]}",
    "half characters": lambda: b"\xff\xfe" + b"\x00\xd8" * 1_200_000,
    "open tags": lambda: b"<" * 5_000_000,
    "roots": lambda: b"<rss" * 900_000,
    "declarations": lambda: b"<?xml " * 600_000,
    "dates": lambda: rss(
        "".join(f"<item><title>t</title><pubDate>{'1 ' * 90}</pubDate></item>" for _ in range(900))
    ),
    "titles of tags": lambda: rss(
        "".join(f"<item><title><![CDATA[{'<b>' * 5000}]]></title></item>" for _ in range(300))
    ),
    "titles of comments": lambda: rss(
        "".join(f"<item><title><![CDATA[{'<!--' * 4000}]]></title></item>" for _ in range(300))
    ),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_costs_seconds_at_most(name: str) -> None:
    data = BOMBS[name]()
    began = time.process_time()
    try:
        parse_feed(data, url="https://rade.example/feed")
    except FeedError as error:
        assert str(error).endswith(".")
    assert time.process_time() - began < 5


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the peak of a process is read from /proc")
@pytest.mark.parametrize(
    "name",
    [
        "laughs",
        "quadratic",
        "nested",
        "attributes",
        "small tags",
        "ampersands",
        "different tags",
        "namespaces",
    ],
)
def test_a_bomb_stays_below_150_mebibytes(name: str, tmp_path: Path) -> None:
    file = tmp_path / "bomb.xml"
    file.write_bytes(BOMBS[name]())
    code = (
        "import re, sys\n"
        "from reader.parse.feed import FeedError, parse_feed\n"
        "data = open(sys.argv[1], 'rb').read()\n"
        "try:\n    parse_feed(data)\nexcept FeedError:\n    pass\n"
        "print(re.search(r'VmHWM:\\s+(\\d+)', open('/proc/self/status').read())[1])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(file)], capture_output=True, text=True, check=True, env=os.environ
    )
    assert int(done.stdout) < 150 * 1024  # in KiB


def _check(feed: ParsedFeed) -> None:
    for text in (feed.title, feed.link, feed.language, feed.hub, feed.repaired):
        _clean(text)
    assert feed.found >= len(feed.entries)
    for entry in feed.entries:
        for text in _texts(entry):
            _clean(text)
        for url in (entry.link, entry.image, *(file.url for file in entry.enclosures)):
            assert not url or url.startswith(("http://", "https://", "/")) or ":" not in url
        for html in (entry.summary, entry.content):
            assert (
                "javascript:"
                not in html.replace("&#58;", ":").lower().partition('href="')[2].partition('"')[0]
            )
            assert "<script" not in html.lower()


def _texts(entry: Entry) -> list[str]:
    lines = [
        entry.id,
        entry.title,
        entry.link,
        entry.author,
        entry.source,
        entry.image,
        entry.language,
        entry.published_text,
    ]
    return [
        *lines,
        entry.summary,
        entry.content,
        *entry.categories,
        *(file.type for file in entry.enclosures),
    ]


def _clean(text: str) -> None:
    assert not any(
        (ord(letter) < 32 and letter not in "\t\n\r") or 0x7F <= ord(letter) < 0xA0 for letter in text
    ), text
    assert not any(0xD800 <= ord(letter) < 0xE000 or 0x202A <= ord(letter) <= 0x202E for letter in text), text


_words = st.sampled_from(
    """<rss>|</rss>|<channel>|</channel>|<item>|</item>|<feed>|<entry>|</entry>|<title>|</title>|<link>|</link>|<link href="|"/>|<guid>|
    </guid>|<description>|</description>|<content type="xhtml">|<content type="html">|</content>|<![CDATA[|]]>|<!--|-->|&amp;|&lt;|&|&#8;|
    &#x202e;|&eacute;|<pubDate>|</pubDate>|17 Jan 2022|<dc:creator>|</dc:creator>|<media:group>|<enclosure url="|<author>|<name>|
    javascript:alert(1)|https://a.example/|<script>|\x1b[2J|\x00|\x9b|\u202e|<!DOCTYPE rss [|]>|<!ENTITY x "y">|&x;|<?xml version="1.0"?>|
    xml:base="//b/"|xml:lang="ar"|<a href="|<b>|</b>|<br>|<|>|word|{"items": [|}|]|"title": "|<items>|<rdf:RDF>""".split(
        "|"
    )
).map(lambda piece: piece.strip("\n "))


@given(st.lists(_words | st.text(max_size=3), max_size=40).map("".join))
@settings(max_examples=500, deadline=None)
def test_no_soup_breaks_it(soup: str) -> None:
    for data in (
        soup.encode("utf-8", "surrogatepass"),
        f"<rss {NAMESPACES}><channel><item>{soup}</item></channel></rss>".encode("utf-8", "surrogatepass"),
    ):
        try:
            _check(parse_feed(data, url="https://rade.example/feed"))
        except FeedError as error:
            assert str(error).endswith(".")


@given(st.binary(max_size=300))
@settings(max_examples=250, deadline=None)
def test_no_bytes_break_it(data: bytes) -> None:
    try:
        _check(parse_feed(data))
    except FeedError as error:
        assert str(error).endswith(".")


_VICTIM = rss(
    "<item><title>Été &amp; port</title><link>https://rade.example/1</link><guid>g</guid><pubDate>Mon, 17 Jan 2022 18:30:00 GMT</pubDate>"
    "<description><![CDATA[<p>Les <b>quais</b></p>]]></description></item>" * 3
)


@given(st.lists(st.tuples(st.integers(0, len(_VICTIM) - 1), st.integers(0, 255)), min_size=1, max_size=8))
@settings(max_examples=250, deadline=None)
def test_flipped_bytes_do_not_break_it(flips: list[tuple[int, int]]) -> None:
    data = bytearray(_VICTIM)
    for place, value in flips:
        data[place] = value
    try:
        _check(parse_feed(bytes(data)))
    except FeedError as error:
        assert str(error).endswith(".")


@pytest.mark.parametrize("end", range(0, len(_VICTIM), 37))
def test_a_cut_anywhere_does_not_break_it(end: int) -> None:
    try:
        feed = parse_feed(_VICTIM[:end])
    except FeedError:
        return
    assert len(feed.entries) >= _VICTIM[:end].count(b"</item>")
