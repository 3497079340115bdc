"""Faults of content: what came is whole, and is no feed, or not the feed that it says."""

from __future__ import annotations

from tests.faults.papers import atom, page, rss
from tests.faults.server import Exchange, fault

_HTML = ("Content-Type", "text/html; charset=utf-8")
_XML = ("Content-Type", "application/rss+xml; charset=utf-8")


@fault("atom")
async def atom_feed(exchange: Exchange) -> None:
    await exchange.answer(atom(), headers=(("Content-Type", "application/atom+xml"),))


QUIET = (22, 23, 0, 1, 2, 3, 4, 5)
"""Hours (GMT) in which the feed "quiet" wants to be left alone."""


@fault("quiet")
async def quiet(exchange: Exchange) -> None:
    """A feed with skipHours and a hub."""
    hub = b'<atom:link xmlns:atom="http://www.w3.org/2005/Atom" rel="hub" href="/hub"/>'
    hours = b"<skipHours>" + b"".join(b"<hour>%d</hour>" % hour for hour in QUIET) + b"</skipHours>"
    body = rss().replace(b"<description>Made-up", hub + hours + b"<description>Made-up", 1)
    await exchange.answer(body, headers=(_XML, ("ETag", '"1"'), ("Cache-Control", "max-age=3600")))


@fault("html")
async def html(exchange: Exchange) -> None:
    """A front page where the feed was."""
    await exchange.answer(page(), headers=(_HTML,))


@fault("half-feed")
async def half_feed(exchange: Exchange) -> None:
    """The server itself stored half a file."""
    body = rss()
    await exchange.answer(body[: len(body) // 2], headers=(_XML,))


@fault("half-item")
async def half_item(exchange: Exchange) -> None:
    """Cut inside the first item: nothing whole is there."""
    await exchange.answer(rss()[:420], headers=(_XML,))


@fault("empty")
async def empty(exchange: Exchange) -> None:
    await exchange.answer(b"", headers=(_XML,))


@fault("empty-feed")
async def empty_feed(exchange: Exchange) -> None:
    """A good feed without a single item."""
    await exchange.answer(rss(1, 0), headers=(_XML,))


@fault("nul-bytes")
async def nul_bytes(exchange: Exchange) -> None:
    await exchange.answer(rss().replace(b"</title>", b"\0\0</title>"), headers=(_XML,))


@fault("json")
async def json(exchange: Exchange) -> None:
    await exchange.answer(b'{"error": "no such thing"}', headers=(("Content-Type", "application/json"),))


@fault("image")
async def image(exchange: Exchange) -> None:
    await exchange.answer(b"\x89PNG\r\n\x1a\n" + bytes(500), headers=(("Content-Type", "image/png"),))


@fault("wrong-type")
async def wrong_type(exchange: Exchange) -> None:
    """A feed that says it is a page, or what `type` gives."""
    await exchange.answer(rss(), headers=(("Content-Type", exchange.argument("type", "text/html")),))


@fault("wrong-charset")
async def wrong_charset(exchange: Exchange) -> None:
    """UTF-8 that says it is latin-1, in the head and in the document."""
    body = rss().replace(b'encoding="utf-8"', b'encoding="iso-8859-1"')
    await exchange.answer(body, headers=(("Content-Type", "application/rss+xml; charset=iso-8859-1"),))


@fault("charset-unknown")
async def charset_unknown(exchange: Exchange) -> None:
    await exchange.answer(rss(), headers=(("Content-Type", "application/rss+xml; charset=klingon"),))


@fault("portal")
async def portal(exchange: Exchange) -> None:
    """A hotel's log-in page in the place of the feed, with `code`."""
    body = (
        b"<html><head><title>WiFi Login - Grand Hotel Eastmere</title></head><body><h1>Guest access</h1>"
        b"<form action=/go method=post>Room <input name=room> Name <input type=password name=pin></form></body></html>"
    )
    await exchange.answer(body, status=exchange.argument("code", "200") + " OK", headers=(_HTML,))


@fault("portal-511")
async def portal_511(exchange: Exchange) -> None:
    await exchange.answer(
        b"<html><body>Sign in</body></html>", status="511 Network Authentication Required", headers=(_HTML,)
    )


@fault("login-page")
async def login_page(exchange: Exchange) -> None:
    """Where portals send people."""
    await exchange.answer(b"<html><body><form><input type='password'></form></body></html>", headers=(_HTML,))


@fault("challenge")
async def challenge(exchange: Exchange) -> None:
    """A page that wants to see a person first; `header=no` leaves out the field that names it."""
    headers: list[tuple[str, str | bytes]] = [_HTML]
    if exchange.argument("header", "yes") == "yes":
        headers.append(("Cf-Mitigated", "challenge"))
    body = b"<!DOCTYPE html><html><head><title>Just a moment...</title></head><body>Checking</body></html>"
    await exchange.answer(body, status=exchange.argument("code", "403") + " No", headers=tuple(headers))


@fault("hijacked")
async def hijacked(exchange: Exchange) -> None:
    """The name was sold: another paper stands where the feed was."""
    await exchange.answer(rss(99 if exchange.server.count("hijacked") else 1), headers=(_XML,))


@fault("frozen")
async def frozen(exchange: Exchange) -> None:
    """The same bytes each time, under a new ETag each time."""
    await exchange.answer(rss(), headers=(_XML, ("ETag", f'"{exchange.server.count("frozen")}"')))


@fault("billion-laughs")
async def billion_laughs(exchange: Exchange) -> None:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    body = f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY l0 "ha">{entities}]><rss version="2.0"><channel>'
    body += "<title>&l9;</title><item><title>&l9;</title></item></channel></rss>"
    await exchange.answer(body.encode(), headers=(_XML,))


@fault("outside-entity")
async def outside_entity(exchange: Exchange) -> None:
    """An entity that names a file, or the address in `of`."""
    of = exchange.argument("of", "file:///etc/passwd")
    body = f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY x SYSTEM "{of}">]><rss version="2.0"><channel>'
    body += "<title>P</title><item><title>&x;</title><link>https://p.example/1</link></item></channel></rss>"
    await exchange.answer(body.encode(), headers=(_XML,))


@fault("deep")
async def deep(exchange: Exchange) -> None:
    """`n` elements, each inside the one before."""
    count = int(exchange.number("n", 1_000_000))
    await exchange.answer(b"<rss><channel>" + b"<a>" * count, headers=(_XML,))


@fault("one-word")
async def one_word(exchange: Exchange) -> None:
    """An item whose text is a single word of 10 MB."""
    body = rss(1, 1).replace(b"<![CDATA[", b"<![CDATA[" + b"a" * 10_000_000)
    await exchange.answer(body, headers=(_XML,))


@fault("open-tags")
async def open_tags(exchange: Exchange) -> None:
    """An item with 200,000 tags that are never closed."""
    body = rss(1, 1).replace(b"<![CDATA[", b"<![CDATA[" + b"<b>" * 200_000)
    await exchange.answer(body, headers=(_XML,))


@fault("many-items")
async def many_items(exchange: Exchange) -> None:
    await exchange.answer(rss(1, int(exchange.number("items", 3_000)), sentences=1), headers=(_XML,))
