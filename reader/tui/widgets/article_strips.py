"""Draws typeset lines: names of looks into styles, lines into strips, and what lies over the text for a while."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from itertools import groupby

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from reader.text.cells import slice_cells
from reader.text.cells import width as cells_of
from reader.text.clean import guard
from reader.typeset.drawing import PIXEL
from reader.typeset.inking import spot_of
from reader.typeset.lines import Line, Run

LOOKS = [
    "kicker",
    "title",
    "byline",
    "source",
    "meta",
    "rule",
    "heading1",
    "heading2",
    "heading3",
    "heading4",
    "heading5",
    "heading6",
    "heading-rule",
    "heading-sign",
    "bullet",
    "quote",
    "cite",
    "bar",
    "block",
    "code",
    "code-label",
    "code-word",
    "code-string",
    "code-number",
    "code-comment",
    "cut",
    "table-header",
    "table-caption",
    "table-label",
    "table-line",
    "figure",
    "caption",
    "credit",
    "tag",
    "alt",
    "host",
    "number",
    "media",
    "media-sign",
    "term",
    "summary",
    "note-text",
    "note-label",
    "notice",
    "footer",
    "strong",
    "emphasis",
    "struck",
    "underlined",
    "marked",
    "raised",
    "lowered",
    "link",
    "note",
    "found",
    "selected",
    "pointed",
    "hint",
    "empty",
    "empty-title",
]
"""Every look that typesetting or the pane names; each is the component class `article--NAME`."""

Overlay = Callable[[int], str]
"""Gives the looks that lie over the character at a logical place, "" for none."""


class Painter:
    """Makes strips from lines with the styles of one theme. `look_up` gives the partial style of one name."""

    def __init__(self, base: Style, look_up: Callable[[str], Style]) -> None:
        self.base = base
        self._look_up = look_up
        self._styles: dict[str, Style] = {"": base}

    def style(self, names: str) -> Style:
        """The style of several looks, each over the ones before it."""
        if names.startswith(PIXEL):
            return _pixel(names)
        spot = spot_of(names)
        if spot is not None:
            return self.base + Style(color=f"#{spot.number:06x}") if spot.form == "kitty" else self.base
        style = self._styles.get(names)
        if style is None:
            style = self.base
            for name in names.split(" "):
                style = style + self._look_up(name)
            self._styles[names] = style
        return style

    def strip(
        self, line: Line, margin: int, width: int, overlay: Overlay | None = None, link: int = -1
    ) -> Strip:
        """`line` as a strip of exactly `width` cells. `link` is the link that is pointed at."""
        segments = [Segment(" " * margin, self.base)] if margin else []
        for run in line.runs:
            for text, style in self._parts(run, overlay, link):
                segments.append(Segment(guard(text), self.style(style)))
        gap = width - margin - line.width
        if gap > 0:
            segments.append(Segment(" " * gap, self.base))
        strip = Strip(segments, margin + line.width + max(gap, 0))
        return strip if gap >= 0 else strip.crop(0, width)

    def _parts(self, run: Run, overlay: Overlay | None, link: int) -> list[tuple[str, str]]:
        style = f"{run.style} pointed".strip() if link >= 0 and run.link == link else run.style
        if overlay is None or (run.at < 0 and not run.order):
            return [(run.text, style)]
        over = [overlay(place) if place >= 0 else "" for place in run.places()]
        if not any(over):
            return [(run.text, style)]
        parts = []
        start = 0
        for names, group in groupby(over):
            end = start + sum(1 for _ in group)
            parts.append((run.text[start:end], f"{style} {names}".strip()))
            start = end
        return parts


@lru_cache(maxsize=20_000)
def _pixel(names: str) -> Style:
    """The two colours of a half block; what lies over it for a while leaves it as it is."""
    upper, lower = names[3:9], names[10:16]
    return Style(color=f"#{upper}", bgcolor=f"#{lower}")


def labelled(line: Line, column: int, label: str) -> Line:
    """`line` with `label` over its cells from `column` on, cut between clusters."""
    end = column + cells_of(label)
    runs: list[Run] = []
    at = 0
    for run in line.runs:
        after = at + cells_of(run.text)
        if after <= column or at >= end:
            runs.append(run)
        else:
            if at < column:
                runs.append(Run(slice_cells(run.text, 0, column - at), run.style, run.link))
            if at <= column < after:
                runs.append(Run(label, "hint", run.link))
            if after > end:
                runs.append(Run(slice_cells(run.text, end - at, after - end), run.style, run.link))
        at = after
    return Line(tuple(runs), max(line.width, end))
