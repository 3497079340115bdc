"""Which headlines go round: fair between feeds, each story once, nothing empty, nothing twice."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from reader.model import Headline
from reader.text.bidi import headline_direction
from reader.text.fold import fold, words
from reader.ticker.breaking import AGE, kicker, told_at_once

Direction = Literal["ltr", "rtl"]

APART = 4
"""Headlines of other feeds between two of one feed, as long as others wait."""

HOT = 3
"""Copies from which a story counts as hot and comes round in every lap."""

HEAT = 30 * 60
_HOTTEST = 8
"""Each further copy of a story puts it as far ahead as if it were so much newer (seconds), up to so many copies."""


@dataclass(frozen=True, slots=True)
class Item:
    """One headline of a lap. `more` counts the other entries that tell its story; `title` is the headline's own, without
    a word before it that says it is breaking.
    """

    headline: Headline
    direction: Direction
    title: str
    more: int = 0
    breaking: bool = False


@dataclass(frozen=True, slots=True)
class Lap:
    """A round of headlines, in reading order. `direction` is that of the moving strip.

    `complete` says that after this lap everything there is has been shown; `as_of` is when the news was taken (Unix
    seconds).
    """

    items: tuple[Item, ...] = ()
    direction: Direction = "ltr"
    as_of: int = 0
    complete: bool = True

    def __bool__(self) -> bool:
        return bool(self.items)


def choose(
    headlines: Iterable[Headline],
    now: int,
    items: int = 12,
    shown: Iterable[int] = (),
    *,
    as_of: int = 0,
    urgent: Collection[int] = (),
    before: Sequence[int] = (),
) -> Lap:
    """The next lap: at most `items` headlines, feeds taking turns, the newest and hottest of each first.

    Read and hidden headlines, empty titles and doubles never enter. Ids in `shown` stand back behind those that were
    not shown yet, but for a hot story of each feed; when everything was shown, all may come again. `urgent` are ids that their feed
    filed under breaking news, `before` the feeds that the last lap ended with. `as_of` is when the news was taken, `now`
    unless given. The items may have both directions: `split` parts them for a moving strip.
    """
    pool = _stories(headlines, now, urgent)
    gone = set(shown)
    fresh = [item for item in pool if item.headline.id not in gone]
    if not fresh:
        fresh, gone = pool, set()
    hot: dict[int, Item] = {}
    for item in pool:
        if item.headline.id in gone and item.more + 1 >= HOT:
            hot.setdefault(item.headline.feed_id, item)
    again = list(hot.values())[: items // 4]
    repeated = {item.headline.feed_id for item in again}
    lap = _some(_turns(fresh), items - len(again), repeated, max(1, items // (APART + 1)))
    complete = len(lap) == len(fresh)
    for place, item in enumerate(again):
        lap.insert(min(len(lap), (place + 1) * 4 - 1), item)
    lap = _apart(lap, before)
    return Lap(tuple(lap), lap[0].direction if lap else "ltr", as_of or now, complete)


def split(lap: Lap, before: Sequence[int] = ()) -> tuple[Lap, ...]:
    """`lap` as laps of one direction each, the direction of its first headline first; `before` as for `choose`.

    A strip that moves left shows the end of a right-to-left headline before its beginning, so the two never share one.
    Only the last lap is `complete`.
    """
    first: Direction = lap.direction
    second: Direction = "rtl" if first == "ltr" else "ltr"
    halves = []
    for way in (first, second):
        items = _apart([item for item in lap.items if item.direction == way], before)
        if items:
            halves.append(replace(lap, items=tuple(items), direction=way))
            before = [item.headline.feed_id for item in items]
    return tuple(
        replace(half, complete=lap.complete and place == len(halves) - 1) for place, half in enumerate(halves)
    )


def _stories(headlines: Iterable[Headline], now: int, urgent: Collection[int]) -> list[Item]:
    """One item a story, what is breaking first, then the newest and hottest."""
    groups: dict[tuple[str, object], list[Headline]] = {}
    for headline in headlines:
        title = headline.title.strip()
        if not title or headline.hidden:
            continue
        key = ("story", headline.story) if headline.story else ("title", _name(title))
        groups.setdefault(key, []).append(headline)
    items: list[Item] = []
    titles: set[str] = set()
    for members in groups.values():
        unread = [member for member in members if not member.read]
        if not unread:
            continue
        best = max(unread, key=lambda member: (member.at, -member.id))
        folded = _name(best.title)
        if folded in titles:
            continue
        titles.add(folded)
        items.append(_item(best, members, now, urgent))
    items.sort(key=lambda item: (not item.breaking, -_rank(item), item.headline.id))
    return items


def _item(best: Headline, members: Sequence[Headline], now: int, urgent: Collection[int]) -> Item:
    mark = kicker(best.title)
    marked = best.at > now - AGE and bool(mark or best.id in urgent)
    copies = max(best.copies, len({member.id for member in members}) if best.story else 1)
    return Item(
        best,
        headline_direction(best.title, best.language, best.direction),
        best.title[mark:] if marked else best.title,
        copies - 1,
        marked or told_at_once(members, now),
    )


def _rank(item: Item) -> int:
    return item.headline.at + HEAT * min(item.more, _HOTTEST)


def _name(title: str) -> str:
    """What two spellings of one title have in common: its words, or its signs where it has no words."""
    return " ".join(words(title)) or fold(title.strip())


def _turns(items: Sequence[Item]) -> list[Item]:
    """`items` (best first) with their feeds taking turns, the feed with the best first in every round."""
    queues: dict[int, list[Item]] = {}
    for item in items:
        queues.setdefault(item.headline.feed_id, []).append(item)
    result: list[Item] = []
    turn = 0
    while len(result) < len(items):
        result += [queue[turn] for queue in queues.values() if turn < len(queue)]
        turn += 1
    return result


def _some(items: Sequence[Item], count: int, repeated: Collection[int], most: int) -> list[Item]:
    """The first `count` of `items`, but no more than `most` of one feed (one less of `repeated` feeds) while others wait."""
    taken = dict.fromkeys(repeated, 1)
    first: list[Item] = []
    later: list[Item] = []
    for item in items:
        feed = item.headline.feed_id
        (first if taken.get(feed, 0) < most else later).append(item)
        taken[feed] = taken.get(feed, 0) + 1
    return [*first, *later][:count]


def _apart(items: Sequence[Item], before: Sequence[int]) -> list[Item]:
    """`items` in much the same order, none of them within `APART` places of another one of its feed where that can be."""
    waiting, feeds = list(items), list(before)
    result: list[Item] = []
    while waiting:
        near = feeds[-APART:][::-1]
        free = (item for item in waiting if item.headline.feed_id not in near)
        chosen = next(free, None) or max(waiting, key=lambda item: near.index(item.headline.feed_id))
        waiting.remove(chosen)
        result.append(chosen)
        feeds.append(chosen.headline.feed_id)
    return result
