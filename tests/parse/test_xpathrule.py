"""Rules in XPath that another reader keeps for pages without feeds, taken as far as CSS says the same."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from reader.parse.opml import read_listing
from reader.parse.watch import watched
from reader.parse.xpathrule import css_of


@pytest.mark.parametrize(
    ("path", "selector"),
    [
        ("//article", "article"),
        ('//div[@class="une"]/article', 'div[class="une"] > article'),
        ("//ul[contains(@class, 'news')]//li[@data-id]", 'ul[class*="news"] li[data-id]'),
        ("//li[contains(concat(' ', normalize-space(@class), ' '), ' item ')]", 'li[class~="item"]'),
        ("descendant::h2/a/@href", "h2 > a"),
        (".//a[1]", "a:nth-of-type(1)"),
        ("./h3", "h3"),
        ("normalize-space(.//h3/text())", "h3"),
        ('//a[starts-with(@href, "/p/") and @title]', 'a[href^="/p/"][title]'),
        ("//main/descendant::section/*", "main section > *"),
        (".", ""),
        ("@href", ""),
        ("//a | //b", None),
        ("ancestor::div", None),
        ("//a[last()]", None),
        ("//a[contains(text(), 'x')]", None),
        ("concat(.//a, 'x')", None),
        ('//a[@x="\\"]', None),
    ],
)
def test_as_far_as_css_says_the_same(path: str, selector: str | None) -> None:
    assert css_of(path) == selector


@given(st.text(alphabet="/.@*[]()'\"=:, abh1-", max_size=40))
def test_any_text_gives_a_selector_that_can_be_used_or_none(path: str) -> None:
    selector = css_of(path)
    if selector:
        LexborHTMLParser("<a><b></b></a>").css(selector)


def outline(**paths: str) -> bytes:
    own = " ".join(f"frss:xPathItem{name}='{value}'" for name, value in paths.items() if name != "own")
    return (
        '<opml version="2.0" xmlns:frss="https://freshrss.org/opml"><body><outline text="Vigie" type="HTML+XPath" '
        f"xmlUrl='https://vigie.example/une' frss:xPathItem='{paths['own']}' {own}/></body></opml>"
    ).encode()


def test_a_rule_from_a_list_finds_what_it_found_there() -> None:
    listing = read_listing(
        outline(
            own='//div[@class="x"]',
            Title="descendant::b",
            Uri="./a/@href",
            Author=".//i",
            Thumbnail="concat(1, 2)",
        )
    )
    (one,) = listing.outlines
    assert listing.left_out == ()
    chosen = json.loads(dict(one.settings)["watch"])
    assert chosen == {"item": 'div[class="x"]', "title": "b", "link": "a", "author": "i"}
    html = "".join(
        f'<div class=x><b>Quai {n}</b><a href="/p/{n}">lire</a><i>Salma</i></div>' for n in range(3)
    )
    found = watched(html, "https://vigie.example/une", chosen)
    assert [(entry.title, entry.author) for entry in found.entries] == [
        (f"Quai {n}", "Salma") for n in range(3)
    ]


@pytest.mark.parametrize(
    "paths", [{"own": ""}, {"own": "//a | //b"}, {"own": "//a", "Title": "concat(a, b)"}]
)
def test_a_rule_that_css_cannot_say_is_listed(paths: dict[str, str]) -> None:
    listing = read_listing(outline(**paths))
    assert listing.outlines == ()
    assert "telex add --watch https://vigie.example/une" in listing.left_out[0]
