"""The demo press over loopback: what each address answers, validators and 304s, gzip, and a clean end."""

from __future__ import annotations

import gzip
import http.client
import json
import re
import socket
import struct
import threading
from collections.abc import Iterator
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest

from reader.demo.press import press
from reader.demo.server import Serving, serve

NOW = 1_790_000_000.0


@pytest.fixture(scope="module")
def serving() -> Iterator[Serving]:
    with serve(NOW) as running:
        yield running


def get(url: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port or 0, timeout=10)
    try:
        connection.request(
            method, parts.path or "/", headers={k.replace("_", "-"): v for k, v in headers.items()}
        )
        answer = connection.getresponse()
        return answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read()
    finally:
        connection.close()


def test_offers_every_paper_with_its_folder_and_language(serving: Serving) -> None:
    assert len(serving.feeds) == len(press(NOW))
    for feed in serving.feeds:
        assert feed.url.startswith("http://127.0.0.1:")
        assert feed.folder
        assert feed.title
        assert feed.language in ("fr", "ar", "es", "en")


def test_every_feed_is_well_formed_and_holds_every_piece(serving: Serving) -> None:
    for paper, feed in zip(serving.papers, serving.feeds, strict=True):
        status, headers, body = get(feed.url)
        assert status == 200
        if paper.form == "json":
            titles = [item["title"] for item in json.loads(body)["items"]]
        else:
            assert f'encoding="{paper.charset}"' in body[:100].decode("ascii")
            tree = ElementTree.fromstring(body)
            items = [node for node in tree.iter() if node.tag.rpartition("}")[2] in ("item", "entry")]
            titles = [
                next(c.text or "" for c in item if c.tag.rpartition("}")[2] == "title") for item in items
            ]
        assert titles == [piece.title for piece in paper.pieces]
        assert headers["content-type"].split(";")[0] != "text/html"


def test_a_feed_has_another_encoding_than_utf8(serving: Serving) -> None:
    body = get(next(f.url for f in serving.feeds if "/echo/" in f.url))[2]
    with pytest.raises(UnicodeDecodeError):
        body.decode("utf-8")
    assert "épeautre" in body.decode("windows-1252")


def test_second_request_is_not_modified(serving: Serving) -> None:
    for feed in serving.feeds:
        _, headers, _ = get(feed.url)
        by_tag = get(feed.url, If_None_Match=headers["etag"])
        by_date = get(feed.url, If_Modified_Since=headers["last-modified"])
        assert [by_tag[0], by_date[0]] == [304, 304]
        assert by_tag[1]["etag"] == headers["etag"]
        assert by_tag[2] == b"" == by_date[2]


@pytest.mark.parametrize(
    ("conditions", "status"),
    [
        ({"If_None_Match": '"other"'}, 200),
        ({"If_None_Match": "*"}, 304),
        ({"If_None_Match": '"other"', "If_Modified_Since": "Fri, 01 Jan 2100 00:00:00 GMT"}, 200),
        ({"If_Modified_Since": "Sat, 01 Jan 2000 00:00:00 GMT"}, 200),
        ({"If_Modified_Since": "yesterday"}, 200),
    ],
)
def test_conditions(serving: Serving, conditions: dict[str, str], status: int) -> None:
    assert get(serving.feeds[0].url, **conditions)[0] == status


def test_weak_and_listed_tags_match(serving: Serving) -> None:
    etag = get(serving.feeds[0].url)[1]["etag"]
    assert get(serving.feeds[0].url, If_None_Match=f'"x", W/{etag}')[0] == 304


def test_packs_when_asked(serving: Serving) -> None:
    plain = get(serving.feeds[0].url)[2]
    status, headers, packed = get(serving.feeds[0].url, Accept_Encoding="gzip, deflate")
    assert (status, headers["content-encoding"]) == (200, "gzip")
    assert gzip.decompress(packed) == plain
    assert len(packed) < len(plain) / 2
    assert "content-encoding" not in get(serving.feeds[0].url, Accept_Encoding="gzip;q=0")[1]


def test_a_page_for_every_piece(serving: Serving) -> None:
    for paper in serving.papers:
        for piece in paper.pieces:
            status, headers, body = get(f"{serving.base}/{paper.slug}/{piece.slug}")
            assert (status, headers["content-type"]) == (200, "text/html; charset=utf-8")
            assert b"<article>" in body
            assert f'href="{serving.base}{paper.feed_path}"'.encode() in body


def test_nothing_in_feeds_points_at_a_page_that_is_not_there(serving: Serving) -> None:
    for feed in serving.feeds:
        if "/proofs/" in feed.url:
            continue
        body = get(feed.url)[2].decode("utf-8", "replace")
        for address in set(re.findall(re.escape(serving.base) + r"[^\s\"'<>\\]*", body)):
            assert get(address)[0] == 200, address


def test_front_pages_and_the_aggregators_ticker(serving: Serving) -> None:
    body = get(f"{serving.base}/kiosque/")[2].decode()
    strip = body.partition("<marquee")[2].partition("</marquee>")[0]
    assert strip.count("<a href=") == 48
    assert strip.count("\N{NO-BREAK SPACE}" * 4) == 48
    assert "<marquee" not in get(f"{serving.base}/faro/")[2].decode()
    assert get(f"{serving.base}/")[0] == 200
    assert get(f"{serving.base}/robots.txt")[2].startswith(b"User-agent: *")


def test_pictures_and_recordings_are_what_they_say(serving: Serving) -> None:
    picture = get(f"{serving.base}/pictures/ferry-etoile.png")[2]
    assert picture[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", picture[16:24]) == (320, 180)
    feed = get(next(f.url for f in serving.feeds if "/radio/" in f.url))[2].decode()
    url, length = re.findall(r'<enclosure url="([^"]+)" type="audio/x-wav" length="(\d+)"', feed)[0]
    sound = get(url)[2]
    assert sound[:4] == b"RIFF"
    assert len(sound) == int(length)


def test_head_and_unknown_addresses(serving: Serving) -> None:
    status, headers, body = get(serving.feeds[0].url, "HEAD")
    assert (status, body) == (200, b"")
    assert int(headers["content-length"]) > 1000
    assert get(f"{serving.base}/nobody/home")[0] == 404
    assert get(f"{serving.base}/../../etc/passwd")[0] == 404


def test_ends_with_its_context() -> None:
    before = threading.active_count()
    with serve(NOW) as running:
        port = urlsplit(running.base).port or 0
        assert get(running.base + "/")[0] == 200
    with pytest.raises(OSError, match=r"refused|reset|10061"):
        socket.create_connection(("127.0.0.1", port), timeout=2)
    assert threading.active_count() <= before


def test_ends_while_a_client_holds_its_connection() -> None:
    with serve(NOW) as running:
        parts = urlsplit(running.base)
        held = socket.create_connection((parts.hostname or "", parts.port or 0), timeout=5)
        held.sendall(b"GET / HTTP/1.1\r\nHost: press\r\n\r\n")
        assert held.recv(64).startswith(b"HTTP/1.1 200")
    held.close()
