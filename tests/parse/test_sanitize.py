"""HTML of strangers: what may stay, what becomes of the rest, and what it costs."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from reader.parse.safe.allowed import ATTRIBUTES, ELEMENTS, EVERYWHERE
from reader.parse.sanitize import CUT, DEEPEST, LONGEST, Sanitizer, sanitize

BASE = "https://rade.example/2022/quai.html"

KEPT = [
    "Plain words.",
    "<p>One</p><p>Two <b>bold</b> <em>told</em></p>",
    '<a href="https://rade.example/a?b=1">there</a>',
    '<a href="mailto:desk@rade.example">write</a>',
    '<img src="https://rade.example/a.jpg" alt="A quay">',
    '<h2 id="port">Port</h2>',
    '<pre><code class="language-python">if a &lt; b:\n    pass</code></pre>',
    '<ol start="3" reversed=""><li value="5">x</li></ol>',
    '<table><tr><th scope="col">a</th><td colspan="2">b</td></tr></table>',
    '<p dir="rtl" lang="ar">نص</p>',
    "<ul><li>a</li><li>b</li></ul><blockquote>q</blockquote><hr><br/>",
    '<sup id="fnref:1" role="doc-noteref"><a href="https://rade.example/2022/quai.html#fn:1">1</a></sup>',
    "<figure><figcaption>c</figcaption></figure><details open=\"\"><summary>s</summary>t</details>",
    "<math><mi>x</mi><mo>=</mo><mn>1</mn></math>",
]  # fmt: skip

CHANGED = [
    ("<p onclick=\"steal()\" style=\"color:red\" data-x='1'>a</p>", "<p>a</p>"),
    ("<P ALIGN=center>a</P>", "<p>a</p>"),
    ("<script>steal()</script>a", "a"),
    ("a<ScRiPt src=//x.example/s.js></sCrIpT>b", "ab"),
    ("a<style>p{}</style>b", "ab"),
    ("a<noscript><img src=x></noscript>b", "ab"),
    ("<form action=/x><label>Name</label><input name=n><button>Go</button><select><option>1</option></select></form>", "Name"),
    ("<span class=\"x\">a</span><span>b</span>", "ab"),
    ("<font color=red>a</font><center>b</center>", "ab"),
    ("<object data=x><p>in</p></object>b", "b"),
    ("<a href=\"javascript:steal()\">a</a>", "<a>a</a>"),
    ("<a href=\"JaVaScRiPt&#58;steal()\">a</a>", "<a>a</a>"),
    ("<a href=\" java\nscript:steal()\">a</a>", "<a>a</a>"),
    ("<a href=\"&#106;avascript:steal()\">a</a>", "<a>a</a>"),
    ("<a href=\"vbscript:x\">a</a><a href=\"data:text/html,x\">b</a><a href=\"file:///etc/passwd\">c</a>", "<a>a</a><a>b</a><a>c</a>"),
    ("<a href=\"/port\">a</a>", '<a href="https://rade.example/port">a</a>'),
    ("<a href=\"ferry.html\">a</a>", '<a href="https://rade.example/2022/ferry.html">a</a>'),
    ("<a href=\"//quay.example/x\">a</a>", '<a href="https://quay.example/x">a</a>'),
    ("<a href=\"#fn1\">a</a>", '<a href="https://rade.example/2022/quai.html#fn1">a</a>'),
    ("<a href=\"?p=1&amp;q=2\">a</a>", '<a href="https://rade.example/2022/quai.html?p=1&amp;q=2">a</a>'),
    ("<a target=_blank rel=noopener href='https://quay.example/'>a</a>", '<a target="_blank" rel="noopener" href="https://quay.example/">a</a>'),
    ("<img src=\"a.jpg\">", '<img src="https://rade.example/2022/a.jpg">'),
    ("<img data-src=\"/late.jpg\" src=\"data:image/gif;base64,R0\">", '<img src="https://rade.example/late.jpg">'),
    ("<img srcset=\"/small.jpg 300w, /large.jpg 900w\" alt=\"x\">", '<img alt="x" src="https://rade.example/small.jpg">'),
    ("<img alt=\"nothing\">", ""),
    ("<img src=\"data:image/png;base64,AAAA\">", ""),
    ("<img src=\"javascript:x\">", ""),
    ("<iframe src=\"https://tube.example/embed/1\" title=\"The ferry\"></iframe>", '<video src="https://tube.example/embed/1" title="The ferry"></video>'),
    ("<iframe src=\"javascript:x\"></iframe>a", "a"),
    ("<iframe src=\"https://counter.example/\" width=\"0\" height=\"0\"></iframe>a", "a"),
    ("a<iframe src=\"https://tube.example/e\">kept</iframe>", 'a<video src="https://tube.example/e"></video>kept'),
    ("<svg><path d=\"M0\"/><title>A chart of ferries</title></svg>", "A chart of ferries"),
    ("<!-- hidden --><p>a</p><!-- <b> -->", "<p>a</p>"),
    ("a < b", "a &lt; b"),
    ("<p title=\"a > b\">x</p>", "<p>x</p>"),
    ("<abbr title=\"a > b\">x</abbr>", '<abbr title="a &gt; b">x</abbr>'),
    ("<p a<b>x</p>", "&lt;p ax</p>"),
    ("<!' <a href=\"/x\">y</a>", '&lt;!\' <a href="https://rade.example/x">y</a>'),
    ("<o:p>Word</o:p>", "Word"),
    ("<p dir=\"up\" lang=\"!!\">a</p>", "<p>a</p>"),
    ("a\x07b\x1b[31mc", "abc"),
    ("a&#27;[31mb&#x202e;c&#8217;", "abc&#8217;"),
    ("<p>a\u200bb\u2066c</p>", "<p>ab\u2066c\u2069</p>"),
]  # fmt: skip

TRACKERS = [
    '<img src="https://pixel.example/p.gif" width="1" height="1">',
    "<img height='1' width='1' src='https://pixel.example/p'>",
    "<img src=https://pixel.example/p width=1>",
    '<img src="https://pixel.example/p" height="0">',
    '<img src="https://pixel.example/p" width="1px" height="1px">',
    '<img src="https://pixel.example/p" style="display:none">',
    '<img src="https://pixel.example/p" style="DISPLAY : NONE;">',
    '<img src="https://pixel.example/p" style="width:1px;height:1px">',
    '<img src="https://pixel.example/p" style="visibility: hidden">',
    '<img src="http://feeds.feedburner.com/~r/rade/~4/abc" alt="">',
    '<img src="http://feeds.feedburner.com/~ff/rade?d=yIl2AUoC8zA" border="0">',
    '<img src="https://feeds.wordpress.com/1.0/comments/rade.wordpress.com/1/">',
    '<img src="https://stats.wordpress.com/b.gif?host=rade.example">',
    '<img src="https://pixel.wp.com/b.gif?host=rade.example&amp;blog=1">',
    '<img src="https://www.google-analytics.com/collect?v=1">',
    '<img src="https://ad.doubleclick.net/ad/rade">',
    '<img src="https://feedads.g.doubleclick.net/~a/x">',
    '<img src="https://pixel.quantserve.com/pixel/p-1.gif">',
    '<img src="https://sb.scorecardresearch.com/p?c1=2">',
    '<img src="https://www.facebook.com/tr?id=1&ev=PageView">',
    '<img src="https://vg09.met.vgwort.de/na/abc">',
    '<img src="//ir-na.amazon-adsystem.com/e/ir?t=rade">',
    '<img src="http://www.assoc-amazon.com/e/ir?t=rade">',
    '<img src="https://medium.com/_/stat?event=post.clientViewed">',
    '<img src="https://bat.bing.com/action/0?ti=1">',
    '<img src="https://px.ads.linkedin.com/collect/?pid=1">',
    '<img src="https://hits.theguardian.com/x">',
    '<img src="https://logs1.xiti.com/hit.xiti?s=1">',
    '<img src="https://counter.theconversation.com/content/1/count.gif">',
    '<img src="https://tracking.feedpress.it/link/1/2.gif">',
    '<img src="https://b.scorecardresearch.com:443/p">',
    '<iframe src="https://www.googletagmanager.com/ns.html?id=GTM-1"></iframe>',
]


@pytest.mark.parametrize("html", KEPT)
def test_plain_markup_is_left_as_it_is(html: str) -> None:
    assert sanitize(html, BASE) == html


@pytest.mark.parametrize(("html", "safe"), CHANGED)
def test_what_may_not_stay_goes(html: str, safe: str) -> None:
    assert sanitize(html, BASE) == safe


@pytest.mark.parametrize("tracker", TRACKERS)
def test_counters_go_and_their_neighbours_stay(tracker: str) -> None:
    link = '<a href="https://rade.example/next?from=rss">Next</a> <img src="https://rade.example/quai.jpg" width="640" height="1080">'
    assert sanitize(f"<p>{tracker}{link}</p>", BASE) == f"<p>{link}</p>"
    assert sanitize(f"<p>{tracker}{link}</p><script>", BASE) == f"<p>{link}</p>"


def test_without_a_base_relative_addresses_go() -> None:
    assert sanitize('<a href="/x">a</a><img src="b.png">') == "<a>a</a>"
    assert sanitize('<a href="/x">a</a>', "not an address") == "<a>a</a>"


def test_one_sanitizer_serves_texts_with_different_bases() -> None:
    shared = Sanitizer()
    html = '<a href="/x">a</a><a href="https://c.example/">c</a>'
    assert 'href="https://a.example/x"' in shared.html(html, "https://a.example/")
    assert 'href="https://b.example/x"' in shared.html(html, "https://b.example/")


def test_a_long_text_is_cut_between_tags_and_says_so() -> None:
    safe = sanitize("<p>words</p>" * (LONGEST // 8))
    assert safe.endswith(CUT)
    assert LONGEST - 100 < len(safe) <= LONGEST + len(CUT)
    assert sanitize("&amp;" * LONGEST).endswith(f"&amp;{CUT}")


def test_frames_in_deep_markup_are_levelled_too() -> None:
    safe = sanitize("<div><iframe src='https://tube.example/e'></iframe>" * 600 + "<br>")
    assert safe.count("<div>") <= DEEPEST
    _is_safe(safe)


def test_nesting_is_bounded() -> None:
    for html in (
        "<div>" * 5000 + "x" + "</div>" * 5000,
        "<div>" * 5000 + "x<",
        "<blockquote><p>" * 2500 + "<",
    ):
        safe = sanitize(html)
        assert "x" in safe or "blockquote" in safe
        assert safe.count("<div>") + safe.count("<blockquote>") <= DEEPEST


@pytest.mark.parametrize(
    "html",
    [
        '<a "' * 300_000, "<" * 1_900_000, "<b " * 500_000, "<p>" * 600_000 + "<", "<!--" * 400_000, '<b x="' * 200_000,
        "<script>" * 200_000, "<a " + "a=b " * 400_000, "<a " * 2900 + '"' * 1_000_000, "&#" * 900_000, "<svg>" * 300_000,
        "".join(f"<font a={n}><p>" for n in range(1400)) + "<", "<b><p>" * 1400 + "<", "<table>" * 2900 + "<", "<a" + " " * 1_900_000,
        "<svg><title>" * 100_000, "<svg><title></svg>" * 100_000,
    ],
    ids=lambda html: str(html)[:12],
)  # fmt: skip
def test_hostile_markup_costs_its_length_and_no_more(html: str) -> None:
    began = time.process_time()
    sanitize(html)
    assert time.process_time() - began < 6


_ATTRIBUTE = re.compile(r"([a-z-]+)=\"([^\"<>]*)\"")
_TAG = re.compile(r"</?([a-z][a-z0-9]*)((?: [a-z-]+=\"[^\"<>]*\")*) ?/?>")
_BAD = re.compile(r"(?:java|vb|live)script:|data:", re.IGNORECASE)


def _is_safe(html: str) -> None:
    """Every "<" begins a tag of the allow-list with its attributes only; every address is of a kind that may be followed."""
    rest = html
    while "<" in rest:
        rest = rest[rest.index("<") :]
        found = _TAG.match(rest)
        assert found is not None, rest[:80]
        assert found[1] in ELEMENTS
        for key, value in _ATTRIBUTE.findall(found[2]):
            assert key in ATTRIBUTES.get(found[1], ()) or key in EVERYWHERE
            assert not key.startswith("on")
            if key in ("href", "src", "cite", "poster"):
                assert value.startswith(("http://", "https://", "mailto:"))
                assert not _BAD.match(value)
        rest = rest[found.end() :]
    assert not any(
        (ord(letter) < 32 and letter not in "\t\n\r") or 0x7F <= ord(letter) < 0xA0 for letter in html
    )


_pieces = st.sampled_from(
    """<a|<A |href=|"|'|javascript:alert(1)|https://x.example/|>|</a>|<img|src=|onerror=alert(1)|<script>|</script>|<svg|<math>|
    <style>|</style>|<!--|-->|<![CDATA[|]]>|&lt;|&#58;|&#x3c;|<iframe|<p>|</p>|<table>|<td|=|/|<br>|\\|`|<title>|</title>|
    <textarea>|<noscript>|<xmp>|<plaintext>|<template>|<b>|</b>|data:text/html,|style=|<mtext>|<annotation-xml>|<form|<base href=|
    \x00|\x1b[2J|\u202e|word|<o:p>|xlink:href=|<video|<source|<select>|<option>|<object data=|<embed|<meta|<link|java\tscript:x""".split(
        "|"
    )
).map(lambda piece: piece.strip("\n"))


@given(
    st.lists(_pieces | st.text(max_size=4), max_size=24).map("".join),
    st.sampled_from(["", BASE, "javascript:x"]),
)
@settings(max_examples=1500, deadline=None)
def test_nothing_unsafe_comes_out(html: str, base: str) -> None:
    safe = sanitize(html, base)
    _is_safe(safe)
    _is_safe(sanitize(safe, base))


@given(st.lists(_pieces | st.text(max_size=4), max_size=24).map("".join))
@settings(max_examples=300, deadline=None)
def test_a_parser_finds_nothing_unsafe_in_it_either(html: str) -> None:
    body = LexborHTMLParser(sanitize(html, BASE)).body
    if body is None:
        return
    for node in body.css("*"):
        assert node.tag in ELEMENTS or node.tag in ("body", "tbody", "colgroup")
        assert not any(name.startswith("on") or name == "style" for name in node.attributes)


@given(
    st.text(
        st.characters(exclude_categories=("Cs", "Cc", "Cf", "Mn", "Cn", "Co"), exclude_characters="<&"),
        max_size=200,
    )
)
def test_plain_text_is_not_touched(text: str) -> None:
    import unicodedata

    assert unicodedata.normalize("NFC", sanitize(text)) == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize("number", [0x81, 0x8D, 0x8F, 0x90, 0x9D, 0x1B, 0x7F])
@pytest.mark.parametrize("form", ["<p>a&#{0};b</p>", "<p>a&#x{0:x};b<a href='x'y>c</a></p>"])
def test_a_reference_to_a_control_is_no_way_in(number: int, form: str) -> None:
    safe = sanitize(form.format(number))
    assert chr(number) not in safe
    assert "&#" not in safe
