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
def moving(news: Path, config: Path) -> Path:
    """The ticker crawls, as fast as it can."""
    config.write_text("[fetch]\nauto = false\n[ticker]\nspeed = 30\n")
    return news


def watch(terminal: Terminal) -> bytes:
    """What is written for a while, once all else is done."""
    terminal.shows("unread")
    terminal.hear(1.5)
    before = len(terminal.output)
    terminal.hear(WATCHED)
    return terminal.output[before:]


def test_a_moving_ticker_repaints_its_row_and_nothing_else(moving: Path) -> None:
    with Terminal() as terminal:
        written = watch(terminal)
        assert len(written) > 3000
        assert {int(found[1]) for found in _PLACE.finditer(written)} == {1}
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
        assert watch(terminal) == b""
        terminal.send(b"\x1b")
        before = len(terminal.output)
        terminal.until(lambda: len(terminal.output) > before + 3000)
