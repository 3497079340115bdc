"""Levels of a paragraph and the order of a line by the Unicode bidirectional algorithm (UAX #9), in full.

The paragraph's level (P2, P3), explicit levels (X), weak and neutral types (W, N), implicit levels (I), and for each
line the levels of its spaces (L1) and its order (L2).
"""

from __future__ import annotations

from reader.text.bidi.explicit import (
    CONTROL,
    REMOVED,
    explicit_levels,
    first_strong,
    matching,
    sequences,
)
from reader.text.bidi.weak import resolve_types
from reader.text.patterns import lazy

_SPACES = "wiIfPbeEvVp"
_SEPARATOR = lazy(f"(?<![{_SPACES}])[{_SPACES}]*[SB]")
# I1 and I2: what a resolved type adds to its level.
_IMPLICIT = [
    bytes.maketrans(
        b"LR12",
        bytes(
            (level, level + 1, level + 2, level + 2)
            if level % 2 == 0
            else (level + 1, level, level + 1, level + 1)
        ),
    )
    for level in range(126)
]


def paragraph_level(classes: str) -> int | None:
    """0 or 1 by the first strong character (P2, P3), None where there is none."""
    pairs = matching(classes) if CONTROL.search(classes) else {}
    strong = first_strong(classes, 0, len(classes), pairs)
    return None if not strong else int(strong != "L")


def resolve(classes: str, base: int, text: str = "") -> bytearray:
    """The level of each character of a paragraph, before L1. Characters that X9 removes have that of the one before them.

    `classes` are the class letters of `text`, which is only looked at for brackets; `base` is 0 or 1.
    """
    if not CONTROL.search(classes):
        if "b" not in classes:
            side = "R" if base else "L"
            return bytearray(
                resolve_types(classes, text, base, side, side).encode().translate(_IMPLICIT[base])
            )
        pairs: dict[int, int] = {}
        levels, types = bytearray([base]) * len(classes), classes
    else:
        pairs = matching(classes)
        levels, types = explicit_levels(classes, base, pairs)
    for sequence in sequences(classes, levels, base, pairs):
        places = sequence.places
        resolved = resolve_types(
            "".join([types[place] for place in places]),
            "".join([text[place] for place in places]) if text else "",
            sequence.level,
            sequence.before,
            sequence.after,
        )
        for place, level in zip(places, resolved.encode().translate(_IMPLICIT[sequence.level]), strict=True):
            levels[place] = level
    before = base
    for place, kind in enumerate(classes):
        if kind in REMOVED:
            levels[place] = before
        else:
            before = levels[place]
    return levels


def line_levels(classes: str, levels: bytes | bytearray, base: int) -> bytearray:
    """The levels of one line, whose separators and last spaces fall back to the paragraph's level (L1)."""
    out = bytearray(levels)
    if "S" in classes or "B" in classes:
        for found in _SEPARATOR.finditer(classes):
            out[found.start() : found.end()] = bytes([base]) * len(found[0])
    end = len(classes.rstrip(_SPACES))
    out[end:] = bytes([base]) * (len(classes) - end)
    return out


def runs_in_order(levels: bytes | bytearray) -> list[tuple[int, int, bool]]:
    """The runs of one level on a line from left to right, as start, end and whether to be read backwards (L2)."""
    runs: list[tuple[int, int, bool]] = []
    heights: list[int] = []
    place = 0
    while place < len(levels):
        start, level = place, levels[place]
        while place < len(levels) and levels[place] == level:
            place += 1
        runs.append((start, place, level % 2 == 1))
        heights.append(level)
    if not runs:
        return runs
    odd = [height for height in heights if height % 2]
    for level in range(max(heights), min(odd, default=max(heights) + 1) - 1, -1):
        first = 0
        while first < len(runs):
            if heights[first] < level:
                first += 1
                continue
            last = first
            while last < len(runs) and heights[last] >= level:
                last += 1
            runs[first:last] = runs[first:last][::-1]
            heights[first:last] = heights[first:last][::-1]
            first = last
    return runs
