"""Bounds how deep elements stand in each other, by leaving tags out. Linear, and never a recursion."""

from __future__ import annotations

import re
from itertools import accumulate

from reader.parse.safe.allowed import VOID

_SHORTEST = 3
# Tags of elements that may hold others: what is found is "/" for an end, "" for a start.
_STEP = re.compile(rf"<(?!(?:{'|'.join(sorted(VOID))})(?![a-zA-Z0-9:._-]))(/?)", re.IGNORECASE)
_DEEPER = {"": 1, "/": -1}
_TAG = re.compile(rf"{_STEP.pattern}[^<>]*>", re.IGNORECASE)


def level(html: str, deepest: int) -> str:
    """`html`, whose markup is whole, without tags that open deeper than `deepest`, where it has more than twice as many."""
    if len(html) <= 2 * _SHORTEST * deepest or html.count("<") <= 2 * deepest:
        return html
    if max(accumulate(map(_DEEPER.__getitem__, _STEP.findall(html))), default=0) <= deepest:
        return html
    depth = 0

    def keep(found: re.Match[str]) -> str:
        nonlocal depth
        step = _DEEPER[found[1]]
        depth = max(depth + step, 0)
        return found[0] if depth + (step < 0) <= deepest else ""

    return _TAG.sub(keep, html)
