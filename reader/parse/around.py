"""What stands right around the chosen text of an article: a byline above or below it, the line of paper and day."""

from __future__ import annotations

import re
from dataclasses import dataclass

from reader.parse.byline import byline_in
from reader.parse.dates import parse_date
from reader.parse.passages import Layout, Passage
from reader.parse.tidy import published_line
from reader.text.clean import clean_line

_LONGEST = 110
_ABOVE = 8
_BELOW = 3
_DATED = 12
_LONGEST_DAY = 60
_DAY = re.compile(r"\d{4}.*[\W_]\d|\d[\W_].*\d{4}")
_PARTS = re.compile(r"\s+[/|•·–—]\s+")
_META = re.compile(r"\b(?:date|meta|byline|time|published)")
_STAMPS = ("publié", "publicado", "published", "نشر")


@dataclass(frozen=True, slots=True)
class Around:
    """ "" and None where the page says nothing."""

    byline: str = ""
    paper: str = ""
    published: int | None = None


def around(layout: Layout, chosen: list[bool]) -> Around:
    """The facts that stand beside the `chosen` passages, themselves not chosen."""
    places = [place for place, wanted in enumerate(chosen) if wanted]
    if not places:
        return Around()
    first, last = places[0], places[-1]
    paper, published = _stamp(layout)
    if published is None:
        published = _day_near(layout, first)
    byline = ""
    for place in (*range(last + 1, last + 1 + _BELOW), *range(first - 1, first - 1 - _ABOVE, -1)):
        if byline or not 0 <= place < len(layout.passages):
            continue
        passage = layout.passages[place]
        if passage.length <= _LONGEST and passage.linked < passage.length:
            byline = byline_in(text_of_passage(passage), last=place == last + 1)
    return Around(byline, paper, published)


def _day_near(layout: Layout, first: int) -> int | None:
    """The day that a short line close above passage `first` names, the nearest one; else one of the first three lines.

    The day of a masthead is no article's.
    """
    lines = len(layout.passages)
    for place in (*range(first - 1, max(first - 1 - _DATED, -1), -1), *range(first, min(first + 3, lines))):
        passage = layout.passages[place]
        if passage.length > _LONGEST_DAY or passage.linked >= passage.length:
            continue
        if layout.boxes[passage.box].junk and not _META.search(layout.boxes[passage.box].names):
            continue
        text = text_of_passage(passage)
        for part in (text, *_PARTS.split(text)):
            if _DAY.search(part) and (found := parse_date(part)) is not None:
                return found
    return None


def text_of_passage(passage: Passage) -> str:
    """The text of `passage` on one line, with its spaces."""
    return clean_line("".join(node.text_content or "" for node in passage.nodes))


def _stamp(layout: Layout) -> tuple[str, int | None]:
    for passage in layout.passages:
        if passage.length <= _LONGEST and layout.text(passage).casefold().startswith(_STAMPS):
            said = published_line(text_of_passage(passage))
            if said is not None:
                return said
    return "", None
