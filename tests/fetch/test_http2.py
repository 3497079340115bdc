"""HTTP/2 as an option: used where a server speaks it, and left for HTTP/1.1 where it goes wrong there."""

from __future__ import annotations

import asyncio
import ssl
import time
from pathlib import Path

import pytest

from reader.fetch.client import Answer, Fetcher, Request
from reader.fetch.errors import FetchError
from tests.faults.certificates import HAVE_OPENSSL, Authority
from tests.faults.http2 import FAULTS, Http2Server
from tests.faults.papers import rss

pytestmark = pytest.mark.skipif(not HAVE_OPENSSL, reason="openssl is not here")


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("ca"))


@pytest.fixture(autouse=True)
def _short_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    """A pause in an answer ends the wait after a second rather than fifteen."""
    monkeypatch.setitem(__import__("reader.fetch.client", fromlist=["x"])._TIMEOUTS, "read", 1.0)


def ask(
    server_side: ssl.SSLContext, authority: Authority, fault: str, times: int = 2
) -> tuple[list[Answer], list[str]]:
    async def main() -> tuple[list[Answer], list[str]]:
        async with (
            Http2Server(server_side, fault) as server,
            Fetcher(tls=authority.trusted(), http2=authority.trusted()) as fetcher,
        ):
            answers = [await fetcher.get(Request(server.url, typed=True)) for _ in range(times)]
            return answers, server.asked

    return asyncio.run(main())


def test_http2_is_used_where_it_is_wished_and_spoken(authority: Authority) -> None:
    answers, asked = ask(authority.server("127.0.0.1"), authority, "good", 3)
    assert [answer.body for answer in answers] == [rss()] * 3
    assert asked == ["2"] * 3
    assert answers[0].etag == b'"1"'


@pytest.mark.parametrize("fault", [fault for fault in FAULTS if fault != "good"])
def test_what_goes_wrong_by_http2_comes_by_http1_within_two_tries(authority: Authority, fault: str) -> None:
    started = time.monotonic()
    answers, asked = ask(authority.server("127.0.0.1"), authority, fault)
    assert [(answer.status, answer.body, answer.etag) for answer in answers] == [(200, rss(), b'"1"')] * 2
    assert asked == ["2", "1.1", "1.1"], "and it is not tried again there"
    assert time.monotonic() - started < 30


def test_a_server_that_speaks_only_http1_is_asked_once(authority: Authority, tmp_path: Path) -> None:
    from tests.faults.server import FaultServer

    async def main() -> int:
        async with (
            FaultServer(tls=authority.server("127.0.0.1")) as server,
            Fetcher(tls=authority.trusted(), http2=authority.trusted()) as fetcher,
        ):
            assert (await fetcher.get(Request(server.url("good"), typed=True))).body == rss()
            with pytest.raises(FetchError):
                await fetcher.get(Request(server.url("close-in-body"), typed=True))
            return len(server.log)

    assert asyncio.run(main()) == 2


def test_without_the_option_http1_is_spoken(authority: Authority) -> None:
    async def main() -> list[str]:
        async with (
            Http2Server(authority.server("127.0.0.1")) as server,
            Fetcher(tls=authority.trusted()) as fetcher,
        ):
            await fetcher.get(Request(server.url, typed=True))
            return server.asked

    assert asyncio.run(main()) == ["1.1"]
