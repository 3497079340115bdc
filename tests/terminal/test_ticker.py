"""What the ticker writes to the terminal: its own row and nothing else, through Textual alone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.terminal.screen import FULL, WHOLE, Terminal

WATCHED = 8.0 if FULL else 2.0
"""Seconds."""

_FRAME = re.compile(rb"\x1b\[\?2026h.*?\x1b\[\?2026l", re.DOTALL)
_PLACE = re.compile(rb"\x1b\[(\d+);\d+H")


@pytest.fixture
def moving(old_news: Path, config: Path) -> Path:
    """The ticker crawls, as fast as it can, and nothing else changes by itself."""
    config.write_text("[fetch]\nauto = false\n[ticker]\nspeed = 30\n")
    return old_news


def places(written: bytes) -> set[int]:
    """The rows (from 1) that something was drawn in."""
    return {int(found[1]) for found in _PLACE.finditer(written)}


def test_a_moving_ticker_repaints_its_row_and_nothing_else(moving: Path) -> None:
    with Terminal() as terminal:
        terminal.shows("unread")
        for _ in range(5):  # what comes after the first paint takes its time on a busy machine
            terminal.hear(1.5)
            before = len(terminal.output)
            terminal.hear(WATCHED)
            terminal.until(lambda since=before: len(terminal.output) > since + 3000)  # type: ignore[misc]
            written = terminal.output[before:]
            if places(written) == {1}:
                break
        assert places(written) == {1}
        assert (
            _FRAME.sub(b"", written[written.index(b"\x1b[?2026h") : written.rindex(b"\x1b[?2026l") + 8])
            == b""
        )


def _rows_with(terminal: Terminal, text: str) -> list[tuple[int, str]]:
    return [(y, row) for y, row in enumerate(terminal.rows) if text in row]


def test_a_notice_stays_whole_above_it(moving: Path) -> None:
    with Terminal() as terminal:
        terminal.shows("unread")
        terminal.send(b":show-address\r")
        terminal.until(lambda: "https://" in terminal.text and terminal.output.endswith(WHOLE))
        row, shown = terminal.rows[0], _rows_with(terminal, "https://")
        assert [text for _, text in shown] == [f"▌ {shown[0][1].split()[1]}".ljust(terminal.screen.columns)]
        terminal.until(lambda: terminal.rows[0] != row and _rows_with(terminal, "https://") == shown)


def test_it_rests_beneath_an_open_menu(moving: Path) -> None:
    with Terminal() as terminal:
        terminal.shows("unread")
        terminal.send(b"?")
        terminal.shows("Help")
        terminal.until(lambda: terminal.hear(WATCHED) == 0)
        terminal.send(b"\x1b")
        before = len(terminal.output)
        terminal.until(lambda: len(terminal.output) > before + 3000)
