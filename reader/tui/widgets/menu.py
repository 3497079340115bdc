"""The list of a menu: a title, words about it, and its key at the right edge."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import ClassVar

from rich.segment import Segment
from textual.strip import Strip

from reader.text.cells import cut
from reader.text.cells import width as cells_of
from reader.tui.menu import Item
from reader.tui.mirror import own, own_lines
from reader.tui.shown import GLYPHS, Run, one_line
from reader.tui.widgets.bar import Bar
from reader.tui.widgets.lines import LineList


class MenuList(LineList, inherit_bindings=False):
    """Rows of `Item`s."""

    PREFIX = "menu"
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        *("menu--cursor", "menu--rest", "menu--edge", "menu--head", "menu--name", "menu--detail", "menu--key")
    }

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.items: list[Item] = []
        self._name_cells = self._key_cells = 0

    def show(self, items: Sequence[Item], cursor: int = 0) -> None:
        """Show these entries, the cursor on the first that can be chosen from `cursor` on."""
        self.items = list(items)
        chosen = [item for item in self.items if not item.head]
        self._name_cells = max((cells_of(item.title) for item in chosen), default=0) + 3
        self._key_cells = max((cells_of(item.key) for item in chosen), default=0) + 2
        self._strips.clear()
        start = next((i for i in range(cursor, len(self.items)) if self.can_stop_at(i)), 0)
        self.set_rows(len(self.items), start, 0)
        self.post_message(self.Moved(self, start))

    @property
    def item(self) -> Item | None:
        """The entry under the cursor."""
        found = self.items[self.cursor] if 0 <= self.cursor < len(self.items) else None
        return None if found is None or found.head else found

    @property
    def is_live(self) -> bool:
        """Always: the keys go to the line above it."""
        return True

    def can_stop_at(self, index: int) -> bool:
        """Not on headings."""
        return not self.items[index].head

    def row_key(self, index: int) -> Hashable:
        """The entry and the column of its words."""
        return (self.items[index], self._name_cells, self._key_cells)

    def cut(self, item: Item, width: int) -> str:
        """The words of an entry that have no room in a row of `width` cells; "" where all have."""
        name, detail, _ = self._columns(item, width)
        if item.head or (cells_of(item.title) <= name and cells_of(item.detail) <= detail):
            return ""
        return item.detail if cells_of(item.title) <= name else f"{item.title}  {item.detail}".strip()

    def _columns(self, item: Item, width: int) -> tuple[int, int, int]:
        """Cells of title, detail and key."""
        keys = self._key_cells if width > 2 * self._key_cells else 0
        room = max(0, width - 2 - keys - len(item.sign))
        name = min(self._name_cells, room) if item.detail and room >= self._name_cells + 12 else room
        return name, room - name, keys

    def make_row(self, index: int, width: int) -> list[Run]:
        """Edge, title, detail, key."""
        item = self.items[index]
        if item.head:
            about = item.detail and not item.title
            text = f"      {item.detail}" if about else f"  {item.title}"
            shown = one_line(
                text, width, GLYPHS.ellipsis, self.rtl, not self.turns, letters=self.letters, own=True
            )
            return [(shown, "detail" if about else "head", width)]
        edge = GLYPHS.cursor if self.state_of(index) else " "
        name, detail, keys = self._columns(item, width)
        return [
            (edge + " ", "edge", 2),
            (item.sign, "key", len(item.sign)),
            (self.shown(item.title, name, GLYPHS.ellipsis), "name", name),
            (self.shown(item.detail, detail, GLYPHS.ellipsis), "detail", detail),
            (self._key(item.key, keys), "key", keys),
        ]

    def _key(self, text: str, cells: int) -> str:
        """Before the blank at the edge where the row ends."""
        drawn = cut(own(text, self.rtl, self.letters), max(0, cells - 1))
        return " " * (cells - 1 - cells_of(drawn)) + drawn + " " if cells else ""


class MenuNote(Bar):
    """Two rows for what had no room in the row under the cursor."""

    PREFIX = "menu"
    COMPONENT_CLASSES: ClassVar[set[str]] = {"menu--detail"}

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._text = ""

    def show(self, text: str) -> None:
        """Show this text."""
        if text != self._text:
            self._text = text
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """A row of it."""
        width = max(3, self.size.width)
        rows = own_lines(self._text, width - 2, self.rtl, self.letters)
        drawn = rows[y] if y < len(rows) else ""
        rest = " " * (width - 1 - cells_of(drawn))
        before, behind = (rest, " ") if self.turns else (" ", rest)
        return Strip([Segment(before + drawn + behind, self.style_of("detail"))], width)
