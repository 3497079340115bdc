"""Sets tables: as a grid where they fit, narrowed by content where they nearly do, else a card for each row."""

from __future__ import annotations

import re
from itertools import zip_longest

from reader.blocks import Table
from reader.text.cells import breaks
from reader.text.cells import width as cells_of
from reader.typeset.flow import Flow
from reader.typeset.galley import NARROWEST, Direction, Galley, flush
from reader.typeset.lines import BLANK, Line, Run, line_of, pad

_NUMBER = re.compile(
    r"^[\s+\-−–±~≈<>]*[\d٠-٩][\d٠-٩.,٫٬'’\s\u00a0\u202f:/-]*\s?(?:%|٪|[^\W\d]{0,4}[²³]?|[€$£¥])\s*$"
)
_GAP = 3
_TALLEST = 8
"""Lines of one row from which a narrowed grid is harder to read than cards."""


def set_table(galley: Galley, block: Table, cells: int) -> list[Line]:
    """`block` with its caption above, every cell's text whole, no line over `cells`."""
    caption = galley.flow(block.caption, "table-caption")
    columns = max((len(row) for row in (block.header, *block.rows)), default=0)
    header = _filled([galley.flow(cell, "table-header") for cell in block.header], columns)
    rows = [_filled([galley.flow(cell, galley.base) for cell in row], columns) for row in block.rows]
    rows = [row for row in rows if any(cell.text.strip() for cell in row)]
    if not any(cell.text.strip() for cell in header):
        header = []
    texts = [cell.text for row in (header, *rows) for cell in row]
    way = galley.way(block.dir, next((text for text in (caption.text, *texts) if text.strip()), ""))
    galley.direction = way
    lines: list[Line] = []
    if caption.text.strip():
        lines += galley.set(caption, cells, way)
    if not rows and not header:
        return lines
    widths = _widths([header, *rows] if header else rows, cells)
    if widths:
        lines += _grid(galley, header, rows, widths, _aligns(block, rows, columns), way, cells)
    else:
        lines += _cards(galley, header, rows, cells, way)
    return lines


def _filled(row: list[Flow], columns: int) -> list[Flow]:
    return row + [Flow()] * (columns - len(row))


def _widths(rows: list[list[Flow]], cells: int) -> list[int]:
    """Cells for each column, or none where a grid would not be readable."""
    columns = list(zip(*rows, strict=True))
    room = cells - _GAP * (len(columns) - 1)
    natural = [max(1, *(_longest(cell.text, "\n") for cell in column)) for column in columns]
    if sum(natural) <= room:
        return natural
    widest = max(8, cells // 3)
    least = [max(1, *(min(_longest(cell.text, None), widest) for cell in column)) for column in columns]
    extra = room - sum(least)
    if extra < 0:
        return []
    wanted = sum(natural) - sum(least)
    widths = [low + (high - low) * extra // wanted for low, high in zip(least, natural, strict=True)]
    for column in range(room - sum(widths)):
        widths[column % len(widths)] += 1
    tallest = max(len(breaks(cell.text, its)) for row in rows for cell, its in zip(row, widths, strict=True))
    return widths if tallest <= _TALLEST else []


def _longest(text: str, parting: str | None) -> int:
    return max((cells_of(part) for part in text.split(parting)), default=0)


def _aligns(block: Table, rows: list[list[Flow]], columns: int) -> list[str]:
    """The alignment of each column: as given, else to the right for numbers, else "" (by direction)."""
    given = [*block.aligns, *[""] * columns][:columns]
    for column in range(columns):
        texts = [row[column].text for row in rows if row[column].text.strip()]
        if not given[column] and texts and all(_NUMBER.match(text) for text in texts):
            given[column] = "right"
    return given


def _grid(
    galley: Galley,
    header: list[Flow],
    rows: list[list[Flow]],
    widths: list[int],
    aligns: list[str],
    way: Direction,
    cells: int,
) -> list[Line]:
    glyphs = galley.glyphs
    order = range(len(widths)) if way == "ltr" else range(len(widths) - 1, -1, -1)
    rule = (glyphs.rule + glyphs.cross + glyphs.rule).join(glyphs.rule * widths[column] for column in order)
    line = flush(line_of(Run(rule, "table-line")), cells if way == "rtl" else 0, way)
    thin = flush(
        line_of(Run(rule.replace(glyphs.cross, glyphs.rule), "table-line")), cells if way == "rtl" else 0, way
    )
    lines: list[Line] = []
    if header:
        lines += [*_row(galley, header, widths, aligns, way, cells), line]
    set_rows = [_row(galley, row, widths, aligns, way, cells) for row in rows]
    parted = any(len(row) > 1 for row in set_rows)
    for place, row in enumerate(set_rows):
        if parted and place:
            lines.append(thin)
        lines += row
    return lines


def _row(
    galley: Galley, row: list[Flow], widths: list[int], aligns: list[str], way: Direction, cells: int
) -> list[Line]:
    """One row: its cells side by side, the first one where the direction begins."""
    columns = []
    for place, (cell, its, align) in enumerate(zip(row, widths, aligns, strict=True)):
        ending = "\n" if place == len(row) - 1 else "\t"
        own = galley.way("", cell.text)
        edge = {"left": "ltr", "right": "rtl"}.get(align, way)
        columns.append([_aligned(line, its, align, edge) for line in galley.lines(cell, its, own, ending)])
    bar = (pad(1), Run(galley.glyphs.column, "table-line"), pad(1))
    lines = []
    for parts in zip_longest(*columns):
        filled = [part or line_of(pad(its)) for part, its in zip(parts, widths, strict=True)]
        if way == "rtl":
            filled.reverse()
        runs = [
            run for place, part in enumerate(filled) for run in ((*bar, *part.runs) if place else part.runs)
        ]
        lines.append(
            flush(
                Line(tuple(runs), sum(widths) + _GAP * (len(widths) - 1)), cells if way == "rtl" else 0, way
            )
        )
    return lines


def _aligned(line: Line, cells: int, align: str, edge: str) -> Line:
    gap = cells - line.width
    if align == "center":
        line = line_of(pad(gap // 2), *line.runs)
    return flush(line, cells, "rtl" if edge == "rtl" and align != "center" else "ltr")


def _cards(
    galley: Galley, header: list[Flow], rows: list[list[Flow]], cells: int, way: Direction
) -> list[Line]:
    """A card a row: each value behind its heading, a line at the card's side."""
    framed = cells - 2 >= NARROWEST
    room = cells - 2 if framed else cells
    bar = Run(galley.glyphs.column, "table-line")
    lines: list[Line] = []
    for row in rows:
        if lines:
            lines.append(BLANK)
        for place, cell in enumerate(row):
            label = header[place].text.strip().rstrip(":") if header else ""
            if not cell.text.strip() and not label:
                continue
            flow = Flow()
            if label:
                flow.add(f"{label}: ", "table-label")
            flow.join(cell)
            for line in galley.set(flow, room, way):
                if not framed:
                    lines.append(line)
                elif way == "rtl":
                    lines.append(line_of(*flush(line, room, way).runs, pad(1), bar))
                else:
                    lines.append(line_of(bar, pad(1), *line.runs))
    if not rows:
        lines += [line for cell in header for line in galley.set(cell, cells, way)]
    return lines
