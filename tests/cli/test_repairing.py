"""Ten sources whose feed moved: the new one is found and offered, nothing changes unasked, marks and undo hold."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator

import pytest

from reader.newsroom import Newsroom
from tests.cli.helpers import Telex

RSS = (
    '<?xml version="1.0"?><rss version="2.0"><channel><title>Gazette {n}</title><link>{base}/{n}/</link>'
    "{items}</channel></rss>"
)
ITEM = (
    "<item><title>Le bateau {k} rentre au port {n}</title><guid isPermaLink='false'>g{k}</guid>"
    "<link>{base}/{n}/{k}</link></item>"
)
PAGE = '<html><head><title>G</title><link rel="alternate" type="application/rss+xml" href="/{n}/new.xml"></head></html>'


class Site(http.server.ThreadingHTTPServer):
    """Ten papers at `/N/`; once `moved`, each feed is at another place, and the old one goes wrong in its own way."""

    moved = False
    asked = 0


@pytest.fixture
def site() -> Iterator[Site]:
    class Handler(http.server.BaseHTTPRequestHandler):
        server: Site

        def do_GET(self) -> None:
            self.server.asked += 1
            base = f"http://127.0.0.1:{self.server.server_address[1]}"
            number, _, name = self.path[1:].partition("/")
            status, kind, body = 404, "text/plain", "gone"
            items = "".join(ITEM.format(k=k, n=number, base=base) for k in range(4 + self.server.moved))
            feed = RSS.format(n=number, base=base, items=items)
            page = PAGE.format(n=number)
            wanted = "new.xml" if self.server.moved else "feed.xml"
            if number.isdigit() and name == wanted:
                status, kind, body = 200, "application/rss+xml", feed
            elif (number.isdigit() and name == "") or (name == "feed.xml" and int(number) % 3 == 1):
                status, kind, body = 200, "text/html", page
            elif name == "feed.xml" and int(number) % 3 == 2:
                status, body = 410, "gone"
            data = body.encode()
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *args: object) -> None:
            pass

    with Site(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def test_ten_of_ten_are_offered_and_none_changed_unasked(telex: Telex, site: Site) -> None:
    base = f"http://127.0.0.1:{site.server_address[1]}"
    assert telex("add", *(f"{base}/{n}/feed.xml" for n in range(10))).code == 0
    telex("mark", "star", "title:/bateau 2 /")
    telex("mark", "read", "title:/bateau 1 /")
    before = telex("list", "--json", "--limit", "100").objects
    sources = telex("sources", "--json").objects
    site.moved = True
    for n, source in enumerate(sources):
        found = telex("sources", "--repair", source["slug"], "--json").objects[0]
        assert [one["url"] for one in found["candidates"]] == [f"{base}/{n}/new.xml"], found
    assert [one["url"] for one in telex("sources", "--json").objects] == [one["url"] for one in sources]
    for n, source in enumerate(sources):
        assert telex("sources", "--repair", source["slug"], "--use", f"{base}/{n}/new.xml").code == 0
    now = telex("sources", "--json").objects
    assert [one["url"] for one in now] == [f"{base}/{n}/new.xml" for n in range(10)]
    assert [one["id"] for one in now] == [one["id"] for one in sources]
    assert telex("list", "--json", "--limit", "100").objects == before
    end = telex("fetch", "--json").objects[-1]
    assert (end["new"], end["updated"], end["failed"]) == (10, 0, 0)
    kept = {one["id"]: one for one in telex("list", "--json", "--limit", "100").objects}
    for one in before:
        assert (kept[one["id"]]["read"], kept[one["id"]]["starred"]) == (one["read"], one["starred"])
    for _ in range(10):
        telex("undo")
    assert [one["url"] for one in telex("sources", "--json").objects] == [one["url"] for one in sources]
    assert telex("sources", "--json").objects[0]["total"] == 5


def test_settings_are_set_together_or_not_at_all(telex: Telex, newsroom: Newsroom) -> None:
    slug = telex("sources", "--json").objects[0]["slug"]
    assert telex("sources", "--set", slug, "interval=6h", "view=full", "ahead=on", "important=on").code == 0
    one = telex("sources", "--json").objects[0]
    assert one["settings"] == {"ahead": True, "important": True, "interval": 21_600, "view": "full"}
    assert one["interval"] == 21_600
    for wrong in ("interval=10m", "view=odd", "colour=red", "ahead=perhaps", "nothing"):
        refused = telex("sources", "--set", slug, "important=off", wrong)
        assert refused.code == 2, wrong
        assert len(refused.err.splitlines()) == 1
    assert telex("sources", "--json").objects[0] == one
    assert telex("sources", "--set", slug, "interval=0", "view=auto").code == 0
    assert telex("sources", "--json").objects[0]["settings"] == {"ahead": True, "important": True}
    assert telex("sources", "--set", slug, "folder=A / B", "name=Mine", "paused=on").code == 0
    one = next(one for one in telex("sources", "--json").objects if one["slug"] == slug)
    assert (one["folder"], one["name"], one["health"]) == (["A", "B"], "Mine", "paused")


def test_a_language_of_its_own_acts_in_lists_articles_and_queries(telex: Telex, newsroom: Newsroom) -> None:
    source = next(one for one in telex("sources", "--json").objects if one["language"] == "es")
    slug, count = source["slug"], source["total"]
    spanish, german = (
        len(telex("list", f"lang:{tag}", "--json", "--limit", "999").objects) for tag in ("es", "de")
    )
    assert (spanish >= count, german) == (True, 0)
    assert telex("sources", "--set", slug, "language=de-at").code == 0
    rows = telex("list", "lang:de", "--json", "--limit", "999").objects
    assert {(one["feed"], one["language"]) for one in rows} == {(slug, "de-at")}
    assert len(rows) == count
    assert len(telex("list", "lang:es", "--json", "--limit", "999").objects) == spanish - count
    assert (
        len(telex("list", "NOT lang:de", "--json", "--limit", "999").objects)
        == newsroom.counts().total - count
    )
    assert telex("show", str(rows[0]["id"]), "--as", "json").objects[0]["language"] == "de-at"
    assert 'telex:language="de-at"' in telex("export", "opml").out
    telex("undo")
    assert telex("list", "lang:de", "--json").objects == []
    assert telex("sources", "--set", slug, "language=?!").code == 2


def test_doctor_sums_up(telex: Telex, newsroom: Newsroom) -> None:
    states = [one.state for one in newsroom.vitals().values()]
    assert states
    said = next(line for line in telex("doctor").lines if line.lstrip("✓ok! ").startswith("sources"))
    assert all(f"{states.count(state)} {state}" in said for state in states), said
