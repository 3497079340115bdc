"""Sets a drawn image: lines of half blocks, each cell an upper and a lower colour."""

from __future__ import annotations

from itertools import groupby

from reader.model import Drawing
from reader.typeset.lines import Line, Run, indented

HALF = "▀"
PIXEL = "px"
"""How the look of a run of half blocks begins: "px-RRGGBB-RRGGBB", upper and lower colour."""


def set_drawing(drawing: Drawing, cells: int) -> list[Line]:
    """`drawing` in the middle of `cells`; where it is wider than that, every so many columns and lines are left out."""
    columns = min(drawing.columns, cells)
    if columns < 1 or not drawing.lines:
        return []
    lines = max(1, drawing.lines * columns // drawing.columns)
    return [
        indented(_line(drawing, y * drawing.lines // lines, columns), (cells - columns) // 2)
        for y in range(lines)
    ]


def _line(drawing: Drawing, y: int, columns: int) -> Line:
    stride = 3 * drawing.columns
    upper = drawing.pixels[2 * y * stride : (2 * y + 1) * stride].hex()
    lower = drawing.pixels[(2 * y + 1) * stride : (2 * y + 2) * stride].hex()
    places = (6 * (x * drawing.columns // columns) for x in range(columns))
    looks = (f"{PIXEL}-{upper[at : at + 6]}-{lower[at : at + 6]}" for at in places)
    runs = tuple(Run(HALF * sum(1 for _ in group), look) for look, group in groupby(looks))
    return Line(runs, columns)
