"""What the person asks of the engine beside runs: subscribing, pages, links, packs, images, report lists. Each answer is an event."""

from __future__ import annotations

from collections.abc import Callable

from reader.config import Settings
from reader.engine import reportlists
from reader.engine.events import (
    Add,
    DrawImages,
    Errand,
    Failed,
    FetchImages,
    FetchPage,
    Find,
    Follow,
    ImagesDone,
    ImagesDrawn,
    Look,
    Note,
    Pack,
    PageDone,
    TakeList,
    Watch,
)
from reader.engine.packer import Packer
from reader.engine.pages import PageReader
from reader.engine.permitted import Permitted
from reader.engine.pictures import PictureKeeper
from reader.engine.subscribe import Subscriber
from reader.engine.voice import Voice
from reader.engine.workers import WorkerPool
from reader.fetch.client import Fetcher
from reader.fetch.errors import FetchError
from reader.fetch.gates import Gates
from reader.store import imagelists
from reader.store.database import Database, StoreError
from reader.store.query import QueryError

_WIDEST = 500
"""Cells that an image is drawn in at the most."""


class Errands:
    """Any number of them go on side by side; of packs the last one."""

    def __init__(
        self,
        db: Database,
        settings: Settings,
        voice: Voice,
        clock: Callable[[], float],
        *,
        fetcher: Fetcher,
        pool: WorkerPool,
        gates: Gates,
        permitted: Permitted,
        pages: PageReader,
        images: PictureKeeper,
        stored: Callable[[], None],
    ) -> None:
        """`stored` is called when there is something to finish."""
        self._db = db
        self._settings = settings
        self._voice = voice
        self._clock = clock
        self._fetcher = fetcher
        self._pool = pool
        self._gates = gates
        self._permitted = permitted
        self._pages = pages
        self._images = images
        self._stored = stored
        self._packer = Packer(db, pages, voice.tell, clock, images)

    async def run(self, errand: Errand) -> None:
        """Do it, and tell what came of it. What the store refuses is told too."""
        try:
            match errand:
                case Find() | Add() | Look() | Watch():
                    await self._subscribe(errand)
                case FetchPage():
                    await self._pages.read(errand.entry_id, self.page_read, again=errand.again)
                case Follow():
                    self._voice.tell(
                        await self._pages.follow(errand.url, errand.entry_id, behind=errand.behind)
                    )
                case Pack():
                    await self._pack(errand)
                case FetchImages():
                    await self._fetch_images(errand)
                case DrawImages():
                    await self._draw_images(errand)
                case TakeList():
                    await self._take_list(errand)
        except StoreError as error:
            self._voice.tell(Failed(str(error)))

    def stop_pack(self) -> None:
        """End the pack under way; what it fetched is kept."""
        self._packer.stop()

    def page_read(self, done: PageDone) -> None:
        """A page came, or did not."""
        self._voice.tell(done)
        if not done.error:
            self._voice.changed()
            self._stored()

    async def _subscribe(self, errand: Find | Add | Look | Watch) -> None:
        """Look for feeds behind an address, or subscribe to the best one."""
        async with Subscriber(
            self._db,
            self._settings,
            fetcher=self._fetcher,
            pool=self._pool,
            gates=self._gates,
            permitted=self._permitted,
            clock=self._clock,
        ) as subscriber:
            match errand:
                case Find():
                    self._voice.tell(await subscriber.find(errand.url))
                    return
                case Look():
                    self._voice.tell(await subscriber.look(errand.url, errand.watch))
                    return
                case Watch():
                    added = await subscriber.watch(errand.url, errand.watch, errand.folder)
                case Add():
                    added = await subscriber.add(errand.url, errand.folder)
        self._voice.tell(added)
        if added.new or (added.feed_id and not added.known):
            self._voice.changed()
            self._stored()

    async def _pack(self, errand: Pack) -> None:
        """Make what a query finds ready for offline."""
        self._packer.stop()
        self._packer = Packer(self._db, self._pages, self._voice.tell, self._clock, self._images)
        try:
            self._voice.tell(await self._packer.pack(errand.query, errand.size))
        except (StoreError, QueryError) as error:
            self._voice.tell(Failed(str(error)))
        self._voice.changed()
        self._stored()

    async def _fetch_images(self, errand: FetchImages) -> None:
        done = await self._images.fetch(errand.entry_id, pressed=True)
        self._voice.tell(ImagesDone(errand.entry_id, done.shown, done.here, done.why))
        self._voice.changed()

    async def _draw_images(self, errand: DrawImages) -> None:
        width = min(max(errand.width, 1), _WIDEST)
        if errand.form == "blocks":
            why = await self._images.draw(errand.contents, width)
        else:
            why = await self._images.ink(errand.contents, width, errand.form, errand.cell)
        self._voice.tell(ImagesDrawn(errand.width, why))
        self._voice.changed()

    async def _take_list(self, errand: TakeList) -> None:
        try:
            data = await reportlists.get_list(self._permitted, errand.origin)
            act = imagelists.subscribe(self._db, errand.origin, data)
        except FetchError as error:
            self._voice.tell(Failed(str(error)))
        else:
            self._voice.tell(Note(f"{act.text}."))
            self._voice.changed()
