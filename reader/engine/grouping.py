"""After the store step: what is new is put into stories, a few entries at a time, so that the loop goes on meanwhile.

The headlines of the last days are held in memory and read again after a start, and once in a while to drop the oldest.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from reader.engine.voice import Voice
from reader.store import readwith, stories, ties
from reader.store.database import Database
from reader.store.readwith import Reach
from reader.stories.bonds import NO_BONDS, bind
from reader.stories.group import LIFE, WINDOW, Grouper, Item

_STEP = 20  # entries between two turns of the loop: a few milliseconds
_BATCH = 256  # joins in one transaction
_RENEW = 86_400  # seconds after which what is too old is dropped from memory


class Grouping:
    """Groups what the store of this thread has new. `run` must not run twice at once."""

    def __init__(
        self,
        db: Database,
        voice: Voice,
        clock: Callable[[], float],
        *,
        languages: Sequence[str] = (),
        reach: Reach = "all",
    ) -> None:
        """`languages` are those the person reads, best first; `reach` says which copies are read with one."""
        self._db = db
        self._voice = voice
        self._clock = clock
        self._languages = tuple(languages)
        self._reach = reach
        self._bonds = NO_BONDS
        self._hand = -1
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
            if ties.hand(self._db) != self._hand:
                self._grouper = None  # the person joined or parted meanwhile
                return await self.run()
            for start in range(0, len(pairs), _BATCH):
                self._join(pairs[start : start + _BATCH], now)
                await asyncio.sleep(0)
            stories.grouped(self._db, newest)
        except BaseException:
            self._grouper = None
            raise
        if pairs:
            self._voice.changed()
        return len(pairs)

    def _join(self, pairs: list[stories.Joining], now: int) -> None:
        with self._db.write():
            joined = stories.join(self._db, pairs, self._languages)
            readwith.follow(self._db, joined, self._reach, now)

    async def _warm(self, since: int, now: int) -> Grouper:
        """The grouper, with all that was grouped from `since` on, as the person corrected it."""
        hand = ties.hand(self._db)
        if hand != self._hand:
            self._hand, self._grouper = hand, None
            self._bonds = bind(ties.all_ties(self._db))
        if self._grouper is None or since < self._since or self._since < now - LIFE - WINDOW - _RENEW:
            grouper = Grouper(bonds=self._bonds)
            for number, one in enumerate(stories.window(self._db, since)):
                grouper.know(self._item(one), _story(one))
                if number % _STEP == 0:
                    await asyncio.sleep(0)
            self._grouper, self._since = grouper, since
        return self._grouper

    async def _place(self, grouper: Grouper, new: list[stories.Told]) -> list[stories.Joining]:
        """The new entries that join another, each with the member that it is most like."""
        pairs: list[stories.Joining] = []
        for number, one in enumerate(new):
            if one.story:
                grouper.know(self._item(one), _story(one))
            else:
                _, reason = grouper.add(self._item(one))
                if reason.near:
                    pairs.append(
                        stories.Joining(
                            one.entry_id, int(reason.near), reason.kind, reason.score, reason.words
                        )
                    )
            if number % _STEP == 0:
                await asyncio.sleep(0)
        return pairs

    def _item(self, one: stories.Told) -> Item:
        kin = self._bonds.numbers.get(one.key, 0)
        return Item(str(one.entry_id), one.title, one.source, one.at, one.address, kin)


def _story(one: stories.Told) -> str:
    """A story's name in the grouper: an entry alone bears its own, one of the store cannot be taken for it."""
    return f"story {one.story}" if one.story else str(one.entry_id)
