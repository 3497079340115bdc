"""The ticker as a line of text, for tmux, status bars and scripts.

With --once (the default) one line of exactly --width cells. With --follow the line is kept up to date: written over in a
terminal, one line for each change elsewhere. QUERY chooses the headlines (those of the settings, is:unread at first).

--format tmux colours the line in tmux's own way, as in: set -g status-right '#(telex ticker --width 60 --format tmux)'.
--format ansi does it with escape sequences, for bars that know them. NO_COLOR leaves bold and dim.

With --json, one object instead of the line (with --follow one for each change): text, and headlines, those that it shows, each
with the fields of “telex list”.
"""

from __future__ import annotations

import argparse
import os
import select
import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from reader.cli.context import Context
from reader.cli.errors import DONE
from reader.cli.numbers import whole
from reader.cli.output import columns, say_json
from reader.cli.queries import add_query, query_of
from reader.cli.rows import row_json, slugs_of

if TYPE_CHECKING:
    from reader.newsroom import Newsroom
    from reader.ticker.strip import Dress

T = TypeVar("T")

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
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    add_query(parser)


def run(args: argparse.Namespace, context: Context) -> int:
    query = query_of(args) or context.settings.ticker.query
    width = args.width or columns() or WIDTH
    with context.newsroom() as newsroom:
        if args.json:
            _show(newsroom, lambda: _object(newsroom, query, width), _say, follow=args.follow)
        else:
            live = args.follow and sys.stdout.isatty()
            write = _write_over if live else _write_line
            end = _write_line if live else None
            _show(newsroom, lambda: line(newsroom, query, width, args.format), write, end, follow=args.follow)
    return DONE


def line(newsroom: Newsroom, query: str, width: int, form: str = "plain") -> str:
    """The ticker's line now, exactly `width` cells, guarded."""
    from reader.ticker.once import once

    colours = not os.environ.get("NO_COLOR")
    items = newsroom.settings.ticker.items
    return once(newsroom.lane(query), width, newsroom.now(), _dress(newsroom), items, form, colours)


def _object(newsroom: Newsroom, query: str, width: int) -> dict[str, object]:
    """The line and its headlines."""
    from reader.ticker.once import begun

    slugs = slugs_of(newsroom.feeds())
    items = newsroom.settings.ticker.items
    found = begun(newsroom.lane(query), width, newsroom.now(), _dress(newsroom), items)
    text = line(newsroom, query, width).rstrip()
    return {"text": text, "headlines": [row_json(one, slugs) for one in found]}


def _dress(newsroom: Newsroom) -> Dress:
    from reader.ticker.strip import Dress

    return Dress(rtl="app" if newsroom.settings.rtl == "app" else "off")


def _show(
    newsroom: Newsroom,
    make: Callable[[], T],
    write: Callable[[T], object],
    end: Callable[[], object] | None = None,
    *,
    follow: bool,
) -> None:
    """Write what is made now, and while it is followed whenever it is another one; `end` at the end, where somebody reads it."""
    generation, made = newsroom.generation(), time.monotonic()
    shown = make()
    write(shown)
    heard = follow
    try:
        while heard:
            if newsroom.generation() != generation or time.monotonic() - made >= TURN:
                generation, made = newsroom.generation(), time.monotonic()
                now = make()
                if now != shown:
                    shown = now
                    write(shown)
            heard = _rest(LOOK)
    finally:
        if heard and end is not None:
            end()


def _rest(seconds: float) -> bool:
    """Wait; false, at once, where nobody reads what is written any more: a status bar that was closed leaves no process."""
    if not hasattr(select, "poll"):
        time.sleep(seconds)
        return True
    ends = select.poll()
    ends.register(sys.stdout.fileno(), 0)  # what is no event that one asks for: the other end is gone
    return not ends.poll(seconds * 1000)


def _write_line(text: str = "") -> None:
    """What `once` guarded already, with its colours."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def _write_over(text: str) -> None:
    sys.stdout.write(f"\r{text}")
    sys.stdout.flush()


def _say(value: dict[str, object]) -> None:
    say_json(value)
    sys.stdout.flush()
