"""Finds the headline of another language that tells the same: half shared names and numbers, half the encoder's cosine.

Only headlines of the last day are looked at. What it says is a proposal: `reader.stories.merging` makes stories of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.stories.encoder import BATCH, Encoder
from reader.stories.group import Item, Reason
from reader.stories.names import Frequencies, Said

if TYPE_CHECKING:
    import numpy as np

    from reader.stories.encoder import Vectors

THRESHOLD = 0.44
"""Chosen on one half of the labelled press, precision first."""

MEANING = 0.5
"""The least cosine of two headlines that may be one story, whatever names they share."""

REACH = 86_400
"""Seconds between two headlines that may be told apart by their language alone."""

HELD = 8_000
"""Headlines that are held, the newest: half a kilobyte of vector and as much of words each."""

_NEAREST = 12  # neighbours by meaning whose words are compared


@dataclass(slots=True)
class _Known:
    item: Item
    said: Said


class Across:
    """Holds the headlines of the last day with their vectors."""

    def __init__(self, encoder: Encoder, threshold: float = THRESHOLD) -> None:
        self._encoder = encoder
        self._threshold = threshold
        self._frequencies = Frequencies()
        self._known: list[_Known] = []
        self._vectors: np.ndarray[tuple[int, int], np.dtype[np.float16]] | None = None

    def know(self, items: Sequence[Item], vectors: Vectors) -> None:
        """Hold `items`, each with its row of `vectors`, to be found by those that come later."""
        import numpy as np

        self._known += [_Known(item, self._frequencies.take(item.title)) for item in items]
        more = vectors.astype(np.float16)
        self._vectors = more if self._vectors is None else np.concatenate((self._vectors, more))
        if len(self._known) > HELD + HELD // 4:
            self._known = self._known[-HELD:]
            self._vectors = self._vectors[-HELD:]

    def encode(self, items: Sequence[Item]) -> Vectors:
        """The vectors of at most `BATCH` headlines. May run in another thread."""
        return self._encoder.encode([item.title for item in items])

    def nearest(self, items: Sequence[Item], vectors: Vectors) -> list[Reason | None]:
        """For each of `items`, which are held already, the headline of another language that tells the same."""
        import numpy as np

        if self._vectors is None:
            return [None] * len(items)
        cosines = vectors @ self._vectors.astype(np.float32).T
        at = np.fromiter((one.item.published for one in self._known), np.int64, len(self._known))
        spoken = np.array([one.item.language for one in self._known])
        place = {one.item.id: number for number, one in enumerate(self._known)}
        found: list[Reason | None] = []
        for item, row in zip(items, cosines, strict=True):
            row[(np.abs(at - item.published) > REACH) | (spoken == item.language)] = -1.0
            count = min(_NEAREST, len(row))
            near = np.argpartition(row, -count)[-count:]
            found.append(self._best(place.get(item.id), [(int(one), float(row[one])) for one in near]))
        return found

    def _best(self, own: int | None, near: list[tuple[int, float]]) -> Reason | None:
        if own is None:
            return None
        said = self._known[own].said
        scored = [
            (0.5 * self._frequencies.likeness(said, self._known[one].said) + 0.5 * cosine, -one)
            for one, cosine in near
            if cosine >= MEANING
        ]
        score, place = max(scored, default=(0.0, 0))
        if score < self._threshold:
            return None
        other = self._known[-place]
        shared = self._frequencies.shared(self._known[own].item.title, said, other.said)
        return Reason("languages", other.item.id, round(score, 3), shared)


def pieces(items: Sequence[Item]) -> list[Sequence[Item]]:
    """`items` in the pieces that are encoded at once."""
    return [items[start : start + BATCH] for start in range(0, len(items), BATCH)]
