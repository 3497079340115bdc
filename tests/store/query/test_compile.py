"""Queries answered by SQL find just the entries that the plain evaluator finds, and nothing of a query reaches SQL raw."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader.model import Enclosure, Entry, ParsedFeed
from reader.store import gathered, hits
from reader.store.database import Database, open_store
from reader.store.entries import store_feed
from reader.store.feeds import add_feed, set_settings
from reader.store.marks import mark, tag
from reader.store.pending import Finished, finish, pending
from reader.store.query import QueryError, parse
from reader.store.query.columns import PARTS, STATES
from reader.store.query.functions import SECONDS, SlowPattern, search
from reader.store.query.syntax import (
    And,
    Compare,
    Field,
    Near,
    Node,
    Not,
    Or,
    Query,
    Range,
    Regex,
    Text,
    render,
)
from reader.store.windows import open_view
from reader.text.fold import fold
from tests.store.query.evaluator import Row, holds

FULL = bool(os.environ.get("TELEX_FULL"))
NOW = 1_790_000_000
EACH = 334
"""Entries of each of the three papers."""
WORDS = "port grève pluie école strike rain ميناء إضراب المطر huelga lluvia Rabat été l'été 2026 第七 東京都".split()
FEEDS = {
    "La Rade": "https://rade.example/feed",
    "The Quay": "https://quay.example/atom",
    "الرصيف": "https://rasif.example/rss",
}
FOLDERS = {"La Rade": ("Presse", "Mer"), "The Quay": ("Presse",), "الرصيف": ()}


class Stocked:
    """A store, and what is in it. Hypothesis prints arguments: this one stays short."""

    def __init__(self, db: Database, rows: list[Row]) -> None:
        self.db = db
        self.rows = rows

    def __repr__(self) -> str:
        return "stocked"


@pytest.fixture(scope="module")
def stocked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stocked]:
    """A store of a thousand entries, and the same entries as rows for the evaluator."""
    folder: Path = tmp_path_factory.mktemp("store")
    dice = random.Random(7)
    with open_store(folder / "telex.db", clock=lambda: float(NOW)) as db:
        rows: list[Row] = []
        for name, url in FEEDS.items():
            feed = add_feed(db, url, title=name, folder=FOLDERS[name], now=NOW)
            entries = [_entry(dice, number, url) for number in range(EACH)]
            stored = store_feed(
                db,
                feed.id,
                ParsedFeed(title=name, entries=tuple(entries), found=EACH),
                next_at=NOW + 3600,
                now=NOW,
            )
            by_link = {
                row[1]: row[0] for row in db.rows("SELECT id, link FROM entry WHERE feed_id = ?", (feed.id,))
            }
            assert len(stored.ids) == EACH
            for entry in entries:
                rows.append(_row(by_link[entry.link], entry, name))
        finish(
            db,
            [
                Finished(
                    entry_id=one.entry_id,
                    title=fold(one.title),
                    author=fold(one.author),
                    source=fold(one.source),
                    text=fold(_text(one.html)),
                    html=one.html,
                    words=len(_text(one.html).split()),
                )
                for one in pending(db, 2_000)
            ],
        )
        every = [row.id for row in rows]
        read, starred, later = dice.sample(every, 400), dice.sample(every, 120), dice.sample(every, 50)
        tagged = dice.sample(every, 60)
        mark(db, read, read=True, now=NOW - 5 * 86_400)
        mark(db, starred, starred=True, now=NOW)
        mark(db, later, later=True, now=NOW)
        tag(db, tagged, "Économie", now=NOW)
        set_settings(db, 2, now=NOW, important=True)
        told: dict[int, int] = {}
        for size in (2, 3, 5):
            members = dice.sample([one for one in every if one not in told], size)
            told |= dict.fromkeys(members, size)
            with db.write():
                db.execute("INSERT INTO story (id, at, copies) VALUES (?, ?, ?)", (size, NOW, size))
                db.executemany("UPDATE entry SET story = ? WHERE id = ?", [(size, one) for one in members])
        marked = [
            replace(
                row,
                read=row.id in read,
                starred=row.id in starred,
                later=row.id in later,
                read_at=NOW - 5 * 86_400 if row.id in read else None,
                tags=("Économie",) if row.id in tagged else (),
                copies=told.get(row.id, 0),
            )
            for row in rows
        ]
        yield Stocked(db, marked)


def _entry(dice: random.Random, number: int, url: str) -> Entry:
    title = " ".join(dice.choices(WORDS, k=dice.randint(1, 4)))
    text = " ".join(dice.choices(WORDS, k=dice.randint(0, 30)))
    return Entry(
        id=f"{url}#{number}",
        title=title,
        link=f"{url}/{dice.choice(['news', 'sport'])}/{number}",
        author=dice.choice(["", "", "Rim Rain", "Ana Port"]),
        published=NOW - dice.randint(0, 400 * 86_400),
        language=dice.choice(["fr", "ar", "es", "en", "en-gb"]),
        content=f"<p>{text}</p>",
        image="https://rade.example/a.png" if dice.random() < 0.2 else "",
        enclosures=(Enclosure("https://rade.example/a.mp3"),) if dice.random() < 0.1 else (),
    )


def _row(entry_id: int, entry: Entry, feed: str) -> Row:
    assert entry.published is not None
    text = _text(entry.content)
    return Row(
        entry_id, entry.title, entry.author, feed, feed, text, entry.link, entry.language, entry.published,
        False, False, len(text.split()), FOLDERS[feed], seen=NOW, image=bool(entry.image),
        enclosure=bool(entry.enclosures), important=feed == "The Quay",
    )  # fmt: skip


def _text(html: str) -> str:
    return html.removeprefix("<p>").removesuffix("</p>")


_texts = st.builds(Text, st.sampled_from([*WORDS, "été port", "l'été", "gr", "東", "京都"]), st.booleans())
_dates = st.sampled_from(["2d", "3w", "6m", "1y", "2026", "2026-02", "2026-02-16", "today", "yesterday"])
_ops = st.sampled_from([">", ">=", "<", "<=", "="])
_fields_of = st.one_of(
    st.builds(Field, st.sampled_from(["title", "text", "author", "source"]), st.lists(_texts, min_size=1, max_size=2).map(tuple)),
    st.builds(Field, st.just("feed"), st.tuples(st.builds(Text, st.sampled_from(["rade", "quay", "الرصيف", "nowhere"])))),
    st.builds(Field, st.just("lang"), st.tuples(st.builds(Text, st.sampled_from(["fr", "ar", "en", "de"])))),
    st.builds(Field, st.sampled_from(["folder", "section"]), st.tuples(st.builds(Text, st.sampled_from(["presse", "MER", "nulle"])))),
    st.builds(Field, st.just("tag"), st.tuples(st.builds(Text, st.sampled_from(["economie", "sport"])))),
    st.builds(Field, st.just("is"), st.lists(st.builds(Text, st.sampled_from([state for state in STATES if state not in ("hidden", "muted")])), min_size=1, max_size=2).map(tuple)),
    st.builds(Field, st.just("has"), st.lists(st.builds(Text, st.sampled_from(PARTS)), min_size=1, max_size=2).map(tuple)),
    st.builds(Field, st.sampled_from(["seen", "read"]), st.tuples(st.one_of(st.builds(Compare, _ops, _dates), st.builds(Text, _dates)))),
    st.builds(Field, st.just("story"), st.tuples(st.one_of(st.builds(Compare, _ops, st.sampled_from(["1", "2", "4"])), st.just(Range("2", "3"))))),
    st.builds(Field, st.just("minutes"), st.tuples(st.builds(Compare, _ops, st.sampled_from(["0", "1"])))),
    st.builds(Field, st.just("key"), st.tuples(st.builds(Compare, _ops, st.sampled_from(["10", "500"])))),
    st.builds(Regex, st.sampled_from(["gr.ve$", "^l'"])),
    st.builds(Field, st.just("link"), st.tuples(st.builds(Text, st.sampled_from(["/news/", "quay.example", "%", "_"])))),
    st.builds(Field, st.just("date"), st.tuples(st.one_of(st.builds(Compare, _ops, _dates), st.builds(Range, _dates, _dates), st.builds(Text, _dates)))),
    st.builds(Field, st.just("words"), st.tuples(st.one_of(st.builds(Compare, _ops, st.sampled_from(["0", "5", "20"])), st.just(Range("3", "9"))))),
    st.builds(Field, st.just("title"), st.tuples(st.builds(Regex, st.sampled_from(["^port", "pl.*e$", "é"])))),
)  # fmt: skip
_leaves = st.one_of(
    _texts,
    _fields_of,
    st.builds(Near, st.lists(_texts, min_size=2, max_size=2).map(tuple), st.integers(1, 8)),
)
_nodes: st.SearchStrategy[Node] = st.recursive(
    _leaves,
    lambda inner: st.one_of(
        st.builds(Not, inner),
        st.builds(And, st.lists(inner, min_size=2, max_size=3).map(tuple)),
        st.builds(Or, st.lists(inner, min_size=2, max_size=3).map(tuple)),
    ),
    max_leaves=6,
)


@patch.multiple(hits, FEW=5)
@patch.multiple(gathered, _FIRST=8, _MOST=200, _PAGE=8)
@given(_nodes)
@settings(
    max_examples=5_000 if FULL else 250,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_equals_the_plain_evaluator(stocked: Stocked, node: Node) -> None:
    db, rows = stocked.db, stocked.rows
    text = render(Query(node))
    expected = sorted((row for row in rows if holds(node, row, NOW)), key=lambda row: (-row.at, -row.id))
    view = open_view(db, text, now=NOW)
    assert view.ids(0, 2_000) == [row.id for row in expected], text
    assert view.count == len(expected)
    begun = open_view(db, text, now=NOW, whole=False)
    begun.reach(9)
    assert begun.ids(0, 9) == [row.id for row in expected[:9]]
    begun.finish()
    assert begun.ids(0, 2_000) == [row.id for row in expected], text


@given(st.text(max_size=30))
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_is_answered_or_refused_in_words(stocked: Stocked, text: str) -> None:
    db, rows = stocked.db, stocked.rows
    try:
        assert open_view(db, text, now=NOW).count <= len(rows)
    except (QueryError, SlowPattern) as error:
        assert str(error).endswith((".", "?"))


@pytest.mark.parametrize(
    "text",
    [
        '"x" OR rowid',
        "x' OR 1=1 --",
        'title:") OR 1=1 --"',
        "NEAR(x y)",
        "text:{title}",
        "a* ^b",
        "feed:1);DROP",
    ],
)
def test_nothing_of_a_query_reaches_sql(stocked: Stocked, text: str) -> None:
    db, rows = stocked.db, stocked.rows
    try:
        assert open_view(db, text, now=NOW).count < len(rows)
    except QueryError:
        pass
    assert db.value("SELECT count(*) FROM entry") == len(rows)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("is:raed", "unread"), ("has:wings", "image"), ("date:>soon", "2026"), ("words:>many", "words:>3"),
        ("!!!", "letters"), ("title:/(/", "missing"), ("date:2026-13-45", "today"),
    ],
)  # fmt: skip
def test_values_that_mean_nothing_are_refused(stocked: Stocked, text: str, hint: str) -> None:
    with pytest.raises(QueryError, match=hint):
        open_view(stocked.db, text, now=NOW)


HOSTILE = (
    "(a+)+$", "(a|aa)+$", "(a|a?)+$", "(.*a){20}$", "([a-zA-Z]+)*$", r"(\w+\s?)+$", "(a*)*b", "(a*)*$|b",
    "^(([a-z])+.)+[A-Z]([a-z])+$", r"(x+x+)+y", r"(.*)*=x", "(a|b|ab)*c", r"^(\w+)*@", "(?:a?){40}a{40}$",
    r"(a+){2,}b", r"((a+)b?)+c", r"(\d|a)+\D+!!$", "(.+)+(.+)+(.+)+b", r"(?=(a+))+b", r"(a+?)+?b",
)  # fmt: skip


@pytest.mark.parametrize("pattern", HOSTILE)
def test_an_expression_without_end_is_stopped(pattern: str) -> None:
    started = time.process_time()
    try:
        search(pattern, "a" * 100_000 + "!")
    except SlowPattern as error:
        assert "simpler" in str(error)
    assert time.process_time() - started < 10 * SECONDS


def test_a_query_has_so_many_seconds_for_all_its_texts(
    stocked: Stocked, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.store.query.functions.SECONDS_IN_ALL", 0.0)
    with pytest.raises(SlowPattern, match="beside it"):
        open_view(stocked.db, "/never/", now=NOW)


def test_terms_for_marking(stocked: Stocked) -> None:
    from reader.store.query import terms

    assert terms(parse('Été title:"Grève générale" -pluie lang:fr')) == ["ete", "greve", "generale"]
