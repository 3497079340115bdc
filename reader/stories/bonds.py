"""What was joined and parted by hand, made ready for grouping: which keys are one, and which of those are never one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Bonds:
    """`numbers` gives each tied key the number of its kin (1 and up); `apart` the kin that may never meet a number's."""

    numbers: Mapping[bytes, int] = field(default_factory=dict)
    apart: Mapping[int, frozenset[int]] = field(default_factory=dict)


NO_BONDS = Bonds()


def bind(ties: Iterable[tuple[bytes, bytes, bool]]) -> Bonds:
    """The bonds of pairs of keys, each said to be one story or never one. Kin that were joined since are never apart."""
    said = list(ties)
    parents: dict[bytes, bytes] = {}

    def root(key: bytes) -> bytes:
        while (above := parents.setdefault(key, key)) != key:
            parents[key] = parents[above]
            key = above
        return key

    for one, other, joined in said:
        first, second = root(one), root(other)
        if joined:
            parents[first] = second
    numbers: dict[bytes, int] = {}
    for key in sorted(parents):
        numbers[key] = numbers.setdefault(root(key), len(numbers) + 1)
    apart: dict[int, set[int]] = {}
    for one, other, joined in said:
        kin, others = numbers[one], numbers[other]
        if not joined and kin != others:
            apart.setdefault(kin, set()).add(others)
            apart.setdefault(others, set()).add(kin)
    return Bonds(numbers, {number: frozenset(others) for number, others in apart.items()})
