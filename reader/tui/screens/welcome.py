"""The first start: no sources yet, and four ways to some."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import Screen
from textual.widgets import Static

from reader.tui.menu import Item
from reader.tui.styles import sheet
from reader.tui.widgets.lines import LineList
from reader.tui.widgets.menu import MenuList

_CHOICES = (
    Item("Starter packs", "starter", "papers chosen by language and place", "1"),
    Item("Paste an address", "add", "of a paper, a site or a feed", "2"),
    Item("Import a list", "import", "OPML, or newsboat's urls", "3"),
    Item("Look at the demo", "demo", "a made-up press, no network needed", "4"),
)


class Welcome(Screen[str | None]):
    """Ends with a command line, "demo", or None for the empty reader."""

    CSS_PATH: ClassVar = [sheet("menu"), sheet("welcome")]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,down", "step(1)"),
        Binding("k,up", "step(-1)"),
        Binding("enter,space,l,right", "choose"),
        *(Binding(str(n), f"take({n})") for n in range(1, len(_CHOICES) + 1)),
        Binding("escape", "leave"),
        Binding("q,ctrl+q,ctrl+c", "app.quit"),
    ]

    def __init__(self, quit_key: str, linear: bool = False) -> None:
        super().__init__()
        self._quit_key, self._linear = quit_key, linear

    def compose(self) -> ComposeResult:
        """A name, a sentence, the four ways."""
        with Vertical(id="welcome"):
            yield Static("T E L E X", markup=False, id="welcome-name")
            yield Static(
                "Many papers, one place. Where shall the news come from?", markup=False, id="welcome-words"
            )
            yield MenuList(id="welcome-list")
            yield Static("Enter choose · Esc the empty reader · q quit", markup=False, id="welcome-keys")

    def on_mount(self) -> None:
        """Ready to choose."""
        menu = self.query_one(MenuList)
        menu.show(_CHOICES)
        menu.styles.height = len(_CHOICES)
        menu.linear = self._linear
        self.set_focus(menu)

    def on_line_list_chosen(self, event: LineList.Chosen) -> None:
        """A double click chooses."""
        event.stop()
        self.action_choose()

    def action_step(self, rows: int) -> None:
        """Move the cursor."""
        self.query_one(MenuList).step(rows)

    def action_choose(self) -> None:
        """Take what is under the cursor."""
        item = self.query_one(MenuList).item
        if item is not None:
            self.dismiss(item.value)

    def action_take(self, number: int) -> None:
        """Take one by its number."""
        self.dismiss(_CHOICES[number - 1].value)

    def action_leave(self) -> None:
        """Take none."""
        self.dismiss(None)
