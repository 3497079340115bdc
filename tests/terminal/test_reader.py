"""The reading loop on a real terminal: keys and mouse as bytes, and what a person sees."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from reader.config import Paths
from reader.newsroom import Newsroom
from reader.tui.keymap import PRESETS
from tests.terminal.screen import Terminal, paste, tokens


def counts(data: Path) -> tuple[int, int, int, int]:
    with Newsroom.open(Paths(data, data.parent / "config.toml"), readonly=True) as newsroom:
        found = newsroom.counts()
    return (found.total, found.unread, found.starred, found.later)


def unread(terminal: Terminal, data: Path, number: int) -> None:
    """Read until the store has so many unread entries; the status line may be saying something else."""
    terminal.until(lambda: counts(data)[1] == number)


def cursor(terminal: Terminal) -> int:
    """The row of the list with the cursor."""
    return next((number for number, row in enumerate(terminal.rows) if row.startswith("▌")), -1)


def test_the_loop(news: Path) -> None:
    with Terminal(size=(120, 30)) as terminal:
        terminal.shows("200 unread")
        terminal.until(lambda: cursor(terminal) == 2)
        terminal.press("j", "down", "j", "k")
        terminal.until(lambda: cursor(terminal) == 4)
        terminal.press("enter")
        unread(terminal, news, 199)
        terminal.press("J")
        unread(terminal, news, 198)
        terminal.press("q", "s")
        terminal.shows("★")
        terminal.press("L")
        terminal.shows("✪")
        terminal.press("u", "u", "u", "u")
        unread(terminal, news, 200)
        terminal.press("q")
        assert terminal.ended() == 0
    assert counts(news) == (200, 200, 0, 0)


def test_marks_are_kept_over_a_restart_and_undone_after_it(news: Path) -> None:
    with Terminal() as terminal:
        terminal.shows("200 unread")
        terminal.press("s", "j", "m", "ctrl+q")
        assert terminal.ended() == 0
    assert counts(news) == (200, 199, 1, 0)
    with Terminal() as terminal:
        terminal.shows("199 unread")
        terminal.press("ctrl+z", "u")
        unread(terminal, news, 200)
        terminal.press("ctrl+q")
        terminal.ended()
    assert counts(news) == (200, 200, 0, 0)


def test_search_on_a_terminal(news: Path) -> None:
    with Terminal() as terminal:
        terminal.shows("200 unread")
        terminal.press("/")
        terminal.shows("Search")
        terminal.send(b"zibeline")
        terminal.until(lambda: "SEARCH" in terminal.rows[1])
        terminal.press("enter", "escape")
        terminal.until(lambda: "HEADLINES" in terminal.rows[1])
        terminal.press("q")
        assert terminal.ended() == 0


def test_the_mouse_selects_opens_and_scrolls(news: Path) -> None:
    with Terminal(size=(120, 30)) as terminal:
        terminal.shows("200 unread")
        terminal.until(lambda: cursor(terminal) == 2)
        click(terminal, 20, 9)
        terminal.until(lambda: cursor(terminal) == 9)
        first = terminal.rows[2]
        terminal.send(b"\x1b[<65;20;10M")
        terminal.until(lambda: terminal.rows[2] != first and cursor(terminal) == 6)
        click(terminal, 20, 12)
        click(terminal, 20, 12)
        unread(terminal, news, 199)
        terminal.press("ctrl+q")
        assert terminal.ended() == 0


def click(terminal: Terminal, column: int, row: int) -> None:
    """As terminals send it in SGR mode, from 1 on."""
    place = f"0;{column + 1};{row + 1}"
    terminal.send(f"\x1b[<{place}M\x1b[<{place}m".encode())


def test_without_a_mouse_none_is_asked_for(news: Path, config: Path) -> None:
    config.write_text("mouse = false\n" + config.read_text())
    with Terminal() as terminal:
        terminal.shows("200 unread")
        terminal.press("q")
        assert terminal.ended() == 0
    assert not [
        t
        for t in tokens(terminal.output)
        if t.kind == "csi" and t.data.startswith("?100") and "4" not in t.data
    ]


def test_a_paste_goes_into_the_line_and_nowhere_else(news: Path) -> None:
    with Terminal() as terminal:
        terminal.shows("200 unread")
        terminal.send(paste("qqq"))
        terminal.press("a")
        terminal.shows("Address")
        terminal.send(paste("https://lamp.example/\x1b]0;x\x07"))
        terminal.shows("or a word  https://lamp.example/]0;x ")
        terminal.press("escape", "ctrl+q")
        assert terminal.ended() == 0
    assert "osc 0" not in {token.name for token in tokens(terminal.output)}


@pytest.mark.parametrize("preset", PRESETS)
def test_each_set_of_keys_opens_marks_and_leaves(preset: str, news: Path, config: Path) -> None:
    config.write_text(f'keymap = "{preset}"\n' + config.read_text())
    star = {"telex": "s", "newsboat": "*", "eilmeldung": "m", "arrows": "\x1b[2~"}[preset]
    with Terminal(size=(120, 30)) as terminal:
        terminal.shows("200 unread")
        terminal.press("down", star)
        terminal.shows("★")
        terminal.press("enter")
        unread(terminal, news, 199)
        terminal.press("escape", "\x03")
        assert terminal.ended() == 0
    assert counts(news)[2] == 1


def test_an_escape_alone_is_a_key(news: Path) -> None:
    """As most terminals send it: the beginning of any other key, and one of its own when nothing follows."""
    with Terminal() as terminal:
        terminal.shows("200 unread")
        terminal.press("?")
        terminal.shows("Go down one row")
        terminal.send(b"\x1b")
        terminal.hides("Go down one row")
        terminal.press("q")
        assert terminal.ended() == 0


def test_open_outside_gives_the_browser_one_argument(news: Path, tmp_path: Path) -> None:
    log = tmp_path / "log"
    browser = tmp_path / "browser"
    browser.write_text(f"#!{sys.executable}\nimport sys\nopen({str(log)!r}, 'w').write(repr(sys.argv[1:]))\n")
    os.chmod(browser, 0o755)
    with Terminal(env={"BROWSER": str(browser)}) as terminal:
        terminal.shows("200 unread")
        terminal.press("O")
        unread(terminal, news, 199)
        terminal.until(lambda: log.exists() and log.read_text().endswith("]"))
        terminal.press("q")
        assert terminal.ended() == 0
    assert log.read_text().startswith("['https://")
    assert log.read_text().count("'") == 2


def test_a_second_window_sees_the_marks_of_the_first(news: Path) -> None:
    with Terminal() as first, Terminal() as second:
        first.shows("200 unread")
        second.shows("200 unread")
        first.press("m")
        second.shows("199 unread")
        for terminal in (first, second):
            terminal.press("q")
            assert terminal.ended() == 0


def test_an_empty_reader_offers_a_start_and_leaves(data: Path) -> None:
    with Terminal() as terminal:
        terminal.shows("T E L E X")
        terminal.shows("Starter packs")
        terminal.press("escape")
        terminal.shows("No sources yet.")
        terminal.press("q")
        assert terminal.ended() == 0


def test_a_store_that_refuses_is_one_sentence(data: Path) -> None:
    data.mkdir()
    (data / "telex.db").write_bytes(b"not a database at all, but long enough to look at" * 40)
    with Terminal() as terminal:
        assert terminal.ended() == 1
    assert terminal.output.count(b"\n") == 1
    assert b"Traceback" not in terminal.output
    assert b"\x1b" not in terminal.output


def test_settings_that_cannot_be_used_are_one_sentence(data: Path, config: Path) -> None:
    config.write_text("[look]\nmeasure = 7\n")
    with Terminal() as terminal:
        assert terminal.ended() == 2
    assert b"look.measure" in terminal.output
    assert terminal.output.count(b"\n") == 1
