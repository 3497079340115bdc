"""Keymaps: what people write, what is refused and with which words, and a person's file over a preset."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.tui.keymap import (
    PRESETS,
    KeymapError,
    lay_over,
    load_keymap,
    load_preset,
    parse_sequence,
    read_keymap,
    shown,
)


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("j", ("j",)),
        ("G", ("G",)),
        ("g g", ("g", "g")),
        ("Ctrl-D", ("ctrl+d",)),
        ("ctrl-d", ("ctrl+d",)),
        ("Shift-Tab", ("shift+tab",)),
        ("Alt-Ctrl-Up", ("ctrl+alt+up",)),
        ("PageDown", ("pagedown",)),
        ("F12", ("f12",)),
        ("Esc", ("escape",)),
        ("-", ("-",)),
        ("Ctrl--", ("ctrl+-",)),
        ("?", ("?",)),
        ("é", ("é",)),
    ],
)
def test_keys_as_people_write_them(text: str, keys: tuple[str, ...]) -> None:
    assert parse_sequence(text) == keys
    assert parse_sequence(shown(keys)) == keys


@pytest.mark.parametrize("text", ["", "Hyper-x", "Ctrl-", "Ctrl-Nowhere", "abc", "F99"])
def test_what_is_no_key(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_sequence(text)


@pytest.mark.parametrize("name", PRESETS)
def test_presets_are_right(name: str) -> None:
    keymap = load_preset(name)
    assert keymap.title
    assert len(keymap.bindings["all"]) > 30


ISSUE_KEYS = {
    "next": ["j", "Down"],
    "prev": ["k", "Up"],
    "first": ["g g", "Home"],
    "last": ["G", "End"],
    "open": ["Enter"],
    "read-on": ["Space"],
    "next-unread": ["n"],
    "prev-unread": ["p"],
    "next-story": ["J"],
    "prev-story": ["K"],
    "open-outside": ["o"],
    "open-outside-read": ["O"],
    "read-toggle": ["m"],
    "read-below": ["M"],
    "read-view": ["A"],
    "star": ["s"],
    "later": ["L"],
    "undo": ["u", "Ctrl-Z"],
    "redo": ["Ctrl-Y"],
    "search": ["/"],
    "help": ["?"],
    "command": [":"],
    "back": ["q", "Esc"],
    "pane-left": ["h", "Left"],
    "pane-right": ["l", "Right"],
    "pane-next": ["Tab"],
    "pane-prev": ["Shift-Tab"],
    "refresh": ["r"],
    "refresh-all": ["R"],
    "take-in": ["."],
    "zen": ["z"],
    "copy-address": ["y"],
    "copy-title": ["Y"],
    "focus-sources": ["1"],
    "focus-headlines": ["2"],
    "focus-article": ["3"],
    "go-later": ["4"],
    "focus-ticker": ["T"],
    "ticker-faster": ["+"],
    "ticker-slower": ["-"],
    "next-heading": ["]"],
    "prev-heading": ["["],
    "page-down": ["PageDown"],
    "page-up": ["PageUp"],
    "half-down": ["Ctrl-D"],
    "half-up": ["Ctrl-U"],
    "palette": ["Ctrl-P"],
    "follow": ["f"],
    "tag": ["t"],
}


def test_the_keys_of_telex() -> None:
    keymap = load_preset("telex")
    for command, keys in ISSUE_KEYS.items():
        assert set(keys) <= set(keymap.keys_of(command)), command


def test_arrows_need_no_letters() -> None:
    for bindings in load_preset("arrows").bindings.values():
        for sequence in bindings:
            assert all(
                (len(key) > 1 and not key.split("+")[-1].isalpha()) or len(key) > 1 for key in sequence
            )


HEAD = '[keys.all]\n"j" = "next"\n'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (HEAD + '"x" = "nxet"\n', "line 3: there is no command named nxet. Did you mean next?"),
        (HEAD + '"Hyper-x" = "next"\n', "line 3: 'Hyper-x' is not a key"),
        (HEAD + '"Ctrl-D" = "next"\n"ctrl-d" = "prev"\n', "line 4: ctrl-d is bound twice"),
        (HEAD + '"j j" = "prev"\n', "line 3: j j and j cannot both be keys"),
        (HEAD + '"x" = []\n', "line 3: x needs the name of a command"),
        (HEAD + '"x" = 4\n', "line 3: x needs the name of a command"),
        ('[keys.nowhere]\n"j" = "next"\n', "line 1: there is no pane named nowhere"),
        ("[keys.all\n", "are not right"),
        ("keys = 3\n", "are not right"),
    ],
)
def test_what_is_refused_names_its_line(text: str, said: str) -> None:
    with pytest.raises(KeymapError) as caught:
        read_keymap(text, "mine", "mine.toml")
    assert said in str(caught.value)
    assert "mine.toml" in str(caught.value)


def test_a_persons_file_lies_over_the_preset(tmp_path: Path) -> None:
    own = tmp_path / "keys.toml"
    own.write_text(
        '[keys.all]\n"x" = "star"\n"j" = "none"\n"g" = "first"\n[keys.article]\n"J" = ["next", "next"]\n'
    )
    keymap = load_keymap("telex", own)
    assert keymap.find("headlines", ("x",)) == ("star",)
    assert keymap.find("headlines", ("j",)) is None
    assert keymap.find("headlines", ("g",)) == ("first",)
    assert keymap.find("headlines", ("g", "g")) is None
    assert keymap.find("headlines", ("k",)) == ("prev",)
    assert keymap.find("article", ("J",)) == ("next", "next")
    assert keymap.find("headlines", ("J",)) == ("next-story",)


def test_without_a_file_it_is_the_preset(tmp_path: Path) -> None:
    assert load_keymap("arrows", tmp_path / "none.toml") == load_preset("arrows")


def test_an_unknown_set_is_refused_with_the_names() -> None:
    with pytest.raises(KeymapError, match="telex, newsboat"):
        load_preset("../telex")


def test_keys_of_a_pane_hide_those_of_all() -> None:
    base = read_keymap('[keys.all]\n"j" = "next"\n[keys.article]\n"j" = "next-story"\n', "a", "a")
    assert base.keys_of("next", "article") == []
    assert base.keys_of("next", "headlines") == ["j"]
    assert base.keys_of("next-story", "article") == ["j"]
    assert lay_over(base, base).bindings["all"] == base.bindings["all"]
