"""The menus over the main screen: palette, help, log, themes, keys, starter packs, made from the table and the store."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from reader.tui.commands import COMMANDS, by_group
from reader.tui.keymap import PRESETS, load_preset
from reader.tui.menu import Item

if TYPE_CHECKING:
    from reader.tui.screens.main import MainScreen

_PANE_WORDS = {
    "sources": (
        "next",
        "prev",
        "open",
        "read-on",
        "add",
        "refresh",
        "rename",
        "move",
        "remove",
        "pane-right",
    ),
    "headlines": (
        "next",
        "prev",
        "open",
        "read-on",
        "next-unread",
        "read-toggle",
        "star",
        "later",
        "search",
        "undo",
    ),
    "article": ("next", "read-on", "next-story", "prev-story", "next-heading", "open-outside", "zen", "back"),
    "ticker": (
        "pane-left",
        "pane-right",
        "open",
        "read-toggle",
        "star",
        "open-outside",
        "ticker-hide",
        "ticker-pause",
        "ticker-lane",
        "ticker-row",
        "ticker-mode",
        "ticker-faster",
        "ticker-slower",
        "ticker-stride",
        "back",
    ),
}


class Menus:
    """Each method opens one menu and does what was chosen."""

    def __init__(self, screen: MainScreen) -> None:
        self._screen = screen

    def palette(self) -> None:
        """What makes sense now, feeds, saved queries and lists among it."""
        screen = self._screen
        state = screen.runner.state()
        groups = dict(by_group())
        moves = groups.pop("move")
        commands = [command for some in groups.values() for command in some] + moves
        items = [
            self._item(command.name)
            for command in commands
            if command.valid(state) and command.name not in ("palette", "command")
        ]
        items += [Item(feed.name, f"go-feed {feed.id}", "Source") for feed in screen.newsroom.feeds()]
        items += [Item(one.name, f"go-saved {one.name}", "Saved query") for one in screen.newsroom.saved()]
        screen.dialogs.choose("Commands", items, "What would you like to do?", screen.runner.run)

    def help(self) -> None:
        """All commands with their keys, those of the focused pane first; choosing one does it."""
        pane = self._screen.pane
        items = [Item(f"Here, in the {pane}", head=True)]
        items += [self._item(name) for name in _PANE_WORDS[pane]]
        for group, commands in by_group():
            items += [Item("", head=True), Item(group.capitalize(), head=True)]
            items += [self._item(command.name) for command in commands]
        self._screen.dialogs.choose(
            "Help", items, "Type to search, Enter does it, Esc goes back", self._screen.runner.run, tall=True
        )

    def _item(self, name: str) -> Item:
        keys = self._screen.runner.keymap.keys_of(name, self._screen.pane)
        return Item(COMMANDS[name].description, name, name, "  ".join(keys[:3]))

    def log(self) -> None:
        """What was said, newest first."""
        said = self._screen.said
        items = [Item(text, "", when) for when, text in reversed(said)] or [
            Item("Nothing was said yet.", head=True)
        ]
        self._screen.dialogs.choose("Log", items, "Esc goes back", lambda _: None, tall=True)

    def themes(self) -> None:
        """The themes, each shown on the screen beneath while the cursor is on it."""
        screen = self._screen
        before = screen.app.theme
        items = [Item(title, name, name) for name, title in screen.telex.theme_titles()]
        screen.dialogs.choose(
            "Colours",
            items,
            "Type to search",
            screen.telex.use_theme,
            start=before,
            preview=screen.telex.preview_theme,
            left=lambda: screen.telex.preview_theme(before),
        )

    def keys(self) -> None:
        """The sets of keys."""
        items = [Item(load_preset(name).title, name) for name in PRESETS]
        self._screen.dialogs.choose(
            "Keys", items, "Whose keys do your fingers know?", self._screen.telex.use_keys
        )

    def starters(self) -> None:
        """The packs that come with Telex; the chosen one is subscribed to and fetched."""
        from reader.starters import NAMES, load

        packs = [load(name) for name in NAMES]
        items = [
            Item(pack.title, pack.name, ", ".join(feed.title for feed in pack.chosen), str(len(pack.chosen)))
            for pack in packs
        ]
        screen = self._screen
        screen.dialogs.choose(
            "Starter packs",
            items,
            "Nothing is fetched before you choose",
            lambda name: screen.feeds.import_starters([name]),
        )

    def lanes(self, chosen: Callable[[str], None]) -> None:
        """What a row of the ticker can show; `chosen` gets its name."""
        screen = self._screen
        shown = {name.casefold() for name in screen.lanes.names}
        own = screen.newsroom.settings.ticker.query
        items = [Item("Unread", "unread", own, "shown" if "" in shown else "")]
        items += [
            Item(one.name, one.name, one.query, "shown" if one.name.casefold() in shown else "")
            for one in screen.newsroom.saved()
        ]
        screen.dialogs.choose("Ticker", items, "Which headlines?", chosen)

    def arguments(self, kind: str) -> Iterable[str]:
        """What could stand after a command, for Tab."""
        screen = self._screen
        if kind == "theme":
            return [name for name, _ in screen.telex.theme_titles()]
        if kind == "keys":
            return PRESETS
        if kind == "feed":
            return [feed.name for feed in screen.newsroom.feeds()]
        if kind == "saved":
            return [one.name for one in screen.newsroom.saved()]
        if kind == "lane":
            return ["unread", *(one.name for one in screen.newsroom.saved())]
        return ()
