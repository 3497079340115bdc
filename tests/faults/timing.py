"""Faults of time and of the connection: slow, silent, dripping, broken off."""

from __future__ import annotations

import asyncio

from tests.faults.papers import rss
from tests.faults.server import Exchange, fault

_XML = ("Content-Type", "application/rss+xml; charset=utf-8")


@fault("good")
async def good(exchange: Exchange) -> None:
    """No fault: a feed with validators that are honoured. `paper`, `items`."""
    body = rss(int(exchange.number("paper", 1)), int(exchange.number("items", 10)))
    etag = f'"{len(body)}"'
    if exchange.seen.header("if-none-match") == etag.encode():
        await exchange.head((("ETag", etag),), status="304 Not Modified")
        return
    await exchange.answer(body, headers=(_XML, ("ETag", etag)))


@fault("delay")
async def delay(exchange: Exchange) -> None:
    """Answers well after `seconds`."""
    await asyncio.sleep(exchange.number("seconds", 1.0))
    await good(exchange)


@fault("silent")
async def silent(exchange: Exchange) -> None:
    """Takes the request and never answers."""
    exchange.close = True
    await asyncio.sleep(exchange.number("seconds", 3_600))


@fault("silent-after-head")
async def silent_after_head(exchange: Exchange) -> None:
    exchange.close = True
    await exchange.head((_XML, ("Content-Length", "1000")))
    await asyncio.sleep(3_600)


@fault("silent-in-body")
async def silent_in_body(exchange: Exchange) -> None:
    exchange.close = True
    body = rss()
    await exchange.head((_XML, ("Content-Length", str(len(body)))))
    await exchange.send(body[: len(body) // 2])
    await asyncio.sleep(3_600)


@fault("drip-head")
async def drip_head(exchange: Exchange) -> None:
    """The head comes one byte each `seconds`."""
    exchange.close = True
    await _drip(exchange, b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\n\r\n" + rss())


@fault("drip-body")
async def drip_body(exchange: Exchange) -> None:
    """The body comes one byte each `seconds`."""
    exchange.close = True
    body = rss()
    await exchange.head((_XML, ("Content-Length", str(len(body)))))
    await _drip(exchange, body)


@fault("drip-chunks")
async def drip_chunks(exchange: Exchange) -> None:
    exchange.close = True
    await exchange.head((_XML, ("Transfer-Encoding", "chunked")))
    for byte in rss():
        await exchange.send(b"1\r\n" + bytes((byte,)) + b"\r\n")
        await asyncio.sleep(exchange.number("seconds", 10.0))


@fault("close-at-once")
async def close_at_once(exchange: Exchange) -> None:
    exchange.close = True


@fault("close-in-head")
async def close_in_head(exchange: Exchange) -> None:
    exchange.close = True
    await exchange.send(b"HTTP/1.1 200 OK\r\nContent-Ty")


@fault("close-in-body")
async def close_in_body(exchange: Exchange) -> None:
    """Half the body, then an end: the length that was promised does not come."""
    exchange.close = True
    body = rss()
    await exchange.head((_XML, ("Content-Length", str(len(body)))))
    await exchange.send(body[: len(body) // 2])


@fault("reset-at-once")
async def reset_at_once(exchange: Exchange) -> None:
    exchange.reset()


@fault("reset-in-head")
async def reset_in_head(exchange: Exchange) -> None:
    await exchange.send(b"HTTP/1.1 200 OK\r\nContent-Ty")
    exchange.reset()


@fault("reset-in-body")
async def reset_in_body(exchange: Exchange) -> None:
    body = rss()
    await exchange.head((_XML, ("Content-Length", str(len(body)))))
    await exchange.send(body[: len(body) // 2])
    exchange.reset()


@fault("no-keep-alive")
async def no_keep_alive(exchange: Exchange) -> None:
    """Says that it keeps the connection, and closes it after each answer."""
    await good(exchange)
    exchange.close = True


@fault("until-close")
async def until_close(exchange: Exchange) -> None:
    """HTTP/1.0 style: the body ends with the connection."""
    exchange.close = True
    await exchange.send(b"HTTP/1.0 200 OK\r\nContent-Type: application/rss+xml\r\n\r\n" + rss())


async def _drip(exchange: Exchange, data: bytes) -> None:
    for byte in data:
        await exchange.send(bytes((byte,)))
        await asyncio.sleep(exchange.number("seconds", 10.0))
