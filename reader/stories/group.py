"""Puts each headline into a story as it arrives: IDF-weighted cosine over an inverted index, frequencies from the past only.

A wrong join costs more than a missed one: the threshold is high, one shared word never joins, numbers that contradict each
other part, one feed's own items meet only when they say the same, and a column that returns daily is a new story each day.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from msgspec import Struct

from reader.stories.bonds import NO_BONDS, Bonds
from reader.stories.features import aside, numbers, stem_of, weights_of
from reader.stories.index import ENOUGH, LITTLE_ELSE, Index, Said
from reader.text.fold import words

THRESHOLD = 0.4
WINDOW = 48 * 3600
"""Seconds beside a story's members in which another may join."""
LIFE = 7 * 86_400
"""Seconds between the first and the last member of a story, at most."""
SAME_SOURCE = 0.9
"""Share of whole words that two headlines of one source must have in common."""
CONTRADICTION = 0.5
"""What is left of a likeness when both headlines give numbers and none agrees."""
RETURNING = 12 * 3600
"""Seconds after which the same headline from the same source is a column that returns."""
_ALIKE = 0.8


class Item(Struct, frozen=True, gc=False):
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


class _Member(Struct, eq=False, gc=False):
    item: Item
    weights: dict[str, float]
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
        self._index = Index(threshold)
        self._addresses: dict[bytes, _Member] = {}
        self._members: dict[str, _Member] = {}

    def add(self, item: Item) -> tuple[str, Reason]:
        """Place `item` and answer its story's name; items come in about the order of their time."""
        said = self._index.look_up(weights_of(item.title))
        new = _Member(item, said.weights, said.norm, item.id)
        near, reason = self._place(new, said)
        if near:
            new.story = near.story
        self._keep(new, said)
        return new.story, reason

    def know(self, item: Item, story: str) -> None:
        """Take in an item that is in `story` already, from an earlier run or by hand."""
        said = self._index.look_up(weights_of(item.title))
        self._keep(_Member(item, said.weights, said.norm, story), said)

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

    def _place(self, new: _Member, said: Said) -> tuple[_Member | None, Reason]:
        item = new.item
        near = self._kin.get(item.kin) if item.kin else None
        if near:
            return near, Reason("hand", near.item.id, 1.0)
        near = self._addresses.get(item.address) if item.address is not None else None
        if near and not self._parted(new, near):
            return near, Reason("address", near.item.id, 1.0)
        places = self._index.candidates(said)
        if not places:
            return None, ALONE
        order, gains = self._order, said.gains()
        found = [
            (score, order[number].item.published, number)
            for number in places
            if (score := _score(new, gains, order[number], self._threshold))
        ]
        for score, _, number in sorted(found, reverse=True):
            member = order[number]
            if self._may_join(new, member):
                shared = self._shared(new, member)
                return member, Reason("words", member.item.id, round(score, 3), shared)
        return None, ALONE

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
            and _alike(new, other)
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

    def _keep(self, member: _Member, said: Said) -> None:
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
        self._order.append(member)
        self._index.keep(said)

    def _shared(self, new: _Member, member: _Member) -> tuple[tuple[str, float], ...]:
        shared = new.weights.keys() & member.weights.keys()
        written = {stem_of(word): word for word in words(new.item.title)}
        weights = [
            (
                written.get(stem, stem),
                round(min(new.weights[stem], member.weights[stem]) * self._index.rarity(stem), 1),
            )
            for stem in shared
        ]
        return tuple(sorted(weights, key=lambda one: (-one[1], one[0]))[:6])


def _score(new: _Member, gains: dict[str, float], member: _Member, threshold: float) -> float:
    """How alike two headlines are, from `threshold` to 1; 0 where they are less so, or a rule keeps them apart.

    `gains` is what sharing each of the new one's stems is worth.
    """
    weights = member.weights
    both = gains.keys() & weights.keys()
    if len(both) < 2:
        return 0.0
    if len(both) == len(gains) == len(weights) and _folded(new) == _folded(member):
        score = 1.0
    else:
        score = sum(gains[stem] * weights[stem] for stem in both) / (new.norm * member.norm)
    if score < threshold:
        return 0.0
    shared = len(both - (aside(new.weights) & aside(weights)))
    if shared < 2:
        return 0.0
    own, others = numbers(new.weights), numbers(weights)
    if own and others and not own & others:
        score *= CONTRADICTION
    if score < threshold:
        return 0.0
    if new.item.source and new.item.source == member.item.source and not _same_words(new, member):
        return 0.0
    return score if shared >= ENOUGH or score >= LITTLE_ELSE else 0.0


def _alike(one: _Member, other: _Member) -> bool:
    """Whether two headlines say nearly the same words."""
    head = one.weights.keys() - aside(one.weights)
    others = other.weights.keys() - aside(other.weights)
    both = head | others
    return len(head & others) / len(both) >= _ALIKE if both else _folded(one) == _folded(other)


def _same_words(one: _Member, other: _Member) -> bool:
    own, others = set(_folded(one)), set(_folded(other))
    return len(own & others) >= SAME_SOURCE * len(own | others)


def _folded(member: _Member) -> list[str]:
    return words(member.item.title)


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
