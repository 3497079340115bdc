"""The thorough choice: trafilatura says which text is the article; found again in the page, passage by passage.

trafilatura's own output loses captions, code and the space between marks, so only its choice is used: every
paragraph it gives is looked up in the page's text without white space, outward from its longest one.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

    from reader.parse.passages import Layout

_INLINE = frozenset(("hi", "ref", "del", "lb", "code", "graphic", "span"))
_LONG = 24
_PIECE = 12
_SHARE = 0.4


def kept_by(body: _Element, layout: Layout) -> list[bool]:
    """For each passage of `layout`, whether the extracted `body` holds at least a good part of it."""
    stream = layout.stream
    keys = [key for text in _paragraphs(body) for key in _findable(text, stream)]
    covered: list[tuple[int, int]] = []
    if keys:
        by_length = sorted(range(len(keys)), key=lambda index: len(keys[index]), reverse=True)
        pivot = next((index for index in by_length if _stands_once(keys[index], stream)), by_length[0])
        start = stream.find(keys[pivot])
        end = start + len(keys[pivot])
        covered.append((start, end))
        covered.extend(_forward(keys[pivot + 1 :], stream, end))
        covered.extend(_backward(keys[:pivot], stream, start))
    return _passages_in(covered, layout)


def _paragraphs(element: _Element) -> Iterator[str]:
    """Texts of the extracted blocks, without white space, in order."""
    parts: list[str] = []

    def end() -> Iterator[str]:
        text = "".join("".join(parts).split())
        parts.clear()
        if text:
            yield text

    stack: list[tuple[_Element, bool]] = [(element, False)]
    while stack:
        node, done = stack.pop()
        block = node.tag not in _INLINE
        if done:
            if block:
                yield from end()
            parts.append(node.tail or "")
            continue
        if block:
            yield from end()
        parts.append(node.text or "")
        stack.append((node, True))
        stack.extend((child, False) for child in reversed(node))
    yield from end()


def _findable(text: str, stream: str) -> Iterator[str]:
    """`text` itself where the page holds it so, else the parts of it that the page holds."""
    if text in stream:
        yield text
        return
    at = 0
    while at < len(text):
        length = _longest_at(text, at, stream)
        if length >= _PIECE:
            yield text[at : at + length]
        at += max(length, 1)


def _longest_at(text: str, at: int, stream: str) -> int:
    """How many letters of `text` from `at` on stand together somewhere in `stream`: by doubling, then by halving."""
    if text[at : at + _PIECE] not in stream:
        return 0
    low, high, end = _PIECE, 2 * _PIECE, len(text) - at
    while high < end and text[at : at + high] in stream:
        low, high = high, 2 * high
    high = min(high, end)
    while low < high:
        middle = (low + high + 1) // 2
        if text[at : at + middle] in stream:
            low = middle
        else:
            high = middle - 1
    return low


def _stands_once(key: str, stream: str) -> bool:
    """Whether `key`, which is in `stream`, is there only once."""
    return stream.find(key, stream.find(key) + 1) < 0


def _forward(keys: list[str], stream: str, end: int) -> Iterator[tuple[int, int]]:
    """Places of `keys` after `end`, in order. Short ones only where they come before the next long one."""
    for index, key in enumerate(keys):
        at = stream.find(key, end)
        if len(key) < _LONG and at >= 0:
            ahead = next((other for other in keys[index + 1 :] if len(other) >= _LONG), None)
            limit = stream.find(ahead, end) if ahead is not None else end + 40 * _LONG
            if limit >= 0 and at > limit:
                at = -1
        elif at < 0 and len(key) >= _LONG:
            at = stream.find(key)
            if at >= 0:
                yield at, at + len(key)
            continue
        if at >= 0:
            end = at + len(key)
            yield at, end


def _backward(keys: list[str], stream: str, start: int) -> Iterator[tuple[int, int]]:
    """Places of `keys` before `start`, last first."""
    for index in range(len(keys) - 1, -1, -1):
        key = keys[index]
        at = stream.rfind(key, 0, start)
        if len(key) < _LONG and at >= 0:
            behind = next((other for other in reversed(keys[:index]) if len(other) >= _LONG), None)
            limit = stream.rfind(behind, 0, start) if behind is not None else start - 40 * _LONG
            if at < limit:
                at = -1
        elif at < 0 and len(key) >= _LONG:
            at = stream.find(key)
            if at >= 0:
                yield at, at + len(key)
            continue
        if at >= 0:
            start = at
            yield at, at + len(key)


def _passages_in(covered: list[tuple[int, int]], layout: Layout) -> list[bool]:
    starts = [passage.start for passage in layout.passages]
    chars = [0] * len(starts)
    for start, end in covered:
        index = max(bisect_right(starts, start) - 1, 0)
        while index < len(starts) and starts[index] < end:
            passage = layout.passages[index]
            chars[index] += max(min(end, passage.end) - max(start, passage.start), 0)
            index += 1
    return [
        count > 0 and count >= _SHARE * passage.length
        for count, passage in zip(chars, layout.passages, strict=True)
    ]
