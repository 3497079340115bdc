"""NO_COLOR: weight, underline and reverse stay, every colour goes, the terminal's own default included."""

from __future__ import annotations

from functools import lru_cache

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter


@lru_cache(maxsize=1024)
def without_colour(style: Style) -> Style:
    """`style` with nothing said about colours."""
    return style.without_color


class Colourless(LineFilter):
    """Takes the colours out of lines."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The same text with the same attributes."""
        return [
            Segment(text, None if style is None else without_colour(style), control)
            for text, style, control in segments
        ]
