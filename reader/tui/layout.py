"""Which panes are on the screen, from its size and what the person opened: a pure function."""

from __future__ import annotations

from typing import NamedTuple

SMALLEST = (20, 5)
"""Columns and rows below which there is one short line instead of a reader."""

_ONE_PANE_ROWS = 12
_STACK_ROWS = 24
_MEDIUM, _WIDE, _WIDEST = 60, 100, 160


SHAPES = ("auto", "single", "over", "stacked")
"""Ways to lay panes out: by the size, one at a time, the article over the list, the list above the article."""


class Wish(NamedTuple):
    """What the person has open. `focus` is the pane with the focus; `sources` None follows the width; `shape` is one of `SHAPES`."""

    focus: str = "headlines"
    sources: bool | None = None
    article: bool = False
    zen: bool = False
    shape: str = "auto"


class Layout(NamedTuple):
    """`name` is its class for style sheets: "tiny", "single", "medium", "wide", "widest", "stacked" or "zen"."""

    name: str
    ticker: bool = False
    sources: bool = False
    headlines: bool = False
    article: bool = False
    status: bool = True

    def shows(self, pane: str) -> bool:
        """Whether `pane` can be seen."""
        return pane in self.panes

    @property
    def panes(self) -> tuple[str, ...]:
        """The panes that can be seen, from top and left."""
        order = ("ticker", self.ticker), ("sources", self.sources), ("headlines", self.headlines)
        return tuple(name for name, seen in (*order, ("article", self.article)) if seen)


def lay_out(columns: int, rows: int, wish: Wish, stacked: bool = False, linear: bool = False) -> Layout:
    """The layout for a screen of this size in cells; no pane stands beside another one where they are to be `stacked`,
    and in the linear mode there is never more than one."""
    if columns < SMALLEST[0] or rows < SMALLEST[1]:
        return Layout("tiny", status=False)
    if wish.zen and wish.article and not linear:
        return Layout("zen", article=True)
    if columns < _MEDIUM or rows < _ONE_PANE_ROWS or linear or wish.shape == "single":
        pane = wish.focus if wish.focus in ("sources", "article") else "headlines"
        if pane == "article" and not wish.article:
            pane = "headlines"
        return Layout("single", **{pane: True})
    over = wish.article and wish.focus == "article"
    if stacked or wish.shape == "stacked":
        if wish.focus == "sources":
            return Layout("stacked", ticker=True, sources=True)
        both = wish.article and rows >= _STACK_ROWS
        return Layout("stacked", ticker=True, headlines=both or not over, article=both or over)
    if columns < _WIDE or wish.shape == "over":
        sources = bool(wish.sources) and not over
        return Layout("medium", ticker=True, sources=sources, headlines=not over, article=over)
    if columns < _WIDEST:
        return Layout("wide", ticker=True, sources=bool(wish.sources), headlines=True, article=True)
    return Layout("widest", ticker=True, sources=wish.sources is not False, headlines=True, article=True)


def kind_of(columns: int, rows: int) -> str:
    """The layout class of a screen of this size, whatever is open on it."""
    return lay_out(columns, rows, Wish()).name
