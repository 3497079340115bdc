"""Proxies: which one is taken, and that requests through real ones on loopback come back, or fail in plain words."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from reader.fetch.client import Answer, Fetcher, Request
from reader.fetch.errors import BadAddress, FetchError, Offline, Unreachable
from reader.fetch.guard import check_name
from reader.fetch.proxies import NONE, Proxies, Proxy, parse_proxy
from tests.faults.certificates import HAVE_OPENSSL, Authority
from tests.faults.papers import rss
from tests.faults.proxy import LoopbackProxy
from tests.faults.server import FaultServer

Work = Callable[[FaultServer, LoopbackProxy, Fetcher], Awaitable[None]]


def through(kind: str, work: Work, *, auth: tuple[str, str] | None = None) -> None:
    async def main() -> None:
        async with (
            LoopbackProxy(kind, auth) as proxy,
            FaultServer() as server,
            Fetcher(proxies=Proxies(proxy.url), resolver=_nobody) as fetcher,
        ):
            await work(server, proxy, fetcher)

    asyncio.run(main())


async def _nobody(host: str, port: int) -> list[str]:
    raise AssertionError("the proxy looks names up")


@pytest.mark.parametrize("kind", ["http", "socks5"])
@pytest.mark.parametrize("auth", [None, ("me", "p@ss")])
def test_feeds_come_through_a_proxy(kind: str, auth: tuple[str, str] | None) -> None:
    async def work(server: FaultServer, proxy: LoopbackProxy, fetcher: Fetcher) -> None:
        proxy_url = proxy.url.replace("p@ss", "p%40ss")
        async with Fetcher(proxies=Proxies(proxy_url), resolver=_nobody) as other:
            for _ in range(2):
                answer = await other.get(Request(f"http://paper.example:{server.port}/good?x=%2f"))
                assert answer.body == rss()
        assert {seen.host for seen in server.log} == {f"paper.example:{server.port}"}
        there = f"http://paper.example:{server.port}"
        assert {seen.target.removeprefix(there) for seen in server.log} == {"/good?x=%2f"}
        assert all("proxy-authorization" not in dict(seen.headers) for seen in server.log)
        assert all(asked.startswith(("paper.example", "http://paper.example")) for asked in proxy.asked)

    through(kind, work, auth=auth)


@pytest.mark.skipif(not HAVE_OPENSSL, reason="openssl is not here")
@pytest.mark.parametrize("kind", ["http", "socks5"])
def test_tls_is_checked_through_a_proxy(kind: str, tmp_path: Path) -> None:
    authority = Authority(tmp_path)

    async def main() -> None:
        async with LoopbackProxy(kind) as proxy, FaultServer(tls=authority.server("paper.example")) as server:
            async with Fetcher(proxies=Proxies(proxy.url), tls=authority.trusted()) as fetcher:
                url = f"https://paper.example:{server.port}/good"
                assert (await fetcher.get(Request(url))).body == rss()
                with pytest.raises(FetchError) as caught:
                    await fetcher.get(Request(url.replace("paper", "other")))
                assert "not one for other.example" in str(caught.value)
            assert proxy.asked == [f"{host}.example:{server.port}" for host in ("paper", "other")]

    asyncio.run(main())


@pytest.mark.parametrize(
    "host",
    ["10.0.0.7", "192.168.1.1", "169.254.169.254", "[fd00::1]", "[::ffff:10.0.0.1]", "nas", "printer.local", "x.internal", "2130706433"],
)  # fmt: skip
@pytest.mark.parametrize("kind", ["http", "socks5"])
def test_outside_text_reaches_no_private_host_through_a_proxy(kind: str, host: str) -> None:
    async def work(server: FaultServer, proxy: LoopbackProxy, fetcher: Fetcher) -> None:
        for url in (f"http://{host}:{server.port}/good",):
            with pytest.raises(FetchError):
                await fetcher.get(Request(url))
            with pytest.raises(FetchError):
                await fetcher.get(Request(f"http://paper.example:{server.port}/move?to={url}", typed=True))
        assert [seen.target.partition("?")[0] for seen in server.log] == ["/move"]

    through(kind, work)


def test_the_person_may_type_private_names() -> None:
    assert check_name("nas", private_ok=True) == check_name("10.0.0.7", private_ok=True) == ""
    assert check_name("169.254.169.254", private_ok=True)


def test_this_computer_is_asked_straight_on() -> None:
    async def work(server: FaultServer, proxy: LoopbackProxy, fetcher: Fetcher) -> None:
        assert (await fetcher.get(Request(server.url("good"), typed=True))).status == 200
        assert proxy.asked == []

    through("http", work)


@pytest.mark.parametrize("kind", ["http", "socks5"])
def test_a_proxy_that_says_no_is_a_sentence_without_its_password(kind: str) -> None:
    async def work(server: FaultServer, proxy: LoopbackProxy, fetcher: Fetcher) -> None:
        async with Fetcher(proxies=Proxies(proxy.url.replace("right", "wrong"))) as other:
            for scheme in ("http", "https"):
                url = f"{scheme}://paper.example:{server.port}/good"
                try:
                    said: Answer | str = await other.get(Request(url))
                except Unreachable as error:
                    said = str(error)
                assert said == "" or "wrong" not in repr(said)
                assert isinstance(said, str) or said.status == 407
        proxy.refuse = True
        with pytest.raises(Unreachable) as caught:
            await fetcher.get(Request(f"https://paper.example:{server.port}/good"))
        assert "The proxy did not let Telex through to paper.example" in str(caught.value)
        assert server.log == []

    through(kind, work, auth=("me", "right"))


@pytest.mark.parametrize("scheme", ["http", "socks5h"])
def test_a_proxy_that_is_away_is_no_fault_of_the_feed(scheme: str) -> None:
    async def main() -> None:
        async with Fetcher(proxies=Proxies(f"{scheme}://127.0.0.1:2049")) as fetcher:
            with pytest.raises(Offline) as caught:
                await fetcher.get(Request("http://paper.example/feed"))
            assert "The proxy 127.0.0.1 cannot be reached" in str(caught.value)

    asyncio.run(main())


def test_the_environment_is_read_as_others_do() -> None:
    there = {"http_proxy": "http://a:1111", "HTTPS_PROXY": "b:2222", "NO_PROXY": "sub.example, .intra.example,10.0.0.0/8,odd.example:8443"}  # fmt: skip
    proxies = Proxies("", there)
    assert proxies.way("http", "paper.example", 80) == Proxy("http", "a", 1111)
    assert proxies.way("https", "paper.example", 443) == Proxy("http", "b", 2222)
    for host, port in (("sub.example", 80), ("x.sub.example", 80), ("y.intra.example", 1), ("10.3.2.1", 80), ("odd.example", 8443)):  # fmt: skip
        assert proxies.way("http", host, port) is None
    assert proxies.way("http", "notsub.example", 80) is not None
    assert proxies.way("http", "odd.example", 80) is not None
    assert Proxies("", {"HTTP_PROXY": "http://a:1"}).way("http", "paper.example", 80) is None
    assert Proxies("", {"ALL_PROXY": "socks5://u:p%40@c"}).way("https", "paper.example", 443) == Proxy(
        "socks5", "c", 1080, ("u", "p@")
    )
    assert Proxies("", {**there, "no_proxy": "*"}).way("http", "paper.example", 80) is None
    assert Proxies(NONE, there).way("http", "paper.example", 80) is None
    assert Proxies("http://d:3128", there).way("http", "sub.example", 80) == Proxy("http", "d", 3128)
    assert Proxies("http://d:3128", there).way("http", "localhost", 80) is None


@pytest.mark.parametrize("text", ["ftp://a:1", "http://", "http://a:99999", "://", "http://me:s3cr3t@[::1"])
def test_an_address_that_is_no_proxy_is_a_sentence(text: str) -> None:
    with pytest.raises(BadAddress) as caught:
        parse_proxy(text)
    assert "s3cr3t" not in str(caught.value)
    assert "s3cr3t" not in repr(Proxy("http", "a", 1, ("me", "s3cr3t")))
