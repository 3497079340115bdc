"""The Textual app: themes, keys, the main screen and how it ends. It wires, and does nothing else."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import App
from textual.binding import BindingType
from textual.driver import Driver
from textual.filter import LineFilter

from reader.text.bidi.handshake import Handshake
from reader.text.clean import guard_text
from reader.text.graphics import Graphics
from reader.text.plain import speaks_unicode
from reader.tui.colourless import Colourless
from reader.tui.dress import name_keys, show_rtl
from reader.tui.driver import guest
from reader.tui.failures import refusals
from reader.tui.linear import Caret
from reader.tui.screens.main import MainScreen
from reader.tui.styles import sheet
from reader.tui.themes import COLOURLESS, ThemeError, load_theme, theme_files, title_of
from reader.tui.widgets.lines import LineList
from reader.words import _, choose, retold, speak

if TYPE_CHECKING:
    from textual.widget import Widget

    from reader.newsroom import Newsroom
    from reader.tui.ownfiles import OwnFiles

_FALLBACK = "telex-night"
_ENGINE_ENDS_IN = 1.5
"""Seconds given to the engine to end by itself."""


def _ends_line(event: events.Event, focused: Widget | None) -> bool:
    from textual.widgets import Input

    return isinstance(event, events.Key) and event.key in ("enter", "escape") and isinstance(focused, Input)


def _is_way_out(event: events.Event) -> bool:
    return isinstance(event, events.Key) and event.key in ("ctrl+q", "ctrl+c")


class TelexApp(App[str]):
    """Ends with "demo" where the person asked for the demo edition, else with None.

    `fault` is the exception that ended it, if one did; nothing of it is printed here.
    """

    TITLE = "Telex"
    CSS_PATH: ClassVar = [sheet("app"), sheet("main")]
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(
        self,
        newsroom: Newsroom,
        *,
        with_engine: bool = True,
        begun: Callable[[], object] | None = None,
        driver_class: type[Driver] | None = None,
    ) -> None:
        """`begun` is called once everything is on the screen."""
        speak(choose(newsroom.settings.language, os.environ, speaks_unicode(os.environ)))
        linear = newsroom.settings.linear  # what is read aloud is read in its logical order
        wanted_rtl = "off" if linear else newsroom.setting("rtl", newsroom.settings.rtl)
        self.handshake = Handshake(wanted_rtl, os.environ)
        self.graphics = Graphics(
            newsroom.settings.images.draw, os.environ, unicode=speaks_unicode(os.environ)
        )
        super().__init__(
            driver_class=guest(
                driver_class or self.get_driver_class(),
                self.handshake,
                self._rtl_known,
                graphics=self.graphics,
                known=self._form_known,
                leaving=self._leaving,
                shows_cursor=linear,
            )
        )
        self.newsroom = newsroom
        self.caret = Caret(self, linear)
        self.with_engine = with_engine and not newsroom.readonly
        self.fault: BaseException | None = None
        self._begun = begun
        self._filters_now: Sequence[LineFilter] = [Colourless()] if self.no_color else []
        self._own = newsroom.paths.config.parent
        self._wrong: list[str] = []
        wanted = newsroom.setting("theme", newsroom.settings.look.theme)
        self.set_reactive(App.theme, self._registered(COLOURLESS if self.no_color else wanted))
        self.stylesheet.set_variables(self.get_css_variables())
        self.main = MainScreen(newsroom, self.handshake.mode)
        self._loop_running: asyncio.AbstractEventLoop | None = None

    def get_default_screen(self) -> MainScreen:
        """There is no other screen beneath it."""
        return self.main

    @cached_property
    def own_files(self) -> OwnFiles:
        """The person's files as they stood at the first paint."""
        from reader.tui.ownfiles import OwnFiles

        return OwnFiles(self)

    def begun(self) -> None:
        """The first paint is done: say what was wrong with the person's files, and offer a start where there is none."""
        self.own_files.look()
        for sentence in self._wrong:
            self.main.say(sentence, error=True)
        if self.newsroom.brought_back:
            self.main.say(retold(self.newsroom.brought_back))
        if self.newsroom.readonly:
            self.main.say(
                _("For reading only, marks are not kept. {why}").format(why=retold(self.newsroom.refusal)),
                error=True,
            )
        elif not self.newsroom.feeds():
            from reader.tui.screens.welcome import Welcome

            Welcome(self, os.environ).begin()
        if self._begun is not None:
            self._begun()

    # Keys

    async def on_event(self, event: events.Event) -> None:
        """Keys of the main screen go to its commands at once; all else takes Textual's road, or waits for its line."""
        if isinstance(event, events.Paste) and not event.is_forwarded:
            event = events.Paste(guard_text(event.text))
        if isinstance(event, (events.Key, events.Paste)) and not event.is_forwarded and self.main.furnished:
            if not self.main.is_attached:  # Telex is being left
                return
            dialogs = self.main.dialogs
            if dialogs.early is not None and not _is_way_out(event):
                dialogs.early.append(event)
                return
            if dialogs.typing and _ends_line(event, self.focused):
                dialogs.hold()
        if isinstance(event, events.Key) and not event.is_forwarded and self.main.takes(event):
            self.main.press(event)
            return
        await super().on_event(event)

    async def type_early(self) -> None:
        """The line that was opened is there, or the one that was there is gone: on with what was typed meanwhile."""
        dialogs = self.main.dialogs
        held = dialogs.let_go()
        for place, event in enumerate(held):
            await self.on_event(event)
            if dialogs.early is not None:  # a line again
                dialogs.early += held[place + 1 :]
                return

    def on_line_list_moved(self, event: LineList.Moved) -> None:
        """Also in menus."""
        self.caret.follow(event.lines)

    def use_first_keys(self) -> None:
        """The keys that the settings name."""
        self._take_keys(self.newsroom.setting("keys", self.newsroom.settings.keymap))

    def _take_keys(self, name: str) -> bool:
        from reader.tui.keymap import KeymapError, load_keymap

        try:
            keymap = load_keymap(name, self._own / "keys.toml")
        except KeymapError as error:
            self._wrong.append(str(error))
            keymap = load_keymap("telex")
        self.main.runner.use(keymap)
        name_keys(self.main)
        return not self._wrong

    def use_keys(self, name: str) -> None:
        """Take another set of keys, now and the next time."""
        if self.reread_keys(name):
            self.newsroom.set_setting("keys", name)
            self.main.say(_("Keys: {title}.").format(title=_(self.main.runner.keymap.title)))

    def reread_keys(self, name: str = "") -> bool:
        """This set of keys, else the one in use, the person's own over it as they are now; what is wrong is said, and false."""
        self._wrong.clear()
        right = self._take_keys(name or self.newsroom.setting("keys", self.newsroom.settings.keymap))
        self.main.panes.go(self.main.pane)
        for sentence in self._wrong:
            self.main.say(sentence, error=True)
        return right

    # Colours

    def get_line_filters(self) -> Sequence[LineFilter]:
        """None for most: Telex's own text has no ANSI colours outside of the ANSI theme, so nothing is to be translated.

        NO_COLOR takes every colour away, rather than setting the terminal's default ones.
        """
        return self._filters_now

    def _registered(self, name: str) -> str:
        try:
            file = theme_files(self._own / "themes").get(name)
            if file is None:
                raise ThemeError(_("There is no theme named {name}.").format(name=name))
            self.register_theme(load_theme(file))
        except ThemeError as error:
            self._wrong.append(str(error))
            self.register_theme(load_theme(theme_files()[_FALLBACK]))
            return _FALLBACK
        return name

    def theme_titles(self) -> list[tuple[str, str]]:
        """Name and title of every theme."""
        return [(name, title_of(file)) for name, file in theme_files(self._own / "themes").items()]

    def preview_theme(self, name: str) -> None:
        """Show a theme without keeping it."""
        if not self.no_color:
            self._wrong.clear()
            self.theme = self._registered(name)
            for sentence in self._wrong:
                self.main.say(sentence, error=True)

    def use_theme(self, name: str) -> None:
        """Show a theme, now and the next time."""
        self.preview_theme(name)
        if self.theme == name:
            self.newsroom.set_setting("theme", name)

    # Right to left

    def use_rtl(self, setting: str) -> None:
        """Who orders right-to-left text, now and the next time: "auto", "app", "terminal" or "off"."""
        self.newsroom.set_setting("rtl", setting)
        sequence = self.handshake.change(setting)
        ask = getattr(self._driver, "ask", None)
        if ask is not None:
            ask(sequence)
        self._rtl_known()

    def _rtl_known(self) -> None:
        show_rtl(self.main, self.handshake.mode)

    # Images

    def ask_graphics(self) -> None:
        """Ask the terminal how images can be drawn; one that cannot be asked gets half blocks."""
        ask = getattr(self._driver, "ask_graphics", None)
        if ask is not None:
            ask()
        else:
            self.graphics.time_out()

    def _form_known(self) -> None:
        if self.main.furnished:
            self.main.images.form_known()
            self.call_later(self.main.live.changed)

    def send(self, sequence: str) -> None:
        """Write a sequence to the terminal, after what was drawn before."""
        if self._driver is not None:
            self._driver.write(sequence)
            self._driver.flush()

    def _leaving(self) -> str:
        main = self.main
        return main.article.ink.taken_back() + main.sources.ink.taken_back() if main.furnished else ""

    # Ends

    def on_load(self) -> None:
        """From here on a signal can end the app in order."""
        self._loop_running = asyncio.get_running_loop()

    async def on_unmount(self) -> None:
        """The engine ends with its screen, and what was there was there to be seen."""
        if self.main.furnished and not self.newsroom.readonly:
            with suppress(*refusals()):
                self.newsroom.looked()
        with suppress(TimeoutError, OSError):
            await asyncio.wait_for(self.newsroom.stop_engine(), _ENGINE_ENDS_IN)

    def on_driver_signal_resume(self) -> None:
        """Back from a stop: whatever stands on the terminal is not what was drawn."""
        self.refresh(layout=True)

    def end_soon(self) -> bool:
        """Ask for the end from a signal handler; false before there is anything to end."""
        if self._loop_running is None:
            return False
        self._loop_running.call_soon_threadsafe(self.exit)
        return True

    def panic(self, *renderables: object) -> None:
        """Textual cannot go on, as when the terminal's input is gone."""
        self.fault = self.fault or RuntimeError("the terminal could not be read")
        self._close_messages_no_wait()

    def _handle_exception(self, error: Exception) -> None:
        self.fault = self.fault or error
        super()._handle_exception(error)

    def _fatal_error(self) -> None:
        """Leave without Textual's traceback, which prints the values of variables."""
        self._close_messages_no_wait()
