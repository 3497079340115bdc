"""A server that speaks HTTP/2 (h2) and HTTP/1.1 on one TLS port, and goes wrong in the one way that its name says.

The HTTP/1.1 side always answers well.
"""

from __future__ import annotations

import asyncio
import contextlib
import ssl
from dataclasses import dataclass, field

import h2.config
import h2.connection
import h2.events

from tests.faults.papers import rss

FAULTS = (
    "good",
    "rst",
    "rst-in-body",
    "goaway",
    "goaway-in-body",
    "stall",
    "silent",
    "garbage",
    "close",
    "huge-head",
)


@dataclass
class Http2Server:
    """Use as an async context manager. `asked` lists the version of each request, "2" or "1.1"."""

    tls: ssl.SSLContext
    fault: str = "good"
    asked: list[str] = field(default_factory=list)
    port: int = 0
    _server: asyncio.Server | None = None
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    async def __aenter__(self) -> Http2Server:
        self.tls.set_alpn_protocols(["h2", "http/1.1"])
        self._server = await asyncio.start_server(self._connected, "127.0.0.1", 0, ssl=self.tls)
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
        return f"https://127.0.0.1:{self.port}/feed"

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        try:
            chosen = writer.get_extra_info("ssl_object").selected_alpn_protocol()
            await (self._two(reader, writer) if chosen == "h2" else self._one(reader, writer))
        except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            self._tasks.discard(task)
            writer.close()
            with contextlib.suppress(OSError, asyncio.CancelledError):
                await writer.wait_closed()

    async def _one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while await reader.readuntil(b"\r\n\r\n"):
            self.asked.append("1.1")
            body = rss()
            head = f'HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nETag: "1"\r\nContent-Length: {len(body)}\r\n\r\n'
            writer.write(head.encode() + body)
            await writer.drain()

    async def _two(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        talk = h2.connection.H2Connection(
            h2.config.H2Configuration(client_side=False, header_encoding="utf-8")
        )
        talk.initiate_connection()
        writer.write(talk.data_to_send())
        while data := await reader.read(65_536):
            for event in talk.receive_data(data):
                if isinstance(event, h2.events.RequestReceived):
                    self.asked.append("2")
                    assert event.stream_id is not None
                    await self._answer(talk, writer, event.stream_id)
            writer.write(talk.data_to_send())
            await writer.drain()

    async def _answer(
        self, talk: h2.connection.H2Connection, writer: asyncio.StreamWriter, stream: int
    ) -> None:
        if self.fault == "rst":
            talk.reset_stream(stream, 7)
            return
        if self.fault in ("goaway", "close"):
            if self.fault == "goaway":
                talk.close_connection(2, last_stream_id=0)
            writer.write(talk.data_to_send())
            await writer.drain()
            writer.close()
            return
        if self.fault == "silent":
            return
        if self.fault == "garbage":
            writer.write(b"\x00\xff\xff\x77" * 64)
            await writer.drain()
            return
        head = [(":status", "200"), ("content-type", "application/rss+xml"), ("etag", '"1"')]
        if self.fault == "huge-head":
            head += [(f"x-{number}", "y" * 900) for number in range(200)]
        talk.send_headers(stream, head)
        body = rss()
        if self.fault != "good":
            talk.send_data(stream, body[:500])
            if self.fault == "rst-in-body":
                talk.reset_stream(stream, 2)
            elif self.fault == "goaway-in-body":
                talk.close_connection(2)
            return
        for start in range(0, len(body), 8_000):
            talk.send_data(stream, body[start : start + 8_000], end_stream=start + 8_000 >= len(body))
