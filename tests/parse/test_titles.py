"""Titles: what is markup in them and what only looks like it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.parse.feed import parse_feed
from reader.parse.feeds.titles import first_words, plain_title

# What stands between <title> and </title> of an RSS item, and what the person reads.
RSS = [
    ("Harbour opens", "Harbour opens"),
    ("AT&amp;T", "AT&T"),
    ("AT&amp;amp;T", "AT&T"),
    ("<![CDATA[AT&T]]>", "AT&T"),
    ("<![CDATA[AT&amp;T]]>", "AT&T"),
    ("R&amp;D &amp; more", "R&D & more"),
    ("a &lt; b", "a < b"),
    ("a &amp;lt; b", "a < b"),
    ("<![CDATA[a < b]]>", "a < b"),
    ("<![CDATA[a < b > c]]>", "a < b > c"),
    ("1 &lt; 2 &lt; 3", "1 < 2 < 3"),
    ("i &lt;3 Orme", "i <3 Orme"),
    ("&lt;b&gt;Bold&lt;/b&gt; news", "Bold news"),
    ("<![CDATA[<b>Bold</b> news]]>", "Bold news"),
    ("<![CDATA[<b class=\"x\">Bold</b> <i>news</i>]]>", "Bold news"),
    ("<![CDATA[One<br>two]]>", "One two"),
    ("<![CDATA[One<br/>two]]>", "One two"),
    ("<![CDATA[The <b> element]]>", "The <b> element"),
    ("The &lt;b&gt; element", "The <b> element"),
    ("<![CDATA[Use <main> and <nav>]]>", "Use <main> and <nav>"),
    ("<![CDATA[vector<int> wins]]>", "vector<int> wins"),
    ("&lt;script&gt; is no tag of titles", "<script> is no tag of titles"),
    ("caf&#233; d&#8217;Orme", "café d’Orme"),
    ("caf&amp;#233; d&amp;#8217;Orme", "café d’Orme"),
    ("caf&amp;eacute;", "café"),
    ("<![CDATA[caf&eacute;]]>", "café"),
    ("<![CDATA[Tom &#8211; J&eacute;r&ocirc;me]]>", "Tom – Jérôme"),
    ("it&amp;#39;s", "it's"),
    ("&amp;quot;Yes&amp;quot;", '"Yes"'),
    ("&quot;Yes&quot;", '"Yes"'),
    ("?a=1&amp;copy=2", "?a=1&copy=2"),
    ("&amp;unknown; stays", "&unknown; stays"),
    ("100 &amp;euro;", "100 €"),
    ("  spaced \n\t out  ", "spaced out"),
    ("a&#160;b", "a\xa0b"),
    ("don&#146;t", "don’t"),
    ("<![CDATA[<!-- hidden -->Shown]]>", "Shown"),
    ("افتتاح &amp; ختام", "افتتاح & ختام"),
    ("¿Qué &amp;iquest;pasa?", "¿Qué ¿pasa?"),
    ("[bold]x[/bold] {y} *z*", "[bold]x[/bold] {y} *z*"),
    ("\u202egnp.exe", "gnp.exe"),
    ("one &lt;em&gt;two&lt;/em&gt; &amp;amp; three", "one two & three"),
]  # fmt: skip

# The attributes of an Atom title, what stands in it, and what the person reads.
ATOM = [
    ("", "AT&amp;T", "AT&T"),
    ('type="text"', "a &lt; b", "a < b"),
    ('type="text"', "The &lt;b&gt;bold&lt;/b&gt; element", "The <b>bold</b> element"),
    ('type="text"', "AT&amp;amp;T", "AT&amp;T"),
    ('type="html"', "&lt;b&gt;Bold&lt;/b&gt; &amp;amp; more", "Bold & more"),
    ('type="html"', "&lt;script&gt;x()&lt;/script&gt;Shown", "Shown"),
    ('type="html"', "One&lt;br&gt;two", "One two"),
    ('type="html"', "a &amp;lt; b", "a < b"),
    ('type="xhtml"', '<div xmlns="http://www.w3.org/1999/xhtml"><b>Bold</b> &amp; more</div>', "Bold & more"),
    ('type="xhtml"', '<x:div xmlns:x="http://www.w3.org/1999/xhtml"><x:i>a</x:i> &lt; b</x:div>', "a < b"),
]


@pytest.mark.parametrize(("written", "read"), RSS)
def test_a_title_of_rss(written: str, read: str) -> None:
    data = f"<rss><channel><item><title>{written}</title><link>https://rade.example/1</link></item></channel></rss>"
    (entry,) = parse_feed(data.encode()).entries
    assert entry.title == read


@pytest.mark.parametrize(("attributes", "written", "read"), ATOM)
def test_a_title_of_atom(attributes: str, written: str, read: str) -> None:
    data = f'<feed xmlns="http://www.w3.org/2005/Atom"><entry><title {attributes}>{written}</title></entry></feed>'
    (entry,) = parse_feed(data.encode()).entries
    assert entry.title == read


@pytest.mark.parametrize(
    "title", ["", "  ", "\xa0\xa0", "&#160; &#160;", "<![CDATA[ ]]>", "<![CDATA[<br/>]]>"]
)
def test_an_empty_title_takes_the_first_words(title: str) -> None:
    data = (
        f"<rss><channel><item><title>{title}</title><link>https://rade.example/1</link>"
        "<description>&lt;p&gt;The ferry came back &amp;amp; nobody cheered.&lt;/p&gt;</description></item></channel></rss>"
    )
    (entry,) = parse_feed(data.encode()).entries
    assert entry.title == "The ferry came back & nobody cheered."


def test_first_words_end_between_words() -> None:
    html = "<p>" + "quai " * 60 + "</p>"
    words = first_words(html)
    assert words.endswith("quai…")
    assert len(words) <= 101


def test_an_entry_without_any_words_is_told_by_its_address() -> None:
    data = b"<rss><channel><item><link>https://rade.example/2022/quai/</link></item></channel></rss>"
    (entry,) = parse_feed(data).entries
    assert entry.title == "rade.example/2022/quai"


@given(st.text(max_size=200), st.sampled_from(["", "text", "html"]))
def test_no_title_holds_a_control(text: str, kind: str) -> None:
    title = plain_title(text, kind)
    assert not any(ord(letter) < 32 or 0x7F <= ord(letter) < 0xA0 for letter in title)
    assert title == title.strip()
