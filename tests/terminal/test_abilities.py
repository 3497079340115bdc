"""What `telex doctor` says of the terminal: measured, asked, or known; and nothing is left behind on it."""

from __future__ import annotations

import re
from collections.abc import Mapping

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
