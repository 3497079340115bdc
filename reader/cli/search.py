"""Search titles and texts, best hits first, with the words in their place.

Without --limit the best 20 are shown in a terminal, and all into a file or pipe or with --json. A query that says its own
order (sort:date) keeps it.

With --json, one object a line: the fields of “telex list”, and snippet, the place in the text where the words stand.
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from reader.cli.context import Context
from reader.cli.errors import DONE
from reader.cli.numbers import whole
from reader.cli.output import columns, note, say, say_json
from reader.cli.queries import add_query, query_of, rows
from reader.cli.rows import Rows, row_json, slugs_of
from reader.cli.snippets import bold, snippet

if TYPE_CHECKING:
    from reader.newsroom import Newsroom

BEST = 20


def arguments(parser: argparse.ArgumentParser) -> None:
    add_query(parser, needed=True)
    parser.add_argument("--limit", type=whole(), metavar="N", help="at most N hits; 0 is all")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")


def run(args: argparse.Namespace, context: Context) -> int:
    from reader.store.query import parse, terms

    query = query_of(args)
    tree = parse(query)
    if not tree.order:
        query += " sort:rank"
    wanted = terms(tree)
    with context.newsroom() as newsroom:
        view = newsroom.view(query)
        limit = args.limit
        if limit is None:
            limit = BEST if columns() and not args.json else 0
        slugs = slugs_of(newsroom.feeds())
        written = Rows(newsroom.now())
        for headline in rows(view, limit):
            found = snippet(_text(newsroom, headline.id), wanted)
            if args.json:
                say_json(row_json(headline, slugs) | {"snippet": found or None})
                continue
            say(written.row(headline))
            if found:
                bold(found, wanted, indent=8)
        if args.limit is None and 0 < limit < view.count:
            note(f"The best {limit} of {view.count:,} are shown: --limit 0 shows all.")
    return DONE


def _text(newsroom: Newsroom, entry_id: int) -> str:
    from reader.cli.reading import read_article
    from reader.parse.plain import plain_text

    article = read_article(newsroom, entry_id)
    return plain_text(article.blocks) if article else ""
