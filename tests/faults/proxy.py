"""Proxies on loopback: HTTP (forwarding and CONNECT) and SOCKS 5, which lead every name to one machine, and note what they saw."""

from __future__ import annotations

import asyncio
import base64
import contextlib
from dataclasses import dataclass, field


@dataclass
class LoopbackProxy:
    """Use as an async context manager. `kind` is "http" or "socks5"; `auth` is the name and password it wants.

    `asked` lists what it was asked for: request targets and "host:port" of tunnels. `refuse` answers 502.
    """

    kind: str
    auth: tuple[str, str] | None = None
    refuse: bool = False
    asked: list[str] = field(default_factory=list)
    port: int = 0
    _server: asyncio.Server | None = None
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    async def __aenter__(self) -> LoopbackProxy:
        self._server = await asyncio.start_server(self._connected, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._server is not None
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    @property
    def url(self) -> str:
        user = f"{self.auth[0]}:{self.auth[1]}@" if self.auth else ""
        return f"{self.kind}://{user}127.0.0.1:{self.port}"

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        try:
            await (self._socks(reader, writer) if self.kind == "socks5" else self._http(reader, writer))
        except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            self._tasks.discard(task)
            writer.close()
            with contextlib.suppress(OSError, asyncio.CancelledError):
                await writer.wait_closed()

    async def _http(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        first, *lines = head[:-4].split(b"\r\n")
        method, target, version = first.decode("latin-1").split(" ")
        self.asked.append(target)
        wanted = b"Basic " + base64.b64encode(":".join(self.auth).encode()) if self.auth else b""
        fields = {line.partition(b":")[0].lower(): line.partition(b":")[2].strip() for line in lines}
        if self.auth and fields.get(b"proxy-authorization") != wanted:
            await _say(writer, b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")
        elif self.refuse:
            await _say(writer, b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n")
        elif method == "CONNECT":
            await _join(reader, writer, int(target.rpartition(":")[2]), b"HTTP/1.1 200 Connected\r\n\r\n")
        else:
            place, _, path = target.partition("://")[2].partition("/")
            kept = [line for line in lines if not line.lower().startswith((b"proxy-", b"connection"))]
            request = [f"{method} /{path} {version}".encode(), *kept, b"Connection: close"]
            onward = b"\r\n".join(request) + b"\r\n\r\n"
            await _join(reader, writer, int(place.rpartition(":")[2]), onward=onward)

    async def _socks(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """RFC 1928 and 1929, as far as a client needs them."""
        methods = await reader.readexactly((await reader.readexactly(2))[1])
        if self.auth:
            await _say(writer, b"\x05\x02" if 2 in methods else b"\x05\xff")
            user = await reader.readexactly((await reader.readexactly(2))[1])
            password = await reader.readexactly((await reader.readexactly(1))[0])
            right = (user.decode(), password.decode()) == self.auth
            await _say(writer, b"\x01\x00" if right else b"\x01\x01")
            if not right:
                return
        else:
            await _say(writer, b"\x05\x00")
        kind = (await reader.readexactly(4))[3]
        size = {1: 4, 4: 16}.get(kind) or (await reader.readexactly(1))[0]
        host = (await reader.readexactly(size)).decode("latin-1")
        port = int.from_bytes(await reader.readexactly(2))
        self.asked.append(f"{host}:{port}")
        if self.refuse:
            await _say(writer, b"\x05\x05\x00\x01\0\0\0\0\0\0")
            return
        await _join(reader, writer, port, b"\x05\x00\x00\x01\0\0\0\0\0\0")


async def _say(writer: asyncio.StreamWriter, data: bytes) -> None:
    writer.write(data)
    await writer.drain()


async def _join(
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
    port: int,
    back: bytes = b"",
    onward: bytes = b"",
) -> None:
    """Connect to `port`, say `back` and `onward`, and carry bytes both ways until one side ends."""

    async def carry(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        while data := await source.read(65_536):
            await _say(target, data)

    there_in, there_out = await asyncio.open_connection("127.0.0.1", port)
    ways: list[asyncio.Task[None]] = []
    try:
        await _say(writer, back)
        await _say(there_out, onward)
        ways = [asyncio.create_task(carry(reader, there_out)), asyncio.create_task(carry(there_in, writer))]
        await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
    finally:
        there_out.close()
        for way in ways:
            way.cancel()
        await asyncio.gather(*ways, return_exceptions=True)
        with contextlib.suppress(OSError):
            await there_out.wait_closed()
