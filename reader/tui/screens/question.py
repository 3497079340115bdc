"""One question on a screen of its own: choose one answer, or tick several."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import Screen
from textual.widgets import Static

from reader.tui.menu import Item
from reader.tui.mirror import own_lines
from reader.tui.styles import sheet
from reader.tui.widgets.lines import LineList
from reader.tui.widgets.menu import MenuList

_TICKED, _OPEN = "[x] ", "[ ] "
_WIDE = 72
"""Cells of the sheet at most, as its style has it."""


class Question(Screen[tuple[str, ...] | None]):
    """Ends with the values that were chosen, or None where it was left.

    With `ticked` answers are ticked and several may be; without it the one under the cursor is taken. `keys` tells what
    to press.
    """

    CSS_PATH: ClassVar = [sheet("menu"), sheet("welcome")]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,down", "step(1)"),
        Binding("k,up", "step(-1)"),
        Binding("space", "tick"),
        Binding("enter,l,right", "choose"),
        *(Binding(str(n), f"take({n})") for n in range(1, 10)),
        Binding("escape,h,left", "leave"),
        Binding("q,ctrl+q,ctrl+c", "app.quit"),
    ]

    def __init__(
        self,
        name: str,
        words: str,
        items: Sequence[Item],
        *,
        ticked: Iterable[str] | None = None,
        keys: str = "",
        linear: bool = False,
        rtl: str = "app",
    ) -> None:
        super().__init__()
        self._rtl = rtl
        self._title, self._words, self._items, self._keys = name, words, list(items), keys
        self._ticked = None if ticked is None else set(ticked)
        self._linear = linear

    def compose(self) -> ComposeResult:
        """A name, a sentence, the answers, the keys."""
        with Vertical(id="welcome"):
            yield Static(self._told(self._title), markup=False, id="welcome-name")
            yield Static(self._told(self._words), markup=False, id="welcome-words")
            yield MenuList(id="welcome-list")
            yield Static(self._told(self._keys), markup=False, id="welcome-keys")

    def _told(self, text: str) -> str:
        """Lines for the middle of the screen."""
        return "\n".join(own_lines(text, min(_WIDE, self.app.size.width), self._rtl))

    def on_mount(self) -> None:
        """Ready to choose."""
        if not self.query(MenuList):  # Telex is being left: not all is mounted any more
            return
        menu = self.query_one(MenuList)
        menu.linear, menu.rtl = self._linear, self._rtl
        menu.styles.height = len(self._items)
        self._show()
        self.set_focus(menu)

    def _show(self) -> None:
        menu = self.query_one(MenuList)
        items = self._items
        if self._ticked is not None:
            items = [
                item if item.head else replace(item, sign=_TICKED if item.value in self._ticked else _OPEN)
                for item in items
            ]
        menu.show(items, menu.cursor)

    def on_line_list_chosen(self, event: LineList.Chosen) -> None:
        """A double click ticks, or chooses."""
        event.stop()
        self.action_tick()

    def action_step(self, rows: int) -> None:
        """Move the cursor."""
        self.query_one(MenuList).step(rows)

    def action_tick(self) -> None:
        """Tick what is under the cursor, or take the tick away; where one answer is wanted, take it."""
        item = self.query_one(MenuList).item
        if self._ticked is None or item is None:
            self.action_choose()
            return
        self._ticked ^= {item.value}
        self._show()

    def action_choose(self) -> None:
        """Go on with what is ticked, or with what is under the cursor."""
        item = self.query_one(MenuList).item
        if self._ticked is not None:
            self.dismiss(tuple(one.value for one in self._items if one.value in self._ticked))
        elif item is not None:
            self.dismiss((item.value,))

    def action_take(self, number: int) -> None:
        """Tick or take one by its number."""
        rows = [row for row, item in enumerate(self._items) if not item.head]
        if number <= len(rows):
            self.query_one(MenuList).go_to(rows[number - 1])
            self.action_tick()

    def action_leave(self) -> None:
        """Choose nothing."""
        self.dismiss(None)
