"""What typesetting gives: lines of runs, links, and places in the text that outlive a resize."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from reader.text.cells import width as cells_of


class Run(NamedTuple):
    """Characters of one look, in the order they stand on the screen, left to right.

    `style` names looks, parted by spaces ("quote strong"); `link` is an index into `Document.links` or -1.
    `at` is where the first character stands in the logical text of its part, -1 for what Telex adds itself
    (bars, padding, rules). `order` is empty where the characters follow each other from `at` on; else it gives
    the logical place of each character (-1: none).
    """

    text: str
    style: str = ""
    link: int = -1
    at: int = -1
    order: tuple[int, ...] = ()

    def places(self) -> tuple[int, ...]:
        """The logical place of each character, -1 for what is not of the text."""
        if self.order:
            return self.order
        if self.at < 0:
            return (-1,) * len(self.text)
        return tuple(range(self.at, self.at + len(self.text)))


class Line(NamedTuple):
    """One row. `width` is in cells and never more than was asked for."""

    runs: tuple[Run, ...]
    width: int

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)

    def places(self) -> tuple[int, ...]:
        """The logical place of each character of `text`."""
        return tuple(place for run in self.runs for place in run.places())

    def spans(self) -> list[tuple[int, int]]:
        """The runs of logical places on this line, (start, end) pairs in logical order, joined where they touch."""
        spans: list[tuple[int, int]] = []
        for place in sorted(place for place in self.places() if place >= 0):
            if spans and spans[-1][1] == place:
                spans[-1] = (spans[-1][0], place + 1)
            else:
                spans.append((place, place + 1))
        return spans


BLANK = Line((), 0)


def line_of(*runs: Run) -> Line:
    """A line of `runs` (empty ones left out), measured."""
    kept = tuple(run for run in runs if run.text)
    return Line(kept, sum(cells_of(run.text) for run in kept))


def pad(cells: int, style: str = "") -> Run:
    """A run of `cells` spaces."""
    return Run(" " * cells, style)


def indented(line: Line, cells: int) -> Line:
    """`line` moved right by `cells`."""
    return Line((pad(cells), *line.runs), line.width + cells) if cells > 0 else line


class Link(NamedTuple):
    """A link of the article, in reading order. `text` is what stands in the article, `host` where it leads.

    `href` is "" for a mark that opens the footnote `note` in place.
    """

    number: int
    text: str
    href: str = ""
    host: str = ""
    note: str = ""


class Spot(NamedTuple):
    """Where a piece of a link stands: its line, its first cell from the left edge of the text, and how many cells."""

    link: int
    line: int
    column: int
    cells: int

    @property
    def end(self) -> int:
        return self.column + self.cells


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the text that a resize does not move: character `offset` of part `part`.

    `words` are the characters that follow, to find the place again after the text was replaced; `above` counts the
    lines without text between the line that was asked for and the place.
    """

    part: int = 0
    offset: int = 0
    words: str = ""
    above: int = 0
