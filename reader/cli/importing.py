"""Subscribe to the sources of another reader: an OPML file, or newsboat's urls file.

Nothing is fetched; “telex fetch” or the reader does that. The whole import is one step for “telex undo”. Of OPML, titles,
addresses, folders and languages are taken. Of newsboat's urls file, addresses, titles ("~Title") and tags (the first becomes
the folder); query feeds, exec: and filter: lines are listed and left out. Its cache.db (read marks) cannot be taken yet.

With --json, one object: found, new, left_out, dry_run.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from reader.cli.context import Context
from reader.cli.errors import DONE, Failure
from reader.cli.output import note, say, say_json

if TYPE_CHECKING:
    from reader.store.feeds import NewFeed

LIMIT = 5 * 1024 * 1024
"""Bytes that are read at most."""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="the file, or - for stdin")
    parser.add_argument("--dry-run", action="store_true", help="only say what would be subscribed to")
    parser.add_argument("--json", action="store_true", help="say what was done as one JSON object")


def run(args: argparse.Namespace, context: Context) -> int:
    from reader.fetch.logins import part as safe

    wanted, left_out = sources_in(_read(args.file), args.file)
    if args.dry_run:
        if not args.json:
            for one in wanted:
                say(
                    "  ".join(
                        part
                        for part in (" / ".join(one.folder), one.name or one.title, safe(one.url).url)
                        if part
                    )
                )
        new = 0
    else:
        with context.newsroom(make=True) as newsroom:
            imported = newsroom.import_feeds(wanted, left_out)
            new, left_out = len(imported.new), imported.left_out
    if args.json:
        say_json({"found": len(wanted), "new": new, "left_out": list(left_out), "dry_run": args.dry_run})
        return DONE
    if not args.dry_run:
        say(f"{new:,} of {len(wanted):,} sources are new." + (" “telex fetch” asks them." if new else ""))
    for sentence in left_out:
        note(sentence)
    return DONE


def sources_in(data: bytes, name: str) -> tuple[list[NewFeed], tuple[str, ...]]:
    """The sources that a file lists, and sentences on what is left out. Raises `Failure` or `OpmlError`."""
    from reader.store.feeds import NewFeed

    if data.startswith(b"SQLite format 3\0"):
        raise Failure(f"{name} is a database: newsboat's cache cannot be taken yet, its urls file can.")
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<" or data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        from reader.parse.opml import read_opml

        outlines = read_opml(data)
        return [
            NewFeed(url=one.url, title=one.title, folder=one.folder, language=one.language)
            for one in outlines
        ], ()
    from reader.parse.newsboat import read_urls

    urls = read_urls(data)
    if not urls.feeds:
        raise Failure(
            f"{name} is neither OPML nor newsboat's urls file with an address in it: nothing was imported."
        )
    return [NewFeed(url=one.url, name=one.title, folder=one.tags[:1]) for one in urls.feeds], urls.left_out


def _read(name: str) -> bytes:
    if name == "-":
        data = sys.stdin.buffer.read(LIMIT + 1)
    else:
        with Path(name).open("rb") as file:
            data = file.read(LIMIT + 1)
    if len(data) > LIMIT:
        raise Failure(f"{name} is larger than 5 MiB: that is no list of sources.")
    return data
