"""The sets of keys against what fingers that know another reader mean by them, from the terminal's bytes on."""

from __future__ import annotations

import re

import pytest
from textual import events
from textual._xterm_parser import XTermParser

from reader.newsroom import Newsroom
from reader.tui.commands import named
from reader.tui.keyboard import Keyboard
from reader.tui.keymap import PRESETS, Sequence, load_preset, parse_sequence
from reader.tui.runner import key_name
from tests.tui.desk import Desk, read

NEWSBOAT = {
    "Enter": "open", "q": "back", "Q": "quit", "r": "refresh", "R": "refresh-all", "Ctrl-R": "import",
    "n": "next-unread", "p": "prev-unread", "Ctrl-N": "next-unread-source", "Ctrl-P": "prev-unread-source",
    "J": "next-story", "K": "prev-story", "N": "read-toggle", "A": "read-view", "C": "all; read-view",
    "o": "open-outside", "O": "open-outside-read", "u": "links", "#": "go-number", "s": "save-markdown", "|": "pipe",
    "/": "search", "z": "search-last", "F": "filter", "f": "go-saved", "Ctrl-F": "filter-clear", "t": "go-tag",
    "Ctrl-T": "all", "g": "sort", "G": "sort-turn", "l": "show-read", "D": "hide", "Ctrl-D": "mark hide all",
    "$": "renew", "Ctrl-E": "tag", "Ctrl-B": "bookmark", "e": "enclosure", "E": "sources", "v": "palette",
    "Ctrl-V": "pane-next", "Ctrl-G": "pane-prev", "Ctrl-X": "back", "Ctrl-U": "view-raw", "Ctrl-K": "random-unread",
    ":": "command", "?": "help",
}  # fmt: skip
IN_THE_ARTICLE = {"j": "next-source", "k": "prev-source", "0": "open-link 10"} | {
    str(n): f"open-link {n}" for n in range(1, 10)
}

_MARKS = {
    "r": "read", "u": "unread", "m": "star", "v": "unstar", "f": "later", "d": "unlater", "i": "turn-later",
}  # fmt: skip
EILMELDUNG = {
    "j": "next", "k": "prev", "h": "pane-left", "l": "pane-right", "Tab": "pane-next", "g g": "first", "G": "last",
    "Ctrl-F": "page-down", "Ctrl-B": "page-up", "g f": "focus-headlines; focus-sources", "g a": "focus-headlines",
    "g c": "focus-article", "Ctrl-H": "focus-headlines; focus-sources; pane-left",
    "Ctrl-L": "focus-headlines; focus-sources; pane-right", "Ctrl-J": "next-source", "Ctrl-K": "prev-source",
    "Alt-J": "focus-headlines; next", "Alt-K": "focus-headlines; prev", "J": "focus-article; next",
    "K": "focus-article; prev", "Space": "read-on", "s": "refresh-all", "o": "open-outside-read",
    "O": "open-outside-read; next-unread", "x": "view-next", "r": "mark read; next", "R": "mark read all",
    "u": "mark unread", "U": "mark unread all", "m": "mark star", "M": "mark star all", "v": "mark unstar",
    "V": "mark unstar all", "t": "tag", "T": "untag", "f": "mark later", "F": "mark later all", "d": "mark unlater",
    "D": "mark unlater all", "i": "mark turn-later", "I": "mark turn-later all", "/": "search", "n": "next-unread",
    "N": "prev-unread", "=": "filter", "+ +": "search-last", "+ r": "filter-clear", "\\": "sort", "| |": "sort-turn",
    "| r": "sort date", "1": "all", "2": "unread", "3": "starred", "; ;": "follow", "; y": "copy-link",
    "; s": "share-link", "y": "copy-address", "S": "share", "e": "enclosure", "E": "enclosure", "z": "zen",
    "c f": "add", "c a": "add", "c w": "rename", "c d": "remove", "c x": "pause", "c u": "repair", "c y": "settings",
    "c p": "move", "c P": "move", "c c": "important", "c s": "sources", "Ctrl-Z": "undo", ":": "command", "?": "help",
    "q": "back", "Ctrl-C": "quit", "Ctrl-R": "redo",
    **{f"0 {key}": f"mark {mark} above" for key, mark in _MARKS.items()},
    **{f"$ {key}": f"mark {mark} below" for key, mark in _MARKS.items()},
}  # fmt: skip

TABLES = [("newsboat", "headlines", NEWSBOAT), ("newsboat", "article", IN_THE_ARTICLE), ("eilmeldung", "headlines", EILMELDUNG)]  # fmt: skip

_BYTES = {
    "enter": "\r", "escape": "\x1b", "space": " ", "tab": "\t", "shift+tab": "\x1b[Z", "backspace": "\x7f",
    "up": "\x1b[A", "down": "\x1b[B", "right": "\x1b[C", "left": "\x1b[D", "home": "\x1b[H", "end": "\x1b[F",
    "pageup": "\x1b[5~", "pagedown": "\x1b[6~", "delete": "\x1b[3~", "insert": "\x1b[2~",
    "shift+up": "\x1b[1;2A", "shift+down": "\x1b[1;2B", "shift+right": "\x1b[1;2C", "ctrl+up": "\x1b[1;5A",
    "ctrl+down": "\x1b[1;5B", "ctrl+right": "\x1b[1;5C", "ctrl+left": "\x1b[1;5D", "f1": "\x1bOP", "f2": "\x1bOQ",
    "f3": "\x1bOR", "f4": "\x1bOS", "f5": "\x1b[15~", "f6": "\x1b[17~", "f7": "\x1b[18~", "f8": "\x1b[19~",
    "f9": "\x1b[20~", "f10": "\x1b[21~", "f11": "\x1b[23~", "f12": "\x1b[24~", "ctrl+f2": "\x1b[1;5Q",
    "ctrl+f6": "\x1b[17;5~", "ctrl+f4": "\x1b[1;5S", "ctrl+f8": "\x1b[19;5~",
}  # fmt: skip


def sent(key: str) -> str:
    """What an xterm sends for a key."""
    if key in _BYTES:
        return _BYTES[key]
    if key.startswith("ctrl+"):
        return chr(ord(key[5:]) & 0x1F)
    return f"\x1b{key[4:]}" if key.startswith("alt+") else key


def lines_of(preset: str, pane: str, sequence: Sequence) -> tuple[str, ...]:
    """The command lines that come of the bytes of these keys, each followed by silence."""
    keymap = load_preset(preset)
    keyboard = Keyboard(keymap)
    lines: tuple[str, ...] = ()
    for key in sequence:
        parser = XTermParser()
        found = [*parser.feed(sent(key))]
        parser._timeout_time = 0.0 if not found else None
        keys = [event for event in (*found, *parser.tick()) if isinstance(event, events.Key)]
        assert len(keys) == 1, key
        apart = keymap.find(pane, ("ctrl+h",)) is not None
        lines = keyboard.press(key_name(keys[0], apart), pane).lines
    return lines


@pytest.mark.parametrize(("preset", "pane", "table"), TABLES)
def test_the_keys_of_other_readers(preset: str, pane: str, table: dict[str, str]) -> None:
    for keys, wanted in table.items():
        assert "; ".join(lines_of(preset, pane, parse_sequence(keys))) == wanted, keys


@pytest.mark.parametrize("preset", PRESETS)
def test_every_key_arrives_from_the_bytes_of_a_terminal(preset: str) -> None:
    for pane, bindings in load_preset(preset).bindings.items():
        for sequence, lines in bindings.items():
            where = "headlines" if pane == "all" else pane
            own = load_preset(preset).find(where, sequence)
            assert lines_of(preset, where, sequence) == own, (pane, sequence)
            assert all(named(line.split()[0]) for line in lines)


def test_every_key_does_something_or_says_why_not(newsroom: Newsroom) -> None:
    """Nothing raises, and no key names a command, or an argument, that is not there."""
    ends = (
        "quit",
        "back",
        "settings-open",
        "open-outside",
        "open-outside-read",
        "enclosure",
        "keys",
        "repair",
    )
    places = {
        (lines, "headlines" if pane == "all" else pane)
        for preset in PRESETS
        for pane, bindings in load_preset(preset).bindings.items()
        for lines in bindings.values()
        if not any(line.split()[0] in ends for line in lines)
    }

    async def scenario(desk: Desk) -> None:
        main = desk.main
        for lines, pane in sorted(places):
            main.panes.go(pane)
            for line in lines:
                main.runner.run(line)
                await desk.settle()
                assert not re.search("There is no .* named", main.status.message), line
                while desk.app.screen is not main or main.dialogs.typing or main.article.takes_keys:
                    await desk.press("escape")

    assert read(newsroom, scenario).fault is None
