"""The whole road from the command line: the demo press over loopback, fetched, found, read, and read again without it."""

from __future__ import annotations

import http.server
import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.config import Paths
from reader.demo.server import Serving, serve
from reader.newsroom import Newsroom
from reader.store import check, polls, settings, upkeep
from reader.store.database import open_store
from reader.store.lease import acquire
from tests.cli.helpers import Telex

NOW = 1_790_000_000.0


@pytest.fixture(scope="module")
def press() -> Iterator[Serving]:
    with serve(NOW) as running:
        yield running


@pytest.fixture
def strangers() -> Iterator[str]:
    """A server that answers every path with something that is no feed; gives its origin."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, kind, body = {
                "/page": (200, "text/html", b"<html><title>Hello</title><p>no feed here"),
                "/half": (
                    200,
                    "application/rss+xml",
                    b"<rss><channel><title>Half</title><item><title>One</tit",
                ),
                "/picture": (200, "image/png", b"\x89PNG\r\n\x1a\n"),
            }.get(self.path, (404, "text/plain", b"nothing"))
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


def opml_of(press: Serving, file: Path) -> Path:
    outlines = "".join(
        f'<outline text="{one.folder[0]}"><outline type="rss" text="x" xmlUrl="{one.url}"/></outline>'
        for one in press.feeds
    )
    file.write_text(f'<opml version="2.0"><body>{outlines}</body></opml>', encoding="utf-8")
    return file


@pytest.fixture
def fetched(telex: Telex, press: Serving, tmp_path: Path) -> Serving:
    assert telex("import", str(opml_of(press, tmp_path / "feeds.opml"))).code == 0
    done = telex("fetch")
    assert (done.code, done.err) == (0, "")
    return press


def test_import_fetch_list_search_show_loses_nothing(telex: Telex, fetched: Serving) -> None:
    rows = telex("list", "--json").objects
    assert len(rows) == sum(len(paper.pieces) for paper in fetched.papers)
    sources = telex("sources", "--json").objects
    assert {one["status"] for one in sources} == {"ok"}
    assert {one["title"] for one in sources} == {paper.title for paper in fetched.papers}
    found = telex("search", "étoile-de-lisse", "--json").objects
    assert {one["feed"] for one in found if "Étoile-de-Lisse" in one["title"]} == {
        one["slug"] for one in sources if one["title"].startswith(("Le Courrier", "L'Écho", "El Faro"))
    }
    assert all(one["snippet"] for one in telex("search", "tuba", "--json").objects)
    assert telex("search", "الفنار", "--json").objects
    for row in rows:
        shown = telex("show", str(row["id"]), "--as", "json")
        assert shown.code == 0
        assert shown.objects[0]["blocks"], row["title"]


def test_fetching_by_cron_looks_after_the_store_once_a_day(
    telex: Telex, fetched: Serving, data: Path
) -> None:
    """Without a reader ever open there is a backup a day, the marks as text, and what is beyond a limit goes."""
    kept = data / "backups"
    assert len(list(kept.glob("*daily*"))) == 1
    assert (data / "marks.jsonl").exists()
    assert (data / "subscriptions.opml").exists()
    (first,) = kept.glob("*daily*")
    first.unlink()
    assert telex("fetch").code == 0
    assert not list(kept.glob("*daily*")), "not twice a day"
    with open_store(data / "telex.db") as db:
        settings.set_setting(db, "last_upkeep", str(db.now() - 86_400))
    assert telex("fetch").code == 0
    assert len(list(kept.glob("*daily*"))) == 1


def test_a_damaged_store_is_said_and_keeps_its_backups(
    telex: Telex, fetched: Serving, monkeypatch: pytest.MonkeyPatch
) -> None:
    from reader.engine import keeping

    monkeypatch.setattr(upkeep, "due", lambda db, now: True)
    monkeypatch.setattr(check, "problems", lambda db: ["made up"])
    done = telex("fetch")
    assert keeping.DAMAGED in done.err


def test_the_long_read_and_every_kind_of_block_arrive(telex: Telex, fetched: Serving) -> None:
    long = telex("list", "title:lighthouses", "--json").objects[0]
    article = telex("show", str(long["id"]), "--as", "json").objects[0]
    assert len(article["text"].split()) >= 4500
    tide = telex("list", "title:tide", "--json").objects[0]
    blocks = telex("show", str(tide["id"]), "--as", "json").objects[0]["blocks"]
    assert {block["kind"] for block in blocks} >= {
        *("paragraph", "heading", "figure", "code", "table", "list", "quote", "rule", "footnotes"),
    }
    shown = telex("show", str(tide["id"])).out
    assert "def tide(hours: float) -> float:" in shown
    assert "Each wheel stands for one motion" in " ".join(shown.split())


def test_fetching_again_at_once_asks_nobody(telex: Telex, fetched: Serving) -> None:
    again = telex("fetch", "--all", "--json").objects
    assert {one["status"] for one in again[:-1]} == {"held"}
    assert all(one["why"] and one["next"] for one in again[:-1])
    assert (again[-1]["event"], again[-1]["held"], again[-1]["new"]) == ("done", len(fetched.papers), 0)
    assert telex("fetch").code == 0


def test_what_a_killed_fetch_had_claimed_is_asked_at_once(
    telex: Telex, press: Serving, data: Path, tmp_path: Path
) -> None:
    assert telex("import", str(opml_of(press, tmp_path / "feeds.opml"))).code == 0
    with Newsroom.open(Paths(data, tmp_path / "c")) as newsroom:
        claimed = polls.claim(
            newsroom.db, [feed.id for feed in newsroom.feeds()], "4711/dead", newsroom.now()
        )
        assert claimed
    (done,) = [one for one in telex("fetch", "--json").objects if one["event"] == "done"]
    assert (done["changed"], done["held"]) == (len(claimed), 0)


def test_json_events(telex: Telex, press: Serving, tmp_path: Path) -> None:
    telex("import", str(opml_of(press, tmp_path / "feeds.opml")))
    events = telex("fetch", "--json").objects
    feeds, done = events[:-1], events[-1]
    assert [one["event"] for one in feeds] == ["feed"] * len(press.papers)
    assert list(feeds[0]) == ["event", "feed", "id", "status", "new", "updated", "error", "next", "why"]
    assert done["event"] == "done"
    assert done["new"] == sum(one["new"] for one in feeds) == sum(len(paper.pieces) for paper in press.papers)
    assert (done["failed"], done["offline"]) == (0, False)


def test_add_finds_the_feed_behind_a_page(telex: Telex, press: Serving) -> None:
    page = f"{press.base}/ledger/"
    preview = telex("add", page, "--dry-run", "--json").objects[0]
    assert preview["candidates"][0]["url"] == f"{press.base}/ledger/feed.xml"
    assert preview["candidates"][0]["entries"] == 16
    assert telex("sources", "--json").objects == []
    done = telex("add", page, "--folder", "Isles / Daily", "--json")
    assert done.code == 0
    assert done.objects[0]["new"] == 16
    source = telex("sources", "--json").objects[0]
    assert (source["name"], source["folder"]) == ("The Harrowmere Ledger", ["Isles", "Daily"])
    again = telex("add", f"{press.base}/ledger/feed.xml", "--json").objects[0]
    assert again["known"] is True
    assert len(telex("sources", "--json").objects) == 1
    assert telex("search", "midwife", "--json").objects


@pytest.mark.parametrize("path", ["/page", "/picture", "/nowhere"])
def test_an_address_without_a_feed_is_one_sentence(telex: Telex, strangers: str, path: str) -> None:
    done = telex("add", strangers + path)
    assert done.code == 1
    assert done.out == ""
    assert len(done.err.splitlines()) == 1
    assert telex("sources", "--json").objects == []
    assert telex("add", strangers + path, "--json").objects[0]["error"]


def test_several_addresses_are_added_although_one_fails(telex: Telex, press: Serving, strangers: str) -> None:
    done = telex("add", strangers + "/page", press.feeds[0].url, "--json")
    assert done.code == 1
    assert [bool(one["error"]) for one in done.objects] == [True, False]
    assert len(telex("sources", "--json").objects) == 1


def test_a_source_that_fails_is_said_and_the_others_come(
    telex: Telex, press: Serving, strangers: str, data: Path
) -> None:
    with Newsroom.open(Paths(data, data / "c")) as newsroom:
        newsroom.add_feed(strangers + "/page", title="Bad One")
        newsroom.add_feed(press.feeds[0].url)
    done = telex("fetch")
    assert done.code == 1
    assert done.err.startswith("telex: Bad One: ")
    assert len(done.err.splitlines()) == 1
    assert "18 new" in done.out
    assert telex("sources", "--json").objects[0]["error"] or telex("sources", "--json").objects[1]["error"]


def test_no_sources_is_one_sentence(telex: Telex, data: Path) -> None:
    with Newsroom.open(Paths(data, data / "c")):
        pass
    done = telex("fetch")
    assert done.code == 1
    assert "telex add" in done.err


def test_where_another_telex_is_the_engine_it_is_asked(
    telex: Telex, press: Serving, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from reader.cli import fetch
    from reader.store import requests

    monkeypatch.setattr(fetch, "PATIENCE", 0.0)
    paths = Paths(data, data / "c")
    with Newsroom.open(paths) as newsroom:
        newsroom.add_feed(press.feeds[0].url)
        lease = acquire(paths, newsroom.now(), newsroom.db)
        assert lease is not None
        try:
            asked = telex("fetch", "--all", "--json").objects
            assert asked[0]["event"] == "asked"
            command = json.loads(requests.take(newsroom.db)[0])
            assert (command["do"], command["force"]) == ("refresh", True)
        finally:
            lease.release()
    assert telex("fetch").code == 0
    assert len(telex("list").lines) == 18


def test_everything_can_be_read_when_the_press_is_gone(telex: Telex, tmp_path: Path) -> None:
    with serve(NOW) as press:
        telex("import", str(opml_of(press, tmp_path / "feeds.opml")))
        telex("fetch")
    rows = telex("list", "--json").objects
    assert len(rows) >= 140
    for row in rows[::7]:
        assert telex("show", str(row["id"])).code == 0
    assert telex("doctor").code == 0


def test_opml_goes_out_and_in_again(telex: Telex, fetched: Serving, tmp_path: Path) -> None:
    before = telex("sources", "--json").objects
    file = tmp_path / "out.opml"
    assert telex("export", "opml", "--to", str(file)).code == 0
    other = str(tmp_path / "other")
    done = telex("import", str(file), "--data-dir", other, "--json").objects[0]
    assert (done["found"], done["new"]) == (12, 12)
    after = telex("sources", "--json", "--data-dir", other).objects
    assert {(one["url"], tuple(one["folder"])) for one in after} == {
        (one["url"], tuple(one["folder"])) for one in before
    }


def test_a_broken_opml_is_one_sentence(telex: Telex, tmp_path: Path) -> None:
    file = tmp_path / "broken.opml"
    file.write_text("<opml><body><outline")
    done = telex("import", str(file))
    assert done.code == 1
    assert len(done.err.splitlines()) == 1


def test_the_demo_is_prepared_into_a_folder(telex: Telex, data: Path) -> None:
    done = telex("demo", "--prepare-only")
    assert done.code == 0
    assert "147 entries from 12 papers" in done.out
    assert telex("demo", "--prepare-only").code == 2
    assert len(telex("list").lines) == 147
    assert "nothing" in telex("undo").out.lower() + telex("undo").err.lower()
    assert len(telex("list").lines) == 147


def test_the_checkup_asks_each_source_and_stores_nothing(
    telex: Telex, press: Serving, strangers: str, data: Path
) -> None:
    with Newsroom.open(Paths(data, data / "c")) as newsroom:
        newsroom.add_feed(press.feeds[0].url)
        newsroom.add_feed(strangers + "/nowhere")
    done = telex("doctor", "--feeds", "--json")
    assert done.code == 1
    answers = {one["url"]: one for one in done.objects}
    assert answers[press.feeds[0].url]["text"] == "18 entries"
    assert not answers[strangers + "/nowhere"]["ok"]
    assert telex("list").out == ""


def test_one_source_alone_is_fetched(telex: Telex, press: Serving, data: Path) -> None:
    with Newsroom.open(Paths(data, data / "c")) as newsroom:
        for feed in press.feeds[:3]:
            newsroom.add_feed(feed.url)
    assert telex("fetch", "--feed", press.feeds[1].url).code == 0
    assert [one["total"] for one in telex("sources", "--json").objects] == [0, 12, 0]
    assert telex("fetch", "--feed", "nobody").code == 1


def test_an_aggregators_furniture_leaves_the_text_and_its_byline_moves_up(
    telex: Telex, fetched: Serving
) -> None:
    found = telex("list", 'title:"train de nuit"', "--json").objects[0]
    article = telex("show", str(found["id"]), "--as", "json").objects[0]
    assert article["author"] == "Ousmane TREVALLON"
    assert article["source"] == "Le Courrier de Vellane"
    for furniture in ("Merci d'avoir", "Publié dans", "Cliquez ici", "TREVALLON"):
        assert furniture not in article["text"]
    assert telex("list", "author:trevallon", "--json").objects[0]["id"] == found["id"]
