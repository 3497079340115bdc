"""What a run stores: the documents of several feeds in one transaction, each feed whole or not at all; then their words.

A transaction costs as much as the entries of half a feed, and the pages of the lists' indexes are written once for all of
them. So documents wait for each other, a moment at most, and not at all where nobody else is on the way.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass

from reader.engine.asking import Verdict
from reader.engine.moves import Move, proven
from reader.engine.takeover import SENTENCE, seems_taken
from reader.engine.tally import Tally
from reader.store import entries, held, pending, polls
from reader.store.database import Database, StoreError
from reader.store.polls import Memo, Poll

TOGETHER = 1_000
"""Entries in one transaction, of documents and of the search index alike: some 30 ms of work."""
PAUSE = 0.1
"""Seconds that a document waits for others at most."""
_NOTHING = entries.Stored(0, 0)

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Document:
    poll: Poll
    verdict: Verdict
    stored: asyncio.Future[None]


class Intake:
    """Of one run. `tell` hears of each feed once it is committed; `failed` makes the verdict on one that cannot be stored."""

    def __init__(
        self,
        db: Database,
        tally: Tally,
        now: Callable[[], int],
        tell: Callable[[Poll, Verdict, entries.Stored], None],
        failed: Callable[[Poll, Exception], Verdict],
    ) -> None:
        self._db = db
        self._tally = tally
        self._now = now
        self._tell = tell
        self._failed = failed
        self._waiting: list[_Document] = []
        self._under_way = 0
        self._timer: asyncio.TimerHandle | None = None
        self._unindexed: list[pending.Row] = []

    def expect(self) -> None:
        """A feed is asked: it brings a document, or `miss` is called for it."""
        self._under_way += 1

    def miss(self) -> None:
        """One that was expected brings nothing more: nobody waits for it."""
        self._under_way -= 1
        self._look()

    async def take(self, poll: Poll, verdict: Verdict) -> None:
        """Store a document, with those that come at the same time; returns once it is committed. Raises `StoreError`.

        When it is cancelled before, nothing of the document is stored.
        """
        document = _Document(poll, verdict, asyncio.get_running_loop().create_future())
        self._waiting.append(document)
        self._look()
        await document.stored

    def record(self, poll: Poll, verdict: Verdict) -> None:
        """Note an answer without entries; only a good one says anything about the feed's address."""
        now = self._now()
        move = Move("", poll.memo.moved)
        if verdict.status == "unchanged":
            move = proven(poll.memo.moved, verdict.moved_to, now)
        polls.record(
            self._db,
            poll.feed_id,
            status=verdict.status,
            error=verdict.error,
            etag=verdict.etag,
            last_modified=verdict.last_modified,
            next_at=verdict.next.at,
            now=now,
            moved_to=move.to,
            memo=Memo(verdict.next.why, verdict.next.fresh_until, move.kept),
            empty=verdict.empty,
        )

    def index(self) -> None:
        """Make searchable what was stored since the last time; what a run that dies leaves is for the finisher."""
        started = time.monotonic()
        rows, self._unindexed = self._unindexed, []
        for start in range(0, len(rows), TOGETHER):
            pending.index(self._db, rows[start : start + TOGETHER])
        self._tally.indexing += time.monotonic() - started

    def _look(self) -> None:
        """Store what waits, if it is much or nothing else is on the way; else soon."""
        if not self._waiting:
            return
        items = sum(len(one.verdict.taken.items) for one in self._waiting if one.verdict.taken is not None)
        if items >= TOGETHER or len(self._waiting) >= self._under_way:
            self._store()
        elif self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(PAUSE, self._store)

    def _store(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        waiting = [one for one in self._waiting if not one.stored.done()]
        self._waiting.clear()
        if not waiting:
            return
        try:
            try:
                self._commit(waiting)
            except StoreError:
                raise
            except Exception:  # one is at fault: the others are stored without it
                for one in waiting:
                    self._commit_alone(one)
        except StoreError as error:
            for one in waiting:
                if not one.stored.done():
                    one.stored.set_exception(error)

    def _commit(self, documents: list[_Document]) -> None:
        """All in one transaction, then told of."""
        started = time.monotonic()
        with self._db.write():
            done = [self._write(one.poll, one.verdict) for one in documents]
        self._tally.storing += time.monotonic() - started
        for _, stored in done:
            self._unindexed += stored.words
        if len(self._unindexed) >= TOGETHER:
            self.index()
        for one, (verdict, stored) in zip(documents, done, strict=True):
            self._tell(one.poll, verdict, stored)
            one.stored.set_result(None)

    def _commit_alone(self, one: _Document) -> None:
        try:
            self._commit([one])
        except StoreError:
            raise
        except Exception as error:
            log.exception("feed %d", one.poll.feed_id)
            verdict = self._failed(one.poll, error)
            self.record(one.poll, verdict)
            self._tell(one.poll, verdict, _NOTHING)
            one.stored.set_result(None)

    def _write(self, poll: Poll, verdict: Verdict) -> tuple[Verdict, entries.Stored]:
        """One document and its validators, inside the transaction; the verdict may become another."""
        taken = verdict.taken
        assert taken is not None
        if seems_taken(self._db, poll.feed_id, taken):
            held.hold(self._db, poll.feed_id, taken.items, self._now())
            verdict = Verdict("suspect", verdict.next, SENTENCE)
            self.record(poll, verdict)
            return verdict, _NOTHING
        now = self._now()
        move = proven(poll.memo.moved, verdict.moved_to, now)
        stored = entries.store_feed(
            self._db,
            poll.feed_id,
            taken,
            etag=verdict.etag,
            last_modified=verdict.last_modified,
            next_at=verdict.next.at,
            now=now,
            moved_to=move.to,
            memo=Memo(verdict.next.why, verdict.next.fresh_until, move.kept),
        )
        if verdict.error:
            polls.remark(self._db, poll.feed_id, verdict.error)
        return verdict, stored
