"""A typeset document in a pane: set slice by slice, drawn line by line, kept at its place, selected as text."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import ClassVar

from rich.style import Style
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.selection import Selection
from textual.strip import Strip

from reader.blocks import Article
from reader.model import Drawing, Ink
from reader.text.cells import width as cells_of
from reader.tui.mirror import own_lines
from reader.tui.widgets.article_strips import LOOKS, Painter
from reader.tui.widgets.article_text import AIR, TextView, side_of
from reader.tui.widgets.boxes import let_through
from reader.typeset.document import Document, typeset
from reader.typeset.lines import BLANK, Line, Place, Run, indented, line_of
from reader.typeset.options import Options
from reader.words import N_, _

_SLICE = 0.006
"""Seconds of typesetting between two looks at the keyboard."""

_KEPT = 2000
"""Rows that are kept drawn."""

_PAUSE = 0.002
"""Seconds left to the screen between two slices."""

_SORRY = N_(
    "Telex came upon a fault in it, which the log tells of. It can still be opened in the browser, and all others read."
)


class Page(ScrollView, can_focus=True, inherit_bindings=False):
    """One article and where it is read. Text stands in the middle of the pane, which needs no padding.

    Lines are typeset when they come near the screen and the rest in slices, so that an article shows at once however
    long it is. Its styles are the component classes `article--NAME` (`article_strips.LOOKS`).
    """

    DEFAULT_CSS = """
    Page {
        overflow: hidden hidden;
        scrollbar-size: 0 0;
    }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"article--{look}" for look in LOOKS}

    def __init__(
        self,
        *,
        options: Options | None = None,
        empty: tuple[str, str] = ("", ""),
        clock: Callable[[], float] = time.perf_counter,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        """`empty` is what stands there without an article: a heading and a sentence. `clock` counts seconds."""
        super().__init__(id=id, classes=classes)
        self.article: Article | None = None
        self.options = options or Options()
        self.empty = empty
        self.pointed = -1
        self.document: Document | None = None
        self._clock = clock
        self._terms: tuple[str, ...] = ()
        self._view: TextView | None = None
        self._width = 0
        self._painter: Painter | None = None
        self._strips: dict[int, Strip] = {}
        self._settling = False
        self._trouble: tuple[str, str] | None = None

    # What a pane adds

    def drawn(self, article: Article, width: int) -> Mapping[str, Drawing | Ink]:
        """The images of `article` that are to be drawn, by hash, in `width` cells."""
        return {}

    def dressed(self, row: int, line: Line) -> Line:
        """`line` as it is to be drawn; a pane may lay something over it."""
        return line

    def place_changed(self) -> None:
        """The text moved, or another one stands there."""

    def length_known(self) -> None:
        """All of the text is set: its length is exact now."""

    def given_up(self, error: Exception) -> None:
        """The text could not be set, and the pane says so in its place."""

    # What is shown

    def place_article(self, article: Article | None, place: Place | None, moved: bool = False) -> None:
        """Typeset `article` for the width there is and go to `place`, by its words if the text `moved`."""
        self.article = article
        self._strips.clear()
        self.pointed = -1
        self._width = self.size.width
        self.document = self._view = self._trouble = None
        top = 0
        if article is not None and self._width:
            with self._bearing_faults():
                top = self._set(article, place, moved)
        self._grow()
        self.scroll_to(y=min(top, self.max_scroll_y), animate=False, force=True, immediate=True)
        self.refresh()
        self.place_changed()

    def _set(self, article: Article, place: Place | None, moved: bool) -> int:
        """Typeset what will be seen first; gives the row to begin with."""
        side, top = side_of(self._width), 0
        width = self._width - 2 * side
        drawings = self.drawn(article, max(1, min(width, self.options.measure)))
        if drawings or self.options.drawings:
            self.options = replace(self.options, drawings=drawings)
        document = typeset(article, width, options=self.options)
        if place is not None:
            top = document.row(document.found(place) if moved else place) + AIR
        document.fill(top - AIR, self.size.height)
        self.document, self._view = document, TextView(document, side, self._terms)
        self._settle_soon()
        return top

    @contextmanager
    def _bearing_faults(self) -> Iterator[None]:
        """One article that cannot be set is no reason to end: the pane says so, and everything else goes on."""
        try:
            yield
        except Exception as error:
            self.document = self._view = None
            self._trouble = (_("This article cannot be shown"), f"{_(_SORRY)} ({type(error).__name__})")
            self._strips.clear()
            self.refresh()
            self.given_up(error)

    def mark_terms(self, terms: tuple[str, ...]) -> None:
        """Mark these words in the text; none with ()."""
        if terms != self._terms:
            self._terms = terms
            if self.document is not None:
                self._view = TextView(self.document, side_of(self._width), terms)
            self.redraw()

    def redraw(self) -> None:
        """Everything may look different now."""
        self._strips.clear()
        self.refresh()

    def place(self) -> Place | None:
        """The place in the text at the top of the screen, None at the very top."""
        if self.document is None or not self.document.height:
            return None
        return self.document.place(max(0, self.scroll_offset.y - AIR)) if self.scroll_offset.y else None

    def _grow(self) -> None:
        """Tell the scroll view how long the text is; no layout hangs on it."""
        height = self._view.height if self._view is not None else 0
        self.set_reactive(Page.virtual_size, Size(self.size.width, height))

    def _settle_soon(self) -> None:
        if not self._settling and self.document is not None and not self.document.settled:
            self._settling = True
            self.call_after_refresh(self._settle)

    def _settle(self) -> None:
        """Typeset a slice of what is not on the screen, without moving what is."""
        self._settling = False
        if self.document is not None and not self.document.settled:
            with self._bearing_faults():
                self._settle_slice(self.document)

    def _settle_slice(self, document: Document) -> None:
        top = self.scroll_offset.y - AIR
        part = document.part_at(top)
        held = top - document.start_of(part)
        deadline = self._clock() + _SLICE
        more = document.settle(lambda: self._clock() >= deadline, around=top)
        self._grow()
        moved = document.start_of(part) + held - top
        if moved:
            self._strips.clear()
            self.scroll_to(y=self.scroll_offset.y + moved, animate=False, force=True)
        if more:
            # A timer, not a message: only an empty queue lets the screen be painted and keys be answered.
            self._settling = True
            self.set_timer(_PAUSE, self._settle)
        else:
            self.length_known()

    # Moving

    @property
    def at_end(self) -> bool:
        """Whether the last line is on the screen."""
        if self._view is None:
            return True
        return self.scroll_offset.y + self.size.height >= self._view.height - AIR

    def scroll_lines(self, rows: int) -> None:
        """Move the text by `rows`, down where they are positive."""
        self.go_to_row(self.scroll_offset.y + rows)

    def scroll_pages(self, pages: float) -> None:
        """Move by screenfuls; a whole one leaves two lines to hold on to."""
        rows = round(self.size.height * abs(pages)) - (2 if abs(pages) >= 1 and self.size.height > 4 else 0)
        self.go_to_row(self.scroll_offset.y + max(1, rows) * (1 if pages > 0 else -1))

    def scroll_to_start(self) -> None:
        """The top of the article."""
        self.go_to_row(0)

    def scroll_to_finish(self) -> None:
        """The last lines."""
        if self.document is not None:
            with self._bearing_faults():
                self.document.settle()
            self._grow()
        self.go_to_row(self.max_scroll_y)

    def go_to_heading(self, step: int) -> bool:
        """To the next heading, or the one before (`step` < 0); False where there is none."""
        if self.document is None:
            return False
        here = self.scroll_offset.y
        rows = [line + AIR - 1 for line, _, _ in self.document.headings]
        self._grow()
        ahead = (
            [row for row in rows if row > here] if step > 0 else [row for row in reversed(rows) if row < here]
        )
        if not ahead or (step > 0 and here >= self.max_scroll_y):
            return False
        self.go_to_row(ahead[0])
        return True

    def go_to_row(self, row: int) -> None:
        """Put row `row` at the top, or as near to it as the text allows."""
        if self._view is None or self.document is None:
            return
        row = max(0, row)
        with self._bearing_faults():
            if self.document.fill(row - AIR, self.size.height):
                self._strips.clear()
        self._grow()
        self.scroll_to(y=min(row, self.max_scroll_y), animate=False, force=True)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        self.place_changed()

    # Drawing

    def render_lines(self, crop: Region) -> list[Strip]:
        """The rows of `crop`, as they are kept; a border or padding that a style sheet gives is drawn the usual way."""
        if self.gutter.totals != (0, 0):
            return super().render_lines(crop)
        width = self.size.width
        strips = [self._strip(self.scroll_offset.y + y, width) for y in crop.line_range]
        return let_through(self, strips, crop)

    def line_shown(self, y: int) -> tuple[int, Line]:
        """Row `y` of the pane as it is typeset, and the column at which it begins."""
        shown = 0, BLANK
        if self._view is not None:
            with self._bearing_faults():
                shown = self._view.margin, self._view.line(self.scroll_offset.y + y)
        return shown

    def render_line(self, y: int) -> Strip:
        """One row of the screen, with the places that text selection needs."""
        row = self.scroll_offset.y + y
        return self._strip(row, self.size.width).apply_offsets(0, row)

    def _strip(self, row: int, width: int) -> Strip:
        strip = self._strips.get(row)
        if strip is None or strip.cell_length != width:
            if len(self._strips) >= _KEPT:
                self._strips.clear()
            strip = self._strips[row] = self._drawn(row, width)
        return strip

    def _drawn(self, row: int, width: int) -> Strip:
        painter = self._paint()
        if self._view is not None:
            with self._bearing_faults():
                return self._drawn_text(self._view, painter, row, width)
        line = _empty_line(self._trouble or self.empty, row, width, self.size.height, self.options.rtl)
        return painter.strip(line, 0, width)

    def _drawn_text(self, view: TextView, painter: Painter, row: int, width: int) -> Strip:
        line = self.dressed(row, view.line(row))
        if line is BLANK:
            return Strip.blank(width, painter.base)
        selection = self.text_selection
        chosen = view.selected(selection) if selection is not None else None
        return painter.strip(line, view.margin, width, view.overlay(row, chosen), self.pointed)

    def _paint(self) -> Painter:
        if self._painter is None:
            self._painter = Painter(self.rich_style, self._look_up)
        return self._painter

    def _look_up(self, name: str) -> Style:
        name = f"article--{name}"
        if name not in self.COMPONENT_CLASSES:
            return Style.null()
        style = self.get_component_rich_style(name, partial=True)
        over = self.get_component_styles(name).background
        if style.bgcolor is not None and over.a < 1:
            style += Style(bgcolor=(self.background_colors[1] + over).rich_color)
        return style

    def notify_style_update(self) -> None:
        """A theme or a class changed: every strip is made anew."""
        super().notify_style_update()
        self._painter = None
        self._strips.clear()

    def _size_updated(
        self, size: Size, virtual_size: Size, container_size: Size, layout: bool = True
    ) -> bool:
        """Textual tells of a size by a message, which comes after the first paint at it: the text is set before."""
        changed = super()._size_updated(size, virtual_size, container_size, layout)
        self._set_for_width()
        return changed

    def _set_for_width(self) -> bool:
        """Set the text for another width, at the same place; false where the width is as it was."""
        if self.size.width == self._width:
            return False
        self.place_article(self.article, self.place() or self.place_to_come())
        return True

    def on_resize(self) -> None:
        """Another height may show more."""
        if not self._set_for_width():
            self.go_to_row(self.scroll_offset.y)

    def place_to_come(self) -> Place | None:
        """Where an article that could not be set yet is to open."""
        return None

    # Selection

    def selection_updated(self, selection: Selection | None) -> None:
        """Draw the new selection."""
        self.redraw()

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """The logical text that is selected, whatever its order on the screen."""
        chosen = self._view.selected(selection) if self._view is not None else None
        return (self._view.text(chosen), "\n") if self._view is not None and chosen is not None else None


def _empty_line(empty: tuple[str, str], row: int, width: int, height: int, rtl: str) -> Line:
    """Row `row` of the pane without an article: a heading and a sentence in its middle."""
    title, sentence = empty
    room = max(1, width - 4)
    texts = [*((text, "empty-title") for text in own_lines(title, room, rtl) if text)]
    texts += [("", ""), *((text, "empty") for text in own_lines(sentence, min(room, 48), rtl) if text)]
    index = row - max(0, (height - len(texts)) // 2)
    if not 0 <= index < len(texts):
        return BLANK
    text, style = texts[index]
    return indented(line_of(Run(text, style)), max(0, (width - cells_of(text)) // 2))
