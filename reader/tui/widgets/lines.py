"""A list of one-row lines with a cursor, drawn line by line: what headlines, sources and menus are made of.

Rows are made by `make_row` and kept as strips by a key that holds everything that changes them, so a cursor move draws
two rows and a scroll only the rows that came into view. Strips leave at their exact width, text already cut between
grapheme clusters, and go to the screen without being cut again.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from reader.text.cells import width as cells_of
from reader.tui.mirror import mirrors, turned
from reader.tui.shown import LETTERS, Letters, Run, one_line
from reader.tui.widgets.boxes import let_through

_KEPT = 1024


class LineList(ScrollView, can_focus=True, inherit_bindings=False):
    """`row_count` rows, each from `make_row`; `row_key` says what a row looks like, None where it is not kept.

    Styles are component classes: the names in `STYLES`, with the class's `PREFIX` and two dashes before, and "cursor" for
    the row under the cursor (its background, and what it adds to the text).
    """

    DEFAULT_CSS = """
    LineList {
        overflow: hidden hidden;
        scrollbar-size: 0 0;
    }
    """
    ALLOW_SELECT = False
    PREFIX: ClassVar[str] = "lines"

    cursor: reactive[int] = reactive(0, repaint=False, init=False, always_update=False)

    class _Row(Message):
        def __init__(self, lines: LineList, index: int) -> None:
            super().__init__()
            self.lines = lines
            self.index = index

    class Moved(_Row):
        """The cursor is on another row."""

    class Chosen(_Row):
        """A row was asked for, by a double click."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.rtl = "app"
        self.linear = False
        self.deep = 1
        """Lines of the screen for each row."""
        self.letters: Letters = LETTERS
        self.row_count = 0
        self._strips: dict[Hashable, Strip] = {}
        self._styles_of: dict[tuple[str, str], Style] = {}
        self._drawn_width = 0
        self._instead: tuple[str, ...] = ()

    # What a kind of list gives

    def make_row(self, index: int, width: int) -> list[Run]:
        """The runs of row `index`, `width` cells together."""
        raise NotImplementedError

    def make_below(self, index: int, width: int) -> list[Run]:
        """The runs of the second line of row `index`, where rows have two."""
        return []

    def row_key(self, index: int) -> Hashable:
        """Equal for rows that look the same at one width; None for a row that is not to be kept."""
        return None

    @property
    def is_live(self) -> bool:
        """Whether keys go here, which the cursor's row shows."""
        return self.has_focus

    def state_of(self, index: int) -> str:
        """How a row shows the cursor: "cursor", "rest" without the focus, "" elsewhere, and always where the terminal's own is seen."""
        if index != self.cursor or self.linear:
            return ""
        return "cursor" if self.is_live else "rest"

    def row_state(self, index: int) -> str:
        """The style of a whole row, with a dash and more behind it where rows in that style differ; "" for most."""
        return self.state_of(index)

    def can_stop_at(self, index: int) -> bool:
        """Whether the cursor may rest on this row."""
        return True

    # Moving

    def set_rows(self, count: int, cursor: int | None = None, top: int | None = None) -> None:
        """There are `count` rows now, with the cursor on row `cursor` and row `top` first on the screen."""
        self.resize_to(count)
        index = max(0, min(self.cursor if cursor is None else cursor, count - 1))
        if top is not None:
            self.scroll_to(y=max(0, top * self.deep), animate=False, force=True)
        self.set_reactive(LineList.cursor, index)
        self.keep_in_view()
        self.refresh()

    def resize_to(self, count: int) -> None:
        """There are `count` rows now; the first ones are as they were."""
        self.row_count = count
        self.virtual_size = Size(0, count * self.deep)

    def set_deep(self, lines: int) -> None:
        """Give each row so many lines of the screen, one or two; the same row stays on top."""
        if lines != self.deep:
            top = self.top
            self.deep = lines
            self._strips.clear()
            self.set_rows(self.row_count, self.cursor, top)

    @property
    def top(self) -> int:
        """The first row on the screen."""
        return int(self.scroll_offset.y) // self.deep

    @property
    def rows_seen(self) -> int:
        """How many whole rows the screen has room for."""
        return self.size.height // self.deep

    def refresh_row(self, index: int) -> None:
        """Draw row `index` again."""
        for line in range(index * self.deep, (index + 1) * self.deep):
            self.refresh_line(line)

    def show_instead(self, lines: tuple[str, ...]) -> None:
        """What stands in an empty list: a sentence, then what to press."""
        if lines != self._instead:
            self._instead = lines
            self.redraw()

    def reach(self, count: int | None) -> None:
        """See to it that the first `count` rows are counted, or all; a list whose rows are all there does nothing."""

    def redraw(self) -> None:
        """Everything may look different now."""
        self._strips.clear()
        self.refresh()

    def go_to(self, index: int) -> None:
        """Move the cursor to row `index`, or the nearest one."""
        self.reach(index + 1)
        if self.row_count:
            self.cursor = max(0, min(index, self.row_count - 1))

    def step(self, rows: int) -> None:
        """Move the cursor by `rows`, past rows where it may not rest."""
        self.reach(self.cursor + rows + 1)
        direction = 1 if rows > 0 else -1
        target = max(0, min(self.cursor + rows, self.row_count - 1))
        index = target
        while 0 <= index < self.row_count and not self.can_stop_at(index):
            index += direction
        if not 0 <= index < self.row_count:
            index = target
            while 0 <= index < self.row_count and not self.can_stop_at(index):
                index -= direction
        if 0 <= index < self.row_count:
            self.cursor = index

    def page(self, pages: float) -> None:
        """Move by screenfuls, the view with the cursor."""
        rows = max(1, round(self.rows_seen * abs(pages)) - (1 if abs(pages) >= 1 else 0))
        by = rows if pages > 0 else -rows
        self.reach(self.cursor + by + self.size.height)
        top = self.scroll_offset.y + by * self.deep
        self.scroll_to(y=max(0, min(top, self.max_scroll_y)), animate=False, force=True)
        self.step(by)

    def keep_in_view(self) -> None:
        """Scroll as little as needed for the cursor to be seen."""
        height = self.size.height
        if height and self.row_count:
            top, line = self.scroll_offset.y, self.cursor * self.deep
            if not top <= line <= max(top, top + height - self.deep):
                self.scroll_to_region(
                    Region(0, line, 1, min(self.deep, height)),
                    animate=False,
                    force=True,
                    immediate=True,
                    x_axis=False,
                )

    def validate_cursor(self, index: int) -> int:
        """The cursor is always on a row."""
        return max(0, min(index, self.row_count - 1))

    def watch_cursor(self, old: int, new: int) -> None:
        """Draw the two rows that changed and tell of the move."""
        if not self.linear:
            self.refresh_row(old)
            self.refresh_row(new)
        self.keep_in_view()
        self.post_message(self.Moved(self, new))

    # Drawing

    def render_lines(self, crop: Region) -> list[Strip]:
        """The rows of `crop`, as they are kept: a list has no border and no padding of its own."""
        width = self.size.width
        if width != self._drawn_width:
            self._strips.clear()
            self._drawn_width = width
        top = self.scroll_offset.y
        strips = [self._row(top + y, width) for y in crop.line_range]
        return let_through(self, strips, crop)

    def render_line(self, y: int) -> Strip:
        """One row of the screen."""
        return self._row(self.scroll_offset.y + y, self.size.width)

    def _row(self, line: int, width: int) -> Strip:
        if not self.row_count and self._instead:
            return self._strip(self._instead_row(line, width), "", width)
        index, below = divmod(line, self.deep)
        if not 0 <= index < self.row_count:
            return self._kept(("blank",), [(" " * width, "plain", width)], "", width)
        state, make = self.row_state(index), self.make_below if below else self.make_row
        key = self.row_key(index)
        if key is None:
            return self._strip(make(index, width), state, width)
        kept = self._strips.get((key, state, below))
        if kept is not None:
            return kept
        return self._kept((key, state, below), make(index, width), state, width)

    def _instead_row(self, y: int, width: int) -> list[Run]:
        place = y - max(0, (self.size.height - 2 * len(self._instead)) // 2)
        line, between = divmod(place, 2)
        if between or not 0 <= line < len(self._instead):
            return [(" " * width, "plain", width)]
        text = self._instead[line]
        cells = min(cells_of(text), width)
        left = (width - cells) // 2
        return [
            (" " * left, "plain", left),
            (self.shown(text, cells), "said" if line == 0 else "hint", cells),
            (" " * (width - cells - left), "plain", width - cells - left),
        ]

    def shown(self, text: str, cells: int, ellipsis: str = "…") -> str:
        """Text in exactly `cells`, at the edge where the row begins."""
        return one_line(text, cells, ellipsis, self.rtl, aligned=False, letters=self.letters, own=True)

    def _kept(self, key: Hashable, runs: list[Run], state: str, width: int) -> Strip:
        strip = self._strips.get(key)
        if strip is None:
            strip = self._strip(runs, state, width)
            if len(self._strips) >= _KEPT:
                for old in list(self._strips)[: _KEPT // 4]:
                    del self._strips[old]
            self._strips[key] = strip
        return strip

    def _strip(self, runs: list[Run], state: str, width: int) -> Strip:
        if self.turns:
            runs = turned(runs)
        return Strip([Segment(text, self.style_of(name, state)) for text, name, _ in runs if text], width)

    def runs_of(self, index: int) -> list[Run]:
        """The runs of row `index` as they are drawn, from left to right."""
        runs = self.make_row(index, self.size.width)
        return turned(runs) if self.turns else runs

    @property
    def turns(self) -> bool:
        """Whether rows as they are made have to be turned round, for a screen from right to left."""
        return mirrors(self.rtl)

    def style_of(self, name: str, state: str = "") -> Style:
        """The style called `name`, on a row in `state` (see `row_state`)."""
        style = self._styles_of.get((name, state))
        if style is None:
            style = self._look_up(name)
            if state:
                row = self._look_up(state.partition("-")[0])
                style = style + Style(
                    bgcolor=row.bgcolor,
                    bold=row.bold or style.bold,
                    reverse=row.reverse,
                    underline=row.underline,
                )
            self._styles_of[name, state] = style
        return style

    def _look_up(self, name: str) -> Style:
        component = f"{self.PREFIX}--{name}"
        known = component in self.COMPONENT_CLASSES
        return self.get_component_rich_style(component) if known else self.rich_style

    def notify_style_update(self) -> None:
        """A theme or a class changed: every strip is made anew."""
        super().notify_style_update()
        self._styles_of.clear()
        self._strips.clear()

    def on_resize(self) -> None:
        """Keep the cursor on the screen at the new size."""
        self.keep_in_view()

    def on_focus(self) -> None:
        """The cursor's row looks different with the focus."""
        if not self.linear:
            self.refresh_row(self.cursor)

    def on_blur(self) -> None:
        """The cursor's row looks different without the focus."""
        if not self.linear:
            self.refresh_row(self.cursor)

    # Mouse

    def index_at(self, y: int) -> int | None:
        """The row shown `y` rows below the top of the list, or None."""
        index = (int(self.scroll_offset.y) + y) // self.deep
        return index if 0 <= index < self.row_count and self.can_stop_at(index) else None

    def on_click(self, event: events.Click) -> None:
        """A click moves the cursor, a double click opens; a drag that selected text is no click."""
        event.prevent_default()  # Textual selects all text with it
        index = self.index_at(event.y)
        if index is None or event.button != 1 or self.text_selection is not None:
            return
        self.cursor = index
        if event.chain >= 2:
            self.post_message(self.Chosen(self, index))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The wheel moves the view, not the cursor."""
        self._wheel(event, 3)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """The wheel moves the view, not the cursor."""
        self._wheel(event, -3)

    def _wheel(self, event: events.MouseEvent, rows: int) -> None:
        event.stop()
        event.prevent_default()
        top = max(0, min(self.scroll_offset.y + rows * self.deep, self.max_scroll_y))
        self.scroll_to(y=top, animate=False, force=True)
