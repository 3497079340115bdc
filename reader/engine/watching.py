"""Pages that have no feed, watched in its place: asked within robots.txt, read by a worker, subscribed to by choice.

Only the page itself is ever asked for: no script, frame or picture of it. Redirects are followed one by one, so that
robots.txt is heard before each.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

from reader.engine.asking import Verdict, judge, moved
from reader.engine.events import Added, Looked
from reader.engine.find import NoFeed, spellings
from reader.engine.jobs import LookAtPage, PageLook, WatchPage
from reader.engine.permitted import Permitted
from reader.engine.workers import WorkerPool, WorkError
from reader.fetch.client import Answer, Request
from reader.fetch.errors import FetchError
from reader.fetch.schedule import FLOOR, Next, after_failure, after_success
from reader.model import Feed, Rhythm
from reader.store import entries, feeds, pending
from reader.store.database import Database
from reader.store.incoming import IncomingFeed
from reader.store.polls import Memo, Poll
from reader.store.wishes import BY_ITSELF

BROKEN_AFTER = 3
"""So many answers in a row without a headline, and the page is said to be broken."""
BROKEN = "The page gave no headline three times: it may be built anew. Choose its headlines again with “telex add --watch”."
NO_HEADLINE = "the page gave no headline"
NOTHING = "No headlines were found on this page: name them by CSS selectors (--select)."


class Pages:
    """Asks for the pages of one store's watchers. One for each engine."""

    def __init__(
        self,
        db: Database,
        pool: WorkerPool,
        permitted: Permitted,
        clock: Callable[[], float],
    ) -> None:
        self._db = db
        self._pool = pool
        self._permitted = permitted
        self._clock = clock

    async def get(
        self,
        url: str,
        *,
        etag: bytes | None = None,
        last_modified: bytes | None = None,
        typed: bool = False,
        pressed: bool = False,
    ) -> Answer:
        """The page; unless `pressed` as far from the last one of its host as robots.txt asks.

        Raises `FetchError`, also where robots.txt does not let programs have it.
        """
        request = Request(url, etag, last_modified, kind="page")
        return await self._permitted.get(request, url if typed else "", paced=not pressed, ahead=True)

    async def ask(self, poll: Poll) -> Answer | FetchError:
        """The answer to a poll, or the error as a value."""
        try:
            return await self.get(
                poll.url, etag=poll.etag, last_modified=poll.last_modified, typed=poll.typed
            )
        except FetchError as error:
            return error

    async def judge(self, poll: Poll, answer: Answer | FetchError, now: int) -> Verdict:
        """What the answer says: its headlines, or that there were none; what is stored stays in every case."""
        verdict = judge(poll, answer, now)
        if verdict is not None:
            return replace(verdict, empty=0) if verdict.status == "unchanged" else verdict
        assert isinstance(answer, Answer)
        try:
            taken = await self._pool.watch(WatchPage(answer.body, answer.url, answer.charset, poll.watch))
        except WorkError as error:
            return Verdict("error", after_failure(now, 200, poll.failures + 1, salt=poll.feed_id), str(error))
        if not taken.items:
            return _nothing(poll, now)
        return Verdict(
            "ok",
            after_success(now, answer.headers, validators=True, interval=poll.interval),
            taken=taken,
            etag=answer.etag,
            last_modified=answer.last_modified,
            moved_to=moved(poll, answer),
        )

    async def look(self, text: str, watch: str = BY_ITSELF) -> Looked:
        """What the page at an address would yield: by `watch` first, then by each of its groups of links.

        Where it is to be found by itself, a rule that the person chose for another page of that host goes before.
        """
        try:
            answer, found = await self._look(text, watch)
        except (NoFeed, FetchError, WorkError) as error:
            return Looked(text, error=str(error))
        known = _subscribed(self._db, answer)
        return Looked(answer.url, found.title, found.language, found.ways, known.id if known else 0)

    async def add(self, text: str, watch: str = BY_ITSELF, folder: tuple[str, ...] = ()) -> Added:
        """Watch the page at an address from now on, and store what it says now.

        A page that is watched already keeps its entries and gets the new choice. Raises `StoreError`.
        """
        try:
            answer = await self._page(text)
            taken = await self._pool.watch(WatchPage(answer.body, answer.url, answer.charset, watch))
        except (NoFeed, FetchError, WorkError) as error:
            return Added(text, error=str(error))
        if not taken.items:
            return Added(text, error=NOTHING)
        feed, new, known = self._take(answer, taken, watch, folder)
        return Added(answer.url, feed.id, feed.name, new, known)

    def _take(
        self, answer: Answer, taken: IncomingFeed, watch: str, folder: tuple[str, ...]
    ) -> tuple[Feed, int, bool]:
        now = math.ceil(self._clock())
        known = _subscribed(self._db, answer)
        if known is None:
            wanted = feeds.NewFeed(
                answer.permanent or answer.url,
                title=taken.feed.title,
                folder=folder,
                settings={"watch": watch},
            )
            feed = feeds.add_feeds(self._db, [wanted], kind="subscribe", now=now).feeds[0]
        else:
            feed = known
        if feeds.settings_of(self._db, feed.id).get("watch") != watch:
            feeds.set_settings(self._db, feed.id, now, watch=watch)
        later = after_success(now, answer.headers, validators=True, interval=feed.interval)
        stored = entries.store_feed(
            self._db,
            feed.id,
            taken,
            etag=answer.etag,
            last_modified=answer.last_modified,
            next_at=later.at,
            now=now,
            memo=Memo(later.why, later.fresh_until),
        )
        pending.index(self._db, stored.words)
        return feeds.feed(self._db, feed.id), stored.new, known is not None

    async def _page(self, text: str) -> Answer:
        """The page that the person means. Raises `NoFeed`, `FetchError` or `WorkError` with a sentence."""
        choices = spellings(text)
        for number, url in enumerate(choices):
            try:
                answer = await self.get(url, typed=True, pressed=True)
                break
            except FetchError:
                if number == len(choices) - 1:
                    raise
        verdict = judge(_poll(url), answer, int(self._clock()))
        if verdict is not None:
            raise WorkError(verdict.error or f"{answer.host} sent no page.")
        return answer

    async def _look(self, text: str, watch: str) -> tuple[Answer, PageLook]:
        answer = await self._page(text)
        rule = feeds.watch_of_host(self._db, answer.url) if watch == BY_ITSELF else ""
        for choice in filter(None, (rule, watch)):
            found = await self._pool.look(LookAtPage(answer.body, answer.url, answer.charset, choice))
            if choice == watch or (found.ways and found.ways[0].count):
                break
        return answer, found


def _nothing(poll: Poll, now: int) -> Verdict:
    """Nothing on the page: a state at first, then the watcher is broken. Validators stay those of the last good page."""
    count = poll.empty + 1
    if count < BROKEN_AFTER:
        return Verdict("held", Next(now + max(FLOOR, poll.interval), NO_HEADLINE), empty=count)
    later = after_failure(now, 200, count - BROKEN_AFTER + 1, salt=poll.feed_id)
    return Verdict("error", Next(later.at, NO_HEADLINE), BROKEN, empty=count)


def _subscribed(db: Database, answer: Answer) -> Feed | None:
    places = {answer.url, answer.permanent or answer.url}
    return next((feed for feed in feeds.all_feeds(db) if feed.url in places), None)


def _poll(url: str) -> Poll:
    return Poll(0, url, None, None, True, 0, 0, Rhythm(), "", None, "")
