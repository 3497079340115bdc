"""An article at one width: its lines, set block by block when they are wanted, its links, headings and places."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from itertools import accumulate

from reader.blocks import Article, Block, Heading, plain
from reader.text.cells import width as cells_of
from reader.text.fold import words
from reader.typeset.flow import LinkTable
from reader.typeset.galley import Direction, Galley
from reader.typeset.header import article_direction, footer, header
from reader.typeset.lines import BLANK, Line, Link, Place, Spot
from reader.typeset.options import Options
from reader.typeset.pieces import pieces
from reader.typeset.setting import set_block

NARROWEST_PAGE = 4

Setter = Callable[[Galley, int], list[Line]]


@dataclass(slots=True)
class Part:
    """A block of the article or a row of its header. `gap` blank lines stand above; `guess` counts lines until it is set.

    `link` is the number of its first link; `level` and `title` say which heading it is, if it is one; `joint` parts its
    text from the one before.
    """

    setter: Setter
    gap: int
    guess: int
    link: int = 0
    level: int = 0
    title: str = ""
    joint: str = "\n\n"
    lines: list[Line] | None = None
    text: str = ""

    @property
    def size(self) -> int:
        """Lines it takes, its gap included; nothing for a part without text."""
        if self.lines is None:
            return self.gap + self.guess
        return self.gap + len(self.lines) if self.lines else 0


class Document:
    """The lines of one article. Lines count from 0; a line stands at `margin` cells from the pane's left edge.

    Parts that nobody looked at yet are estimated: `height` is exact when `settled`. `fill` and `settle` set parts, and
    the lines before the first part they set keep their numbers.
    """

    def __init__(self, article: Article, width: int, options: Options) -> None:
        self.article = article
        self.options = options
        page = max(width, NARROWEST_PAGE)
        self.width = min(page, options.measure)
        self.margin = max(0, width - self.width) // 2
        self.direction: Direction = article_direction(article)
        self._table = LinkTable(options.numbered, options.glyphs.small)
        self._parts = self._plan()
        self._unset = len(self._parts)
        # `settle` has set all parts from the one to the other.
        self._above = self._below = 0
        self._starts: list[int] = []
        self._count()

    @property
    def links(self) -> tuple[Link, ...]:
        return tuple(self._table.links)

    @property
    def height(self) -> int:
        return self._starts[-1]

    @property
    def settled(self) -> bool:
        return self._unset == 0

    @property
    def lines(self) -> tuple[Line, ...]:
        """All lines."""
        self.settle()
        return tuple(
            line for part in self._parts for line in (*[BLANK] * part.gap, *(part.lines or ())) if part.size
        )

    @property
    def headings(self) -> tuple[tuple[int, int, str], ...]:
        """The headings in the text, as (line, level, text); sets all that is above the last of them."""
        last = max((place for place, part in enumerate(self._parts) if part.level), default=-1)
        self._set(0, last + 1)
        return tuple(
            (self._starts[place] + part.gap, part.level, part.title)
            for place, part in enumerate(self._parts)
            if part.level and part.size
        )

    def line(self, y: int) -> Line:
        """Line `y`, blank where there is none (yet)."""
        if not 0 <= y < self.height:
            return BLANK
        place = self._part_at(y)
        part = self._parts[place]
        row = y - self._starts[place] - part.gap
        if row < 0 or part.lines is None or row >= len(part.lines):
            return BLANK
        return part.lines[row]

    def fill(self, y: int, count: int) -> bool:
        """Set what lines `y` to `y + count` show. True if that moved lines below."""
        before = self.height
        while True:
            if not self._parts:
                return False
            first = self._part_at(min(max(y, 0), max(0, self.height - 1)))
            last = self._part_at(min(y + count, max(0, self.height - 1)))
            if all(part.lines is not None for part in self._parts[first : last + 1]):
                return self.height != before
            self._set(first, last + 1)

    def settle(self, enough: Callable[[], bool] | None = None, around: int = 0) -> bool:
        """Set what is not set yet, from line `around` on downwards and then upwards, until `enough()` says so (all, by
        default). True if there is more to set.
        """
        if self._unset:
            here = self._part_at(min(around, max(0, self.height - 1)))
            if not self._above <= here <= self._below:
                self._above = self._below = here
            while self._unset:
                if self._below < len(self._parts):
                    place = self._below
                    self._below += 1
                else:
                    self._above -= 1
                    place = self._above
                if self._parts[place].lines is None:
                    self._set_part(place)
                    if enough is not None and enough():
                        break
            self._count()
        return self._unset > 0

    def place(self, y: int, column: int = 0) -> Place:
        """The place in the text of the first character at line `y` from `column` cells on, or below it."""
        self.fill(y, 1)
        for row in range(max(y, 0), self.height):
            self.fill(row, 1)
            line = self.line(row)
            offsets = [offset for offset in line.places() if offset >= 0]
            if offsets:
                part = self._part_at(row)
                offset = min(offsets)
                return Place(part, offset, self._parts[part].text[offset : offset + 80], row - y)
        return Place(max(0, len(self._parts) - 1), 0)

    def row(self, place: Place) -> int:
        """The line that shows `place`; the inverse of `place` at any width."""
        if not self._parts:
            return 0
        index = min(place.part, len(self._parts) - 1)
        self._set(index, index + 1)
        part = self._parts[index]
        best = 0
        for row, line in enumerate(part.lines or ()):
            offsets = [offset for offset in line.places() if offset >= 0]
            if offsets and min(offsets) <= place.offset:
                best = row
                if max(offsets) >= place.offset:
                    break
        return max(0, self._starts[index] + part.gap + best - place.above)

    def found(self, place: Place) -> Place:
        """`place`, looked up by its words where the text is no longer the one it was taken from."""
        if not place.words:
            return place
        count = len(self._parts)
        for index in sorted(range(count), key=lambda index: abs(index - place.part)):
            self._set(index, index + 1)
            offset = self._parts[index].text.find(place.words.split("\n")[0][:40])
            if offset >= 0:
                return Place(index, offset, place.words, place.above)
        return Place(min(place.part, count - 1), 0, place.words, place.above)

    def text(self, start: tuple[int, int], end: tuple[int, int]) -> str:
        """The logical text from (part, offset) to (part, offset), the end left out; blocks are parted by a blank line."""
        (first, begin), (last, stop) = start, end
        self._set(first, last + 1)
        whole = ""
        for index in range(first, last + 1):
            part = self._parts[index]
            text = part.text[
                begin if index == first else 0 : stop if index == last else len(part.text)
            ].strip("\n")
            if text:
                whole += part.joint + text if whole else text
        return whole

    def part_at(self, y: int) -> int:
        """The number of the part that line `y` belongs to."""
        return self._part_at(min(max(y, 0), max(0, self.height - 1)))

    def start_of(self, part: int) -> int:
        """The first line of a part, its gap included."""
        return self._starts[part]

    def part_text(self, part: int) -> str:
        """The logical text of a part."""
        self._set(part, part + 1)
        return self._parts[part].text

    def spots(self, first: int, last: int) -> list[Spot]:
        """Where links stand in the lines from `first` up to `last`: one spot for each piece on a line."""
        found: list[Spot] = []
        for y in range(max(first, 0), min(last, self.height)):
            column = 0
            for run in self.line(y).runs:
                its = cells_of(run.text)
                before = found[-1] if found else None
                if (
                    run.link >= 0
                    and before
                    and (before.link, before.line, before.end) == (run.link, y, column)
                ):
                    found[-1] = before._replace(cells=before.cells + its)
                elif run.link >= 0:
                    found.append(Spot(run.link, y, column, its))
                column += its
        return found

    def _plan(self) -> list[Part]:
        parts = [Part(row.setter, row.gap, 1) for row in header(self.article, self.options)]
        blocks = self.article.blocks
        if blocks and parts and _repeats_title(blocks[0], self.article.title):
            blocks = blocks[1:]
        for block, apart, joint in (piece for whole in blocks for piece in pieces(whole)):
            gap = 1 if parts and apart else 0
            first = len(self._table.links)
            part = Part(_block_setter(block), gap, self._table.take(block, self.width), first, joint=joint)
            if isinstance(block, Heading):
                part.level, part.title = block.level, plain(block.text).strip()
                part.gap = gap + (block.level <= 2 and bool(parts))
            parts.append(part)
        for row in footer(self.article, self.options):
            parts.append(Part(row.setter, row.gap if parts else 0, 1, len(self._table.links)))
            if row.href:
                self._table.add(row.text, row.href)
        return parts

    def _set(self, first: int, last: int) -> None:
        changed = False
        for place in range(max(first, 0), min(last, len(self._parts))):
            if self._parts[place].lines is None:
                self._set_part(place)
                changed = True
        if changed:
            self._count()

    def _set_part(self, place: int) -> None:
        part = self._parts[place]
        galley = Galley(
            self.options, self._table, part.link, self.direction, fixed=bool(self.article.direction)
        )
        part.lines = part.setter(galley, self.width)
        part.text = galley.text
        self._unset -= 1

    def _count(self) -> None:
        self._starts = list(accumulate((part.size for part in self._parts), initial=0))

    def _part_at(self, y: int) -> int:
        return max(0, min(bisect_right(self._starts, y) - 1, len(self._parts) - 1))


def _block_setter(block: Block) -> Setter:
    return lambda galley, cells: set_block(galley, block, cells)


def _repeats_title(block: Block, title: str) -> bool:
    """Whether `block` is the article's title once more."""
    return isinstance(block, Heading) and block.level <= 2 and words(plain(block.text)) == words(title)


def typeset(article: Article, width: int, *, options: Options | None = None) -> Document:
    """`article` for a pane of `width` cells. Nothing is set yet: see `Document`."""
    return Document(article, width, options or Options())
