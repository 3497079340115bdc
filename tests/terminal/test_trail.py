"""Links followed in place: fetched over loopback, read in the article's pane, with the way back and forward, and kept."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from reader.blocks import encode_json
from reader.config import Paths
from reader.model import Entry, ParsedFeed
from reader.newsroom import Newsroom
from reader.parse.blocks import blocks_of
from reader.store.entries import store_feed
from reader.store.pending import Finished, finish, pending
from reader.text.fold import fold
from tests.terminal.screen import Terminal

LINES = "".join(
    f"<p>{{name}} says line {n} of the harbour's long evening, and the boats come home.</p>"
    for n in range(12)
)


class Site(ThreadingHTTPServer):
    """Pages named /1, /2, ... each of which leads to the next; counts what it was asked for."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Page)
        self.asked: list[str] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class Page(BaseHTTPRequestHandler):
    server: Site

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        name = self.path.strip("/")
        if not name.isdecimal():
            self.send_error(404)
            return
        further = f'<p>On to <a href="/{int(name) + 1}">page {int(name) + 1}</a>.</p>'
        body = (
            f"<html><head><title>Page {name}</title></head><body><article><h1>Page {name}</h1>"
            f"{further}{LINES.format(name=f'Page {name}')}</article></body></html>"
        ).encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def serving() -> Iterator[Site]:
    with Site() as site:
        thread = threading.Thread(target=site.serve_forever, daemon=True)
        thread.start()
        try:
            yield site
        finally:
            site.shutdown()
            thread.join()


@pytest.fixture
def site(data: Path) -> Iterator[Site]:
    """A site, and a store with one article whose link leads into it; its feed is not due."""
    with serving() as site:
        now = int(time.time())
        html = f'<p>First of all, see <a href="{site.url}/1?utm_source=x">page 1</a>.</p>'
        with Newsroom.open(Paths(data, data / "c")) as newsroom:
            feed = newsroom.add_feed(f"{site.url}/feed", title="Harbour")
            entry = Entry(
                id="1", title="Where it begins", link=f"{site.url}/0", published=now - 60, content=html
            )
            store_feed(
                newsroom.db, feed.id, ParsedFeed(entries=(entry,), found=1), next_at=now + 9_999, now=now
            )
            (one,) = pending(newsroom.db)
            blocks = encode_json(blocks_of(html))
            finish(newsroom.db, [Finished(one.entry_id, fold(one.title), "", "", "", one.html, blocks, 9)])
        yield site


def test_links_are_followed_in_place_with_a_way_back(site: Site) -> None:
    with Terminal(size=(100, 30)) as terminal:
        terminal.shows("1 unread")
        terminal.press("enter")
        terminal.shows("First of all")
        terminal.press("f", "f")
        terminal.shows("Page 1 says line 3")
        terminal.press("f", "f")
        terminal.shows("Page 2 says line 3")
        terminal.press("H")
        terminal.shows("Page 1 says line 3")
        terminal.press("H")
        terminal.shows("First of all")
        terminal.press("H")
        terminal.shows("nothing before this")
        terminal.press("B", "B")
        terminal.shows("Page 2 says line 3")
        terminal.press("y")
        terminal.shows(f"Copied {site.url}/2")
        terminal.press("F", "f")
        terminal.shows("Kept for reading: Page 3")
        asked = [path for path in site.asked if path != "/robots.txt"]
        assert asked == ["/1", "/2", "/3"]
        terminal.press("ctrl+q")
        assert terminal.ended() == 0


def test_what_was_followed_can_be_read_without_the_network(site: Site) -> None:
    with Terminal(size=(100, 30)) as terminal:
        terminal.shows("1 unread")
        terminal.press("enter")
        terminal.shows("First of all")
        terminal.press("f", "f")
        terminal.shows("Page 1 says line 3")
        terminal.press("ctrl+q")
        terminal.ended()
    site.shutdown()
    site.server_close()
    with Terminal(size=(100, 30)) as terminal:
        terminal.shows("0 unread")
        terminal.press("enter")
        terminal.shows("First of all")
        terminal.press("f", "f")
        terminal.shows("Page 1 says line 3")
        terminal.press("f", "f")
        terminal.shows("127.0.0.1")
        terminal.shows("Page 1 says line 3")
        terminal.press("ctrl+q")
        assert terminal.ended() == 0
