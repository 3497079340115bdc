"""Serve the demo press over loopback: feeds with validators (RFC 9110 section 13), gzip, pages, pictures, recordings.

The server answers on 127.0.0.1 only, on a free port, and ends with its context. It keeps no log.
"""

from __future__ import annotations

import gzip
import hashlib
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.utils import formatdate, parsedate_to_datetime
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from reader.demo.feeds import TYPES, feed_document
from reader.demo.media import picture, recording
from reader.demo.pages import aggregator_page, article_page, front_page, index_page
from reader.demo.press import Paper, Piece, press

AGGREGATOR = "kiosque"
"""The slug of the paper whose front page carries a ticker of all the others."""


@dataclass(frozen=True, slots=True)
class DemoFeed:
    """A subscription to offer: `folder` outermost first."""

    url: str
    title: str
    folder: tuple[str, ...]
    language: str


@dataclass(frozen=True, slots=True)
class Serving:
    """A running press. `base` is its origin, without a slash at the end."""

    base: str
    papers: tuple[Paper, ...]

    @property
    def feeds(self) -> list[DemoFeed]:
        return [DemoFeed(self.base + p.feed_path, p.title, p.folder, p.language) for p in self.papers]


@dataclass(frozen=True, slots=True)
class _Resource:
    type: str
    body: bytes
    modified: int
    packable: bool = True

    @property
    def etag(self) -> str:
        return f'"{hashlib.blake2b(self.body, digest_size=8).hexdigest()}"'


class _Press:
    """Everything that can be asked for, made when it is first asked for."""

    def __init__(self, papers: list[Paper], now: int, base: str) -> None:
        self._makers: dict[str, Callable[[], _Resource]] = {}
        self._made: dict[str, _Resource] = {}
        self._add("/", "text/html; charset=utf-8", now, lambda: index_page(papers, base).encode())
        self._add("/robots.txt", "text/plain", now, lambda: b"User-agent: *\nAllow: /\n")
        for paper in papers:
            self._add_paper(paper, papers, now, base)

    def get(self, path: str) -> _Resource | None:
        made = self._made.get(path)
        if made is None and path in self._makers:
            made = self._made[path] = self._makers[path]()
        return made

    def _add(
        self, path: str, kind: str, modified: int, make: Callable[[], bytes], packable: bool = True
    ) -> None:
        self._makers[path] = lambda: _Resource(kind, make(), modified, packable)

    def _add_paper(self, paper: Paper, papers: list[Paper], now: int, base: str) -> None:
        html = "text/html; charset=utf-8"
        modified = max(
            (piece.published for piece in paper.pieces if piece.published is not None), default=now
        )
        charset = "" if paper.form == "json" else f"; charset={paper.charset}"
        self._add(paper.feed_path, TYPES[paper.form] + charset, modified, lambda: feed_document(paper, base))
        if paper.slug == AGGREGATOR:
            self._add(
                f"/{paper.slug}/", html, modified, lambda: aggregator_page(paper, papers, base).encode()
            )
        else:
            self._add(f"/{paper.slug}/", html, modified, lambda: front_page(paper, base).encode())
        for piece in paper.pieces:
            at = piece.published if piece.published is not None else modified
            self._add(f"/{paper.slug}/{piece.slug}", html, at, partial(_article, paper, piece, base))
            self._add(f"/pictures/{piece.slug}.png", "image/png", at, partial(picture, piece.slug), False)
            if piece.sound:
                self._add(
                    f"/sounds/{piece.slug}.wav", "audio/x-wav", at, partial(recording, piece.sound), False
                )


def _article(paper: Paper, piece: Piece, base: str) -> bytes:
    # The hostile pieces hold what UTF-8 cannot write.
    return article_page(paper, piece, base).encode("utf-8", "replace")


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    allow_reuse_address = False
    request_queue_size = 128
    press: _Press

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that leaves in mid-answer is nothing to speak of."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "DemoPress"
    sys_version = ""
    timeout = 30
    server: _Server

    def do_GET(self) -> None:
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def log_message(self, format: str, *args: object) -> None:
        pass

    def _answer(self, *, with_body: bool) -> None:
        found = self.server.press.get(self.path.partition("?")[0])
        if found is None:
            body = b"There is nothing here.\n"
            self.send_response(404)
            self.send_header("Content-Type", "text/plain")
            self._finish(body, with_body)
            return
        unchanged = self._is_unchanged(found)
        self.send_response(304 if unchanged else 200)
        self.send_header("ETag", found.etag)
        self.send_header("Last-Modified", formatdate(found.modified, usegmt=True))
        self.send_header("Vary", "Accept-Encoding")
        if unchanged:
            self.end_headers()
            return
        self.send_header("Content-Type", found.type)
        body = found.body
        if found.packable and self._takes_gzip():
            body = gzip.compress(body, 6, mtime=0)
            self.send_header("Content-Encoding", "gzip")
        self._finish(body, with_body)

    def _finish(self, body: bytes, with_body: bool) -> None:
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if with_body:
            self.wfile.write(body)

    def _is_unchanged(self, found: _Resource) -> bool:
        """RFC 9110 section 13.2.2: If-None-Match decides alone where it is given."""
        tags = self.headers.get("If-None-Match")
        if tags is not None:
            known = {tag.strip().removeprefix("W/") for tag in tags.split(",")}
            return "*" in known or found.etag in known
        since = self.headers.get("If-Modified-Since")
        if since is None:
            return False
        try:
            return parsedate_to_datetime(since).timestamp() >= found.modified
        except ValueError:
            return False

    def _takes_gzip(self) -> bool:
        for part in self.headers.get("Accept-Encoding", "").split(","):
            name, _, quality = part.strip().partition(";")
            if name.strip() in ("gzip", "*"):
                return quality.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
        return False


@contextmanager
def serve(now: float) -> Iterator[Serving]:
    """The press as it stands at `now` (Unix seconds), served until the context ends."""
    papers = press(now)
    with _Server(("127.0.0.1", 0), _Handler) as server:
        base = f"http://127.0.0.1:{server.server_address[1]}"
        server.press = _Press(papers, int(now), base)
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), name="demo-press", daemon=True)
        thread.start()
        try:
            yield Serving(base, tuple(papers))
        finally:
            server.shutdown()
            thread.join()
