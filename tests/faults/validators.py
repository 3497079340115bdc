"""Validator games: odd ETags and dates, a 304 with another ETag, a broken body under the same ETag."""

from __future__ import annotations

from tests.faults.papers import rss
from tests.faults.server import Exchange, fault

_XML = ("Content-Type", "application/rss+xml; charset=utf-8")

ODD: tuple[tuple[bytes | None, bytes | None], ...] = tuple(
    [
        (etag, None)
        for etag in (
            b'"plain"', b'W/"weak"', b'w/"small"', b'""', b'W/""', b"bare", b"bare with spaces", b'"open', b'close"',
            b'"' + b"x" * 200 + b'"', b'"a", "b"', b"*", b'"*"', b"'single'", b'"quo\\"te"', b'"comma,inside"',
            b'"semi;colon"', b'"-gzip"', b'"abc-gzip"', b'W/"abc;br"', b"0", b"-1", b"null", b'"\xc3\xa9t\xc3\xa9"',
            b'"\xe9t\xe9"', b'"tab\tin"',
        )
    ]
    + [
        (None, date)
        for date in (
            b"Mon, 05 Jan 2026 07:00:00 GMT", b"Tue, 05 Jan 2026 07:00:00 GMT", b"mon, 05 jan 2026 07:00:00 gmt",
            b"Mon, 05 Jan 2026 07:00:00 +0100", b"Monday, 05-Jan-26 07:00:00 GMT", b"Mon Jan  5 07:00:00 2026",
            b"2026-01-05T07:00:00Z", b"1767596400", b"0", b"Thu, 01 Jan 1970 00:00:00 GMT", b"yesterday",
            b"Mon, 05 Jan 2026 25:61:61 GMT", b"lun., 05 janv. 2026 07:00:00 GMT", b"Mon, 05 Jan 2026 07:00:00",
        )
    ]
)  # fmt: skip
"""Forty (ETag, Last-Modified) pairs as servers do send them."""


@fault("odd-validator")
async def odd_validator(exchange: Exchange) -> None:
    """The `n`-th pair of `ODD`; 304 only where it comes back byte for byte."""
    etag, date = ODD[int(exchange.number("n", 0))]
    back = exchange.seen.header("if-none-match"), exchange.seen.header("if-modified-since")
    headers: list[tuple[str, str | bytes]] = [("ETag", etag)] if etag is not None else []
    headers += [("Last-Modified", date)] if date is not None else []
    if back == (etag, date):
        await exchange.head(tuple(headers), status="304 Not Modified")
        return
    await exchange.answer(rss(), headers=(_XML, *headers))


@fault("turning-etag")
async def turning_etag(exchange: Exchange) -> None:
    """Every 304 carries a new ETag, and only the newest is good."""
    turn = exchange.server.count("turning-etag")
    expected = f'"turn-{turn - 1}"'.encode()
    headers: tuple[tuple[str, str | bytes], ...] = (("ETag", f'"turn-{turn}"'),)
    if turn and exchange.seen.header("if-none-match") == expected:
        await exchange.head(headers, status="304 Not Modified")
        return
    await exchange.answer(rss(), headers=(_XML, *headers))


@fault("broken-then-good")
async def broken_then_good(exchange: Exchange) -> None:
    """First a body that is no feed, then a good one under the same ETag; 304 to whoever kept the first."""
    if exchange.seen.header("if-none-match") == b'"same"':
        await exchange.head((("ETag", '"same"'),), status="304 Not Modified")
        return
    body = b"\0\1\2 this is no feed" if exchange.server.count("broken-then-good") == 0 else rss()
    await exchange.answer(body, headers=(_XML, ("ETag", '"same"')))


@fault("always-unchanged")
async def always_unchanged(exchange: Exchange) -> None:
    """304 even where nothing was asked on condition."""
    await exchange.head((), status="304 Not Modified")


@fault("no-validators")
async def no_validators(exchange: Exchange) -> None:
    await exchange.answer(rss(), headers=(_XML,))


@fault("growing")
async def growing(exchange: Exchange) -> None:
    """One more item at each request."""
    turn = exchange.server.count("growing")
    await exchange.answer(rss(1, 10 + turn), headers=(_XML, ("ETag", f'"{turn}"')))
