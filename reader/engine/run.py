"""One run: the feeds that are due are asked, read and stored, each with its validators in one transaction.

Politeness decides what is asked: the next time of a feed, its host's wish to be left alone, the claim that keeps two
processes from asking the same feed, and the gates. One loop writes; a feed that fails costs the others nothing.
"""

from __future__ import annotations

import asyncio
import logging
import math
import os
import secrets
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from msgspec import structs

from reader.engine.asking import Verdict, ask, host_of, judge, read, whole
from reader.engine.events import Done, Failed, Note, Started
from reader.engine.intake import Intake
from reader.engine.tally import Tally
from reader.engine.voice import Voice
from reader.engine.watching import BROKEN_AFTER, Pages
from reader.engine.workers import WorkerPool
from reader.fetch.client import Answer, Fetcher
from reader.fetch.errors import FetchError
from reader.fetch.gates import FEED_GAP, Gates
from reader.fetch.portal import PortalWatch
from reader.fetch.retry_after import LONGEST
from reader.fetch.schedule import (
    FLOOR,
    NEVER,
    PRESS_FLOOR,
    Next,
    after_failure,
    may_press,
    quiet_until,
    spread,
)
from reader.store import entries, hosts, polls
from reader.store.database import Database, StoreError
from reader.store.polls import Poll

PORTAL = "This network answers everything with its own log-in page (captive portal): the run was stopped."
OFFLINE = "There is no network: what is stored can be read, and the sources are asked when it is back."
LATE = 300
"""Seconds after which a feed that is due counts as held up: by a start or a long sleep."""
_AGAIN = 300  # seconds until a feed that the network kept away is tried again
_SOONER = 4  # after a lost network feeds come so many times closer than after a long sleep: over two minutes and a half
_NOTHING = entries.Stored(0, 0)

log = logging.getLogger(__name__)


@dataclass
class Shared:
    """What the runs of one engine share. `asked_at` is on the steady clock, `held` in Unix seconds.

    `offline` says that the last run met no network. `whole_after` seconds after its last document a feed is asked for the
    whole one; 0 is never.
    """

    db: Database
    fetcher: Fetcher
    pool: WorkerPool
    gates: Gates
    voice: Voice
    clock: Callable[[], float]
    still: Callable[[], float]
    pages: Pages
    asked_at: dict[int, float] = field(default_factory=dict)
    held: dict[str, int] = field(default_factory=dict)
    offline: bool = False
    whole_after: int = 0

    def now(self) -> int:
        return int(self.clock())


class Run:
    """`go` does it, once. `who` is the name that its claims bear."""

    def __init__(
        self, shared: Shared, feeds: Iterable[int] | None, *, force: bool = False, scheduled: bool = False
    ) -> None:
        self.scheduled = scheduled
        self.who = f"{os.getpid()}/{secrets.token_hex(4)}"
        self._to = shared
        self._db = shared.db
        self._feeds = feeds
        self._force = force
        self._tally = Tally(was_offline=shared.offline)
        self._portals = PortalWatch()
        self._stopped = asyncio.Event()
        self._begun: set[int] = set()
        self._intake = Intake(shared.db, self._tally, shared.now, self._told, self._untaken)

    def stop(self) -> None:
        """Begin nothing new."""
        self._stopped.set()

    def give_back(self) -> None:
        """Let another run ask what this one was stopped from asking. Raises `StoreError`."""
        if self._stopped.is_set():
            polls.release(self._db, self.who, but=self._begun)

    async def go(self) -> Done:
        """The whole run. Raises `StoreError`."""
        to, tally, now = self._to, self._tally, self._to.now()
        polls.mend_times(self._db, now)
        found = polls.polls(self._db, self._feeds, now=now, force=self._force)
        if to.whole_after:
            found = [whole(poll, now - to.whole_after) for poll in found]
        if self._feeds is None:
            found = [poll for poll in found if poll.next_at < NEVER]
        tally.total = len(found)
        to.held = {name: min(until, now + LONGEST) for name, until in hosts.held(self._db, now).items()}
        parsed_before = to.pool.seconds
        asked = [poll for poll in found if not self._too_early(poll, now)]
        free = set(polls.claim(self._db, [poll.feed_id for poll in asked], self.who, now)) if asked else set()
        asked = [poll for poll in asked if poll.feed_id in free or self._elsewhere(poll)]
        to.voice.tell(Started(len(asked), not self.scheduled))
        to.voice.progress(tally.progress())
        try:
            with self._db.streak():
                await self._ask_all(asked, now)
        finally:
            if asked:
                polls.release(self._db, self.who)
        self._settle([poll.feed_id for poll in asked])
        self._intake.index()
        tally.parsing = to.pool.seconds - parsed_before
        to.voice.flush()
        done = structs.replace(tally.summary(), pressed=not self.scheduled)
        to.voice.tell(done)
        return done

    def _too_early(self, poll: Poll, now: int) -> bool:
        """Whether politeness says no; then the feed is told as "held", with the reason and the next time."""
        try:
            host = host_of(poll.url)[0]
        except FetchError:
            return False
        until = self._to.held.get(host, 0)
        if self._force:
            limit = may_press(now, poll.fetched_at, poll.memo.fresh_until, until)
        else:
            limit = self._left_alone(poll, host, now)
        since = self._to.still() - self._to.asked_at.get(poll.feed_id, float("-inf"))
        floor = PRESS_FLOOR if self._force and not poll.watch else FLOOR
        if poll.watch and poll.fetched_at is not None and limit.at < poll.fetched_at + FLOOR:
            limit = Next(poll.fetched_at + FLOOR, polls.HOURLY)
        if since < floor and limit.at < now + floor - since:
            limit = Next(int(now + floor - since), polls.A_MOMENT_AGO)
        if limit.at <= now:
            return False
        if not self._force:
            polls.postpone(self._db, [poll.feed_id], limit.at, limit.why)
        self._refuse(poll, limit)
        return True

    def _left_alone(self, poll: Poll, host: str, now: int) -> Next:
        """Until when the host asked to be left alone, or the feed is in its quiet hours (a press may go ahead there)."""
        held = max(self._to.held.get(host, 0), hosts.held_until(self._db, host, now))
        quiet = now if self._force or poll.fetched_at is None else quiet_until(now, poll.rhythm)
        if quiet > max(held, now):
            return Next(quiet, "the feed's quiet hours")
        return Next(held, f"{host} asked to be left alone")

    def _elsewhere(self, poll: Poll) -> bool:
        """Somebody else asks this feed at the moment."""
        self._refuse(poll, Next(0, "it is being asked at this moment"))
        return False

    def _refuse(self, poll: Poll, limit: Next) -> None:
        self._to.voice.tell(self._tally.count(poll, Verdict("held", limit), _NOTHING))

    async def _ask_all(self, asked: list[Poll], now: int) -> None:
        """All at once (the gates hold them); work held up by a start, a long sleep or a lost network is spread over minutes.

        Those that answered well last time go first, so that nobody who hangs, known or new, stands before them; but
        where work is spread, new feeds do not wait for it.
        """
        late = any(poll.fetched_at is not None and poll.next_at < now - LATE for poll in asked)
        gap = 0.0
        if self.scheduled and (late or self._to.offline):
            gap = spread(len(asked)) if late else spread(len(asked)) / _SOONER
        asked.sort(key=lambda poll: (poll.failures > 0, (poll.fetched_at is None) != bool(gap)))
        try:
            async with asyncio.TaskGroup() as group:
                for number, poll in enumerate(asked):
                    if gap and poll.fetched_at is not None:
                        await self._pause(gap)
                    elif number % 50 == 0:
                        await asyncio.sleep(0)
                    if self._stopped.is_set():
                        break
                    self._intake.expect()
                    group.create_task(self._one(poll))
        except* StoreError as caught:
            raise _first(caught) from None

    async def _pause(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._stopped.wait()
        except TimeoutError:
            return

    async def _one(self, poll: Poll) -> None:
        try:
            verdict = await self._verdict(poll)
            if verdict is not None and verdict.asked and not self._stands(poll):
                verdict = self._dropped(poll)
            if verdict is not None and verdict.taken is not None and not verdict.doubtful:
                await self._intake.take(poll, verdict)
            elif verdict is not None:
                self._note(poll, verdict)
        except StoreError:
            raise
        except asyncio.CancelledError:
            self._to.asked_at.pop(poll.feed_id, None)
            raise
        except Exception as error:
            log.exception("feed %d", poll.feed_id)
            self._note(poll, self._untaken(poll, error))
        finally:
            self._intake.miss()

    async def _verdict(self, poll: Poll) -> Verdict | None:
        """Ask through the gates and read what came; None where the run was stopped before."""
        to = self._to
        try:
            host, near = host_of(poll.url)
        except FetchError as error:
            return self._failed(poll, str(error))
        await to.pool.room()
        if poll.watch:
            return await self._watched(poll)
        async with to.gates.turn(host, 0.0 if near and poll.typed else FEED_GAP):
            if self._stopped.is_set():
                return None
            if not self._stands(poll):
                return self._dropped(poll)
            now = to.now()
            waiting = self._left_alone(poll, host, now)
            if waiting.at > now:
                polls.postpone(self._db, [poll.feed_id], waiting.at, waiting.why)
                return Verdict("held", waiting, asked=False)
            self._begin(poll)
            started = time.monotonic()
            answer = await ask(poll, to.fetcher)
            self._tally.fetching += time.monotonic() - started
            self._tally.requests += 1
            now = math.ceil(to.clock())  # waits count from the answer, and no second is given away
            verdict = judge(poll, answer, now)
            if verdict is not None and verdict.hold:
                self._hold(host, answer, now + verdict.hold)
        if not isinstance(answer, FetchError):
            self._tally.answered += 1
            if verdict is None:
                verdict = await read(poll, answer, to.pool, now)
        assert verdict is not None
        if verdict.foreign and self._portals.saw(host, verdict.foreign):
            self._tally.portal = True
            self.stop()
        return verdict

    async def _watched(self, poll: Poll) -> Verdict | None:
        """The same for a page that is watched: its gates, and robots.txt, are seen to hop by hop."""
        to = self._to
        if self._stopped.is_set():
            return None
        if not self._stands(poll):
            return self._dropped(poll)
        self._begin(poll)
        started = time.monotonic()
        answer = await to.pages.ask(poll)
        self._tally.fetching += time.monotonic() - started
        self._tally.requests += 1
        verdict = await to.pages.judge(poll, answer, math.ceil(to.clock()))
        if verdict.hold:
            self._hold(host_of(poll.url)[0], answer, to.now() + verdict.hold)
        self._tally.answered += not isinstance(answer, FetchError)
        if verdict.empty == BROKEN_AFTER:
            to.voice.tell(Note(f"{poll.name}: {verdict.error}"))
        return verdict

    def _hold(self, host: str, answer: Answer | FetchError, until: int) -> None:
        """Leave `host` alone until then, and whoever it sent Telex to."""
        for name in {host} if isinstance(answer, FetchError) else {host, answer.host}:
            self._to.held[name] = until
            hosts.hold(self._db, name, until)

    def _stands(self, poll: Poll) -> bool:
        return polls.stands(self._db, poll, named=self._feeds is not None)

    def _dropped(self, poll: Poll) -> Verdict:
        """The person left the feed, paused it or gave it another address, while it waited for its turn or was asked."""
        self._to.asked_at.pop(poll.feed_id, None)
        return Verdict("held", Next(0, "it was changed meanwhile"), asked=False)

    def _begin(self, poll: Poll) -> None:
        self._begun.add(poll.feed_id)
        self._to.asked_at[poll.feed_id] = self._to.still()

    def _untaken(self, poll: Poll, error: Exception) -> Verdict:
        return self._failed(poll, f"Telex could not take in this feed ({type(error).__name__}).")

    def _failed(self, poll: Poll, sentence: str) -> Verdict:
        later = after_failure(self._to.now(), 0, poll.failures + 1, salt=poll.feed_id)
        return Verdict("error", later, sentence)

    def _note(self, poll: Poll, verdict: Verdict) -> None:
        """Store what came of one poll that brought no document, count it and tell it."""
        started = time.monotonic()
        if verdict.doubtful:
            self._tally.doubtful.append((poll, verdict))
            if self._tally.hopeless:
                self.stop()
        elif verdict.asked:
            self._intake.record(poll, verdict)
        self._tally.storing += time.monotonic() - started
        self._told(poll, verdict, _NOTHING)

    def _told(self, poll: Poll, verdict: Verdict, stored: entries.Stored) -> None:
        """Count one feed and tell of it."""
        self._to.voice.tell(self._tally.count(poll, verdict, stored))
        if not self._stopped.is_set():
            self._to.voice.progress(self._tally.progress())
        if stored.new or stored.updated:
            self._to.voice.changed()

    def _settle(self, asked: list[int]) -> None:
        """Doubtful answers: without network, or behind a portal, they are a state and no failure of their feeds.

        Then all that was to be asked waits a while, also what was not begun any more.
        """
        tally = self._tally
        self._to.offline = tally.no_network or (self._to.offline and not tally.answered)
        if tally.portal or tally.no_network:
            why = polls.LOGIN_PAGE if tally.portal else polls.NO_NETWORK
            polls.postpone(self._db, asked, self._to.now() + _AGAIN, why)
            for poll, verdict in tally.doubtful:
                if not verdict.foreign:
                    self._to.asked_at.pop(poll.feed_id, None)  # nothing went out
            if tally.portal:
                self._to.voice.tell(Failed(PORTAL))
            elif not (tally.was_offline and self.scheduled):
                self._to.voice.tell(Note(OFFLINE))
            return
        for poll, verdict in tally.doubtful:
            status = "error" if verdict.status == "offline" else verdict.status
            self._intake.record(poll, Verdict(status, verdict.next, verdict.error))


def _first(group: BaseExceptionGroup[BaseException]) -> BaseException:
    error: BaseException = group
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error
