"""The bare text of blocks: for search, for `telex inspect article`, for counting words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

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
    Paragraph,
    Quote,
    Table,
    plain,
)


def plain_text(blocks: Iterable[Block], *, captions: bool = True) -> str:
    """All text of `blocks` in order, paragraphs parted by a blank line, rows of a table by a newline.

    Without `captions`, what stands under images and players is left out: the article's own text remains.
    """
    return "\n\n".join(text for text in _texts(blocks, captions) if text).replace("\xad", "")


def _texts(blocks: Iterable[Block], captions: bool) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Paragraph | Heading):
            yield plain(block.text)
        elif isinstance(block, Code):
            yield block.text
        elif isinstance(block, List):
            for item in block.items:
                yield from _texts(item, captions)
        elif isinstance(block, Quote):
            yield from _texts(block.blocks, captions)
            yield plain(block.cite)
        elif isinstance(block, Table):
            yield _table(block)
        elif isinstance(block, Figure):
            if captions:
                yield _joined((block.caption, block.credit))
        elif isinstance(block, Definitions):
            for entry in block.items:
                yield plain(entry.term)
                yield from _texts(entry.blocks, captions)
        elif isinstance(block, Details):
            yield plain(block.summary)
            yield from _texts(block.blocks, captions)
        elif isinstance(block, Footnotes):
            for note in block.notes:
                yield from _texts(note.blocks, captions)
        elif isinstance(block, Media) and captions:
            yield block.title


def _table(block: Table) -> str:
    rows = [block.header, *block.rows] if block.header else list(block.rows)
    lines = [plain(block.caption), *(_joined(row) for row in rows)]
    return "\n".join(line for line in lines if line)


def _joined(cells: Iterable[Inline]) -> str:
    return "  ".join(text for cell in cells if (text := plain(cell)))
