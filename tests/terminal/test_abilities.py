"""What `telex doctor` says of the terminal: measured, asked, or known; and nothing is left behind on it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib.util import find_spec

import pytest

from reader.cli.abilities import SAMPLES, clipboard, colours
from reader.text.cells import width
from tests.terminal.screen import ANSWERS, Terminal

RIGHT = b"".join(b"\x1b[5;%dR" % (width(sample) + 1) for sample in SAMPLES)
NARROW = b"".join(b"\x1b[5;%dR" % (min(width(sample), 1) + 1) for sample in SAMPLES)


def said(answers: Mapping[bytes, bytes], **environment: str) -> dict[str, str]:
    """Each part with its line."""
    with Terminal("doctor", answers=answers, env=environment, size=(160, 40)) as terminal:
        terminal.ended()
        assert terminal.flags_now() == terminal.flags
        assert not [row for row in terminal.rows if SAMPLES[0] in row and "takes" not in row]
        found = re.findall(r"^[ !] (\w+) +(.*?) *$", terminal.text, re.MULTILINE)
    return dict(found)


def test_widths_that_agree() -> None:
    assert said({**ANSWERS, b"\x1b[6n": RIGHT})["widths"] == "as Telex counts them"


def test_widths_that_do_not() -> None:
    parts = said({**ANSWERS, b"\x1b[6n": NARROW}, NO_COLOR="1")
    assert "takes 1 of 2" in parts["widths"]
    assert parts["colours"].startswith("none")


def test_a_terminal_that_never_answers() -> None:
    parts = said({})
    assert parts["widths"].startswith("not measured")
    assert {"terminal", "locale", "colours", "images", "clipboard", "rtl"} <= set(parts)


KITTY = {
    **ANSWERS,
    b"\x1b_Gi=31": b"\x1b_Gi=31;OK\x1b\\",
    b"\x1b[16t": b"\x1b[6;20;10t",
    b"\x1b[>q": b"\x1bP>|kitty(0.40.0)\x1b\\",
}


@pytest.mark.skipif(find_spec("PIL") is None, reason="the extra telex[images] is not installed")
@pytest.mark.parametrize(
    ("answers", "environment", "words"),
    [
        (KITTY, {"COLORTERM": "truecolor"}, "in pixels (kitty's protocol, which kitty(0.40.0) answered to); off until"),
        (KITTY, {}, "half blocks (kitty's protocol needs 16 million colours"),
        ({**ANSWERS, b"\x1b[c": b"\x1b[?64;4c", b"\x1b[16t": b"\x1b[6;20;10t"}, {}, "in pixels (sixels, 10×20 pixels a cell)"),
        (ANSWERS, {}, "half blocks (the terminal knows neither"),
        ({}, {}, "half blocks (the terminal gave no answer)"),
        (KITTY, {"TMUX": "/run/tmux,1,0"}, "half blocks (tmux and screen pass no images on)"),
    ],
)  # fmt: skip
def test_images(answers: Mapping[bytes, bytes], environment: dict[str, str], words: str) -> None:
    assert words in said(answers, **environment)["images"]


@pytest.mark.parametrize(
    ("environment", "number"),
    [
        ({"TERM": "xterm-256color"}, "256"),
        ({"TERM": "xterm", "COLORTERM": "truecolor"}, "16 million"),
        ({"TERM": "linux"}, "16"),
        ({"TERM": "dumb"}, "none"),
    ],
)
def test_colours(environment: dict[str, str], number: str) -> None:
    assert colours(environment) == number


def test_clipboard() -> None:
    assert clipboard({}) == "OSC 52"
    assert "tmux" in clipboard({"TMUX": "x"})
    assert "refuses" in clipboard({"TERM_PROGRAM": "Apple_Terminal"})
