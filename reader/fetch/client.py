"""Ask one address, politely and with limits, and give back what came.

One connection pool for each host and trust, all sharing one TLS context: a single pool for all hosts is quadratic in
waiting requests. The pools are httpcore's, the engine below httpx: what httpx's client adds (cookies, its own idea of
an address, a look at each redirect) is what Telex must not do, and costs half the time of a request.

No cookies, no Referer, no cache, no address changed. Redirects are followed here, hop by hop, so that the guard sees
each one and credentials stay where they belong.
"""

from __future__ import annotations

import asyncio
import ssl
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

import h11
import httpcore

from reader import __home__, __version__
from reader.fetch.errors import BrokenAnswer, FetchError, TooLarge, TooManyRedirects, TooSlow, Unreachable
from reader.fetch.guard import Address, follow, may_follow_home, parse_address
from reader.fetch.network import Network, Resolver, look_up, trust
from reader.fetch.room import Guest, Room
from reader.fetch.unpack import MEBIBYTE, Body

CONNECT, BETWEEN_READS, TOTAL = 10.0, 15.0, 60.0
"""Seconds: for the connection, for a pause in the answer, for everything including redirects."""
MOST_HOPS = 10
HEAD_LIMIT = 64 * 1024
LIMITS = {"feed": 15 * MEBIBYTE, "page": 10 * MEBIBYTE, "robots": 512 * 1024}
"""Bytes of an unpacked body, by kind of request."""

_Key = tuple[tuple[str, str, int], bool]
_REDIRECTS = (301, 302, 303, 307, 308)
_PERMANENT = (301, 308)
_REFUSAL_LOOK = 64 * 1024
_KEEP = 5.0  # seconds that an idle connection is kept
_TIMEOUTS = {"connect": CONNECT, "read": BETWEEN_READS, "write": BETWEEN_READS, "pool": TOTAL}
_VALIDATOR_LIMIT = 2_048
_ACCEPT = {
    "feed": b"application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, "
    b"text/xml;q=0.9, text/html;q=0.6, */*;q=0.5",
    "page": b"text/html, application/xhtml+xml;q=0.9, */*;q=0.5",
    "robots": b"text/plain, */*;q=0.5",
}


@dataclass(frozen=True, slots=True)
class Request:
    """What to ask. Validators are sent back byte for byte (RFC 9110 section 13).

    `typed` says that the person gave the address, so that it may be private. `headers` are the feed's own
    (tokens, Authorization): they never go to another origin than the one asked for.
    """

    url: str
    etag: bytes | None = None
    last_modified: bytes | None = None
    typed: bool = False
    kind: str = "feed"
    headers: tuple[tuple[bytes, bytes], ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came. `headers` have lower-case names, repeats joined by ", "; `body` is unpacked.

    `etag` and `last_modified` are opaque. `permanent` is where a chain of nothing but 301 and 308 led ("" else),
    `hops` how many redirects were followed, `elapsed` seconds.
    """

    status: int
    url: str
    host: str
    headers: Mapping[str, str]
    body: bytes = b""
    charset: str = ""
    content_type: str = ""
    etag: bytes | None = None
    last_modified: bytes | None = None
    permanent: str = ""
    hops: int = 0
    elapsed: float = 0.0


class Fetcher:
    """Use as an async context manager, or call `aclose`. One for each engine; not shared between loops.

    `contact` goes into the User-Agent, so that a publisher can reach the person. `resolver` looks names up.
    """

    def __init__(
        self, *, contact: str = "", resolver: Resolver = look_up, tls: ssl.SSLContext | None = None
    ) -> None:
        self._agent = user_agent(contact)
        self._resolver = resolver
        self._tls = tls
        self._room = Room()
        self._pools: dict[_Key, httpcore.AsyncConnectionPool] = {}
        self._busy: Counter[_Key] = Counter()

    async def __aenter__(self) -> Fetcher:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close every connection. The fetcher can be used again afterwards."""
        pools, self._pools = list(self._pools.values()), {}
        for pool in pools:
            await pool.aclose()

    async def rest(self) -> None:
        """Close the connections of hosts that are not being asked at this moment."""
        idle = [key for key in self._pools if not self._busy[key]]
        for key in idle:
            await self._pools.pop(key).aclose()

    async def get(self, request: Request) -> Answer:
        """The answer, whatever its status. Raises `FetchError` where there is none, in at most `TOTAL` seconds."""
        started = time.monotonic()
        first = parse_address(request.url)
        try:
            async with asyncio.timeout(TOTAL) as clock:
                with self._room.guest(clock) as guest:
                    return await self._follow(request, first, started, guest)
        except TimeoutError:
            raise TooSlow(f"{first.host} took longer than {TOTAL:.0f} seconds.") from None

    async def _follow(self, request: Request, first: Address, started: float, guest: Guest) -> Answer:
        address = first
        typed = request.typed
        seen = {str(first)}
        permanent = True
        for hops in range(MOST_HOPS + 1):
            try:
                home = address.origin == first.origin
                answer, location = await self._hop(request, address, typed, home, guest)
            except FetchError as error:
                error.toward = str(address) if address.host != first.host else ""
                raise
            if not location:
                moved = permanent and hops > 0 and answer.status in (200, 304)
                return Answer(
                    answer.status,
                    str(address),
                    address.host,
                    answer.headers,
                    answer.body,
                    answer.charset,
                    answer.content_type,
                    answer.etag,
                    answer.last_modified,
                    str(address) if moved else "",
                    hops,
                    time.monotonic() - started,
                )
            permanent = permanent and answer.status in _PERMANENT
            target = follow(address, location)
            typed = typed and may_follow_home(first, target)
            address = target
            if str(address) in seen:
                raise TooManyRedirects(f"{first.host} sends Telex round in a circle.")
            seen.add(str(address))
        raise TooManyRedirects(f"{first.host} sends Telex on more than {MOST_HOPS} times.")

    async def _hop(
        self, request: Request, address: Address, typed: bool, home: bool, guest: Guest
    ) -> tuple[Answer, str]:
        """One request. The second value is where a redirect leads, "" where the answer is final."""
        limit = LIMITS[request.kind]
        asked = httpcore.Request(
            "GET",
            httpcore.URL(
                scheme=address.scheme.encode(),
                host=address.host.encode(),
                port=address.port,
                target=address.target.encode("ascii"),
            ),
            headers=self._headers(request, address, home),
            extensions={"timeout": _TIMEOUTS},
        )
        key = (address.origin, typed)
        self._busy[key] += 1
        try:
            response = await self._pool(key).handle_async_request(asked)
            try:
                headers = _head(response, address.host)
                location = headers.get("location", "") if response.status in _REDIRECTS else ""
                body = b"" if location else await _read(response, headers, address.host, limit, guest)
            finally:
                await response.aclose()
        except FetchError:
            raise
        except httpcore.RemoteProtocolError as error:
            raise _protocol_error(error, address.host) from None
        except (httpcore.LocalProtocolError, h11.ProtocolError):
            raise BrokenAnswer(f"{address.host} cannot be asked in this way.") from None
        except (httpcore.NetworkError, OSError):
            raise Unreachable(f"{address.host} broke the connection.") from None
        except httpcore.TimeoutException:
            raise TooSlow(f"{address.host} was too slow.") from None
        finally:
            self._busy[key] -= 1
        content_type, charset = _media_type(headers.get("content-type", ""))
        return Answer(
            response.status,
            str(address),
            address.host,
            headers,
            body,
            charset,
            content_type,
            _first(response, b"etag"),
            _first(response, b"last-modified"),
        ), location

    def _headers(self, request: Request, address: Address, home: bool) -> list[tuple[bytes, bytes]]:
        headers = [
            (b"Host", address.authority.encode("ascii")),
            (b"User-Agent", self._agent),
            (b"Accept", _ACCEPT[request.kind]),
            (b"Accept-Encoding", b"gzip, deflate"),
        ]
        if request.etag:
            headers.append((b"If-None-Match", request.etag))
        if request.last_modified:
            headers.append((b"If-Modified-Since", request.last_modified))
        if home:
            headers.extend(request.headers)
        return headers

    def _pool(self, key: _Key) -> httpcore.AsyncConnectionPool:
        pool = self._pools.get(key)
        if pool is None:
            (scheme, _, _), typed = key
            if self._tls is None and scheme == "https":
                self._tls = trust()
            pool = self._pools[key] = httpcore.AsyncConnectionPool(
                ssl_context=self._tls,
                max_connections=1,
                keepalive_expiry=_KEEP,
                network_backend=Network(private_ok=typed, resolver=self._resolver),
            )
        return pool


def user_agent(contact: str = "") -> bytes:
    """`Telex/VERSION (+URL with contact)`: who asks, and where to complain."""
    printable = "".join(letter for letter in contact if " " < letter < "\x7f" and letter not in "()\\")[:200]
    return f"Telex/{__version__} (+{__home__}{'; ' + printable if printable else ''})".encode("ascii")


async def _read(
    response: httpcore.Response, headers: Mapping[str, str], host: str, limit: int, guest: Guest
) -> bytes:
    if response.status in (204, 304):
        if headers.get("content-length", "0") == "0" and "transfer-encoding" not in headers:
            async for _ in response.aiter_stream():  # read to its end, so that the connection is used again
                pass
        return b""
    if response.status != 200:
        return await _start(response, headers, host)
    declared = headers.get("content-length", "")
    if declared.isdigit() and len(declared) < 20 and int(declared) > limit:
        raise TooLarge(f"{host} announces {int(declared) // MEBIBYTE} MiB, more than Telex takes.")
    body = Body(host, headers.get("content-encoding", ""), limit)
    async for piece in response.aiter_stream():
        body.add(piece)
        await guest.grow(body.size)
    return body.finish()


async def _start(response: httpcore.Response, headers: Mapping[str, str], host: str) -> bytes:
    """The beginning of a refusal's page: enough to tell a portal from an error."""
    try:
        body = Body(host, headers.get("content-encoding", ""), 2 * _REFUSAL_LOOK)
        received = 0
        async for piece in response.aiter_stream():
            body.add(piece)
            received += len(piece)
            if received > _REFUSAL_LOOK:
                return b""
        return body.finish()
    except (FetchError, httpcore.RemoteProtocolError, httpcore.NetworkError):
        return b""


def _head(response: httpcore.Response, host: str) -> dict[str, str]:
    headers: dict[str, str] = {}
    size = 0
    for name, value in response.headers:
        size += len(name) + len(value) + 4
        if size > HEAD_LIMIT:
            raise TooLarge(f"{host} sent a head of more than {HEAD_LIMIT // 1024} KiB.")
        key = name.decode("latin-1").lower()
        text = _text(value)
        headers[key] = f"{headers[key]}, {text}" if key in headers else text
    return headers


def _text(value: bytes) -> str:
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("latin-1")


def _first(response: httpcore.Response, name: bytes) -> bytes | None:
    for key, value in response.headers:
        if key.lower() == name and value and len(value) <= _VALIDATOR_LIMIT:
            return value
    return None


def _media_type(field_value: str) -> tuple[str, str]:
    """Media type and charset of a Content-Type field, both lower case, "" where not said."""
    kind, _, rest = field_value.partition(";")
    charset = ""
    for part in rest.split(";"):
        name, _, value = part.partition("=")
        if name.strip().lower() == "charset":
            charset = value.strip().strip("\"'").lower()[:40]
            break
    return kind.strip().lower()[:100], charset


def _protocol_error(error: Exception, host: str) -> FetchError:
    text = str(error)
    if "disconnected without sending" in text:
        return BrokenAnswer(f"{host} closed the connection without an answer.")
    if "without sending complete message" in text or "incomplete chunked" in text:
        return BrokenAnswer(f"{host} sent an answer that is cut short.")
    if "Receive buffer too long" in text:
        return TooLarge(f"{host} sent a head of more than {HEAD_LIMIT // 1024} KiB.")
    return BrokenAnswer(f"What {host} sent is not HTTP.")
