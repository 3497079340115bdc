"""What the engine does by itself beside fetching feeds: pages and images ahead, icons, report lists, orders of lists."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable, Coroutine

from reader.config import Images
from reader.engine import keeping, reportlists
from reader.engine.events import PageDone
from reader.engine.icons import IconKeeper
from reader.engine.pages import PageReader
from reader.engine.permitted import Permitted
from reader.engine.pictures import PictureKeeper
from reader.engine.voice import Voice
from reader.fetch.errors import Offline
from reader.store import feeds, fulltext, imagefiles, orders
from reader.store.database import Database, StoreError

LOOK = 1.0
"""Seconds between two looks for what costs nothing to look for."""
IDLE = 60.0
"""Seconds between two looks for what is wanted from the network."""
SOON = 5.0
"""Seconds from the start until image files are looked through."""
_AHEAD = 20
"""Pages that are fetched before it is looked again for what is wanted."""

log = logging.getLogger(__name__)


class Chores:
    """Each of them goes on until it is cancelled; what the store refuses is logged, and tried again later."""

    def __init__(
        self,
        db: Database,
        permitted: Permitted,
        voice: Voice,
        clock: Callable[[], float],
        settings: Images,
        *,
        pages: PageReader,
        images: PictureKeeper,
        icons: IconKeeper,
        page_read: Callable[[PageDone], None],
        is_busy: Callable[[], bool],
    ) -> None:
        """`page_read` is told of each page that came; while `is_busy`, nothing is sorted."""
        self._db = db
        self._permitted = permitted
        self._voice = voice
        self._clock = clock
        self._settings = settings
        self._pages = pages
        self._images = images
        self._icons = icons
        self._page_read = page_read
        self._is_busy = is_busy

    def all(self) -> list[Coroutine[None, None, None]]:
        """Every one of them, not begun yet."""
        return [
            self._read_ahead(),
            self._keep_images(),
            self._keep_icons(),
            self._renew_lists(),
            self._keep_orders(),
        ]

    async def _read_ahead(self) -> None:
        """Fetch the pages of new entries of those sources whose whole text is wanted in the background."""
        while True:
            await asyncio.sleep(LOOK)
            try:
                for target in fulltext.wanted(
                    self._db, feeds.read_ahead(self._db), int(self._clock()), _AHEAD
                ):
                    await self._pages.read(target.entry_id, self._page_read, pressed=False)
            except Offline:
                pass
            except StoreError as error:
                log.warning("pages in the background: %s", error)
            await asyncio.sleep(IDLE)

    async def _keep_images(self) -> None:
        """Bring image files and rows together, then fetch the images of what the person kept."""
        await asyncio.sleep(SOON)
        with contextlib.suppress(StoreError):
            imagefiles.sweep(self._db)
        while self._settings.ahead:
            try:
                if await self._images.ahead():
                    self._voice.changed()
            except StoreError as error:
                log.warning("images: %s", error)
            await asyncio.sleep(IDLE)
        await asyncio.Event().wait()

    async def _keep_icons(self) -> None:
        """Ask sites for their icons, where the person wants them."""
        while self._settings.icons:
            await asyncio.sleep(IDLE)
            try:
                if await self._icons.fetch():
                    self._voice.changed()
            except StoreError as error:
                log.warning("icons: %s", error)
        await asyncio.Event().wait()

    async def _renew_lists(self) -> None:
        """Take the report lists in again, once a day."""
        while True:
            await asyncio.sleep(IDLE)
            try:
                if await reportlists.renew(self._db, self._permitted, int(self._clock())):
                    self._voice.changed()
            except StoreError as error:
                log.warning("report lists: %s", error)

    async def _keep_orders(self) -> None:
        """Bring the orders of lists up to the newest entry, while nothing is fetched or finished."""
        wait = LOOK
        while True:
            await asyncio.sleep(wait)
            wait = LOOK
            try:
                if not self._is_busy() and orders.behind(self._db):
                    now = int(self._clock())
                    await keeping.beside(self._db.path, now, lambda db, _: orders.fill(db))
            except StoreError as error:
                log.warning("the orders of lists: %s", error)
                wait = IDLE
