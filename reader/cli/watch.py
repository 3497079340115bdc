"""What “telex add --watch” says and does: a page without a feed, its ways to be read, and the one that is chosen."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING

from reader.cli.errors import DONE, FAILED, WrongUsage
from reader.cli.numbers import whole
from reader.cli.output import Progress, complain, say, say_json

if TYPE_CHECKING:
    from reader.cli.engine import Workshop
    from reader.engine.events import Added, Looked
    from reader.newsroom import Newsroom

PARTS = ("title", "link", "author", "time", "image", "text")
_SHOWN = 3


def arguments(parser: argparse.ArgumentParser) -> None:
    way = parser.add_argument_group("a page without a feed")
    way.add_argument(
        "--watch", action="store_true", help="watch the page for headlines in the place of a feed"
    )
    way.add_argument(
        "--group", type=whole(), metavar="N", help="take this group of links, as --dry-run numbers them"
    )
    way.add_argument("--select", metavar="CSS", help="the box of one item on the page")
    for name in PARTS:
        way.add_argument(f"--{name}", metavar="CSS", help=f"its {name}, within the box")


def choice(args: argparse.Namespace) -> str:
    """The choice that the options make. Raises `WrongUsage`."""
    parts = {name: getattr(args, name) for name in PARTS if getattr(args, name)}
    if not args.watch:
        if parts or args.select or args.group is not None:
            raise WrongUsage("--group, --select and what goes with it need --watch.")
        return ""
    if parts and not args.select:
        raise WrongUsage("--select names the box of one item first, the others are within it.")
    if args.select and args.group is not None:
        raise WrongUsage("Either --group or --select.")
    return json.dumps({"item": args.select, **parts}, sort_keys=True) if args.select else "auto"


async def watch(
    newsroom: Newsroom, workshop: Workshop, args: argparse.Namespace, folder: tuple[str, ...]
) -> int:
    """Watch each page, or only say what that would yield."""
    chosen = choice(args)
    progress = Progress()
    code = DONE
    for typed in args.urls:
        url = newsroom.put_away(typed)
        progress.show(f"asking {url}")
        if args.dry_run or args.group is not None:
            looked = await workshop.look(url, chosen)
            progress.wipe()
            if args.dry_run or looked.error:
                code = FAILED if _tell_looked(looked, args.json) else code
                continue
            if not 0 <= args.group < len(looked.ways):
                complain(f"{url}: there is no group {args.group}: --dry-run numbers them.")
                code = FAILED
                continue
            added = await workshop.watch(url, looked.ways[args.group].watch, folder)
        else:
            added = await workshop.watch(url, chosen, folder)
            progress.wipe()
        code = FAILED if tell_added(added, args.json, "is watched") else code
    return code


def _tell_looked(looked: Looked, as_json: bool) -> bool:
    if as_json:
        ways = [
            {
                "group": number,
                "watch": way.watch,
                "entries": way.count,
                "headlines": list(way.headlines),
            }
            for number, way in enumerate(looked.ways)
        ]
        say_json(
            {
                "url": looked.url,
                "title": looked.title or None,
                "language": looked.language or None,
                "subscribed": bool(looked.subscribed),
                "groups": ways,
                "error": looked.error or None,
            }
        )
    elif not looked.error:
        say(f"{looked.title or looked.url}  {looked.url}")
        for number, way in enumerate(looked.ways):
            what = "group" if number else "as asked for" if way.watch != "auto" else "found by itself"
            say(f"  {number}  {what}: {way.count:,} headlines")
            for headline in way.headlines[:_SHOWN]:
                say(f"       {headline}")
    if looked.error:
        complain(f"{looked.url}: {looked.error}")
    return bool(looked.error)


def tell_added(added: Added, as_json: bool, what: str = "is subscribed to") -> bool:
    """Print what came of subscribing; whether nothing did."""
    if as_json:
        say_json(
            {
                "url": added.url,
                "id": added.feed_id or None,
                "title": added.title or None,
                "new": added.new,
                "known": added.known,
                "error": added.error or None,
            }
        )
    elif not added.error:
        how = f"{what} already" if added.known else f"{what}, {added.new:,} entries"
        say(f"{added.title or added.url} {how}.")
    if added.error:
        way = f" If its headlines stand on the page: “telex add --watch {added.url}”." if added.page else ""
        complain(f"{added.url}: {added.error}{way}")
    return bool(added.error)
