"""Looks for the feeds behind whatever the person typed: the feed itself, those a page names, or well-known names.

Addresses that a page names are guarded: only those of the very server that the person typed may be private.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from msgspec import structs

from reader.engine import holding
from reader.engine.asking import NOTHING_WHOLE, host_of, is_cut, is_torn
from reader.engine.jobs import LookAtPage, PageRead, ParseFeed, ReadPage
from reader.engine.robots import RobotsKeeper
from reader.engine.workers import WorkerPool, WorkError
from reader.fetch.client import Answer, Fetcher, Request
from reader.fetch.errors import BadAddress, FetchError, NoTrust, TooSlow, Unreachable, status_sentence
from reader.fetch.gates import FEED_GAP, Gates
from reader.fetch.guard import is_near, parse_address, trusts
from reader.fetch.portal import in_the_way, looks_like_html, portal_sentence
from reader.model import FeedLink, ParsedFeed
from reader.store import feeds
from reader.store.database import Database

MOST_REQUESTS = 12
"""Requests for one search, redirects among them (which the last one may go beyond)."""
FOR_LINKS = 3
"""Of these are kept for links that a page shows, while names are guessed at."""
MOST_LOOKED_AT = 6
"""Feeds that a page names and that are looked into; the others are listed unseen."""
MOST_LISTED = 500
"""Sources of a list behind an address that are offered."""
_FULL = 600  # characters of HTML from which a text counts as more than a teaser
_BARE_HOST = re.compile(r"[^\s/:?#]+\.[^\s/:?#]+|localhost\b|\[[0-9a-fA-F:.]+\]")


class NoFeed(Exception):
    """There is no feed behind the address. Its text is one sentence for people; `page`: a web page is there."""

    def __init__(self, sentence: str, *, page: bool = False) -> None:
        super().__init__(sentence)
        self.page = page


@dataclass(frozen=True, slots=True)
class Sighting:
    """A feed that was found. `parsed` and `answer` are None where it was only named by a page.

    `whole` is false where the document was cut: then its validators are not to be kept.
    """

    url: str
    typed: bool
    link: FeedLink
    parsed: ParsedFeed | None = None
    answer: Answer | None = None
    whole: bool = True


class Finder:
    """Looks for the feeds behind one address; for each search a new one. `db` knows which hosts are left alone."""

    def __init__(
        self,
        db: Database,
        fetcher: Fetcher,
        pool: WorkerPool,
        gates: Gates,
        robots: RobotsKeeper,
        clock: Callable[[], float],
    ) -> None:
        self._db = db
        self._clock = clock
        self._fetcher = fetcher
        self._pool = pool
        self._gates = gates
        self._robots = robots
        self._left = MOST_REQUESTS

    async def find(self, text: str) -> list[Sighting]:
        """The feeds behind what the person typed, best first. Raises `NoFeed` with a sentence."""
        choices = spellings(text)
        for number, url in enumerate(choices):
            try:
                return await self._find(url)
            except NoTrust as error:
                raise NoFeed(str(error)) from None
            except (Unreachable, TooSlow) as error:
                if number == len(choices) - 1:
                    raise NoFeed(str(error)) from None
            except FetchError as error:
                raise NoFeed(str(error)) from None
        raise NoFeed("This is no address that can be asked for.")

    async def _find(self, url: str) -> list[Sighting]:
        from reader.parse.sites import known_site

        known = known_site(url)
        if known is not None:
            seen = await self._look(known, url)
            if seen is not None:
                return [seen]
        answer = await self._get(url, True)
        host = parse_address(url).host
        blocked = in_the_way(
            answer.status,
            answer.headers,
            answer.body,
            asked_host=host,
            final=answer.url,
            final_host=answer.host,
        )
        if blocked:
            raise NoFeed(portal_sentence(blocked, host))
        if answer.status != 200:
            raise NoFeed(status_sentence(answer.status, host))
        sentence = ""
        if is_opml(answer.body):
            return _listed(answer.body)
        if not looks_like_html(answer.body):
            try:
                return [await self._read(answer, FeedLink(answer.url), url, True)]
            except WorkError as error:
                sentence = str(error)
        page = await self._page(answer)
        if page.declared:
            return await self._behind(page.feeds, url)
        if await self._is_watched(answer):
            raise NoFeed(
                f"This page names no feed, but others of {host} are watched for headlines: it can be, too.",
                page=True,
            )
        found = await self._well_known(answer.url, url, page.feeds)
        if found is not None:
            others = [link for link in page.feeds if _path(link.url) != _path(found.url)]
            return [found, *(Sighting(link.url, trusts(url, link.url), link) for link in others)]
        if page.feeds:
            return await self._behind(page.feeds, url)
        raise NoFeed(
            sentence or f"No feed was found at this address of {host} or behind it.", page=not sentence
        )

    async def _page(self, answer: Answer) -> PageRead:
        try:
            return await self._pool.page(ReadPage(answer.body, answer.url, answer.charset))
        except WorkError:
            return PageRead()

    async def _is_watched(self, answer: Answer) -> bool:
        """Whether a watcher's rule for another page of this host finds headlines here."""
        rule = feeds.watch_of_host(self._db, answer.url)
        if not rule:
            return False
        try:
            found = await self._pool.look(LookAtPage(answer.body, answer.url, answer.charset, rule))
        except WorkError:
            return False
        return bool(found.ways and found.ways[0].count)

    async def _behind(self, named: tuple[FeedLink, ...], home: str) -> list[Sighting]:
        """The feeds that a page names: the first few looked into and put in order, the rest as named."""
        seen: list[Sighting] = []
        error = ""
        looked = 0
        for link in named[:MOST_LOOKED_AT]:
            if looked and self._left <= 0:
                break
            looked += 1
            try:
                one = await self._look(link, home, strict=True)
            except (FetchError, WorkError, NoFeed) as caught:
                error = error or str(caught)
                continue
            if one is not None:
                seen.append(one)
        if not seen:
            raise NoFeed(f"The page names a feed, but it cannot be read: {error}")
        order = {one.url: place for place, one in enumerate(seen)}
        seen.sort(key=lambda one: (_section(one, named), *_rank(one), order[one.url]))
        taken = {one.url for one in seen}
        rest = [link for link in named[looked:] if link.url not in taken]
        return seen + [Sighting(link.url, trusts(home, link.url), link) for link in rest]

    async def _well_known(
        self, page_url: str, home: str, shown: tuple[FeedLink, ...] = ()
    ) -> Sighting | None:
        """A feed under a name that many sites use, those that the page links to (`shown`) first.

        Guessing at names is a robot's work: a site whose robots.txt cannot be had is not guessed at. One that redirects
        elsewhere leads to a front page, not to a feed.
        """
        from reader.parse.discover import well_known

        self._left -= 1  # for robots.txt
        linked = {link.url for link in shown}
        for url in sorted(well_known(page_url), key=lambda one: one not in linked):
            if self._left <= (FOR_LINKS if shown else 1):  # it may redirect
                break
            if not (await self._robots.verdict(url, home)).allowed:
                continue
            found = await self._look(FeedLink(url), home, still=True)
            if found is not None:
                return found
        return None

    async def _look(
        self, link: FeedLink, home: str, *, strict: bool = False, still: bool = False
    ) -> Sighting | None:
        """The feed at `link`, or None. `strict` raises why not; `still` takes no redirect to another path."""
        try:
            answer = await self._get(link.url, trusts(home, link.url))
            if answer.status != 200:
                raise NoFeed(status_sentence(answer.status, answer.host))
            if looks_like_html(answer.body):
                raise NoFeed(f"{answer.host} sent a web page where the feed should be.")
            if still and answer.hops and _path(answer.url) != _path(link.url):
                return None
            return await self._read(answer, link, home, trusts(home, answer.url))
        except (FetchError, WorkError, NoFeed):
            if strict:
                raise
            return None

    async def _get(self, url: str, typed: bool) -> Answer:
        if self._left <= 0:
            raise BadAddress("The search for a feed was given up after too many requests.")
        self._left -= 1
        _, near = host_of(url)
        gap = 0.0 if near and typed else FEED_GAP
        answer = await holding.ask(
            self._db, self._fetcher, self._gates, Request(url, typed=typed), gap, self._clock
        )
        self._left -= answer.hops
        return answer

    async def _read(self, answer: Answer, link: FeedLink, home: str, typed: bool) -> Sighting:
        parsed: ParsedFeed = await self._pool.feed(
            ParseFeed(answer.body, answer.url, answer.charset, answer.content_type)
        )
        whole = not (parsed.repaired and is_cut(answer.body))
        if not whole:
            if is_torn(answer.body):
                parsed = structs.replace(parsed, entries=parsed.entries[:-1], found=parsed.found - 1)
            if not parsed.entries:
                raise WorkError(NOTHING_WHOLE)
        kind = link.type or answer.content_type
        url = answer.permanent or link.url
        return Sighting(url, typed, FeedLink(url, parsed.title or link.title, kind), parsed, answer, whole)


def is_words(text: str) -> bool:
    """Whether the person gave words to look for rather than an address."""
    text = text.strip().strip("<>").strip()
    return bool(text) and "://" not in text and not text.startswith("feed:") and not _BARE_HOST.match(text)


def spellings(text: str) -> list[str]:
    """The addresses that the person may have meant, likeliest first. Raises `NoFeed`."""
    text = text.strip().strip("<>").strip()
    for prefix in ("feed://", "feed:"):
        if text.lower().startswith(prefix):
            rest = text[len(prefix) :]
            text = rest if "://" in rest else f"http://{rest}"
    if text.lower().startswith(("http://", "https://")):
        return [text]
    if "://" in text or not text:
        raise NoFeed("Only addresses that start with http:// or https:// can be asked for.")
    if not _BARE_HOST.match(text):
        raise NoFeed(
            f"“{text[:80]}” is no address: type one such as example.org or https://example.org/feed."
        )
    try:
        near = is_near(urlsplit(f"//{text}").hostname or "")
    except ValueError:
        raise NoFeed("The address cannot be read.") from None
    return [f"http://{text}", f"https://{text}"] if near else [f"https://{text}", f"http://{text}"]


def places_of(url: str, link: str) -> list[str]:
    """Where to look for the feed of a site whose own, at `url`, is not there any more: `link` is the site's page."""
    parts = urlsplit(url)
    secure = [url.replace("http://", "https://", 1)] if parts.scheme == "http" else []
    root = f"{parts.scheme}://{parts.netloc}/"
    return list(dict.fromkeys([*secure, *([link] if link else []), root]))


def is_opml(body: bytes) -> bool:
    """Whether an answer is a list of sources."""
    return re.search(rb"<opml[\s>]", body[:2_000], re.IGNORECASE) is not None


def _listed(body: bytes) -> list[Sighting]:
    """The sources of a list, unseen. Raises `NoFeed`."""
    from reader.parse.opml import OpmlError, read_opml

    try:
        outlines = read_opml(body)
    except OpmlError as error:
        raise NoFeed(str(error)) from None
    if not outlines:
        raise NoFeed("The list of sources at this address is empty.")
    return [Sighting(one.url, False, FeedLink(one.url, one.title)) for one in outlines[:MOST_LISTED]]


def is_full(parsed: ParsedFeed) -> bool:
    long = sum(len(entry.content or entry.summary) >= _FULL for entry in parsed.entries)
    return bool(parsed.entries) and 2 * long >= len(parsed.entries)


def _section(one: Sighting, named: tuple[FeedLink, ...]) -> int:
    """Sections stay behind the site's own feed: the page's order parts them by how deep their addresses go."""
    depth = min(link.url.count("/") for link in named)
    return int(one.link.url.rstrip("/").count("/") > depth + 1)


def _rank(one: Sighting) -> tuple[int, int, int]:
    parsed = one.parsed or ParsedFeed()
    newest = max((entry.published or 0 for entry in parsed.entries), default=0)
    return (0 if is_full(parsed) else 1, -(newest // 86_400), 0 if "atom" in one.link.type else 1)


def _path(url: str) -> str:
    return parse_address(url).target.rstrip("/")
