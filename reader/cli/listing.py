"""List headlines, newest first.

One row each: id, age, marks (• unread, ★ starred, + for later), source, headline, and +2 where two others tell the same
story. In a terminal the first 100 are shown unless --limit says otherwise; into a file or pipe, and with --json, all.

With --stories the day's front page: what was published in the last 24 hours (and found by QUERY), each story once, section
by section (a section is a folder) and language by language, what most papers tell first; --limit is for each of these. With
--json as well, one object for each story: section (names, outermost first), language, story, papers (how many), names,
members (ids), and id, title, source, link and published of its best copy.

With --json, one object a line: id, title, source, feed, link, published (RFC 3339, UTC), dated (false where only the time
of its first sight is known), language, read, starred, later, hidden, updated, story, copies, ready (null, excerpt, feed,
full: what can be read offline).
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from reader.cli.context import Context
from reader.cli.errors import DONE
from reader.cli.numbers import whole
from reader.cli.output import columns, note, say, say_json
from reader.cli.queries import add_query, letters, query_of, rows, within_feed
from reader.cli.rows import Rows, row_json, slugs_of

if TYPE_CHECKING:
    from reader.newsroom import Newsroom

SCREENFUL = 100
SHOWN = 8
"""Stories of a section in one language, in a terminal."""


def arguments(parser: argparse.ArgumentParser) -> None:
    add_query(parser)
    parser.add_argument("--limit", type=whole(), metavar="N", help="at most N rows; 0 is all")
    parser.add_argument("--feed", metavar="NAME", help="only this source: its short name, id or address")
    parser.add_argument(
        "--stories", action="store_true", help="the day's stories, by how many papers tell them"
    )
    parser.add_argument("--json", action="store_true", help="one JSON object a line")


def run(args: argparse.Namespace, context: Context) -> int:
    query = query_of(args)
    with context.newsroom() as newsroom:
        if args.feed:
            query = within_feed(query, newsroom.feed(letters(args.feed)).slug)
        if args.stories:
            front_page(newsroom, query, args.limit, as_json=args.json)
            return DONE
        view = newsroom.view(query, whole=not args.limit)
        limit = args.limit
        if limit is None:
            limit = SCREENFUL if columns() and not args.json else 0
        if not view.whole:
            view.reach(limit)
        if args.json:
            slugs = slugs_of(newsroom.feeds())
            for headline in rows(view, limit):
                say_json(row_json(headline, slugs))
            return DONE
        written = Rows(newsroom.now())
        for headline in rows(view, limit):
            say(written.row(headline))
        if args.limit is None and 0 < limit < view.count:
            note(f"{limit} of {view.count:,} shown: --limit 0 shows all.")
    return DONE


def front_page(newsroom: Newsroom, query: str, limit: int | None, *, as_json: bool) -> None:
    """The day's stories; in a terminal eight of each section and language unless `limit` says otherwise."""
    from reader.cli.frontpage import say_block

    shown = limit if limit is not None else SHOWN if columns() and not as_json else 0
    for block in newsroom.front_page(query, shown=shown):
        say_block(block, as_json=as_json)
