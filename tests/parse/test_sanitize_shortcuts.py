"""The short ways of the sanitiser: what they pass over is exactly what a close look would have left as it is."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from reader.parse.safe.allowed import ELEMENTS, OPAQUE, VOID
from reader.parse.safe.depth import level
from reader.parse.safe.dirt import cleaned
from reader.parse.safe.tags import MAX_TAG, OPENS_OPAQUE, rewrite
from reader.parse.safe.usual import APART
from reader.parse.sanitize import sanitize
from reader.text.clean import clean_line

BASE = "https://rade.example/2022/quai.html"

_CLOSED = ("<br/>", "<br />", "<hr/>", "<hr />")  # stay as feeds write them

_names = st.sampled_from(
    sorted(ELEMENTS | {"span", "font", "o:p", "P", "BR", "Span", "spa", "h7", "section1"})
)
_spaces = st.sampled_from([" ", " ", " ", "  ", "\n", ""])
_keys = st.sampled_from(
    "class id href src target rel title style alt width height onclick data-x aria-hidden lang dir HREF name".split()
)
_values = st.one_of(
    st.sampled_from(
        [
            "", "token punctuation", "https://quay.example/a?b=1&c=2#d", "https://quay.example", "http://a/b", "#fn:1", "/port", "a.html",
            "javascript:steal()", "mailto:a@rade.example", "_blank", "noopener noreferrer", "12", "1", "0", "a<b", "a>b", "&#58;", "&amp;",
            "ميناء", "https://user@quay.example/", "https://quay.example/[1]", "//quay.example/x", "https://pixel.wp.com/b.gif", "x\\", "a,b/c",
            "w" * 130, "https://quay.example/" + "a" * 1600, "é", "a  b", " a ", "-1", "en-GB", "rtl", "data:image/png;base64,AA",
        ]
    ),
    st.text(st.characters(exclude_characters="<>\"'", exclude_categories=("Cs", "Cc", "Cf", "Mn", "Co", "Cn")), max_size=12),
)  # fmt: skip
_quoted = st.builds("{0}{1}{0}".format, st.sampled_from(['"', '"', '"', "'", ""]), _values)
_attributes = st.lists(st.builds("{}{}={}".format, _spaces, _keys, _quoted), max_size=4).map("".join)
_tags = st.builds(
    "<{}{}{}{}>".format, st.sampled_from(["", "", "/"]), _names, _attributes, st.sampled_from(["", "", "", " ", "/", " /"])
)  # fmt: skip


@given(_tags)
@example('<a href="https://quay.example/' + "a" * 1500 + '" target="_blank" title="' + "w " * 90 + '">')
@settings(max_examples=700, deadline=None)
def test_a_tag_that_is_passed_over_is_one_that_would_stay_as_it_is(tag: str) -> None:
    pieces = APART.split(tag)
    if tag in _CLOSED:
        return
    if pieces == [tag] and "<" in tag:
        assert len(tag) <= MAX_TAG
        assert rewrite(tag, BASE) == (tag, False)
    elif pieces == ["", None, ""]:
        assert rewrite(tag, BASE) == ("", False)
    else:
        assert "".join(f"<{rest}" if place % 2 else rest for place, rest in enumerate(pieces)) == tag


def _tag_by_tag(html: str) -> str | None:
    """`html` with each of its tags rewritten for itself; `None` where that is not all there is to do."""
    pieces = re.split(r"(<[^<>]*>)", html)
    if len(pieces) // 2 != html.count("<"):
        return None
    for place in range(1, len(pieces), 2):
        new = pieces[place] if pieces[place] in _CLOSED else rewrite(pieces[place], BASE)[0]
        if new is None or new is OPENS_OPAQUE:
            return None
        pieces[place] = new
    return "".join(pieces)


_words = st.sampled_from(["word", " ", "a &lt; b", "\n", "mot>", "", "é", "’"])


@given(st.lists(_tags | _words, max_size=12).map("".join))
@settings(max_examples=500, deadline=None)
def test_all_tags_at_once_come_out_as_one_by_one(html: str) -> None:
    expected = _tag_by_tag(html)
    if expected is not None:
        assert sanitize(html, BASE) == expected


def test_a_bracket_that_opens_no_tag_makes_none_with_what_stands_behind_a_dropped_span() -> None:
    for html in ("<<span>script>a", "<b title='<span>'>a</b>", "<a <span>href=x>b", '<<span class="x">b>c'):
        safe = sanitize(html, BASE)
        assert "<script" not in safe
        assert safe == sanitize(html.replace("span", "o:p"), BASE)


@pytest.mark.parametrize("name", sorted(OPAQUE))
def test_many_opaque_elements_cost_their_length_and_no_more(name: str) -> None:
    began = time.process_time()
    for html in (
        f"<{name}>x" * 60_000,
        f"<{name}>" * 60_000 + "<",
        f"<{name}></{name}>" * 20_000 + f"<{name}>",
    ):
        assert f"<{name}" not in sanitize(html)
    assert time.process_time() - began < 6


@pytest.mark.parametrize("after", ["</svg>", "</svg><", "</title></svg>"])
def test_many_names_in_a_drawing_cost_their_length_and_no_more(after: str) -> None:
    began = time.process_time()
    sanitize("<svg>" + "<title>" * 100_000 + after)
    assert time.process_time() - began < 6


def _level_slowly(html: str, deepest: int) -> str:
    depth = 0
    out = []
    for piece in re.split(r"(<[^<>]*>)", html):
        name = re.match(r"<(/?)([a-z0-9]+)", piece)
        if name is None or name[2] in VOID:
            out.append(piece)
            continue
        closes = name[1] == "/"
        depth = max(depth + (-1 if closes else 1), 0)
        if depth + closes <= deepest:
            out.append(piece)
    return "".join(out)


@given(
    st.lists(
        st.sampled_from(
            [
                "<p>",
                "</p>",
                "<br>",
                '<img src="a">',
                "<col>",
                "<colgroup>",
                "</colgroup>",
                "w>",
                '<div id="/">',
            ]
        ),
        min_size=9,
        max_size=60,
    ).map("".join)
)
@settings(max_examples=500)
def test_depth_is_counted_as_element_by_element(html: str) -> None:
    levelled = level(html, 4)
    assert levelled in (html, _level_slowly(html, 4))
    if html.count("<") > 8 and len(html) > 24 and "</" not in html:
        assert levelled == _level_slowly(html, 4)


def test_every_character_is_cleaned_of_html_or_left_as_it_ever_was() -> None:
    """The look by bytes and the look by characters agree, whatever stands around."""
    from reader.parse.safe.dirt import _IN_TEXT

    for number in (
        *range(0x10000),
        *range(0x1BC90, 0x1BCB0),
        *range(0x1D160, 0x1D190),
        0x1F600,
        0x2FFFE,
        0xE0001,
    ):
        html = f"a{chr(number)}ب"
        assert (cleaned(html) != html) == bool(_IN_TEXT.search(html)), hex(number)


@given(
    st.text(
        st.sampled_from(
            "ab  \t'&-é\xa0\xad«»łдщй\u0301ابةى\u064bآ\u0640’“…–\u200b\u2028€中한가㎏\u1100K🦆\x85"
        ),
        max_size=12,
    )
)
@settings(max_examples=500)
def test_a_line_with_nothing_to_clean_is_what_the_long_way_makes_of_it(line: str) -> None:
    # a word joiner goes, and its presence asks for the long way
    assert clean_line(line) == clean_line(f"\u2060{line}") == clean_line(clean_line(line))
