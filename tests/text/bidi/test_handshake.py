"""Who orders right-to-left text: every answer, none, late ones, in pieces and among keys, and what is written when."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.text.bidi.handshake import BY_PROGRAM, BY_TERMINAL, SETTINGS, TMUX_HINT, Handshake, by_environment

PLAIN = {"TERM": "xterm-256color"}
KONSOLE = {"TERM": "xterm-256color", "KONSOLE_VERSION": "230800"}
TMUX = {"TERM": "tmux-256color", "TMUX": "/run/tmux,1,0"}
ATTRIBUTES = "\x1b[?64;1;9c"


def opened(environment: dict[str, str] = PLAIN, setting: str = "auto") -> Handshake:
    handshake = Handshake(setting, environment)
    assert handshake.opening is not None
    return handshake


def test_it_asks_with_a_sentinel_behind() -> None:
    handshake = Handshake("auto", PLAIN)
    assert handshake.opening == "\x1b[8l\x1b[8$p\x1b[c"
    assert not handshake.settled
    assert handshake.closing == BY_TERMINAL


@pytest.mark.parametrize(
    ("state", "mode"), [("2", "app"), ("4", "app"), ("1", "terminal"), ("3", "terminal"), ("0", "app")]
)
def test_each_answer(state: str, mode: str) -> None:
    handshake = opened()
    assert handshake.feed(f"\x1b[8;{state}$y{ATTRIBUTES}") == ""
    assert (handshake.mode, handshake.settled) == (mode, True)
    assert handshake.reply() == ""


@pytest.mark.parametrize("answer", [ATTRIBUTES, f"\x1b[8;0$y{ATTRIBUTES}"])
def test_a_mode_that_is_not_known_leaves_it_to_the_environment(answer: str) -> None:
    handshake = opened(KONSOLE)
    assert handshake.feed(answer) == ""
    assert (handshake.mode, handshake.settled, handshake.reply()) == ("terminal", True, BY_TERMINAL)
    assert handshake.reply() == ""


def test_silence_ends_with_the_limit_and_a_late_answer_counts() -> None:
    handshake = opened()
    handshake.time_out()
    assert (handshake.mode, handshake.settled) == ("app", True)
    assert handshake.feed(f"j\x1b[8;3$yk{ATTRIBUTES}q") == "jkq"
    assert handshake.mode == "terminal"


def test_after_the_sentinel_nothing_is_taken() -> None:
    handshake = opened()
    handshake.feed(f"\x1b[8;2$y{ATTRIBUTES}")
    assert handshake.feed("\x1b[8;1$y") == "\x1b[8;1$y"
    assert handshake.mode == "app"


@given(
    st.lists(st.sampled_from(["j", "\x1b", "\x1b[A", "\x1b[<0;3;4M", "é", "\x1b[I", "8"]), max_size=6),
    st.data(),
)
def test_keys_pass_whole_and_in_order_however_it_is_cut(keys: list[str], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(keys)))
    sent = "".join([*keys[:place], "\x1b[8;1$y", ATTRIBUTES, *keys[place:]])
    cuts = sorted(data.draw(st.lists(st.integers(0, len(sent)), max_size=5)))
    handshake = opened()
    got = ""
    for start, end in zip([0, *cuts], [*cuts, len(sent)], strict=True):
        got += handshake.feed(sent[start:end])
    assert got + handshake.release() == "".join(keys)
    assert handshake.mode == "terminal"


def test_a_press_of_escape_is_given_back() -> None:
    handshake = opened()
    assert handshake.feed("\x1b") == ""
    assert handshake.release() == "\x1b"
    assert handshake.release() == ""


def test_tmux_is_asked_through_and_gives_a_hint_when_silent() -> None:
    handshake = Handshake("auto", {**KONSOLE, **TMUX})
    assert handshake.opening == "\x1bPtmux;\x1b\x1b[8l\x1b\x1b[8$p\x1b\\"
    assert handshake.closing == "\x1bPtmux;\x1b\x1b[8h\x1b\\"
    handshake.time_out()
    assert (handshake.mode, handshake.why) == ("app", TMUX_HINT)
    assert handshake.feed("\x1b[8;3$y") == ""
    assert handshake.mode == "terminal"


@pytest.mark.parametrize(
    ("environment", "mode"),
    [
        ({}, "app"),
        (PLAIN, "app"),
        (KONSOLE, "terminal"),
        ({"TERM": "xterm", "MLTERM": "3.9"}, "terminal"),
        ({"TERM": "mlterm-256color"}, "terminal"),
        ({"TERM": "putty-256color"}, "terminal"),
        ({"TERM_PROGRAM": "Apple_Terminal"}, "terminal"),
        ({"TERM_PROGRAM": "iTerm.app", "TERM_PROGRAM_VERSION": "3.6.2"}, "terminal"),
        ({"TERM_PROGRAM": "iTerm.app", "TERM_PROGRAM_VERSION": "3.4.19"}, "app"),
        ({"TERM_PROGRAM": "iTerm.app"}, "app"),
        ({"LC_TERMINAL": "iTerm2", "LC_TERMINAL_VERSION": "3.10.0"}, "terminal"),
        ({"TERM": "xterm-kitty"}, "app"),
        ({**KONSOLE, **TMUX}, "app"),
        ({**KONSOLE, "STY": "1.pts"}, "app"),
    ],
)
def test_what_the_environment_says(environment: dict[str, str], mode: str) -> None:
    assert by_environment(environment) == mode


def test_apple_is_not_asked_since_it_would_draw_the_question() -> None:
    handshake = Handshake("auto", {"TERM_PROGRAM": "Apple_Terminal"})
    assert (handshake.opening, handshake.closing, handshake.mode) == ("", "", "terminal")


@pytest.mark.parametrize(
    ("setting", "opening", "closing"),
    [("app", BY_PROGRAM, BY_TERMINAL), ("terminal", "", ""), ("off", "", "")],
)
def test_what_is_set_is_not_asked(setting: str, opening: str, closing: str) -> None:
    handshake = Handshake(setting, KONSOLE)
    assert (handshake.opening, handshake.closing, handshake.mode) == (opening, closing, setting)
    assert handshake.settled
    assert handshake.feed("\x1b[8;1$y") == "\x1b[8;1$y"


def test_changing_the_setting_tells_the_terminal() -> None:
    handshake = opened(setting="app")
    assert handshake.change("terminal") == BY_TERMINAL
    assert handshake.change("off") == ""
    assert handshake.change("app") == BY_PROGRAM
    assert handshake.change("auto").startswith(BY_PROGRAM)
    assert handshake.change("off") == BY_TERMINAL


@pytest.mark.parametrize("setting", SETTINGS)
def test_rows_stand_alone_where_the_terminal_turns_whole_rows(setting: str) -> None:
    assert Handshake(setting, PLAIN).stacked == (setting == "terminal")
    assert not Handshake(setting, KONSOLE).stacked
