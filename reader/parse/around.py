"""What stands right around the chosen text of an article: a byline above or below it, the line of paper and day."""

from __future__ import annotations

from dataclasses import dataclass

from reader.parse.byline import byline_in
from reader.parse.passages import Layout, Passage
from reader.parse.tidy import published_line
from reader.text.clean import clean_line

_LONGEST = 110
_ABOVE = 8
_BELOW = 3
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
    byline = ""
    for place in (*range(last + 1, last + 1 + _BELOW), *range(first - 1, first - 1 - _ABOVE, -1)):
        if byline or not 0 <= place < len(layout.passages):
            continue
        passage = layout.passages[place]
        if passage.length <= _LONGEST and passage.linked < passage.length:
            byline = byline_in(text_of_passage(passage), last=place == last + 1)
    return Around(byline, paper, published)


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
