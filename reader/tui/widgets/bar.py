"""One row of text in exact cells: what titles of panes and the status line are made of."""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from reader.text.cells import width as cells_of
from reader.tui.mirror import mirrors, own, turned
from reader.tui.shown import LETTERS, Letters, Run, one_line


class Bar(Widget):
    """A row whose runs come from `make_runs`; styles are component classes, as in `LineList`."""

    DEFAULT_CSS = """
    Bar {
        height: 1;
    }
    """
    ALLOW_SELECT = False
    PREFIX: ClassVar[str] = "bar"

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.rtl = "app"
        self.letters: Letters = LETTERS
        self._styles_of: dict[str, Style] = {}

    def make_runs(self, width: int) -> list[Run]:
        """The runs of the row, at most `width` cells together."""
        raise NotImplementedError

    def render_line(self, y: int) -> Strip:
        """The row; there is nothing below it."""
        width = self.size.width
        runs = self.make_runs(width) if y == 0 else []
        used = sum(cells for _, _, cells in runs)
        if used < width:
            runs = [*runs, (" " * (width - used), "plain", width - used)]
        if self.turns:
            runs = turned(runs)
        segments = [Segment(text, self.style_of(name)) for text, name, _ in runs if text]
        return Strip(segments, max(used, width))

    @property
    def turns(self) -> bool:
        """Whether the row runs from right to left."""
        return mirrors(self.rtl)

    def shown(self, text: str, cells: int) -> str:
        """Text in exactly `cells`, at the edge where the row begins."""
        return one_line(text, cells, rtl=self.rtl, aligned=False, letters=self.letters, own=True)

    def word(self, text: str, name: str = "plain") -> Run:
        """A run of Telex's own words, measured."""
        return run(own(text, self.rtl, self.letters), name)

    def style_of(self, name: str) -> Style:
        """The style called `name`."""
        style = self._styles_of.get(name)
        if style is None:
            component = f"{self.PREFIX}--{name}"
            known = component in self.COMPONENT_CLASSES
            style = self.get_component_rich_style(component) if known else self.rich_style
            self._styles_of[name] = style
        return style

    def notify_style_update(self) -> None:
        """A theme or a class changed."""
        super().notify_style_update()
        self._styles_of.clear()


def spread(left: list[Run], right: list[Run], width: int) -> list[Run]:
    """`left` at the left edge and `right` at the right one. Whole runs of `right` go where there is no room for all;
    what is left of `left` is cut."""
    room = width - sum(cells for _, _, cells in left)
    kept: list[Run] = []
    for run in right:
        if run[2] > room:
            break
        kept.append(run)
        room -= run[2]
    while room < 0 and left:
        text, name, cells = left[-1]
        shorter = max(0, cells + room)
        left = [*left[:-1], (one_line(text, shorter), name, shorter)] if shorter else left[:-1]
        room = width - sum(cells for _, _, cells in left)
    return [*left, (" " * room, "plain", room), *kept] if room else [*left, *kept]


def run(text: str, name: str = "plain") -> Run:
    """A run of text as it is drawn, measured."""
    return (text, name, cells_of(text))
