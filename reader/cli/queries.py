"""The QUERY of a command: how it is written, how other options join it, and its entries page by page."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reader.model import Headline
    from reader.store.windows import View

PAGE = 128
"""Rows that are read at a time."""

LANGUAGE = """QUERY finds entries: words (“harbour OR quay”, "in this order", begin*), and fields:
  is:unread,starred,later,updated   feed:NAME  folder:NAME  tag:NAME  lang:ar  author:NAME
  title:WORD  date:>2d  date:2026-02-01..2026-02-16  minutes:<10  key:ID  sort:seen  limit:20
“telex help query” tells all of it. A minus or NOT before a part turns it round; where a query begins with a
minus, put “--” before it."""


def add_query(parser: argparse.ArgumentParser, *, needed: bool = False) -> None:
    """The QUERY words of a command."""
    parser.add_argument(
        "query", nargs="+" if needed else "*", metavar="QUERY", help="which entries (see below)"
    )
    parser.epilog = LANGUAGE


def query_of(args: argparse.Namespace) -> str:
    """The query as it was written, its words joined."""
    return letters(" ".join(args.query))


def letters(argument: str) -> str:
    """An argument without the bytes that are no letters (Python hands them over as lone surrogates)."""
    return argument.encode("utf-8", "replace").decode()


def within_feed(query: str, slug: str) -> str:
    """`query`, but only in the feed with this slug. Raises `QueryError`."""
    from reader.store.query import parse, render
    from reader.store.query.syntax import And, Field, Text

    tree = parse(query)
    only = Field("feed", (Text(slug),))
    return render(replace(tree, root=only if tree.root is None else And((only, tree.root))))


def folder_path(text: str) -> tuple[str, ...]:
    """A folder as it is written, "A / B", outermost first."""
    from reader.text.clean import clean_line

    return tuple(part for part in (clean_line(part, 100) for part in text.split("/")) if part)


def rows(view: View, limit: int = 0) -> Iterator[Headline]:
    """The first `limit` rows of `view`, all for 0, read in pages."""
    end = min(view.count, limit) if limit else view.count
    for start in range(0, end, PAGE):
        yield from view.rows(start, min(PAGE, end - start))


def ids(view: View) -> list[int]:
    """Every id in `view`."""
    found: list[int] = []
    for start in range(0, view.count, 10_000):
        found += view.ids(start, 10_000)
    return found


_SPANS = {"h": 3_600, "d": 86_400, "w": 604_800, "m": 2_592_000, "y": 31_536_000}


def a_span(text: str) -> int:
    """A span of time as in queries, in seconds: 12h, 7d, 2w, 3m (of 30 days), 1y; for argparse."""
    number, unit = text[:-1], text[-1:].casefold()
    if not (number.isascii() and number.isdigit() and 0 < len(number) < 6 and unit in _SPANS):
        raise argparse.ArgumentTypeError(f"{text!r} is no span of time: for example 12h, 7d, 2w or 3m")
    return int(number) * _SPANS[unit]
