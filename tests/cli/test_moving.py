"""Moving in from other readers and out again: nothing lost, nothing doubled, nothing run, all of it one step."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest

from reader.demo.server import Serving, serve
from reader.parse.newsboat import read_urls
from reader.parse.opml import read_listing
from tests.cli.helpers import Telex

NOW = 1_790_000_000.0

CACHE = """
CREATE TABLE rss_feed (rssurl VARCHAR(1024) PRIMARY KEY NOT NULL, url VARCHAR(1024) NOT NULL, title VARCHAR(1024) NOT NULL,
    lastmodified INTEGER(11) NOT NULL DEFAULT 0, is_rtl INTEGER(1) NOT NULL DEFAULT 0, etag VARCHAR(128) NOT NULL DEFAULT "");
CREATE TABLE rss_item (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, guid VARCHAR(64) NOT NULL, title VARCHAR(1024) NOT NULL,
    author VARCHAR(1024) NOT NULL, url VARCHAR(1024) NOT NULL, feedurl VARCHAR(1024) NOT NULL, pubDate INTEGER NOT NULL,
    content VARCHAR(65535) NOT NULL, unread INTEGER(1) NOT NULL, enclosure_url VARCHAR(1024), enclosure_type VARCHAR(1024),
    enqueued INTEGER(1) NOT NULL DEFAULT 0, flags VARCHAR(52), deleted INTEGER(1) NOT NULL DEFAULT 0,
    base VARCHAR(128) NOT NULL DEFAULT "");
"""
"""The tables of newsboat's cache, as its version 2.21 makes them."""


@pytest.fixture(scope="module")
def press() -> Iterator[Serving]:
    with serve(NOW) as running:
        yield running


def cache_of(path: Path, feeds: int, each: int) -> Path:
    """A made-up cache: in each source every second entry read, every seventh flagged, every eleventh deleted."""
    with sqlite3.connect(path) as db:
        db.executescript(CACHE)
        for feed in range(feeds):
            url = f"https://rade{feed}.example/feed"
            db.execute(
                "INSERT INTO rss_feed (rssurl, url, title) VALUES (?, ?, ?)", (url, url, f"La Rade {feed}")
            )
            db.executemany(
                "INSERT INTO rss_item (guid, title, author, url, feedurl, pubDate, content, unread, flags, deleted) "
                "VALUES (?, ?, 'Nadia', ?, ?, ?, ?, ?, ?, ?)",
                (
                    (
                        f"urn:rade:{feed}:{n}",
                        f"Bateau {n} <b>au port</b>",
                        f"https://rade{feed}.example/{n}",
                        url,
                        1_789_000_000 - n * 60,
                        f"<p>Le bateau {n} est <a href='/x'>rentré</a>.<script>alert(1)</script></p>" * 4,
                        n % 2,
                        "s" if n % 7 == 0 else "",
                        int(n % 11 == 0),
                    )
                    for n in range(each)
                ),
            )
    return path


def test_a_cache_comes_in_with_its_marks_and_goes_again(telex: Telex, tmp_path: Path) -> None:
    file = cache_of(tmp_path / "cache.db", 5, 200)
    before = file.read_bytes()
    preview = telex("import", str(file), "--dry-run", "--json").objects[0]
    assert (preview["new"], preview["entries"], len(preview["sources"])) == (5, 1000, 5)
    assert telex("sources", "--json").objects == []
    done = telex("import", str(file), "--json").objects[0]
    assert (done["new"], done["entries"]) == (5, 1000)
    assert file.read_bytes() == before
    deleted = 5 * len(range(0, 200, 11))
    rows = telex("list", "--json", "--limit", "2000").objects
    assert len(rows) == 1000 - deleted
    assert {(row["title"], row["read"], row["starred"]) for row in rows} == {
        (f"Bateau {n} au port", n % 2 == 0, n % 7 == 0) for n in range(200) if n % 11
    }
    starred = [n for n in range(200) if n % 7 == 0 and n % 11]
    assert len(telex("list", "tag:flag-s", "--json", "--limit", "2000").objects) == 5 * len(starred)
    assert telex("search", "rentré", "--json", "--limit", "3").objects
    again = telex("import", str(file), "--json").objects[0]
    assert (again["new"], again["entries"], again["marks"]) == (0, 0, 0)
    telex("undo")
    assert telex("sources", "--json").objects == telex("list", "--json").objects == []


def test_marks_join_those_that_are_here_and_go_again(telex: Telex, tmp_path: Path) -> None:
    file = cache_of(tmp_path / "cache.db", 1, 40)
    with sqlite3.connect(file) as db:
        db.execute("UPDATE rss_item SET unread = 1, flags = '', deleted = 0")
    telex("import", str(file))
    telex("mark", "star", "title:/Bateau 3 /")
    before = telex("list", "is:unread", "--json", "--limit", "100").objects
    with sqlite3.connect(file) as db:
        db.execute("UPDATE rss_item SET unread = 0, flags = 'x' WHERE id <= 10")
        db.execute("UPDATE rss_item SET deleted = 1 WHERE id = 20")
        db.execute(
            "INSERT INTO rss_item (guid, title, author, url, feedurl, pubDate, content, unread) "
            "SELECT 'new', 'Encore', '', 'https://rade0.example/new', feedurl, 1, '', 1 FROM rss_item LIMIT 1"
        )
    telex("import", str(file))
    assert len(telex("list", "tag:flag-x", "is:read", "is:starred", "--json", "--limit", "100").objects) == 10
    assert len(telex("list", "--json", "--limit", "100").objects) == 40
    telex("undo")
    assert telex("list", "is:unread", "--json", "--limit", "100").objects == before
    assert telex("list", "tag:flag-x", "--json").objects == []
    telex("undo")
    telex("undo")
    assert telex("list", "--json").objects == []


@pytest.mark.skipif(shutil.which("newsboat") is None, reason="needs newsboat")
def test_newsboat_itself_is_left_for_telex_and_nothing_comes_twice(
    telex: Telex, press: Serving, tmp_path: Path
) -> None:
    home = tmp_path / "newsboat"
    home.mkdir()
    (home / "config").touch()
    tags = [f'"{" / ".join(one.folder)}" port' for one in press.feeds]
    lines = [f"{one.url} {words}" for one, words in zip(press.feeds, tags, strict=True)]
    lines[0] += ' "~My own name"'
    (home / "urls").write_text("\n".join([*lines, '"query:Mine:unread = \\"no\\""', "exec:ls"]) + "\n")
    newsboat(home, "-x", "reload")
    with sqlite3.connect(home / "cache.db") as db:
        db.execute("UPDATE rss_item SET unread = 0 WHERE id % 3 = 0")
        db.execute("UPDATE rss_item SET flags = 's' WHERE id % 5 = 0")
        total, read, starred = db.execute(
            "SELECT count(*), sum(unread = 0), sum(flags = 's') FROM rss_item"
        ).fetchone()
        kept = {str(row[0]) for row in db.execute("SELECT DISTINCT feedurl FROM rss_item")}
    assert total > 50
    assert len(kept) > 5  # some dialects it does not read
    done = telex("import", str(home), "--json").objects[0]
    assert (done["new"], done["entries"], done["searches"]) == (len(press.feeds), total, 1)
    assert [sentence.split()[1] for sentence in done["left_out"]] == [str(len(lines) + 2)]
    sources = {one["url"]: one for one in telex("sources", "--json").objects}
    assert sources[press.feeds[0].url]["name"] == "My own name"
    assert {tuple(one["folder"]) for one in sources.values()} == {one.folder for one in press.feeds}
    assert len(telex("list", "folder:port", "--json", "--limit", "9999").objects) == total

    def counts() -> list[int]:
        return [
            len(telex("list", query, "--json", "--limit", "9999").objects)
            for query in ("limit:9999", "saved:Mine", "is:starred")
        ]

    assert counts() == [total, read, starred]
    known = {source["slug"] for url, source in sources.items() if url in kept}
    *fetched, end = telex("fetch", "--json").objects
    assert end["failed"] == 0
    assert {(one["new"], one["updated"]) for one in fetched if one["feed"] in known} == {(0, 0)}
    assert counts() == [total + end["new"], read, starred]


@pytest.mark.skipif(shutil.which("newsboat") is None, reason="needs newsboat")
def test_sources_go_into_newsboat_and_come_back_the_same(telex: Telex, tmp_path: Path) -> None:
    telex("add", "--starter", "world-fr", "--starter", "technology", "--folder", "News / Far")
    telex("add", "--starter", "maghreb")
    before = [(one["url"], one["folder"]) for one in telex("sources", "--json").objects]
    home = tmp_path / "newsboat"
    home.mkdir()
    (home / "urls").touch()
    (home / "config").touch()
    assert telex("export", "opml", "--to", str(home / "out.opml")).code == 0
    newsboat(home, "-i", str(home / "out.opml"))
    other = ("--data-dir", str(tmp_path / "other"))
    assert telex("import", str(home / "urls"), *other).code == 0
    assert [(one["url"], one["folder"]) for one in telex("sources", "--json", *other).objects] == before
    out = telex("export", "opml", *other).out
    assert {(one.url, one.folder) for one in read_listing(out.encode()).outlines} == {
        (url, tuple(folder)) for url, folder in before
    }


def newsboat(home: Path, *arguments: str) -> None:
    subprocess.run(
        ["newsboat", "-u", home / "urls", "-c", home / "cache.db", "-C", home / "config", *arguments],
        check=True,
        capture_output=True,
        timeout=120,
        env={"HOME": str(home), "LANG": "C.UTF-8", "TERM": "xterm", "PATH": "/usr/bin:/bin"},
    )


def test_settings_searches_and_sections_make_the_round(telex: Telex, tmp_path: Path) -> None:
    telex("add", "--starter", "world-fr", "--folder", "A / B")
    one, two, *_ = [source["slug"] for source in telex("sources", "--json").objects]
    telex("sources", "--set", one, "important", "on")
    telex("sources", "--set", one, "interval", "6")
    telex("sources", "--set", two, "paused", "on")
    telex("sources", "--rename", two, "Mon journal")
    assert telex("sources", "--section", "A / B", "interval=12h", "order=title").code == 0
    telex("save", "Grèves", 'title:"grève" is:unread')
    out = telex("export", "opml").out
    assert out.count('telex:interval="12h"') == 1, "its sources repeat what is set for their section no more"
    file = tmp_path / "out.opml"
    file.write_text(out, encoding="utf-8")
    other = ("--data-dir", str(tmp_path / "other"))
    assert telex("import", str(file), *other).code == 0
    assert telex("export", "opml", *other).out == out
    assert telex("sources", "--section", "A / B", *other).out == telex("sources", "--section", "A / B").out
    assert telex("undo", *other).code == 0
    assert telex("sources", "--section", "A / B", *other).out != telex("sources", "--section", "A / B").out
    urls = telex("export", "urls").out
    assert "~Mon journal" in urls
    assert [feed.url for feed in read_urls(urls.encode()).feeds] == [
        source["url"] for source in telex("sources", "--json").objects
    ]


def test_ten_thousand_sources_come_in_within_three_seconds_of_work(telex: Telex, tmp_path: Path) -> None:
    folders = "".join(
        f'<outline text="Côte {d}">'
        + "".join(
            f'<outline text="Gazette {d}-{n}" xmlUrl="https://g{d}-{n}.example/feed" htmlUrl="https://g{d}-{n}.example/"/>'
            for n in range(100)
        )
        + "</outline>"
        for d in range(100)
    )
    file = tmp_path / "many.opml"
    file.write_text(f'<opml version="2.0"><body>{folders}</body></opml>', encoding="utf-8")
    before = time.process_time()
    done = telex("import", str(file), "--json").objects[0]
    assert time.process_time() - before < 3, "seconds of the processor"
    assert (done["found"], done["new"], done["left_out"]) == (10_000, 10_000, [])
    telex("undo")
    assert telex("sources", "--json").objects == []


def test_a_query_as_a_feed_for_other_readers(telex: Telex, store: Path) -> None:
    found = telex("list", "is:unread", "limit:5", "--json").objects
    feed = json.loads(telex("export", "jsonfeed", "is:unread", "limit:5").out)
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert [one["title"] for one in feed["items"]] == [one["title"] for one in found]
    assert len({one["id"] for one in feed["items"]}) == 5
    assert all(one["content_html"] or one["content_html"] == "" for one in feed["items"])
    assert json.loads(telex("export", "jsonfeed", "is:unread", "limit:5").out)["items"] == feed["items"]
    for form in ("jsonfeed", "atom"):
        file = store / f"out.{form}"
        assert telex("export", form, "is:unread", "limit:5", "--to", str(file)).code == 0
        again = telex("inspect", "feed", str(file)).objects[0]
        assert [one["title"] for one in again["entries"]] == [one["title"] for one in found]


def test_atom_is_as_its_standard_says(telex: Telex, store: Path) -> None:
    """RFC 4287: what a feed and an entry must have, how often, and in which form."""
    atom = "{http://www.w3.org/2005/Atom}"
    root = ElementTree.fromstring(telex("export", "atom", "limit:40").out)
    assert root.tag == f"{atom}feed"
    entries = root.findall(f"{atom}entry")
    assert len(entries) == 40
    times = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
    for one in (root, *entries):
        for name in ("id", "title", "updated"):
            assert len(one.findall(atom + name)) == 1, name
        assert str(one.findtext(f"{atom}id")).startswith("urn:uuid:")
        assert times.fullmatch(str(one.findtext(f"{atom}updated")))
    for one in entries:
        names = Counter(child.tag.removeprefix(atom) for child in one)
        assert set(names) <= {"id", "title", "updated", "author", "published", "link", "category", "content"}
        assert names["author"] == names["content"] == 1
        assert names["published"] <= 1 >= names["link"]
        assert one.find(f"{atom}author/{atom}name") is not None
        assert all(link.get("rel") == "alternate" and link.get("href") for link in one.findall(f"{atom}link"))
        assert one.find(f"{atom}content").attrib == {"type": "html"}  # type: ignore[union-attr]
    assert len({one.findtext(f"{atom}id") for one in entries}) == 40


def test_a_name_for_servers_is_given_out_and_taken_from_nobody(telex: Telex, tmp_path: Path) -> None:
    telex("add", "--starter", "world-fr")
    one = telex("sources", "--json").objects[0]["slug"]
    assert telex("sources", "--set", one, "agent=Phare/1.0").code == 0
    file = tmp_path / "out.opml"
    file.write_text(telex("export", "opml").out, encoding="utf-8")
    assert 'telex:agent="Phare/1.0"' in file.read_text(encoding="utf-8")
    other = ("--data-dir", str(tmp_path / "other"))
    brought = telex("import", str(file), *other)
    assert brought.code == 0
    assert "“Phare/1.0”" in brought.err
    assert "Phare" not in telex("export", "opml", *other).out


def test_the_kind_may_be_named_before_the_file_as_in_export(telex: Telex, tmp_path: Path) -> None:
    file = tmp_path / "rade.opml"
    file.write_text(
        '<opml version="2.0"><body><outline text="La Rade" xmlUrl="https://rade.example/feed"/></body></opml>'
    )
    assert telex("import", "opml", str(file), "--dry-run", "--json").objects[0]["found"] == 1
    assert telex("import", str(file), str(tmp_path / "none")).code == 1
