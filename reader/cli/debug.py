"""For benchmarks and tests: “debug seed N” fills the store with N made-up entries.

The entries are always the same for the same N, in French, Arabic, Spanish and English; --bare leaves out their texts.
"""

from __future__ import annotations

import argparse

from reader.cli.context import Context
from reader.cli.errors import DONE
from reader.cli.numbers import whole
from reader.cli.output import say


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=("seed",), help="what to do")
    parser.add_argument("count", type=whole(), metavar="N", help="how many entries")
    parser.add_argument("--bare", action="store_true", help="headlines only")


def run(args: argparse.Namespace, context: Context) -> int:
    from reader.store.seed import seed

    with context.newsroom(make=True) as newsroom:
        seed(newsroom.db, args.count, now=newsroom.now(), bodies=not args.bare)
        say(f"{newsroom.counts().total:,} entries in {context.paths.store}.")
    return DONE
