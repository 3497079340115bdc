"""The icons of the sources pane: which of them are kept, and asked for in pixels where the terminal draws those."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from reader.store.icons import site_of
from reader.tui.terminal import cell_pixels
from reader.tui.widgets.sources import ICON

if TYPE_CHECKING:
    from reader.model import Feed, Form, Ink
    from reader.tui.screens.main import MainScreen


class SourceIcons:
    """Off unless the settings say so. Half blocks show none: two cells of them are four dots."""

    def __init__(self, screen: MainScreen) -> None:
        self._screen = screen
        self._way: tuple[Form, tuple[int, int]] = ("blocks", (0, 0))
        self._inks: dict[str, Ink] = {}
        self._asked: set[str] = set()

    def show(self, feeds: Iterable[Feed]) -> None:
        """Show what is here of the icons of these sources; what is not made ready yet is asked for."""
        screen = self._screen
        kept = screen.newsroom.images.icons() if self._is_drawn() else {}
        if not kept:
            screen.sources.show_icons({})
            return
        by_feed = {feed.id: kept.get(site_of(feed.link, feed.url), "") for feed in feeds}
        self._gather({content for content in by_feed.values() if content})
        screen.sources.show_icons(
            {
                feed: (content, self._inks[content])
                for feed, content in by_feed.items()
                if content in self._inks
            }
        )

    def _is_drawn(self) -> bool:
        """Whether icons are wanted and can be; the terminal is asked how, once."""
        screen = self._screen
        if not screen.newsroom.settings.images.icons or screen.images.why_not():
            return False
        graphics = screen.telex.graphics
        graphics.measured(*cell_pixels())
        if not graphics.settled:
            screen.telex.ask_graphics()  # counts are read again when the answer is there
        way = (screen.images.form, screen.images.cell)
        if way != self._way:
            self._way = way
            self._inks.clear()
            self._asked.clear()
        return graphics.settled and way[0] != "blocks"

    def _gather(self, contents: set[str]) -> None:
        """Take those that are ready, and ask once for the others."""
        screen, (form, cell) = self._screen, self._way
        lacking = sorted(contents - self._inks.keys())
        found, missing = screen.newsroom.images.inks(lacking, ICON, form, cell)
        self._inks.update(found)
        wanted = contents - self._inks.keys()
        if missing and not wanted <= self._asked and screen.telex.with_engine:
            self._asked |= wanted
            screen.run_worker(screen.newsroom.draw_images(sorted(wanted), ICON, form, cell), group="images")
