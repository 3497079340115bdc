"""All the text of a block in reading order, without setting it: for numbering links, estimates and footnotes."""

from __future__ import annotations

from collections.abc import Iterator

from reader.blocks import (
    Block,
    Code,
    Definitions,
    Details,
    Figure,
    Footnotes,
    Heading,
    Inline,
    List,
    Media,
    Note,
    Paragraph,
    Quote,
    Span,
    Table,
)

_Step = Block | tuple[Span, ...] | str


def steps(block: Block) -> Iterator[Inline | str]:
    """Each inline text of `block` in the order in which it is set; the id of a footnote stands before its text.

    Iterative: depth costs nothing.
    """
    stack: list[_Step] = [block]
    while stack:
        step = stack.pop()
        if isinstance(step, tuple | str):
            yield step
        else:
            stack.extend(reversed(_inside(step)))


def inlines(block: Block) -> Iterator[Inline]:
    """Each inline text of `block` in the order in which it is set."""
    return (step for step in steps(block) if not isinstance(step, str))


def _inside(block: Block) -> list[_Step]:
    """What `block` holds, one level down, in order."""
    match block:
        case Heading() | Paragraph():
            return [block.text]
        case List():
            return [part for item in block.items for part in item]
        case Quote():
            return [*block.blocks, block.cite]
        case Code():
            return [(Span(block.text),)]
        case Table():
            return [block.caption, *block.header, *(cell for row in block.rows for cell in row)]
        case Figure():
            return [*((Span(image.alt),) for image in block.images), block.caption, block.credit]
        case Footnotes():
            return [part for note in block.notes for part in (note.id, *note.blocks)]
        case Definitions():
            return [part for item in block.items for part in (item.term, *item.blocks)]
        case Details():
            return [block.summary, *block.blocks]
        case Media():
            return [(Span(block.title or block.host or block.url, href=block.url),)]
        case _:
            return []


def notes_of(blocks: tuple[Block, ...]) -> dict[str, Note]:
    """The footnotes of an article by id; the first of a double id counts."""
    found: dict[str, Note] = {}
    stack: list[Block] = list(reversed(blocks))
    while stack:
        block = stack.pop()
        if isinstance(block, Footnotes):
            for note in block.notes:
                found.setdefault(note.id, note)
        else:
            stack.extend(part for part in reversed(_inside(block)) if not isinstance(part, tuple | str))
    return found


def estimate(block: Block, cells: int) -> int:
    """About how many lines `block` will take at `cells`; cheap, and never 0."""
    lines = 0
    for inline in inlines(block):
        size = sum(len(span.text) for span in inline)
        lines += size // max(1, cells - 4) + 1 if size else 0
    return max(1, lines)
