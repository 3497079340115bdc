"""Lists of sources: what other readers write is read, what is hostile is refused, and nothing is lost on the way round."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.parse.opml import MOST_BYTES, MOST_FEEDS, OpmlError, Outline, read_listing, read_opml, write_opml
from tests.parse.otherlists import LISTS, TWO


def _opml(body: str, head: str = "") -> bytes:
    return f'<?xml version="1.0"?>{head}<opml version="2.0"><body>{body}</body></opml>'.encode()


def test_folders_nest_and_titles_and_pages_are_kept() -> None:
    data = _opml(
        '<outline text="Orme"><outline text="Presse">'
        '<outline type="rss" text="La Rade" xmlUrl="https://rade.example/feed" htmlUrl="https://rade.example/" language="fr"/>'
        '</outline><outline text="The Quay" xmlUrl="http://quay.example/atom"/></outline>'
        '<outline title="الرصيف" xmlURL="https://rasif.example/rss"/>'
    )
    assert read_opml(data) == [
        Outline("https://rade.example/feed", "La Rade", "https://rade.example/", ("Orme", "Presse"), "fr"),
        Outline("http://quay.example/atom", "The Quay", "", ("Orme",)),
        Outline("https://rasif.example/rss", "الرصيف"),
    ]


@pytest.mark.parametrize(
    "address",
    [
        "|rm -rf ~", "exec:ls", "filter:cat:https://a.example/", "file:///etc/passwd", "javascript:alert(1)", "", "https://",
        "data:text/xml,x", "ftp://a.example/feed", "--help", "https://a.example/ b", "https://[broken/feed", "$(id)", "`id`",
    ],
)  # fmt: skip
def test_nothing_but_http_and_https(address: str) -> None:
    quoted = address.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    data = _opml(f'<outline text="x" xmlUrl="{quoted}" filtercmd="touch canary"/>')
    assert read_opml(data) == []


def test_entities_are_never_read() -> None:
    head = '<!DOCTYPE opml [<!ENTITY passwd SYSTEM "file:///etc/passwd"><!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
    data = _opml('<outline text="&passwd;&b;" xmlUrl="https://rade.example/feed"/>', head)
    (found,) = read_opml(data)
    assert "root:" not in found.title
    assert "aaaa" not in found.title


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"not xml at all",
        b"<!DOCTYPE",
        b"<html><body>hello</body></html>",
        b"<rss><channel/></rss>",
        b"\x00\x01\x02",
        b"<opml><body><outline",
    ],
)
def test_what_is_no_opml_is_said(data: bytes) -> None:
    with pytest.raises(OpmlError, match=r"\.$"):
        read_opml(data)


def test_a_torn_file_gives_what_it_has() -> None:
    whole = _opml(
        '<outline text="La Rade" xmlUrl="https://rade.example/feed"/><outline text="The Quay" xmlUrl="https://q'
    )
    assert [one.title for one in read_opml(whole[:-30])] == ["La Rade"]


@pytest.mark.parametrize(
    "end", ['<outline text="half" xmlU', "<outline xmlUrl=http></body></opml>", "</head>"]
)
def test_a_torn_file_says_where_it_broke(end: str) -> None:
    whole = '<opml><body>\n<outline text="A" xmlUrl="https://a.example/f"/>\n'
    listing = read_listing((whole + end).encode())
    assert [one.url for one in listing.outlines] == ["https://a.example/f"]
    assert listing.left_out == ("The file is broken in line 3: what stands from there on was left out.",)
    assert read_listing(f"{whole}</body></opml>".encode()).left_out == ()


def test_depth_and_number_cost_little() -> None:
    began = time.process_time()
    deep = _opml(
        '<outline text="d">' * 100_000
        + '<outline text="La Rade" xmlUrl="https://rade.example/feed"/>'
        + "</outline>" * 100_000
    )
    (found,) = read_opml(deep)
    assert len(found.folder) == 20
    many = "".join(f'<outline text="f" xmlUrl="https://rade.example/{n}"/>' for n in range(MOST_FEEDS + 1))
    with pytest.raises(OpmlError, match="10,000"):
        read_opml(_opml(many))
    with pytest.raises(OpmlError, match="5 MiB"):
        read_opml(b" " * (MOST_BYTES + 1))
    read_opml(_opml('<outline text=""/>' * 250_000))
    assert time.process_time() - began < 20


def test_an_address_counts_once() -> None:
    data = _opml(
        '<outline text="One" xmlUrl="https://a.example/"/><outline text="Two" xmlUrl="https://a.example/"/>'
    )
    assert [one.title for one in read_opml(data)] == ["One"]


_line = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S")), min_size=1, max_size=12)
_outlines = st.builds(
    Outline,
    url=st.from_regex(r"https?://[a-z]{1,9}\.example/[a-z0-9?&=%]{0,9}", fullmatch=True),
    title=_line,
    link=st.just("") | st.just("https://home.example/"),
    folder=st.lists(_line, max_size=3).map(tuple),
    language=st.sampled_from(["", "fr", "ar"]),
    settings=st.sampled_from([(), (("interval", "120"),)]),
)


@given(st.lists(_outlines, max_size=12, unique_by=lambda one: one.url))
@settings(max_examples=200)
def test_out_and_in_again_is_the_same(outlines: list[Outline]) -> None:
    from reader.text.clean import clean_line

    clean = [
        Outline(
            one.url,
            clean_line(one.title),
            one.link,
            tuple(map(clean_line, one.folder)),
            one.language,
            one.settings,
        )
        for one in outlines
        if clean_line(one.title) and all(map(clean_line, one.folder))
    ]
    assert sorted(read_opml(write_opml(clean)), key=lambda one: one.url) == sorted(
        clean, key=lambda one: one.url
    )


@given(st.binary(max_size=300) | st.text(max_size=200).map(lambda text: _opml(text)))
@settings(max_examples=300)
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        for one in read_opml(data):
            assert one.url.startswith(("http://", "https://"))
    except OpmlError as error:
        assert str(error).endswith(".")


def test_there_are_twenty_other_readers() -> None:
    assert len(LISTS) == 20


@pytest.mark.parametrize("reader", LISTS)
def test_every_source_of_another_reader_s_export_is_read(reader: str) -> None:
    text, folder = LISTS[reader]
    found = read_opml(text.encode())
    assert [(one.url, one.title) for one in found] == list(TWO)
    assert {one.folder for one in found} == {folder}
