"""However it ends, the terminal is as it was: quit, a fault, four signals, a dropped line, a stop and its way back."""

from __future__ import annotations

import os
import shutil
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import psutil
import pytest

from reader.config import Paths
from reader.newsroom import Newsroom
from reader.store import lease
from tests.terminal.screen import FULL, Terminal, tokens

TIMES = [4] * 5 if FULL else [3]
"""So many side by side, one batch after the other."""
DROPS = 50 if FULL else 5
STOPS = 20 if FULL else 3
SLACK = 1 if FULL else 10
"""Times as the requirements say them are for a machine that has nothing else to do."""

OFF = {
    "?1049h": "?1049l",  # alternate screen
    "?25l": "?25h",  # cursor
    "?1000h": "?1000l",  # mouse, in four ways
    "?1003h": "?1003l",
    "?1015h": "?1015l",
    "?1006h": "?1006l",
    "?2004h": "?2004l",  # paste
    "?1004h": "?1004l",  # focus
    "?7l": "?7h",  # wrapping
    "8l": "8h",  # who orders right-to-left text
    ">25u": "<u",  # keyboard
}
FAULT = """
import sys
from reader.tui.screens import main
def fail(self, mode=""):
    secret = "sesame"
    raise RuntimeError("out of cheese \\x1b]0;owned\\x07" + str(len(secret)))
main.MainScreen.show_text = fail
from reader.__main__ import main as telex
sys.exit(telex([]))
"""


def left_on(terminal: Terminal, since: int = 0) -> list[str]:
    """The modes that were switched since output byte `since` and not switched back."""
    sent = [token.data for token in tokens(terminal.output[since:]) if token.kind == "csi"]
    last = {data: place for place, data in enumerate(sent)}
    return [on for on, off in OFF.items() if on not in last or last.get(off, -1) < last[on]]


def assert_restored(terminal: Terminal, since: int = 0) -> None:
    """Every mode that was switched since output byte `since` is switched back, in the end: its last bytes may be on their way."""
    with suppress(AssertionError):
        terminal.until(lambda: not left_on(terminal, since))
    assert left_on(terminal, since) == [], "left on, or never switched"
    assert terminal.flags_now() == terminal.flags


def open_reader(
    *, store: Path | None = None, program: tuple[str, ...] = (sys.executable, "-m", "reader")
) -> Terminal:
    return Terminal(program=program, env={"TELEX_DATA_DIR": str(store)} if store else None)


@contextmanager
def several(
    news: Path, times: int, program: tuple[str, ...] = (sys.executable, "-m", "reader")
) -> Iterator[list[Terminal]]:
    """So many readers side by side, each with a store of its own, when all of them are ready."""
    with ExitStack() as stack:
        terminals = []
        for number in range(times):
            store = news.with_name(f"{news.name}-{number}")
            shutil.copytree(news, store, dirs_exist_ok=True)
            terminals.append(stack.enter_context(open_reader(store=store, program=program)))
        for terminal in terminals:
            terminal.shows("unread")
        yield terminals


def starred(store: Path) -> int:
    with Newsroom.open(Paths(store, store / "c")) as newsroom:
        return newsroom.counts().starred


def engine_of(store: Path) -> bool:
    with Newsroom.open(Paths(store, store / "c")) as newsroom:
        held = lease.holder(newsroom.db)
        return held is not None and held.alive


@pytest.mark.parametrize("count", TIMES)
def test_quit(news: Path, count: int) -> None:
    with several(news, count) as terminals:
        for terminal in terminals:
            terminal.press("ctrl+q")
        for terminal in terminals:
            assert terminal.ended() == 0
            assert_restored(terminal)


@pytest.mark.parametrize("count", TIMES)
def test_fault(news: Path, count: int) -> None:
    with several(news, count, (sys.executable, "-c", FAULT)) as terminals:
        for terminal in terminals:
            terminal.send(b":show-address\r")
        for number, terminal in enumerate(terminals):
            assert terminal.ended() == 1
            assert_restored(terminal)
            said = terminal.output[terminal.output.rindex(b"\x1b[?1049l") :].decode()
            assert_told(said, news.with_name(f"{news.name}-{number}") / "telex.log")


def assert_told(said: str, log: Path) -> None:
    """At most five lines, the path of a log that only its owner reads, and no secret anywhere."""
    lines = [line for line in said.splitlines() if "Telex" in line or "/" in line]
    assert 2 <= len(lines) <= 5
    assert "RuntimeError" in said
    assert str(log) in said
    assert "cheese" not in said
    assert log.stat().st_mode & 0o777 == 0o600
    text = log.read_text()
    assert "out of cheese" in text
    assert "sesame" not in text
    assert "\x1b" not in text


@pytest.mark.parametrize("count", TIMES)
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT"])
def test_signals(news: Path, name: str, count: int) -> None:
    number = getattr(signal, name)
    with several(news, count) as terminals:
        for terminal in terminals:
            terminal.press("j", "s")
            terminal.says(b"Marked")
            terminal.signal(number)
        for terminal in terminals:
            assert terminal.ended() == 128 + number
            assert_restored(terminal)
        for place in range(count):
            assert starred(news.with_name(f"{news.name}-{place}")) == 1


def test_a_signal_before_the_first_paint(news: Path) -> None:
    """Whenever it comes, the program ends and leaves no mode on."""
    for wait in (0.05, 0.15, 0.3, 0.45, 0.6):
        with Terminal() as terminal:
            end = time.monotonic() + wait
            while time.monotonic() < end:
                terminal.read(end - time.monotonic())
            terminal.signal(signal.SIGTERM)
            code = terminal.ended()
            assert code in (128 + signal.SIGTERM, -signal.SIGTERM)
            if b"\x1b[?1049h" in terminal.output:
                assert terminal.output.rindex(b"\x1b[?1049l") > terminal.output.rindex(b"\x1b[?1049h")
            assert terminal.flags_now() == terminal.flags


@pytest.mark.parametrize("time_", range(DROPS))
def test_a_dropped_line_ends_everything_and_loses_no_mark(news: Path, time_: int) -> None:
    with open_reader() as terminal:
        terminal.shows("unread")
        terminal.press("R")  # a refresh is under way: the engine runs
        terminal.press("s", pause=0.02)
        terminal.says(b"Marked")
        reader = psutil.Process(terminal.process.pid)
        terminal.until(reader.children)  # the engine is on its way
        if time_ % 2:
            terminal.until(lambda: engine_of(news))  # or at work
        family = [terminal.process, *reader.children(recursive=True)]
        started = time.monotonic()
        terminal.drop()
        while any(psutil.pid_exists(one.pid) and terminal.process.poll() is None for one in family):
            assert time.monotonic() - started < 2.0 * SLACK, "it goes on without a terminal"
            time.sleep(0.01)
        left = [one.pid for one in family if one.pid != terminal.process.pid and psutil.pid_exists(one.pid)]
        while left and time.monotonic() - started < 3.0 * SLACK:
            time.sleep(0.02)
            left = [pid for pid in left if psutil.pid_exists(pid)]
        assert not left
    assert starred(news) == 1
    assert not engine_of(news)


def test_it_is_stopped_and_comes_back_at_another_size(news: Path) -> None:
    with open_reader() as terminal:
        terminal.shows("unread")
        for turn in range(STOPS):
            before = len(terminal.output)
            terminal.signal(signal.SIGTSTP)
            terminal.stopped()
            terminal.says(b"\x1b[?1049l", before)
            terminal.quiet(0.05)
            assert_restored(terminal, since=0)
            size = (60 + turn // 2 * 20 % 60, 20 + turn // 2 % 2 * 6)  # every other time the same one
            terminal.resize(*size)
            before = len(terminal.output)
            terminal.signal(signal.SIGCONT)
            terminal.until(
                lambda: any("HEADLINES" in row for row in terminal.rows[:2]) and "unread" in terminal.rows[-1]
            )
            assert len(terminal.rows[0]) == size[0]
            terminal.says(b"\x1b[8l", before)
        terminal.press("ctrl+q")
        assert terminal.ended() == 0
        assert_restored(terminal)


STOP_IN_A_WRITE = """
import signal, sys
from textual.drivers._writer_thread import WriterThread
write = WriterThread.write
def stop_in_it(self, text):
    if "found" in text:
        WriterThread.write = write
        with self._queue.mutex:
            signal.raise_signal(signal.SIGTSTP)
    write(self, text)
WriterThread.write = stop_in_it
from reader.__main__ import main as telex
sys.exit(telex([]))
"""


def test_a_stop_in_the_middle_of_a_write(news: Path) -> None:
    """The signal comes while the program holds the queue of what is to be written, which the stop needs too."""
    with open_reader(program=(sys.executable, "-c", STOP_IN_A_WRITE)) as terminal:
        terminal.shows("unread")
        terminal.press("/", *"lang:ar", "enter")
        terminal.stopped()
        assert_restored(terminal)
        before = len(terminal.output)
        terminal.signal(signal.SIGCONT)
        terminal.says(b"\x1b[?1049h", before)
        terminal.says(b"SEARCH", before)
        terminal.shows("found")
        terminal.press("ctrl+q")
        assert terminal.ended() == 0
        assert_restored(terminal)


def test_the_command_gives_the_shell_its_terminal_and_fg_comes_back(news: Path) -> None:
    shell = ("sh", "-c", f"{sys.executable} -m reader; echo the shell is back")
    with Terminal(size=(100, 24), program=shell) as terminal:
        terminal.shows("unread")
        (telex,) = psutil.Process(terminal.process.pid).children()
        terminal.press(":", *"suspend", "enter")
        terminal.until(lambda: telex.status() == psutil.STATUS_STOPPED)
        terminal.quiet(0.05)
        assert_restored(terminal)
        before = len(terminal.output)
        telex.resume()
        terminal.says(b"HEADLINES", before)
        terminal.press("ctrl+q")
        terminal.says(b"the shell is back")
        assert_restored(terminal)


def test_there_may_be_no_shell_to_go_back_to(news: Path) -> None:
    with open_reader() as terminal:
        terminal.shows("unread")
        terminal.press(":", *"suspend", "enter")
        terminal.shows("There is no shell to go back to")
        terminal.press("ctrl+q")
        assert terminal.ended() == 0


def test_a_stop_that_cannot_be_caught(news: Path) -> None:
    """SIGSTOP leaves the terminal to whoever comes next; on the way back everything is set and drawn again."""
    with open_reader() as terminal:
        terminal.shows("unread")
        terminal.signal(signal.SIGSTOP)
        terminal.stopped()
        before = len(terminal.output)
        terminal.signal(signal.SIGCONT)
        terminal.says(b"\x1b[?1049h", before)
        terminal.says(b"HEADLINES", before)
        terminal.press("?")
        terminal.shows("Go down one row")
        terminal.press("ctrl+q")
        assert terminal.ended() == 0
        assert_restored(terminal)


def test_the_store_is_whole_after_a_kill(news: Path) -> None:
    """SIGKILL cannot be handled; nothing that was marked is lost all the same."""
    with open_reader() as terminal:
        terminal.shows("unread")
        terminal.press("s")
        terminal.says(b"Marked")
        os.kill(terminal.process.pid, signal.SIGKILL)
        terminal.ended()
    assert starred(news) == 1
    with Newsroom.open(Paths(news, news / "c")) as newsroom:
        assert newsroom.db.value("PRAGMA integrity_check") == "ok"
