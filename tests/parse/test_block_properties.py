"""What holds for any HTML: no word is lost, nothing unsafe comes through, the HTML made of blocks gives the same blocks."""

from __future__ import annotations

import re
import time
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from reader.blocks import Block, Code, Figure, Media, Span, decode_json, encode_json
from reader.parse.blocks import blocks_of
from reader.parse.markup import html_of
from reader.parse.plain import plain_text

_BOXES = (
    "p div section ul ol li blockquote h1 h2 h3 table tr td th dl dt dd details summary figure figcaption article footer "
    "aside pre form center cite caption thead tbody noscript"
).split()
_INLINE = "b i em strong a span code sup sub q small mark u s font label kbd abbr".split()
_ATTRIBUTES = [
    "",
    "",
    "",
    ' class="caption"',
    ' class="credit"',
    ' class="footnotes"',
    ' class="wp-caption"',
    ' class="linenos"',
    ' id="fn1"',
    ' href="#fn1"',
    ' href="https://gazette.example/x"',
    ' lang="ar"',
    ' dir="rtl"',
    ' role="presentation"',
]
_WORD = re.compile(r"w\d+x")

words = st.integers(0, 10**6).map(lambda number: f"w{number}x")
leaves = st.one_of(
    words,
    words.map(lambda word: word + " "),
    st.sampled_from(
        [
            "<br>",
            "<hr>",
            '<iframe src="https://www.youtube.com/embed/abcdefghijk" title="Le port"></iframe>',
            " ",
            "\n",
            '<img src="https://gazette.example/i.jpg">',
            '<img src="/j.jpg" width=1>',
        ]
    ),
)


def _element(children: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.tuples(
        st.sampled_from([*_BOXES, *_INLINE]),
        st.sampled_from(_ATTRIBUTES),
        st.lists(children, max_size=4),
        st.booleans(),
    ).map(lambda parts: f"<{parts[0]}{parts[1]}>{''.join(parts[2])}{f'</{parts[0]}>' if parts[3] else ''}")


pages = st.lists(st.recursive(leaves, _element, max_leaves=30), max_size=5).map("".join)
rubbish = st.text(
    alphabet=st.one_of(
        st.sampled_from("<>/\"'=&;#!- \n\t"),
        st.characters(),
        st.sampled_from("\x00\x07\x1b\x9b\x85\u202e\u2066\ud800\ufffe"),
    ),
    max_size=200,
)
hostile = st.lists(
    st.one_of(
        rubbish,
        st.builds(
            '<{0} {1}="{2}">{2}'.format,
            st.sampled_from(["a", "img", "iframe", "p", "pre", "td", "math", "div", "video", "q", "li"]),
            st.sampled_from(
                ["href", "src", "alt", "title", "class", "srcset", "lang", "dir", "start", "style", "id"]
            ),
            st.one_of(
                rubbish,
                st.sampled_from(["javascript:x", "JaVaScRiPt:x", "data:x,y", "http://a\x1b.example/"]),
            ),
        ),
    ),
    max_size=12,
).map("".join)


@settings(max_examples=300, deadline=None)
@given(pages)
def test_every_word_is_kept_once(html: str) -> None:
    body = LexborHTMLParser(html).body
    assert body is not None
    assert Counter(_WORD.findall(plain_text(blocks_of(html)))) == Counter(_WORD.findall(body.text()))


@settings(max_examples=300, deadline=None)
@given(pages)
def test_html_of_blocks_gives_the_same_blocks(html: str) -> None:
    blocks = blocks_of(html)
    assert blocks_of(html_of(blocks)) == blocks
    assert decode_json(encode_json(blocks)) == blocks


@settings(max_examples=400, deadline=None)
@given(hostile)
def test_nothing_unsafe_comes_through(html: str) -> None:
    blocks = blocks_of(html, title="x", base="https://gazette.example/", language="fr")
    encoded = encode_json(blocks).decode()
    assert not re.search(
        r"\\u00(?:0[0-8b-f]|1[0-9a-f]|7f|[89][0-9a-f])|[\x7f-\x9f\u202a-\u202e\ufffe\uffff]", encoded
    )
    for address in _addresses(blocks):
        assert re.match(r"(?:https?://[^/]|mailto:)", address, re.IGNORECASE), address
        assert not re.search(r"[\s\x00-\x1f\x7f-\x9f]", address)
    assert not re.search(r"<[^>]*\son\w+=|<script", html_of(blocks), re.IGNORECASE)


def _addresses(blocks: tuple[Block, ...]) -> list[str]:
    found: list[str] = []
    stack: list[object] = [*blocks]
    while stack:
        value = stack.pop()
        if isinstance(value, tuple):
            stack.extend(value)
        elif isinstance(value, Span):
            found += [value.href] if value.href else []
        elif isinstance(value, Media):
            found.append(value.url)
        elif hasattr(value, "__struct_fields__"):
            if isinstance(value, Figure):
                found += [picture.url for picture in value.images]
            stack.extend(getattr(value, name) for name in value.__struct_fields__)
    return found


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\r\0"), max_size=60))
def test_code_keeps_its_text(text: str) -> None:
    from html import escape

    from reader.text.clean import clean_text

    blocks = blocks_of(f"<pre>\n{escape(text)}</pre>")
    expected = clean_text(text).rstrip("\n \t").removeprefix("\n")
    assert blocks == ((Code(text=expected),) if expected.strip() else ())


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 100_000 + "fin",
        "<blockquote>" * 50_000 + "fin",
        "<ul><li>" * 50_000 + "fin",
        "<b>" * 100_000 + "fin",
        "<table><tr><td>" * 10_000 + "fin",
        "<details><summary>" * 20_000 + "fin",
        "<p title='" * 30_000,
        "<a '" * 60_000,
        "".join(f"<font id={number}>" for number in range(1000)) + "<p>x" * 1000,
        "".join(f'<a href="#n{n}">{n % 90}</a>' for n in range(5000))
        + "".join(f'<p id="n{n}">x' for n in range(5000)),
        "<table>" + "<tr><th>a" + "<td rowspan=9999 colspan=9999>x" * 200 + "<tr><td>y" * 1000,
        "<math>" + "<mrow>" * 20_000 + "<mi>x",
        "<!--" * 100_000,
    ],
    ids=lambda html: html[:12],
)
def test_hostile_pages_take_little_time(html: str) -> None:
    start = time.process_time()
    blocks = blocks_of(html)
    assert time.process_time() - start < 2
    decode_json(encode_json(blocks))
    if html.endswith("fin"):
        assert "fin" in plain_text(blocks)
