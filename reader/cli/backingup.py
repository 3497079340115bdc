"""Copy the whole store to a file of its own, while Telex runs or not.

Without FILE it goes into the folder backups beside the store and stays there until you delete it; the daily copies are
kept apart from it. A folder as FILE takes the copy under its usual name; a file that is there is never replaced. The copy
is looked at before it counts. To go back to one, leave Telex, move telex.db away and put the copy in its place.

With --json, one object: file, bytes, entries.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from reader.cli.context import Context
from reader.cli.errors import DONE, Failure
from reader.cli.output import say, say_json


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", nargs="?", help="where the copy goes")
    parser.add_argument("--json", action="store_true", help="one JSON object")


def run(args: argparse.Namespace, context: Context) -> int:
    from reader.store import backup

    with context.newsroom() as newsroom:
        usual = backup.name(newsroom.now(), "asked")
        target = Path(args.file).expanduser() if args.file else context.paths.backups / usual
        if target.is_dir():
            target = target / usual
        if target.exists() or target.is_symlink():
            raise Failure(f"{target} is there already: name another file.")
        newsroom.back_up(target)
        total = newsroom.counts().total
    size = target.stat().st_size
    if args.json:
        say_json({"file": str(target), "bytes": size, "entries": total})
    else:
        say(f"{target}: {total:,} entries, {size / 1_000_000:,.1f} MB.")
    return DONE
