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

_Step = Block | tuple[Span, ...] | Note


def steps(block: Block) -> Iterator[Inline | Note]:
    """Each inline text of `block` in the order in which it is set; a footnote stands before its text.

    Iterative: depth costs nothing.
    """
    stack: list[_Step] = [block]
    while stack:
        step = stack.pop()
        if isinstance(step, tuple):
            yield step
        elif isinstance(step, Paragraph):
            yield step.text
        elif isinstance(step, Note):
            yield step
            stack.extend(reversed(step.blocks))
        else:
            stack.extend(reversed(_inside(step)))


def inlines(block: Block) -> Iterator[Inline]:
    """Each inline text of `block` in the order in which it is set."""
    return (step for step in steps(block) if isinstance(step, tuple))


def _inside(block: Block) -> list[_Step]:
    """What `block` holds, one level down, in order."""
    match block:
        case Heading():
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
            return list(block.notes)
        case Definitions():
            return [part for item in block.items for part in (item.term, *item.blocks)]
        case Details():
            return [block.summary, *block.blocks]
        case Media():
            return [(Span(block.title or block.host or block.url, href=block.url),)]
        case _:
            return []
