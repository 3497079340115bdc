"""Embeddings, overrides and isolates: levels by X1 to X8 and isolating run sequences by X10 (UAX #9).

Only paragraphs with such controls come here; all others are one sequence on the paragraph's level.
"""

from __future__ import annotations

from typing import NamedTuple

from reader.text.patterns import lazy

DEEPEST = 125
"""max_depth, BD2."""

INITIATORS = "iIf"
CONTROL = lazy("[eEvVpiIfP]")
_STRONG_OR_ISOLATE = lazy("[LRAiIf]")
REMOVED = "eEvVpb"
"""The classes that X9 takes out: embeddings, overrides, their ends, and BN."""


class Sequence(NamedTuple):
    """An isolating run sequence (BD13): places in the paragraph, its level, and the types at its two ends (sos, eos)."""

    places: list[int]
    level: int
    before: str
    after: str


class _Entry(NamedTuple):
    level: int
    override: str
    isolate: bool


def matching(classes: str) -> dict[int, int]:
    """Each isolate initiator's place to that of its PDI (BD9); those without one are not in it."""
    open_: list[int] = []
    out: dict[int, int] = {}
    for found in CONTROL.finditer(classes):
        if found[0] in INITIATORS:
            open_.append(found.start())
        elif found[0] == "P" and open_:
            out[open_.pop()] = found.start()
    return out


def first_strong(classes: str, start: int, end: int, pairs: dict[int, int]) -> str:
    """The first L, R or A of `classes[start:end]` outside of isolates (P2), or ""."""
    place = start
    while found := _STRONG_OR_ISOLATE.search(classes, place, end):
        if found[0] not in INITIATORS:
            return found[0]
        place = pairs.get(found.start(), end)
    return ""


def explicit_levels(classes: str, base: int, pairs: dict[int, int]) -> tuple[bytearray, str]:
    """The explicit level of each character, and the classes with overrides applied (X1 to X8)."""
    levels = bytearray([base]) * len(classes)
    types = list(classes)
    stack = [_Entry(base, "", False)]
    isolates_over = embeddings_over = isolates = 0
    for place, kind in enumerate(classes):
        top = stack[-1]
        if kind in "eEvV":
            levels[place] = top.level
            level = _next_level(top.level, kind in "EV")
            if level <= DEEPEST and not isolates_over and not embeddings_over:
                stack.append(_Entry(level, {"v": "L", "V": "R"}.get(kind, ""), False))
            elif not isolates_over:
                embeddings_over += 1
        elif kind in INITIATORS:
            levels[place] = top.level
            if top.override:
                types[place] = top.override
            rtl = kind == "I"
            if kind == "f":
                rtl = first_strong(classes, place + 1, pairs.get(place, len(classes)), pairs) in ("R", "A")
            level = _next_level(top.level, rtl)
            if level <= DEEPEST and not isolates_over and not embeddings_over:
                isolates += 1
                stack.append(_Entry(level, "", True))
            else:
                isolates_over += 1
        elif kind == "P":
            if isolates_over:
                isolates_over -= 1
            elif isolates:
                embeddings_over = 0
                while not stack[-1].isolate:
                    stack.pop()
                stack.pop()
                isolates -= 1
            top = stack[-1]
            levels[place] = top.level
            if top.override:
                types[place] = top.override
        elif kind == "p":
            levels[place] = top.level
            if isolates_over:
                continue
            if embeddings_over:
                embeddings_over -= 1
            elif not top.isolate and len(stack) > 1:
                stack.pop()
        elif kind == "B":
            levels[place] = base
            stack = stack[:1]
            isolates_over = embeddings_over = isolates = 0
        else:
            levels[place] = top.level
            if top.override and kind != "b":
                types[place] = top.override
    return levels, "".join(types)


def _next_level(level: int, rtl: bool) -> int:
    return (level + 1) | 1 if rtl else (level + 2) & ~1


def sequences(classes: str, levels: bytearray, base: int, pairs: dict[int, int]) -> list[Sequence]:
    """The isolating run sequences of a paragraph, characters that X9 removes left out (X10)."""
    kept = [place for place, kind in enumerate(classes) if kind not in REMOVED]
    runs: list[list[int]] = []
    for place in kept:
        if runs and levels[runs[-1][-1]] == levels[place]:
            runs[-1].append(place)
        else:
            runs.append([place])
    starting = {run[0]: run for run in runs}
    rank = {place: i for i, place in enumerate(kept)}
    joined = {end for start, end in pairs.items() if end in starting}
    out = []
    for run in runs:
        if run[0] in joined:
            continue
        places = list(run)
        while (end := pairs.get(places[-1])) is not None and end in starting:
            places += starting[end]
        level = levels[places[0]]
        first, last = rank[places[0]], rank[places[-1]]
        before = levels[kept[first - 1]] if first else base
        open_end = classes[places[-1]] in INITIATORS and places[-1] not in pairs
        after = base if open_end or last + 1 == len(kept) else levels[kept[last + 1]]
        out.append(Sequence(places, level, _side(level, before), _side(level, after)))
    return out


def _side(level: int, neighbour: int) -> str:
    return "R" if max(level, neighbour) % 2 else "L"
