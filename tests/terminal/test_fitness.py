"""Where no screen can be shown: one line that names the command line, exit code 2, and not one escape byte."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.terminal.screen import ROOT, Terminal


@pytest.mark.parametrize(
    ("term", "arguments"), [("dumb", ()), ("", ()), ("unknown", ()), ("dumb", ("demo",))]
)
def test_a_terminal_that_can_show_none(term: str, arguments: tuple[str, ...], data: Path) -> None:
    with Terminal(*arguments, env={"TERM": term}) as terminal:
        assert terminal.ended() == 2
        said = terminal.output.decode()
    assert "\x1b" not in said
    assert said.count("\n") == 1
    assert "telex list" in said
    assert not data.exists()


@pytest.mark.parametrize("piped", [("stdin",), ("stdout",), ("stderr",), ("stdin", "stdout", "stderr")])
def test_a_pipe_is_no_terminal(piped: tuple[str, ...], data: Path) -> None:
    ours, theirs = os.openpty()
    places = dict.fromkeys(("stdin", "stdout", "stderr"), theirs)
    places.update({name: subprocess.DEVNULL if name == "stdin" else subprocess.PIPE for name in piped})
    stdin, stdout, stderr = places["stdin"], places["stdout"], places["stderr"]
    command = [sys.executable, "-m", "reader"]
    with subprocess.Popen(command, cwd=ROOT, stdin=stdin, stdout=stdout, stderr=stderr) as program:
        os.close(theirs)
        written = b"".join(part or b"" for part in program.communicate(timeout=30))
    try:
        written += os.read(ours, 65536)
    except OSError:  # nothing came on the terminal
        pass
    os.close(ours)
    assert program.returncode == 2
    assert b"\x1b" not in written
    assert written.count(b"\n") == 1
    assert b"telex list" in written
    assert not data.exists()
