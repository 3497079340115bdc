"""The table of commands against everything that is made from it."""

from __future__ import annotations

import importlib

import pytest

from reader.tui.commands import COMMANDS, GROUPS, TABLE, Command, by_group, nearest
from reader.tui.keymap import PRESETS, load_preset
from reader.tui.menus import _PANE_WORDS
from reader.tui.runner import _HINTS, _WHY_NOT

TARGETS = {
    "moves": "Moves",
    "reads": "Reads",
    "rounds": "Rounds",
    "marks": "Marks",
    "marking": "Marking",
    "finds": "Finds",
    "searches": "Searches",
    "steps": "Steps",
    "ruling": "Ruling",
    "feeds": "Feeds",
    "stories": "Stories",
    "moving": "Moving",
    "caring": "Caring",
    "adding": "Adding",
    "tickers": "Tickers",
    "shares": "Shares",
    "offline": "Offline",
    "trail": "Trail",
    "views": "Views",
    "images": "Images",
    "looks": "Looks",
    "program": "Program",
}


@pytest.mark.parametrize("command", TABLE, ids=lambda command: command.name)
def test_every_command_is_described_and_can_be_called(command: Command) -> None:
    assert command.description[0].isupper()
    assert not command.description.endswith(".")
    assert command.group in GROUPS
    assert set(command.when) <= set(_WHY_NOT)
    target = getattr(importlib.import_module(f"reader.tui.acts.{command.target}"), TARGETS[command.target])
    method = getattr(target, command.method)
    assert method.__doc__, f"{command.method} says nothing of itself"
    takes = method.__code__.co_argcount - 1
    assert takes == int(command.counts or bool(command.argument))
    if command.argument.endswith("?"):
        assert method.__defaults__ == ("",)


def test_names_are_unique_and_in_every_group() -> None:
    assert len(COMMANDS) == len(TABLE)
    grouped = [command for _, commands in by_group() for command in commands]
    assert sorted(c.name for c in grouped) == sorted(COMMANDS)
    assert all(commands for _, commands in by_group())


def test_footer_and_help_name_only_what_there_is() -> None:
    for words in (*_HINTS.values(), *_PANE_WORDS.values()):
        assert set(words) <= set(COMMANDS)
    for words in _HINTS.values():
        assert all(COMMANDS[name].short for name in words)


@pytest.mark.parametrize("preset", PRESETS)
def test_every_preset_reaches_the_palette_and_the_way_out(preset: str) -> None:
    keymap = load_preset(preset)
    for name in ("palette", "help", "back", "quit", "open", "next", "prev", "undo"):
        assert keymap.keys_of(name), f"{preset} has no key for {name}"


def test_the_nearest_name() -> None:
    assert nearest("serch") == "search"
    assert nearest("xyzzy") == ""
