"""Where motion is not wanted, or nobody looks, nothing moves: not a byte is written."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.terminal.screen import FULL, Terminal

IDLE = 10.0 if FULL else 2.0
"""Seconds; what may still come at first settles before."""


def bytes_while_idle(terminal: Terminal) -> int:
    terminal.quiet(0.6)
    before = len(terminal.output)
    end = time.monotonic() + IDLE
    while (left := end - time.monotonic()) > 0:
        terminal.read(left)
    return len(terminal.output) - before


@pytest.fixture
def moving(news: Path, config: Path) -> Path:
    """The ticker crawls, as it does by default."""
    config.write_text("[fetch]\nauto = false\n")
    return news


def test_the_ticker_moves_where_motion_is_wanted(moving: Path) -> None:
    with Terminal() as terminal:
        terminal.shows("unread")
        before = len(terminal.output)
        terminal.until(lambda: len(terminal.output) > before + 5000, 5)


@pytest.mark.parametrize("wish", ["animations", "motion", "setting", "unfocused", "paused"])
def test_nothing_is_written_where_it_is_not(moving: Path, config: Path, wish: str) -> None:
    env = {"animations": {"TEXTUAL_ANIMATIONS": "none"}, "motion": {"NO_MOTION": "1"}}.get(wish, {})
    if wish == "setting":
        config.write_text("motion = false\n[fetch]\nauto = false\n")
    with Terminal(env=env) as terminal:
        terminal.shows("unread")
        if wish == "unfocused":
            terminal.send(b"\x1b[O")
        if wish == "paused":
            terminal.send(b"T:ticker-pause\r")
            terminal.shows("paused")
        assert bytes_while_idle(terminal) == 0
        terminal.press("ctrl+q")
        assert terminal.ended() == 0
