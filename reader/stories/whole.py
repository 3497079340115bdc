"""Groups many headlines at once: by their words, then across languages where there is an encoder."""

from __future__ import annotations

from collections.abc import Sequence

from reader.stories.across import Across, pieces
from reader.stories.encoder import Encoder
from reader.stories.group import ALONE, THRESHOLD, Grouper, Item, Reason
from reader.stories.merging import Forest

Grouped = tuple[list[list[str]], dict[str, Reason]]


def group_all(items: Sequence[Item], encoder: Encoder, threshold: float = THRESHOLD) -> Grouped:
    """All of `items` as stories, each the ids in order of time, and why each item stands where it does.

    An id that comes twice counts once, as it came first. Without an encoder: `reader.stories.group.group`.
    """
    first = {item.id: item for item in reversed(items)}
    ordered = sorted(first.values(), key=lambda one: (one.published, one.id))
    grouper = Grouper(threshold)
    forest = Forest(grouper)
    for item in ordered:
        _, reason = grouper.add(item)
        if reason.near:
            forest.hang(item.id, reason)
    across = Across(encoder)
    for piece in pieces(ordered):
        vectors = across.encode(piece)
        across.know(piece, vectors)
        for item, found in zip(piece, across.nearest(piece, vectors), strict=True):
            if found is not None:
                forest.propose(item.id, found, lambda story: False)
    stories: dict[str, list[str]] = {}
    for item in ordered:
        stories.setdefault(grouper.story_of(item.id) or item.id, []).append(item.id)
    reasons = dict.fromkeys((item.id for item in ordered), ALONE) | dict(forest.joins())
    return list(stories.values()), reasons
