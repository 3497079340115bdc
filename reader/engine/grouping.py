"""After the store step: what is new is put into stories, a few entries at a time, so that the loop goes on meanwhile.

The headlines of the last days are held in memory and read again after a start, and once in a while to drop the oldest.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from reader.engine.voice import Voice
from reader.store import stories
from reader.store.database import Database
from reader.stories.group import LIFE, WINDOW, Grouper, Item

_STEP = 20  # entries between two turns of the loop: a few milliseconds
_BATCH = 256  # joins in one transaction
_RENEW = 86_400  # seconds after which what is too old is dropped from memory


class Grouping:
    """Groups what the store of this thread has new. `run` must not run twice at once."""

    def __init__(self, db: Database, voice: Voice, clock: Callable[[], float]) -> None:
        self._db = db
        self._voice = voice
        self._clock = clock
        self._grouper: Grouper | None = None
        self._since = 0

    async def run(self) -> int:
        """Group all that is new; answers how many entries joined others. Raises `StoreError`."""
        now = int(self._clock())
        new, newest = stories.ungrouped(self._db, now - LIFE)
        if not new:
            return 0
        try:
            grouper = await self._warm(new[0].at - WINDOW, now)
            pairs = await self._place(grouper, new)
            for start in range(0, len(pairs), _BATCH):
                stories.join(self._db, pairs[start : start + _BATCH])
                await asyncio.sleep(0)
            stories.grouped(self._db, newest)
        except BaseException:
            self._grouper = None
            raise
        if pairs:
            self._voice.changed()
        return len(pairs)

    async def _warm(self, since: int, now: int) -> Grouper:
        """The grouper, with all that was grouped from `since` on."""
        if self._grouper is None or since < self._since or self._since < now - LIFE - WINDOW - _RENEW:
            grouper = Grouper()
            for number, one in enumerate(stories.window(self._db, since)):
                grouper.know(_item(one), _story(one))
                if number % _STEP == 0:
                    await asyncio.sleep(0)
            self._grouper, self._since = grouper, since
        return self._grouper

    async def _place(self, grouper: Grouper, new: list[stories.Told]) -> list[tuple[int, int]]:
        """The new entries that join another, each with the member that it is most like."""
        pairs: list[tuple[int, int]] = []
        for number, one in enumerate(new):
            if one.story:
                grouper.know(_item(one), _story(one))
            else:
                _, reason = grouper.add(_item(one))
                if reason.near:
                    pairs.append((one.entry_id, int(reason.near)))
            if number % _STEP == 0:
                await asyncio.sleep(0)
        return pairs


def _item(one: stories.Told) -> Item:
    return Item(str(one.entry_id), one.title, one.source, one.at, one.address)


def _story(one: stories.Told) -> str:
    """A story's name in the grouper: an entry alone bears its own, one of the store cannot be taken for it."""
    return f"story {one.story}" if one.story else str(one.entry_id)
