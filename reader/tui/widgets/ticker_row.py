"""How a row of the ticker is drawn: its looks, the mark on the current headline, the word at its end."""

from __future__ import annotations

from collections.abc import Callable, Collection

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from reader.text.cells import slice_cells
from reader.text.cells import width as cells_of
from reader.text.clean import guard
from reader.text.hue import HUES
from reader.ticker.step import LEAD
from reader.ticker.strip import Bit
from reader.tui.shown import hue_of

LOOKS = (
    *(
        "title",
        "source",
        "breaking",
        "breaking-title",
        "more",
        "age",
        "separator",
        "note",
        "blank",
        "state",
        "held",
    ),
    *("current", "mark", "seen", "selected"),
    *(f"source-{hue + 1}" for hue in range(HUES)),
)
"""Every look of the row; each is the component class `ticker--NAME`."""


def badge(words: list[Bit], room: int) -> list[Bit]:
    """As many of `words` as fit into `room`, the last ones first."""
    while words and sum(cells_of(word.text) for word in words) > room:
        words = words[1:]
    return words


def marked(bits: list[Bit], item: int, glyph: str, rtl: bool) -> list[Bit]:
    """`bits` with `glyph` in the blank cells in front of headline `item`, where those are on the row."""
    order = list(reversed(bits)) if rtl else bits
    first = next((place for place, bit in enumerate(order) if bit.item == item), -1)
    if first < 1 or order[first - 1].item >= 0:
        return bits
    before = order[first - 1]
    cells = cells_of(before.text)
    if cells < LEAD:
        return bits
    if rtl:
        pieces = [
            Bit(f" {glyph}", "mark", item),
            before._replace(text=slice_cells(before.text, LEAD, cells - LEAD)),
        ]
        place = len(bits) - first
        return [*bits[:place], *pieces, *bits[place + 1 :]]
    pieces = [before._replace(text=slice_cells(before.text, 0, cells - LEAD)), Bit(f"{glyph} ", "mark", item)]
    return [*bits[: first - 1], *pieces, *bits[first:]]


def painted(
    bits: list[Bit],
    width: int,
    style_of: Callable[[str], Style],
    name_of: Callable[[int], str],
    current: int = -1,
    seen: Collection[int] = (),
    chosen: Collection[int] = (),
) -> Strip:
    """`bits` as a strip of `width` cells. `name_of` gives the source of a headline, whose hue its tag has; headline
    `current` stands out, so do those in `chosen`, and those in `seen` stand back.
    """
    segments = []
    for text, look, item in bits:
        if not text:
            continue
        names = f"{look} {hue_of(name_of(item))}" if look == "source" else look
        if item >= 0 and item in seen:
            names = "seen"
        if item >= 0 and item == current:
            names += " current"
        if item >= 0 and item in chosen:
            names += " selected"
        segments.append(Segment(guard(text), style_of(names)))
    return Strip(segments, width)
