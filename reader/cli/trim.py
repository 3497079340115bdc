"""Let go now what is beyond a limit of the settings or of a source, without waiting for the warning's day.

Starred, tagged and kept-for-later entries stay in any case. What goes cannot be taken back, so it is said and asked about
unless --yes says it. With --dry-run it is only said. --vacuum gives the free space in the store's file back to the disk.

With --json, one object: beyond, why, gone, freed (bytes).
"""

from __future__ import annotations

import argparse
import sys

from reader.cli.context import Context
from reader.cli.errors import DONE, Failure
from reader.cli.output import note, say, say_json


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--dry-run", action="store_true", help="say what would go")
    parser.add_argument("--yes", action="store_true", help="do not ask")
    parser.add_argument("--vacuum", action="store_true", help="give free space back to the disk")
    parser.add_argument("--json", action="store_true", help="one JSON object")


def run(args: argparse.Namespace, context: Context) -> int:
    with context.newsroom() as newsroom:
        if newsroom.readonly:
            raise Failure("This data folder cannot be written to: nothing can go.")
        ids, why = newsroom.beyond_limits()
        gone = freed = 0
        if ids and not args.json:
            say(f"Beyond a limit: {len(ids):,} entries ({why}).")
        if ids and not args.dry_run and (args.yes or _agreed()):
            gone = newsroom.let_go(ids)
        if args.vacuum and not args.dry_run:
            freed = newsroom.compact()
    if args.json:
        say_json({"beyond": len(ids), "why": why or None, "gone": gone, "freed": freed})
        return DONE
    if gone or not ids:
        say(f"{gone:,} entries went." if gone else "Nothing is beyond a limit.")
    if args.vacuum:
        say(f"{freed / 1_000_000:,.1f} MB were given back." if freed else "No space was given back.")
    return DONE


def _agreed() -> bool:
    """Whether the person says so; nobody is asked where nobody can answer."""
    if not sys.stdin.isatty():
        note("Nothing went: --yes lets them go without a question.")
        return False
    note("They go for good. Type yes to let them go.")
    return sys.stdin.readline().strip().casefold() in ("yes", "y")
