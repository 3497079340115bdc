"""Puts each headline into a story as it arrives: IDF-weighted cosine over an inverted index, frequencies from the past only.

A wrong join costs more than a missed one: the threshold is high, one shared word never joins, numbers that contradict each
other part, one feed's own items meet only when they say the same, and a column that returns daily is a new story each day.
"""

from __future__ import annotations

import math
from array import array
from collections import Counter
from dataclasses import dataclass, field
from operator import itemgetter
from typing import NamedTuple

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
_ALONE = 0.21  # share of what a headline says that one word must be to make candidates by itself
_LITTLE = 0.12  # share that its commonest words may be, together, for which no candidates are looked up
_ALIKE = 0.8


class Item(NamedTuple):
    """A headline to be placed. `published` in Unix seconds; `address` is the cleaned link's hash, where there is one;
    `source` "" where it is not known.

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
class _Word:
    """How many headlines say it, and the places of the newest of them in the order of all."""

    count: int = 0
    newest: array[int] = field(default_factory=lambda: array("I"))


_Said = list[tuple[float, str, _Word]]
"""The words of a headline: what sharing each is worth, its stem, and what is known of it."""

_gain = itemgetter(0)


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
        self._words: dict[str, _Word] = {}
        self._addresses: dict[bytes, _Member] = {}
        self._members: dict[str, _Member] = {}

    def add(self, item: Item) -> tuple[str, Reason]:
        """Place `item` and answer its story's name; items come in about the order of their time."""
        new, said = self._member(item, item.id)
        near, reason = self._place(new, said)
        if near:
            new.story = near.story
        self._keep(new, said)
        return new.story, reason

    def know(self, item: Item, story: str) -> None:
        """Take in an item that is in `story` already, from an earlier run or by hand."""
        self._keep(*self._member(item, story))

    def story_of(self, item: str) -> str | None:
        """The story of an item by its id, None where it is not known."""
        member = self._members.get(item)
        return None if member is None else member.story

    def may_merge(self, one: str, other: str) -> bool:
        """Whether two stories may become one: nobody parted them, and together they live no longer than a story."""
        first, second = self._story(one), self._story(other)
        if max(first.latest, second.latest) - min(first.first, second.first) > LIFE:
            return False
        return not any(self._parted(member, second.members[0]) for member in first.members)

    def merge(self, one: str, other: str) -> None:
        """Let all of story `one` be of story `other`."""
        gone, held = self._story(one), self._story(other)
        self._stories.pop(one)
        for member in gone.members:
            member.story = other
        held.members += gone.members
        held.first, held.latest = min(held.first, gone.first), max(held.latest, gone.latest)

    def _member(self, item: Item, story: str) -> tuple[_Member, _Said]:
        """`item` as a member, and what sharing each of its words is worth by what was seen until now."""
        features = features_of(item.title)
        held, log = self._words, math.log
        most = log(len(self._order) + _PRIOR)
        said: list[tuple[float, str, _Word]] = []
        norm = 0.0
        for stem, weight in features.weights.items():
            word = held.get(stem)
            if word is None:
                word = held[stem] = _Word()
                idf = most
            else:
                idf = most - log(word.count + 1.0)
            gain = weight * idf * idf
            norm += gain * weight
            said.append((gain, stem, word))
        return _Member(item, features, math.sqrt(norm), story), said

    def _place(self, new: _Member, said: _Said) -> tuple[_Member | None, Reason]:
        item = new.item
        near = self._kin.get(item.kin) if item.kin else None
        if near:
            return near, Reason("hand", near.item.id, 1.0)
        near = self._addresses.get(item.address) if item.address is not None else None
        if near and not self._parted(new, near):
            return near, Reason("address", near.item.id, 1.0)
        order = self._order
        found = [
            (score, order[number].item.published, number)
            for number in self._candidates(new, said)
            if (score := _score(new, said, order[number], self._threshold))
        ]
        for score, _, number in sorted(found, reverse=True):
            member = order[number]
            if self._may_join(new, member):
                shared = self._shared(new, member)
                return member, Reason("words", member.item.id, round(score, 3), shared)
        return None, ALONE

    def _candidates(self, new: _Member, said: _Said) -> list[int]:
        """The places of members that may reach the threshold: of the newest with each word, those that share two, or one
        that says most of what is new.
        """
        whole = new.norm * new.norm
        alone, little = _ALONE * whole, _LITTLE * whole
        newest = array("I")
        weights = new.features.weights
        for gain, stem, word in sorted(said, key=_gain):
            worth = gain * weights[stem]
            little -= worth
            if little < 0 and word.count:
                newest += word.newest
                if worth >= alone:
                    newest += word.newest
        if len(set(newest)) == len(newest):
            return []
        return [number for number, times in Counter(newest).items() if times > 1]

    def _may_join(self, new: _Member, member: _Member) -> bool:
        """Whether the story of `member` still lives at the item's time, and is no earlier day of the same column."""
        item = new.item
        story = self._story(member.story)
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
        return apart is not None and any(one.item.kin in apart for one in self._story(member.story).members)

    def _story(self, name: str, at: int = 0) -> _Story:
        """A story by its name. That of a single headline is made when it is first asked for, as most never are; one that
        is not known yet begins `at`.
        """
        story = self._stories.get(name)
        if story is None:
            alone = self._members.get(name)
            if alone is not None and alone.story == name:
                story = _Story(alone.item.published, alone.item.published, [alone])
            else:
                story = _Story(at, at)
            self._stories[name] = story
        return story

    def _keep(self, member: _Member, said: _Said) -> None:
        item = member.item
        if item.kin:
            self._kin.setdefault(item.kin, member)
        if member.story != item.id:
            held = self._story(member.story, item.published)
            held.members.append(member)
            held.latest = max(held.latest, item.published)
            held.first = min(held.first, item.published)
        self._members.setdefault(item.id, member)
        if item.address is not None:
            self._addresses.setdefault(item.address, member)
        number = len(self._order)
        self._order.append(member)
        for _, _, word in said:
            word.count += 1
            newest = word.newest
            if len(newest) == _NEWEST:
                del newest[0]
            newest.append(number)

    def _idf(self, stem: str) -> float:
        return math.log((len(self._order) + _PRIOR) / (self._words[stem].count + 1.0))

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


def _score(new: _Member, said: _Said, member: _Member, threshold: float) -> float:
    """How alike two headlines are, from `threshold` to 1; 0 where they are less so, or a rule keeps them apart."""
    one, other = new.features, member.features
    if one.folded == other.folded and len(one.weights) > len(one.aside) + 1:
        return 1.0
    weights, dot = other.weights, 0.0
    for gain, stem, _ in said:
        if stem in weights:
            dot += gain * weights[stem]
    score = dot / (new.norm * member.norm) if dot else 0.0
    if score < threshold:
        return 0.0
    both = one.weights.keys() & weights.keys()
    shared = len(both - (one.aside & other.aside)) if one.aside else len(both)
    if shared < 2:
        return 0.0
    if one.numbers and other.numbers and not one.numbers & other.numbers:
        score *= CONTRADICTION
    if score < threshold:
        return 0.0
    if new.item.source and new.item.source == member.item.source and not _same_words(one, other):
        return 0.0
    return score if shared >= ENOUGH or score >= LITTLE_ELSE else 0.0


def _alike(one: Features, other: Features) -> bool:
    """Whether two headlines say nearly the same words."""
    if one.folded == other.folded:
        return True
    head, others = one.weights.keys() - one.aside, other.weights.keys() - other.aside
    both = head | others
    return bool(both) and len(head & others) / len(both) >= _ALIKE


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
