"""list, search, show and ticker on a seeded store: columns, cleaning, JSON fields, limits, the words in their place."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
import time
import unicodedata
from pathlib import Path
from xml.etree import ElementTree

import pytest

from reader.cli import ticker
from reader.cli.output import to_json
from reader.cli.snippets import snippet
from reader.model import Entry, ParsedFeed
from reader.newsroom import Newsroom
from reader.store import fulltext
from reader.store.entries import store_feed
from reader.store.fulltext import Fulltext
from reader.text.cells import width
from reader.text.fold import words
from tests.cli.helpers import NOW, ROOT, Telex

FIELDS = [
    *(
        "id",
        "title",
        "source",
        "feed",
        "link",
        "published",
        "dated",
        "language",
        "read",
        "starred",
        "later",
        "hidden",
    ),
    *("updated", "story", "copies", "ready"),
]
NASTY = "\x1b]0;owned\x07Red \x1b[31malert\x9b1m \u202eevil\u202c \u2067open\x07 [bold]x[/]"


@pytest.fixture
def hostile(newsroom: Newsroom) -> int:
    """An entry whose every field is hostile and reached the store uncleaned; answers its number."""
    feed = newsroom.add_feed("https://hostile.example/feed", title=NASTY, name=NASTY)
    entry = Entry(
        id="1",
        title=NASTY,
        link="https://hostile.example/\x1b[2J1",
        author=NASTY,
        published=NOW - 60,
        summary=f"<p>{NASTY}</p>",
        content=f"<p>{NASTY} needle</p>",
    )
    stored = store_feed(newsroom.db, feed.id, ParsedFeed(entries=(entry,), found=1), next_at=NOW, now=NOW)
    return stored.ids[0]


def unsafe(text: str) -> list[str]:
    return [
        sign
        for sign in text
        if (unicodedata.category(sign) in ("Cc", "Cs") and sign != "\n")
        or sign in "\u202a\u202b\u202c\u202d\u202e"
    ]


def test_rows_are_newest_first_and_aligned(telex: Telex, store: Path) -> None:
    done = telex("list", "--limit", "50")
    assert (done.code, done.err, len(done.lines)) == (0, "", 50)
    ids = [int(line.split()[0]) for line in done.lines]
    assert ids == sorted(ids, reverse=True)
    for line in done.lines:
        title = re.split(r"\s{2,}", line)[-1]
        assert width(line[: line.rindex(title)]) == 6 + 2 + 4 + 2 + 3 + 2 + 20 + 2


def test_everything_is_listed_into_a_pipe(telex: Telex, store: Path) -> None:
    assert len(telex("list").lines) == 400
    assert len(telex("list", "--limit", "0").lines) == 400
    assert len(telex("list", "--json").objects) == 400


def test_a_terminal_is_given_a_screenful_with_rows_that_fit(
    telex: Telex, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("listing", "rows"):
        monkeypatch.setattr(f"reader.cli.{module}.columns", lambda: 60)
    done = telex("list")
    assert len(done.lines) == 100
    assert done.err == "100 of 400 shown: --limit 0 shows all.\n"
    assert max(map(width, done.lines)) <= 60
    assert telex("list", "--limit", "3").err == ""


def test_json_fields_are_stable(telex: Telex, store: Path) -> None:
    one = telex("list", "--json", "--limit", "1").objects[0]
    assert list(one) == FIELDS
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", one["published"])
    assert one["published"] == time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(NOW - 30))
    assert list(telex("search", "--json", "--limit", "1", "sort:date").objects[0]) == [*FIELDS, "snippet"]


def test_a_query_and_a_feed_narrow_the_list(telex: Telex, store: Path) -> None:
    slugs = {one["feed"] for one in telex("list", "--json").objects}
    for slug in slugs:
        found = telex("list", "--json", "--feed", slug).objects
        assert {one["feed"] for one in found} == {slug}
        assert len(found) == 100
    arabic = telex("list", "lang:ar", "--json").objects
    assert {one["language"] for one in arabic} == {"ar"}
    slug = arabic[0]["feed"]
    both = telex("list", "--json", "--feed", slug, "lang:fr", "OR", "lang:ar").objects
    assert {one["feed"] for one in both} == {slug}
    assert telex("list", "--feed", "nobody").code == 1


def test_a_query_that_begins_with_a_minus(telex: Telex, store: Path) -> None:
    assert len(telex("list", "--", "-lang:ar").lines) == 300
    assert len(telex("list", "--json", "--", "-lang:ar").lines) == 300


def test_options_stand_anywhere_among_the_words_of_a_query(telex: Telex, store: Path) -> None:
    assert (
        telex("list", "lang:ar", "--limit", "3", "is:unread").lines
        == telex("list", "lang:ar is:unread", "--limit", "3").lines
    )


@pytest.mark.parametrize(
    "query",
    [
        "date:<1h",
        "the",
        "lang:ar",
        "sort:river",
        "sort:story",
        "-the sort:-date",
        "the sort:title",
        "title:/a/",
    ],
)
def test_the_first_rows_are_those_of_the_whole_list(telex: Telex, store: Path, query: str) -> None:
    whole = telex("list", "--limit", "0", "--", query).lines
    assert len(whole) > 90
    for limit in (1, 85):
        assert telex("list", "--limit", str(limit), "--", query).lines == whole[:limit]


def test_marks_are_seen_in_the_row(telex: Telex, store: Path) -> None:
    newest = telex("list", "--json", "--limit", "1").objects[0]["id"]
    assert "•    " in telex("list", "--limit", "1").out
    telex("mark", "star", f"key:{newest}")
    telex("mark", "later", f"key:{newest}")
    assert "•★+  " in telex("list", "--limit", "1").out
    telex("mark", "read", f"key:{newest}")
    assert " ★+  " in telex("list", "--limit", "1").out


def test_nothing_hostile_comes_out_of_any_command(telex: Telex, hostile: int) -> None:
    for argv in (
        ("list", "--limit", "2"),
        ("list", "--limit", "2", "--json"),
        ("search", "needle", "sort:date"),
        ("search", "--json", "needle", "sort:date"),
        ("show", str(hostile)),
        ("show", str(hostile), "--as", "markdown"),
        ("show", str(hostile), "--as", "html"),
        ("show", str(hostile), "--as", "json"),
        ("ticker", "--width", "200"),
        ("sources",),
        ("sources", "--json"),
        ("export", "opml"),
        ("export", "atom", f"key:{hostile}"),
        ("export", "markdown", f"key:{hostile}"),
        ("export", "html", f"key:{hostile}"),
        ("mark", "star", f"key:{hostile}"),
        ("undo",),
        ("doctor",),
    ):
        done = telex(*argv)
        assert unsafe(done.out) == [], argv
        assert unsafe(done.err) == [], argv


def test_json_escapes_what_could_act() -> None:
    text = to_json({"t": "a\x1b\x9b\x7f\u202e\u2067\u200f\u2028\ud800é\u200d"})
    assert text == '{"t":"a\\u001b\\u009b\\u007f\\u202e\\u2067\\u200f\\u2028\\ud800é\\u200d"}'


def test_search_shows_the_best_first_with_the_words_in_their_place(telex: Telex, newsroom: Newsroom) -> None:
    feed = newsroom.add_feed("https://quay.example/feed", title="Quay")
    filler = " ".join(f"word{n}" for n in range(200))
    entries = (
        Entry(
            id="1", title="Nothing much", link="", published=NOW, content=f"<p>{filler} zébrule {filler}</p>"
        ),
        Entry(
            id="2", title="Zébrule, zébrule", link="", published=NOW - 900, content="<p>zebrule zebrule</p>"
        ),
    )
    ids = store_feed(newsroom.db, feed.id, ParsedFeed(entries=entries, found=2), next_at=NOW, now=NOW).ids
    _finish(newsroom)
    found = telex("search", "zebrule", "--json").objects
    assert {one["id"] for one in found} == set(ids)
    assert found[0]["title"] == "Zébrule, zébrule"
    assert "zébrule" in found[1]["snippet"]
    assert len(found[1]["snippet"].split()) <= 30
    lines = telex("search", "zebrule").lines
    assert len(lines) == 4
    assert "… " in lines[3]
    by_date = telex("search", "zebrule", "sort:date", "--json").objects
    assert [one["title"] for one in by_date] == ["Nothing much", "Zébrule, zébrule"]


def _finish(newsroom: Newsroom) -> None:
    from reader.blocks import encode_json
    from reader.parse.blocks import blocks_of
    from reader.parse.plain import plain_text
    from reader.store.pending import Finished, finish, pending
    from reader.text.fold import fold

    for one in pending(newsroom.db):
        blocks = blocks_of(one.html)
        done = Finished(
            one.entry_id, fold(one.title), "", "", fold(plain_text(blocks)), one.html, encode_json(blocks)
        )
        finish(newsroom.db, [done])


@pytest.mark.parametrize(
    ("text", "query", "expected"),
    [
        ("one two three", "two", "one two three"),
        ("one two three", "four", ""),
        ("", "x", ""),
        ("l'été à Orme", "ete", "l'été à Orme"),
        ("في مدينة الفنار", "الفنار", "في مدينة الفنار"),
    ],
)
def test_snippets(text: str, query: str, expected: str) -> None:
    assert snippet(text, words(query)) == expected


def test_a_snippet_stands_where_most_words_are() -> None:
    text = "alpha " + "x " * 100 + "alpha beta " + "y " * 100
    found = snippet(text, ["alpha", "beta"])
    assert found.startswith("… x")
    assert "alpha beta" in found


def test_show_in_four_forms(telex: Telex, store: Path) -> None:
    newest = telex("list", "--json", "--limit", "1", "lang:fr").objects[0]
    number = str(newest["id"])
    text = telex("show", number)
    assert text.code == 0
    assert max(map(width, text.lines)) <= 72
    folded = " ".join(text.out.split())
    assert newest["title"] in folded
    one = telex("show", number, "--as", "json").objects[0]
    assert one["title"] == newest["title"]
    assert one["blocks"][0]["kind"] == "paragraph"
    assert one["text"].split()[:5] == one["blocks"][0]["text"][0]["t"].split()[:5]
    assert telex("show", number, "--json").objects == [one]
    assert telex("show", number, "--as", "markdown").out.startswith("# ")
    html = telex("show", number, "--as", "html").out
    assert html.startswith("<!DOCTYPE html>")
    assert newest["source"] in html
    assert telex("show", "999999").code == 1


@pytest.mark.parametrize("cells", [1, 10, 40, 79, 200])
def test_the_ticker_is_exactly_as_wide_as_asked(telex: Telex, store: Path, cells: int) -> None:
    done = telex("ticker", "--once", "--width", str(cells))
    assert done.code == 0
    assert len(done.lines) == 1
    assert width(done.lines[0]) == cells


def test_the_ticker_takes_a_query_and_bears_nothing_to_show(telex: Telex, store: Path) -> None:
    sources = {one["source"] for one in telex("list", "lang:es", "--json").objects}
    shown = telex("ticker", "--width", "300", "lang:es").out
    assert any(source in shown for source in sources)
    assert telex("ticker", "--width", "30", "is:starred").out == " " * 30 + "\n"


def test_exported_atom_is_well_formed_and_complete(telex: Telex, hostile: int) -> None:
    root = ElementTree.fromstring(telex("export", "atom", "limit:20").out.encode())
    atom = "{http://www.w3.org/2005/Atom}"
    entries = root.findall(f"{atom}entry")
    assert len(entries) == 20
    for entry in (root, *entries):
        assert entry.findtext(f"{atom}id", "").startswith("urn:uuid:")
        assert entry.findtext(f"{atom}updated", "").endswith("Z")
        assert entry.find(f"{atom}title") is not None
        assert entry.findtext(f"{atom}author/{atom}name")
    assert len({entry.findtext(f"{atom}id") for entry in entries}) == 20


@pytest.mark.parametrize("as_json", [False, True], ids=["line", "json"])
def test_the_ticker_follows_what_others_do(store: Path, newsroom: Newsroom, as_json: bool) -> None:
    more = ["--json"] if as_json else []
    command = [sys.executable, "-m", "reader", "ticker", "--follow", "--width", "60", "is:unread", *more]
    child = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert child.stdout is not None
    watchdog = threading.Timer(120, child.kill)
    watchdog.start()
    try:
        first = child.stdout.readline().decode()
        if as_json:
            assert len(json.loads(first)["headlines"]) >= 1
        else:
            assert width(first.rstrip("\n")) == 60
        newsroom.mark_view(newsroom.view())
        second = child.stdout.readline().decode()
        assert second == ('{"text":"","headlines":[]}' if as_json else " " * 60) + "\n"
    finally:
        watchdog.cancel()
        child.terminate()
        child.communicate(timeout=60)


def test_what_changes_while_the_first_line_is_written_is_told_at_once(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []

    def write(text: str) -> None:
        told.append(text)
        if len(told) == 1:
            newsroom.mark_view(newsroom.view())

    monkeypatch.setattr(ticker, "_rest", lambda seconds: False)
    ticker._show(newsroom, lambda: ticker.line(newsroom, "is:unread", 60), write, follow=True)
    assert len(told) == 2
    assert told[1] == " " * 60


def test_show_gives_the_view_that_was_asked_for(newsroom: Newsroom, telex: Telex) -> None:
    entry_id = newsroom.view("").ids(0, 1)[0]
    given = telex("show", str(entry_id), "--as", "html").out
    text = Fulltext(
        "<p>Only its page says this.</p>",
        b'[{"kind":"paragraph","text":[{"text":"Only its page says this."}]}]',
    )
    fulltext.keep(newsroom.db, entry_id, text, NOW)
    assert "Only its page says this." in telex("show", str(entry_id)).out
    assert "Only its page says this." not in telex("show", str(entry_id), "--view", "feed").out
    assert telex("show", str(entry_id), "--view", "feed", "--as", "html").out == given
    assert "<p>Only its page" in telex("show", str(entry_id), "--view", "raw").out
    found = json.loads(telex("show", str(entry_id), "--json").out)
    assert (found["view"], found["views"]) == ("full", ["feed", "full", "raw"])
    other = newsroom.view("").ids(1, 1)[0]
    refused = telex("show", str(other), "--view", "full")
    assert refused.code == 1
    assert "has no such text: it has feed, raw." in refused.err


@pytest.mark.skipif(os.name == "nt", reason="needs poll")
def test_a_followed_ticker_ends_when_nobody_reads_it_any_more(store: Path) -> None:
    command = [sys.executable, "-m", "reader", "ticker", "--follow", "--width", "60"]
    child = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert child.stdout is not None
    assert child.stderr is not None
    try:
        assert child.stdout.readline()
        child.stdout.close()
        assert child.wait(timeout=60) == 0
        assert child.stderr.read() == b""
    finally:
        child.kill()
        child.wait()
        child.stderr.close()


def test_the_ticker_says_in_json_what_its_line_holds(telex: Telex, store: Path) -> None:
    (said,) = telex("ticker", "--json", "--width", "200").objects
    plain = telex("ticker", "--width", "200").out
    assert said["text"] == plain.rstrip()
    assert len(said["headlines"]) > 1
    listed = {row["id"]: row for row in telex("list", "--json").objects}
    for row in said["headlines"]:
        assert row == listed[row["id"]]
        assert row["title"].split()[0] in plain
    assert telex("ticker", "--json", "--width", "30", "is:starred").objects == [{"text": "", "headlines": []}]
