"""The person's own files, taken in again when they are saved: settings, keys, themes. What is wrong in one is said, and changes nothing."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING

from reader.config import ConfigError, Settings, load_settings
from reader.tui.dress import use_letters
from reader.tui.shown import Letters
from reader.words import _, retold

if TYPE_CHECKING:
    from reader.tui.app import TelexApp

Stamp = tuple[int, int] | None

_CHOSEN_HERE = {"keymap": "keys", "rtl": "rtl", "look.theme": "theme", "look.density": "density"}
"""Settings that can be chosen on the screen as well, and the name that such a choice is kept by: the later one counts."""

_AT_START = ("mouse", "linear", "language")
"""Settings that only a new start can take in."""


class OwnFiles:
    """Knows how the files stood when they were last read. One look costs a few microseconds a file."""

    def __init__(self, app: TelexApp) -> None:
        self._app = app
        self._config = app.newsroom.paths.config
        self._keys = self._config.parent / "keys.toml"
        self._stamps = self._now()

    @property
    def settings_file(self) -> Path:
        """Where the settings are, or would be."""
        return self._config

    def _theme(self) -> Path:
        return self._config.parent / "themes" / f"{self._app.theme}.toml"

    def _now(self) -> tuple[tuple[Path, Stamp], ...]:
        return tuple((file, _stamp(file)) for file in (self._config, self._keys, self._theme()))

    def look(self) -> None:
        """Take in what was saved since the last look."""
        now = self._now()
        before = dict(self._stamps)
        changed = {file for file, stamp in now if file in before and before[file] != stamp}
        self._stamps = now
        if changed and self.read():
            names = ", ".join(sorted(file.name for file in changed))
            self._app.main.say(_("Taken in again: {names}.").format(names=names))

    def read(self) -> bool:
        """Take in all three as they are now; false where something in them is wrong, which is said."""
        app = self._app
        self._stamps = self._now()
        try:
            settings = load_settings(self._config)
        except ConfigError as error:
            app.main.say(retold(str(error)), error=True)
            return False
        before, app.newsroom.settings = app.newsroom.settings, settings
        for name, kept in _CHOSEN_HERE.items():
            if _value(settings, name) != _value(before, name):
                app.newsroom.set_setting(kept, str(_value(settings, name)))
        right = app.reread_keys()
        if not app.no_color:
            app.preview_theme(app.newsroom.setting("theme", settings.look.theme))
        if settings.rtl != before.rtl:
            app.use_rtl(settings.rtl)
        self._show(before, settings)
        return right

    def _show(self, before: Settings, settings: Settings) -> None:
        main = self._app.main
        look = settings.look
        options = dataclasses.replace(
            main.article.options,
            measure=look.measure,
            dates=look.dates,
            shaping=settings.shaping,
            harakat=look.harakat,
        )
        if options != main.article.options:
            main.article.set_options(options)
        letters = Letters(settings.shaping, look.emoji)
        if letters != main.headlines.letters:
            use_letters(main, letters)
        if look.density != before.look.density and not main.headlines.linear:
            main.headlines.set_deep(2 if look.density == "comfortable" else 1)
        main.lanes.take_settings(before)
        told = (settings.fetch, settings.languages, settings.images.icons)
        if told != (before.fetch, before.languages, before.images.icons):
            main.live.restart_engine()
            main.live.changed()
        late = [name for name in _AT_START if _value(settings, name) != _value(before, name)]
        if late:
            main.say(_("The next start takes in {names}.").format(names=", ".join(late)))


def _stamp(file: Path) -> Stamp:
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size


def _value(settings: Settings, name: str) -> object:
    value: object = settings
    for part in name.split("."):
        value = getattr(value, part, None)
    return value
