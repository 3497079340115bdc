"""Faults of the answer's head, and of its status."""

from __future__ import annotations

import time
from email.utils import formatdate

from tests.faults.papers import rss
from tests.faults.server import Exchange, fault

_XML = ("Content-Type", "application/rss+xml; charset=utf-8")


@fault("status")
async def status(exchange: Exchange) -> None:
    """Answers `code`, with `retry` as Retry-After and a clock that is `skew` seconds off where given."""
    headers: list[tuple[str, str | bytes]] = [("Content-Type", "text/plain")]
    if "retry" in exchange.seen.arguments:
        headers.append(("Retry-After", exchange.argument("retry")))
    if "skew" in exchange.seen.arguments:
        headers.append(("Date", formatdate(time.time() + exchange.number("skew", 0), usegmt=True)))
    await exchange.answer(
        b"not now", status=f"{exchange.argument('code', '500')} Odd", headers=tuple(headers)
    )


@fault("no-content")
async def no_content(exchange: Exchange) -> None:
    await exchange.head((), status="204 No Content")


@fault("header-storm")
async def header_storm(exchange: Exchange) -> None:
    """10 MB of fields."""
    exchange.close = True
    await exchange.send(b"HTTP/1.1 200 OK\r\n")
    for number in range(10_000):
        await exchange.send(f"X-Storm-{number}: {'x' * 1_000}\r\n".encode())
    await exchange.send(b"\r\n")


@fault("header-many")
async def header_many(exchange: Exchange) -> None:
    """80 kB of small fields: under the parser's own limit, over Telex's."""
    await exchange.answer(rss(), headers=(_XML, *((f"X-{number}", "y" * 40) for number in range(1_700))))


@fault("header-long")
async def header_long(exchange: Exchange) -> None:
    """One field of 300 kB."""
    exchange.close = True
    await exchange.head((_XML, ("X-Long", "z" * 300_000)))


@fault("header-nul")
async def header_nul(exchange: Exchange) -> None:
    exchange.close = True
    await exchange.answer(rss(), headers=(_XML, ("X-Nul", b"a\0b")))


@fault("header-latin1")
async def header_latin1(exchange: Exchange) -> None:
    await exchange.answer(rss(), headers=(_XML, ("X-Ville", "Évreux".encode("latin-1"))))


@fault("header-none")
async def header_none(exchange: Exchange) -> None:
    exchange.close = True
    await exchange.send(b"HTTP/1.1 200 OK\r\n\r\n" + rss())


@fault("continue-storm")
async def continue_storm(exchange: Exchange) -> None:
    """`count` interim answers before the real one."""
    for _ in range(int(exchange.number("count", 100))):
        await exchange.send(b"HTTP/1.1 103 Early Hints\r\nLink: </x.css>; rel=preload\r\n\r\n")
    await exchange.answer(rss(), headers=(_XML,))


@fault("status-line-odd")
async def status_line_odd(exchange: Exchange) -> None:
    exchange.close = True
    await exchange.send(b"HTTP/9.9 yes\r\n\r\n" + rss())


@fault("not-http")
async def not_http(exchange: Exchange) -> None:
    exchange.close = True
    await exchange.send(b"SSH-2.0-OpenSSH_9.2p1\r\n")


@fault("switching")
async def switching(exchange: Exchange) -> None:
    exchange.close = True
    await exchange.head((("Upgrade", "news"), ("Connection", "Upgrade")), status="101 Switching Protocols")


@fault("cookies")
async def cookies(exchange: Exchange) -> None:
    await exchange.answer(
        rss(), headers=(_XML, ("Set-Cookie", "id=me; Path=/"), ("Set-Cookie", "track=1; Max-Age=99999999"))
    )


@fault("clock-skew")
async def clock_skew(exchange: Exchange) -> None:
    """A feed from a server whose clock is `seconds` off, fresh for ten minutes by Expires."""
    now = time.time() + exchange.number("seconds", 259_200)
    dates = (("Date", formatdate(now, usegmt=True)), ("Expires", formatdate(now + 600, usegmt=True)))
    await exchange.answer(rss(), headers=(_XML, *dates))


@fault("fresh")
async def fresh(exchange: Exchange) -> None:
    """A feed with the Cache-Control that `says` gives."""
    await exchange.answer(rss(), headers=(_XML, ("Cache-Control", exchange.argument("says", "max-age=7200"))))
