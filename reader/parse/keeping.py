"""From chosen passages to what the walk leaves out: the article's root, and what inside it does not belong.

Text that was not chosen goes. Images, code, tables, lists, quotes and headings that stand between chosen passages,
side by side with them and not in furniture, come back: choosers by text lose them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.parse.furniture import is_furniture
from reader.parse.passages import HEADINGS, Box, Layout

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_RICH = frozenset(("ul", "ol", "dl", "table", "pre", "blockquote", "figure", "details", "listing", *HEADINGS))
_WHOLES = frozenset(("table", "ul", "ol", "dl"))
_ROOTS = frozenset(("article", "main"))
_MOST_LINKED = 0.4
_FEW = 3
_LONGEST_CELL = 200
_CAPTION = re.compile("caption|legend|credit", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Kept:
    """What `walk` needs: where to start and which nodes (`mem_id`) to leave out."""

    root: LexborNode
    dropped: frozenset[int]
    figures: frozenset[int] = frozenset()
    """Elements that hold an image and its caption without saying so."""


def keep(layout: Layout, chosen: list[bool]) -> Kept | None:
    """The part of the page that `chosen` passages make up; None where none is chosen."""
    places = [place for place, wanted in enumerate(chosen) if wanted]
    if not places:
        return None
    chosen = list(chosen)
    first, last = places[0], places[-1]
    root = _root(layout, first, last)
    held = _held(layout, chosen)
    for box in layout.boxes[root.index + 1 :]:
        if box.tag in _WHOLES and held[box.index] and _belongs_whole(layout, box, chosen):
            chosen[box.first : box.last] = [True] * (box.last - box.first)
    held = _held(layout, chosen)
    dropped: set[int] = set()
    figures: set[int] = set()
    skip_to = -1
    end = root.last
    for box in layout.boxes[root.index + 1 :]:
        if box.first > end or (box.first >= end and box.parent < root.index):
            break
        if not _within(layout, box, root) or box.index < skip_to:
            continue
        if held[box.index]:
            continue
        if held[box.parent] and _comes_back(layout, box, first, last):
            inside = layout.boxes[box.index + 1 : _after(layout, box)]
            for place in _words_of(layout, box, inside):
                chosen[place] = True
            dropped.update(inner.node.mem_id for inner in inside if inner.junk)
            if box.tag not in _RICH and box.last > box.first and box.node.css_first("img") is not None:
                figures.add(box.node.mem_id)
        else:
            dropped.add(box.node.mem_id)
        skip_to = _after(layout, box)
    for place in range(root.first, root.last):
        if not chosen[place]:
            dropped.update(node.mem_id for node in layout.passages[place].nodes)
    return Kept(root.node, frozenset(dropped), frozenset(figures))


def _words_of(layout: Layout, box: Box, inside: list[Box]) -> list[int]:
    """The passages that come back with `box`: all of a block of text, only the caption of an image or a player."""
    places = list(range(box.first, box.last))
    if box.tag in _RICH or (box.node.css_first("img") is not None and len(places) <= _FEW):
        return places
    captions = [inner for inner in inside if inner.tag == "figcaption" or _CAPTION.search(inner.names)]
    return [place for place in places if any(inner.first <= place < inner.last for inner in captions)]


def _root(layout: Layout, first: int, last: int) -> Box:
    """The innermost box around all chosen passages, or the article around it."""
    boxes = layout.boxes
    box = boxes[layout.passages[first].box]
    while not (box.first <= first and box.last > last):
        box = boxes[box.parent]
    if box.tag in ("p", "li", "td", "blockquote", *HEADINGS) and box.parent >= 0:
        box = boxes[box.parent]
    around = box
    while around.parent > 0:
        if around.tag in _ROOTS:
            return around
        around = boxes[around.parent]
    return box


def _belongs_whole(layout: Layout, box: Box, chosen: list[bool]) -> bool:
    """Whether a table or list, some of which was chosen, holds short texts with few links: then all of it belongs."""
    if box.tag != "table" and 2 * sum(chosen[box.first : box.last]) < box.last - box.first:
        return False
    passages = layout.passages[box.first : box.last]
    length = sum(passage.length for passage in passages)
    return (
        not box.junk
        and max(passage.length for passage in passages) <= _LONGEST_CELL
        and sum(passage.linked for passage in passages) <= _MOST_LINKED * length
    )


def _held(layout: Layout, chosen: list[bool]) -> list[bool]:
    """For each box, whether it holds a chosen passage."""
    sums = [0]
    for wanted in chosen:
        sums.append(sums[-1] + wanted)
    return [sums[box.last] > sums[box.first] for box in layout.boxes]


def _within(layout: Layout, box: Box, root: Box) -> bool:
    here = box.parent
    while here > root.index:
        here = layout.boxes[here].parent
    return here == root.index


def _after(layout: Layout, box: Box) -> int:
    """The index of the first box that is not inside `box`."""
    index = box.index + 1
    boxes = layout.boxes
    while index < len(boxes) and boxes[index].parent >= box.index:
        index += 1
    return index


def _ends_it(layout: Layout, box: Box, last: int) -> bool:
    """Whether `box` is an image of its own right after the last chosen passage and beside it."""
    return (
        box.tag == "figure"
        and box.first == last + 1
        and box.parent == layout.boxes[layout.passages[last].box].parent
    )


def _comes_back(layout: Layout, box: Box, first: int, last: int) -> bool:
    """Whether `box`, of which nothing was chosen, belongs between the chosen passages all the same."""
    if box.junk or (box.first > last and not _ends_it(layout, box, last)):
        return False
    passages = layout.passages[box.first : box.last]
    length = sum(passage.length for passage in passages)
    if box.first <= first and box.last <= first:
        return box.media > 0 and length < 200 and (box.tag == "figure" or not length)
    linked = sum(passage.linked for passage in passages)
    if length and linked > _MOST_LINKED * length:
        return False
    if any(is_furniture(layout.text(passage)) for passage in passages):
        return False
    if not length:
        return box.media > 0
    return box.tag in _RICH or (box.media > 0 and length < 300)
