"""Hosts that asked for fewer requests (429) are left alone by all that Telex does: polls, searches, pages, robots.txt."""

from __future__ import annotations

import math
from collections.abc import Callable

from reader.engine.asking import host_of
from reader.fetch.client import Answer, Fetcher, Request
from reader.fetch.errors import AskedToWait
from reader.fetch.gates import Gates
from reader.fetch.retry_after import retry_after
from reader.fetch.schedule import after_failure
from reader.store import hosts
from reader.store.database import Database
from reader.text.dates import age


async def ask(
    db: Database, fetcher: Fetcher, gates: Gates, request: Request, gap: float, clock: Callable[[], float]
) -> Answer:
    """The answer to `request`, through its host's gate, `gap` seconds after the one before; what it wishes is noted.

    Raises `FetchError`, `AskedToWait` where the host is to be left alone.
    """
    host, _ = host_of(request.url)
    async with gates.turn(host, gap):
        check(db, host, int(clock()))
        answer = await fetcher.get(request)
        heed(db, host, answer, math.ceil(clock()))
    return answer


def check(db: Database, host: str, now: int) -> None:
    """Raise `AskedToWait` where `host` is to be left alone now. Asked inside the host's gate."""
    until = hosts.held_until(db, host, now)
    if until > now:
        left = age(max(until - now, 60))
        raise AskedToWait(f"{host} asked for fewer requests: it is left alone for {left}.", until)


def heed(db: Database, host: str, answer: Answer, now: int) -> None:
    """Note what the answer to a question to `host` wishes: that it, and whoever it sent Telex to, are left alone."""
    if answer.status != 429:
        return
    wait = retry_after(answer.headers.get("retry-after", ""), answer.headers.get("date", ""), now)
    until = after_failure(now, 429, 1, held=wait).at
    for name in {host, answer.host}:
        hosts.hold(db, name, until)
