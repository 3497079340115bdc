"""Runs commands: from a key, a typed line or the palette, all the same way, after a look at whether they make sense."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from textual import events

from reader.tui.commands import ALSO, COMMANDS, Command, named, nearest
from reader.tui.completing import ENDED, arguments, resolved
from reader.tui.failures import refusals, sentence
from reader.tui.keyboard import Keyboard
from reader.tui.keymap import Keymap
from reader.words import N_, _, pgettext

if TYPE_CHECKING:
    from reader.tui.screens.main import MainScreen

_WHY_NOT = {
    "entry": N_("there is no headline here"),
    "row": N_("there is no headline here"),
    "article": N_("no article is open"),
    "list": N_("the list is empty"),
    "search": N_("there is no search"),
    "fresh": N_("nothing new has come"),
    "feed": N_("no source is chosen here"),
    "named": N_("no source or saved search is chosen here"),
}
_ARGUMENTS = {
    "tag": N_("Tag"),
    "saved": N_("Saved search"),
    "feed": N_("Source"),
    "number": N_("Number"),
    "mark": N_("Mark"),
}
"""What is asked for where a command needs it."""

_HINTS = {
    "headlines": ("open", "read-on", "read-toggle", "star", "search", "help"),
    "article": ("read-on", "view-next", "next-story", "open-outside", "star", "back", "help"),
    "sources": ("open", "add", "refresh", "refresh-all", "back", "help"),
    "ticker": ("open", "read-toggle", "star", "ticker-hide", "back", "help"),
}


def key_name(event: events.Key, apart: bool = False) -> str:
    """The name of a key as keymaps use it: the character itself where it prints, else Textual's name.

    `apart` tells Ctrl-H from Backspace, for keymaps that have it: most terminals send another byte for it.
    """
    character = event.character
    if apart and character == "\b":
        return "ctrl+h"
    if character and len(character) == 1 and character.isprintable() and character != " ":
        return event.key.lower() if event.key.startswith(("alt+", "ctrl+")) else character
    return event.key


class Runner:
    """Between keys, the table of commands and the targets on the main screen."""

    def __init__(self, screen: MainScreen) -> None:
        self._screen = screen
        self._keyboard: Keyboard | None = None
        self._before: tuple[str, object] | None = None

    def use(self, keymap: Keymap) -> None:
        """Take another keymap."""
        self._keyboard = Keyboard(keymap)

    @property
    def keymap(self) -> Keymap:
        """The one in use."""
        assert self._keyboard is not None, "a keymap is given before the screen is shown"
        return self._keyboard.keymap

    def press(self, event: events.Key) -> None:
        """A key came while nothing was being typed."""
        screen, keyboard = self._screen, self._keyboard
        if keyboard is None:
            return
        screen.status.key_pressed()
        pane = screen.pane
        pressed = keyboard.press(key_name(event, keyboard.keymap.find(pane, ("ctrl+h",)) is not None), pane)
        screen.status.show_pending(pressed.pending)
        if pressed.retract:
            screen.panes.restore_place()
        elif pressed.lines and len(event.key) == 1 and event.key.isdecimal():
            screen.panes.keep_place()
        for line in pressed.lines:
            if not self.run(line, pressed.count):
                break

    def run(self, line: str, count: int = 0) -> bool:
        """Run one command line; false where it could not be, which is said."""
        name, argument = line.strip().partition(" ")[::2]
        command = named(name)
        if command is None:
            near = nearest(name)
            wrong = (
                _("There is no command named {name}. Did you mean {near}?")
                if near
                else _("There is no command named {name}.")
            )
            self._screen.say(wrong.format(name=name, near=near), error=True)
            return False
        missing = next((need for need in command.when if need not in self.state()), None)
        if missing is not None:
            many = missing == "entry" and self._screen.row is not None
            why = _("this row stands for many, {key} shows them") if many else _(_WHY_NOT[missing])
            self._screen.say(
                _("{command}: {why}.").format(
                    command=_(command.description), why=why.format(key=self.key_of("open"))
                )
            )
            return False
        done = bool(self.guarded(lambda: self._call(command, argument.strip(), count)))
        self._screen.telex.caret.settle()
        return done

    def guarded(self, act: Callable[[], object]) -> object:
        """Do it; what the store or a query refuses is said, and the answer is None."""
        try:
            return act()
        except refusals() as error:
            self._screen.say(sentence(error), error=True)
            return None

    def _call(self, command: Command, argument: str, count: int) -> bool:
        method = getattr(getattr(self._screen, command.target), command.method)
        if command.counts:
            if argument and not argument.isdecimal():
                self._screen.say(_("{name} takes a number.").format(name=command.name), error=True)
                return False
            method(int(argument) if argument else count)
        elif command.argument:
            argument, wrong = resolved(self._screen, command.argument.rstrip("?"), argument)
            if wrong:
                self._screen.say(wrong, error=True)
                return False
            if not argument and not command.argument.endswith("?"):
                self._screen.dialogs.ask(
                    _(_ARGUMENTS[command.argument]),
                    done=lambda text: self.run(f"{command.name} {text}") if text.strip() else None,
                    complete=lambda text: self._arguments(command, text),
                )
                return True
            method(argument)
        elif argument:
            self._screen.say(_("{name} takes nothing after it.").format(name=command.name), error=True)
            return False
        else:
            method()
        return True

    def state(self) -> frozenset[str]:
        """What is so now, in the words of `Command.when`."""
        screen = self._screen
        found = {"list"} if screen.headlines.row_count else set()
        if screen.row is not None:
            found |= {"row"} if screen.row.more else {"row", "entry"}
        if screen.article_id:
            found.add("article")
        if screen.lists.scope.searched:
            found.add("search")
        if screen.live.fresh:
            found.add("fresh")
        if screen.feed_id:
            found |= {"feed", "named"}
        if screen.saved_id:
            found.add("named")
        return frozenset(found)

    def key_of(self, command: str) -> str:
        """The first key of a command, or how to type it."""
        keys = self.keymap.keys_of(command, self._screen.pane)
        return keys[0] if keys else f":{command}"

    def hints(self, pane: str) -> tuple[tuple[str, str], ...]:
        """Keys and words for the status line."""
        found = []
        for name in _HINTS.get(pane, ()):
            keys = self.keymap.keys_of(name, pane)
            if keys:
                found.append((keys[0], pgettext("footer", COMMANDS[name].short)))
        return tuple(found)

    def complete(self, typed: str) -> Iterable[str]:
        """Command lines that begin with what was typed."""
        name, blank, argument = typed.partition(" ")
        if not blank:
            return [command for command in (*COMMANDS, *ALSO) if command.startswith(name)]
        command = named(name)
        if command is None:
            return []
        return [f"{name} {choice}" for choice in self._arguments(command, argument)]

    def _arguments(self, command: Command, begun: str) -> list[str]:
        kind = command.argument.rstrip("?")
        choices = arguments(self._screen, kind, begun)
        return (
            list(choices)
            if kind in ENDED
            else [choice for choice in choices if choice.casefold().startswith(begun.casefold())]
        )
