"""What is asked for by the program and not by the person: robots.txt is heard before each hop, and its pause is kept.

Redirects are followed one by one: where a page sends Telex to, that place's rules say whether it may go there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from reader.engine import holding
from reader.engine.asking import host_of
from reader.engine.paces import Paces
from reader.engine.robots import RobotsKeeper
from reader.fetch.client import MOST_HOPS, Answer, Fetcher, Request
from reader.fetch.errors import Refused, TooManyRedirects
from reader.fetch.gates import PAGE_GAP, Gates
from reader.fetch.guard import follow, parse_address, trusts
from reader.store.database import Database

_REDIRECTS = (301, 302, 303, 307, 308)
_PERMANENT = (301, 308)


class Permitted:
    """Asks within the rules, host by host. One for each engine: pages, watchers and icons share a host's rules and pause."""

    def __init__(
        self,
        db: Database,
        fetcher: Fetcher,
        gates: Gates,
        clock: Callable[[], float],
    ) -> None:
        self._db = db
        self._fetcher = fetcher
        self._gates = gates
        self.robots = RobotsKeeper(db, fetcher, gates, clock)
        self._clock = clock
        self._paces = Paces()
        fetcher.may_pass = lambda host: holding.check(db, host, int(clock()))

    async def once(self, request: Request) -> Answer:
        """The answer to a request for what is no page, through its host's gate. Raises `FetchError`."""
        return await holding.ask(self._db, self._fetcher, self._gates, request, 0.0, self._clock)

    async def get(self, request: Request, home: str, *, paced: bool = True, ahead: bool = False) -> Answer:
        """The answer to `request`. `home` is an address that the person typed, whose server may be private, or "".

        Unless `paced` it does not wait for the pause that robots.txt asks for; `ahead` of others it waits for one of them
        at most. Raises `FetchError`, also where the rules of a place on the way do not let programs have it.
        """
        url = place = request.url
        permanent = True
        for hops in range(MOST_HOPS + 1):
            trusted = bool(home) and trusts(home, place)
            rules = await self.robots.verdict(place, home)
            if not rules.allowed:
                raise Refused(
                    f"robots.txt of {parse_address(place).host} does not let programs fetch this page."
                )
            host, near = host_of(place)
            gap = 0.0 if near and trusted else PAGE_GAP
            delay = rules.delay if paced else 0.0
            hop = replace(request, url=place, typed=trusted, stay=True)
            async with self._paces.turn(host, delay, ahead=ahead):
                answer = await holding.ask(self._db, self._fetcher, self._gates, hop, gap, self._clock)
            location = answer.headers.get("location", "") if answer.status in _REDIRECTS else ""
            if not location:
                moved = permanent and hops > 0 and answer.status in (200, 304)
                return replace(answer, permanent=answer.url if moved else "", hops=hops)
            permanent = permanent and answer.status in _PERMANENT
            place = str(follow(parse_address(place), location))
        raise TooManyRedirects(f"{host_of(url)[0]} sends Telex on more than {MOST_HOPS} times.")
