"""Keys that come faster than what they are for: a slow line brings them in one piece."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.config import Paths
from reader.newsroom import Newsroom
from tests.terminal.screen import KEYS, Terminal, paste


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
        terminal.shows(shown)
        terminal.press("escape", "ctrl+q")
        assert terminal.ended() == 0


def counted(news: Path) -> tuple[int, int]:
    """Starred and read entries in the store."""
    with Newsroom.open(Paths(news, news / "c"), readonly=True) as newsroom:
        counts = newsroom.counts()
    return counts.starred, counts.total - counts.unread


@pytest.mark.parametrize(
    ("typed", "stars", "read"),
    [
        (b":star\rj:star\r", 2, 0),
        (b":tag\rwhale\rjs", 1, 0),
        (b"/\x1b[27ujs", 1, 0),
        (b":read-toggle\rj:read-toggle\rj", 0, 2),
    ],
)
def test_what_is_typed_behind_a_line_is_for_what_comes_after_it(
    news: Path, typed: bytes, stars: int, read: int
) -> None:
    with Terminal() as terminal:
        terminal.shows("unread")
        terminal.send(typed)
        terminal.until(lambda: counted(news) == (stars, read))
        terminal.press("ctrl+q")
        assert terminal.ended() == 0
    assert counted(news) == (stars, read)


@pytest.mark.parametrize(
    "typed", [b"?\x1b[27u1/\x1b[27u2s", b"/whale\x1b[27us", b":star\r", b"t\x1b[27uj:prev\rs"]
)
def test_lines_and_menus_before_the_first_paint(news: Path, typed: bytes) -> None:
    with Terminal() as terminal:
        terminal.says(b"\x1b[?1049h")
        terminal.send(typed)
        terminal.until(lambda: counted(news) == (1, 0))
        terminal.press("ctrl+q")
        assert terminal.ended() == 0


@pytest.mark.parametrize("typed", [b"/whale\x1b[27us", b":star\r", b"t\x1b[27uj:prev\rs"])
def test_what_was_typed_at_the_shell_while_telex_came_up(news: Path, typed: bytes) -> None:
    with Terminal() as terminal:
        terminal.send(typed)
        terminal.until(lambda: counted(news) == (1, 0))
        terminal.press("ctrl+q")
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


@pytest.mark.parametrize("opening", [b":", b"/", b"?", b"\x10", b":save-markdown \r", b"a"])
def test_leaving_while_a_line_or_a_menu_is_on_its_way(news: Path, opening: bytes) -> None:
    with Terminal() as terminal:
        terminal.shows("unread")
        terminal.send(opening + KEYS["ctrl+q"])
        assert terminal.ended() == 0, (news / "telex.log").read_text()
    assert not (news / "telex.log").exists()
