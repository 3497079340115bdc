"""`telex add --watch`: what a page would yield, the choice, how it is changed, and how it goes out and in as OPML."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.cli.helpers import Telex
from tests.parse.fronts import cards
from tests.parse.papers import TITLES


class _Front(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        found = self.path == "/une"
        body = cards("es")[0].encode() if found else b""
        self.send_response(200 if found else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing on stderr: that is what is looked at."""


@pytest.fixture
def front() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Front) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/une"
        server.shutdown()
        thread.join()


def test_a_page_is_shown_then_watched_then_chosen_anew(telex: Telex, front: str, tmp_path: Path) -> None:
    (shown,) = telex("add", "--watch", front, "--dry-run", "--json").objects
    assert (shown["url"], shown["subscribed"], shown["language"]) == (front, False, "es")
    assert [one["group"] for one in shown["groups"]] == list(range(len(shown["groups"])))
    assert shown["groups"][0]["entries"] == 10
    assert shown["groups"][0]["headlines"] == TITLES["es"][:10]
    assert telex("sources", "--json").objects == []
    said = telex("add", "--watch", front, "--dry-run").out
    assert "0  found by itself: 10 headlines" in said
    assert TITLES["es"][0] in said

    (added,) = telex("add", "--watch", front, "--json").objects
    assert (added["new"], added["known"], added["error"]) == (10, False, None)
    assert {one["title"] for one in telex("list", "--json").objects} == set(TITLES["es"][:10])

    place = next(one["group"] for one in shown["groups"][1:] if one["headlines"] == TITLES["es"][:10])
    assert telex("add", "--watch", front, "--group", str(place)).code == 0
    assert 'telex:watch=\'{"group":' in telex("export", "opml").out
    assert telex("undo").code == 0
    assert 'telex:watch="auto"' in telex("export", "opml").out

    chosen = ("--select", "article.card", "--title", "h3", "--author", ".kicker", "--text", "p")
    assert telex("add", "--watch", front, *chosen).code == 0
    assert len(telex("list", "--json").objects) == 10
    out = telex("export", "opml").out
    file = tmp_path / "out.opml"
    file.write_text(out, encoding="utf-8")
    other = ("--data-dir", str(tmp_path / "other"))
    assert telex("import", str(file), *other).code == 0
    assert telex("export", "opml", *other).out == out
    done = telex("fetch", "--json", *other).objects[-1]
    assert (done["new"], done["failed"]) == (10, 0)


def test_wrong_ways_to_watch_are_said(telex: Telex, front: str) -> None:
    for wrong in (
        ("add", "--watch"),
        ("add", front, "--select", "p"),
        ("add", "--watch", front, "--title", "h3"),
        ("add", "--watch", front, "--group", "1", "--select", "p"),
    ):
        assert telex(*wrong).code == 2, wrong
    for refused, said in (
        (("--group", "99"), "no group 99"),
        (("--select", "p["), "watcher"),
        (("--select", "marquee"), "No headlines"),
    ):
        outcome = telex("add", "--watch", front, *refused)
        assert outcome.code == 1
        assert said in outcome.err
    assert telex("add", "--watch", front.replace("une", "none"), "--dry-run").code == 1
    assert f"telex add --watch {front}" in telex("add", front).err
    assert telex("sources", "--json").objects == []


def test_the_rules_of_another_reader_are_listed(telex: Telex, tmp_path: Path) -> None:
    file = tmp_path / "fresh.opml"
    file.write_text(
        '<opml version="2.0" xmlns:frss="https://freshrss.org/opml"><body>'
        '<outline text="Vigie" type="HTML+XPath" xmlUrl="https://vigie.example/une" frss:xPathItem="//article | //li"/>'
        '<outline text="Fanal" type="rss" xmlUrl="https://fanal.example/feed"/></body></opml>',
        encoding="utf-8",
    )
    outcome = telex("import", str(file))
    assert "Vigie is read by a rule of another reader (HTML+XPath)" in outcome.err
    assert "telex add --watch https://vigie.example/une" in outcome.err
    assert [one["url"] for one in telex("sources", "--json").objects] == ["https://fanal.example/feed"]


@pytest.mark.parametrize(
    "text", ["{", "[]", '{"title": "h3"}', '{"item": 3}', '{"item": ""}', '{"item": "p", "x": "y"}', "maybe"]
)
def test_a_wrong_choice_in_a_list_is_no_choice(telex: Telex, tmp_path: Path, text: str) -> None:
    file = tmp_path / "odd.opml"
    shown = json.dumps(text)[1:-1].replace('\\"', "&quot;")
    file.write_text(
        f'<opml><body><outline text="A" xmlUrl="https://a.example/" xmlns:telex="urn:telex:opml" telex:watch="{shown}"/></body></opml>',
        encoding="utf-8",
    )
    assert telex("import", str(file)).code == 0
    assert "telex:watch" not in telex("export", "opml").out
