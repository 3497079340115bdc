"""Where motion is not wanted, or nobody looks, nothing moves: not a byte is written."""

from __future__ import annotations

import time
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.terminal.screen import FULL, Terminal

IDLE = 10.0 if FULL else 2.0
"""Seconds; what may still come at first settles before."""


@pytest.fixture
def moving(old_news: Path, config: Path) -> Path:
    """The ticker crawls, as it does by default."""
    config.write_text("[fetch]\nauto = false\n")
    return old_news


def test_the_ticker_moves_where_motion_is_wanted(moving: Path) -> None:
    with Terminal() as terminal:
        terminal.shows("unread")
        before = len(terminal.output)
        terminal.until(lambda: len(terminal.output) > before + 5000)


def moved(terminals: dict[str, Terminal]) -> list[str]:
    """Those that were written to once they had been quiet for a moment."""
    for terminal in terminals.values():
        terminal.quiet(0.6)
    before = {wish: len(terminal.output) for wish, terminal in terminals.items()}
    time.sleep(IDLE)
    for terminal in terminals.values():
        terminal.quiet(0.01)
    return [wish for wish, terminal in terminals.items() if len(terminal.output) != before[wish]]


WISHES: dict[str, dict[str, str]] = {
    "animations": {"TEXTUAL_ANIMATIONS": "none"},
    "motion": {"NO_MOTION": "1"},
    "setting": {},
    "unfocused": {},
    "paused": {},
}


def test_nothing_is_written_where_it_is_not(moving: Path, config: Path) -> None:
    """Each way to say so, all side by side."""
    with ExitStack() as stack:
        terminals = {}
        for wish, env in WISHES.items():
            own = config.with_name(f"{wish}.toml")
            own.write_text(("motion = false\n" if wish == "setting" else "") + config.read_text())
            terminals[wish] = stack.enter_context(Terminal(env={**env, "TELEX_CONFIG": str(own)}))
        for wish, terminal in terminals.items():
            terminal.shows("unread")
            if wish == "unfocused":
                terminal.send(b"\x1b[O")
            if wish == "paused":
                terminal.send(b"T:ticker-pause\r")
                terminal.shows("The ticker is held.")  # it goes again, which is waited for below
        for terminal in terminals.values():
            terminal.until(lambda its=terminal: "unread" in its.rows[-1])  # type: ignore[misc]
        for _ in range(4):  # what comes after the first paint takes its time on a busy machine
            moving_still = moved(terminals)
            if not moving_still:
                break
        assert moving_still == []
        for terminal in terminals.values():
            terminal.press("ctrl+q")
        for terminal in terminals.values():
            assert terminal.ended() == 0
