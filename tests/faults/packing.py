"""Faults of length and packing: bombs, cuts, wrong sizes, codings that nobody asked for."""

from __future__ import annotations

import functools
import gzip
import zlib

from tests.faults.papers import rss
from tests.faults.server import Exchange, fault

_XML = ("Content-Type", "application/rss+xml; charset=utf-8")
_GZIP = ("Content-Encoding", "gzip")
_MEBIBYTE = 1 << 20


@functools.cache
def zeros_packed(mebibytes: int) -> bytes:
    """gzip of so many MiB of zeros, without its end, which nobody should come to: one block again and again."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = packer.compress(bytes(_MEBIBYTE)) + packer.flush(zlib.Z_FULL_FLUSH)
    return b"\x1f\x8b\x08\0\0\0\0\0\2\xff" + block * mebibytes


@fault("gzip")
async def packed(exchange: Exchange) -> None:
    await exchange.answer(gzip.compress(rss()), headers=(_XML, _GZIP))


@fault("gzip-members")
async def members(exchange: Exchange) -> None:
    """One body in two gzip members (RFC 1952 section 2.2)."""
    body = rss()
    await exchange.answer(gzip.compress(body[:700]) + gzip.compress(body[700:]), headers=(_XML, _GZIP))


@fault("gzip-and-junk")
async def junk(exchange: Exchange) -> None:
    await exchange.answer(gzip.compress(rss()) + b"\0\0junk", headers=(_XML, _GZIP))


@fault("deflate")
async def deflate(exchange: Exchange) -> None:
    await exchange.answer(zlib.compress(rss()), headers=(_XML, ("Content-Encoding", "deflate")))


@fault("deflate-raw")
async def deflate_raw(exchange: Exchange) -> None:
    """deflate without its zlib head, as some servers understand the name."""
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    body = packer.compress(rss()) + packer.flush()
    await exchange.answer(body, headers=(_XML, ("Content-Encoding", "deflate")))


@fault("gzip-twice")
async def twice(exchange: Exchange) -> None:
    """gzip in gzip, and only one of them said."""
    await exchange.answer(gzip.compress(gzip.compress(rss())), headers=(_XML, _GZIP))


@fault("gzip-twice-said")
async def twice_said(exchange: Exchange) -> None:
    body = gzip.compress(gzip.compress(rss()))
    await exchange.answer(body, headers=(_XML, ("Content-Encoding", "gzip, gzip")))


@fault("gzip-many-said")
async def many_said(exchange: Exchange) -> None:
    await exchange.answer(rss(), headers=(_XML, ("Content-Encoding", ", ".join(["gzip"] * 50))))


@fault("gzip-unsaid")
async def unsaid(exchange: Exchange) -> None:
    """The file on the server is packed, and the head does not say so."""
    await exchange.answer(gzip.compress(rss()), headers=(("Content-Type", "application/gzip"),))


@fault("gzip-untrue")
async def untrue(exchange: Exchange) -> None:
    """The head says gzip, the body is plain."""
    await exchange.answer(rss(), headers=(_XML, _GZIP))


@fault("gzip-cut")
async def cut(exchange: Exchange) -> None:
    body = gzip.compress(rss())
    await exchange.answer(body[: len(body) // 2], headers=(_XML, _GZIP))


@fault("gzip-damaged")
async def damaged(exchange: Exchange) -> None:
    body = bytearray(gzip.compress(rss()))
    body[len(body) // 2] ^= 0xFF
    body[-6] ^= 0xFF
    await exchange.answer(bytes(body), headers=(_XML, _GZIP))


@fault("bomb")
async def bomb(exchange: Exchange) -> None:
    """`mebibytes` of zeros in a thousandth of their size."""
    await exchange.answer(zeros_packed(int(exchange.number("mebibytes", 1024))), headers=(_XML, _GZIP))


@fault("bomb-twice")
async def bomb_twice(exchange: Exchange) -> None:
    inner = zeros_packed(int(exchange.number("mebibytes", 1024)))
    await exchange.answer(gzip.compress(inner), headers=(_XML, ("Content-Encoding", "gzip, gzip")))


@fault("bomb-inside")
async def bomb_inside(exchange: Exchange) -> None:
    """The bomb is the body itself, without a coding."""
    await exchange.answer(
        gzip.compress(zeros_packed(int(exchange.number("mebibytes", 1024)))), headers=(_XML, _GZIP)
    )


@fault("brotli-unasked")
async def brotli(exchange: Exchange) -> None:
    await exchange.answer(b"\x0b\x02\x80", headers=(_XML, ("Content-Encoding", "br")))


@fault("length-too-long")
async def too_long(exchange: Exchange) -> None:
    exchange.close = True
    body = rss()
    await exchange.head((_XML, ("Content-Length", str(len(body) + 999))))
    await exchange.send(body)


@fault("length-too-short")
async def too_short(exchange: Exchange) -> None:
    exchange.close = True
    body = rss()
    await exchange.head((_XML, ("Content-Length", str(len(body) - 200))))
    await exchange.send(body)


@fault("length-huge")
async def huge(exchange: Exchange) -> None:
    """Announces 50 MB."""
    exchange.close = True
    await exchange.head((_XML, ("Content-Length", str(50_000_000))))
    await exchange.send(rss())


@fault("length-nonsense")
async def nonsense(exchange: Exchange) -> None:
    exchange.close = True
    await exchange.head((_XML, ("Content-Length", "-5")))
    await exchange.send(rss())


@fault("two-lengths")
async def two_lengths(exchange: Exchange) -> None:
    exchange.close = True
    await exchange.head((_XML, ("Content-Length", "10"), ("Content-Length", "20")))
    await exchange.send(rss())


@fault("big-feed")
async def big_feed(exchange: Exchange) -> None:
    """A well-formed feed of `megabytes`, sent in chunks."""
    exchange.close = True
    await exchange.head((_XML, ("Transfer-Encoding", "chunked")))
    start, end = rss(1, 1).split(b"</item>\n")
    piece = b"<item><title>Port-Lune</title><description>" + b"pluie " * 10_000 + b"</description></item>\n"
    await _chunk(exchange, start + b"</item>\n")
    for _ in range(int(exchange.number("megabytes", 50) * 1_000_000 / len(piece)) + 1):
        await _chunk(exchange, piece)
    await _chunk(exchange, end)
    await exchange.send(b"0\r\n\r\n")


@fault("chunked")
async def chunked(exchange: Exchange) -> None:
    await exchange.head((_XML, ("Transfer-Encoding", "chunked")))
    body = rss()
    for start in range(0, len(body), 777):
        await _chunk(exchange, body[start : start + 777])
    await exchange.send(b"0\r\n\r\n")


@fault("chunked-cut")
async def chunked_cut(exchange: Exchange) -> None:
    exchange.close = True
    await exchange.head((_XML, ("Transfer-Encoding", "chunked")))
    await _chunk(exchange, rss()[:900])


@fault("chunked-damaged")
async def chunked_damaged(exchange: Exchange) -> None:
    exchange.close = True
    await exchange.head((_XML, ("Transfer-Encoding", "chunked")))
    await exchange.send(b"zz\r\nnonsense\r\n")


@fault("endless")
async def endless(exchange: Exchange) -> None:
    """Chunks without end."""
    exchange.close = True
    await exchange.head((_XML, ("Transfer-Encoding", "chunked")))
    piece = b"<item>" * 10_000
    while not exchange.writer.is_closing():
        await _chunk(exchange, piece)


async def _chunk(exchange: Exchange, data: bytes) -> None:
    await exchange.send(f"{len(data):x}\r\n".encode() + data + b"\r\n")
