"""Subscribe to what is behind an address or a word, or to a starter pack; or save one page.

WHAT may be a feed, a page or a site that names one, a list in OPML, an address on YouTube, GitHub, Reddit or Mastodon, or words
to look for among the starter packs. The best feed is subscribed to and its first entries are fetched; with --dry-run nothing
is, and all that was found is shown, numbered: --pick 2,3 takes those, --pick all each. Of words that more than one source of
the packs fits, nothing is taken without --pick. With --starter NAME the feeds of a pack are subscribed to without being
fetched; those that are off in it are left out. The packs: morocco-fr, morocco-ar, morocco-en, maghreb, world-fr, world-ar,
world-es, world-en, technology. With --page the article of each address is kept in the source “Saved pages”, to be found and
read like any other; saved again, it is brought up to date and keeps what it said before.

With --watch URL is a page without a feed: its headlines are found and become the entries of a source, asked for once an
hour at most, within robots.txt. --dry-run numbers what could be taken: 0 is what Telex finds by itself, the others are the
page's groups of links; --group N takes one of them, --select with CSS selectors what you name. On a page that is watched
already this changes the choice; what was fetched stays. “telex inspect headlines” tries a page that is saved in a file.

With --json, one object for each: url, feed, id, title, new, known, error; with --dry-run: url, candidates (each url, title,
type, language, entries, week, newest, full, headlines, subscribed, typed, pack, tier, remark), error, page (a web page is
there); with --page: url, id, title, new, changed, error; with --watch --dry-run: url, title, language, subscribed, groups
(group, watch, entries, headlines), error.
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
    from reader.engine.events import Added, Candidate, Found
    from reader.newsroom import Newsroom
    from reader.starters import Starter


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("urls", nargs="*", metavar="WHAT", help="a feed, a page that has one, or a word")
    parser.add_argument(
        "--starter", action="append", default=[], metavar="NAME", help="a starter pack (see below)"
    )
    parser.add_argument(
        "--folder", metavar="NAME", help="put them into this folder; “A / B” is a folder in a folder"
    )
    parser.add_argument("--pick", metavar="N,N", default="", help="which of what is found, or “all”")
    parser.add_argument("--page", action="store_true", help="save the article at each address")
    parser.add_argument("--dry-run", action="store_true", help="only say what would be subscribed to")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    watching(parser)


def run(args: argparse.Namespace, context: Context) -> int:
    if not args.urls and not args.starter:
        raise WrongUsage("Give an address, or --starter and a name: “telex add --help” lists the packs.")
    if args.watch and not args.urls:
        raise WrongUsage("Give the address of the page to watch.")
    choice(args)
    if args.page and (args.pick or args.watch or args.dry_run or args.starter):
        raise WrongUsage("--page saves a page: it goes with addresses alone.")
    folder = folder_path(args.folder or "")
    picks = _picks(args.pick)
    packs = [_pack(name) for name in args.starter]
    with context.newsroom(make=True) as newsroom:
        for pack in packs:
            _subscribe(newsroom, pack, folder, dry=args.dry_run, as_json=args.json)
        if not args.urls:
            return DONE
        if args.watch:
            return asyncio.run(_watch_all(newsroom, args, folder))
        if args.page:
            from reader.cli.saving import save_pages

            return asyncio.run(save_pages(newsroom, args.urls, as_json=args.json))
        return asyncio.run(
            _Adding(newsroom, folder, picks, dry=args.dry_run, as_json=args.json).run(args.urls)
        )


def _picks(text: str) -> tuple[int, ...] | None:
    """Numbers from 1 on; None is all, () the best."""
    if text.strip() == "all":
        return None
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if not all(part.isascii() and part.isdigit() and 0 < int(part) < 10_000 for part in parts):
        raise WrongUsage("--pick takes numbers such as 1,3, or “all”.")
    return tuple(int(part) for part in parts)


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


class _Adding:
    """Looks for each thing that was given, and subscribes to what is wished of it."""

    def __init__(
        self,
        newsroom: Newsroom,
        folder: tuple[str, ...],
        picks: tuple[int, ...] | None,
        *,
        dry: bool,
        as_json: bool,
    ) -> None:
        self._newsroom = newsroom
        self._folder = folder
        self._picks = picks
        self._dry = dry
        self._as_json = as_json
        self._progress = Progress()

    async def run(self, what: list[str]) -> int:
        """One after the other; a failure of one leaves the rest alone."""
        from reader.cli.engine import Workshop
        from reader.engine.find import is_words

        failed = False
        async with Workshop(self._newsroom, lambda event: None) as workshop:
            for typed in what:
                if is_words(typed):
                    failed |= self._words(typed)
                    continue
                url = self._newsroom.put_away(typed)
                self._progress.show(f"asking {url}")
                if self._dry:
                    found = await workshop.find(url)
                    self._progress.wipe()
                    failed |= tell_found(found, self._as_json)
                else:
                    for added in await workshop.add_some(url, self._folder, self._picks):
                        self._progress.wipe()
                        failed |= tell_added(added, self._as_json)
            if not self._dry:
                await workshop.finish()
        return FAILED if failed else DONE

    def _words(self, words: str) -> bool:
        """What of the starter packs fits; whether that is nothing, or more than can be taken unasked."""
        found = packs_with(self._newsroom, words)
        if self._dry or found.error:
            return tell_found(found, self._as_json)
        candidates = found.candidates
        if len(candidates) > 1 and self._picks == ():
            if not self._as_json:
                tell_found(found, False)
            sentence = f"“{words}” fits {len(candidates)} sources: --pick says which."
            return tell_added(_added(words, error=sentence), self._as_json)
        if self._picks:
            candidates = tuple(one for n, one in enumerate(candidates, 1) if n in self._picks)
        if not candidates:
            return tell_added(_added(words, error=f"There is no such number for “{words}”."), self._as_json)
        failed = False
        for one in candidates:
            feed = self._newsroom.add_feed(
                one.url, title=one.title, folder=self._folder or (one.pack,), language=one.language
            )
            failed |= tell_added(
                _added(one.url, feed.id, feed.name, known=bool(one.subscribed)), self._as_json
            )
        return failed


def packs_with(newsroom: Newsroom, words: str) -> Found:
    """The sources of the starter packs that fit `words`, in the form of a search on the web; nothing is asked."""
    from reader.engine.events import Candidate, Found
    from reader.starters import search

    known = {feed.url: feed.id for feed in newsroom.feeds()}
    found = tuple(
        Candidate(
            url=feed.url,
            title=feed.title,
            language=feed.language,
            subscribed=known.get(feed.url, 0),
            pack=pack.title,
            tier=feed.tier,
            remark=feed.remark,
        )
        for pack, feed in search(words)
    )
    error = (
        ""
        if found
        else f"No source of the starter packs fits “{words}”, and it is no address such as example.org."
    )
    return Found(words, found, error)


def tell_found(found: Found, as_json: bool) -> bool:
    """Print the candidates, numbered; whether there were none."""
    if as_json:
        candidates = [candidate_json(one) for one in found.candidates]
        say_json(
            {"url": found.url, "candidates": candidates, "error": found.error or None, "page": found.page}
        )
    elif not found.error:
        for number, one in enumerate(found.candidates, 1):
            say(f"{number:>2}  {one.title or one.url}  {one.url}  ({', '.join(_facts(one))})")
            for headline in one.headlines[:3]:
                say(f"        {headline}")
    if found.error:
        complain(f"{found.url}: {found.error}")
    return bool(found.error)


def _facts(one: Candidate) -> list[str]:
    facts = [one.type, one.language, one.pack]
    if one.entries:
        facts += [f"{one.entries} entries, {one.week:g} a week", "full text" if one.full else "excerpts"]
    if one.newest is not None:
        facts.append(f"newest {str(rfc3339(one.newest))[:10]}")
    facts += [
        f"tier {one.tier}" if one.tier else "",
        one.remark,
        "subscribed to already" if one.subscribed else "",
    ]
    return [fact for fact in facts if fact] or ["not looked into"]


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
        "typed": one.typed,
        "pack": one.pack or None,
        "tier": one.tier or None,
        "remark": one.remark or None,
    }


def _added(url: str, feed_id: int = 0, title: str = "", *, known: bool = False, error: str = "") -> Added:
    from reader.engine.events import Added

    return Added(url, feed_id, title, 0, known, error)
