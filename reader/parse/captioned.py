"""Images with captions that stand in an article's tree beside its chosen text: under the title, or in boxes between paragraphs.

Choosers by text lose them with the boxes that hold them. What other stories, adverts and authors put there stays away.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reader.model import Page
from reader.parse.furniture import is_furniture
from reader.parse.ownimages import (
    IMAGES,
    images_in,
    is_in_furniture,
    is_of_article,
    leads_away,
    own_images,
    shows,
    up_from,
)
from reader.parse.passages import NO_TEXT, Box, Layout, Passage

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

CAPTION = re.compile(r"caption|legend|leyenda|credit|pie-?de-?foto|bildunterschrift", re.IGNORECASE)
_COUNT = re.compile(r"\D{0,12}\d{1,3}\D{1,4}\d{1,3}\D{0,2}")

_LONGEST = 700
_MOST = 6
_MOST_LINKED = 0.4
_ABOVE = 8
_FEW = 200


@dataclass(frozen=True, slots=True)
class Captioned:
    """An image and its caption, the passages `places`: both in `box`, or the caption alone, right after its `image`.

    `dropped`: nodes (`mem_id`) in the box that are images of something else.
    """

    box: Box
    places: tuple[int, ...]
    image: LexborNode | None = None
    dropped: frozenset[int] = frozenset()


@dataclass(slots=True)
class Beside:
    """What stands beside the chosen text: the article's images with captions, and the boxes that hold those of `others`."""

    own: list[Captioned] = field(default_factory=list)
    others: list[Box] = field(default_factory=list)


def captioned(layout: Layout, chosen: list[bool], start: int, page: Page, base: str) -> Beside:
    """Images with captions between passage `start`, or the title above it, and the last `chosen` one; none of it chosen.

    The lead image of the `page` may stand above the title; a portrait of its author is no image of the article.
    Addresses resolve against `base`.
    """
    first = chosen.index(True)
    last = len(chosen) - 1 - chosen[::-1].index(True)
    titles = [box.first for box in layout.boxes if box.tag == "h1" and box.first < box.last]
    title = max((place for place in titles if place <= first), default=start)
    start = min(start, title)
    searched = [wanted and not _is_only_caption(layout, place) for place, wanted in enumerate(chosen)]
    together: dict[int, list[int]] = {}
    found: list[Captioned] = []
    for place in range(max(start - _ABOVE, 0), last):
        passage = layout.passages[place]
        if searched[place]:
            continue
        if (box := _figure_around(layout, passage, searched)) is not None:
            if _may_be_caption(layout, passage) and (place >= start or shows(box, page.image, base)):
                together.setdefault(box.index, []).append(place)
        elif (
            place > start
            and not chosen[place]
            and (one := _after_image(layout, passage, searched)) is not None
        ):
            found.append(one)
    beside = Beside()
    may_be = {place for places in together.values() for place in places}
    for index, places in together.items():
        box = layout.boxes[index]
        images = images_in(box, base)
        captions = _captions_in(layout, box, places, may_be) if images else []
        if not captions:
            continue
        if is_of_article(layout, box, searched, title) and (own := own_images(box, images)):
            others = frozenset({node.mem_id for node in images} - {node.mem_id for node in own})
            found.append(Captioned(box, tuple(captions), dropped=others))
        else:
            beside.others.append(box)
    author = "".join(page.author.split())
    for one in found:
        text = "".join(layout.text(layout.passages[place]) for place in one.places)
        if text == author:
            beside.others.append(one.box)
        elif len(text) <= _LONGEST:
            beside.own.append(one)
    return beside


def _is_only_caption(layout: Layout, place: int) -> bool:
    """Whether passage `place` is in a `figcaption`: it counts as chosen where no image goes with it."""
    box = layout.boxes[layout.passages[place].box]
    return box.tag == "figcaption" or layout.boxes[box.parent].tag == "figcaption"


def _may_be_caption(layout: Layout, passage: Passage) -> bool:
    text = layout.text(passage)
    return not (
        (passage.linked > _MOST_LINKED * passage.length and any(map(leads_away, passage.nodes)))
        or len(text) > _LONGEST
        or is_furniture(text)
        or _COUNT.fullmatch(text)
    )


def _figure_around(layout: Layout, passage: Passage, chosen: list[bool]) -> Box | None:
    """The smallest box that holds `passage` and an image, or the `figure` around that; None where text was chosen in it."""
    box = layout.boxes[passage.box]
    while not box.media or (box.last - box.first <= _MOST and box.node.css_first(IMAGES) is None):
        if box.parent <= 0:
            return None
        box = layout.boxes[box.parent]
    if box.last - box.first > _MOST or any(chosen[box.first : box.last]):
        return None
    around = layout.boxes[box.parent]
    while (
        around.parent > 0
        and around.last - around.first <= _MOST
        and not any(chosen[around.first : around.last])
    ):
        if around.tag == "figure":
            return around
        around = layout.boxes[around.parent]
    return box


def _captions_in(layout: Layout, box: Box, places: list[int], may_be: set[int]) -> list[int]:
    """The caption of the image in `box`: those of `places` that say so, those of `may_be` right under it."""
    captions = {place for place in places if _says_so(layout.passages[place], box)}
    if not captions and box.tag != "figure":
        return []
    captions |= {
        place
        for place in range(box.first, box.last)
        if place in may_be and _stands_under(layout.passages[place])
    }
    return sorted(captions) or places


def _says_so(passage: Passage, figure: Box) -> bool:
    """Whether an element between `passage` and `figure` says that it holds a caption."""
    for node in passage.nodes:
        for above in up_from(node):
            if above.tag == "figcaption" or CAPTION.search(above.attributes.get("class") or ""):
                return True
            if above.mem_id == figure.node.mem_id:
                break
    return False


def _stands_under(passage: Passage) -> bool:
    """Whether `passage` is all of an element that comes right after a `figure`."""
    parent = passage.nodes[0].parent
    before = parent.prev if parent is not None else None
    return before is not None and before.tag == "figure"


def _after_image(layout: Layout, passage: Passage, chosen: list[bool]) -> Captioned | None:
    """The caption that the box around `passage` says it is, where it comes right after an image."""
    box = layout.boxes[passage.box]
    if not _names_caption(box) or not _may_be_caption(layout, passage) or is_in_furniture(layout, box):
        return None
    parent = layout.boxes[box.parent]
    while parent.last - parent.first <= _MOST and _names_caption(parent):
        box, parent = parent, layout.boxes[parent.parent]
    if any(chosen[box.first : box.last]):
        return None
    image = _image_before(box.node)
    if image is None or leads_away(image):
        return None
    return Captioned(box, tuple(range(box.first, box.last)), image)


def _image_before(node: LexborNode) -> LexborNode | None:
    """The image before `node` with no text between them."""
    here: LexborNode | None = node
    inside = False
    for _ in range(_FEW):
        if here is None:
            return None
        inner = here.last_child if inside and here.tag not in NO_TEXT else None
        if inner is not None:
            here = inner
        else:
            before = here.prev
            inside = before is not None
            here = before if before is not None else here.parent
            if not inside:
                continue
        if here is None or here.tag in ("img", "amp-img"):
            return here
        if here.tag == "-text" and (here.text_content or "").strip():
            return None
    return None


def _names_caption(box: Box) -> bool:
    return box.tag == "figcaption" or CAPTION.search(box.names) is not None
