"""Which headlines go round: fair between sources, each story once, nothing empty, nothing twice."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from reader.model import Headline
from reader.text.bidi import direction
from reader.text.fold import fold, words

Direction = Literal["ltr", "rtl"]

HOT = 3
"""Copies from which a story counts as hot and comes round in every lap."""

BREAKING_SOURCES = 3
BREAKING_SPAN = 30 * 60
BREAKING_AGE = 2 * 3600
"""Breaking: so many sources within the span (seconds), the last of them no older than the age."""


@dataclass(frozen=True, slots=True)
class Item:
    """One headline of a lap. `more` counts the other entries that tell its story."""

    headline: Headline
    direction: Direction
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


def choose(headlines: Iterable[Headline], now: int, items: int = 12, shown: Iterable[int] = ()) -> Lap:
    """The next lap: at most `items` headlines, sources taking turns, the newest of each first.

    Read and hidden headlines, empty titles and doubles never enter. Ids in `shown` stand back behind those that were
    not shown yet, but for hot stories; when everything was shown, all may come again. The items may have both
    directions: `split` parts them for a moving strip.
    """
    pool = _stories(headlines, now)
    gone = set(shown)
    fresh = [item for item in pool if item.headline.id not in gone]
    if not fresh:
        fresh, gone = pool, set()
    hot = [item for item in pool if item.headline.id in gone and item.more + 1 >= HOT]
    again = hot[: items // 4]
    lap = _fair(fresh)[: items - len(again)]
    complete = len(lap) == len(fresh)
    for place, item in enumerate(again):
        lap.insert(min(len(lap), (place + 1) * 4 - 1), item)
    return Lap(tuple(lap), lap[0].direction if lap else "ltr", now, complete)


def split(lap: Lap) -> tuple[Lap, ...]:
    """`lap` as laps of one direction each, the direction of its first headline first.

    A strip that moves left shows the end of a right-to-left headline before its beginning, so the two never share one.
    Only the last lap is `complete`.
    """
    first: Direction = lap.direction
    second: Direction = "rtl" if first == "ltr" else "ltr"
    halves = [
        replace(lap, items=tuple(item for item in lap.items if item.direction == way), direction=way)
        for way in (first, second)
    ]
    kept = [half for half in halves if half]
    return tuple(
        replace(half, complete=lap.complete and place == len(kept) - 1) for place, half in enumerate(kept)
    )


def _stories(headlines: Iterable[Headline], now: int) -> list[Item]:
    """One item a story, newest first."""
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
        ids = {member.id for member in members}
        unread = [member for member in members if not member.read]
        if not unread:
            continue
        best = max(unread, key=lambda member: (member.at, -member.id))
        folded = _name(best.title)
        if folded in titles:
            continue
        titles.add(folded)
        items.append(
            Item(
                best,
                _direction(best),
                max(best.copies, len(ids) if best.story else 1) - 1,
                _breaking(members, now),
            )
        )
    items.sort(key=lambda item: (-item.headline.at, item.headline.id))
    return items


def _name(title: str) -> str:
    """What two spellings of one title have in common: its words, or its signs where it has no words."""
    return " ".join(words(title)) or fold(title.strip())


def _direction(headline: Headline) -> Direction:
    """By the first strong letter; the language decides for a title that has none."""
    script = headline.language.split("-")[0].lower()
    default: Direction = (
        "rtl" if script in {"ar", "he", "fa", "ur", "ps", "ug", "yi", "dv", "sd", "ckb"} else "ltr"
    )
    return direction(headline.title, default)


def _breaking(members: Sequence[Headline], now: int) -> bool:
    """Whether enough different sources told the story within a short time, just now."""
    recent = sorted((member.at, member.feed_id) for member in members if member.at > now - BREAKING_AGE)
    for place, (start, _) in enumerate(recent):
        sources = {feed for at, feed in recent[place:] if at - start <= BREAKING_SPAN}
        if len(sources) >= BREAKING_SOURCES:
            return True
    return False


def _fair(items: Sequence[Item]) -> list[Item]:
    """`items` (newest first) with their feeds taking turns, the feed with the newest first in every round."""
    queues: dict[int, list[Item]] = {}
    for item in items:
        queues.setdefault(item.headline.feed_id, []).append(item)
    result: list[Item] = []
    turn = 0
    while len(result) < len(items):
        result += [queue[turn] for queue in queues.values() if turn < len(queue)]
        turn += 1
    return result
