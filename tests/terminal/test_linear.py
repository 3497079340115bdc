"""The linear mode, read as a screen reader reads: where the terminal's cursor is, and which lines changed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.terminal.screen import Terminal, tokens

SENTENCE = re.compile(r"unread, [^,:]+, (?:just now|\d+ (?:minute|hour|day)s?): ")


def reads(terminal: Terminal, row: int) -> bool:
    """Whether the headline on this row of the screen is being read."""
    return terminal.screen.cursor.y == row and bool(SENTENCE.match(line_of_cursor(terminal)))


def first_row(terminal: Terminal) -> bool:
    """Whether the first headline is being read."""
    return reads(terminal, 1)


def line_of_cursor(terminal: Terminal) -> str:
    return str(terminal.rows[terminal.screen.cursor.y])


@contextmanager
def linear(*arguments: str, size: tuple[int, int] = (100, 30)) -> Iterator[Terminal]:
    with Terminal("--linear", *arguments, size=size) as terminal:
        terminal.shows("200 unread")
        yield terminal
        terminal.press("ctrl+q")
        assert terminal.ended() == 0


def drawn_rows(output: bytes) -> set[int]:
    """The rows (from 0) that text was written to."""
    row, found = 0, set()
    for token in tokens(output):
        if token.kind == "csi" and token.data[-1] == "H":
            row = int(token.data[:-1].partition(";")[0] or 1) - 1
        elif token.kind == "text" and token.data.strip():
            found.add(row)
    return found


def test_each_row_is_a_sentence_and_the_cursor_is_on_it(news: Path) -> None:
    with linear() as terminal:
        terminal.until(lambda: first_row(terminal))
        terminal.says(b"\x1b[?25h")
        terminal.until(lambda: not re.search("[─│▌▏●]", terminal.text))
        for step in range(1, 6):
            terminal.quiet(0.2)
            said = len(terminal.output)
            terminal.press("j")
            terminal.until(lambda step=step: reads(terminal, 1 + step))  # type: ignore[misc]
            terminal.until(lambda said=said: drawn_rows(terminal.output[said:]))  # type: ignore[misc]
            assert drawn_rows(terminal.output[said:]) == {1 + step}


def test_the_article_is_read_line_by_line(news: Path) -> None:
    with linear() as terminal:
        terminal.until(lambda: first_row(terminal))
        title = line_of_cursor(terminal).partition(": ")[2].strip().rstrip("…")
        terminal.press("enter")
        terminal.until(lambda: title[:20] in terminal.text and "unread," not in terminal.text)
        terminal.shows("199 unread")
        terminal.quiet(0.3)
        top = terminal.screen.cursor.y
        said = len(terminal.output)
        terminal.press("j")
        terminal.until(lambda: terminal.screen.cursor.y == top + 1)
        terminal.quiet(0.2)
        assert drawn_rows(terminal.output[said:]) <= {top + 1}
        terminal.press("q")
        terminal.until(lambda: line_of_cursor(terminal).partition(": ")[2].startswith(title[:20]))


def test_nothing_changes_by_itself(news: Path, config: Path) -> None:
    config.write_text("linear = true\n[fetch]\nauto = false\n")
    with Terminal() as terminal:
        terminal.until(lambda: first_row(terminal))
        terminal.until(lambda: terminal.hear(2.5) == 0)
        terminal.press("ctrl+q")
        assert terminal.ended() == 0


def test_menus_are_read_too(news: Path) -> None:
    with linear() as terminal:
        terminal.until(lambda: first_row(terminal))
        terminal.press("?")
        terminal.until(lambda: "Go down one row" in line_of_cursor(terminal))
        terminal.press("down")
        terminal.until(lambda: "Go down one row" not in line_of_cursor(terminal))
        terminal.press("escape")
        terminal.until(lambda: first_row(terminal))
