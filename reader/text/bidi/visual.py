"""Lines as they stand on a screen that draws from left to right, each with its way back to the text.

Telex does this where the terminal does not (mode "app"); elsewhere text is shown as it is. The steps are those of UAX #9
and in its order: levels for the whole paragraph, then lines, then the order of each line over grapheme clusters, so
that marks stay on their letters (L3), with brackets and guillemets mirrored (L4).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from functools import cached_property, lru_cache
from itertools import accumulate, groupby
from typing import Literal, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from reader.text.bidi.classes import classes_of, has_rtl, mirrored, mirrors
from reader.text.bidi.levels import line_levels, paragraph_level, resolve, runs_in_order
from reader.text.bidi.shape import Shaping, shape
from reader.text.cells import SOFT_HYPHEN, Break, breaks, clusters, width
from reader.text.patterns import lazy

Direction = Literal["ltr", "rtl"]
Span = tuple[int, int]
Key = TypeVar("Key")

_JOINERS = "\u200c\u200d"
_UNSEEN = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069" + SOFT_HYPHEN)
_HIDDEN = lazy(f"[{''.join(sorted(_UNSEEN))}{_JOINERS}]")
"""What is left out where a line is drawn."""
_DIRECTIONS: tuple[Direction, Direction] = ("ltr", "rtl")
_LATIN = lazy("[A-Za-z]")


class Visual(Struct, frozen=True, dict=True):
    """One line as it is drawn: `text` from left to right.

    It shows `source[start:end]` of the text that it was made from and takes up `source[start:next]` (the rest is the
    space or newline at which it broke). `direction` is its paragraph's: a "rtl" line belongs at the right edge.
    `order` holds its clusters from left to right with their places, None where that is the text's own order.
    """

    text: str
    direction: Direction
    start: int
    end: int
    next: int
    order: tuple[tuple[str, int], ...] | None = None

    @cached_property
    def parts(self) -> tuple[tuple[str, int], ...]:
        """Each cluster from left to right with its place in the source."""
        if self.order is not None:
            return self.order
        out = []
        place = self.start
        for cluster in clusters(self.text):
            out.append((cluster, place))
            place += len(cluster)
        return tuple(out)

    @cached_property
    def to_logical(self) -> tuple[int, ...]:
        """For each cell of `text` the place in the source of the cluster that it shows."""
        out: list[int] = []
        for cluster, place in self.parts:
            out += [place] * width(cluster)
        return tuple(out)

    @property
    def width(self) -> int:
        """In cells."""
        return width(self.text)

    def cells_of(self, start: int, end: int) -> list[Span]:
        """The columns, as half-open spans from left to right, that show `source[start:end]`: a search mark, a link.

        A place inside a cluster (an alef within lam-alef) counts as the whole cluster.
        """
        places = sorted({place for _, place in self.parts})
        start = max((place for place in places if place <= start), default=start)
        out: list[Span] = []
        for column, place in enumerate(self.to_logical):
            if start <= place < end:
                if out and out[-1][1] == column:
                    out[-1] = (out[-1][0], column + 1)
                else:
                    out.append((column, column + 1))
        return out

    def grouped(self, key: Callable[[int], Key]) -> list[tuple[str, Key]]:
        """The line as runs of equal `key(place in the source)`, from left to right: what a styled line is drawn from."""
        return [
            ("".join(cluster for cluster, _ in run), its)
            for its, run in groupby(self.parts, lambda part: key(part[1]))
        ]


RTL_LANGUAGES = frozenset(("ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "syr", "ug", "ur", "yi"))
"""Written right to left, as far as a tag without a script says."""


def direction(s: str, default: Direction = "ltr") -> Direction:
    """The direction of a line or paragraph by its first strong character (P2, P3), `default` where it has none."""
    letter = _LATIN.search(s)
    if letter is not None and not has_rtl(s[: letter.start()]):
        return "ltr"
    return _direction(s, default)


@lru_cache(maxsize=4096)
def _direction(s: str, default: Direction) -> Direction:
    level = paragraph_level(classes_of(s))
    return default if level is None else _DIRECTIONS[level]


def headline_direction(title: str, language: str = "", wished: str = "") -> Direction:
    """The direction of a headline: `wished` ("ltr", "rtl") where it is, else by its first strong character, else by its
    language (a BCP 47 tag)."""
    if wished in ("ltr", "rtl"):
        return "rtl" if wished == "rtl" else "ltr"
    return direction(title, "rtl" if language.partition("-")[0].lower() in RTL_LANGUAGES else "ltr")


def display(
    s: str,
    base: Direction | None = None,
    *,
    shaping: Shaping = "ligatures",
    harakat: bool = True,
    isolates: tuple[Span, ...] = (),
) -> Visual:
    """`s`, one line, as it is drawn. `base` is its direction (by its first strong character where None).

    `isolates` are the spans of `s` that Telex put in (a date, a count, a name): each is ordered by itself, as if an
    FSI and a PDI stood around it, so that it cannot take the text around it along. Spans outside of `s` or over
    another one do not count.
    """
    if base != "rtl" and SOFT_HYPHEN not in s and not has_rtl(s):
        return Visual(s, "ltr", 0, len(s), len(s))
    return _display(s, base, shaping, harakat, isolates)


@lru_cache(maxsize=4096)
def _display(
    s: str, base: Direction | None, shaping: Shaping, harakat: bool, isolates: tuple[Span, ...]
) -> Visual:
    paragraph = _Paragraph(s, 0, base or direction(s), shaping, harakat, isolates)
    whole = len(paragraph.text)
    return paragraph.line(Break(0, whole, whole))


def lines(
    s: str,
    cells: int,
    base: Direction | None = None,
    *,
    shaping: Shaping = "ligatures",
    harakat: bool = True,
    isolates: tuple[Span, ...] = (),
) -> list[Visual]:
    """`s` wrapped into lines of at most `cells`, each as it is drawn; wrapped first and reordered after.

    Newlines part paragraphs. Without a `base` each has the direction of its own first strong character, else of the
    first one in `s`. The lines cover `s` without a gap. For `isolates` see `display`.
    """
    return list(_lines(s, cells, base, shaping, harakat, isolates))


@lru_cache(maxsize=512)
def _lines(
    s: str, cells: int, base: Direction | None, shaping: Shaping, harakat: bool, isolates: tuple[Span, ...]
) -> tuple[Visual, ...]:
    if base != "rtl" and SOFT_HYPHEN not in s and not has_rtl(s):
        return tuple(Visual(s[line.start : line.end], "ltr", *line[:3]) for line in breaks(s, cells))
    out: list[Visual] = []
    place = 0
    default = base or direction(s)
    for text in s.split("\n"):
        end = place + len(text)
        inside = tuple((a - place, b - place) for a, b in isolates if place <= a and b <= end)
        paragraph = _Paragraph(text, place, base or direction(text, default), shaping, harakat, inside)
        out += map(paragraph.line, breaks(paragraph.text, cells))
        place = end + 1
        if place <= len(s):
            out[-1] = replace(out[-1], next=place)
    return tuple(out)


class _Paragraph:
    """A paragraph with its levels, from which lines are taken. `at` is where it starts in the source."""

    def __init__(
        self, s: str, at: int, base: Direction, shaping: Shaping, harakat: bool, isolates: tuple[Span, ...]
    ) -> None:
        self.at = at
        self.length = len(s)
        self.direction: Direction = base
        self.level = _DIRECTIONS.index(base)
        self.text, self.offsets = shape(s, shaping, harakat)
        self.classes = classes_of(self.text)
        self.levels = bytes(
            self._resolved(isolates) if isolates else resolve(self.classes, self.level, self.text)
        )

    def _resolved(self, isolates: tuple[Span, ...]) -> bytearray:
        """The levels with an FSI and a PDI around each of `isolates` that are taken out again."""
        classes: list[str] = []
        chars: list[str] = []
        added: list[int] = []
        place = 0
        for start, end in sorted((self._shaped(start), self._shaped(end)) for start, end in isolates):
            if place <= start < end <= len(self.text):
                added += (start + len(added), end + len(added) + 1)
                classes += (self.classes[place:start], "f", self.classes[start:end], "P")
                chars += (self.text[place:start], "\0", self.text[start:end], "\0")
                place = end
        classes.append(self.classes[place:])
        chars.append(self.text[place:])
        levels = resolve("".join(classes), self.level, "".join(chars))
        for extra in reversed(added):
            del levels[extra]
        return levels

    def _shaped(self, place: int) -> int:
        """Where a place in the paragraph is after shaping."""
        return place if self.offsets is None else bisect_left(self.offsets, place)

    def _source(self, place: int) -> int:
        """Where a place in the shaped text is in the source."""
        if self.offsets is not None:
            place = self.offsets[place] if place < len(self.offsets) else self.length
        return place + self.at

    def line(self, line: Break) -> Visual:
        """One line of the shaped text as it is drawn."""
        order = self._ordered(line.start, line.end)
        if self.offsets is not None:
            order = [(cluster, self.offsets[place] + self.at) for cluster, place in order]
        elif self.at:
            order = [(cluster, place + self.at) for cluster, place in order]
        if line.hyphen:
            order.insert(0 if self.level else len(order), ("-", self._source(line.end)))
        return Visual(
            "".join([cluster for cluster, _ in order]),
            self.direction,
            self._source(line.start),
            self._source(line.end),
            self._source(line.next),
            tuple(order),
        )

    def _ordered(self, start: int, end: int) -> list[tuple[str, int]]:
        """The clusters of a line from left to right, with their places in the shaped text."""
        text = self.text[start:end]
        parts = clusters(text)
        levels = line_levels(self.classes[start:end], self.levels[start:end], self.level)
        places: Sequence[int] = range(start, end)
        if len(parts) < len(text):
            inside = [0, *accumulate(map(len, parts))][:-1]
            levels = bytearray([levels[place] for place in inside])
            places = [start + place for place in inside]
        mirror = mirrored().search(text) is not None
        hidden = _HIDDEN.search(text) is not None
        out: list[tuple[str, int]] = []
        for left, right, backwards in runs_in_order(levels):
            run = zip(parts[left:right], places[left:right], strict=True)
            if backwards and not mirror and not hidden:
                out += reversed(list(run))
            elif backwards and len(parts) == len(text):
                turn = mirrors().get
                out += [(turn(cluster, cluster), place) for cluster, place in reversed(list(run))]
            elif backwards:
                out += [(_turned(cluster, mirror), place) for cluster, place in reversed(list(run))]
            else:
                out += run
        return out if not hidden else [part for part in out if part[0] not in _UNSEEN]


def _turned(cluster: str, mirror: bool) -> str:
    """A cluster of a right-to-left run: mirrored (L4), and without the joiners, which have done their work."""
    if mirror:
        cluster = mirrors().get(cluster[0], cluster[0]) + cluster[1:]
    return cluster.rstrip(_JOINERS) if len(cluster) > 1 else cluster
