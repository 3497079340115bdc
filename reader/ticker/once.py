"""The ticker as one line of plain text, for status bars."""

from __future__ import annotations

from collections.abc import Iterable

from reader.model import Headline
from reader.text.bidi import direction
from reader.text.cells import cut, fit
from reader.text.cells import width as cells_of
from reader.ticker.lap import choose, split
from reader.ticker.strip import Dress, parts_of, shape

_LEAST = 24
"""Cells below which a headline is not begun any more behind another one."""


def once(
    headlines: Iterable[Headline], width: int, now: int, dress: Dress | None = None, items: int = 12
) -> str:
    """The next headlines in exactly `width` cells, those of the first one's direction; a cut one ends with "…".

    An empty line of that width where there is nothing to show.
    """
    dress = dress or Dress()
    laps = split(choose(headlines, now, items))
    if width <= 0 or not laps:
        return " " * max(width, 0)
    lap = laps[0]
    line = ""
    for item in lap.items:
        text = "".join(part for part, _ in parts_of(item, now, dress))
        joined = f"{line}  {dress.separator}  {text}" if line else text
        if cells_of(joined) <= width:
            line = joined
            continue
        if not line or width - cells_of(line) >= _LEAST:
            line = cut(joined, width - 1) + "…"
        break
    if lap.direction == "rtl":
        shown = shape(line, direction(line, "rtl"), dress)
        return " " * (width - cells_of(shown)) + shown
    return fit(shape(line, "ltr", dress), width)
