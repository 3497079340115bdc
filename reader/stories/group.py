"""Puts each headline into a story as it arrives: IDF-weighted cosine over an inverted index, frequencies from the past only.

A wrong join costs more than a missed one: the threshold is high, one shared word never joins, numbers that contradict each
other part, one feed's own items meet only when they say the same, and a column that returns daily is a new story each day.
"""

from __future__ import annotations

import math
from collections import Counter, deque
from dataclasses import dataclass, field

from reader.stories.bonds import NO_BONDS, Bonds
from reader.stories.features import Features, features_of, stem_of
from reader.text.fold import words

THRESHOLD = 0.4
WINDOW = 48 * 3600
"""Seconds beside a story's members in which another may join."""
LIFE = 7 * 86_400
"""Seconds between the first and the last member of a story, at most."""
SAME_SOURCE = 0.9
"""Share of whole words that two headlines of one source must have in common."""
ENOUGH = 3
"""Words that two headlines must share, unless they say little else. A kicker counts where the other's headline says it."""
LITTLE_ELSE = 0.65
CONTRADICTION = 0.5
"""What is left of a likeness when both headlines give numbers and none agrees."""
RETURNING = 12 * 3600
"""Seconds after which the same headline from the same source is a column that returns."""
_PRIOR = 400.0
_NEWEST = 30  # headlines that are looked at for one word: older ones are found by their rarer words
_NEARLY = 0.75  # share of the threshold that must be seen in those; the rest of the words is then compared
_ALIKE = 0.8


@dataclass(frozen=True, slots=True)
class Item:
    """A headline to be placed. `published` in Unix seconds; `address` is the cleaned link's hash, where there is one.

    `kin` is the number of those that the person joined with it (`reader.stories.bonds`), 0 for none; `language` a
    lower-case code, "" where it is not known.
    """

    id: str
    title: str
    source: str
    published: int
    address: bytes | None = None
    kin: int = 0
    language: str = ""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an item joined: "alone" (it did not), "address", "words", "hand" or "languages"; `near` is the member it is most like.

    `words` are what both say, each with its weight, the heaviest first.
    """

    kind: str
    near: str = ""
    score: float = 0.0
    words: tuple[tuple[str, float], ...] = ()


ALONE = Reason("alone")


@dataclass(slots=True, eq=False)
class _Member:
    item: Item
    features: Features
    norm: float
    story: str


@dataclass(slots=True)
class _Story:
    first: int
    latest: int
    members: list[_Member] = field(default_factory=list)


class Grouper:
    """Holds the headlines of the window and the stories they tell. A story bears the id of the item that began it."""

    def __init__(self, threshold: float = THRESHOLD, bonds: Bonds = NO_BONDS) -> None:
        self._threshold = threshold
        self._apart = bonds.apart
        self._kin: dict[int, _Member] = {}
        self._stories: dict[str, _Story] = {}
        self._order: list[_Member] = []
        self._norms: list[float] = []
        self._postings: dict[str, deque[tuple[int, float]]] = {}
        self._frequency: Counter[str] = Counter()
        self._seen = 0
        self._addresses: dict[bytes, _Member] = {}
        self._members: dict[str, _Member] = {}

    def add(self, item: Item) -> tuple[str, Reason]:
        """Place `item` and answer its story's name; items come in about the order of their time."""
        new, gains = self._member(item, item.id)
        near, reason = self._place(new, gains)
        if near:
            new.story = near.story
        self._keep(new)
        return new.story, reason

    def know(self, item: Item, story: str) -> None:
        """Take in an item that is in `story` already, from an earlier run or by hand."""
        self._keep(self._member(item, story)[0])

    def story_of(self, item: str) -> str | None:
        """The story of an item by its id, None where it is not known."""
        member = self._members.get(item)
        return None if member is None else member.story

    def may_merge(self, one: str, other: str) -> bool:
        """Whether two stories may become one: nobody parted them, and together they live no longer than a story."""
        first, second = self._stories[one], self._stories[other]
        if max(first.latest, second.latest) - min(first.first, second.first) > LIFE:
            return False
        return not any(self._parted(member, second.members[0]) for member in first.members)

    def merge(self, one: str, other: str) -> None:
        """Let all of story `one` be of story `other`."""
        gone, held = self._stories.pop(one), self._stories[other]
        for member in gone.members:
            member.story = other
        held.members += gone.members
        held.first, held.latest = min(held.first, gone.first), max(held.latest, gone.latest)

    def _member(self, item: Item, story: str) -> tuple[_Member, dict[str, float]]:
        """`item` as a member, and what sharing each of its words is worth by what was seen until now."""
        features = features_of(item.title)
        frequency, seen = self._frequency, self._seen + _PRIOR
        gains: dict[str, float] = {}
        norm = 0.0
        for stem, weight in features.weights.items():
            gains[stem] = gain = weight * math.log(seen / (frequency.get(stem, 0) + 1.0)) ** 2
            norm += gain * weight
        return _Member(item, features, math.sqrt(norm), story), gains

    def _place(self, new: _Member, gains: dict[str, float]) -> tuple[_Member | None, Reason]:
        item = new.item
        near = self._kin.get(item.kin) if item.kin else None
        if near:
            return near, Reason("hand", near.item.id, 1.0)
        near = self._addresses.get(item.address) if item.address is not None else None
        if near and not self._parted(new, near):
            return near, Reason("address", near.item.id, 1.0)
        found = [
            (score, member.item.published, number, member)
            for number, member in enumerate(self._candidates(new, gains))
            if (score := _score(new, gains, member)) >= self._threshold
        ]
        for score, _, _, member in sorted(found, reverse=True):
            if self._may_join(new, member):
                shared = self._shared(new, member)
                return member, Reason("words", member.item.id, round(score, 3), shared)
        return None, ALONE

    def _candidates(self, new: _Member, gains: dict[str, float]) -> list[_Member]:
        """Members that may reach the threshold: those that share enough of what the newest with each word say."""
        postings = self._postings
        dots: dict[int, float] = {}
        for stem, gain in gains.items():
            for number, weight in postings.get(stem, ()):
                dots[number] = dots.get(number, 0.0) + gain * weight
        least = _NEARLY * self._threshold * new.norm
        norms, order = self._norms, self._order
        return [order[number] for number, dot in dots.items() if dot >= least * norms[number]]

    def _may_join(self, new: _Member, member: _Member) -> bool:
        """Whether the story of `member` still lives at the item's time, and is no earlier day of the same column."""
        item = new.item
        story = self._stories[member.story]
        first, latest = min(story.first, item.published), max(story.latest, item.published)
        if self._parted(new, member):
            return False
        if latest - first > LIFE or not story.first - WINDOW <= item.published <= story.latest + WINDOW:
            return False
        return not any(
            other.item.source == item.source
            and abs(item.published - other.item.published) > RETURNING
            and _alike(new.features, other.features)
            for other in story.members
        )

    def _parted(self, new: _Member, member: _Member) -> bool:
        """Whether the person parted `new`, or its kin, from any of the story that `member` is in."""
        apart = self._apart.get(new.item.kin)
        return apart is not None and any(one.item.kin in apart for one in self._stories[member.story].members)

    def _keep(self, member: _Member) -> None:
        item = member.item
        if item.kin:
            self._kin.setdefault(item.kin, member)
        held = self._stories.setdefault(member.story, _Story(item.published, item.published))
        held.members.append(member)
        self._members.setdefault(item.id, member)
        held.latest = max(held.latest, item.published)
        held.first = min(held.first, item.published)
        if item.address is not None:
            self._addresses.setdefault(item.address, member)
        number = len(self._order)
        self._order.append(member)
        self._norms.append(member.norm)
        for stem, weight in member.features.weights.items():
            self._frequency[stem] += 1
            postings = self._postings.get(stem)
            if postings is None:
                postings = self._postings[stem] = deque(maxlen=_NEWEST)
            postings.append((number, weight))
        self._seen += 1

    def _idf(self, stem: str) -> float:
        return math.log((self._seen + _PRIOR) / (self._frequency[stem] + 1.0))

    def _shared(self, new: _Member, member: _Member) -> tuple[tuple[str, float], ...]:
        shared = new.features.weights.keys() & member.features.weights.keys()
        written = {stem_of(word): word for word in words(new.item.title)}
        weights = [
            (
                written.get(stem, stem),
                round(min(new.features.weights[stem], member.features.weights[stem]) * self._idf(stem), 1),
            )
            for stem in shared
        ]
        return tuple(sorted(weights, key=lambda one: (-one[1], one[0]))[:6])


def _score(new: _Member, gains: dict[str, float], member: _Member) -> float:
    """How alike two headlines are, 0 to 1; 0 where a rule keeps them apart."""
    one, other = new.features, member.features
    if one.folded == other.folded and len(one.head) > 1:
        return 1.0
    shared = len(one.head & other.weights.keys() | other.head & one.weights.keys())
    if shared < 2:
        return 0.0
    dot = sum(gain * other.weights[stem] for stem, gain in gains.items() if stem in other.weights)
    score = dot / (new.norm * member.norm)
    if one.numbers and other.numbers and not one.numbers & other.numbers:
        score *= CONTRADICTION
    if new.item.source == member.item.source and not _same_words(one, other):
        return 0.0
    return score if shared >= ENOUGH or score >= LITTLE_ELSE else 0.0


def _alike(one: Features, other: Features) -> bool:
    """Whether two headlines say nearly the same words."""
    if one.folded == other.folded:
        return True
    both = one.head | other.head
    return bool(both) and len(one.head & other.head) / len(both) >= _ALIKE


def _same_words(one: Features, other: Features) -> bool:
    words, others = set(one.folded.split()), set(other.folded.split())
    return len(words & others) >= SAME_SOURCE * len(words | others)


def group(items: list[Item], threshold: float = THRESHOLD) -> tuple[list[list[str]], dict[str, Reason]]:
    """All of `items` as stories, each the ids in order of time, and why each item stands where it does.

    An id that comes twice counts once, as it came first.
    """
    grouper = Grouper(threshold)
    stories: dict[str, list[str]] = {}
    reasons: dict[str, Reason] = {}
    first = {item.id: item for item in reversed(items)}
    for item in sorted(first.values(), key=lambda one: (one.published, one.id)):
        story, reason = grouper.add(item)
        stories.setdefault(story, []).append(item.id)
        reasons[item.id] = reason
    return list(stories.values()), reasons
