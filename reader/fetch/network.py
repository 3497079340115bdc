"""Connections for httpcore over asyncio: every name is looked up here, and the guard sees every number first.

Errors are raised as Telex's own (`reader.fetch.errors`), each with its sentence, already from the socket.
"""

from __future__ import annotations

import asyncio
import contextlib
import errno
import hashlib
import socket
import ssl
import threading
import time
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

import httpcore

from reader.fetch.errors import FetchError, NoTrust, Offline, Refused, TooSlow, UnknownHost, Unreachable
from reader.fetch.guard import check_ip, is_literal

Resolver = Callable[[str, int], Awaitable[list[str]]]
"""From a name and a port to numbers, best first. Raises `OSError` as `getaddrinfo` does."""

_HEAD_START = 0.25  # seconds before the next number of a name is tried too (RFC 8305)
_MOST_NUMBERS = 8
_BUFFER = 256 * 1024
_NO_WAY_OUT = {errno.ENETUNREACH, errno.ENETDOWN, getattr(errno, "ENONET", errno.ENETDOWN)}


async def look_up(host: str, port: int) -> list[str]:
    """The system's numbers for `host`, in its order of preference.

    Each look-up has a thread of its own that nothing waits for at the end: one that hangs must not hold the program.
    """
    loop = asyncio.get_running_loop()
    found: asyncio.Future[list[str]] = loop.create_future()

    def tell(numbers: list[str], error: Exception | None) -> None:
        if found.done():
            return
        if error is None:
            found.set_result(numbers)
        else:
            found.set_exception(error)

    def ask() -> None:
        numbers: list[str] = []
        failure: Exception | None = None
        try:
            answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            numbers = list(dict.fromkeys(str(answer[4][0]) for answer in answers))
        except (OSError, UnicodeError) as error:
            failure = error
        with contextlib.suppress(RuntimeError):
            loop.call_soon_threadsafe(tell, numbers, failure)

    threading.Thread(target=ask, name="look-up", daemon=True).start()
    return await found


def trust() -> ssl.SSLContext:
    """The certificates that this computer trusts; Mozilla's list where the system brings none. Never switched off."""
    context = ssl.create_default_context()
    if not context.get_ca_certs() and not context.cert_store_stats()["x509_ca"]:
        import certifi

        context.load_verify_locations(certifi.where())
    return context


def pinned() -> ssl.SSLContext:
    """For a server of which one certificate alone is taken: `Network` looks at its fingerprint, and nobody at who vouches."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


class Network(httpcore.AsyncNetworkBackend):
    """Opens connections for one trust: `private_ok` where the person typed the address, else public ones only.

    `proxy` says that what is connected to is a proxy. `http2` becomes true where a server chose HTTP/2; `opened`
    counts connections. `pin` is the fingerprint that a certificate must have where the context checks nothing else (`pinned`).
    """

    def __init__(
        self, *, private_ok: bool, resolver: Resolver = look_up, proxy: bool = False, pin: str = ""
    ) -> None:
        self._private_ok = private_ok
        self._resolver = resolver
        self._proxy = proxy
        self.pin = pin
        self.http2 = False
        self.opened = 0

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        try:
            async with asyncio.timeout(timeout):
                numbers = await self._numbers(host, port)
                stream = await _race(numbers, port, host)
        except TimeoutError:
            if self._proxy:
                raise Offline(f"The proxy {host} does not answer, so nobody can be asked.") from None
            raise TooSlow(f"{host} did not take the connection within {timeout:.0f} seconds.") from None
        except FetchError:
            if self._proxy:
                raise Offline(f"The proxy {host} cannot be reached, so nobody can be asked.") from None
            raise
        self.opened += 1
        stream.network = self
        return stream

    async def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None
    ) -> httpcore.AsyncNetworkStream:
        raise Refused("Sockets of this computer are not asked.")

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)

    async def _numbers(self, host: str, port: int) -> list[str]:
        literal = is_literal(host)
        if literal:
            numbers = [host]
        else:
            try:
                numbers = await self._resolver(host, port)
            except OSError as error:
                raise _name_error(error, host) from None
            except UnicodeError:
                raise UnknownHost(f"There is no host named {host}.") from None
        allowed: list[str] = []
        why = ""
        for number in numbers:
            reason = check_ip(number, private_ok=self._private_ok, literal=literal)
            why = why or reason
            if not reason:
                allowed.append(number)
        if not allowed:
            if not why:
                raise UnknownHost(f"There is no host named {host}.")
            raise Refused(f"Telex does not connect to {host} from here: {why}.")
        return allowed[:_MOST_NUMBERS]


async def _race(numbers: list[str], port: int, host: str) -> Stream:
    """The first connection that opens; each number has a head start of a quarter second before the next."""
    waiting = list(numbers)
    running: set[asyncio.Task[Stream]] = set()
    failure: FetchError | None = None
    try:
        while waiting or running:
            if waiting:
                running.add(asyncio.create_task(_open(waiting.pop(0), port, host)))
            done, running = await asyncio.wait(
                running, timeout=_HEAD_START if waiting else None, return_when=asyncio.FIRST_COMPLETED
            )
            opened = [task.result() for task in done if task.exception() is None]
            for spare in opened[1:]:
                await spare.aclose()
            if opened:
                return opened[0]
            for error in (task.exception() for task in done):
                if not isinstance(error, FetchError):
                    raise error or Unreachable(f"{host} cannot be reached.")
                failure = failure or error
    finally:
        for task in running:
            task.cancel()
    raise failure or Unreachable(f"{host} cannot be reached.")


async def _open(number: str, port: int, host: str) -> Stream:
    loop = asyncio.get_running_loop()
    try:
        transport, stream = await loop.create_connection(lambda: Stream(host), number, port)
    except OSError as error:
        raise _connect_error(error, host) from None
    peer = transport.get_extra_info("peername")
    if peer is None or not _same(str(peer[0]), number):
        transport.abort()
        raise Refused(f"The connection to {host} did not lead where it should.")
    return stream


def _same(one: str, other: str) -> bool:
    """Whether two numbers are one; scope names of link-local addresses aside."""
    from ipaddress import ip_address

    return ip_address(one.partition("%")[0]) == ip_address(other.partition("%")[0])


class Stream(asyncio.Protocol, httpcore.AsyncNetworkStream):
    """One connection. Reads at most a quarter MiB ahead."""

    def __init__(self, host: str) -> None:
        self.network: Network | None = None
        self._host = host
        self._transport: asyncio.Transport | None = None
        self._buffer = bytearray()
        self._ended = False
        self._error: Exception | None = None
        self._paused = False
        self._reading: asyncio.Future[None] | None = None
        self._writing: asyncio.Future[None] | None = None

    # What asyncio calls.

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        if len(self._buffer) >= _BUFFER and not self._paused and self._transport is not None:
            self._paused = True
            self._transport.pause_reading()
        self._wake(self._reading)

    def eof_received(self) -> bool:
        self._ended = True
        self._wake(self._reading)
        return False

    def connection_lost(self, exc: Exception | None) -> None:
        self._ended = True
        self._error = exc
        self._wake(self._reading)
        self._wake(self._writing)

    def pause_writing(self) -> None:
        self._writing = asyncio.get_running_loop().create_future()

    def resume_writing(self) -> None:
        self._wake(self._writing)
        self._writing = None

    @staticmethod
    def _wake(future: asyncio.Future[None] | None) -> None:
        if future is not None and not future.done():
            future.set_result(None)

    # What httpcore calls.

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        if not self._buffer and not self._ended:
            self._reading = asyncio.get_running_loop().create_future()
            try:
                async with asyncio.timeout(timeout):
                    await self._reading
            except TimeoutError:
                raise TooSlow(f"{self._host} sent nothing for {timeout:.0f} seconds.") from None
            finally:
                self._reading = None
        if self._buffer:
            data = bytes(self._buffer[:max_bytes])
            del self._buffer[:max_bytes]
            if self._paused and len(self._buffer) < _BUFFER // 2 and self._transport is not None:
                self._paused = False
                self._transport.resume_reading()
            return data
        if isinstance(self._error, ssl.SSLError):
            raise NoTrust(_tls_sentence(self._error, self._host))
        if self._error is not None:
            raise Unreachable(f"{self._host} broke the connection.")
        return b""

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        if self._ended or self._transport is None or self._transport.is_closing():
            raise httpcore.WriteError(f"{self._host} closed the connection.")
        self._transport.write(buffer)
        if self._writing is not None:
            try:
                async with asyncio.timeout(timeout):
                    await self._writing
            except TimeoutError:
                raise TooSlow(f"{self._host} does not take the request.") from None

    async def aclose(self) -> None:
        if self._transport is not None:
            self._transport.abort()

    async def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.AsyncNetworkStream:
        assert self._transport is not None
        loop = asyncio.get_running_loop()
        self._host = server_hostname or self._host
        try:
            transport = await loop.start_tls(
                self._transport,
                self,
                ssl_context,
                server_hostname=server_hostname,
                ssl_handshake_timeout=timeout,
                ssl_shutdown_timeout=1.0,
            )
        except ssl.SSLError as error:
            raise NoTrust(_tls_sentence(error, self._host)) from None
        except TimeoutError:
            raise TooSlow(f"{self._host} did not finish the TLS handshake.") from None
        except OSError:
            raise Unreachable(f"{self._host} broke the connection during the TLS handshake.") from None
        assert transport is not None
        self._transport = transport
        secure = transport.get_extra_info("ssl_object")
        if ssl_context.verify_mode is ssl.CERT_NONE:
            found = hashlib.sha256(secure.getpeercert(True) or b"").hexdigest()
            if self.network is None or found != self.network.pin:
                transport.abort()
                raise NoTrust(
                    f"The certificate of {self._host} is not the one that you trust; its fingerprint is {found}."
                )
        chosen = secure.selected_alpn_protocol()
        if self.network is not None and chosen == "h2":
            self.network.http2 = True
        return self

    def get_extra_info(self, info: str) -> Any:
        if info == "is_readable":
            return self._ended or bool(self._buffer)
        return None if self._transport is None else self._transport.get_extra_info(info)


def _name_error(error: OSError, host: str) -> FetchError:
    if isinstance(error, socket.gaierror) and error.errno != socket.EAI_AGAIN:
        return UnknownHost(f"There is no host named {host}.")
    return Offline(f"The name {host} cannot be looked up at the moment; is there a network?")


def _connect_error(error: OSError, host: str) -> FetchError:
    if error.errno in _NO_WAY_OUT:
        return Offline("There is no way to the network from this computer.")
    if isinstance(error, ConnectionRefusedError):
        return Unreachable(f"{host} takes no connections.")
    if isinstance(error, (ConnectionResetError, BrokenPipeError)):
        return Unreachable(f"{host} broke the connection.")
    return Unreachable(f"{host} cannot be reached.")


def _tls_sentence(error: ssl.SSLError, host: str) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        if error.verify_code in (9, 10, 11, 12):
            today = time.strftime("%Y-%m-%d")
            return (
                f"The certificate of {host} has expired or is not valid yet; "
                f"this computer's clock says {today}, is that right?"
            )
        if error.verify_code in (18, 19):
            return f"The certificate of {host} is signed by nobody that this computer trusts."
        if error.verify_code in (62, 63, 64):
            return f"The certificate is not one for {host}; somebody may stand between."
        return f"The certificate of {host} cannot be checked, so nothing was asked."
    if error.reason in ("TLSV1_ALERT_PROTOCOL_VERSION", "UNSUPPORTED_PROTOCOL", "WRONG_SSL_VERSION"):
        return f"{host} speaks only an old form of TLS that is not safe."
    if error.reason in ("WRONG_VERSION_NUMBER", "HTTP_REQUEST", "RECORD_LAYER_FAILURE"):
        return f"{host} does not speak TLS there."
    return f"No safe connection to {host} could be made."
