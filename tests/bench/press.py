"""A made-up press for benchmarks: N feeds of M entries each, on many loopback hosts, with a delay, ETags and gzip.

`python -m tests.bench.press --feeds 500 --entries 100` prints its addresses as one JSON line and serves until its
input ends. The texts are random words of made-up languages, the same for the same numbers: about as long, and about
as hard to pack, as those of real papers. All of it is news of the last day, so that grouping has to look at everything, unless
`--every` says how many minutes lie between two entries of a feed.
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import json
import os
import random
import socket
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

EVERY = 7.0
"""Minutes between two entries of one feed, unless said."""
_LATIN = "abcdefghijlmnopqrstuvéèàçñóí"
_ARABIC = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"


def vocabulary(letters: str, size: int, seed: int) -> list[str]:
    """So many made-up words."""
    chance = random.Random(seed)
    return ["".join(chance.choices(letters, k=chance.randint(2, 11))) for _ in range(size)]


def paragraphs(words: list[str], count: int, seed: int) -> list[str]:
    """So many paragraphs of 40 to 90 words, common words more often than rare ones."""
    chance = random.Random(seed)
    weights = [1 / (place + 10) for place in range(len(words))]
    return [
        f"<p>{' '.join(chance.choices(words, weights, k=chance.randint(40, 90)))}.</p>" for _ in range(count)
    ]


class Press:
    """The bodies of all feeds, packed, each under its path."""

    def __init__(self, feeds: int, entries: int, every: float = EVERY) -> None:
        newest = datetime.now(UTC)
        latin, arabic = vocabulary(_LATIN, 20_000, 1), vocabulary(_ARABIC, 20_000, 2)
        stock = [paragraphs(latin, 3_000, 3), paragraphs(arabic, 1_500, 4)]
        self.bodies: dict[str, tuple[bytes, bytes]] = {}
        self.unpacked = 0
        for feed in range(feeds):
            text = _feed(
                feed, entries, every, newest, stock[feed % 8 == 7], arabic if feed % 8 == 7 else latin
            )
            self.unpacked += len(text)
            self.bodies[f"/feed/{feed}"] = (f'"{feed}-1"'.encode(), gzip.compress(text, 6, mtime=0))

    @property
    def packed(self) -> int:
        return sum(len(body) for _, body in self.bodies.values())


def _feed(
    feed: int, entries: int, every: float, newest: datetime, stock: list[str], words: list[str]
) -> bytes:
    chance = random.Random(1_000 + feed)
    language = "ar" if feed % 8 == 7 else "fr"
    parts = [
        '<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Gazette {feed}</title>'
        f"<link>https://gazette{feed}.example/</link><language>{language}</language><description>x</description>"
    ]
    for item in range(entries - 1, -1, -1):
        when = format_datetime(newest - timedelta(minutes=(entries - 1 - item) * every + feed))
        link = f"https://gazette{feed}.example/news/{item}"
        body = chance.sample(stock, chance.randint(1, 2))
        parts.append(
            f"<item><title>{' '.join(chance.choices(words, k=9))}</title><link>{link}</link>"
            f'<guid isPermaLink="false">{feed}-{item}</guid><pubDate>{when}</pubDate><dc:creator>{words[item]}</dc:creator>'
            f"<category>{words[feed]}</category><description>{' '.join(chance.choices(words, k=25))}</description>"
            f'<content:encoded><![CDATA[{"".join(body)}<p><a href="{link}#more">{words[item]}</a></p>]]></content:encoded>'
            "</item>\n"
        )
    parts.append("</channel></rss>\n")
    return "".join(parts).encode()


class _Connection(asyncio.Protocol):
    def __init__(self, press: Press, delay: float) -> None:
        self._press = press
        self._delay = delay
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        path = data[4 : data.index(b" ", 4)].decode()
        etag, body = self._press.bodies[path]
        if b"If-None-Match: " + etag in data:
            answer = b"HTTP/1.1 304 Not Modified\r\nETag: " + etag + b"\r\n\r\n"
        else:
            answer = (
                b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nContent-Encoding: gzip\r\nETag: "
                + etag
                + f"\r\nContent-Length: {len(body)}\r\n\r\n".encode()
                + body
            )
        asyncio.get_running_loop().call_later(self._delay, self._answer, answer)

    def _answer(self, answer: bytes) -> None:
        if self._transport is not None:
            self._transport.write(answer)


def listen(hosts: int) -> list[socket.socket]:
    """Sockets on 127.0.0.1, 127.0.0.2, ..., all with one port."""
    first = socket.create_server(("127.0.0.1", 0), backlog=512)
    port = first.getsockname()[1]
    return [
        first,
        *(socket.create_server((f"127.0.0.{host + 1}", port), backlog=512) for host in range(1, hosts)),
    ]


async def serve(press: Press, hosts: int, delay: float) -> None:
    """Serve until standard input ends."""
    loop = asyncio.get_running_loop()
    sockets = listen(hosts)
    servers = [await loop.create_server(lambda: _Connection(press, delay), sock=one) for one in sockets]
    port = sockets[0].getsockname()[1]
    urls = [f"http://127.0.0.{number % hosts + 1}:{port}{path}" for number, path in enumerate(press.bodies)]
    print(json.dumps({"urls": urls, "packed": press.packed, "unpacked": press.unpacked}), flush=True)
    await loop.run_in_executor(None, os.read, 0, 1)
    for server in servers:
        server.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--feeds", type=int, default=500)
    parser.add_argument("--entries", type=int, default=100)
    parser.add_argument("--hosts", type=int, default=100)
    parser.add_argument("--delay", type=float, default=0.05)
    parser.add_argument("--every", type=float, default=EVERY)
    options = parser.parse_args()
    press = Press(options.feeds, options.entries, options.every)
    asyncio.run(serve(press, options.hosts, options.delay))


if __name__ == "__main__":
    main()
