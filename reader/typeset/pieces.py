"""Takes huge blocks apart, so that no single one keeps the screen waiting: paragraphs, code, tables, lists."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from msgspec.structs import replace

from reader.blocks import Block, Code, Inline, List, Paragraph, Span, Table, plain
from reader.text.bidi import direction

LETTERS = 6000
"""Characters of a paragraph from which it is taken apart."""

LINES, ROWS, ITEMS = 300, 150, 100
"""The same for lines of code, rows of a table and items of a list."""


class Piece(NamedTuple):
    """A part of a block. `gap` says that a blank line stands above it, `joint` what parts its text from the one before."""

    block: Block
    gap: bool = True
    joint: str = "\n\n"


def pieces(block: Block) -> list[Piece]:
    """`block` whole, or in pieces that read the same one below the other."""
    match block:
        case Paragraph() if _size(block.text) > LETTERS:
            dir = block.dir or _direction(plain(block.text)[:LETTERS])
            parts = [replace(block, text=text, dir=dir) for text in _texts(block.text)]
            return [Piece(part, place == 0, " " if place else "\n\n") for place, part in enumerate(parts)]
        case Code() if block.text.count("\n") > LINES:
            lines = block.text.strip("\n").split("\n")
            starts = range(0, len(lines), LINES)
            codes = [Code(text="\n".join(lines[start : start + LINES])) for start in starts]
            codes[0] = replace(codes[0], language=block.language)
            return [Piece(code, place == 0, "\n" if place else "\n\n") for place, code in enumerate(codes)]
        case Table() if len(block.rows) > ROWS:
            tables = [
                replace(block, rows=block.rows[at : at + ROWS]) for at in range(0, len(block.rows), ROWS)
            ]
            return [
                Piece(replace(table, caption=()) if place else table) for place, table in enumerate(tables)
            ]
        case List() if len(block.items) > ITEMS:
            return [
                Piece(part, place == 0, "\n" if place else "\n\n") for place, part in enumerate(_lists(block))
            ]
        case _:
            return [Piece(block)]


def _size(inline: Inline) -> int:
    return sum(len(span.text) for span in inline)


def _direction(text: str) -> str:
    """The direction of `text`, "" where it has no letter that has one."""
    found = direction(text, "ltr")
    return found if found == direction(text, "rtl") else ""


def _texts(inline: Inline) -> Iterator[Inline]:
    """`inline` in texts of at most `LETTERS` characters, parted at spaces where there are any."""
    taken: list[Span] = []
    size = 0
    for span in inline:
        text = span.text
        while size + len(text) > LETTERS:
            room = LETTERS - size
            cut = max(text.rfind(" ", 0, room), text.rfind("\n", 0, room)) + 1 or (0 if taken else room)
            if cut:
                taken.append(replace(span, text=text[:cut]))
            yield tuple(taken)
            taken, size, text = [], 0, text[cut:]
        if text:
            taken.append(replace(span, text=text))
            size += len(text)
    if taken:
        yield tuple(taken)


def _lists(block: List) -> Iterator[List]:
    """`block` as lists that number on from each other."""
    step = -1 if block.reversed else 1
    start = len(block.items) if block.reversed and block.start == 1 else block.start
    for at in range(0, len(block.items), ITEMS):
        yield replace(block, items=block.items[at : at + ITEMS], start=start + step * at)
