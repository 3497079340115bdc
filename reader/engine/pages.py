"""The pages of entries: fetched politely, read by a worker, their text kept beside what the feed gave.

One that the person asks for is theirs: it goes ahead where robots.txt forbids programs the page, and is flagged. In the
background robots.txt is obeyed, a page that failed is asked for again with patience, and one that is stored never.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from pathlib import Path

from reader.engine import holding
from reader.engine.asking import host_of
from reader.engine.events import Followed, PageDone
from reader.engine.jobs import ArticleRead, ReadArticle
from reader.engine.permitted import Permitted
from reader.engine.underway import UnderWay
from reader.engine.workers import WorkerPool, WorkError
from reader.fetch.client import Answer, Fetcher, Request
from reader.fetch.errors import FetchError, Offline, phrase_of
from reader.fetch.gates import PAGE_GAP, Gates
from reader.fetch.guard import trusts
from reader.fetch.portal import in_the_way, portal_sentence
from reader.store import followed, fulltext
from reader.store.database import Database
from reader.store.fulltext import Fulltext, Target

MOST_PAGES = 10
"""Pages of one article that are joined."""
RULES_FILE = "sites.toml"
"""The person's rules for sites, beside the settings."""
_MOST_RULES = 1 << 20  # bytes

WALLS = {
    "pay": "Only subscribers can read this page: what the feed gave is shown.",
    "consent": "The page asks for consent before it shows its text: what the feed gave is shown.",
}
LINK_WALLS = {
    "pay": "Only subscribers can read the page behind this link; o opens it outside.",
    "consent": "The page behind this link asks for consent first; o opens it outside.",
}
NOTHING_THERE = "No article was found behind this link; o opens it outside."
NO_TEXT = "No article was found on the page: what the feed gave is shown."
FORBIDDEN = "robots.txt forbids programs to fetch this page."

Tell = Callable[[PageDone], object]


class PageReader:
    """Reads the pages of one store's entries, in its thread. `rules` is the person's file of rules for sites."""

    def __init__(
        self,
        db: Database,
        fetcher: Fetcher,
        pool: WorkerPool,
        gates: Gates,
        *,
        permitted: Permitted | None = None,
        rules: Path | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """`permitted` is the engine's, where there is one."""
        self._db = db
        self._fetcher = fetcher
        self._pool = pool
        self._gates = gates
        self._rules = rules
        self._clock = clock
        self._permitted = permitted or Permitted(db, fetcher, gates, clock)
        self._under_way = UnderWay[int]()

    async def read(self, entry_id: int, tell: Tell, *, again: bool = False, pressed: bool = True) -> bool:
        """Fetch and keep the page's text, a quick choice first; true where the text is stored. Raises `StoreError`.

        `pressed` says that the person asked for it, who does not wait behind others in the background. `tell` hears of
        each text that was stored, or why none was. In the background `Offline` is raised where there is no network: that is
        no failure of the page's.
        """
        target = fulltext.target(self._db, entry_id)
        if target is None:
            tell(PageDone(entry_id, "This headline has no address."))
            return False
        if (target.full and not again) or self._under_way.has(entry_id, pressed=pressed):
            if target.full:
                tell(PageDone(entry_id))
            return target.full
        work = self._read(target, tell, pressed)
        return await self._under_way.do(entry_id, work, False, pressed=pressed)

    async def _read(self, target: Target, tell: Tell, pressed: bool) -> bool:
        home = target.home if target.typed else ""
        try:
            allowed = (await self._permitted.robots.verdict(target.link, home)).allowed
            if not allowed and not pressed:
                self._fail(target, FORBIDDEN, tell)
                return False
            answer = await self._get(target.link, home, pressed=pressed)
            stored = False
            if pressed:
                stored = self._keep(target, await self._work(answer, target, quick=True), not allowed)
                if stored:
                    tell(PageDone(target.entry_id, preview=True))
            whole = await self._whole(answer, target, home, pressed=pressed)
        except (FetchError, WorkError) as error:
            if isinstance(error, Offline) and not pressed:
                raise
            self._fail(target, str(error), tell)
            return False
        if whole.wall:
            self._fail(target, WALLS[whole.wall], tell, whole.wall)
            return False
        if not self._keep(target, whole, not allowed):
            self._fail(target, NO_TEXT, tell)
            return stored
        tell(PageDone(target.entry_id))
        return True

    async def follow(self, url: str, entry_id: int = 0, *, behind: bool = False) -> Followed:
        """Read the page that a link of entry `entry_id` leads to, unless it is stored. Raises `StoreError`.

        Where it is the own page of an entry, that one is opened instead.
        """
        known = fulltext.entry_at(self._db, url)
        if known:
            return Followed(url, known, behind=behind)
        before = followed.find(self._db, url)
        if before:
            return Followed(url, page_id=before, behind=behind)
        origin = fulltext.target(self._db, entry_id)
        home = origin.home if origin is not None and origin.typed else ""
        target = Target(0, url, "", origin.language if origin is not None else "", home, bool(home), False)
        try:
            found = await self._whole(await self._get(url, home), target, home)
        except (FetchError, WorkError) as error:
            return Followed(url, error=str(error), behind=behind)
        if found.wall or not found.html:
            return Followed(url, error=LINK_WALLS.get(found.wall, NOTHING_THERE), behind=behind)
        title = found.title or url
        page_id = followed.keep(self._db, url, title, _text_of(found), math.ceil(self._clock()))
        return Followed(url, page_id=page_id, title=title, behind=behind)

    async def look(self, url: str) -> ArticleRead:
        """The article at an address that the person gave; nothing is stored. Raises `FetchError` and `WorkError`."""
        target = Target(0, url, "", "", url, True, False)
        return await self._whole(await self._get(url, url), target, url)

    async def _whole(self, answer: Answer, target: Target, home: str, *, pressed: bool = True) -> ArticleRead:
        """The article with all of its pages; in the background with those that programs may fetch."""
        found = await self._work(answer, target)
        parts, seen, host = [found], {answer.url, target.link}, answer.host
        following = found.next
        while (
            following and following not in seen and len(parts) < MOST_PAGES and host_of(following)[0] == host
        ):
            seen.add(following)
            try:
                rules = await self._permitted.robots.verdict(following, home)
                if not rules.allowed and not pressed:
                    break
                answer = await self._get(following, home, pressed=pressed)
                part = await self._work(answer, target)
            except (FetchError, WorkError):
                break
            parts.append(part)
            following = part.next
        return joined(parts)

    async def image(self, url: str, home: str, *, pressed: bool) -> Answer:
        """What is at the address of an image, asked for as a page is. Raises `FetchError` and `WorkError`."""
        rules = await self._permitted.robots.verdict(url, home)
        if not rules.allowed and not pressed:
            raise WorkError("robots.txt forbids programs to fetch this image.")
        return await self._get(url, home, pressed=pressed, kind="image")

    async def _get(self, url: str, home: str, *, pressed: bool = True, kind: str = "page") -> Answer:
        """The page: the person's own way, or in the background as robots.txt lets programs have it, redirects and all."""
        host, near = host_of(url)
        typed = bool(home) and trusts(home, url)
        if pressed:
            request, gap = Request(url, typed=typed, kind=kind), 0.0 if near and typed else PAGE_GAP
            answer = await holding.ask(self._db, self._fetcher, self._gates, request, gap, self._clock)
        else:
            answer = await self._permitted.get(Request(url, kind=kind), home)
        if answer.status != 200:
            what = "no text came from the page" if kind == "page" else "no image came"
            raise WorkError(f"{answer.host} answered {phrase_of(answer.status)}: {what}.")
        blocked = in_the_way(
            answer.status,
            answer.headers,
            answer.body,
            asked_host=host,
            final=answer.url,
            final_host=answer.host,
        )
        if blocked:
            raise WorkError(portal_sentence(blocked, answer.host))
        return answer

    async def _work(self, answer: Answer, target: Target, *, quick: bool = False) -> ArticleRead:
        rules = b""
        if self._rules is not None:
            try:
                with self._rules.open("rb") as file:
                    rules = file.read(_MOST_RULES)
            except OSError:
                rules = b""
        return await self._pool.article(
            ReadArticle(answer.body, answer.url, answer.charset, target.language, quick, rules)
        )

    def _keep(self, target: Target, found: ArticleRead, flagged: bool) -> bool:
        if found.wall or not found.html:
            return False
        text = _text_of(found)
        return fulltext.keep(self._db, target.entry_id, text, math.ceil(self._clock()), flagged=flagged)

    def _fail(self, target: Target, error: str, tell: Tell, wall: str = "") -> None:
        fulltext.failed(self._db, target.entry_id, error, math.ceil(self._clock()), wall)
        tell(PageDone(target.entry_id, error))


def _text_of(found: ArticleRead) -> Fulltext:
    return Fulltext(
        found.html,
        found.blocks,
        found.words,
        found.author,
        found.paper,
        found.language,
        found.published,
        found.image,
    )


def joined(parts: list[ArticleRead]) -> ArticleRead:
    """One article of several pages; a page without text adds nothing."""
    import msgspec

    from reader.blocks import decode_json, encode_json

    first, rest = parts[0], [part for part in parts[1:] if part.html]
    if not rest:
        return first
    blocks = [block for part in (first, *rest) for block in decode_json(part.blocks)]
    return msgspec.structs.replace(
        first,
        html="".join((first.html, *(part.html for part in rest))),
        blocks=encode_json(tuple(blocks)),
        words=sum(part.words for part in (first, *rest)),
        next="",
    )
