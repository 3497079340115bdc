"""From cells of the pane to places in the text and back: selection, search marks, what the pointer is on."""

from __future__ import annotations

from textual.geometry import Offset
from textual.selection import Selection

from reader.text.cells import width as cells_of
from reader.tui.widgets.article_strips import Overlay
from reader.typeset.document import Document
from reader.typeset.lines import Line
from reader.typeset.marks import found

Spot = tuple[int, int]
"""A part of the document and a character in its logical text."""

AIR = 1
"""Blank lines above and below the text."""


def side_of(width: int) -> int:
    """Cells that a pane of `width` leaves free at each side."""
    return 2 if width >= 60 else 1 if width >= 24 else 0


class TextView:
    """A document as the pane shows it: `AIR` above and below, `margin` at the left. Rows count from the pane's top."""

    def __init__(self, document: Document, side: int = 0, terms: tuple[str, ...] = ()) -> None:
        self.document = document
        self.margin = side + document.margin
        self._terms = terms
        self._found: dict[int, list[Spot]] = {}

    @property
    def height(self) -> int:
        return self.document.height + 2 * AIR

    def line(self, row: int) -> Line:
        return self.document.line(row - AIR)

    def overlay(self, row: int, chosen: tuple[Spot, Spot] | None) -> Overlay | None:
        """What lies over the text of a row: words that were searched for, and the selection."""
        if not 0 <= row - AIR < self.document.height:
            return None
        part = self.document.part_at(row - AIR)
        marks = self._marks(part)
        first, last = self._chosen(part, chosen)
        if not marks and first >= last:
            return None

        def over(place: int) -> str:
            looks = "found" if any(start <= place < end for start, end in marks) else ""
            return f"{looks} selected".strip() if first <= place < last else looks

        return over

    def _marks(self, part: int) -> list[Spot]:
        if not self._terms:
            return []
        if part not in self._found:
            self._found[part] = found(self.document.part_text(part), self._terms)
        return self._found[part]

    def _chosen(self, part: int, chosen: tuple[Spot, Spot] | None) -> Spot:
        """The characters of `part` that are selected, (0, 0) for none."""
        if chosen is None or not chosen[0][0] <= part <= chosen[1][0]:
            return 0, 0
        (first, begin), (last, end) = chosen
        return (begin if part == first else 0), (end if part == last else len(self.document.part_text(part)))

    def selected(self, selection: Selection) -> tuple[Spot, Spot] | None:
        """The logical text between the two ends of a selection on the screen, as (start, end), the end left out."""
        if not self.document.height:
            return None
        self.document.settle()
        first = self._edge(selection.start, after=False) if selection.start else (0, 0)
        last = self._edge(selection.end, after=True) if selection.end else self._finish()
        if first is None or last is None:
            return None
        if selection.start and selection.end and first > last:
            # Right to left, the cell on the left is the later one in the text.
            first, last = last, first
            first = first[0], max(0, first[1] - 1)
            last = last[0], last[1] + 1
        return first, last

    def _finish(self) -> Spot:
        part = self.document.part_at(self.document.height)
        return part, len(self.document.part_text(part))

    def _edge(self, offset: Offset, after: bool) -> Spot | None:
        """The place at an end of a selection; `offset.x` counts characters of the row. An end lies behind its character."""
        row = min(max(offset.y - AIR, 0), self.document.height - 1)
        step = -1 if after else 1
        column = offset.x - self.margin - (1 if after else 0)
        while 0 <= row < self.document.height:
            places = self.document.line(row).places()
            near = _nearest(places, column, step)
            if near is not None:
                return self.document.part_at(row), near + (1 if after else 0)
            row += step
            column = -1 if step > 0 else 1 << 30
        return None

    def text(self, chosen: tuple[Spot, Spot]) -> str:
        return self.document.text(*chosen)

    def link_at(self, row: int, column: int) -> int:
        """The number of the link under a cell of the pane, or -1."""
        column -= self.margin
        at = 0
        for run in self.line(row).runs:
            after = at + cells_of(run.text)
            if at <= column < after:
                return run.link
            at = after
        return -1


def _nearest(places: tuple[int, ...], column: int, step: int) -> int | None:
    """The first place of the text at or beyond `column`, looking in the direction of `step`."""
    order = range(max(column, 0), len(places)) if step > 0 else range(min(column, len(places) - 1), -1, -1)
    return next((places[index] for index in order if places[index] >= 0), None)
