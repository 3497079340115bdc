"""Whether an image in a page is one of the article's own: not another story's, an advert's, an author's or a button's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from reader.parse.passages import HEADINGS, OUTSIDE, Box, Layout, looks_like_junk, words_of
from reader.parse.pictures import picture_of

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

IMAGES = "img, amp-img"
_HEADINGS = ",".join(HEADINGS)
_HEADED = re.compile(r"caption|legend", re.IGNORECASE)
_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif)(?:$|[?#!/])|^#|^javascript:", re.IGNORECASE)
_FOR_IMAGES = frozenset(
    ("carousel", "slider", "promo", "promos", "widget", "widgets", "sidebar", "copyright", "meta")
)
"""Words of furniture that boxes of an article's own images go by, too."""

_HIGHEST = 16
_MOST = 12


def is_of_article(layout: Layout, figure: Box, chosen: list[bool], title: int) -> bool:
    """Whether no box around `figure` is another article, has a headline that links, or is furniture with more than images.

    What holds the title at passage `title` is neither.
    """
    article = _article_around(layout, figure.first)
    if article is not None and not article.first <= title < article.last:
        if not any(chosen[article.first : article.last]):
            return False
        if article.node.css_first("h1") is not None and _article_around(layout, title) is not None:
            return False
    around = layout.boxes[figure.parent]
    if (
        around.last - around.first <= _MOST
        and not around.first <= title < around.last
        and not any(chosen[around.first : around.last])
    ):
        for box in layout.boxes[around.index : layout.after(around)]:
            if box.tag in HEADINGS and any(one.linked for one in layout.passages[box.first : box.last]):
                return False
    box = figure
    while box.junk:
        if box.tag in OUTSIDE or looks_like_junk(box.names):
            alone = figure.first <= box.first and box.last <= figure.last
            if not box.first <= title < box.last and (not alone or _is_furniture(box.tag, box.names)):
                return False
        box = layout.boxes[box.parent]
    return True


def _article_around(layout: Layout, place: int) -> Box | None:
    box = layout.boxes[layout.passages[place].box]
    while box.tag != "article":
        if box.parent < 0:
            return None
        box = layout.boxes[box.parent]
    return box


def is_in_furniture(layout: Layout, box: Box) -> bool:
    while box.junk:
        if _is_furniture(box.tag, box.names):
            return True
        box = layout.boxes[box.parent]
    return False


def _is_furniture(tag: str, names: str) -> bool:
    """Whether an element looks like furniture, and not like what images are put in."""
    if tag in OUTSIDE and tag != "aside":
        return True
    return looks_like_junk(names) and looks_like_junk(
        " ".join(word for word in words_of(names) if word not in _FOR_IMAGES)
    )


def images_in(box: Box, base: str) -> list[LexborNode]:
    """The images in `box` that have an address."""
    return [node for node in box.node.css(IMAGES) if picture_of(node, base) is not None]


def own_images(box: Box, images: list[LexborNode]) -> list[LexborNode]:
    """Those of the `images` in `box` that are to be shown; none where the box has a headline.

    Copies for readers without scripts count where there is nothing else.
    """
    if any(not _HEADED.search(node.attributes.get("class") or "") for node in box.node.css(_HEADINGS)):
        return []
    own = [node for node in images if _is_own(node, box)]
    return [node for node in own if all(above.tag != "noscript" for above in up_from(node))] or own


def _is_own(image: LexborNode, figure: Box) -> bool:
    """Whether `image` links to no other page, and is not in what looks like furniture inside `figure`."""
    for above in up_from(image):
        if above.mem_id == figure.node.mem_id:
            break
        attributes = above.attributes
        names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
        if above.tag != "noscript" and _is_furniture(above.tag or "", names):
            return False
    return not leads_away(image)


def leads_away(node: LexborNode) -> bool:
    """Whether `node`, an image or a text, links to anything but an image."""
    return any(
        above.tag == "a" and not _FILE.search(above.attributes.get("href") or "#") for above in up_from(node)
    )


def shows(box: Box, image: str, base: str) -> bool:
    """Whether one of the images in `box` is the file at the address `image`, in whatever size."""
    name = _name(image)
    pictures = [picture_of(node, base) for node in box.node.css(IMAGES)] if name else []
    return any(picture is not None and _name(picture.url) == name for picture in pictures)


def _name(url: str) -> str:
    return url.partition("?")[0].rpartition("/")[2].rpartition(".")[0]


def up_from(node: LexborNode) -> Iterator[LexborNode]:
    """The elements around `node`, from the innermost on, and not too many."""
    above = node.parent
    for _ in range(_HIGHEST):
        if above is None:
            return
        yield above
        above = above.parent
