"""Sets flows into lines, in both directions, and keeps the logical text that the lines are made of."""

from __future__ import annotations

import re
from itertools import groupby
from typing import Literal

from reader.blocks import Inline
from reader.text.bidi import direction as first_strong
from reader.text.bidi import has_rtl
from reader.text.bidi import lines as bidi_lines
from reader.text.cells import breaks
from reader.typeset.flow import Flow, LinkTable, flow_of
from reader.typeset.lines import Line, Run, line_of, pad
from reader.typeset.options import Options

Direction = Literal["ltr", "rtl"]

NARROWEST = 12
"""Cells below which nothing is indented or framed any more: the text needs them."""

_HIDDEN = re.compile("[\xad\u061c\u200e\u200f\u2066-\u2069]")
_SINGLE = "\xad\u200e"
"""Those of the hidden ones that stand in text without anything right to left, too."""

DEEPEST = 24
"""Levels of nesting that are set as such; what lies deeper is set flat."""


class Galley:
    """Where one part of an article is set: the look of things, the links, and the logical text so far.

    `direction` is that of the block around, which a text without strong letters takes; all take it where it is `fixed`. `depth` counts the blocks
    around, `bullets` the lists around; `base` is the look of plain text here, `inside` the footnotes being set in place.
    """

    def __init__(
        self, options: Options, table: LinkTable, link: int, direction: Direction, *, fixed: bool = False
    ) -> None:
        self.options = options
        self.glyphs = options.glyphs
        self.table = table
        self.link = link
        self.direction: Direction = direction
        self._fixed: Direction | None = direction if fixed else None
        self.depth = 0
        self.bullets = 0
        self.base = ""
        self.inside: set[str] = set()
        self._text: list[str] = []
        self._size = 0

    @property
    def text(self) -> str:
        """All that was set so far, in logical order."""
        return "".join(self._text)

    def keep(self, text: str, ending: str = "\n") -> int:
        """Add `text` to the logical text; gives its place there."""
        place = self._size
        self._text += (text, ending)
        self._size += len(text) + len(ending)
        return place

    def flow(self, inline: Inline, style: str = "") -> Flow:
        """`inline` as a flow; takes the next numbers of the link table."""
        flow, self.link = flow_of(inline, style, self.table, self.link)
        return flow

    def way(self, declared: str, text: str) -> Direction:
        """The direction of a block: declared, else by its first strong letter, else that of the block around."""
        if self._fixed is not None:
            return self._fixed
        if declared in ("ltr", "rtl"):
            return "rtl" if declared == "rtl" else "ltr"
        return first_strong(text, self.direction)

    def set(self, flow: Flow, cells: int, direction: Direction, ending: str = "\n") -> list[Line]:
        """`flow` as lines of at most `cells`; right-to-left lines stand at the right edge, exactly `cells` wide."""
        lines = self.lines(flow, cells, direction, ending)
        return [flush(line, cells, direction) for line in lines] if direction == "rtl" else lines

    def lines(self, flow: Flow, cells: int, direction: Direction, ending: str = "\n") -> list[Line]:
        """`flow` as lines of at most `cells`, each as wide as its text."""
        base = self.keep(flow.text, ending)
        mixed = has_rtl(flow.text)
        if self.options.rtl == "app" and (direction == "rtl" or mixed):
            return self._mixed(flow, cells, direction, base)
        lines = []
        hidden = any(char in flow.text for char in _SINGLE) or (mixed and bool(_HIDDEN.search(flow.text)))
        for start, end, _, hyphen in breaks(flow.text, cells):
            runs = []
            for begin, stop, style, link in flow.pieces(start, end):
                piece = flow.text[begin:stop]
                runs.append(Run(piece, style, link, base + begin))
                if hidden and _HIDDEN.search(piece):
                    runs[-1] = _without_hidden(runs[-1])
            if hyphen:
                runs.append(Run("-", runs[-1].style if runs else ""))
            lines.append(line_of(*runs))
        return lines

    def _mixed(self, flow: Flow, cells: int, direction: Direction, base: int) -> list[Line]:
        """Lines in visual order: each cluster keeps the look of its place in the text."""
        lines = []
        isolates = tuple(flow.isolates)
        for visual in bidi_lines(
            flow.text,
            cells,
            direction,
            shaping=self.options.shaping,
            harakat=self.options.harakat,
            isolates=isolates,
        ):
            runs = []
            for look, parts in groupby(visual.parts, lambda part: flow.look(part[1])):
                text = ""
                order: list[int] = []
                for cluster, place in parts:
                    text += cluster
                    order += range(base + place, base + place + len(cluster))
                runs.append(Run(text, *look, order[0], tuple(order)))
            lines.append(line_of(*runs))
        return lines


def _without_hidden(run: Run) -> Run:
    """`run` without what takes no cell and is not to be seen: soft hyphens and bidi controls."""
    kept = [(char, run.at + place) for place, char in enumerate(run.text) if not _HIDDEN.match(char)]
    return Run(
        "".join(char for char, _ in kept), run.style, run.link, run.at, tuple(place for _, place in kept)
    )


def flush(line: Line, cells: int, direction: Direction) -> Line:
    """`line` at the edge where its direction begins, filled up to `cells`."""
    gap = cells - line.width
    if gap <= 0:
        return line
    if direction == "rtl":
        return Line((pad(gap), *line.runs), cells)
    return Line((*line.runs, pad(gap)), cells)


def framed(lines: list[Line], cells: int, first: Line, rest: Line, direction: Direction) -> list[Line]:
    """`lines` with a sign in front: `first` before the first line, `rest` before the others, both equally wide.

    "In front" is the left edge, or the right edge of `cells` for right to left.
    """
    out = []
    sign = first
    for line in lines:
        if direction == "rtl":
            line = flush(line, cells, "ltr")
            out.append(Line((*line.runs, *sign.runs), line.width + sign.width))
        else:
            out.append(Line((*sign.runs, *line.runs), line.width + sign.width))
        sign = rest
    return out


def moved_in(lines: list[Line], cells: int, by: int, direction: Direction) -> list[Line]:
    """`lines` of `cells`, set in by `by` cells from the edge where `direction` begins."""
    if by <= 0:
        return lines
    if direction == "rtl":
        return [flush(line, cells, "ltr") for line in lines]
    return [Line((pad(by), *line.runs), line.width + by) if line.runs else line for line in lines]
