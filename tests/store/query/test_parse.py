"""The grammar: what is understood, what is refused and where, and that printing loses nothing."""

from __future__ import annotations

import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.store.query.parse import MAX_DEPTH, parse
from reader.store.query.syntax import (
    And,
    Compare,
    Field,
    Near,
    Node,
    Not,
    Or,
    Query,
    QueryError,
    Range,
    Regex,
    Text,
    render,
)

FULL = bool(os.environ.get("TELEX_FULL"))


@pytest.mark.parametrize(
    ("text", "root"),
    [
        ("port", Text("port")),
        ("port strike", And((Text("port"), Text("strike")))),
        ("port AND strike", And((Text("port"), Text("strike")))),
        ("port OR strike rain", Or((Text("port"), And((Text("strike"), Text("rain")))))),
        ("port | strike", Or((Text("port"), Text("strike")))),
        ("-port", Not(Text("port"))),
        ("NOT port", Not(Text("port"))),
        ("rendez-vous", Text("rendez-vous")),
        ('"la valeur de la vie"', Text("la valeur de la vie")),
        ("épid*", Text("épid", prefix=True)),
        ("near/5(port strike)", Near((Text("port"), Text("strike")), 5)),
        ("Title:rain", Field("title", (Text("rain"),))),
        ("feed:(a,b)", Field("feed", (Text("a"), Text("b")))),
        ("date:>2d", Field("date", (Compare(">", "2d"),))),
        ("since:2d", Field("date", (Compare(">=", "2d"),))),
        ("before:2026-01-01", Field("date", (Compare("<", "2026-01-01"),))),
        ("date:2026-02-01..2026-02-16", Field("date", (Range("2026-02-01", "2026-02-16"),))),
        ("url:example.org", Field("link", (Text("example.org"),))),
        ("title:/^rabat/", Field("title", (Regex("^rabat"),))),
        ("/rain|snow/", Regex("rain|snow")),
        ("(port OR strike) -rain", And((Or((Text("port"), Text("strike"))), Not(Text("rain"))))),
    ],
)
def test_understood(text: str, root: Node) -> None:
    assert parse(text).root == root


def test_modifiers_stand_apart() -> None:
    assert parse("port sort:-date limit:5") == Query(Text("port"), "date", True, 5)
    assert parse("sort:title") == Query(None, "title", False, None)


@pytest.mark.parametrize(
    ("text", "column", "expected"),
    [
        ("port OR", 7, "a word or a field"),
        ("(port", 0, "missing"),
        ("port)", 4, "opening"),
        ("titel:rain", 0, "title:"),
        ('rain "port', 5, "second quote"),
        ("sort:colour", 5, "date"),
        ("limit:x", 6, "limit:20"),
        ("rain AND", 5, "a word or a field"),
        ("title:", 6, "after the colon"),
        ("feed:>3", 5, "a name"),
        ("feed:/x/", 5, "title"),
        ("near(port)", 0, "near/5"),
        ("(limit:3)", 1, "end"),
        ("-sort:date", 1, "end"),
    ],
)
def test_refused_where_it_is_wrong(text: str, column: int, expected: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse(text)
    assert caught.value.column == column
    assert expected in str(caught.value)
    assert caught.value.pointed().splitlines()[1].index("^") == column


def test_depth_is_bounded() -> None:
    parse("(" * (MAX_DEPTH - 1) + "a" + ")" * (MAX_DEPTH - 1))
    with pytest.raises(QueryError):
        parse("(" * 5_000 + "a" + ")" * 5_000)
    with pytest.raises(QueryError):
        parse("-" * 5_000 + "a")


_words = st.text(st.characters(codec="utf-8", exclude_characters='"'), min_size=1, max_size=8).filter(
    lambda word: bool(word.strip())
)
_texts = st.builds(Text, _words, st.booleans())
_dates = st.sampled_from(["2d", "2026", "2026-02", "2026-02-16", "today", "3w"])
_patterns = st.sampled_from(["a+", "^x", r"\/y", "(p|q)"])
_fields = st.one_of(
    st.builds(
        Field,
        st.sampled_from(["title", "text", "author", "source"]),
        st.lists(_texts, min_size=1, max_size=3).map(tuple),
    ),
    st.builds(Field, st.just("title"), st.tuples(st.builds(Regex, _patterns))),
    st.builds(Field, st.just("is"), st.tuples(st.builds(Text, st.sampled_from(["unread", "starred"])))),
    st.builds(
        Field,
        st.just("date"),
        st.tuples(st.builds(Compare, st.sampled_from([">", ">=", "<", "<=", "="]), _dates)),
    ),
    st.builds(Field, st.just("date"), st.tuples(st.builds(Range, _dates, _dates))),
)
_leaves = st.one_of(
    _texts,
    _fields,
    st.builds(Regex, _patterns),
    st.builds(Near, st.lists(_texts, min_size=2, max_size=3).map(tuple), st.integers(1, 30)),
)


def _join(kind: type[And] | type[Or], parts: list[Node]) -> Node:
    flat: list[Node] = []
    for part in parts:
        flat.extend(part.parts if isinstance(part, kind) else (part,))
    return kind(tuple(flat))


_nodes: st.SearchStrategy[Node] = st.recursive(
    _leaves,
    lambda inner: st.one_of(
        st.builds(Not, inner),
        st.builds(_join, st.sampled_from([And, Or]), st.lists(inner, min_size=2, max_size=3)),
    ),
    max_leaves=8,
)
queries = st.builds(
    Query, _nodes, st.sampled_from(["", "date", "rank"]), st.just(False), st.none() | st.integers(0, 999)
)


@given(queries)
@settings(max_examples=10_000 if FULL else 500, deadline=None)
def test_printing_and_reading_again_loses_nothing(query: Query) -> None:
    assert parse(render(query)) == query


@given(st.text(max_size=60) | st.text(st.sampled_from('ab:()|-" ,*/><=.~sortlimit0'), max_size=40))
@settings(max_examples=500)
def test_any_text_is_a_query_or_a_query_error(text: str) -> None:
    try:
        query = parse(text)
    except QueryError as error:
        assert 0 <= error.column <= len(text)
        assert str(error).endswith((".", "?"))
    else:
        assert parse(render(query)) == query
