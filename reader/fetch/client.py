"""Ask one address, politely and with limits, and give back what came.

One connection pool for each host and trust, all sharing one TLS context: a single pool for all hosts is quadratic in
waiting requests. The pools are httpcore's, the engine below httpx: what httpx's client adds (cookies, its own idea of
an address, a look at each redirect) is what Telex must not do, and costs half the time of a request.

No cookies, no Referer, no cache, no address changed. Redirects are followed here, hop by hop, so that the guard sees
each one and credentials stay where they belong.
"""

from __future__ import annotations

import asyncio
import importlib.util
import ssl
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

import h11
import httpcore

from reader import __home__, __version__
from reader.fetch.answers import head, media_type, protocol_error, read, validator
from reader.fetch.errors import (
    BadAddress,
    BrokenAnswer,
    FetchError,
    Refused,
    TooManyRedirects,
    TooSlow,
    Unreachable,
)
from reader.fetch.guard import Address, check_name, follow, may_follow_home, parse_address
from reader.fetch.network import Network, Resolver, look_up, pinned, trust
from reader.fetch.proxies import Proxies, Proxy
from reader.fetch.room import Guest, Room
from reader.fetch.unpack import MEBIBYTE
from reader.fetch.vault import Opened, Vault

CONNECT, BETWEEN_READS, TOTAL = 10.0, 15.0, 60.0
"""Seconds: for the connection, for a pause in the answer, for everything including redirects."""
MOST_HOPS = 10
LIMITS = {
    "feed": 15 * MEBIBYTE,
    "page": 10 * MEBIBYTE,
    "image": 10 * MEBIBYTE,
    "icon": MEBIBYTE // 2,
    "list": 8 * MEBIBYTE,
    "robots": 512 * 1024,
}
"""Bytes of an unpacked body, by kind of request."""

_Key = tuple[tuple[str, str, int], bool, bool, str]
_REDIRECTS = (301, 302, 303, 307, 308)
_PERMANENT = (301, 308)
_KEEP = 5.0  # seconds that an idle connection is kept
_TIMEOUTS = {"connect": CONNECT, "read": BETWEEN_READS, "write": BETWEEN_READS, "pool": TOTAL}
_ACCEPT = {
    "feed": b"application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, "
    b"text/xml;q=0.9, text/html;q=0.6, */*;q=0.5",
    "page": b"text/html, application/xhtml+xml;q=0.9, */*;q=0.5",
    "image": b"image/webp, image/png, image/jpeg, image/gif;q=0.9",
    "icon": b"image/png, image/x-icon, image/vnd.microsoft.icon, image/webp, image/jpeg, image/gif;q=0.9",
    "list": b"text/plain, */*;q=0.5",
    "robots": b"text/plain, */*;q=0.5",
}


@dataclass(frozen=True, slots=True)
class Request:
    """What to ask. Validators are sent back byte for byte (RFC 9110 section 13).

    `typed` says that the person gave the address, so that it may be private. `headers` are the feed's own
    (tokens, Authorization): they never go to another origin than the one asked for. With `stay` a redirect is an answer
    as others are, its place in the field "location".
    `trust` is the SHA-256 fingerprint (hex) of the one certificate that is taken from that origin instead of one that
    somebody vouches for, "" for none. `agent` is the User-Agent that origin is told, "" for Telex's own.
    """

    url: str
    etag: bytes | None = None
    last_modified: bytes | None = None
    typed: bool = False
    kind: str = "feed"
    stay: bool = False
    headers: tuple[tuple[bytes, bytes], ...] = field(default=(), repr=False)
    trust: str = ""
    agent: str = ""


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

    `contact` goes into the User-Agent, so that a publisher can reach the person. `resolver` looks names up, `vault`
    the passwords and tokens of servers. `http2` asks for HTTP/2 where a server speaks it (with this context), and goes
    back to HTTP/1.1 where that fails; it needs the package h2.
    """

    def __init__(
        self,
        *,
        contact: str = "",
        resolver: Resolver = look_up,
        tls: ssl.SSLContext | None = None,
        vault: Vault | None = None,
        proxies: Proxies | None = None,
        http2: ssl.SSLContext | bool = False,
    ) -> None:
        self._agent = user_agent(contact)
        self._resolver = resolver
        self._tls = tls
        self._vault = vault or Vault()
        self.room = Room()
        self.may_pass: Callable[[str], None] = lambda host: None
        """Is told each other host that a redirect leads to, before it is asked; raises `FetchError` where it may not be."""
        self._proxies = proxies or Proxies()
        self._http2 = bool(http2) and importlib.util.find_spec("h2") is not None
        self._tls_http2 = http2 if isinstance(http2, ssl.SSLContext) else None
        self._plain: set[tuple[str, str, int]] = set()
        self._pools: dict[_Key, httpcore.AsyncConnectionPool] = {}
        self._networks: dict[_Key, Network] = {}
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
        opened = await self._vault.open(request.url)
        if opened is None:
            return await self._get(request, started)
        full = replace(request, url=opened.url, headers=(*request.headers, *opened.headers))
        try:
            answer = await self._get(full, started)
        except FetchError as error:
            error.toward = opened.hide(error.toward)
            raise
        if answer.status in (401, 403):
            self._vault.refused(request.url)
        return _hidden(answer, opened, request.url)

    async def _get(self, request: Request, started: float) -> Answer:
        first = parse_address(request.url)
        try:
            async with asyncio.timeout(TOTAL) as clock:
                with self.room.guest(clock) as guest:
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
            if not location or request.stay:
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
            if target.host != address.host:
                self.may_pass(target.host)
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
        pin = request.trust if home and address.scheme == "https" else ""
        if self._http2 and not pin and address.scheme == "https" and address.origin not in self._plain:
            key = (address.origin, typed, True, "")
            try:
                return await self._ask(request, address, key, home, guest)
            except (BrokenAnswer, Unreachable, TooSlow):
                if not self._networks[key].http2:
                    raise
                self._plain.add(address.origin)
                broken = self._pools.pop(key, None)
                if broken is not None:
                    await broken.aclose()
        return await self._ask(request, address, (address.origin, typed, False, pin), home, guest)

    async def _ask(
        self, request: Request, address: Address, key: _Key, home: bool, guest: Guest
    ) -> tuple[Answer, str]:
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
        self._busy[key] += 1
        try:
            response = await self._send(asked, key)
            try:
                headers = head(response, address.host)
                location = headers.get("location", "") if response.status in _REDIRECTS else ""
                body = b"" if location else await read(response, headers, address.host, limit, guest)
            finally:
                await response.aclose()
        except FetchError:
            raise
        except httpcore.RemoteProtocolError as error:
            raise protocol_error(error, address.host) from None
        except (httpcore.LocalProtocolError, h11.ProtocolError):
            raise BrokenAnswer(f"{address.host} cannot be asked in this way.") from None
        except httpcore.ProxyError as error:
            raise Unreachable(
                f"The proxy did not let Telex through to {address.host}{_code(error)}."
            ) from None
        except (httpcore.NetworkError, OSError):
            raise Unreachable(f"{address.host} broke the connection.") from None
        except httpcore.TimeoutException:
            raise TooSlow(f"{address.host} was too slow.") from None
        finally:
            self._busy[key] -= 1
        content_type, charset = media_type(headers.get("content-type", ""))
        return Answer(
            response.status,
            str(address),
            address.host,
            headers,
            body,
            charset,
            content_type,
            validator(response, b"etag"),
            validator(response, b"last-modified"),
        ), location

    async def _send(self, asked: httpcore.Request, key: _Key) -> httpcore.Response:
        """The answer's head. A kept connection that the server closes at this very moment is opened anew, once."""
        pool = self._pool(key)
        network = self._networks[key]
        opened = network.opened
        try:
            return await pool.handle_async_request(asked)
        except (Unreachable, httpcore.RemoteProtocolError, httpcore.NetworkError):
            if not opened or network.opened != opened:
                raise
        return await pool.handle_async_request(asked)

    def _headers(self, request: Request, address: Address, home: bool) -> list[tuple[bytes, bytes]]:
        headers = [
            (b"Host", address.authority.encode("ascii")),
            (
                b"User-Agent",
                request.agent.encode("ascii", "replace") if home and request.agent else self._agent,
            ),
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
            (scheme, host, port), typed, http2, pin = key
            proxy = self._proxies.way(scheme, host, port)
            if proxy is not None and (why := check_name(host, private_ok=typed)):
                raise Refused(f"Telex does not connect to {host} from here: {why}.")
            network = Network(
                private_ok=typed or proxy is not None,
                resolver=self._resolver,
                proxy=proxy is not None,
                pin=pin,
            )
            pool = self._pools[key] = httpcore.AsyncConnectionPool(
                ssl_context=(pinned() if pin else self._context(http2)) if scheme == "https" else None,
                proxy=self._proxy(proxy) if proxy is not None else None,
                max_connections=1,
                keepalive_expiry=_KEEP,
                http2=http2,
                network_backend=network,
            )
            self._networks[key] = network
        return pool

    def _context(self, http2: bool) -> ssl.SSLContext:
        """The shared trust; one of its own for HTTP/2, as what is offered in the handshake hangs on the context."""
        if http2:
            self._tls_http2 = self._tls_http2 or trust()
            return self._tls_http2
        self._tls = self._tls or trust()
        return self._tls

    def _proxy(self, proxy: Proxy) -> httpcore.Proxy:
        if proxy.scheme.startswith("socks") and importlib.util.find_spec("socksio") is None:
            raise BadAddress("A SOCKS proxy needs telex[socks]: install that, or take an HTTP proxy.")
        auth = None if proxy.auth is None else (proxy.auth[0].encode(), proxy.auth[1].encode())
        url = httpcore.URL(
            scheme=proxy.scheme.encode(), host=proxy.host.encode(), port=proxy.port, target=b"/"
        )
        return httpcore.Proxy(
            url, auth, ssl_context=self._context(False) if proxy.scheme == "https" else None
        )


def _hidden(answer: Answer, opened: Opened, asked: str) -> Answer:
    """The answer with no secret in its addresses. A place that only a secret of another server leads to is no new address."""
    permanent = opened.hide(answer.permanent)
    if permanent != answer.permanent and parse_address(permanent).origin != parse_address(asked).origin:
        permanent = ""
    headers = dict(answer.headers)
    if "location" in headers:
        headers["location"] = opened.hide(headers["location"])
    return replace(answer, url=opened.hide(answer.url), permanent=permanent, headers=headers)


def _code(error: httpcore.ProxyError) -> str:
    """The status that a proxy gave, in parentheses; "" where it gave none."""
    code = str(error)[:3]
    return f" ({code})" if code.isdigit() else ""


def user_agent(contact: str = "") -> bytes:
    """`Telex/VERSION (+URL with contact)`: who asks, and where to complain."""
    printable = "".join(letter for letter in contact if " " < letter < "\x7f" and letter not in "()\\")[:200]
    return f"Telex/{__version__} (+{__home__}{'; ' + printable if printable else ''})".encode("ascii")
