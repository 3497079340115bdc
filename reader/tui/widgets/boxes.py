"""What holds panes: boxes that cost nothing to paint, and the thin rule between two panes."""

from __future__ import annotations

from rich.segment import Segment
from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget


def blank_lines(widget: Widget, crop: Region) -> list[Strip]:
    """One blank strip for all rows, also without colours where there are to be none."""
    strip = Strip.blank(crop.width, widget.visual_style.rich_style)
    for line_filter in widget.get_line_filters():
        strip = strip.apply_filter(line_filter, widget.background_colors[1])
    return [strip] * crop.height


def let_through(widget: Widget, strips: list[Strip], crop: Region) -> list[Strip]:
    """Kept strips of whole rows as the screen is to have them: the app's filters over them, the columns of `crop` of each."""
    filters = widget.get_line_filters()
    if filters:
        background = widget.background_colors[1]
        for line_filter in filters:
            strips = [strip.apply_filter(line_filter, background) for strip in strips]
    if crop.column_span != (0, widget.size.width):
        strips = [strip.crop(*crop.column_span) for strip in strips]
    return strips


class Box(Widget):
    """A container, one blank strip for all of its rows. It has no border and no padding."""

    DEFAULT_CSS = """
    Box {
        width: 1fr;
        height: 1fr;
        layout: vertical;
        overflow: hidden hidden;
    }
    """

    def render_lines(self, crop: Region) -> list[Strip]:
        """Nothing, over all of it."""
        return blank_lines(self, crop)


class Row(Box):
    """The same, side by side."""

    DEFAULT_CSS = """
    Row {
        layout: horizontal;
    }
    """


class Rule(Widget):
    """A line between two panes, one cell wide, or one high where they are stacked; it can be pulled to the sides.

    `pane` is the one that it stands beside.
    """

    DEFAULT_CSS = """
    Rule {
        width: 1;
        height: 1fr;
    }
    """
    ALLOW_SELECT = False
    GLYPH, ACROSS = "│", "─"

    class Dragged(Message):
        """It was pulled to this column of the screen; None when it is let go."""

        def __init__(self, pane: str, column: int | None) -> None:
            super().__init__()
            self.pane = pane
            self.column = column

    def __init__(self, pane: str) -> None:
        super().__init__()
        self.pane = pane

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Taken."""
        if event.button == 1 and self.size.width == 1:
            event.stop()
            self.capture_mouse()
            self.add_class("pulled")

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Pulled."""
        if self.app.mouse_captured is self:
            self.post_message(self.Dragged(self.pane, event.screen_x))

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """Let go."""
        if self.app.mouse_captured is self:
            self.release_mouse()
            self.remove_class("pulled")
            self.post_message(self.Dragged(self.pane, None))

    def render_lines(self, crop: Region) -> list[Strip]:
        """One strip for all rows."""
        strip = self.render_line(0)
        for line_filter in self.get_line_filters():
            strip = strip.apply_filter(line_filter, self.background_colors[1])
        return [strip] * crop.height

    def render_line(self, y: int) -> Strip:
        """The line."""
        width = self.size.width
        return Strip([Segment(self.ACROSS * width if width > 1 else self.GLYPH, self.rich_style)], width)
