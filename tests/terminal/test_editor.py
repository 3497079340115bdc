"""The settings in the person's editor: it has the terminal, and what it saved is taken in when it is left."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.terminal.screen import Terminal

EDITOR = """
import pathlib, sys
print("EDITING", flush=True)
word = input()
file = pathlib.Path(sys.argv[1])
file.write_text(file.read_text() + f'[look]\\nmeasure = {word}\\n')
"""


@pytest.fixture(autouse=True)
def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    script = tmp_path / "editor.py"
    script.write_text(EDITOR)
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", f"{sys.executable} {script}")
    return script


def test_settings_are_changed_in_the_editor(news: Path, config: Path) -> None:
    with Terminal() as terminal:
        terminal.shows("200 unread")
        terminal.send(b":settings-open\r")
        terminal.says(b"EDITING")
        assert b"\x1b[?1049l" in terminal.output
        terminal.send(b"77\r")
        terminal.shows("The settings were taken in.")
        terminal.press("q")
        assert terminal.ended() == 0
    assert "measure = 77" in config.read_text()


def test_an_interrupt_is_the_editors(news: Path) -> None:
    with Terminal() as terminal:
        terminal.shows("200 unread")
        terminal.send(b":settings-open\r")
        terminal.says(b"EDITING")
        terminal.send(b"\x03")
        terminal.shows("ended with")
        terminal.press("q")
        assert terminal.ended() == 0
