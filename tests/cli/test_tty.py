"""Commands on a real terminal (a pty): rows that fit, bold hits, progress that is wiped, and no other escape bytes."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from reader.config import Paths
from reader.demo.server import serve
from reader.newsroom import Newsroom
from reader.text.cells import width
from tests.cli.helpers import ROOT

if sys.platform == "win32":
    pytest.skip("needs a pty", allow_module_level=True)

import fcntl
import struct
import termios

SGR = re.compile(r"\x1b\[(1|22)m")


def run(
    *argv: str, stream: str = "stdout", term: str = "xterm-256color", columns: int = 70
) -> tuple[int, str]:
    """Run a command with one stream on a terminal of `columns` x 24; answers the code and what came there."""
    ours, theirs = os.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    places = {name: theirs if name == stream else subprocess.DEVNULL for name in ("stdout", "stderr")}
    child = subprocess.Popen(
        [sys.executable, "-m", "reader", *argv],
        cwd=ROOT,
        env={**os.environ, "TERM": term},
        stdin=subprocess.DEVNULL,
        stdout=places["stdout"],
        stderr=places["stderr"],
    )
    os.close(theirs)
    parts = []
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError:  # Linux answers EIO when the other end is closed
            break
        if not part:
            break
        parts.append(part)
    os.close(ours)
    return child.wait(timeout=60), b"".join(parts).decode().replace("\r\n", "\n")


def test_rows_fit_and_carry_no_escape_bytes(store: Path) -> None:
    code, text = run("list")
    lines = text.splitlines()
    assert code == 0
    assert len(lines) == 100
    assert max(map(width, lines)) <= 70
    assert "\x1b" not in text


def test_hits_are_bold_and_nothing_else_is_sent(store: Path) -> None:
    from reader.cli.main import main

    word = "the"
    code, text = run("search", word, "lang:en", "--limit", "3")
    assert code == 0
    assert SGR.search(text)
    assert "\x1b" not in SGR.sub("", text)
    assert "\x1b" not in run("search", word, "lang:en", "--limit", "3", term="dumb")[1]
    assert main(["search", word, "--limit", "1"]) == 0


@pytest.mark.parametrize("columns", [1, 30])
def test_any_width_is_borne(store: Path, columns: int) -> None:
    newest = "400"
    for argv in (
        ("list", "--limit", "5"),
        ("show", newest),
        ("sources",),
        ("ticker",),
        ("search", "the", "--limit", "2"),
    ):
        assert run(*argv, columns=columns)[0] == 0, argv


def test_progress_is_written_over_and_wiped(data: Path) -> None:
    with serve(1_790_000_000) as press:
        with Newsroom.open(Paths(data, data / "c")) as newsroom:
            for feed in press.feeds:
                newsroom.add_feed(feed.url)
        code, text = run("fetch", stream="stderr")
    assert code == 0
    assert "of 12 sources" in text
    assert "\n" not in text
    assert "\x1b" not in text
    assert text.split("\r")[-1] == ""
    assert text.split("\r")[-2].strip() == ""


def test_no_progress_on_a_dumb_terminal(data: Path) -> None:
    with serve(1_790_000_000) as press:
        with Newsroom.open(Paths(data, data / "c")) as newsroom:
            newsroom.add_feed(press.feeds[0].url)
        assert run("fetch", stream="stderr", term="dumb") == (0, "")
