"""Sizes: a storm of them, the smallest, and the same picture as a fresh start in the end."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest

from tests.terminal.screen import FULL, Terminal

STORM = (1000, 10.0) if FULL else (200, 2.0)
"""How many sizes, in how many seconds."""


def settled(terminal: Terminal) -> str:
    terminal.quiet(0.4)
    return terminal.text


def test_a_storm_of_sizes_ends_in_the_picture_of_a_fresh_start(news: Path) -> None:
    count, seconds = STORM
    sizes = random.Random(13)
    with Terminal() as terminal:
        terminal.shows("unread")
        terminal.press("j", "j", "j", "enter")
        terminal.quiet()
        held = next(row for row in terminal.rows if "▏" in row or "▌" in row)
        started = time.monotonic()
        for number in range(count):
            size = (1, 1) if number % 50 == 0 else (sizes.randint(1, 220), sizes.randint(1, 70))
            terminal.resize(*size)
            while terminal.read(max(0.0, started + (number + 1) * seconds / count - time.monotonic())):
                pass
        terminal.resize(110, 33)
        terminal.shows("HEADLINES", 3)
        after = settled(terminal)
        assert terminal.process.poll() is None
        assert held.strip("▏▌●")[:24].strip() in after
        terminal.press("ctrl+q")
        assert terminal.ended() == 0
        assert b"Traceback" not in terminal.output
        assert not (news / "telex.log").exists()
    with Terminal(size=(110, 33)) as fresh:
        fresh.shows("unread")
        fresh.press("j", "j", "j", "enter")
        assert settled(fresh).splitlines()[:-1] == after.splitlines()[:-1]


@pytest.mark.parametrize("size", [(20, 5), (24, 6), (40, 12)])
def test_small_screens_have_title_and_status(news: Path, size: tuple[int, int]) -> None:
    with Terminal(size=size) as terminal:
        terminal.shows("HEADLINES")
        terminal.until(lambda: terminal.rows[-1].strip())
        terminal.press("j", "enter")
        terminal.quiet()
        terminal.press("q", "s")
        terminal.shows("Marked")
        terminal.press("ctrl+q")
        assert terminal.ended() == 0


@pytest.mark.parametrize("size", [(1, 1), (19, 5), (20, 4), (200, 1)])
def test_smaller_ones_have_a_notice_and_never_crash(news: Path, size: tuple[int, int]) -> None:
    with Terminal(size=size) as terminal:
        terminal.says(b"\x1b[?1049h")
        terminal.quiet()
        if size[0] >= 12:
            assert "20x5" in terminal.text or "needs 20" in terminal.text
        terminal.press("j", "enter", "?", "escape", "1", "/", "escape", "T", "z", "q")
        terminal.quiet()
        terminal.resize(80, 24)
        terminal.shows("HEADLINES")
        terminal.press("ctrl+q")
        assert terminal.ended() == 0
        assert b"Traceback" not in terminal.output
