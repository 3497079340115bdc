"""Text that wants to own the terminal, in every field of a paper, and a press that serves it over loopback.

Everything comes twice: as it is, and with each string in plain letters of the same length, to compare with.
"""

from __future__ import annotations

import html
import http.server
import json
import random
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from xml.sax.saxutils import escape

from reader.blocks import (
    FORMAT,
    Block,
    Code,
    Definition,
    Definitions,
    Details,
    Figure,
    Footnotes,
    Heading,
    List,
    Media,
    Note,
    Paragraph,
    Picture,
    Quote,
    Rule,
    Span,
    Table,
    encode_json,
)
from reader.config import Paths
from reader.newsroom import Newsroom
from reader.store import packing

CLASSES = {
    "clipboard": "\x1b]52;c;cHduZWQ=\x07",
    "title": "\x1b]0;pwned\x07",
    "clear": "\x1b[2J\x1b[3J",
    "colour": "\x1b[31;5mred",
    "8-bit csi": "\x9b2J\x9b31m",
    "8-bit osc": "\x9d0;pwned\x9c",
    "reset": "\x1bc",
    "dcs": "\x1bPq#0;2;0;0;0#0~~@@\x1b\\",
    "apc, pm, sos": "\x1b_Ga=d\x1b\\\x1b^pm\x1b\\\x1bXsos\x1b\\",
    "charsets": "\x0e\x1b(0lqqk\x0f\x1b%@",
    "rubout": "a\x7f\x7f\x08\x08b\x07",
    "lines": "one\rtwo\nthree\x0bfour\x0cfive\x85six\u2028seven\u2029eight\tnine",
    "questions": "\x1b[6n\x1b[c\x1b[>q\x05\x1bP+q544e\x1b\\\x1b[21t",
    "modes": "\x1b[?1049l\x1b[?25h\x1b[?1000h\x1b[>4;2m\x1b[=1u\x1b[?2026l\x1b[8h\x1b#8",
    "link": "\x1b]8;;http://evil.example/\x07here\x1b]8;;\x07",
    "bidi": "\u202egnp.exe\u202c \u2066iso\u2069 \u202dlro \u200fmark",
    "invisible": "a\u200bb\u2060c\ufeffd\U000e0041\U000e0042\U000e007fe\u034ff\ufe0fg\u00adh",
    "noncharacters": "\ufdd0\ufffe\U0001ffff\x00nul" + "z" + "\u0335\u0336\u0337\u0338" * 20,
}
"""The classes that were measured to reach a terminal through a screen that does not clean."""

_FUZZ = (
    "\x1b\x1b\x1b[]PX^_\\c;?0123456789mHJKhlnqtupz\x07\x9b\x9c\x9d\x90\x9f\x00\x01\x05\x08\x0b\x0e\x0f\x18\x1a\x7f\x85"
    "\r\n\t\u202a\u202e\u2066\u2067\u2069\u200d\u200b\ufeff\u061c\u0301\ufe0f\U0001f468\U000e0041\ufffe"
    "ab <>&\"'$(){}[]@/=\\`|·شلام东é"
)


def hostile(count: int, seed: int = 5) -> list[str]:
    """Every class within words, then so many fuzzed strings; always the same."""
    dice = random.Random(seed)
    fuzzed = ("".join(dice.choices(_FUZZ, k=dice.randint(1, 40))) for _ in range(count))
    return [f"alpha {text} omega" for text in CLASSES.values()] + list(fuzzed)


def plain(text: str) -> str:
    """As many letters."""
    return ("lorem ipsum dolor sit amet consectetur " * (len(text) // 38 + 1))[: len(text)].strip() or "x"


Draw = Callable[[], str]


def drawing(strings: list[str], twin: bool) -> Draw:
    """One string after the other, over and over; plain ones with `twin`."""
    shown = [plain(text) for text in strings] if twin else strings
    place = -1

    def draw() -> str:
        nonlocal place
        place = (place + 1) % len(shown)
        return shown[place]

    return draw


FIELDS = 14
"""Strings that one entry takes."""


def body(draw: Draw) -> str:
    """HTML with a string in every place that shows text; some of it as character references."""

    def text() -> str:
        return html.escape(draw())

    def referred() -> str:
        return "".join(f"&#{ord(char)};" for char in draw())

    return (
        f"<h2>{text()}</h2><p>{referred()} <a href='https://tide.example/{text()}'>{text()}</a> <code>{text()}</code></p>"
        f"<figure><img src='https://tide.example/a.png' alt='{text()}'><figcaption>{text()}</figcaption></figure>"
        f"<table><tr><th>{text()}</th><td>{text()}</td></tr></table><pre>{text()}</pre><ul><li>{text()}</li></ul>"
    )


def json_feed(draw: Draw, entries: int) -> bytes:
    """JSON says any character at all."""
    items = [
        {
            "id": f"e{number}",
            "url": f"https://tide.example/{number}?{draw()}"
            if number % 7 == 0
            else f"https://tide.example/{number}",
            "title": f"{number} {draw()}",
            "authors": [{"name": draw()}],
            "tags": [draw()],
            "language": "en",
            "content_html": body(draw),
            "attachments": [
                {"url": f"https://tide.example/{draw()}.mp3", "mime_type": "audio/mpeg", "title": draw()}
            ],
        }
        for number in range(entries)
    ]
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": f"Tide {draw()}", "items": items}
    return json.dumps(feed).encode("ascii")


def rss(draw: Draw, entries: int) -> bytes:
    """RSS with the bytes as they are, which is no XML any more."""
    items = "".join(
        f"<item><guid>r{number}</guid><title>{number} {escape(draw())}</title><link>https://dune.example/{number}</link>"
        f"<author>{escape(draw())}</author><category>{escape(draw())}</category>"
        f"<source url='https://x.example/'>{escape(draw())}</source>"
        f"<description>{escape(body(draw))}</description></item>"
        for number in range(entries)
    )
    text = f"<rss version='2.0'><channel><title>Dune {escape(draw())}</title>{items}</channel></rss>"
    return text.encode("utf-8", "surrogatepass")


@contextmanager
def press(draw: Draw, entries: int) -> Iterator[str]:
    """Serves the papers and answers in error on 127.0.0.1; gives the address to begin others with."""
    feeds = {
        "/tide.json": ("application/feed+json", json_feed(draw, entries)),
        "/dune.xml": ("application/rss+xml", rss(draw, len(CLASSES))),
        "/broken.xml": ("application/rss+xml", f"<rss><channel><{draw()}".encode("utf-8", "replace")),
        "/page": ("text/html", f"<title>{html.escape(draw())}</title><p>{draw()}".encode("utf-8", "replace")),
    }
    reason = draw().encode("utf-8", "replace").replace(b"\n", b" ").replace(b"\r", b" ")

    class Answers(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path in feeds:
                kind, data = feeds[self.path]
                self.wfile.write(
                    f"HTTP/1.0 200 OK\r\nContent-Type: {kind}; charset=utf-8\r\n\r\n".encode() + data
                )
            elif self.path == "/moved":
                self.wfile.write(
                    b"HTTP/1.0 302 " + reason + b"\r\nLocation: https://" + reason + b"/\r\n\r\n"
                )
            else:
                self.wfile.write(
                    b"HTTP/1.0 500 " + reason + b"\r\nServer: " + reason + b"\r\nRetry-After: " + reason
                )
                self.wfile.write(b"\r\nContent-Type: " + reason + b"\r\n\r\n" + reason)

        def log_message(self, format: str, *args: object) -> None:
            return

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


PAGES = ("/tide.json", "/dune.xml", "/broken.xml", "/page", "/moved", "/error")


def subscribe(data: Path, address: str) -> None:
    """Subscribe to everything that the press has."""
    with Newsroom.open(Paths(data, data / "c")) as newsroom:
        for page in PAGES:
            newsroom.add_feed(address + page, folder=("Papers",))


def mark(data: Path, draw: Draw) -> None:
    """A person's own words, pasted from somewhere: names, folders, tags, and queries that are kept."""
    with Newsroom.open(Paths(data, data / "c")) as newsroom:
        view = newsroom.view("")
        newsroom.tag(view.ids(0, 3), draw()[:90])
        newsroom.mark(view.ids(1, 1), starred=True)
        for feed in newsroom.feeds()[:2]:
            newsroom.rename(feed.id, draw())
            newsroom.move(feed.id, (draw(), draw()))
        newsroom.save_query(draw(), "is:unread")
        newsroom.save_query("starred", "is:starred")


def dirty(data: Path, draw: Draw) -> None:
    """Write raw rows into the store, past every function that cleans: what no parser would let in."""

    def text() -> str:
        return draw().encode("utf-8", "ignore").decode()

    with Newsroom.open(Paths(data, data / "c")) as newsroom:
        db = newsroom.db
        entries = [row[0] for row in db.rows("SELECT id FROM entry")]
        feeds = [row[0] for row in db.rows("SELECT id FROM feed")]
        with db.write():
            for entry in entries:
                db.execute(
                    "UPDATE entry SET title = ?, author = ?, source = ?, link = ?, guid = ?, published_text = ?, extra = ? "
                    "WHERE id = ?",
                    (
                        text(),
                        text(),
                        text(),
                        f"https://raw.example/{text()}",
                        text(),
                        text(),
                        _extra(text),
                        entry,
                    ),
                )
                page = f"<p>{text()}</p>"
                blocks = packing.pack_blocks(encode_json(_blocks(text)), page.encode())
                db.execute(
                    "UPDATE body SET summary = ?, content = ?, article = NULL WHERE entry_id = ?",
                    (packing.pack(text()), packing.pack(page), entry),
                )
                db.execute(
                    "INSERT OR REPLACE INTO prepared (entry_id, blocks, format) VALUES (?, ?, ?)",
                    (entry, blocks, FORMAT),
                )
            for feed in feeds:
                db.execute(
                    "UPDATE feed SET title = ?, name = ?, link = ?, error = ?, next_why = ?, status = 'error' WHERE id = ?",
                    (text(), text(), text(), text(), text(), feed),
                )
            for table, column in (
                ("folder", "name"),
                ("tag", "name"),
                ("saved", "name"),
                ("journal", "text"),
            ):
                for row in db.rows(f"SELECT id FROM {table}"):
                    db.execute(
                        f"UPDATE {table} SET {column} = ? WHERE id = ?", (f"{row[0]} {text()}", row[0])
                    )


def _extra(text: Draw) -> str:
    return json.dumps({"categories": [text()], "enclosures": [[f"https://raw.example/{text()}", text(), 1]]})


def _blocks(text: Draw) -> tuple[Block, ...]:
    """One block of every kind."""

    def line() -> tuple[Span, ...]:
        address = f"https://raw.example/{text()}"
        return (Span(text()), Span(text(), href=address), Span(text(), marks="c"), Span("1", note="n"))

    def inner() -> tuple[Block, ...]:
        return (Paragraph(text=line()),)

    return (
        Heading(level=2, text=line()),
        *inner(),
        List(items=(inner(),), ordered=True),
        Quote(blocks=inner(), cite=line()),
        Code(text=text(), language=text()),
        Table(rows=((line(), line()),), header=(line(), line()), caption=line()),
        Figure(
            images=(Picture(url=f"https://raw.example/{text()}", alt=text()),), caption=line(), credit=line()
        ),
        Rule(),
        Definitions(items=(Definition(term=line(), blocks=inner()),)),
        Details(summary=line(), blocks=inner()),
        Media(title=text(), host=text(), url=f"https://raw.example/{text()}"),
        Footnotes(notes=(Note(id="n", label=text(), blocks=inner()),)),
    )
