"""The ticker as a line of text, for tmux, status bars and scripts.

With --once (the default) one line of exactly --width cells. With --follow the line is kept up to date: written over in a
terminal, one line for each change elsewhere. QUERY chooses the headlines (those of the settings, is:unread at first).

--format tmux colours the line in tmux's own way, as in: set -g status-right '#(telex ticker --width 60 --format tmux)'.
--format ansi does it with escape sequences, for bars that know them. NO_COLOR leaves bold and dim.
"""

from __future__ import annotations

import argparse
import os
import select
import sys
import time
from typing import TYPE_CHECKING

from reader.cli.context import Context
from reader.cli.errors import DONE
from reader.cli.numbers import whole
from reader.cli.output import columns
from reader.cli.queries import add_query, query_of

if TYPE_CHECKING:
    from reader.newsroom import Newsroom

WIDTH = 80
LOOK = 2.0
"""Seconds between two looks at the store while following: a look costs microseconds where nothing changed."""
TURN = 60.0
"""Seconds after which the line is made again although nothing came: ages move on."""
_FORMATS = ("plain", "tmux", "ansi")


def arguments(parser: argparse.ArgumentParser) -> None:
    way = parser.add_mutually_exclusive_group()
    way.add_argument("--once", action="store_true", help="print the line and leave (the default)")
    way.add_argument("--follow", action="store_true", help="keep the line up to date until Ctrl-C")
    parser.add_argument(
        "--width", type=whole(1, 10_000), metavar="N", help="cells of the line (the terminal's, else 80)"
    )
    parser.add_argument("--format", choices=_FORMATS, default="plain", help="plain, or with colours")
    add_query(parser)


def run(args: argparse.Namespace, context: Context) -> int:
    query = query_of(args) or context.settings.ticker.query
    width = args.width or columns() or WIDTH
    with context.newsroom() as newsroom:
        if args.follow:
            _follow(newsroom, query, width, args.format)
        else:
            _write(line(newsroom, query, width, args.format) + "\n")
    return DONE


def line(newsroom: Newsroom, query: str, width: int, form: str = "plain") -> str:
    """The ticker's line now, exactly `width` cells, guarded."""
    from reader.ticker.once import once
    from reader.ticker.strip import Dress

    settings = newsroom.settings
    dress = Dress(rtl="app" if settings.rtl == "app" else "off")
    colours = not os.environ.get("NO_COLOR")
    return once(newsroom.lane(query), width, newsroom.now(), dress, settings.ticker.items, form, colours)


def _follow(newsroom: Newsroom, query: str, width: int, form: str) -> None:
    live = sys.stdout.isatty()
    shown = ""
    generation = -1
    made = 0.0
    heard = True
    try:
        while heard:
            if newsroom.generation() != generation or time.monotonic() - made >= TURN:
                generation, made = newsroom.generation(), time.monotonic()
                now = line(newsroom, query, width, form)
                if now != shown:
                    shown = now
                    _write(f"\r{now}" if live else f"{now}\n")
            heard = _rest(LOOK)
    finally:
        if live and shown and heard:
            _write("\n")


def _rest(seconds: float) -> bool:
    """Wait; false, at once, where nobody reads what is written any more: a status bar that was closed leaves no process."""
    if not hasattr(select, "poll"):
        time.sleep(seconds)
        return True
    ends = select.poll()
    ends.register(sys.stdout.fileno(), 0)  # what is no event that one asks for: the other end is gone
    return not ends.poll(seconds * 1000)


def _write(text: str) -> None:
    """What `once` guarded already, with its colours."""
    sys.stdout.write(text)
    sys.stdout.flush()
