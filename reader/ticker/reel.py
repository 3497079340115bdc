"""Laps one after the other: what stands on the row now, what comes behind it, and when the next lap begins.

A lap that is on the screen never changes. What comes new waits for the next one, which is chosen when the end of the
strip comes into sight.
"""

from __future__ import annotations

from dataclasses import replace

from reader.model import Headline
from reader.ticker.lap import Item, Lap, choose, split
from reader.ticker.pool import Pool
from reader.ticker.strip import Bit, Dress, Strip, at, compose, row


class Reel:
    """The strips of a ticker in order. Places are cells of the strip that stands on the row (`strip`)."""

    def __init__(self, items: int = 12, dress: Dress | None = None) -> None:
        self.items = items
        self.dress = dress or Dress()
        self.strip: Strip | None = None
        self._queue: list[Strip] = []
        self._pool = Pool()
        self._now = 0
        self._unread: set[int] = set()
        self._shown: set[int] = set()

    def fill(self, pool: Pool, now: int) -> bool:
        """Take other headlines to choose from at `now` (Unix seconds). True if the row was empty and no longer is."""
        self._pool, self._now = pool, now
        self._unread = {headline.id for headline in pool.headlines if not headline.read}
        self._queue.clear()
        if self.strip is None:
            self.strip = self._next()
            return self.strip is not None
        return False

    def redress(self, dress: Dress) -> None:
        """Write what is on the row in another way."""
        self.dress = dress
        self._queue.clear()
        if self.strip is not None:
            self.strip = compose(self.strip.lap, self._now, dress)

    @property
    def as_of(self) -> int:
        """When the headlines' feeds last answered, else when they were taken (Unix seconds); 0 before there were any."""
        return self._pool.as_of or self._now

    def seen(self) -> set[int]:
        """The headlines on the row that were read meanwhile, or went away."""
        lap = self.strip.lap if self.strip is not None else Lap()
        return {index for index, item in enumerate(lap.items) if item.headline.id not in self._unread}

    def drop(self, entry_id: int) -> Strip | None:
        """Take a headline out of the lap that is on the row, and of what it chooses from; gives the strip that is left."""
        self._pool = self._pool._replace(
            headlines=tuple(one for one in self._pool.headlines if one.id != entry_id)
        )
        self._queue.clear()
        if self.strip is not None:
            lap = self.strip.lap
            items = tuple(item for item in lap.items if item.headline.id != entry_id)
            self.strip = compose(replace(lap, items=items), self._now, self.dress)
        return self.strip

    def ahead(self) -> Strip | None:
        """The strip that follows the one on the row."""
        if not self._queue:
            before = (
                [item.headline.feed_id for item in self.strip.lap.items] if self.strip is not None else []
            )
            lap = choose(
                self._pool.headlines,
                self._now,
                self.items,
                self._shown | self._on_row(),
                as_of=self.as_of,
                urgent=self._pool.urgent,
                before=before,
            )
            self._queue = [compose(half, self._now, self.dress) for half in split(lap, before)]
        return self._queue[0] if self._queue else None

    def behind(self, width: int, place: int) -> Strip | None:
        """The strip that shows behind the one on the row at `place`: only one of the same direction does."""
        if self.strip is None or place + width <= self.strip.cells:
            return None
        after = self.ahead()
        return after if after is not None and after.direction == self.strip.direction else None

    def turn(self, place: int, width: int) -> int:
        """Go on to the next strip where `place` is past the end of this one; gives the place on the strip that is on."""
        while self.strip is not None and place >= self.strip.cells:
            cells, way = self.strip.cells, self.strip.direction
            self._shown |= self._on_row()
            if self.strip.lap.complete:
                self._shown.clear()
            self.strip = self._next()
            if self.strip is None:
                return 0
            place -= cells
            if self.strip.direction != way:
                place -= width
        return place

    def _next(self) -> Strip | None:
        after = self.ahead()
        if after is not None:
            self._queue.pop(0)
        return after

    def _on_row(self) -> set[int]:
        return {item.headline.id for item in self.strip.lap.items} if self.strip is not None else set()

    def fits(self, width: int) -> bool:
        """Whether all there is to show fits into `width` cells: then nothing needs to move."""
        if self.strip is None:
            return True
        after = self.ahead()
        alone = after is None or after.lap.items == self.strip.lap.items
        return alone and self.strip.cells - self.strip.tail <= width

    def row(self, place: int, width: int) -> list[Bit]:
        """What stands on the row, exactly `width` cells. The headlines of the lap that comes in behind count on."""
        if self.strip is None:
            return [Bit(" " * width, "blank")] if width > 0 else []
        return row(self.strip, place, width, None if self.fits(width) else self.behind(width, place))

    def at(self, place: int, width: int, column: int) -> Headline | None:
        """The headline under a column of the row."""
        if self.strip is None:
            return None
        hit = at(self.strip, place, width, column)
        after = self.behind(width, place)
        if hit is None and after is not None and not self.fits(width):
            hit = at(after, place - self.strip.cells, width, column)
        return hit

    def current(self, place: int, width: int) -> int:
        """The headline of the lap that is being read at `place`: the first that begins on the row's first half, else the
        one that its first cell belongs to; -1 without any.
        """
        if self.strip is None or not self.strip.lap.items:
            return -1
        starts = [self.strip.start_of(item) for item in range(len(self.strip.lap.items))]
        begun = next((item for item, start in enumerate(starts) if place <= start < place + width // 2), -1)
        return begun if begun >= 0 else self.strip.item_at(place)

    def item(self, index: int) -> Item | None:
        """Headline `index` of the row: of the lap that is on it, then of the one that comes in behind."""
        if self.strip is None or index < 0:
            return None
        items = self.strip.lap.items
        if index >= len(items):
            index -= len(items)
            items = self._queue[0].lap.items if self._queue else ()
        return items[index] if index < len(items) else None
