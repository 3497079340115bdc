"""Where the room of an article changes, no frame shows its text set for the room that it had before."""

from __future__ import annotations

from pathlib import Path

import pyte

from tests.terminal.screen import WHOLE, Terminal, draw, tokens


def frames(terminal: Terminal, since: int, size: tuple[int, int]) -> list[list[str]]:
    """The screen after each frame from output byte `since` on, as rows; before, it is as the output until then left it."""
    screen = pyte.Screen(*size)
    stream = pyte.Stream(screen)
    found = []
    place = 0
    output = terminal.output
    while (end := output.find(WHOLE, place)) >= 0:
        for token in tokens(output[place:end]):
            draw(stream, token)
        place = end + len(WHOLE)
        if end >= since:
            found.append([row.rstrip() for row in screen.display])
    return found


def test_zen_and_back_set_the_text_at_once(old_news: Path) -> None:
    size = (140, 30)
    with Terminal(size=size) as terminal:
        terminal.shows("60 unread")
        terminal.press("j", "enter")
        terminal.shows("59 unread")
        terminal.until(lambda: sum(map(bool, text_of(terminal.rows))) > 5)
        terminal.quiet(0.5)
        beside = text_of(terminal.rows)
        before = len(terminal.output)
        terminal.press("z")
        terminal.hides("HEADLINES")
        terminal.quiet(0.5)
        alone = text_of(terminal.rows)
        assert alone != beside, "the width is the same: the test sees nothing"
        for rows in frames(terminal, before, size):
            if not any("HEADLINES" in row for row in rows):
                assert text_of(rows) == alone
        before = len(terminal.output)
        terminal.press("z")
        terminal.shows("HEADLINES")
        terminal.quiet(0.5)
        for rows in frames(terminal, before, size):
            if any("HEADLINES" in row for row in rows):
                assert text_of(rows) == beside


def text_of(rows: list[str]) -> list[str]:
    """The article's part of each row, with its place."""
    return [row[row.rfind("│") + 1 :].rstrip() for row in rows[2:-1]]
