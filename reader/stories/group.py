"""Puts each headline into a story as it arrives: IDF-weighted cosine over an inverted index, frequencies from the past only.

A wrong join costs more than a missed one: the threshold is high, one shared word never joins, numbers that contradict each
other part, one feed's own items meet only when they say the same, and a column that returns daily is a new story each day.
"""

from __future__ import annotations

import math
from collections import Counter, deque
from dataclasses import dataclass, field

from reader.stories.features import Features, features_of

THRESHOLD = 0.36
WINDOW = 48 * 3600
"""Seconds after a story's latest member in which another may join."""
LIFE = 7 * 86_400
"""Seconds after its first member in which a story may grow."""
SAME_SOURCE = 0.9
CONTRADICTION = 0.6
"""What is left of a likeness when both headlines give numbers and none agrees."""
RETURNING = 12 * 3600
"""Seconds after which the same headline from the same source is a column that returns."""
_PRIOR = 400.0
_MAX_POSTINGS = 400
_ALIKE = 0.8


@dataclass(frozen=True, slots=True)
class Item:
    """A headline to be placed. `published` in Unix seconds; `address` is the cleaned link's hash, where there is one."""

    id: str
    title: str
    source: str
    published: int
    language: str = ""
    lead: str = ""
    address: bytes | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an item joined: "alone" (it did not), "address" or "words"; `near` is the member it is most like."""

    kind: str
    near: str = ""
    score: float = 0.0
    words: tuple[str, ...] = ()


@dataclass(slots=True, eq=False)
class _Member:
    item: Item
    features: Features
    norm: float
    story: int


@dataclass(slots=True)
class _Story:
    first: int
    latest: int
    members: list[_Member] = field(default_factory=list)


class Grouper:
    """Holds the headlines of the window. `add` answers the number of the story; numbers count up from `first`."""

    def __init__(self, first: int = 1, threshold: float = THRESHOLD) -> None:
        self._next = first
        self._threshold = threshold
        self._stories: dict[int, _Story] = {}
        self._postings: dict[str, deque[_Member]] = {}
        self._frequency: Counter[str] = Counter()
        self._seen = 0
        self._addresses: dict[bytes, int] = {}

    def add(self, item: Item) -> tuple[int, Reason]:
        """Place `item`; items come in the order of their time."""
        features = features_of(item.title, item.lead)
        story, reason = self._place(item, features)
        if story is None:
            story = self._next
            self._next += 1
            self._stories[story] = _Story(item.published, item.published)
        self._keep(item, features, story)
        return story, reason

    def know(self, item: Item, story: int) -> None:
        """Take in an item that is in `story` already, from an earlier run or by hand."""
        self._next = max(self._next, story + 1)
        self._stories.setdefault(story, _Story(item.published, item.published))
        self._keep(item, features_of(item.title, item.lead), story)

    def _place(self, item: Item, features: Features) -> tuple[int | None, Reason]:
        if item.address is not None and item.address in self._addresses:
            story = self._addresses[item.address]
            members = self._stories[story].members
            return story, Reason("address", members[-1].item.id, 1.0)
        norm = self._norm(features)
        best: tuple[float, int, _Member] | None = None
        for member, dot in self._candidates(features).items():
            if not self._may_join(item, features, member):
                continue
            score = dot / (norm * member.norm) if norm and member.norm else 0.0
            if features.folded == member.features.folded:
                score = 1.0
            elif (
                features.numbers
                and member.features.numbers
                and not features.numbers & member.features.numbers
            ):
                score *= CONTRADICTION
            if member.item.source == item.source and score < SAME_SOURCE:
                continue
            rank = (score, member.item.published, member)
            if score >= self._threshold and (best is None or rank[:2] > best[:2]):
                best = rank
        if best is None:
            return None, Reason("alone")
        return best[2].story, Reason(
            "words", best[2].item.id, round(best[0], 3), self._shared(features, best[2])
        )

    def _candidates(self, features: Features) -> dict[_Member, float]:
        dots: dict[_Member, float] = {}
        for stem, weight in features.weights.items():
            postings = self._postings.get(stem)
            if not postings or len(postings) > _MAX_POSTINGS:
                continue
            idf = self._idf(stem)
            for member in postings:
                dots[member] = dots.get(member, 0.0) + weight * member.features.weights[stem] * idf * idf
        return dots

    def _may_join(self, item: Item, features: Features, member: _Member) -> bool:
        story = self._stories[member.story]
        if item.published - story.latest > WINDOW or item.published - story.first > LIFE:
            return False
        shared = len(features.head & member.features.head)
        if shared < 2 and features.folded != member.features.folded:
            return False
        return not any(
            other.item.source == item.source
            and abs(item.published - other.item.published) > RETURNING
            and _alike(features, other.features)
            for other in story.members
        )

    def _keep(self, item: Item, features: Features, story: int) -> None:
        member = _Member(item, features, self._norm(features), story)
        held = self._stories[story]
        held.members.append(member)
        held.latest = max(held.latest, item.published)
        held.first = min(held.first, item.published)
        if item.address is not None:
            self._addresses.setdefault(item.address, story)
        for stem in features.weights:
            self._frequency[stem] += 1
            postings = self._postings.setdefault(stem, deque(maxlen=_MAX_POSTINGS + 1))
            while postings and item.published - postings[0].item.published > LIFE:
                postings.popleft()
            postings.append(member)
        self._seen += 1

    def _idf(self, stem: str) -> float:
        return math.log((self._seen + _PRIOR) / (self._frequency[stem] + 1.0))

    def _norm(self, features: Features) -> float:
        return math.sqrt(sum((weight * self._idf(stem)) ** 2 for stem, weight in features.weights.items()))

    def _shared(self, features: Features, member: _Member) -> tuple[str, ...]:
        shared = features.weights.keys() & member.features.weights.keys()
        return tuple(sorted(shared, key=self._idf, reverse=True)[:6])


def _alike(one: Features, other: Features) -> bool:
    """Whether two headlines say nearly the same words."""
    if one.folded == other.folded:
        return True
    both = one.head | other.head
    return bool(both) and len(one.head & other.head) / len(both) >= _ALIKE


def group(items: list[Item], threshold: float = THRESHOLD) -> tuple[list[list[str]], dict[str, Reason]]:
    """All of `items` as stories, each the ids in order of time, and why each item stands where it does."""
    grouper = Grouper(threshold=threshold)
    stories: dict[int, list[str]] = {}
    reasons: dict[str, Reason] = {}
    for item in sorted(items, key=lambda one: (one.published, one.id)):
        number, reason = grouper.add(item)
        stories.setdefault(number, []).append(item.id)
        reasons[item.id] = reason
    return list(stories.values()), reasons
