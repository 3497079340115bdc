"""The icons of sites, where the person turned them on: once a site in 30 days, misses too, one after the other.

Each is asked for as all that nobody pressed a key for: within robots.txt, of no private host, past the gates. A worker
makes a small PNG of what came, which is kept with the other images.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Callable
from importlib.util import find_spec

from reader.config import Images
from reader.engine.jobs import MakeIcon
from reader.engine.permitted import Permitted
from reader.engine.workers import WorkerPool, WorkError
from reader.fetch.client import Request
from reader.fetch.errors import AskedToWait, FetchError, Offline, UnknownHost, phrase_of
from reader.fetch.portal import PORTAL, in_the_way, portal_sentence
from reader.parse.icon import SIDE
from reader.store import icons, imagemarks
from reader.store.database import Database
from reader.store.icons import Wanted

PATIENCE = 6 * 3_600
"""Seconds until a site is tried again to which nothing could be sent."""
_SILENT = 3
"""So many sites without a word of robots.txt, and it is the network that is silent."""

log = logging.getLogger(__name__)


class IconKeeper:
    """On one store, in its thread. One for each engine."""

    def __init__(
        self,
        db: Database,
        pool: WorkerPool,
        permitted: Permitted,
        clock: Callable[[], float],
        settings: Images,
    ) -> None:
        self._db = db
        self._pool = pool
        self._clock = clock
        self._settings = settings
        self._permitted = permitted
        self._later: dict[str, float] = {}

    async def fetch(self) -> int:
        """Ask for all that is due; answers how many came. Raises `StoreError`.

        Nothing is asked for where nothing could be drawn of it. A network that is down, or wants a log-in, ends it.
        """
        db, came, silent = self._db, 0, 0
        if not self._settings.icons or find_spec("PIL") is None:
            return 0
        icons.clear(db, int(self._clock()))
        for one in icons.wanted(db, int(self._clock())):
            if self._later.get(one.site, 0) > self._clock() or not self._shown(one.url):
                continue
            try:
                heard = (await self._permitted.robots.verdict(one.url, one.home)).heard
            except (Offline, AskedToWait):
                heard = False
            if not heard:
                self._wait(one)
                silent += 1
                if silent >= _SILENT:
                    break
                continue
            icons.ask(db, one, math.ceil(self._clock()))
            try:
                icons.keep(db, one, await self._one(one), SIDE, int(self._clock()))
                came += 1
            except (Offline, _LoginPage):
                icons.unasked(db, one)
                self._wait(one)
                break
            except (AskedToWait, UnknownHost):
                icons.unasked(db, one)
                self._wait(one)
            except (FetchError, WorkError) as error:
                log.info("no icon of %s: %s", one.site, error)
        return came

    def _wait(self, one: Wanted) -> None:
        self._later[one.site] = self._clock() + PATIENCE

    def _shown(self, url: str) -> bool:
        """Whether the person hid nothing from there."""
        return bool(imagemarks.shown(self._db, [url], 0, self._settings.reports, self._settings.lists))

    async def _one(self, one: Wanted) -> bytes:
        answer = await self._permitted.get(Request(one.url, kind="icon"), one.home)
        blocked = in_the_way(
            answer.status,
            answer.headers,
            answer.body,
            asked_host=one.host,
            final=answer.url,
            final_host=answer.host,
        )
        if blocked == PORTAL:
            raise _LoginPage(portal_sentence(blocked, one.host))
        if answer.status != 200:
            raise WorkError(f"{answer.host} answered {phrase_of(answer.status)}: no icon came.")
        return await self._pool.icon(MakeIcon(answer.body))


class _LoginPage(Exception):
    """What came is the log-in page of this network, and says nothing of the site."""
