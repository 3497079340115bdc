"""A fault at any of thirty points: the terminal is given back, a few lines say where the log is, and no mark is lost."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

import pytest

from reader.config import Paths
from reader.newsroom import Newsroom
from tests.terminal.faults import SECRET
from tests.terminal.screen import FULL, Terminal, tokens
from tests.terminal.test_restored import assert_restored, assert_told

POINTS = {
    # module, class, function: the keys that lead to it
    "reader.tui.acts.moves Moves next": "j",
    "reader.tui.acts.moves Moves last": "G",
    "reader.tui.acts.moves Moves page_down": "\x1b[6~",
    "reader.tui.acts.moves Moves focus_sources": "1",
    "reader.tui.acts.moves Moves focus_ticker": "T",
    "reader.tui.acts.reads Reads open": "\r",
    "reader.tui.acts.reads Reads read_on": " ",
    "reader.tui.acts.reads Reads open_outside": "o",
    "reader.tui.acts.marks Marks later": "L",
    "reader.tui.acts.marks Marks hide": "D",
    "reader.tui.acts.marks Marks undo": "u",
    "reader.tui.acts.finds Finds unread": ":unread\r",
    "reader.tui.acts.searches Searches _typed": "/whale",
    "reader.tui.acts.looks Looks zen": "z",
    "reader.tui.acts.looks Looks rtl": ":rtl off\r",
    "reader.tui.acts.shares Shares copy_title": "Y",
    "reader.tui.acts.shares Shares show_address": ":show-address\r",
    "reader.tui.acts.program Program help": "?",
    "reader.tui.acts.program Program log": ":log\r",
    "reader.tui.runner Runner run": "m",
    "reader.tui.keyboard Keyboard press": "j",
    "reader.tui.dialogs Dialogs ask": "t",
    "reader.tui.widgets.prompt PromptLine on_mount": ":",
    "reader.tui.widgets.prompt PromptLine on_key": ":next\r",
    "reader.tui.screens.chooser Chooser on_mount": "\x10",
    "reader.tui.screens.chooser Chooser _filter 2": "?x",
    "reader.tui.widgets.status StatusLine say": "m",
    "reader.tui.panes Panes lay_out": "",
    "reader.tui.furnish - furnish": "",
    "reader.tui.live Live read_counts": "",
    "reader.tui.widgets.headlines HeadlineList make_row": "",
    "reader.tui.widgets.headlines HeadlineList reload": "s",
    "reader.tui.lists Lists retitle": "",
    "reader.store.windows View rows": "",
}
SOME = POINTS if FULL else list(POINTS)[::6]


def test_every_point_is_still_there() -> None:
    for point in POINTS:
        module, owner, function, *_ = point.split(" ")
        place = import_module(module)
        assert callable(getattr(place if owner == "-" else getattr(place, owner), function)), point


@pytest.mark.parametrize("point", SOME)
def test_a_fault_ends_in_order(news: Path, point: str) -> None:
    with Newsroom.open(Paths(news, news / "c")) as newsroom:
        newsroom.mark(newsroom.view("").ids(5, 1), starred=True)
    program = (sys.executable, "-m", "tests.terminal.faults", *point.replace(" - ", "  ").split(" "))
    with Terminal(program=program) as terminal:
        if POINTS[point]:
            terminal.shows("unread")
            terminal.send(POINTS[point].encode())
        assert terminal.ended() == 1, point
        if b"\x1b[?1049h" in terminal.output:
            assert_restored(terminal)
            said = terminal.output[terminal.output.rindex(b"\x1b[?1049l") :].decode()
        else:
            said = terminal.output.decode()
        assert_told(said, news / "telex.log")
        assert SECRET.encode() not in terminal.output
        assert "osc 0" not in {token.name for token in tokens(terminal.output)}
    with Newsroom.open(Paths(news, news / "c")) as newsroom:
        assert newsroom.counts().starred == (2 if POINTS[point] == "s" else 1)
        assert newsroom.db.value("PRAGMA integrity_check") == "ok"


def test_there_are_thirty() -> None:
    assert len(POINTS) >= 30


BROKEN = (
    "reader.tui.widgets.article_page  typeset",
    "reader.typeset.document Document fill",
    "reader.typeset.document Document settle",
)


@pytest.mark.parametrize("point", BROKEN)
def test_one_broken_article_ends_nothing(news: Path, point: str) -> None:
    program = (sys.executable, "-m", "tests.terminal.faults", *point.split(" "))
    with Terminal(program=program, size=(80, 24)) as terminal:
        terminal.shows("unread")
        terminal.press("enter")
        terminal.shows("This article cannot be shown")
        terminal.shows("(RuntimeError)")
        log = news / "telex.log"
        terminal.until(log.exists)
        terminal.press("j", "G", "]", ")", "w", "J")
        terminal.hides("This article cannot be shown")
        terminal.press("q", "ctrl+q")
        assert terminal.ended() == 0
    assert log.stat().st_mode & 0o777 == 0o600
    assert "out of cheese" in log.read_text()
    assert SECRET not in log.read_text()
