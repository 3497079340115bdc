"""A menu to choose from, filtered as one types: palette, help, themes, keys, starter packs are all this screen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input

from reader.tui.menu import Item, find
from reader.tui.mirror import mirrors, own, paragraph
from reader.tui.styles import sheet
from reader.tui.widgets.lines import LineList
from reader.tui.widgets.menu import MenuList, MenuNote
from reader.tui.widgets.title import PaneTitle
from reader.words import _

_AROUND = 4
"""Rows of title, line, gap and border."""


class Chooser(ModalScreen[str | None]):
    """Ends with the value of the chosen entry, or None. `preview` hears of each entry that the cursor comes to,
    which is at first the one whose value is `start`. `ready` is called once it can be typed in.

    It spans the whole width, so that nothing beneath it is cut between two cells.
    """

    CSS_PATH: ClassVar = [sheet("menu"), sheet("chooser")]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", priority=True),
        Binding("down,ctrl+n", "step(1)", priority=True),
        Binding("up,ctrl+p", "step(-1)", priority=True),
        Binding("pagedown", "page(1)", priority=True),
        Binding("pageup", "page(-1)", priority=True),
        Binding("ctrl+q,ctrl+c", "app.quit", priority=True),
    ]

    def __init__(
        self,
        title: str,
        items: Sequence[Item],
        *,
        hint: str = "",
        tall: bool = False,
        start: str = "",
        preview: Callable[[str], None] | None = None,
        rtl: str = "app",
        linear: bool = False,
        ready: Callable[[], object] = lambda: None,
    ) -> None:
        super().__init__(classes="tall" if tall else None)
        self._title, self._items, self._hint, self._rtl = title, list(items), hint, rtl
        self._start, self._preview, self._ready = start, preview, ready
        self._linear = linear

    def compose(self) -> ComposeResult:
        """Title, line to type in, entries."""
        with Vertical(id="drawer"):
            yield PaneTitle(self._title, id="chooser-title")
            line = Input(placeholder=own(self._hint, self._rtl), compact=True, id="chooser-input")
            line.cursor_blink = False
            yield line
            yield MenuList(id="chooser-list")
            yield MenuNote(id="chooser-note")

    def on_mount(self) -> None:
        """Everything is shown until something is typed."""
        if not self.query(Input) or not self.query(MenuList):  # Telex is being left, half mounted
            return
        menu = self.query_one(MenuList)
        menu.rtl = self.query_one(PaneTitle).rtl = self._rtl
        menu.can_focus = False
        menu.linear = self._linear
        self._filter("")
        note = self.query_one(MenuNote)
        note.rtl = self._rtl
        note.display = not self._linear and any(menu.cut(item, self.app.size.width) for item in self._items)
        if not self.has_class("tall"):
            self.query_one("#drawer").styles.height = len(self._items) + _AROUND + 2 * note.display
        self.query_one(Input).focus()
        self._ready()

    def on_resize(self) -> None:
        """The hint stands at the edge where rows begin."""
        if mirrors(self._rtl):
            for line in self.query(Input):
                line.placeholder = paragraph(self._hint, max(1, self.size.width - 3), self._rtl)

    def _filter(self, typed: str) -> None:
        found = find(self._items, typed)
        start = next(
            (place for place, item in enumerate(found) if item.value == self._start and not typed), 0
        )
        self.query_one(MenuList).show(found, start)
        count = sum(not item.head for item in found)
        self.query_one(PaneTitle).show(note=_("nothing like that") if typed and not count else "")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Filter."""
        event.stop()
        self._filter(event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Choose what is under the cursor."""
        event.stop()
        self._choose()

    def on_line_list_moved(self, event: LineList.Moved) -> None:
        """Tell the preview."""
        menu = self.query_one(MenuList)
        item = menu.item
        note = self.query_one(MenuNote)
        if note.display:
            note.show(menu.cut(item, self.app.size.width) if item is not None else "")
        if self._preview is not None and item is not None:
            self._preview(item.value)

    def on_line_list_chosen(self, event: LineList.Chosen) -> None:
        """A double click chooses."""
        event.stop()
        self._choose()

    def _choose(self) -> None:
        item = self.query_one(MenuList).item
        if item is not None and item.value:
            self.dismiss(item.value)

    def action_step(self, rows: int) -> None:
        """Move the cursor."""
        self.query_one(MenuList).step(rows)

    def action_page(self, pages: int) -> None:
        """Move by screenfuls."""
        self.query_one(MenuList).page(pages)

    def action_leave(self) -> None:
        """Choose nothing."""
        self.dismiss(None)
