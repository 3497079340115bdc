"""A run: the feeds that are due are asked, read and stored, each in one transaction with its validators.

Politeness decides what is asked: the next time of a feed, its host's wish to be left alone, the claim that keeps two
processes from asking the same feed, and the gates. One loop writes; a feed that fails costs the others nothing.
"""

from __future__ import annotations

import asyncio
import logging
import os
import secrets
import time
from collections.abc import Callable, Iterable
from contextlib import AsyncExitStack

from reader.config import Settings
from reader.engine.asking import Verdict, ask, host_of, judge, read
from reader.engine.events import Done, Event, Failed, FeedDone, Note, Started
from reader.engine.moves import Move, proven
from reader.engine.tally import Tally
from reader.engine.voice import Tell, Voice
from reader.engine.workers import WorkerPool
from reader.fetch.client import Fetcher
from reader.fetch.errors import FetchError
from reader.fetch.gates import FEED_GAP, Gates
from reader.fetch.portal import PortalWatch
from reader.fetch.retry_after import LONGEST
from reader.fetch.schedule import FLOOR, PRESS_FLOOR, Next, after_failure, may_press, spread
from reader.store import entries, hosts, polls
from reader.store.database import Database, StoreError
from reader.store.polls import Memo, Poll

Summary = Done
"""What a run came to."""

PORTAL = "This network answers everything with its own log-in page (captive portal): the run was stopped."
OFFLINE = "There is no network: what is stored can be read, and the sources are asked when it is back."
_RETRY_OFFLINE = 300  # seconds; nothing tells any sooner that the network is back

log = logging.getLogger(__name__)


async def refresh(
    db: Database,
    settings: Settings,
    *,
    feeds: Iterable[int] | None = None,
    force: bool = False,
    tell: Callable[[Event], None],
    clock: Callable[[], float] = time.time,
) -> Summary:
    """One run with workers and connections of its own, on a store of this thread. Raises `StoreError`.

    The caller holds the lease (`reader.store.lease`). `feeds` limits it to these; `force` asks also what is not due, within politeness.
    """
    async with AsyncExitStack() as stack:
        fetcher = await stack.enter_async_context(Fetcher(contact=settings.fetch.contact))
        pool = await stack.enter_async_context(WorkerPool())
        runner = Runner(db, fetcher, pool, Gates(settings.fetch.hosts), tell=tell, clock=clock)
        runner.free_claims()
        return await runner.refresh(feeds, force=force)


def steady() -> float:
    """Seconds on a clock that nobody can set and that runs on while the computer sleeps, where the system has one."""
    return time.clock_gettime(_STEADY) if _STEADY is not None else time.monotonic()


_STEADY: int | None = getattr(time, "CLOCK_BOOTTIME", None)


class Runner:
    """Runs refreshes on one store with one fetcher and one pool, one after the other, in the store's thread.

    `clock` gives Unix seconds and may be set by anyone; `still` must be steady: floors are held against both.
    """

    def __init__(
        self,
        db: Database,
        fetcher: Fetcher,
        pool: WorkerPool,
        gates: Gates,
        *,
        tell: Tell,
        clock: Callable[[], float] = time.time,
        still: Callable[[], float] = steady,
    ) -> None:
        self.db = db
        self.fetcher = fetcher
        self.pool = pool
        self.gates = gates
        self.clock = clock
        self.voice = Voice(tell, db.generation)
        self._still = still
        self._asked_at: dict[int, float] = {}
        self._held: dict[str, int] = {}
        self._portals = PortalWatch()
        self._who = f"{os.getpid()}/{secrets.token_hex(4)}"

    async def refresh(
        self, feeds: Iterable[int] | None = None, *, force: bool = False, scheduled: bool = False
    ) -> Summary:
        """Ask what is due (or, with `force`, what politeness allows); `scheduled` spreads it over time.

        Raises `StoreError` where the store cannot be written; what was stored stays. When cancelled, what is under
        way is dropped and nothing of it is stored.
        """
        now = int(self.clock())
        polls.mend_times(self.db, now)
        found = polls.polls(self.db, feeds, now=now, force=force)
        tally = Tally(len(found))
        self._held = {name: min(until, now + LONGEST) for name, until in hosts.held(self.db, now).items()}
        self._portals = PortalWatch()
        parsed_before = self.pool.seconds
        asked = [poll for poll in found if not self._too_early(poll, tally, now, force)]
        free = set(polls.claim(self.db, [poll.feed_id for poll in asked], self._who, now)) if asked else set()
        asked = [poll for poll in asked if poll.feed_id in free or self._elsewhere(poll, tally)]
        asked.sort(key=lambda poll: poll.failures > 0)
        self.voice.tell(Started(len(asked), not scheduled))
        try:
            await self._ask_all(asked, tally, spread(len(asked)) if scheduled else 0.0)
        finally:
            if asked:
                polls.release(self.db, self._who)
        self._settle_offline(tally)
        tally.parsing = self.pool.seconds - parsed_before
        summary = tally.summary()
        self.voice.flush()
        self.voice.tell(summary)
        return summary

    def free_claims(self) -> None:
        """Give back what earlier engines claimed and left: the holder of the lease knows that they are no more."""
        for who in polls.claimants(self.db):
            if who != self._who:
                polls.release(self.db, who)

    def _too_early(self, poll: Poll, tally: Tally, now: int, force: bool) -> bool:
        """Whether politeness says no; then the feed is told as "held", with the reason and the next time."""
        try:
            host = host_of(poll.url)[0]
        except FetchError:
            return False
        until = self._held.get(host, 0)
        held_why = f"{host} asked to be left alone"
        if force:
            limit = may_press(now, poll.fetched_at, poll.memo.fresh_until, until)
        else:
            limit = Next(until, held_why)
        since = self._still() - self._asked_at.get(poll.feed_id, float("-inf"))
        floor = PRESS_FLOOR if force else FLOOR
        if since < floor and limit.at < now + floor - since:
            limit = Next(int(now + floor - since), "it was asked a moment ago")
        if limit.at <= now:
            return False
        if not force:
            polls.postpone(self.db, [poll.feed_id], limit.at, limit.why)
        self._refuse(poll, tally, limit)
        return True

    def _elsewhere(self, poll: Poll, tally: Tally) -> bool:
        """Another process asks this feed at the moment."""
        self._refuse(poll, tally, Next(0, "another Telex is asking it at this moment"))
        return False

    def _refuse(self, poll: Poll, tally: Tally, limit: Next) -> None:
        tally.held += 1
        tally.done += 1
        self.voice.tell(FeedDone(poll.feed_id, "held", next_at=limit.at, why=limit.why))

    async def _ask_all(self, asked: list[Poll], tally: Tally, gap: float) -> None:
        try:
            async with asyncio.TaskGroup() as group:
                for number, poll in enumerate(asked):
                    if number and (gap or number % 50 == 0):
                        await asyncio.sleep(gap)
                    if tally.stopped:
                        break
                    group.create_task(self._one(poll, tally))
        except* StoreError as caught:
            raise _first(caught) from None

    async def _one(self, poll: Poll, tally: Tally) -> None:
        try:
            verdict = await self._verdict(poll, tally)
            if verdict is not None:
                self._write(poll, verdict, tally)
        except StoreError:
            raise
        except Exception as error:
            log.exception("feed %d", poll.feed_id)
            sentence = f"Telex could not take in this feed ({type(error).__name__})."
            self._write(poll, self._failed(poll, sentence), tally)

    async def _verdict(self, poll: Poll, tally: Tally) -> Verdict | None:
        """Ask through the gates and read what came; None where the run was stopped before."""
        try:
            host, near = host_of(poll.url)
        except FetchError as error:
            return self._failed(poll, str(error))
        await self.pool.room()
        async with self.gates.turn(host, 0.0 if near and poll.typed else FEED_GAP):
            if tally.stopped:
                return None
            now = int(self.clock())
            until = self._held.get(host, 0)
            if until > now:
                waiting = Next(until, f"{host} asked to be left alone")
                polls.postpone(self.db, [poll.feed_id], waiting.at, waiting.why)
                return Verdict("held", waiting, asked=False)
            self._asked_at[poll.feed_id] = self._still()
            started = time.monotonic()
            answer = await ask(poll, self.fetcher)
            tally.fetching += time.monotonic() - started
            tally.requests += 1
            verdict = judge(poll, answer, now)
            if verdict is not None and verdict.hold:
                self._held[host] = now + verdict.hold
                hosts.hold(self.db, host, now + verdict.hold)
        if not isinstance(answer, FetchError):
            tally.answered += 1
            if verdict is None:
                verdict = await read(poll, answer, self.pool, now)
        assert verdict is not None
        if verdict.foreign and self._portals.saw(host, verdict.foreign, host_of(verdict.foreign)[0]):
            tally.stopped = PORTAL
        return verdict

    def _failed(self, poll: Poll, sentence: str) -> Verdict:
        later = after_failure(int(self.clock()), 0, poll.failures + 1, salt=poll.feed_id)
        return Verdict("error", later, sentence)

    def _write(self, poll: Poll, verdict: Verdict, tally: Tally) -> None:
        """Store what came of one poll, count it and tell it."""
        started = time.monotonic()
        stored = entries.Stored(0, 0)
        if verdict.status == "offline":
            tally.offline.append((poll, verdict))
        elif verdict.parsed is not None:
            now = int(self.clock())
            move = proven(poll.memo.moved, verdict.moved_to, now)
            stored = entries.store_feed(
                self.db,
                poll.feed_id,
                verdict.parsed,
                etag=verdict.etag,
                last_modified=verdict.last_modified,
                next_at=verdict.next.at,
                now=now,
                moved_to=move.to,
                memo=Memo(verdict.next.why, verdict.next.fresh_until, move.kept),
            )
        elif verdict.asked:
            self._record(poll, verdict)
        tally.storing += time.monotonic() - started
        self.voice.tell(tally.count(poll, verdict, stored))
        self.voice.progress(tally.progress())
        if stored.new or stored.updated:
            self.voice.changed()

    def _record(self, poll: Poll, verdict: Verdict) -> None:
        """Note an answer without entries; only a good one says anything about the feed's address."""
        now = int(self.clock())
        move = Move("", poll.memo.moved)
        if verdict.status == "unchanged":
            move = proven(poll.memo.moved, verdict.moved_to, now)
        polls.record(
            self.db,
            poll.feed_id,
            status=verdict.status,
            error=verdict.error,
            etag=verdict.etag,
            last_modified=verdict.last_modified,
            next_at=verdict.next.at,
            now=now,
            moved_to=move.to,
            memo=Memo(verdict.next.why, verdict.next.fresh_until, move.kept),
        )

    def _settle_offline(self, tally: Tally) -> None:
        """Without any answer there was no network: a state, not a failure. Otherwise these hosts are at fault."""
        if tally.no_network:
            again = int(self.clock()) + _RETRY_OFFLINE
            ids = [poll.feed_id for poll, _ in tally.offline]
            polls.postpone(self.db, ids, again, "there is no network")
            self.voice.tell(Note(OFFLINE))
        else:
            for poll, verdict in tally.offline:
                self._record(poll, Verdict("error", verdict.next, verdict.error))
        if tally.stopped:
            self.voice.tell(Failed(tally.stopped))


def _first(group: BaseExceptionGroup[BaseException]) -> BaseException:
    error: BaseException = group
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error
