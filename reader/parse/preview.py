"""The quick choice of article text, without trafilatura: for a preview at once, and as rescue where that finds nothing.

Passages count by length, punctuation and links; the smallest box with most of what counts is the article.
"""

from __future__ import annotations

import re

from reader.parse.furniture import is_furniture
from reader.parse.passages import HEADINGS, Box, Layout, Passage

_SENTENCE_END = (".", "!", "?", "…", "»", "”", '"', ":", "؟", "۔", "。", ")", "’", "'")
_COMMAS = re.compile("[,،;؛、，]")
_SHORT = 25
_LONG = 80
_DOMINANT = 0.7
_MOST_LINKED = 0.35
_NEAR = 25
_PROSE = re.compile(
    r"article-?_?(?:body|text|content)|(?:entry|post|story)-?_?(?:body|content|text)|articlebody|texto-?(?:nota|noticia)"
    r"|cuerpo|corps|contenu|article__",
    re.IGNORECASE,
)


def choose(layout: Layout, body: str = "") -> list[bool]:
    """For each passage of `layout`, whether it belongs to the article.

    `body` is the article's text where the page itself repeats it (JSON-LD `articleBody`): then it decides.
    """
    if not layout.passages:
        return []
    said = "".join(body.split())
    if len(said) > 400:
        chosen = [
            passage.length >= 4 and not layout.boxes[passage.box].junk and layout.text(passage) in said
            for passage in layout.passages
        ]
        found = sum(passage.length for passage, wanted in zip(layout.passages, chosen, strict=True) if wanted)
        if found > 0.6 * len(said):
            return chosen
    weights = [_weight(layout, passage) for passage in layout.passages]
    box = _container(layout, weights)
    chosen = [False] * len(weights)
    for place in _lead(layout, box, weights):
        chosen[place] = True
    for place in range(box.first, box.last):
        chosen[place] = weights[place] > 0 or _goes_along(layout, layout.passages[place], weights)
    return _trimmed(layout, chosen, weights)


def _weight(layout: Layout, passage: Passage) -> float:
    box = layout.boxes[passage.box]
    length = passage.length
    if box.junk or length < _SHORT or box.tag in HEADINGS or box.tag in ("figcaption", "caption", "address"):
        return 0.0
    linked = passage.linked / length
    if (linked > _MOST_LINKED and length < 4 * _LONG) or linked > 0.6:
        return 0.0
    text = layout.text(passage)
    if length < _LONG and not text.endswith(_SENTENCE_END):
        return 0.0
    commas = len(_COMMAS.findall(text))
    weight = min(length, 800) * (1 - linked) + 20 * min(commas, 10)
    return weight * (0.5 if _in_list(layout, box) else 1.0 if box.tag == "p" else 0.9)


def _in_list(layout: Layout, box: Box) -> bool:
    """Lists of teasers have text too, but not as much in each item."""
    for _ in range(3):
        if box.tag in ("li", "td", "dd"):
            return True
        if box.parent < 0:
            return False
        box = layout.boxes[box.parent]
    return False


def _container(layout: Layout, weights: list[float]) -> Box:
    """The smallest box that holds most of the weight; at a choice, the one that calls itself the article."""
    sums = [0.0]
    for weight in weights:
        sums.append(sums[-1] + weight)
    children: dict[int, list[Box]] = {}
    for box in layout.boxes[1:]:
        if sums[box.last] > sums[box.first]:
            children.setdefault(box.parent, []).append(box)
    here = layout.boxes[0]
    while True:
        whole = sums[here.last] - sums[here.first]
        if not whole:
            return here
        best = max(
            children.get(here.index, ()),
            key=lambda box: (sums[box.last] - sums[box.first]) * (1.5 if _says_so(box) else 1.0),
            default=None,
        )
        if best is None or best.tag in ("p", "li", "td", "blockquote", *HEADINGS):
            return here
        share = (sums[best.last] - sums[best.first]) / whole
        if share < (0.4 if _says_so(best) else _DOMINANT):
            return here
        here = best


def _lead(layout: Layout, box: Box, weights: list[float]) -> list[int]:
    """What counts between the page's title and `box`: introductions often stand in a box of their own."""
    titles = [other.last for other in layout.boxes if other.tag == "h1" and other.last <= box.first]
    if not titles or box.first - titles[-1] > _NEAR:
        return []
    return [place for place in range(titles[-1], box.first) if weights[place] > 0]


def _says_so(box: Box) -> bool:
    return box.tag in ("article", "main") or bool(_PROSE.search(box.names))


def _goes_along(layout: Layout, passage: Passage, weights: list[float]) -> bool:
    """Headings, short lines and list items right beside text that counts."""
    box = layout.boxes[passage.box]
    if box.junk or passage.linked > 0.5 * passage.length or box.tag in ("figcaption", "caption", "address"):
        return False
    if is_furniture(layout.text(passage)):
        return False
    near = weights[max(passage.place - 2, 0) : passage.place + 3]
    if box.tag in HEADINGS:
        return any(weights[passage.place + 1 : passage.place + 4])
    if box.tag in ("p", "blockquote", "pre", "dd", "dt"):
        return any(near) and passage.length > 8
    if box.tag in ("li", "td", "th"):
        return any(near) and passage.linked < 0.3 * passage.length and passage.length > 15
    return any(near) and passage.length > 15 and layout.text(passage).endswith(_SENTENCE_END)


def _trimmed(layout: Layout, chosen: list[bool], weights: list[float]) -> list[bool]:
    """Without what follows the last passage that counts."""
    counting = [place for place, weight in enumerate(weights) if weight > 0 and chosen[place]]
    if counting:
        for place in range(counting[-1] + 1, len(chosen)):
            chosen[place] = False
    return chosen
