"""How images can be drawn: every answer, none, late ones, in pieces and among keys; what is not asked at all."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.text.graphics import QUESTION, Graphics, Wish

PLAIN = {"TERM": "xterm-256color"}
OK = "\x1b_Gi=31;OK\x1b\\"
WRONG = "\x1b_Gi=31;ENOTSUPPORTED:no\x1b\\"
CELL = "\x1b[6;20;10t"
KITTY = "\x1bP>|kitty(0.40.0)\x1b\\"
WEZTERM = "\x1bP>|WezTerm 20250101\x1b\\"
SIXEL = "\x1b[?64;1;4;22c"
NONE = "\x1b[?64;1;22c"


def asked(wish: Wish = "auto", environment: dict[str, str] = PLAIN, *, unicode: bool = True) -> Graphics:
    graphics = Graphics(wish, environment, unicode=unicode)
    assert graphics.question in (QUESTION, "")
    return graphics


@pytest.mark.parametrize(
    ("wish", "answers", "form"),
    [
        ("auto", OK + CELL + KITTY + NONE, "kitty"),
        ("off", OK + CELL + KITTY + NONE, "kitty"),
        ("auto", OK + KITTY + NONE, "kitty"),
        ("auto", OK + "\x1bP>|ghostty 1.2.0\x1b\\" + NONE, "kitty"),
        ("auto", OK + CELL + WEZTERM + SIXEL, "sixel"),
        ("auto", OK + WEZTERM + NONE, "blocks"),
        ("auto", OK + CELL + KITTY + SIXEL, "kitty"),
        ("auto", CELL + SIXEL, "sixel"),
        ("auto", SIXEL, "blocks"),
        ("auto", "\x1b[6;0;0t" + SIXEL, "blocks"),
        ("auto", CELL + NONE, "blocks"),
        ("auto", WRONG + KITTY + NONE, "blocks"),
        ("auto", NONE, "blocks"),
        ("auto", "\x1b[?4;64c", "blocks"),  # the first number is the terminal's class
        ("kitty", OK + WEZTERM + NONE, "kitty"),
        ("kitty", CELL + SIXEL, "blocks"),
        ("sixel", OK + CELL + KITTY + SIXEL, "sixel"),
        ("sixel", OK + KITTY + NONE, "blocks"),
    ],
)
def test_each_answer(wish: Wish, answers: str, form: str) -> None:
    graphics = asked(wish)
    assert not graphics.settled
    assert graphics.feed(f"a{answers}b") == "ab"
    assert (graphics.form, graphics.settled) == (form, True)
    assert graphics.why
    assert graphics.feed(SIXEL) == SIXEL, "what comes later is for others"


@pytest.mark.parametrize("name", ["TERM", "TERM_PROGRAM"])
def test_the_environment_tells_the_name_too(name: str) -> None:
    graphics = asked("auto", {**PLAIN, name: "xterm-kitty" if name == "TERM" else "ghostty"})
    graphics.feed(OK + NONE)
    assert graphics.form == "kitty"


def test_silence_ends_with_the_limit_and_a_late_answer_counts() -> None:
    graphics = asked()
    graphics.time_out()
    assert (graphics.form, graphics.settled) == ("blocks", True)
    assert graphics.why == "the terminal gave no answer"
    assert graphics.feed(f"j{OK}k{KITTY}{NONE}q") == "jkq"
    assert graphics.form == "kitty"


@pytest.mark.parametrize(
    ("wish", "environment", "unicode"),
    [
        ("blocks", PLAIN, True),
        ("auto", PLAIN, False),
        ("kitty", {**PLAIN, "TMUX": "/run/tmux,1,0"}, True),
        ("kitty", {"TERM": "screen", "STY": "1.pts"}, True),
        ("sixel", {**PLAIN, "TERM_PROGRAM": "Apple_Terminal"}, True),
        ("auto", {"TERM": "linux"}, True),
    ],
)
def test_some_terminals_are_not_asked(wish: Wish, environment: dict[str, str], unicode: bool) -> None:
    graphics = asked(wish, environment, unicode=unicode)
    assert graphics.question == ""
    assert (graphics.form, graphics.settled) == ("blocks", True)
    assert graphics.feed(OK + KITTY + NONE) == OK + KITTY + NONE


def test_the_line_may_know_the_size_of_a_cell() -> None:
    graphics = asked()
    graphics.measured(9, 18)
    graphics.measured(0, 0)
    graphics.feed(SIXEL)
    assert (graphics.form, graphics.cell) == ("sixel", (9, 18))


def test_it_asks_once() -> None:
    graphics = Graphics("auto", PLAIN)
    assert graphics.question == QUESTION
    assert graphics.question == ""


@given(
    st.lists(st.integers(0, 80), max_size=8), st.sampled_from(["", "j", "\x1b[A", "\x1b[6~", "\x1b[27u", "é"])
)
def test_answers_in_pieces_and_keys_among_them(cuts: list[int], key: str) -> None:
    data = f"{key}{OK}{CELL}{key}{KITTY}{NONE}{key}"
    graphics = asked()
    places = sorted({0, len(data), *(min(cut, len(data)) for cut in cuts)})
    out = "".join(graphics.feed(data[a:b]) for a, b in pairwise(places))
    assert out + graphics.release() == key * 3
    assert (graphics.form, graphics.cell) == ("kitty", (10, 20))


def test_escape_is_given_back() -> None:
    graphics = asked()
    assert graphics.feed("\x1b") == ""
    assert graphics.release() == "\x1b"


@given(st.text(st.sampled_from("\x1b[_P>|G;6tc?OK=31\\x"), max_size=40))
def test_anything_else_passes_whole(text: str) -> None:
    """But for what is an answer, every letter is given on, in order."""
    graphics = asked()
    out = graphics.feed(text) + graphics.release()
    if graphics.why == "the terminal gave no answer":
        assert out == text
    assert len(out) <= len(text)
