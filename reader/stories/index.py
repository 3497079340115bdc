"""Which headlines said the same words before, and what sharing a word is worth: the rarer until now, the more.

Each headline has a place, its number in the order in which it came. The places of a word lie packed in one string of bytes: so
they are joined, and looked through for those that come twice, without a loop here.
"""

from __future__ import annotations

import math
import sys
from array import array
from collections import Counter, defaultdict
from collections.abc import Collection

from msgspec import Struct

from reader.stories.features import NAME

ENOUGH = 3
"""Words that two headlines must share, unless they say little else. A kicker counts where the other's headline says it."""
LITTLE_ELSE = 0.65
_PRIOR = 400.0
_SIZE = array("I").itemsize  # of a place
_NEWEST = 30 * _SIZE  # what is looked at of a word's places: older headlines are found by their rarer words
_ALONE = 0.21  # share of what a headline says that one word must be to make candidates by itself
_LITTLE = 0.12  # share that its commonest words may be, together, for which no candidates are looked up


class Said(Struct, frozen=True, gc=False):
    """The words of a headline: `weights` of its stems, and in their order what each is worth and its places, packed.

    `norm` is the length of `worths` as a vector.
    """

    weights: dict[str, float]
    worths: list[float]
    places: list[bytearray]
    norm: float

    def gains(self) -> dict[str, float]:
        """What sharing each stem adds to a likeness, for a weight of 1 in the other headline."""
        pairs = zip(self.weights.items(), self.worths, strict=True)
        return {stem: worth * worth / weight for (stem, weight), worth in pairs}


class Index:
    """The places of each stem, and the norm of each place. `threshold` is the least likeness that is looked for."""

    def __init__(self, threshold: float) -> None:
        self._threshold = threshold
        self._places: defaultdict[str, bytearray] = defaultdict(bytearray)
        self._norms = array("d")
        self._logs = [0.0]

    def look_up(self, weights: dict[str, float]) -> Said:
        """What a headline says, by what was said until now."""
        places = list(map(self._places.__getitem__, weights))
        most, logs = math.log(len(self._norms) + _PRIOR), self._logs
        worths = [
            weight * (most - logs[len(before) // _SIZE])
            for weight, before in zip(weights.values(), places, strict=True)
        ]
        return Said(weights, worths, places, math.hypot(*worths))

    def keep(self, said: Said) -> None:
        """Give the headline the next place."""
        place = len(self._norms)
        self._norms.append(said.norm)
        self._logs.append(math.log(place + 2))
        packed = place.to_bytes(_SIZE, sys.byteorder)
        for before in said.places:
            before += packed

    def rarity(self, stem: str) -> float:
        """What a stem of weight 1 is worth now."""
        return math.log(len(self._norms) + _PRIOR) - self._logs[len(self._places[stem]) // _SIZE]

    def candidates(self, said: Said) -> Collection[int]:
        """The places of headlines that may reach the threshold: of the newest with each word, those that share two, or one
        that says most of what is new.
        """
        least = _least(said)
        looked = [
            before if len(before) <= _NEWEST else before[-_NEWEST:]
            for worth, before in zip(said.worths, said.places, strict=True)
            if worth >= least
        ]
        newest = array("I", b"".join(looked))
        if len(looked) == 1:
            return newest
        found = set(newest)
        if len(found) < len(newest):
            found = {place for place, times in Counter(newest).items() if times > 1}
        else:
            found.clear()
        some_left = len(looked) < len(said.worths) or max(map(len, looked), default=0) == _NEWEST
        if some_left and max(said.worths) >= math.sqrt(_ALONE) * said.norm:
            found |= self._with_one(said, least)
        return found

    def _with_one(self, said: Said, least: float) -> set[int]:
        """The places of those that may reach the threshold by one word that is looked up, and those that are not or not all."""
        shares = [
            (NAME * gain, worth, before)
            for gain, worth, before in zip(said.gains().values(), said.worths, said.places, strict=True)
        ]
        others = [share for share, worth, before in shares if worth < least or len(before) > _NEWEST]
        enough = self._threshold if len(others) + 1 >= ENOUGH else max(self._threshold, LITTLE_ELSE)
        alone, norms = math.sqrt(_ALONE) * said.norm, self._norms
        found: set[int] = set()
        for share, worth, before in shares:
            if worth >= alone:
                longest = (share + sum(others)) / (enough * said.norm)
                found.update([place for place in array("I", before[-_NEWEST:]) if norms[place] <= longest])
        return found


def _least(said: Said) -> float:
    """What a word must be worth to be looked up: the commonest, a little together, say nothing of a story."""
    little = _LITTLE * said.norm * said.norm
    for worth in sorted(said.worths):
        little -= worth * worth
        if little < 0:
            return worth
    return math.inf
