"""Portal and challenge pages are told from news and from ordinary pages."""

from __future__ import annotations

import pytest

from reader.fetch.client import Answer, Fetcher, Request
from reader.fetch.portal import CHALLENGE, PORTAL, PortalWatch, in_the_way, looks_like_html, portal_sentence
from tests.faults.clock import run_jumping
from tests.faults.papers import atom, page, rss
from tests.faults.server import FaultServer


def judge(answer: Answer, asked: str = "127.0.0.1") -> str:
    return in_the_way(
        answer.status, answer.headers, answer.body, asked_host=asked, final=answer.url, final_host=answer.host
    )


def fetched(name: str, **arguments: object) -> Answer:
    async def main() -> Answer:
        async with FaultServer() as server, Fetcher() as fetcher:
            return await fetcher.get(Request(server.url(name, "", **arguments), typed=True))

    return run_jumping(main())


@pytest.mark.parametrize("code", [200, 403, 503])
def test_a_log_in_page_is_a_portal(code: int) -> None:
    assert judge(fetched("portal", code=code)) == PORTAL


def test_511_is_a_portal() -> None:
    assert judge(fetched("portal-511")) == PORTAL


@pytest.mark.parametrize("code", [200, 403, 503])
@pytest.mark.parametrize("header", ["yes", "no"])
def test_a_check_for_a_person_is_a_challenge(code: int, header: str) -> None:
    assert judge(fetched("challenge", code=code, header=header)) == CHALLENGE


def test_another_host_with_a_password_field_is_a_portal() -> None:
    assert judge(fetched("login-page"), asked="paper.example") == PORTAL
    assert judge(fetched("login-page")) == ""


@pytest.mark.parametrize(
    "body", [rss(), atom(), b"", b"{}", rss().replace(b"Made-up news", b"hotspot captive portal")]
)
def test_feeds_are_never_in_the_way(body: bytes) -> None:
    assert in_the_way(200, {}, body, asked_host="a", final="http://b/login", final_host="b") == ""


def test_an_ordinary_page_is_left_to_the_parser() -> None:
    assert in_the_way(200, {}, page(), asked_host="a", final="http://a/", final_host="a") == ""
    assert in_the_way(404, {}, page(), asked_host="a", final="http://a/", final_host="a") == ""


def test_html_is_known_by_its_start() -> None:
    assert looks_like_html(page())
    assert looks_like_html(b"\xef\xbb\xbf\n <!-- x --><html>")
    assert not looks_like_html(rss())
    assert not looks_like_html(b"<htmlx>")


def test_five_hosts_sent_to_one_place_are_a_portal() -> None:
    watch = PortalWatch()
    page = "http://login.example/welcome"
    assert not any(watch.saw(f"h{n}.example", page) for n in range(4))
    assert not watch.saw("h0.example", page)
    assert not watch.saw("h9.example", "http://login.example/other")
    assert watch.saw("h5.example", page)


def test_the_sentences_name_the_host() -> None:
    assert "captive portal" in portal_sentence(PORTAL, "a.example")
    assert "a.example" in portal_sentence(CHALLENGE, "a.example")
