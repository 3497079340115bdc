"""Keys that come faster than what they are for: a slow line brings them in one piece."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.terminal.screen import Terminal, paste


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        (b"/whale", "Search  whale"),
        (b":show-add", ":  show-add"),
        (b"t" + paste("to read"), "Tag  to read"),
        (b"\x10late", "late"),
        (b"j:tag", ":  tag"),
    ],
)
def test_what_is_typed_ahead_stands_in_the_line_in_order(news: Path, typed: bytes, shown: str) -> None:
    with Terminal() as terminal:
        terminal.shows("unread")
        terminal.send(typed)
        terminal.shows(shown, 5)
        terminal.press("escape", "ctrl+q")
        assert terminal.ended() == 0


def test_keys_before_the_first_paint_are_kept(news: Path) -> None:
    with Terminal() as terminal:
        terminal.says(b"\x1b[?1049h")
        terminal.send(b"jjs")
        terminal.shows("★")
        row = next(number for number, line in enumerate(terminal.rows) if "★" in line)
        first = next(number for number, line in enumerate(terminal.rows) if "●" in line)
        assert row == first + 2
        terminal.press("ctrl+q")
        assert terminal.ended() == 0
