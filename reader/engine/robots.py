"""What robots.txt says, asked for once a day for each host and kept in the store (RFC 9309)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from reader.engine import holding
from reader.fetch.client import Fetcher, Request
from reader.fetch.errors import AskedToWait, FetchError, Offline
from reader.fetch.gates import Gates
from reader.fetch.guard import follow, parse_address, trusts
from reader.fetch.robots import Robots, Verdict, robots_from, robots_unknown
from reader.store import hosts
from reader.store.database import Database

AT_HAND = 500
"""Hosts whose rules are kept in memory, some 20 KiB each; those of the others are read from the store."""


class RobotsKeeper:
    """One for each engine; rules that were asked for lately are not asked for again, after a restart neither."""

    def __init__(self, db: Database, fetcher: Fetcher, gates: Gates, clock: Callable[[], float]) -> None:
        self._db = db
        self._fetcher = fetcher
        self._gates = gates
        self._clock = clock
        self._known: dict[str, Robots] = {}
        self._asking: dict[str, asyncio.Lock] = {}

    async def verdict(self, url: str, home: str = "") -> Verdict:
        """Whether programs may fetch `url`, and how far apart. `home` is an address that the person typed, whose server may be private.

        Raises `Offline` and `AskedToWait` where nothing could be sent, which says nothing of the site.
        """
        try:
            place = str(follow(parse_address(url), "/robots.txt"))
        except FetchError:
            return Verdict(False)
        async with self._asking.setdefault(place, asyncio.Lock()):
            rules = await self._rules(place, home)
        return rules.verdict(url)

    async def _rules(self, place: str, home: str) -> Robots:
        now = int(self._clock())
        known = self._known.pop(place, None)
        if known is None:
            kept = hosts.robots(self._db, place)
            known = Robots(*kept) if kept is not None else None
        if known is None or known.stale(now):
            known = await self._ask(place, home, now)
            hosts.keep_robots(self._db, place, known.source, known.fetched_at)
        self._known[place] = known
        if len(self._known) > AT_HAND:
            del self._known[next(iter(self._known))]
        return known

    async def _ask(self, place: str, home: str, now: int) -> Robots:
        typed = bool(home) and trusts(home, place)
        try:
            request = Request(place, typed=typed, kind="robots")
            answer = await holding.ask(self._db, self._fetcher, self._gates, request, 0.0, self._clock)
        except (Offline, AskedToWait):
            raise
        except FetchError:
            return robots_unknown(now)
        return robots_from(answer.status, answer.body, now)
