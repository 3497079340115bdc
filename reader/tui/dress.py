"""How everything on the main screen is drawn, told to each part of it: its letters, its direction, the keys that it names."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reader.tui.mirror import mirrors
from reader.tui.shown import Letters

if TYPE_CHECKING:
    from reader.tui.screens.main import MainScreen


def name_keys(screen: MainScreen) -> None:
    """The text of the article names keys too: those that are in use now."""
    if screen.furnished:
        screen.article.set_options(replace(screen.article.options, words=screen.images.words()))


def use_letters(screen: MainScreen, letters: Letters) -> None:
    """How letters are drawn on rows, from now on."""
    for part in (screen.headlines, screen.title_sources, screen.title_list, screen.status, screen.sources):
        part.letters = letters
    shaping, emoji = letters
    for pane in screen.lanes:
        pane.set_dress(replace(pane.reel.dress, shaping=shaping, emoji=emoji))
    show_rtl(screen, screen.headlines.rtl)


def show_rtl(screen: MainScreen, mode: str) -> None:
    """Who orders right-to-left text, in all panes."""
    screen.panes.mirror(mirrors(mode))
    for part in (
        screen.headlines,
        screen.title_sources,
        screen.title_list,
        screen.status,
        screen.panes.notice,
    ):
        part.rtl = mode
        part.refresh()
    screen.headlines.redraw()
    if screen.furnished:
        screen.sources.rtl = mode
        screen.sources.redraw()
        for pane in screen.lanes:
            pane.set_dress(replace(pane.reel.dress, rtl=mode))
        screen.article.set_options(replace(screen.article.options, rtl=mode))
    screen.panes.lay_out()
