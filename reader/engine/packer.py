"""Packing for offline: whole texts and images of what a query finds, politely, the person's own first, until a size is reached.

Entries whose feeds gave the whole text cost no request. What was packed before is not fetched again, so that packing
goes on where it was cut off.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Callable

from reader.engine.events import PackProgress, PageDone
from reader.engine.pages import PageReader
from reader.engine.pictures import PictureKeeper
from reader.fetch.errors import Offline
from reader.store import offline
from reader.store.database import Database

AT_ONCE = 16
"""Entries under way; the gates see to it that no host has more than one."""

Tell = Callable[[PackProgress], object]


class Packer:
    """Packs on one store, in its thread, through `pages`."""

    def __init__(
        self,
        db: Database,
        pages: PageReader,
        tell: Tell,
        clock: Callable[[], float] = time.time,
        images: PictureKeeper | None = None,
    ) -> None:
        """`images` keeps those of each article too."""
        self._db = db
        self._pages = pages
        self._tell = tell
        self._clock = clock
        self._images = images
        self._stopped = False
        self._bytes = self._done = self._ready = self._failed = self._left = 0

    def stop(self) -> None:
        """Begin nothing more; what is under way is finished."""
        self._stopped = True

    async def pack(self, query: str, size: int) -> PackProgress:
        """Pack what `query` finds, at most `size` bytes. Raises `QueryError` and `StoreError`."""
        waiting = offline.want(self._db, query, int(self._clock()))
        total = len(waiting)
        todo = iter(waiting)

        async def lane() -> None:
            for entry_id in todo:
                if self._stopped or self._bytes >= size:
                    self._left += 1
                    continue
                await self._one(entry_id, size)
                self._tell(self._progress(total))

        await asyncio.gather(*(lane() for _ in range(AT_ONCE)))
        return self._progress(total, over=True)

    async def _one(self, entry_id: int, size: int) -> None:
        told: list[PageDone] = []
        if offline.size_of(self._db, entry_id)[0] < offline.WHOLE:
            try:
                await self._pages.read(entry_id, told.append, pressed=False)
            except Offline as error:
                told.append(PageDone(entry_id, str(error)))
        why = told[-1].error if told else ""
        if self._images is not None:
            text = offline.size_of(self._db, entry_id)[1]
            with contextlib.suppress(Offline):
                await self._images.fetch(entry_id, room=max(0, size - self._bytes - text))
        self._bytes += offline.settle(self._db, entry_id, why)
        self._done += 1
        if why:
            self._failed += 1
        else:
            self._ready += 1

    def _progress(self, total: int, over: bool = False) -> PackProgress:
        return PackProgress(self._done, total, self._ready, self._failed, self._left, self._bytes, over)
