"""Locales that are not UTF-8: ASCII borders and signs, replaced letters, columns that stay where they are, no crash."""

from __future__ import annotations

import json
import os
import random
import re
import subprocess
import sys
from pathlib import Path

import pytest

from reader.config import Paths
from reader.newsroom import Newsroom
from reader.store.seed import seed
from tests.terminal.screen import ROOT, Terminal

_LETTERS = "東京都知事選挙速報🚀👩‍👩‍👧🇫🇷✈️é̂ñ«»— 한국어ไทยहिन्दीשלוםالسلام ABC 123"


@pytest.fixture
def foreign(data: Path) -> Path:
    """A store of 500 headlines in every script."""
    dice = random.Random(17)
    with Newsroom.open(Paths(data, data / "c")) as newsroom:
        seed(newsroom.db, 500, now=newsroom.now() - 600)
        for entry in newsroom.view("").ids(0, 500):
            title = "".join(dice.choices(_LETTERS, k=dice.randint(4, 60)))
            newsroom.db.execute("UPDATE entry SET title = ? WHERE id = ?", (title, entry))
    return data


def edges(rows: list[str]) -> set[int]:
    """Where the line between the panes stands in each row."""
    return {row.find("|", 30) for row in rows[1:-1]}


def page_down(terminal: Terminal) -> None:
    """Until every row of the list is another one."""
    before = set(terminal.rows[2:-1])
    terminal.press("pagedown")
    terminal.until(lambda: not before & set(terminal.rows[2:-1]))


@pytest.mark.parametrize("locale", [{"LC_ALL": "C"}, {"LC_ALL": "POSIX"}, {"LANG": "en_IE.ISO-8859-15"}])
def test_the_screen_is_ascii_where_the_locale_is(foreign: Path, locale: dict[str, str]) -> None:
    unset = {"LC_ALL": "", "LC_CTYPE": "", "LANG": ""}
    with Terminal(size=(120, 30), env={**unset, **locale}) as terminal:
        terminal.shows("unread")
        for _ in range(500 // 30):
            page_down(terminal)
        terminal.press("enter")
        terminal.until(  # no focus on the list's cursor, and a straight line between the panes
            lambda: any(row.startswith("|") for row in terminal.rows) and len(edges(terminal.rows)) == 1
        )
        rows = terminal.rows
        terminal.press("?")
        terminal.shows("Go down one row")
        terminal.press("escape", "ctrl+q")
        assert terminal.ended() == 0
    assert re.findall(rb"[^\x00-\x7f]+", terminal.output) == []
    assert b"Traceback" not in terminal.output
    assert b"Error" not in terminal.output
    assert any("> " in row or "|" in row for row in rows)


@pytest.mark.parametrize("locale", [{"LC_ALL": "C.UTF-8"}, {"LANG": "en_GB.utf8"}, {}])
def test_elsewhere_letters_are_letters(foreign: Path, locale: dict[str, str]) -> None:
    with Terminal(size=(120, 30), env={"LC_ALL": "", "LC_CTYPE": "", "LANG": "", **locale}) as terminal:
        terminal.shows("unread")
        terminal.until(lambda: not terminal.output.isascii())
        terminal.press("ctrl+q")
        assert terminal.ended() == 0


COMMANDS = [
    ["list", "--limit", "500"],
    ["list", "--limit", "500", "--json"],
    ["ticker"],
    ["show", "1"],
    ["search", "東京"],
    ["export", "markdown"],
    ["export", "atom"],
    ["sources"],
    ["doctor"],
    ["list", "--help"],
]


@pytest.mark.parametrize(
    "locale",
    [
        {"LC_ALL": "C"},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"LC_ALL": "", "LC_CTYPE": "", "LANG": "fr_FR.ISO-8859-15"},
    ],
)
def test_commands_print_ascii_on_a_terminal_where_the_locale_is(
    foreign: Path, tmp_path: Path, locale: dict[str, str]
) -> None:
    lines = tmp_path / "lines.json"
    lines.write_text(json.dumps(COMMANDS))
    program = (sys.executable, "-m", "tests.terminal.commands")
    with Terminal(str(lines), program=program, size=(100, 40), env=locale) as terminal:
        assert terminal.ended(120) == 0
        said = terminal.output
    assert len(re.findall(rb"== \d", said)) == len(COMMANDS)
    assert b"CAME THROUGH" not in said
    assert b"Error" not in said
    assert b"did not foresee" not in said
    assert re.findall(rb"[^\x00-\x7f]+", said) == []
    found = [json.loads(line) for line in said.splitlines() if line.startswith(b'{"id"')]
    assert len(found) == 500
    assert any(not one["title"].isascii() for one in found), "JSON loses no letter"


def test_what_goes_into_a_pipe_keeps_its_letters(foreign: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "reader", "list", "--limit", "500"],
        env={**os.environ, "LC_ALL": "C"},
        capture_output=True,
        check=True,
        cwd=ROOT,
    )
    assert done.stderr == b""
    assert "東" in done.stdout.decode()
