"""Two screens and commands on one store, all at work: each sees what the others did, and no lock is ever spoken of."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from reader.config import Paths
from reader.newsroom import Newsroom
from tests.terminal.screen import FULL, ROOT, Terminal

ROUNDS = 10 if FULL else 2
LOCKED = (b"locked", b"Another program is writing", b"Traceback")


def telex(*arguments: str) -> str:
    """A command beside the screens; answers what it said."""
    done = subprocess.run(
        [sys.executable, "-m", "reader", *arguments], cwd=ROOT, capture_output=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    assert not any(word in done.stdout + done.stderr for word in LOCKED)
    return done.stdout.decode()


def test_screens_and_commands_side_by_side(news: Path) -> None:
    with Terminal() as first, Terminal() as second:
        for screen in (first, second):
            screen.shows("200 unread")
        unread = 200
        for number in range(ROUNDS):
            telex("mark", "read", f"key:{number + 1}")
            unread -= 1
            for screen in (first, second):
                screen.shows(f"{unread} unread")
            first.press("m")
            second.shows(f"{unread - 1} unread")
            second.press("m")  # the same entry: unread again
            first.shows(f"{unread} unread")
            telex("fetch")
        for screen in (first, second):
            assert not any(word in screen.output for word in LOCKED)
            screen.press("ctrl+q")
            assert screen.ended() == 0
    with Newsroom.open(Paths(news, news / "c")) as newsroom:
        assert newsroom.counts().unread == 200 - ROUNDS
        assert newsroom.db.value("PRAGMA integrity_check") == "ok"
