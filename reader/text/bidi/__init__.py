"""Text that is written right to left: directions, and lines as they stand on a screen (UAX #9).

`has_rtl` is the one look that text without any pays. `direction` finds the direction of a headline or paragraph.
`display` orders one line, `lines` wraps and orders a paragraph; both give `Visual`s, which lead back to the text.

Shaping. What Telex draws in the order of the screen, a terminal must not join again: one that joins letters at all does it
for text in reading order and picks the wrong forms. So by default only lam-alef becomes its ligature, which is the
same everywhere; `shaping="forms"` puts presentation forms for every letter, for terminals that never join (they show
separate letters otherwise) and whose font has them; `shaping="none"` leaves every letter.
"""

from __future__ import annotations

from reader.text.bidi.classes import has_rtl
from reader.text.bidi.shape import Shaping, without_harakat
from reader.text.bidi.visual import Direction, Visual, direction, display, headline_direction, lines

VisualLine = Visual

__all__ = [
    "Direction",
    "Shaping",
    "Visual",
    "VisualLine",
    "direction",
    "display",
    "has_rtl",
    "headline_direction",
    "lines",
    "without_harakat",
]
