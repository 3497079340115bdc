"""The ticker as a line of text, for tmux, status bars and scripts.

With --once (the default) one line of exactly --width cells. With --follow the line is kept up to date: written over in a
terminal, one line for each change elsewhere. QUERY chooses the headlines (those of the settings, is:unread at first).
"""

from __future__ import annotations

import argparse
import sys
import time
from typing import TYPE_CHECKING

from reader.cli.context import Context
from reader.cli.errors import DONE
from reader.cli.output import columns, say
from reader.cli.queries import add_query, query_of

if TYPE_CHECKING:
    from reader.newsroom import Newsroom

WIDTH = 80
LOOK = 2.0
"""Seconds between two looks at the store while following: a look costs microseconds where nothing changed."""
TURN = 60.0
"""Seconds after which the line is made again although nothing came: ages move on."""
POOL = 200
"""The newest headlines among which the ticker chooses fairly."""


def arguments(parser: argparse.ArgumentParser) -> None:
    way = parser.add_mutually_exclusive_group()
    way.add_argument("--once", action="store_true", help="print the line and leave (the default)")
    way.add_argument("--follow", action="store_true", help="keep the line up to date until Ctrl-C")
    parser.add_argument(
        "--width", type=_width, metavar="N", help="cells of the line (the terminal's, else 80)"
    )
    add_query(parser)


def run(args: argparse.Namespace, context: Context) -> int:
    query = query_of(args) or context.settings.ticker.query
    width = args.width or columns() or WIDTH
    with context.newsroom() as newsroom:
        if args.follow:
            _follow(newsroom, query, width)
        else:
            say(line(newsroom, query, width))
    return DONE


def line(newsroom: Newsroom, query: str, width: int) -> str:
    """The ticker's line now, exactly `width` cells."""
    from reader.ticker.once import once
    from reader.ticker.strip import Dress

    view = newsroom.view(query)
    settings = newsroom.settings
    dress = Dress(rtl="app" if settings.rtl == "app" else "off")
    return once(view.rows(0, min(view.count, POOL)), width, newsroom.now(), dress, settings.ticker.items)


def _follow(newsroom: Newsroom, query: str, width: int) -> None:
    live = sys.stdout.isatty()
    shown = ""
    generation = -1
    made = 0.0
    try:
        while True:
            if newsroom.generation() != generation or time.monotonic() - made >= TURN:
                generation, made = newsroom.generation(), time.monotonic()
                now = line(newsroom, query, width)
                if now != shown:
                    shown = now
                    _write(now, live)
            time.sleep(LOOK)
    finally:
        if live and shown:
            sys.stdout.write("\n")


def _write(text: str, live: bool) -> None:
    if live:
        from reader.text.clean import guard

        sys.stdout.write("\r" + guard(text))
    else:
        say(text)
    sys.stdout.flush()


def _width(text: str) -> int:
    number = int(text)
    if not 1 <= number <= 10_000:
        raise argparse.ArgumentTypeError("a number of cells from 1 to 10000 is needed")
    return number
