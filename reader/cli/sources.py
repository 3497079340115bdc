"""List the sources and how they are: unread and all entries, state, when each is asked next and why, and what went wrong.

--rename, --move, --remove and --set change one source, named by its short name, id or address; “telex undo” takes that back.
What was fetched from a removed source comes back with it. --set NAME WHAT VALUE: “important” or “paused” with on or off;
“interval” with hours: it is asked no sooner than that, and never more often than its publisher bears (0: as the publisher says);
“keep” with limits of its own (“90d”, “500” entries, “20MB”, any of them together), or “all” for none but the settings'.

With --json, one object a line: id, name, slug, title, url, link, language, folder, unread, total, status (new, ok,
unchanged, error, gone, held, paused), error, failures, added, fetched, succeeded, changed, next (RFC 3339, UTC), why (the
reason for next), interval (your own, in seconds), hub (WebSub), state (in words).
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from reader.cli.context import Context
from reader.cli.errors import DONE, WrongUsage
from reader.cli.mark import act_json
from reader.cli.output import columns, note, rfc3339, say, say_json
from reader.cli.queries import folder_path, letters
from reader.limits import Limits, WrongLimits, read_limits
from reader.store.health import following, state
from reader.text.cells import fit, width
from reader.text.clean import clean_line, guard

if TYPE_CHECKING:
    from reader.model import Act, Feed
    from reader.newsroom import Newsroom

NAME = 30
"""Cells of the name's column."""
LONGEST = 30 * 86_400
"""Seconds of the longest wait that a person may set."""


def arguments(parser: argparse.ArgumentParser) -> None:
    way = parser.add_mutually_exclusive_group()
    way.add_argument(
        "--rename", nargs=2, metavar=("NAME", "NEW"), help="show it under another name; '' is its own title"
    )
    way.add_argument(
        "--move", nargs=2, metavar=("NAME", "FOLDER"), help="put it into a folder, “A / B”; '' is none"
    )
    way.add_argument(
        "--set",
        nargs=3,
        metavar=("NAME", "WHAT", "VALUE"),
        help="important or paused: on or off; interval: hours; keep: “90d 500 20MB”",
    )
    way.add_argument("--remove", metavar="NAME", help="take it out of every list")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")


def run(args: argparse.Namespace, context: Context) -> int:
    with context.newsroom() as newsroom:
        act = _change(args, newsroom)
        if act is not None:
            if args.json:
                say_json(act_json(act))
            else:
                say(f"{act.text}. “telex undo” takes it back.")
            return DONE
        feeds = newsroom.feeds()
        if args.json:
            for feed in feeds:
                say_json(feed_json(feed, newsroom.now()))
            return DONE
        now = newsroom.now()
    if not feeds:
        note("There are no sources yet: telex add ADDRESS, telex add --starter NAME, or telex import FILE.")
    folder: tuple[str, ...] = ()
    for feed in feeds:
        if feed.folder != folder:
            folder = feed.folder
            say(" / ".join(folder))
        say(_row(feed, now))
    return DONE


def _change(args: argparse.Namespace, newsroom: Newsroom) -> Act | None:
    """Do what an option asks for; None where none does."""
    if args.rename:
        name, new = args.rename
        return newsroom.rename(newsroom.feed(letters(name)).id, clean_line(new, 200))
    if args.move:
        name, folder = args.move
        return newsroom.move(newsroom.feed(letters(name)).id, folder_path(folder))
    if args.set:
        name, what, value = map(letters, args.set)
        return _set(newsroom, newsroom.feed(name).id, what, value)
    if args.remove:
        return newsroom.remove(newsroom.feed(letters(args.remove)).id)
    return None


def _set(newsroom: Newsroom, feed_id: int, what: str, value: str) -> Act:
    """Change one setting of a source."""
    if what == "interval":
        return newsroom.set_feed(feed_id, interval=_seconds(value) or None)
    if what == "keep":
        try:
            limits = read_limits(value)
        except WrongLimits as error:
            raise WrongUsage(str(error)) from None
        return newsroom.set_feed(feed_id, keep=None if limits == Limits() else str(limits))
    if what not in ("important", "paused"):
        raise WrongUsage(f"A source has no setting “{what}”: there are important, paused, interval and keep.")
    if value not in ("on", "off"):
        raise WrongUsage(f"{what} is on or off, not “{value}”.")
    if what == "paused":
        return newsroom.pause(feed_id, value == "on")
    return newsroom.set_feed(feed_id, important=True if value == "on" else None)


def _seconds(hours: str) -> int:
    try:
        seconds = round(float(hours) * 3_600)
    except (ValueError, OverflowError):
        seconds = -1
    if not 0 <= seconds <= LONGEST:
        raise WrongUsage("An interval is a number of hours, from 0 to 720.")
    return seconds


def feed_json(feed: Feed, now: int) -> dict[str, object]:
    """The stable JSON form, as the help above lists it."""
    return {
        "id": feed.id,
        "name": feed.name,
        "slug": feed.slug,
        "title": feed.title or None,
        "url": feed.url,
        "link": feed.link or None,
        "language": feed.language or None,
        "folder": list(feed.folder),
        "unread": feed.unread,
        "total": feed.total,
        "status": feed.status,
        "error": feed.error or None,
        "failures": feed.failures,
        "added": rfc3339(feed.added_at),
        "fetched": rfc3339(feed.fetched_at),
        "succeeded": rfc3339(feed.succeeded_at),
        "changed": rfc3339(feed.changed_at),
        "next": rfc3339(feed.next_at),
        "why": feed.why or None,
        "interval": feed.interval or None,
        "hub": feed.hub or None,
        "state": state(feed, now),
    }


def _row(feed: Feed, now: int) -> str:
    health = f"{state(feed, now)}; {following(feed, now)}"
    what = f"{health}. {feed.error}" if feed.error else f"{health}  {feed.url}"
    row = (
        f"{feed.id:>5}  {fit(guard(feed.name), NAME)}  {feed.unread:>6} / {feed.total:<6}  {feed.status:<9}  "
    )
    room = columns() - width(row)
    what = guard(what)
    return (row + (fit(what, room) if columns() and width(what) > room > 0 else what)).rstrip()
