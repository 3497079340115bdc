"""From chosen passages to what the walk leaves out: the article's root, and what inside it does not belong.

Text that was not chosen goes. Images, code, tables, lists, quotes and headings that stand between chosen passages,
side by side with them and not in furniture, come back: choosers by text lose them.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.model import Page
from reader.parse.captioned import CAPTION, captioned
from reader.parse.furniture import is_furniture
from reader.parse.notes import find_notes
from reader.parse.passages import HEADINGS, Box, Layout

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_RICH = frozenset(("ul", "ol", "dl", "table", "pre", "blockquote", "figure", "details", "listing", *HEADINGS))
_WRAPPED = frozenset(("table", "pre", "blockquote", "listing"))
_POST = re.compile(
    r"\b(?:twitter-tweet|instagram-media|tiktok-embed|bluesky-embed|mastodon-embed|reddit-embed)\b"
)
_WHOLES = frozenset(("table", "ul", "ol", "dl"))
_ROOTS = frozenset(("article", "main"))
_MOST_LINKED = 0.4
_FEW = 3
_LONGEST_CELL = 200


@dataclass(frozen=True, slots=True)
class Kept:
    """What `walk` needs: where to start and which nodes (`mem_id`) to leave out."""

    root: LexborNode
    dropped: frozenset[int]
    figures: frozenset[int] = frozenset()
    """Elements that hold an image and its caption without saying so."""
    captions: frozenset[int] = frozenset()
    """Elements that are the caption of the image before them."""


def keep(layout: Layout, chosen: list[bool], page: Page, base: str) -> Kept | None:
    """The part of the page that `chosen` passages make up, with the images that stand beside them; None where none is chosen.

    `page` says what is known of the article; addresses resolve against `base`.
    """
    places = [place for place, wanted in enumerate(chosen) if wanted]
    if not places:
        return None
    chosen = list(chosen)
    first, last = places[0], places[-1]
    text = _root(layout, first, last)
    for place in (*_notes(layout, chosen, text), *_posts(layout, first, last)):
        chosen[place] = True
    held = _held(layout, chosen)
    for box in layout.boxes[text.index + 1 :]:
        if box.tag in _WHOLES and held[box.index] and _belongs_whole(layout, box, chosen):
            chosen[box.first : box.last] = [True] * (box.last - box.first)
    held = _held(layout, chosen)
    beside = captioned(layout, chosen, text.first, page, base)
    captions = [place for one in beside.own for place in one.places]
    for place in captions:
        chosen[place] = True
    opened = _held(layout, chosen) if captions else held
    root = _root(layout, min([first, *captions]), last)
    around_images: set[int] = set()
    for one in beside.own:
        if one.image is not None:
            above = {node.mem_id for node in _around(one.image)}
            around_images |= above
            while root.parent >= 0 and root.node.mem_id not in above:
                root = layout.boxes[root.parent]
    figures = {one.box.index: one for one in beside.own}
    others = sorted(box.index for box in beside.others)
    dropped: set[int] = set()
    unsaid: set[int] = set()
    skip_to = -1
    end = root.last
    for box in layout.boxes[root.index + 1 :]:
        if box.first > end or (box.first >= end and box.parent < root.index):
            break
        if not _within(layout, box, root) or box.index < skip_to:
            continue
        if (figure := figures.get(box.index)) is not None:
            dropped |= figure.dropped
            if figure.image is None and box.tag != "figure":
                unsaid.add(box.node.mem_id)
        elif opened[box.index] or box.node.mem_id in around_images:
            continue
        elif (
            held[box.parent]
            and _within(layout, box, text)
            and _comes_back(layout, box, first, last)
            and bisect_left(others, box.index) == bisect_left(others, layout.after(box))
        ):
            inside = layout.boxes[box.index + 1 : layout.after(box)]
            for place in _words_of(layout, box, inside):
                chosen[place] = True
            dropped.update(inner.node.mem_id for inner in inside if inner.junk)
            if box.tag not in _RICH and box.last > box.first and box.node.css_first("img") is not None:
                unsaid.add(box.node.mem_id)
        else:
            dropped.add(box.node.mem_id)
        skip_to = layout.after(box)
    for place in range(root.first, root.last):
        if not chosen[place]:
            dropped.update(node.mem_id for node in layout.passages[place].nodes)
    alone = frozenset(one.box.node.mem_id for one in beside.own if one.image is not None)
    return Kept(root.node, frozenset(dropped), frozenset(unsaid), alone)


def _notes(layout: Layout, chosen: list[bool], root: Box) -> list[int]:
    """The passages in `root` that are footnotes of `chosen` ones."""
    named = {
        above.mem_id
        for passage in layout.passages[root.first : root.last]
        if chosen[passage.place] and passage.linked
        for node in passage.nodes
        if (above := _link_around(node)) is not None
    }
    notes = find_notes(root.node) if named else None
    if notes is None:
        return []
    wanted = {mark.id for link, mark in notes.marks.items() if link in named}
    return [
        place
        for box in layout.boxes[root.index + 1 :]
        if (mark := notes.bodies.get(box.node.mem_id)) is not None and mark.id in wanted
        for place in range(box.first, box.last)
    ]


def _around(node: LexborNode) -> Iterator[LexborNode]:
    above = node.parent
    while above is not None:
        yield above
        above = above.parent


def _posts(layout: Layout, first: int, last: int) -> list[int]:
    """The passages of posts from elsewhere that are quoted between passages `first` and `last`."""
    return [
        place
        for box in layout.boxes
        if box.tag == "blockquote" and first < box.first < last and not box.junk and _POST.search(box.names)
        for place in range(box.first, box.last)
    ]


def _link_around(node: LexborNode) -> LexborNode | None:
    """The link to a place in the same page that `node` stands in, closely; None where there is none."""
    above = node.parent
    for _ in range(2):
        if above is not None and above.tag == "a":
            return above if "#" in (above.attributes.get("href") or "") else None
        above = above.parent if above is not None else None
    return None


def _words_of(layout: Layout, box: Box, inside: list[Box]) -> list[int]:
    """The passages that come back with `box`: all of a block of text, only the caption of an image or a player."""
    places = list(range(box.first, box.last))
    if _wrapped(layout, box).tag in _RICH or (box.node.css_first("img") is not None and len(places) <= _FEW):
        return places
    captions = [inner for inner in inside if inner.tag == "figcaption" or CAPTION.search(inner.names)]
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
    box = _wrapped(layout, box)
    linked = sum(passage.linked for passage in passages)
    if length and linked > _MOST_LINKED * length:
        return False
    if any(is_furniture(layout.text(passage)) for passage in passages):
        return False
    if not length:
        return box.media > 0
    return box.tag in _RICH or (box.media > 0 and length < 300)


def _wrapped(layout: Layout, box: Box) -> Box:
    """The table, quote or the like that is all of the text in `box`; `box` itself where there is none."""
    for inner in layout.boxes[box.index : layout.after(box)]:
        if inner.first != box.first or inner.last != box.last or inner.junk:
            break
        if inner.tag in _WRAPPED:
            return inner
    return box
