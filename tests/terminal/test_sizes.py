"""Sizes: a storm of them, the smallest, and the same picture as a fresh start in the end."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest

from tests.terminal.screen import FULL, Terminal

STORM = (1000, 10.0) if FULL else (200, 2.0)
"""How many sizes, in how many seconds."""


def drawn(terminal: Terminal) -> list[str]:
    """All rows but the last, which says what happened."""
    return terminal.rows[:-1]


def test_a_storm_of_sizes_ends_in_the_picture_of_a_fresh_start(old_news: Path) -> None:
    count, seconds = STORM
    sizes = random.Random(13)
    with Terminal() as terminal:
        terminal.shows("unread")
        terminal.press("j", "j", "j", "enter")
        terminal.until(lambda: any(row.startswith("▏") for row in terminal.rows))
        held = next(row for row in terminal.rows if row.startswith("▏"))
        word = max(held.partition("│")[0].rstrip("…").split(), key=len)[:8]
        started = time.monotonic()
        for number in range(count):
            size = (1, 1) if number % 50 == 0 else (sizes.randint(1, 220), sizes.randint(1, 70))
            terminal.resize(*size)
            while terminal.read(max(0.0, started + (number + 1) * seconds / count - time.monotonic())):
                pass
        terminal.resize(110, 33)
        with Terminal(size=(110, 33)) as fresh:
            fresh.shows("unread")
            fresh.press("j", "j", "j", "enter")
            fresh.until(lambda: any(row.startswith("▏") for row in fresh.rows))
            terminal.until(lambda: (fresh.read(0), drawn(fresh) == drawn(terminal))[1])
        terminal.until(lambda: any(word in row for row in terminal.rows if row.startswith("▏")))
        terminal.press("ctrl+q")
        assert terminal.ended() == 0
        assert b"Traceback" not in terminal.output
        assert not (old_news / "telex.log").exists()


@pytest.mark.parametrize("size", [(20, 5), (24, 6), (40, 12)])
def test_small_screens_have_title_and_status(news: Path, size: tuple[int, int]) -> None:
    with Terminal(size=size) as terminal:
        terminal.shows("HEADLINES")
        terminal.until(lambda: terminal.rows[-1].strip())
        terminal.press("j", "enter")
        terminal.hides("HEADLINES")
        terminal.press("q", "s")
        terminal.shows("Marked")
        terminal.press("ctrl+q")
        assert terminal.ended() == 0


@pytest.mark.parametrize("size", [(1, 1), (19, 5), (20, 4), (200, 1)])
def test_smaller_ones_have_a_notice_and_never_crash(news: Path, size: tuple[int, int]) -> None:
    with Terminal(size=size) as terminal:
        terminal.says(b"\x1b[?1049h")
        if size[0] >= 12:
            terminal.until(lambda: "20x5" in terminal.text or "needs 20" in terminal.text)
        terminal.press("j", "enter", "?", "escape", "1", "/", "escape", "T", "z", "q")
        terminal.resize(80, 24)
        terminal.shows("HEADLINES")
        terminal.press("ctrl+q")
        assert terminal.ended() == 0
        assert b"Traceback" not in terminal.output
