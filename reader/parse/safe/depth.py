"""Bounds how deep elements stand in each other, by leaving tags out. Linear, and never a recursion."""

from __future__ import annotations

import re
from itertools import accumulate

from reader.parse.safe.allowed import VOID

_TAG = re.compile(r"<[^<>]*>")


def level(html: str, deepest: int, tags: list[str]) -> str:
    """`html`, whose markup is whole and holds `tags` (and "" for some), without those that open deeper than `deepest`."""
    if len(tags) <= deepest:
        return html
    steps = {tag: _step(tag) for tag in set(tags)}
    if max(accumulate([steps[tag] for tag in tags])) <= deepest:
        return html
    depth = 0

    def keep(found: re.Match[str]) -> str:
        nonlocal depth
        step = _step(found[0])
        depth = max(depth + step, 0)
        return found[0] if depth + (step < 0) <= deepest or not step else ""

    return _TAG.sub(keep, html)


def _step(tag: str) -> int:
    """How much deeper what follows `tag` stands."""
    if not tag or tag.startswith("</"):
        return -len(tag[:1])
    return 0 if tag[1:].split(None, 1)[0].rstrip("/>").lower() in VOID else 1
