"""How the panes share the width: dragged, or set by key, and kept for each layout."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import DecodeError, json

if TYPE_CHECKING:
    from reader.newsroom import Newsroom
    from reader.tui.widgets.boxes import Box

STEP = 5
"""Hundredths that one key moves a border by."""

_SETTING = "sizes"
_LEAST, _MOST = 20, 80
_NARROWEST, _WIDEST = 12, 60
"""Bounds: of the list's share (hundredths of what list and article have), of the sources (cells)."""


class Sizes:
    """`lists` holds the list's share by layout, `sources` the width of the sources in cells; without any, the style sheet's."""

    def __init__(self, newsroom: Newsroom, boxes: dict[str, Box]) -> None:
        self._newsroom = newsroom
        self._boxes = boxes
        try:
            kept = json.decode(newsroom.setting(_SETTING, "{}"))
            self.lists = {
                str(name): _within(int(share), _LEAST, _MOST) for name, share in kept["lists"].items()
            }
            self.sources = {
                str(name): _within(int(cells), _NARROWEST, _WIDEST) for name, cells in kept["sources"].items()
            }
        except (DecodeError, ValueError, TypeError, KeyError, AttributeError):
            self.lists, self.sources = {}, {}

    def apply(self, layout: str) -> None:
        """Give the boxes what was kept for this layout."""
        share, cells = self.lists.get(layout), self.sources.get(layout)
        self._boxes["headlines"].styles.width = f"{share}fr" if share else None
        self._boxes["article"].styles.width = f"{100 - share}fr" if share else None
        self._boxes["sources"].styles.width = cells

    def drag(self, layout: str, pane: str, column: int) -> None:
        """The border before `pane` was moved to this column of the screen."""
        headlines, article = (self._boxes[name].region for name in ("headlines", "article"))
        if pane == "article":
            cells = headlines.width + article.width
            beside = column - headlines.x if headlines.x <= article.x else headlines.right - 1 - column
            share = round(100 * beside / max(1, cells))
            self.lists[layout] = _within(share, _LEAST, _MOST)
        else:
            sources = self._boxes["sources"].region
            cells = column - sources.x if sources.x <= headlines.x else sources.right - 1 - column
            self.sources[layout] = _within(cells, _NARROWEST, _WIDEST)
        self.apply(layout)

    def widen(self, layout: str, by: int) -> int:
        """Let the list have more by so many hundredths; gives its share."""
        headlines, article = (self._boxes[name].region.width for name in ("headlines", "article"))
        now = self.lists.get(layout) or round(100 * headlines / max(1, headlines + article))
        self.lists[layout] = _within(now + by, _LEAST, _MOST)
        self.apply(layout)
        self.keep()
        return self.lists[layout]

    def keep(self) -> None:
        """For the next time too."""
        self._newsroom.set_setting(
            _SETTING, json.encode({"lists": self.lists, "sources": self.sources}).decode()
        )


def _within(value: int, low: int, high: int) -> int:
    return min(max(value, low), high)
