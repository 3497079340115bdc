"""Short menus: tags, days, links, enclosures, ways to share."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from reader.text.clean import guard
from reader.tui.ages import number
from reader.tui.commands import COMMANDS, by_group
from reader.tui.completing import DATES
from reader.tui.menu import Item
from reader.words import _, retold

if TYPE_CHECKING:
    from reader.tui.screens.main import MainScreen
    from reader.typeset.lines import Link


class Picks:
    """Each method opens one menu; `chosen` gets what was picked."""

    def __init__(self, screen: MainScreen) -> None:
        self._screen = screen

    def _item(self, name: str) -> Item:
        keys = self._screen.runner.keymap.keys_of(name, self._screen.pane)
        return Item(_(COMMANDS[name].description), name, name, "  ".join(keys[:3]))

    def tags(self, chosen: Callable[[str], None]) -> None:
        """Every tag with how many headlines bear it."""
        items = [
            Item(guard(name), name, "", number(total)) for name, total in self._screen.newsroom.tags()
        ] or [
            Item(
                _("There are no tags yet: {key} puts one on.").format(key=self._screen.runner.key_of("tag")),
                head=True,
            )
        ]
        self._screen.dialogs.choose(_("Tags"), items, _("Type to search"), chosen)

    def dates(self, chosen: Callable[[str], None]) -> None:
        """Some days and times."""
        items = [Item(_(title), when, f"date:{when}") for title, when in DATES]
        self._screen.dialogs.choose(_("Published"), items, _("Type to search"), chosen)

    def shapes(self, chosen: Callable[[str], None]) -> None:
        """How panes can stand on the screen."""
        items = [
            Item(_("By the width of the terminal"), "auto"),
            Item(_("One pane at a time"), "single"),
            Item(_("The article over the list"), "over"),
            Item(_("The list above the article"), "stacked"),
        ]
        self._screen.dialogs.choose(_("Layout"), items, "", chosen, start=self._screen.panes.wish.shape)

    def findings(self, findings: Iterable[tuple[str, bool, str]]) -> None:
        """What was examined, what was found, and a mark where it needs looking after."""
        items = [Item(f"{' ' if ok else '!'} {_(part)}", part, retold(text)) for part, ok, text in findings]
        self._screen.dialogs.choose(
            _("Doctor"),
            items,
            _("“telex doctor” in a shell looks at the terminal too"),
            lambda _: None,
            tall=True,
        )

    def links(self, links: Iterable[Link], chosen: Callable[[int], object]) -> None:
        """The links of the article with their numbers."""
        items = [
            Item(
                f"{place:>3}  {guard(link.text) or link.href}", str(place), guard(link.href) or _("footnote")
            )
            for place, link in enumerate(links, 1)
        ]
        self._screen.dialogs.choose(
            _("Links"), items, _("Enter opens, Esc goes back"), lambda value: chosen(int(value)), tall=True
        )

    def enclosed(self, addresses: Iterable[str], chosen: Callable[[str], object]) -> None:
        """What is enclosed: sound, film, files."""
        items = [Item(guard(address), address) for address in addresses]
        self._screen.dialogs.choose(_("Enclosed"), items, _("Enter opens outside, Esc goes back"), chosen)

    def share(self) -> None:
        """Everything that sends an article somewhere."""
        names = [command.name for group, some in by_group() for command in some if group == "share"]
        items = [self._item(name) for name in names if name != "share"]
        self._screen.dialogs.choose(_("Share"), items, _("Type to search"), self._screen.runner.run)
