"""Long CDATA sections are lifted out of a feed and put back: what is read is what an XML parser alone would read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.model import ParsedFeed
from reader.parse.errors import FeedError
from reader.parse.feed import parse_feed
from reader.parse.feeds import xmltree
from reader.parse.feeds.lifted import MARK, lift, put_back

LONG = "<p>Le port rouvre à l’aube, dit la capitaine. عاد الصيادون إلى الميناء.</p>" * 6
URL = "https://rade.example/flux"


def feed(*parts: str) -> bytes:
    return f"<rss version='2.0'><channel><title>La Rade</title>{''.join(parts)}</channel></rss>".encode()


def item(inside: str, title: str = "Le port") -> str:
    return f"<item><title>{title}</title><link>https://rade.example/1</link>{inside}</item>"


def description(inside: str) -> str:
    return item(f"<description>{inside}</description>")


def read(data: bytes) -> ParsedFeed | str:
    try:
        return parse_feed(data, url=URL)
    except FeedError as error:
        return str(error)


def both(data: bytes) -> tuple[ParsedFeed | str, ParsedFeed | str]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(xmltree, "lift", lambda data: (data, ()))
        alone = read(data)
    return read(data), alone


def test_a_long_section_is_lifted_and_read_as_it_stood() -> None:
    data = feed(description(f"<![CDATA[{LONG}]]>"))
    bare, lifted = lift(data)
    assert lifted == (LONG,)
    assert len(bare) < 200
    (entry,) = parse_feed(data, url=URL).entries
    assert entry.summary == LONG


def test_a_short_section_stays() -> None:
    data = feed(description("<![CDATA[<p>Le port rouvre.</p>]]>"))
    assert lift(data) == (data, ())


@pytest.mark.parametrize(
    "part",
    [
        description(f"\n  <![CDATA[{LONG}]]>\n"),
        description(f"Avant <![CDATA[{LONG}]]> entre <![CDATA[{LONG[::-1]}]]> après"),
        description(f"<![CDATA[{LONG}]]><![CDATA[{LONG}]]>"),
        description(f"<![CDATA[{LONG} <![CDATA[ {LONG}]]>"),
        description(f"<![CDATA[{LONG}]]]]><![CDATA[>{LONG}]]>"),
        description(f"<![CDATA[{LONG.replace('</p>', '</p>' + chr(13) + chr(10))}{chr(13)}fin]]>"),
        item(f"<description><![CDATA[{LONG}]]></description>", f"<![CDATA[{'Un titre long. ' * 30}]]>"),
        item(f"<author><![CDATA[{'Ève Á. ' * 60}]]></author><guid><![CDATA[{'a' * 300}]]></guid>"),
        f"<item><title>T</title><link><![CDATA[https://rade.example/{'a' * 300}]]></link></item>",
        f"<item><title>T</title><category><![CDATA[{'mer ' * 80}]]></category><link>https://rade.example/2</link></item>",
        f"<!-- un mot --><?php rien ?>{description(f'<![CDATA[{LONG}]]>')}",
        f"<!-- <![CDATA[{LONG}]]> -->{item('')}",
        f"<!-- <![CDATA[ {LONG} -->{item('', 'Dedans')}<!-- ]]> -->{item('')}",
        f"<!-- <![CDATA[x]]> <![CDATA[ {LONG} -->{item('', 'Dedans')}<!-- ]]> -->{item('')}",
        f"<?php <![CDATA[ {LONG} ?>{item('', 'Dedans')}<?php ]]> ?>{item('')}",
        item(
            f'<enclosure url="<![CDATA[https://rade.example/{"a" * 300}.mp3]]>" type="audio/mpeg" length="1"/>'
        ),
        description(f"<![CDATA[{LONG}"),
        description(f"<![CDATA[{LONG}]]>{MARK}0{MARK}"),
        item(f"<description><![CDATA[{LONG}]]></description>", "&#xE000;0&#57344;"),
        item(f"<description><![CDATA[{LONG}]]></description>", f"{MARK}7{MARK}"),
    ],
)
def test_it_is_read_as_by_an_xml_parser_alone(part: str) -> None:
    quick, alone = both(feed(part))
    assert quick == alone


def test_bytes_that_are_not_utf_8_are_left_to_who_mends() -> None:
    data = feed(description(f"<![CDATA[{LONG}]]>")).replace(b"rouvre", b"rouvr\xe9")
    assert lift(data) == (data, ())
    quick, alone = both(data)
    assert quick == alone


def test_sections_inside_xhtml_are_text_there() -> None:
    atom = (
        "<feed xmlns='http://www.w3.org/2005/Atom'><title>La Rade</title><entry><id>a:1</id><title>T</title>"
        "<link href='https://rade.example/1'/><content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>"
        f"<p><![CDATA[a < b & {'mot ' * 80}<b>]]></p></div></content></entry></feed>"
    ).encode()
    assert lift(atom)[1]
    quick, alone = both(atom)
    assert quick == alone
    assert isinstance(quick, ParsedFeed)
    assert "a &lt; b &amp; mot" in quick.entries[0].content


def test_controls_inside_are_cleaned() -> None:
    (entry,) = parse_feed(feed(description(f"<![CDATA[{LONG}\x1b[31m\x00rouge]]>")), url=URL).entries
    assert "\x1b" not in entry.summary
    assert "\x00" not in entry.summary
    assert entry.summary.startswith(LONG)


def test_a_number_of_nothing_is_nothing() -> None:
    assert put_back(f"{MARK}3{MARK}", ("un",)) == ""
    assert put_back(f"a{MARK}0{MARK}b{MARK}9{MARK}c", ("un",)) == "aunbc"
    assert put_back(MARK, ("un",)) == MARK


_PIECES = st.sampled_from(
    [
        "<![CDATA[", "]]>", LONG, "]]", ">", "<!--", "-->", "<b>", "</b>", "x", " ", "\n", "&amp;", "&#57344;", MARK, "0",
        "<description>", "</description>", "<item>", "</item>", "<title>", "</title>", "<?x ", "?>", '"', "<a b='",
    ]
)  # fmt: skip


@given(st.lists(_PIECES, max_size=24).map("".join))
def test_whatever_is_sound_is_read_alike(inside: str) -> None:
    """Where lifting is done at all, and the document is sound without it."""
    data = feed(item(f"<description>{inside}</description>"))
    quick, alone = both(data)
    if not lift(data)[1] or (isinstance(alone, ParsedFeed) and not alone.repaired):
        assert quick == alone
