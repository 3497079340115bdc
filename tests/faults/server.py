"""The fault server: an HTTP server on loopback, port 0, that misbehaves in named ways and logs every request.

`GET /NAME?key=value` runs the fault NAME with these arguments. Faults are functions marked with `@fault` in this
folder; `FAULTS` maps their names. The server ends with its context, and every connection with it.
"""

from __future__ import annotations

import asyncio
import contextlib
import ssl
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

OK_HEAD = "HTTP/1.1 200 OK"


@dataclass(slots=True)
class Seen:
    """One request as it came. `at` is on the loop's clock, `ended` when its answer was out (None while under way)."""

    at: float
    host: str
    method: str
    target: str
    headers: list[tuple[str, bytes]]
    arguments: dict[str, str]
    ended: float | None = None

    @property
    def name(self) -> str:
        """The fault that was asked for."""
        return urlsplit(self.target).path.strip("/").split("/")[0]

    def header(self, name: str) -> bytes | None:
        """The value of a request field, byte for byte, or None."""
        return next((value for key, value in self.headers if key == name), None)


@dataclass(slots=True)
class Exchange:
    """One request and the way to answer it."""

    server: FaultServer
    seen: Seen
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    close: bool = False

    def argument(self, name: str, default: str = "") -> str:
        return self.seen.arguments.get(name, default)

    def number(self, name: str, default: float) -> float:
        return float(self.seen.arguments.get(name, default))

    async def send(self, data: bytes) -> None:
        self.writer.write(data)
        await self.writer.drain()

    async def answer(
        self, body: bytes = b"", *, status: str = "200 OK", headers: tuple[tuple[str, str | bytes], ...] = ()
    ) -> None:
        """A whole, correct answer."""
        await self.head((*headers, ("Content-Length", str(len(body)))), status=status)
        await self.send(body)

    async def head(self, headers: tuple[tuple[str, str | bytes], ...], *, status: str = "200 OK") -> None:
        """The head alone."""
        lines = [f"HTTP/1.1 {status}".encode()]
        for name, value in headers:
            lines.append(name.encode() + b": " + (value if isinstance(value, bytes) else value.encode()))
        await self.send(b"\r\n".join(lines) + b"\r\n\r\n")

    def reset(self) -> None:
        """Break the connection with a reset rather than an end."""
        self.close = True
        self.writer.transport.abort()


Fault = Callable[[Exchange], Awaitable[None]]
FAULTS: dict[str, Fault] = {}


def fault(name: str) -> Callable[[Fault], Fault]:
    """Mark a function as the fault `name`."""

    def keep(function: Fault) -> Fault:
        if name in FAULTS:
            raise ValueError(f"two faults are named {name}")
        FAULTS[name] = function
        return function

    return keep


@dataclass
class FaultServer:
    """Use as an async context manager. `routes` maps whole paths to handlers, before the named faults.

    `hosts` is on how many loopback numbers it listens: 127.0.0.1, 127.0.0.2, ..., all on one port.
    """

    host: str = "127.0.0.1"
    hosts: int = 1
    tls: ssl.SSLContext | None = None
    log: list[Seen] = field(default_factory=list)
    routes: dict[str, Fault] = field(default_factory=dict)
    memory: dict[str, int] = field(default_factory=dict)
    port: int = 0
    _servers: list[asyncio.Server] = field(default_factory=list)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    async def __aenter__(self) -> FaultServer:
        from tests.faults import content, heads, moves, packing, timing, validators  # noqa: F401

        for number in range(self.hosts):
            host = f"127.0.0.{number + 1}" if self.hosts > 1 else self.host
            server = await asyncio.start_server(self._connected, host, self.port, ssl=self.tls, limit=1 << 20)
            self.port = server.sockets[0].getsockname()[1]
            self._servers.append(server)
        return self

    async def __aexit__(self, *_: object) -> None:
        for server in self._servers:
            server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def url(self, name: str, host: str = "", /, **arguments: object) -> str:
        """The address that runs a fault. `host` is another name or number for this server."""
        scheme = "https" if self.tls else "http"
        query = urlencode({key: str(value) for key, value in arguments.items()})
        return f"{scheme}://{host or self.host}:{self.port}/{name}{'?' if query else ''}{query}"

    def count(self, key: str) -> int:
        """How often this was called with `key` before: the memory of faults that change with time."""
        self.memory[key] = self.memory.get(key, 0) + 1
        return self.memory[key] - 1

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        try:
            while await self._serve(reader, writer):
                pass
        except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, asyncio.CancelledError):
            pass
        finally:
            self._tasks.discard(task)
            writer.close()
            with contextlib.suppress(OSError, asyncio.CancelledError):
                await writer.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        head = await reader.readuntil(b"\r\n\r\n")
        first, *lines = head[:-4].split(b"\r\n")
        method, target, _ = first.decode("latin-1").split(" ", 2)
        headers = []
        for line in lines:
            name, _, value = line.partition(b":")
            headers.append((name.decode("latin-1").lower(), value.strip(b" \t")))
        parts = urlsplit(target)
        named = next((value for name, value in headers if name == "host"), b"").decode("latin-1")
        seen = Seen(
            asyncio.get_running_loop().time(),
            named,
            method,
            target,
            headers,
            dict(parse_qsl(parts.query, True)),
        )
        self.log.append(seen)
        exchange = Exchange(self, seen, reader, writer)
        path = unquote(parts.path)
        run = self.routes.get(path) or FAULTS.get(path.strip("/").split("/")[0]) or _unknown
        try:
            await run(exchange)
        finally:
            seen.ended = asyncio.get_running_loop().time()
        asked_to_close = (seen.header("connection") or b"").lower() == b"close"
        return not (exchange.close or asked_to_close or writer.is_closing())


async def _unknown(exchange: Exchange) -> None:
    await exchange.answer(b"no such fault", status="404 Not Found", headers=(("Content-Type", "text/plain"),))
