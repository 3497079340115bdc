"""List the sources and how they are: how alive each is, unread and all entries, when it is asked next and why, what went wrong.

A source is well; quiet (later than it usually is); stale (it answers, but brought nothing for five times its own
rhythm, a week at least); frozen (the same, though it is written anew each time); failing; dead (no good answer for a
week, or gone for good); or suspect (title, words, hosts or language are all others than before: what is new is held
back until you decide).

--rename, --move, --remove and --set change one source, named by its short name, id or address; “telex undo” takes
that back. What was fetched from a removed source comes back with it. --set NAME KEY=VALUE…: paused, important, ahead
or hidden with on or off; interval with hours or 90m, 2d (an hour at least; 0: as the publisher says); view with feed,
full, raw or auto; quota with the rows that it has of a day in the fair river; sections with those that it stands in,
too, parted by commas; language with a code such as fr, or auto; direction with ltr, rtl or auto (which way its texts
run); keep with limits of its own (“90d 500 20MB”, or “all”); folder with “A / B”; name; trust with the SHA-256
fingerprint of the one certificate that is taken from its server though nobody vouches for it (a server of your own;
off: as everybody else's); agent with a User-Agent that its server is told.
--section “A / B” KEY=VALUE… sets interval, view, ahead, important, quota, keep, language or direction for all sources
of a section and below it, those to come too (what is set of a source itself goes before), and order, that of its
list.
--repair NAME looks for the feed of a source again where its site is and offers what it found; --use ADDRESS moves it
there, history and marks kept: also back, after a permanent redirect led it away. --held NAME lists what is held back
of a suspect source, --accept NAME lets that in and takes what comes, --drop NAME lets it go.

With --json, one object a line: id, name, slug, title, url, link, language, folder, unread, total, status (new, ok,
unchanged, error, gone, held, suspect, paused), error, failures, added, fetched, succeeded, changed, next (RFC 3339,
UTC), why (the reason for next), interval (your own, in seconds), hub (WebSub), state (in words), health (one of the
words above, new or paused), newest, rhythm (usual seconds between two entries), week (entries), read (of total), size
(bytes of text), moved (where permanent redirects lead), settings (“section” names those that it has from its
section). --held: title, link, author, published, text. --repair: url, candidates, error, as “telex add --dry-run”
says them.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from reader.cli.context import Context
from reader.cli.errors import DONE, FAILED, WrongUsage
from reader.cli.mark import act_json
from reader.cli.output import columns, note, rfc3339, say, say_json
from reader.cli.queries import folder_path, letters
from reader.store.health import following, state
from reader.text.cells import fit, width
from reader.text.clean import clean_line, guard
from reader.text.dates import age

if TYPE_CHECKING:
    from reader.model import Act, Feed
    from reader.newsroom import Newsroom
    from reader.store.vital import Vital

NAME = 30
"""Cells of the name's column."""


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
        nargs="+",
        metavar=("NAME", "KEY=VALUE"),
        help="change settings of it: interval=6h important=on",
    )
    way.add_argument("--remove", metavar="NAME", help="take it out of every list")
    way.add_argument("--repair", metavar="NAME", help="look for its feed anew and offer what is found")
    way.add_argument(
        "--accept", metavar="NAME", help="take what a source brings that seemed to have another owner"
    )
    way.add_argument(
        "--section",
        nargs="+",
        metavar=("A / B", "KEY=VALUE"),
        help="change settings of a section, for all of its sources; without any, show them",
    )
    way.add_argument("--held", metavar="NAME", help="list what is held back of such a source")
    way.add_argument("--drop", metavar="NAME", help="let go what is held back of it")
    parser.add_argument("--use", metavar="ADDRESS", help="with --repair: ask there from now on")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")


def run(args: argparse.Namespace, context: Context) -> int:
    if args.use and not args.repair:
        raise WrongUsage("--use goes with --repair NAME.")
    with context.newsroom() as newsroom:
        if args.repair and not args.use:
            return _offer(newsroom, letters(args.repair), args.json)
        if args.section and len(args.section) == 1:
            return _show_section(newsroom, folder_path(args.section[0]), args.json)
        if args.held:
            return _held(newsroom, letters(args.held), args.json)
        acts = _change(args, newsroom)
        for act in acts:
            if args.json:
                say_json(act_json(act))
            else:
                say(f"{act.text}. “telex undo” takes it back." if act.id else f"{act.text}.")
        if acts:
            return DONE
        feeds, vitals = newsroom.feeds(), newsroom.vitals(sizes=args.json)
        if args.json:
            for feed in feeds:
                say_json(feed_json(feed, vitals[feed.id], newsroom.now(), newsroom.feed_settings(feed.id)))
            return DONE
        now = newsroom.now()
    if not feeds:
        note("There are no sources yet: telex add ADDRESS, telex add --starter NAME, or telex import FILE.")
    folder: tuple[str, ...] = ()
    for feed in feeds:
        if feed.folder != folder:
            folder = feed.folder
            say(" / ".join(folder))
        say(_row(feed, vitals[feed.id], now))
    return DONE


def _change(args: argparse.Namespace, newsroom: Newsroom) -> list[Act]:
    """Do what an option asks for; nothing where none does."""
    if args.rename:
        name, new = args.rename
        return [newsroom.rename(newsroom.feed(letters(name)).id, clean_line(new, 200))]
    if args.move:
        name, folder = args.move
        return [newsroom.move(newsroom.feed(letters(name)).id, folder_path(folder))]
    if args.set:
        name, *pairs = map(letters, args.set)
        return _set(newsroom, newsroom.feed(name).id, pairs)
    if args.remove:
        return [newsroom.remove(newsroom.feed(letters(args.remove)).id)]
    if args.repair:
        return [newsroom.readdress(newsroom.feed(letters(args.repair)).id, newsroom.put_away(args.use))]
    if args.accept:
        return [newsroom.accept(newsroom.feed(letters(args.accept)).id)]
    if args.section:
        return [_set_section(newsroom, folder_path(args.section[0]), args.section[1:])]
    if args.drop:
        return [newsroom.drop_held(newsroom.feed(letters(args.drop)).id)]
    return []


def _set(newsroom: Newsroom, feed_id: int, pairs: list[str]) -> list[Act]:
    """Change settings of a source; all are looked at before one is changed. Also in the form WHAT VALUE."""
    from reader.store import feedsettings

    if len(pairs) == 2 and "=" not in pairs[0]:
        pairs = ["=".join(pairs)]
    changes: dict[str, Any] = {}
    others: list[Callable[[], Act]] = []
    for pair in pairs:
        what, given, value = pair.partition("=")
        if not given:
            raise WrongUsage(f"“{pair}” is no KEY=VALUE.")
        if what == "paused":
            if value not in ("on", "off"):
                raise WrongUsage(f"paused is on or off, not “{value}”.")
            others.append(partial(newsroom.pause, feed_id, value == "on"))
        elif what == "folder":
            others.append(partial(newsroom.move, feed_id, folder_path(value)))
        elif what == "name":
            others.append(partial(newsroom.rename, feed_id, clean_line(value, 200)))
        else:
            try:
                changes[what] = feedsettings.read(what, value)
            except feedsettings.WrongSetting as error:
                raise WrongUsage(str(error)) from None
    done = [do() for do in others]
    return [*done, newsroom.set_feed(feed_id, **changes)] if changes else done


def _set_section(newsroom: Newsroom, path: tuple[str, ...], pairs: list[str]) -> Act:
    """Change settings of a section; all are looked at before one is changed."""
    from reader.store import sections
    from reader.store.feedsettings import WrongSetting

    _known(newsroom, path)
    changes: dict[str, Any] = {}
    for pair in map(letters, pairs):
        what, given, value = pair.partition("=")
        if not given:
            raise WrongUsage(f"“{pair}” is no KEY=VALUE.")
        try:
            changes[what] = sections.read(what, value)
        except WrongSetting as error:
            raise WrongUsage(str(error)) from None
    return newsroom.set_section(path, **changes)


def _show_section(newsroom: Newsroom, path: tuple[str, ...], as_json: bool) -> int:
    """What is set for a section."""
    from reader.store import feedsettings

    _known(newsroom, path)
    kept = newsroom.section_settings(path)
    if as_json:
        say_json({"section": list(path), "settings": kept})
        return DONE
    for name, value in kept.items():
        say(f"{name}={feedsettings.shown(name, value)}")
    if not kept:
        note(f"Nothing is set for {' / '.join(path)}: its sources have their own settings.")
    return DONE


def _known(newsroom: Newsroom, path: tuple[str, ...]) -> None:
    if path not in {folder.path for folder in newsroom.folders()}:
        raise WrongUsage(f"There is no section {' / '.join(path)}: “telex sources” shows those there are.")


def _held(newsroom: Newsroom, name: str, as_json: bool) -> int:
    """What is held back of a source."""
    from reader.store.held import text_of

    feed = newsroom.feed(name)
    waiting = newsroom.held(feed.id)
    for one in waiting:
        if as_json:
            say_json(
                {
                    "title": one.title,
                    "link": one.link or None,
                    "author": one.author or None,
                    "published": rfc3339(one.published),
                    "text": text_of(one),
                }
            )
        else:
            say(f"{guard(one.title) or '(no title)'}  {guard(one.link)}".rstrip())
    if not as_json:
        note(
            f"“telex sources --accept {feed.slug}” lets this in, “--drop {feed.slug}” lets it go."
            if waiting
            else f"Nothing of {feed.name} is held back."
        )
    return DONE


def _offer(newsroom: Newsroom, name: str, as_json: bool) -> int:
    """What a source may be asked at from now on; nothing is changed."""
    import asyncio

    from reader.cli.add import tell_found
    from reader.cli.engine import Workshop

    feed = newsroom.feed(name)

    async def look() -> int:
        async with Workshop(newsroom, lambda event: None) as workshop:
            found = await workshop.find_again(feed.url, feed.link)
            if tell_found(found, as_json):
                return FAILED
            if not as_json:
                note(
                    f"“telex sources --repair {feed.slug} --use ADDRESS” asks there, with history and marks kept."
                )
            return DONE

    return asyncio.run(look())


def feed_json(feed: Feed, vital: Vital, now: int, settings: dict[str, Any]) -> dict[str, object]:
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
        "health": vital.state,
        "newest": rfc3339(vital.newest),
        "rhythm": vital.rhythm or None,
        "week": vital.week,
        "read": vital.read,
        "size": vital.size,
        "moved": vital.moved or None,
        "settings": {
            name: value for name, value in settings.items() if name not in ("owner", "suspect", "left")
        },
    }


def _row(feed: Feed, vital: Vital, now: int) -> str:
    parts = [state(feed, now)]
    if vital.state in ("quiet", "stale", "frozen", "dead"):
        parts.append(vital.state)
    if vital.newest is not None:
        parts.append(f"newest {age(max(now - vital.newest, 0))}")
    parts += [f"{vital.week:g} a week", following(feed, now)]
    what = "; ".join(parts) + (f". {feed.error}" if feed.error else f"  {feed.url}")
    row = (
        f"{feed.id:>5}  {fit(guard(feed.name), NAME)}  {feed.unread:>6} / {feed.total:<6}  {feed.status:<9}  "
    )
    room = columns() - width(row)
    what = guard(what)
    return (row + (fit(what, room) if columns() and width(what) > room > 0 else what)).rstrip()
