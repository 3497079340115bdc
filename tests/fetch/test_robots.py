"""robots.txt by RFC 9309: groups, wildcards, what each status stands for, and how long it is kept."""

from __future__ import annotations

import pytest

from reader.fetch.robots import KEEP, PARSED, RETRY, Robots, robots_from, robots_unknown

NOW = 1_767_600_000
RULES = b"""
User-agent: *
Disallow: /private/
Allow: /private/open
Disallow: /*.pdf$
Crawl-delay: 120

User-agent: telex
Disallow: /not-for-telex
"""


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/", True),
        ("/not-for-telex", False),
        ("/not-for-telex/x", False),
        ("/private/x", True),
        ("/a.pdf", True),
    ],
)
def test_the_own_group_counts(path: str, allowed: bool) -> None:
    assert Robots(RULES, NOW).verdict(f"https://a.example{path}").allowed is allowed


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/", True),
        ("/private/x", False),
        ("/private/open", True),
        ("/a.pdf", False),
        ("/a.pdf?x", True),
        ("/A", True),
    ],
)
def test_the_common_group_counts_without_an_own_one(path: str, allowed: bool) -> None:
    rules = RULES[: RULES.index(b"User-agent: telex")]
    verdict = Robots(rules, NOW).verdict(f"https://a.example{path}")
    assert verdict.allowed is allowed
    assert verdict.delay == 120


@pytest.mark.parametrize(
    ("status", "allowed"),
    [
        (200, False),
        (404, True),
        (401, True),
        (403, True),
        (410, True),
        (429, False),
        (500, False),
        (503, False),
        (302, False),
    ],
)
def test_what_a_status_stands_for(status: int, allowed: bool) -> None:
    robots = robots_from(status, b"User-agent: *\nDisallow: /", NOW)
    assert robots.verdict("https://a.example/x").allowed is allowed


def test_no_answer_disallows_for_an_hour() -> None:
    robots = robots_unknown(NOW)
    assert not robots.verdict("https://a.example/").allowed
    assert not robots.stale(NOW + RETRY - 1)
    assert robots.stale(NOW + RETRY)


def test_rules_are_kept_for_a_day() -> None:
    robots = Robots(RULES, NOW)
    assert not robots.stale(NOW + KEEP - 1)
    assert robots.stale(NOW + KEEP)
    assert robots.stale(NOW - 7_200), "the clock was turned back"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xff\xfe\x00",
        b"\0" * 1000,
        b"Disallow: /",
        b"<html>no such file</html>",
        b"\xef\xbb\xbfUser-agent: *\nDisallow:",
    ],
)
def test_odd_files_allow(body: bytes) -> None:
    assert Robots(body, NOW).verdict("https://a.example/x").allowed


def test_only_the_first_500_kib_are_read() -> None:
    body = b"User-agent: *\n" + b"#" * PARSED + b"\nDisallow: /"
    assert Robots(body, NOW).verdict("https://a.example/x").allowed


def test_a_crawl_delay_has_an_end() -> None:
    assert Robots(b"User-agent: *\nCrawl-delay: 999999999", NOW).verdict("https://a.example/").delay == 300
