"""The sources pane: lists, saved queries, folders and feeds, with their unread counts."""

from __future__ import annotations

from collections.abc import Hashable
from typing import ClassVar

from reader.text.cells import width as cells_of
from reader.tui.ages import number
from reader.tui.mirror import own
from reader.tui.shown import GLYPHS, HUES, Run, hue_of
from reader.tui.tree import Node
from reader.tui.widgets.lines import LineList


class SourceList(LineList, inherit_bindings=False):
    """Rows of a tree, of which folders fold."""

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

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.nodes: list[Node] = []
        self._shown = ""

    def show(self, nodes: list[Node], shown: str) -> None:
        """Show these rows; the cursor stays on the same source. `shown` is the query of the list beside it."""
        held = self.node
        self.nodes, self._shown = nodes, shown
        keys = [node.key for node in nodes]
        cursor = keys.index(held.key) if held is not None and held.key in keys else self._row_of(shown)
        self.set_rows(len(nodes), cursor)
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
        name_cells = width - 1 - len(lead) - len(sign) - cells_of(count) - 2
        if name_cells < 4:
            count, name_cells = "", width - 1 - len(lead) - len(sign) - 2
        name_style = "shown" if self._is_shown(node) else self._style_for(node)
        return [
            (edge, "edge", 1),
            (lead + sign, "quiet", len(lead) + len(sign)),
            (
                self.shown(node.title, name_cells, GLYPHS.ellipsis),
                name_style,
                name_cells,
            ),
            (f" {count} ", "trouble" if node.note else "count", cells_of(count) + 2),
        ]

    def _style_for(self, node: Node) -> str:
        if node.kind in ("list", "folder"):
            return node.kind
        if node.kind == "feed" and node.count:
            return hue_of(node.title)
        return "quiet" if node.kind == "feed" else "feed"
