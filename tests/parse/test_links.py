"""Addresses in pages: absolute, http, https or mailto, nothing in them that could act."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.parse.anchors import address_key, is_deep
from reader.parse.links import host_of, resolve, resolve_link

BASE = "https://gazette.example/a/b.html"


@pytest.mark.parametrize(
    ("href", "url"),
    [
        ("c.html", "https://gazette.example/a/c.html"),
        ("?d=1", "https://gazette.example/a/b.html?d=1"),
        ("//autre.example/x", "https://autre.example/x"),
        ("https://autre.example/é y", "https://autre.example/é%20y"),
        ("https://autre.example/a\x1b]b", "https://autre.example/a%1B]b"),
        ("https://autre.example/\u202eb", "https://autre.example/%E2%80%AEb"),
        ("\n\thttps://au\ntre.example/", "https://autre.example/"),
        ("https://autre.example/\u1680\xa0\u3000", "https://autre.example/%E1%9A%80%C2%A0%E3%80%80"),
        ("port:80/x", ""),
        ("mailto:a@b.example", ""),
        ("https:///x", ""),
        (None, ""),
    ],
)
def test_resolve(href: str | None, url: str) -> None:
    assert resolve(href, BASE) == url


@pytest.mark.parametrize("href", ["/x", "x", "?x", "", "//"])
def test_nothing_relative_without_a_base(href: str) -> None:
    assert resolve(href) == ""


def test_links_may_lead_to_a_mailbox() -> None:
    assert resolve_link("mailto:a@b.example", BASE) == "mailto:a@b.example"


@given(st.text(max_size=60), st.sampled_from(["", BASE, "http://[", "x"]))
def test_any_address(href: str, base: str) -> None:
    for url in (resolve(href, base), resolve_link(href, base), resolve_link("https://a.example/" + href)):
        assert url == "" or re.match(r"(?:https?|mailto):", url, re.IGNORECASE)
        assert not re.search(r"[\s\x00-\x20\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\"<>]", url)


@pytest.mark.parametrize(
    ("url", "host"), [("https://www.A.example:8/x", "a.example"), ("http://[", ""), ("x", "")]
)
def test_hosts(url: str, host: str) -> None:
    assert host_of(url) == host


def test_two_spellings_of_one_page_have_one_key() -> None:
    spellings = [
        "https://www.gazette.example/a/1",
        "http://gazette.example/a/1/",
        "https://gazette.example/a/1?utm_source=x&utm_medium=y",
        "https://gazette.example/a/1#comments",
        "https://gazette.example/a/1?fbclid=abc",
    ]
    assert len({address_key(url) for url in spellings}) == 1
    assert address_key("https://gazette.example/a?id=1") != address_key("https://gazette.example/a?id=2")


@pytest.mark.parametrize(
    ("path", "deep"),
    [
        ("/2024/05/port.html", True),
        ("/un-port-ouvre-mardi", True),
        ("/article.php?id=12", True),
        ("/fr/lavigie/9000", True),
        ("/politique", False),
        ("/auteur/7", False),
        ("/", False),
    ],
)
def test_articles_have_deep_addresses(path: str, deep: bool) -> None:
    assert is_deep("https://gazette.example" + path) is deep
