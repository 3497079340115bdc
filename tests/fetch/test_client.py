"""The client against the fault server: what comes back, what is sent, and where it stops."""

from __future__ import annotations

import asyncio
import contextlib
import time
import tracemalloc
from collections.abc import Awaitable, Callable
from typing import TypeVar

import pytest

from reader import __version__
from reader.fetch import errors
from reader.fetch.client import Answer, Fetcher, Request, user_agent
from tests.faults.clock import run_jumping
from tests.faults.papers import rss
from tests.faults.server import FAULTS, Exchange, FaultServer
from tests.faults.validators import ODD

T = TypeVar("T")


def with_server(work: Callable[[FaultServer, Fetcher], Awaitable[T]]) -> T:
    async def main() -> T:
        async with FaultServer() as server, Fetcher() as fetcher:
            return await work(server, fetcher)

    return run_jumping(main())


def ask(name: str, /, **arguments: object) -> Answer:
    async def work(server: FaultServer, fetcher: Fetcher) -> Answer:
        return await fetcher.get(Request(server.url(name, "", **arguments), typed=True))

    return with_server(work)


def refusal(name: str, /, **arguments: object) -> errors.FetchError:
    with pytest.raises(errors.FetchError) as caught:
        ask(name, **arguments)
    sentence = str(caught.value)
    assert sentence[0].isupper() or sentence[0].isdigit()
    assert sentence.endswith((".", "?"))
    assert f"/{name}" not in sentence
    return caught.value


def test_a_feed_comes_whole() -> None:
    answer = ask("good")
    assert answer.status == 200
    assert answer.body == rss()
    assert (answer.content_type, answer.charset) == ("application/rss+xml", "utf-8")
    assert answer.etag is not None
    assert answer.hops == 0


@pytest.mark.parametrize(
    "name",
    [
        "gzip", "gzip-members", "gzip-and-junk", "deflate", "deflate-raw", "gzip-twice", "gzip-twice-said",
        "gzip-unsaid", "gzip-untrue", "chunked", "until-close", "header-none", "header-latin1", "continue-storm",
        "cookies", "delay",
    ],
)  # fmt: skip
def test_odd_but_whole_answers_are_read(name: str) -> None:
    assert ask(name).body == rss()


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("close-at-once", errors.BrokenAnswer),
        ("close-in-head", errors.BrokenAnswer),
        ("close-in-body", errors.BrokenAnswer),
        ("reset-at-once", errors.FetchError),
        ("reset-in-head", errors.FetchError),
        ("reset-in-body", errors.FetchError),
        ("gzip-cut", errors.BrokenAnswer),
        ("gzip-damaged", errors.BrokenAnswer),
        ("gzip-many-said", errors.BrokenAnswer),
        ("brotli-unasked", errors.BrokenAnswer),
        ("length-too-long", errors.BrokenAnswer),
        ("length-huge", errors.TooLarge),
        ("length-nonsense", errors.BrokenAnswer),
        ("two-lengths", errors.BrokenAnswer),
        ("big-feed", errors.TooLarge),
        ("chunked-cut", errors.BrokenAnswer),
        ("chunked-damaged", errors.BrokenAnswer),
        ("endless", errors.TooLarge),
        ("header-storm", errors.TooLarge),
        ("header-many", errors.TooLarge),
        ("header-long", errors.TooLarge),
        ("header-nul", errors.BrokenAnswer),
        ("not-http", errors.BrokenAnswer),
        ("status-line-odd", errors.BrokenAnswer),
        ("circle", errors.TooManyRedirects),
        ("spiral", errors.TooManyRedirects),
    ],
)
def test_broken_answers_are_one_sentence(name: str, kind: type[errors.FetchError]) -> None:
    assert isinstance(refusal(name), kind)


@pytest.mark.parametrize(
    "name", ["silent", "silent-after-head", "silent-in-body", "drip-head", "drip-body", "drip-chunks"]
)
def test_slow_answers_end_in_time(name: str) -> None:
    async def work(server: FaultServer, fetcher: Fetcher) -> float:
        started = asyncio.get_running_loop().time()
        with pytest.raises(errors.TooSlow):
            await fetcher.get(Request(server.url(name), typed=True))
        return asyncio.get_running_loop().time() - started

    assert 14 < with_server(work) <= 61


def test_no_fault_escapes_the_error_tree() -> None:
    """Every fault of the server ends in an answer or in a sentence, within a minute, on one and the same fetcher."""

    async def work(server: FaultServer, fetcher: Fetcher) -> set[str]:
        ended = set()
        sentences: list[str] = []
        for name in FAULTS:
            started = asyncio.get_running_loop().time()
            try:
                await fetcher.get(Request(server.url(name, mebibytes=64, megabytes=20, n=3), typed=True))
            except errors.FetchError as error:
                sentences.append(str(error))
            assert asyncio.get_running_loop().time() - started <= 66, name
            ended.add(name)
        assert not [
            sentence for sentence in sentences if "\n" in sentence or not sentence.endswith((".", "?"))
        ]
        return ended

    assert len(with_server(work)) >= 60


@pytest.mark.parametrize("name", ["bomb", "bomb-twice", "bomb-inside"])
def test_a_bomb_costs_little(name: str) -> None:
    """A GiB in a MiB, plain, packed twice, and packed twice unsaid: stopped early, in little memory."""

    async def work(server: FaultServer, fetcher: Fetcher) -> tuple[int, float]:
        await fetcher.get(Request(server.url("good"), typed=True))
        with pytest.raises(errors.TooLarge):  # makes the server's own copy of the bomb, which is not counted
            await fetcher.get(Request(server.url(name, mebibytes=1024), typed=True))
        tracemalloc.start()
        started = time.process_time()
        with pytest.raises(errors.TooLarge):
            await fetcher.get(Request(server.url(name, mebibytes=1024), typed=True))
        spent = time.process_time() - started
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak, spent

    peak, spent = with_server(work)
    assert peak <= 40 * (1 << 20)
    assert spent <= 2.0, "seconds of the processor"


def test_an_endless_answer_costs_little() -> None:
    async def work(server: FaultServer, fetcher: Fetcher) -> int:
        tracemalloc.start()
        with pytest.raises(errors.TooLarge):
            await fetcher.get(Request(server.url("endless"), typed=True))
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak

    assert with_server(work) <= 40 * (1 << 20)


def test_what_is_sent() -> None:
    """Conditional fields byte for byte, one User-Agent, no cookie after Set-Cookie, no Referer after a redirect."""

    async def work(server: FaultServer, fetcher: Fetcher) -> None:
        for _ in range(2):
            await fetcher.get(Request(server.url("cookies"), typed=True))
        await fetcher.get(Request(server.url("move", to="/good?x=%7e%2F&y=a+b%20c"), typed=True))
        await fetcher.get(Request(server.url("good"), b'W/"odd', b"yesterday", typed=True))
        names = [{name for name, _ in seen.headers} for seen in server.log]
        assert not {"cookie", "referer"} & set().union(*names)
        assert {seen.header("user-agent") for seen in server.log} == {user_agent()}
        assert {seen.header("accept-encoding") for seen in server.log} == {b"gzip, deflate"}
        assert server.log[3].target == "/good?x=%7e%2F&y=a+b%20c"
        assert server.log[4].header("if-none-match") == b'W/"odd'
        assert server.log[4].header("if-modified-since") == b"yesterday"
        assert server.log[0].header("if-none-match") is None

    with_server(work)


@pytest.mark.parametrize(
    "target",
    [
        "/good",
        "/good?",
        "/good?a=b&&c",
        "/good/%C3%A9?q=%2f",
        "/good;v=1?x=[1]|{2}",
        "/good/../x",
        "//good",
        "/good?a='\"<>`\\^",
    ],
)
def test_an_address_goes_out_as_it_was_given(target: str) -> None:
    async def work(server: FaultServer, fetcher: Fetcher) -> str:
        await fetcher.get(Request(f"http://127.0.0.1:{server.port}{target}", typed=True))
        return server.log[-1].target

    assert with_server(work) == target


def test_letters_and_spaces_are_escaped_and_fragments_stay_here() -> None:
    async def work(server: FaultServer, fetcher: Fetcher) -> str:
        await fetcher.get(Request(f"http://127.0.0.1:{server.port}/été du 5?q=ع#part", typed=True))
        return server.log[-1].target

    assert with_server(work) == "/%C3%A9t%C3%A9%20du%205?q=%D8%B9"


def test_forty_odd_validators_come_back_byte_for_byte() -> None:
    async def work(server: FaultServer, fetcher: Fetcher) -> list[int]:
        statuses = []
        for number in range(len(ODD)):
            url = server.url("odd-validator", n=number)
            first = await fetcher.get(Request(url, typed=True))
            again = await fetcher.get(Request(url, first.etag, first.last_modified, typed=True))
            statuses.append(again.status)
        return statuses

    assert with_server(work) == [304] * 40


def test_a_304_brings_its_new_validator() -> None:
    async def work(server: FaultServer, fetcher: Fetcher) -> list[tuple[int, bytes | None]]:
        seen = []
        etag = None
        for _ in range(5):
            answer = await fetcher.get(Request(server.url("turning-etag"), etag, typed=True))
            etag = answer.etag
            seen.append((answer.status, etag))
        return seen

    assert with_server(work) == [(304 if turn else 200, f'"turn-{turn}"'.encode()) for turn in range(5)]


@pytest.mark.parametrize(
    ("head", "body", "connections"),
    [
        (b"ETag: x\r\n", b"", 1),
        (b"Content-Length: 0\r\n", b"", 1),
        (b"Content-Length: 4\r\n", b"junk", 3),
        (b"Transfer-Encoding: chunked\r\n", b"4\r\njunk\r\n0\r\n\r\n", 3),
    ],
)
def test_a_304_leaves_its_connection_for_the_next_feed_unless_a_body_may_follow(
    head: bytes, body: bytes, connections: int
) -> None:
    writers: list[asyncio.StreamWriter] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writers.append(writer)
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
            while await reader.readuntil(b"\r\n\r\n"):
                writer.write(b"HTTP/1.1 304 Not Modified\r\n" + head + b"\r\n" + body)

    async def main() -> list[int]:
        async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
            url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/feed"
            async with Fetcher() as fetcher:
                statuses = [(await fetcher.get(Request(url, b"x", typed=True))).status for _ in range(3)]
            for writer in writers:
                writer.close()
                with contextlib.suppress(ConnectionError):
                    await writer.wait_closed()
            return statuses

    assert asyncio.run(main()) == [304] * 3
    assert len(writers) == connections


@pytest.mark.parametrize(
    ("code", "permanent"), [("301", True), ("308", True), ("302", False), ("303", False), ("307", False)]
)
def test_only_a_permanent_chain_is_reported(code: str, permanent: bool) -> None:
    answer = ask("chain", n=10, code=code)
    assert answer.hops == 10
    assert bool(answer.permanent) is permanent
    assert answer.body == rss()


def test_a_mixed_chain_is_temporary() -> None:
    assert ask("move-mixed").permanent == ""


def test_eleven_hops_are_too_many() -> None:
    async def work(server: FaultServer, fetcher: Fetcher) -> int:
        with pytest.raises(errors.TooManyRedirects):
            await fetcher.get(Request(server.url("chain", n=11), typed=True))
        server.log.clear()
        with pytest.raises(errors.TooManyRedirects):
            await fetcher.get(Request(server.url("circle"), typed=True))
        return len(server.log)

    assert with_server(work) <= 11


@pytest.mark.parametrize(
    "to", ["file:///etc/passwd", "gopher://127.0.0.1/", "javascript:1", "http://[::1", "data:,x"]
)
def test_a_redirect_leads_only_to_http(to: str) -> None:
    assert isinstance(refusal("move", to=to), errors.BadAddress)


def test_a_redirect_without_a_place_is_the_answer() -> None:
    assert ask("move-nowhere").status == 302


@pytest.mark.parametrize("code", [301, 302, 307, 308])
def test_secrets_stay_with_their_origin(code: int) -> None:
    """A token goes to the address that was given, also after a redirect there, and to no other port or host."""

    async def work(server: FaultServer, fetcher: Fetcher) -> None:
        secret = ((b"Authorization", b"Bearer s3cr3t"), (b"X-Token", b"s3cr3t"))
        async with FaultServer() as other:
            await fetcher.get(Request(server.url("move", to="/good", code=code), typed=True, headers=secret))
            url = server.url("move", to=other.url("good"), code=code)
            with pytest.raises(errors.Refused):
                await fetcher.get(Request(url, typed=True, headers=secret))
            assert other.log == []
        assert [seen.header("x-token") for seen in server.log] == [b"s3cr3t"] * 3
        assert "s3cr3t" not in repr(Request("http://a.example/", headers=secret))

    with_server(work)


def test_a_token_does_not_follow_to_another_public_host(monkeypatch: pytest.MonkeyPatch) -> None:
    """Here the guard sees loopback as the open internet, so that another origin is reached at all."""
    monkeypatch.setattr("reader.fetch.network.check_ip", lambda *_, **__: "")

    async def work(server: FaultServer, fetcher: Fetcher) -> None:
        secret = ((b"Authorization", b"Bearer s3cr3t"), (b"X-Token", b"s3cr3t"))
        async with FaultServer() as other:
            back = server.url("good")
            url = server.url("move", to=other.url("move", to=back, code=307), code=307)
            assert (await fetcher.get(Request(url, typed=True, headers=secret))).status == 200
            assert [seen.header("x-token") for seen in other.log] == [None]
            assert [seen.header("authorization") for seen in other.log] == [None]
            assert [seen.header("x-token") for seen in server.log] == [b"s3cr3t", b"s3cr3t"]

    with_server(work)


@pytest.mark.parametrize("status", [401, 403, 404, 410, 429, 500, 503, 511])
def test_refusals_are_answers(status: int) -> None:
    answer = ask("status", code=status, retry="120")
    assert answer.status == status
    assert answer.headers["retry-after"] == "120"
    assert str(status) in errors.status_sentence(status, "host") or status == 511


def test_a_closed_port_is_a_sentence() -> None:
    async def work(server: FaultServer, fetcher: Fetcher) -> str:
        url = server.url("good")
        await server.__aexit__()
        with pytest.raises(errors.Unreachable) as caught:
            await fetcher.get(Request(url, typed=True))
        return str(caught.value)

    assert with_server(work) == "127.0.0.1 takes no connections."


def test_a_connection_that_was_closed_meanwhile_is_opened_again() -> None:
    async def work(server: FaultServer, fetcher: Fetcher) -> list[int]:
        url = server.url("no-keep-alive")
        return [(await fetcher.get(Request(url, typed=True))).status for _ in range(3)]

    assert with_server(work) == [200, 200, 200]


def test_a_kept_connection_that_breaks_is_opened_anew_once_and_a_new_one_is_not() -> None:
    async def work(server: FaultServer, fetcher: Fetcher) -> None:
        turn = 0

        async def breaking(exchange: Exchange) -> None:
            nonlocal turn
            turn += 1
            if turn in (2, 4, 5):
                exchange.reset()
            else:
                await exchange.answer(rss())

        server.routes["/breaking"] = breaking
        request = Request(server.url("breaking"), typed=True)
        assert (await fetcher.get(request)).status == 200
        assert (await fetcher.get(request)).status == 200
        assert turn == 3
        with pytest.raises(errors.FetchError):
            await fetcher.get(request)
        assert turn == 5
        turn = 1
        with pytest.raises(errors.FetchError):
            await fetcher.get(request)
        assert turn == 2

    with_server(work)


def test_the_user_agent_says_who_asks() -> None:
    assert user_agent() == f"Telex/{__version__} (+https://telex.example/)".encode()
    assert user_agent("me@example.org\r\nX: y") == (
        f"Telex/{__version__} (+https://telex.example/; me@example.orgX:y)".encode()
    )
