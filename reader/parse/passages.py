"""A page as boxes (block elements) and passages (runs of text between two box edges), in document order.

Both choosers of article text, the quick one (`preview`) and the thorough one (`mapping`), say which passages belong;
`keeping` turns that into what the walk leaves out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_BOX_NAMES = """
    address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure
    footer form h1 h2 h3 h4 h5 h6 header hgroup li listing main menu nav ol p pre search section summary table tbody
    td tfoot th thead tr ul xmp noscript iframe video audio amp-video amp-iframe
"""
_NO_TEXT_NAMES = """
    script style template svg canvas textarea select option datalist button input object embed head title meta link
    noembed noframes -comment -doctype progress meter
"""
BOXES = frozenset(_BOX_NAMES.split())
NO_TEXT = frozenset(_NO_TEXT_NAMES.split())
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_PROSE = frozenset(("body", "main", "article"))
OUTSIDE = frozenset(("nav", "aside", "footer", "form", "noscript", "menu", "dialog", "iframe", "fieldset"))

_JUNK_NAMES = """
    comment comments commentaires comentarios disqus share shares sharing sharebar sharedaddy social socials related
    relacionadas relacionados recommend recommended recommendations recommandations promo promos promoted sponsor sponsored
    advert adverts advertisement advertising ad ads adv adsbygoogle publicidad publicite pub werbung anzeige newsletter
    newsletters subscribe subscription cookie cookies consent gdpr breadcrumb breadcrumbs sidebar widget widgets navbar nav
    navigation menu footer masthead popup overlay banner outbrain taboola popular trending pagination pager
    signup signin login byline bylines author authors autor auteur tags tag keywords teaser teasers toolbar noprint
    copyright disclaimer rating ratings reactions metadata meta dateline forum whatsapp facebook rss carousel slider ticker
    marquee topics suggestions infobox skip avatar profile bio feedback donate donation registration signature
    crosslinks jetpack addthis addtoany shareaholic print tools utility utilities
"""
_JUNK_PAIRS = """
    read-more read-next read-also lire-aussi a-lire en-relation leer-mas te-puede sr-only screen-reader visually-hidden
    up-next more-on more-from more-stories most-read most-viewed post-list latest-news latest-posts see-also you-may
    sign-up log-in entry-meta post-meta article-meta no-print skip-link story-list
"""
_PROSE_PAIRS = """
    article-body article-text article-content entry-body entry-content post-body post-content story-body story-content
    main-content page-content content-body has-sidebar with-sidebar
"""
_JUNK = frozenset(_JUNK_NAMES.split())
_JUNK_TWO = frozenset(_JUNK_PAIRS.split())
_PROSE_TWO = frozenset(_PROSE_PAIRS.split())
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_MOST_OF_PAGE = 0.4
_DEEPEST = 400


@dataclass(slots=True, eq=False)
class Box:
    """A block element. Its passages are `first` to before `last`; `junk` says that it or a box around it looks like furniture."""

    index: int
    parent: int
    tag: str
    node: LexborNode
    junk: bool
    names: str
    first: int
    last: int = 0
    media: int = 0


@dataclass(slots=True, eq=False)
class Passage:
    """A run of text in `box`. Lengths are in characters without white space; `linked` counts those inside links."""

    place: int
    box: int
    nodes: list[LexborNode]
    start: int
    end: int = 0
    linked: int = 0

    @property
    def length(self) -> int:
        return self.end - self.start


@dataclass(slots=True, eq=False)
class Layout:
    """A whole page. `stream` is all its text without white space; passages are slices of it."""

    boxes: list[Box] = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)
    stream: str = ""

    def text(self, passage: Passage) -> str:
        """The text of `passage` without white space."""
        return self.stream[passage.start : passage.end]

    def after(self, box: Box) -> int:
        """The index of the first box after `box` that is not inside it."""
        index = box.index + 1
        while index < len(self.boxes) and self.boxes[index].parent >= box.index:
            index += 1
        return index


def layout_of(body: LexborNode) -> Layout:
    """The boxes and passages of what is inside `body`."""
    layout = Layout()
    boxes, passages = layout.boxes, layout.passages
    boxes.append(Box(0, -1, body.tag or "body", body, False, "", 0))
    pieces: list[str] = []
    place = 0
    current: Passage | None = None
    here = 0
    links = 0
    stack: list[tuple[LexborNode, int]] = []  # a box's index, -1 for an inline element, -2 for a link
    node = body.first_child
    while True:
        if node is None:
            if not stack:
                break
            node, kind = stack.pop()
            if kind >= 0:
                boxes[kind].last = len(passages)
                here = boxes[kind].parent
                current = None
            elif kind == -2:
                links -= 1
            node = node.next
            continue
        tag = node.tag or ""
        if tag == "-text":
            text = "".join((node.text_content or "").split())
            if text:
                if current is None:
                    current = Passage(len(passages), here, [], place)
                    passages.append(current)
                current.nodes.append(node)
                pieces.append(text)
                place += len(text)
                current.end = place
                if links:
                    current.linked += len(text)
            node = node.next
            continue
        if tag in NO_TEXT:
            node = node.next
            continue
        kind = -1
        if tag in BOXES:
            attributes = node.attributes
            names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
            kind = len(boxes)
            junk = tag in OUTSIDE or (names != " " and tag not in _PROSE and looks_like_junk(names))
            if tag in ("iframe", "video", "audio", "pre", "table"):
                _count_media(boxes, here)
            boxes.append(Box(kind, here, tag, node, junk, names, len(passages)))
            here = kind
            current = None
        elif tag == "a":
            kind = -2
            links += 1
        elif tag in ("img", "amp-img", "math", "hr"):
            if tag != "hr":
                _count_media(boxes, here)
            node = node.next
            continue
        elif tag == "br":
            current = None
            node = node.next
            continue
        child = node.first_child
        if child is None or len(stack) > _DEEPEST:
            if kind >= 0:
                boxes[kind].last = len(passages)
                here = boxes[kind].parent
                current = None
            elif kind == -2:
                links -= 1
            node = node.next
            continue
        stack.append((node, kind))
        node = child
    boxes[0].last = len(passages)
    layout.stream = "".join(pieces)
    _inherit_junk(layout)
    return layout


@lru_cache(maxsize=4096)
def looks_like_junk(names: str) -> bool:
    """Whether class and id of an element say that it is no part of an article."""
    words = words_of(names)
    pairs = {f"{one}-{two}" for one, two in pairwise(words)}
    if not pairs.isdisjoint(_PROSE_TWO):
        return False
    return not _JUNK.isdisjoint(words) or not pairs.isdisjoint(_JUNK_TWO)


def words_of(names: str) -> list[str]:
    """The words that class and id of an element are made of ("siteNav", "main-menu"), in lower case."""
    return [word.lower() for word in _WORD.findall(names)]


def _inherit_junk(layout: Layout) -> None:
    """What is inside furniture is furniture; but no furniture holds most of the page's text."""
    boxes, passages = layout.boxes, layout.passages
    most = _MOST_OF_PAGE * len(layout.stream)
    for box in boxes[1:]:
        if box.junk and box.tag not in OUTSIDE and box.last > box.first:
            length = passages[box.last - 1].end - passages[box.first].start
            box.junk = length < most
        box.junk = box.junk or boxes[box.parent].junk


def _count_media(boxes: list[Box], here: int) -> None:
    while here >= 0:
        boxes[here].media += 1
        here = boxes[here].parent
