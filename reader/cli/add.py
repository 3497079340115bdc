"""Subscribe to the feed behind an address, or to a starter pack.

URL may be a feed or a page that names one; what is found is said before it is subscribed to, and its first entries are
fetched. With --dry-run nothing is subscribed to. With --starter NAME the feeds of a pack are subscribed to without being
fetched; those that are off in it are left out. The packs: morocco-fr, morocco-ar, morocco-en, maghreb, world-fr, world-ar,
world-es, world-en, technology. A single page cannot be saved yet, nor can packs be searched by words.

With --watch URL is a page without a feed: its headlines are found and become the entries of a source, asked for once an
hour at most, within robots.txt. --dry-run numbers what could be taken: 0 is what Telex finds by itself, the others are the
page's groups of links; --group N takes one of them, --select with CSS selectors what you name. On a page that is watched
already this changes the choice; what was fetched stays. “telex inspect headlines” tries a page that is saved in a file.

With --json, one object for each address: url, feed, id, title, new, known, error; with --dry-run: url, candidates, error;
with --watch --dry-run: url, title, language, subscribed, groups (group, watch, entries, headlines), error.
"""

from __future__ import annotations

import argparse
import asyncio
from typing import TYPE_CHECKING

from reader.cli.context import Context
from reader.cli.errors import DONE, FAILED, Failure, WrongUsage
from reader.cli.output import Progress, complain, note, rfc3339, say, say_json
from reader.cli.queries import folder_path
from reader.cli.watch import arguments as watching
from reader.cli.watch import choice, tell_added, watch

if TYPE_CHECKING:
    from reader.engine.events import Candidate, Found
    from reader.newsroom import Newsroom
    from reader.starters import Starter


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("urls", nargs="*", metavar="URL", help="a feed or a page that has one")
    parser.add_argument(
        "--starter", action="append", default=[], metavar="NAME", help="a starter pack (see below)"
    )
    parser.add_argument(
        "--folder", metavar="NAME", help="put them into this folder; “A / B” is a folder in a folder"
    )
    parser.add_argument("--dry-run", action="store_true", help="only say what would be subscribed to")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    watching(parser)


def run(args: argparse.Namespace, context: Context) -> int:
    if not args.urls and not args.starter:
        raise WrongUsage("Give an address, or --starter and a name: “telex add --help” lists the packs.")
    if args.watch and not args.urls:
        raise WrongUsage("Give the address of the page to watch.")
    choice(args)
    folder = folder_path(args.folder or "")
    packs = [_pack(name) for name in args.starter]
    with context.newsroom(make=True) as newsroom:
        for pack in packs:
            _subscribe(newsroom, pack, folder, dry=args.dry_run, as_json=args.json)
        if not args.urls:
            return DONE
        if args.watch:
            return asyncio.run(_watch_all(newsroom, args, folder))
        return asyncio.run(_add_all(newsroom, args.urls, folder, dry=args.dry_run, as_json=args.json))


def _pack(name: str) -> Starter:
    from reader.starters import NAMES, load

    if name not in NAMES:
        raise Failure(f"There is no starter pack “{name}”: there are {', '.join(NAMES)}.")
    return load(name)


def _subscribe(
    newsroom: Newsroom, pack: Starter, folder: tuple[str, ...], *, dry: bool, as_json: bool
) -> None:
    from reader.store.feeds import NewFeed

    known = {feed.url for feed in newsroom.feeds()}
    wanted = [
        NewFeed(one.url, title=one.title, folder=folder or (pack.title,), language=one.language)
        for one in pack.chosen
    ]
    ids: dict[str, int] = {}
    if not dry:
        newsroom.import_feeds(wanted)
        ids = {feed.url: feed.id for feed in newsroom.feeds()}
    for one in wanted:
        if as_json:
            found = {"url": one.url, "feed": one.url, "id": ids.get(one.url), "title": one.title}
            say_json(found | {"new": 0, "known": one.url in known, "error": None})
        else:
            say(f"{'(known) ' if one.url in known else ''}{one.title}  {one.url}")
    if not as_json:
        off = len(pack.feeds) - len(pack.chosen)
        left = f" {off} more are off, as their answers are in doubt." if off else ""
        note(f"{pack.title}: {len(wanted)} sources.{left}" + ("" if dry else " “telex fetch” asks them."))


async def _watch_all(newsroom: Newsroom, args: argparse.Namespace, folder: tuple[str, ...]) -> int:
    from reader.cli.engine import Workshop

    async with Workshop(newsroom, lambda event: None) as workshop:
        code = await watch(newsroom, workshop, args, folder)
        if not args.dry_run:
            await workshop.finish()
    return code


async def _add_all(
    newsroom: Newsroom, urls: list[str], folder: tuple[str, ...], *, dry: bool, as_json: bool
) -> int:
    from reader.cli.engine import Workshop

    progress = Progress()
    code = DONE
    async with Workshop(newsroom, lambda event: None) as workshop:
        for typed in urls:
            url = newsroom.put_away(typed)
            progress.show(f"asking {url}")
            if dry:
                found = await workshop.find(url)
                progress.wipe()
                failed = tell_found(found, as_json)
            else:
                added = await workshop.add(url, folder)
                progress.wipe()
                failed = tell_added(added, as_json)
            code = FAILED if failed else code
        if not dry:
            await workshop.finish()
    return code


def tell_found(found: Found, as_json: bool) -> bool:
    """Print the candidates; whether there were none."""
    if as_json:
        candidates = [candidate_json(one) for one in found.candidates]
        say_json({"url": found.url, "candidates": candidates, "error": found.error or None})
    elif not found.error:
        for one in found.candidates:
            facts = [
                one.type,
                one.language,
                f"{one.entries} entries",
                "full text" if one.full else "excerpts",
            ]
            say(f"{one.title or one.url}  {one.url}  ({', '.join(fact for fact in facts if fact)})")
            for headline in one.headlines[:3]:
                say(f"    {headline}")
    if found.error:
        complain(f"{found.url}: {found.error}")
    return bool(found.error)


def candidate_json(one: Candidate) -> dict[str, object]:
    """The stable JSON form of a feed that was found."""
    return {
        "url": one.url,
        "title": one.title or None,
        "type": one.type or None,
        "language": one.language or None,
        "entries": one.entries,
        "week": round(one.week, 1),
        "newest": rfc3339(one.newest),
        "full": one.full,
        "headlines": list(one.headlines),
        "subscribed": bool(one.subscribed),
    }
