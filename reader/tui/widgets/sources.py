"""The sources pane: lists, saved queries, folders and feeds, with their unread counts."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from typing import ClassVar

from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip

from reader.model import Ink
from reader.text.cells import width as cells_of
from reader.tui.ages import number
from reader.tui.mirror import own
from reader.tui.shown import GLYPHS, HUES, Run, hue_of
from reader.tui.tree import Node
from reader.tui.widgets.ink import InkLayer, Placed, Write
from reader.tui.widgets.lines import LineList
from reader.typeset.inking import INK, set_ink, spot_of

ICON = 2
"""Cells of a source's icon: about as wide as high."""


class SourceList(LineList, inherit_bindings=False):
    """Rows of a tree, of which folders fold. Before the name of a source stands its icon, where it has one (`show_icons`)."""

    PREFIX = "sources"
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        *(f"sources--source-{n}" for n in range(1, HUES + 1)),
        *(
            f"sources--{name}"
            for name in (
                "cursor",
                "rest",
                "edge",
                "list",
                "head",
                "folder",
                "feed",
                "quiet",
                "count",
                "shown",
                "trouble",
            )
        ),
    }

    def __init__(self, *, write: Write | None = None, id: str | None = None) -> None:
        """`write` sends a sequence to the terminal."""
        super().__init__(id=id)
        self.nodes: list[Node] = []
        self._shown = ""
        self.icons: Mapping[int, tuple[str, Ink]] = {}
        self.ink = IconInk(self, write or (lambda sequence: None))

    def show(self, nodes: list[Node], shown: str) -> None:
        """Show these rows; the cursor stays on the same source. `shown` is the query of the list beside it."""
        held = self.node
        self.nodes, self._shown = nodes, shown
        keys = [node.key for node in nodes]
        cursor = keys.index(held.key) if held is not None and held.key in keys else self._row_of(shown)
        self.set_rows(len(nodes), cursor)
        self.redraw()

    def show_icons(self, icons: Mapping[int, tuple[str, Ink]]) -> None:
        """Show these, by the id of the feed: each with the hash of its image."""
        if icons != self.icons:
            self.icons = icons
            self.redraw()

    def mark_shown(self, query: str) -> None:
        """The list beside shows `query` now."""
        self._shown = query
        self.redraw()

    def _row_of(self, query: str) -> int:
        return next(
            (i for i, node in enumerate(self.nodes) if node.query == query and self.can_stop_at(i)), 0
        )

    @property
    def node(self) -> Node | None:
        """The row under the cursor."""
        return self.nodes[self.cursor] if 0 <= self.cursor < len(self.nodes) else None

    def can_stop_at(self, index: int) -> bool:
        """Not on gaps and headings."""
        return self.nodes[index].kind not in ("gap", "head")

    def row_key(self, index: int) -> Hashable:
        """The row, and whether the list beside shows it."""
        node = self.nodes[index]
        return (node, self._is_shown(node))

    def _is_shown(self, node: Node) -> bool:
        return node.kind not in ("gap", "head") and node.query == self._shown

    def make_row(self, index: int, width: int) -> list[Run]:
        """Edge, indent, glyph, name, count."""
        node = self.nodes[index]
        if node.kind == "gap" or width < 4:
            return [(" " * width, "plain", width)]
        if node.kind == "head":
            return [(self.shown(" " + node.title.upper(), width), "head", width)]
        edge = {"cursor": GLYPHS.cursor, "rest": GLYPHS.rest}.get(self.state_of(index), " ")
        count = number(node.count) if node.count else ""
        if node.note:
            count = f"{own(node.note, self.rtl, self.letters)} {count}".strip()
        lead = " " * min(2 * node.depth, max(0, width - 14))
        sign = {"folder": "▸ " if node.folded else "▾ ", "feed": "  ", "saved": "  "}.get(node.kind, "")
        icon: list[Run] = []
        if node.feed and self.icons:
            sign, icon = "", self._icon(node.feed)
        taken = 1 + len(lead) + len(sign) + sum(cells for *_, cells in icon)
        name_cells = width - taken - cells_of(count) - 2
        if name_cells < 4:
            count, name_cells = "", width - taken - 2
        name_style = "shown" if self._is_shown(node) else self._style_for(node)
        return [
            (edge, "edge", 1),
            (lead + sign, "quiet", len(lead) + len(sign)),
            *icon,
            (
                self.shown(node.title, name_cells, GLYPHS.ellipsis),
                name_style,
                name_cells,
            ),
            (f" {count} ", "trouble" if node.note else "count", cells_of(count) + 2),
        ]

    def _icon(self, feed: int) -> list[Run]:
        """The icon of a source and a blank, or as many blanks."""
        found = self.icons.get(feed)
        lines = set_ink(*found, ICON) if found is not None else []
        runs = (
            [(run.text, run.style or "quiet", cells_of(run.text)) for run in lines[0].runs] if lines else []
        )
        gap = ICON + 1 - sum(cells for *_, cells in runs)
        return [*runs, (" " * gap, "quiet", gap)]

    def style_of(self, name: str, state: str = "") -> Style:
        """As for all rows; kitty knows by the colour of a cell which image is drawn there."""
        spot = spot_of(name) if name.startswith(INK) else None
        if spot is None:
            return super().style_of(name, state)
        ground = super().style_of("quiet", state)
        return ground + Style(color=f"#{spot.number:06x}", bold=False, reverse=False, underline=False)

    def render_lines(self, crop: Region) -> list[Strip]:
        """The rows of `crop`; icons follow when no more are drawn."""
        self.ink.stir()
        return super().render_lines(crop)

    def on_hide(self) -> None:
        """The terminal keeps no icon that is not seen."""
        self.ink.hide()

    def _style_for(self, node: Node) -> str:
        if node.kind in ("list", "folder"):
            return node.kind
        if node.kind == "feed" and node.count:
            return hue_of(node.title)
        return "quiet" if node.kind == "feed" else "feed"


class IconInk(InkLayer):
    """The icons of the sources in view."""

    def __init__(self, pane: SourceList, write: Write) -> None:
        super().__init__(pane, write)
        self._sources = pane

    def inks(self) -> Iterator[tuple[str, Ink]]:
        """Each once, however many sources have it."""
        yield from dict(self._sources.icons.values()).items()

    def rooms(self) -> set[int]:
        """All are as wide."""
        return {ICON}

    def in_view(self) -> Iterator[Placed]:
        """Row by row, as they are drawn."""
        pane = self._sources
        for y in range(pane.size.height):
            index = int(pane.scroll_offset.y) + y
            if index < len(pane.nodes) and pane.nodes[index].feed in pane.icons:
                x = 0
                for _, style, cells in pane.runs_of(index):
                    spot = spot_of(style)
                    if spot is not None:
                        yield Placed(x, y, spot, cells)
                    x += cells
