"""What a lane of the ticker chooses from."""

from __future__ import annotations

from typing import NamedTuple

from reader.model import Headline

SIZE = 240
"""Headlines that a lane chooses from."""


class Pool(NamedTuple):
    """`headlines` newest first; `as_of` is when their feeds last answered (Unix seconds, 0: never); `urgent` are the ids
    of those that their feed filed under breaking news.
    """

    headlines: tuple[Headline, ...] = ()
    as_of: int = 0
    urgent: frozenset[int] = frozenset()
