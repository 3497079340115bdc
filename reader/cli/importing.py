"""Move in from another reader: subscribe to the sources of its lists, with their folders, titles, queries and marks.

FILE is OPML (1.0, 2.0), newsboat's urls or cache.db, newsraft's feeds, nom's config.yml, the database of eilmeldung or
lazyfeed, or a folder with newsboat's urls and cache.db; several at once belong together. --newsboat takes newsboat's from
where they usually are. Nothing is fetched and nothing in a file is ever run; “telex fetch” or the reader asks the sources.
The whole import is one step for “telex undo”.

Of newsboat's urls: addresses, titles ("~Title"), tags (the first is the folder, “/” parts nested ones; folder: finds a
source by each of the others too), "!" (in no list of sources), query feeds (as saved searches, as far as Telex's query
language has the words). Of its cache.db, which is opened for reading only: entries, what is read, flags (a star and the
tag flag-LETTER), what is deleted (hidden). exec: and filter: lines, and what else is not taken, are listed.

With --json, one object: found, new, entries, marks, searches, left_out, dry_run; with --dry-run also sources, each with
url, title, folder, known.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reader.cli.context import Context
from reader.cli.errors import DONE, Failure, WrongUsage
from reader.cli.output import note, say, say_json

if TYPE_CHECKING:
    from reader.engine.moving import Plan


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="*", metavar="FILE", help="the file, or - for a list on stdin")
    parser.add_argument(
        "--newsboat", action="store_true", help="newsboat's own files, where they usually are"
    )
    parser.add_argument("--dry-run", action="store_true", help="only say what would come in")
    parser.add_argument("--json", action="store_true", help="say what was done as one JSON object")


def run(args: argparse.Namespace, context: Context) -> int:
    plan = _plan(args)
    answer: dict[str, Any] = {"found": len(plan.feeds), "new": 0, "entries": plan.entries, "marks": 0}
    if args.dry_run:
        left_out = plan.left_out
        known = _known(context)
        answer |= {"new": sum(one.url not in known for one in plan.feeds), "searches": len(plan.searches)}
        if args.json:
            answer["sources"] = _sources(plan, known)
        else:
            _show(plan, known)
    else:
        with context.newsroom(make=True) as newsroom:
            done, left_out = newsroom.import_plan(plan)
        answer |= {
            "new": len(done.new),
            "entries": done.entries,
            "marks": done.known,
            "searches": done.searches,
        }
    if args.json:
        say_json({**answer, "left_out": list(left_out), "dry_run": args.dry_run})
        return DONE
    say(_summary(answer, args.dry_run))
    for sentence in left_out:
        note(sentence)
    return DONE


def _plan(args: argparse.Namespace) -> Plan:
    """Raises `Failure` with the reason where nothing can be taken."""
    from reader.engine import moving

    if args.files[:1] == ["opml"] and len(args.files) > 1 and not Path("opml").exists():
        del args.files[0]  # by the pattern of “telex export opml”
    paths = [Path(name) for name in args.files]
    if args.newsboat:
        found = moving.usual_places(Path.home(), os.environ)
        if not found:
            raise Failure("newsboat's urls file is in none of the usual places: name it.")
        paths += found
    if not paths:
        raise WrongUsage("Name a file, or --newsboat: “telex import --help” says which files can be taken.")
    try:
        if args.files == ["-"]:
            return moving.plan_list(sys.stdin.buffer.read(moving.LIMIT + 1), "The input")
        return moving.plan_files(paths)
    except (moving.NoList, moving.NoCache, moving.OpmlError) as error:
        raise Failure(str(error)) from None


def _known(context: Context) -> set[str]:
    if not context.paths.store.exists():
        return set()
    with context.newsroom() as newsroom:
        return {feed.url for feed in newsroom.feeds()}


def _sources(plan: Plan, known: set[str]) -> list[dict[str, object]]:
    from reader.fetch.logins import part as safe

    return [
        {
            "url": safe(one.url).url,
            "title": one.name or one.title or None,
            "folder": list(one.folder),
            "known": one.url in known,
        }
        for one in plan.feeds
    ]


def _show(plan: Plan, known: set[str]) -> None:
    from reader.fetch.logins import part as safe

    for one in plan.feeds:
        parts = (" / ".join(one.folder), one.name or one.title, safe(one.url).url)
        say("  ".join(part for part in parts if part) + ("  (known)" if one.url in known else ""))
    for name, query in plan.searches:
        say(f"saved search  {name}  {query}")


def _summary(answer: dict[str, Any], dry: bool) -> str:
    text = f"{answer['new']:,} of {answer['found']:,} sources {'would be' if dry else 'are'} new"
    more = [f"{answer[name]:,} {name}" for name in ("entries", "marks", "searches") if answer[name]]
    text += f", with {', '.join(more)}." if more else "."
    if dry:
        return f"{text} Nothing was changed."
    return text + (" “telex fetch” asks them; “telex undo” takes all of it back." if answer["new"] else "")
