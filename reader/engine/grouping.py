"""After the store step: what is new is put into stories, a few entries at a time, so that the loop goes on meanwhile.

The headlines of the last days are held in memory and read again after a start, and once in a while to drop the oldest.
With the extra `telex[crosslingual]` a second look, in a thread of its own, joins what languages tell alike.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

import msgspec

from reader.engine.voice import Voice
from reader.store import readwith, stories, ties
from reader.store.database import Database
from reader.store.readwith import Reach
from reader.stories.across import REACH, Across, pieces
from reader.stories.bonds import NO_BONDS, bind
from reader.stories.encoder import Encoder
from reader.stories.group import LIFE, WINDOW, Grouper, Item
from reader.stories.merging import Forest
from reader.text.language import guess

_STEP = 100  # entries between two turns of the loop: a few milliseconds
_BATCH = 256  # joins in one transaction
_RENEW = 86_400  # seconds after which what is too old is dropped from memory
_KEPT = "story "
_READ = ("fr", "ar", "es", "en")
_AT_ONCE = 1_500  # new headlines of a run that are encoded, the newest: some seconds
_AGAIN = 2_000  # headlines that are encoded again after a start


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
        encoder: Callable[[], Encoder | None] | None = None,
    ) -> None:
        """`languages` are those the person reads, best first; `reach` says which copies are read with one.

        `encoder` answers the encoder of the extra, in another thread; without one nothing is joined across languages.
        """
        self._db = db
        self._voice = voice
        self._clock = clock
        self._languages = tuple(languages)
        self._reach = reach
        self._encoder = encoder
        self._across: Across | None = None
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
            forest = await self._place(grouper, new)
            await self._look_across(grouper, forest, new, now)
            if ties.hand(self._db) != self._hand:
                self._grouper = None  # the person joined or parted meanwhile
                return await self.run()
            pairs = [
                stories.Joining(int(item), int(why.near), why.kind, why.score, why.words)
                for item, why in forest.joins()
            ]
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
            self._grouper, self._since, self._across = grouper, since, None
        return self._grouper

    async def _place(self, grouper: Grouper, new: list[stories.Told]) -> Forest:
        """The new entries that join another, each with the member that it is most like."""
        forest = Forest(grouper)
        for number, one in enumerate(new):
            if one.story:
                grouper.know(self._item(one), _story(one))
            else:
                _, reason = grouper.add(self._item(one))
                if reason.near:
                    forest.hang(str(one.entry_id), reason)
            if number % _STEP == 0:
                await asyncio.sleep(0)
        return forest

    async def _look_across(self, grouper: Grouper, forest: Forest, new: list[stories.Told], now: int) -> None:
        """Join the new entries with what other languages tell, where the extra is installed and there are any."""
        if self._encoder is None:
            return
        late = [one for one in new if one.at > now - REACH and not one.story]
        fresh = [self._spoken(one) for one in late[-_AT_ONCE:]]
        if not fresh:
            return
        known: list[Item] = []
        if self._across is None:
            held = {one.id for one in fresh}
            window = [one for one in stories.window(self._db, now - REACH) if str(one.entry_id) not in held]
            known = [self._spoken(one) for one in window[-_AGAIN:]]
            if len({one.language for one in (*fresh, *known)}) < 2:
                return
            encoder = await asyncio.to_thread(self._encoder)
            if encoder is None:
                return
            self._across = Across(encoder)
        for piece in pieces(known):
            self._across.know(piece, await asyncio.to_thread(self._across.encode, piece))
        for piece in pieces(fresh):
            vectors = await asyncio.to_thread(self._across.encode, piece)
            self._across.know(piece, vectors)
            for item, found in zip(piece, self._across.nearest(piece, vectors), strict=True):
                if found is not None:
                    forest.propose(item.id, found, _is_kept)

    def _item(self, one: stories.Told) -> Item:
        kin = self._bonds.numbers.get(one.key, 0)
        return Item(str(one.entry_id), one.title, one.source, one.at, one.address, kin)

    def _spoken(self, one: stories.Told) -> Item:
        """The same with its language, told by its letters and words where what was declared does not fit."""
        language = guess(one.title, self._languages or _READ, one.language)
        return msgspec.structs.replace(self._item(one), language=language)


def _is_kept(story: str) -> bool:
    """Whether a story of the grouper is one of the store."""
    return story.startswith(_KEPT)


def _story(one: stories.Told) -> str:
    """A story's name in the grouper: an entry alone bears its own, one of the store cannot be taken for it."""
    return f"{_KEPT}{one.story}" if one.story else str(one.entry_id)
