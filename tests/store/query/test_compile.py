"""Queries answered by SQL find just the entries that the plain evaluator finds, and nothing of a query reaches SQL raw."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader.model import Entry, ParsedFeed
from reader.store.database import Database, open_store
from reader.store.entries import store_feed
from reader.store.feeds import add_feed
from reader.store.marks import mark
from reader.store.pending import Finished, finish, pending
from reader.store.query import QueryError, parse
from reader.store.query.functions import SlowPattern, search
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

NOW = 1_790_000_000
WORDS = "port grève pluie école strike rain ميناء إضراب المطر huelga lluvia Rabat été l'été 2026 第七 東京都".split()
FEEDS = {
    "La Rade": "https://rade.example/feed",
    "The Quay": "https://quay.example/atom",
    "الرصيف": "https://rasif.example/rss",
}


class Stocked:
    """A store, and what is in it. Hypothesis prints arguments: this one stays short."""

    def __init__(self, db: Database, rows: list[Row]) -> None:
        self.db = db
        self.rows = rows

    def __repr__(self) -> str:
        return "stocked"


@pytest.fixture(scope="module")
def stocked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stocked]:
    """A store of 300 entries, and the same entries as rows for the evaluator."""
    folder: Path = tmp_path_factory.mktemp("store")
    dice = random.Random(7)
    with open_store(folder / "telex.db", clock=lambda: float(NOW)) as db:
        rows: list[Row] = []
        for name, url in FEEDS.items():
            feed = add_feed(db, url, title=name, now=NOW)
            entries = [_entry(dice, number, url) for number in range(100)]
            stored = store_feed(
                db,
                feed.id,
                ParsedFeed(title=name, entries=tuple(entries), found=100),
                next_at=NOW + 3600,
                now=NOW,
            )
            by_link = {
                row[1]: row[0] for row in db.rows("SELECT id, link FROM entry WHERE feed_id = ?", (feed.id,))
            }
            assert len(stored.ids) == 100
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
                for one in pending(db, 1_000)
            ],
        )
        read = dice.sample([row.id for row in rows], 120)
        starred = dice.sample([row.id for row in rows], 40)
        mark(db, read, read=True, now=NOW)
        mark(db, starred, starred=True, now=NOW)
        marked = [replace(row, read=row.id in read, starred=row.id in starred) for row in rows]
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
    )


def _row(entry_id: int, entry: Entry, feed: str) -> Row:
    assert entry.published is not None
    text = _text(entry.content)
    return Row(
        entry_id, entry.title, entry.author, feed, feed, text, entry.link, entry.language, entry.published,
        False, False, len(text.split()),
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
    st.builds(Field, st.just("is"), st.tuples(st.builds(Text, st.sampled_from(["unread", "read", "starred"])))),
    st.builds(Field, st.just("has"), st.tuples(st.builds(Text, st.just("byline")))),
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


@given(_nodes)
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_equals_the_plain_evaluator(stocked: Stocked, node: Node) -> None:
    db, rows = stocked.db, stocked.rows
    text = render(Query(node))
    expected = sorted((row for row in rows if holds(node, row, NOW)), key=lambda row: (-row.at, -row.id))
    view = open_view(db, text, now=NOW)
    assert view.ids(0, 1_000) == [row.id for row in expected], text
    assert view.count == len(expected)


@given(st.text(max_size=30))
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_is_answered_or_refused_in_words(stocked: Stocked, text: str) -> None:
    db, rows = stocked.db, stocked.rows
    try:
        assert open_view(db, text, now=NOW).count <= len(rows)
    except (QueryError, SlowPattern) as error:
        assert str(error).endswith(".")


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
        ("!!!", "letters"), ("title:/(/", "README"), ("date:2026-13-45", "today"),
    ],
)  # fmt: skip
def test_values_that_mean_nothing_are_refused(stocked: Stocked, text: str, hint: str) -> None:
    with pytest.raises(QueryError, match=hint):
        open_view(stocked.db, text, now=NOW)


@pytest.mark.parametrize(
    "pattern", ["(a+)+$", "(a|aa)+$", "(a|a?)+$", "(.*a){20}$", "([a-zA-Z]+)*$", r"(\w+\s?)+$"]
)
def test_an_expression_without_end_is_stopped(pattern: str) -> None:
    try:
        search(pattern, "a" * 100_000 + "!")
    except SlowPattern as error:
        assert "simpler" in str(error)


def test_terms_for_marking(stocked: Stocked) -> None:
    from reader.store.query import terms

    assert terms(parse('Été title:"Grève générale" -pluie lang:fr')) == ["ete", "greve", "generale"]
