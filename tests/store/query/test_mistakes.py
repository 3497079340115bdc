"""Forty mistakes: where each is shown, what is said of it, and what was expected."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from reader.store import saved
from reader.store.database import Database, open_store
from reader.store.query import QueryError
from reader.store.windows import open_view
from reader.text.cells import width

MISTAKES: tuple[tuple[str, int, str], ...] = (
    ("port OR", 7, "Nothing stands beside OR at column 8; a word or a field."),
    ("port |", 6, "Nothing stands beside OR at column 7; a word or a field."),
    ("OR port", 0, "Nothing stands beside OR at column 1; a word or a field."),
    ("port OR OR rain", 7, "Nothing stands beside OR at column 8; a word or a field."),
    ("AND port", 0, "AND needs something on both sides at column 1; a word or a field."),
    ("rain AND", 5, "AND needs something on both sides at column 6; a word or a field."),
    ("(port", 0, "This parenthesis is not closed at column 1; a “)” is missing."),
    ("rain (port OR (quay)", 5, "This parenthesis is not closed at column 6; a “)” is missing."),
    ("port)", 4, "Unexpected “)” at column 5; an opening parenthesis is missing."),
    ("port ()", 5, "The parentheses are empty at column 6; a word or a field between them."),
    ("rain -", 5, "Nothing follows the negation at column 6; a word, a field or a parenthesis."),
    ("NOT", 0, "Nothing follows the negation at column 1; a word, a field or a parenthesis."),
    ("NOT )", 0, "Nothing follows the negation at column 1; a word, a field or a parenthesis."),
    ('rain "port', 5, "This quote is not closed at column 6; a second quote is missing."),
    ('rain "  "', 5, "There is nothing between the quotes at column 6; a word or more."),
    ("rain *port", 5, "Unexpected “*” at column 6; a “*” goes behind a word: port*."),
    ("rain :port", 5, "Unexpected “:” at column 6; put it in quotes to look for it."),
    ("titel:rain", 0, "There is no field “titel:” at column 1; did you mean title:?"),
    ("rain autor:x", 5, "There is no field “autor:” at column 6; did you mean author:?"),
    ("xyzzy:rain", 0, "There is no field “xyzzy:” at column 1; put it in quotes to look for the words."),
    ("12:30", 0, "This is no field at column 1; put it in quotes to look for it."),
    ("title:", 6, "title: needs a value at column 7; right after the colon."),
    ("feed: hespress", 5, "feed: needs a value at column 6; right after the colon."),
    ("feed:(a,)", 8, "feed: needs a value at column 9; right after the colon."),
    ("feed:(a,b", 5, "This list is not closed at column 6; commas between, and a “)” at its end."),
    ("feed:>3", 5, "feed: takes no > at column 6; a name or words."),
    ("since:>2d", 6, "since: takes a date alone at column 7; date:>… compares."),
    ("feed:/x/", 5, "feed: takes no expression at column 6; it works in title, text, author, link, source."),
    ("rain /port", 5, "This expression is not closed at column 6; a second “/” is missing, or put it in quotes to look for it."),
    ("rain /po(rt/", 11, "This expression is not right: missing ) at column 12; a “\\” before a sign takes it as it is."),
    ("title:/[a-/", 10, "This expression is not right: unterminated character set at column 11; a “\\” before a sign takes it as it is."),
    ("near(port)", 0, "near() needs two words or more at column 1; for example near/5(port strike)."),
    ("near/3(port quay", 0, "near( is not closed at column 1; a “)” is missing."),
    ("date:>", 6, "Nothing to compare with at column 7; a number or a date."),
    ("rain date:>soon", 11, "“soon” is no date at column 12; for example 2026-02-16, today or 2d."),
    ("date:2026-02-31", 5, "“2026-02-31” is no date at column 6; for example 2026-02-16, today or 2d."),
    ("date:2026-01..never", 14, "“never” is no date at column 15; for example 2026-02-16, today or 2d."),
    ("words:>many", 7, "“many” is no whole number at column 8; for example words:>3."),
    ("minutes:1..x", 11, "“x” is no whole number at column 12; for example minutes:>3."),
    ("story:big", 6, "“big” is no whole number at column 7; for example story:>3."),
    ("is:raed", 3, "Nothing is “raed” at column 4; did you mean read? It is one of unread, read, starred, later, hidden, offline, excerpt, updated, new, muted, important."),
    ("is:(unread,sarred)", 11, "Nothing is “sarred” at column 12; did you mean starred? It is one of unread, read, starred, later, hidden, offline, excerpt, updated, new, muted, important."),
    ("has:wings", 4, "No entry has “wings” at column 5; one of image, enclosure, fulltext, revision, byline."),
    ("has:imge", 4, "No entry has “imge” at column 5; did you mean image? It is one of image, enclosure, fulltext, revision, byline."),
    ("rain !!!", 5, "There is nothing to look for in “!!!” at column 6; a word with letters or digits."),
    ("title:?", 6, "There is nothing to look for in title: at column 7; a word with letters or digits."),
    ("rain sort:colour", 10, "Cannot sort by “colour” at column 11; one of date, seen, rank, feed, title, length, story, river."),
    ("sort:titel", 5, "Cannot sort by “titel” at column 6; did you mean title? It is one of date, seen, rank, feed, title, length, story, river."),
    ("rain limit:x", 11, "limit: needs a whole number at column 12; for example limit:20."),
    ("limit:3 limit:4", 8, "There is a second limit: at column 9; one is enough."),
    ("sort:date rain sort:rank", 15, "There is a second sort: at column 16; one is enough."),
    ("(limit:3)", 1, "limit: cannot stand inside at column 2; move it to the end of the query."),
    ("-sort:date", 1, "sort: cannot stand inside at column 2; move it to the end of the query."),
    ("saved:Lamp", 6, "There is no saved search “Lamp” at column 7; did you mean “Lamps”?"),
    ("إضراب is:مقروء", 9, "Nothing is “مقروء” at column 10; one of unread, read, starred, later, hidden, offline, excerpt, updated, new, muted, important."),
)  # fmt: skip


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    with open_store(tmp_path_factory.mktemp("empty") / "telex.db") as opened:
        saved.save(opened, "Lamps", "lamp")
        yield opened


@pytest.mark.parametrize(("query", "column", "said"), MISTAKES, ids=[query for query, _, _ in MISTAKES])
def test_is_shown_where_it_stands(db: Database, query: str, column: int, said: str) -> None:
    with pytest.raises(QueryError) as caught:
        open_view(db, query)
    error = caught.value
    assert (error.column, str(error)) == (column, said)
    line, caret, sentence = error.pointed().split("\n")
    assert (line, sentence) == (query, str(error))
    assert caret == " " * width(query[:column]) + "^"


def test_there_are_forty() -> None:
    assert len(MISTAKES) >= 40


def test_nothing_is_too_long_too_deep_or_too_much(db: Database) -> None:
    for query in ("a" * 10_001, "(" * 41 + "a" + ")" * 41, "-" * 41 + "a", "a " * 501):
        with pytest.raises(QueryError, match="at most"):
            open_view(db, query)
