"""The real program in a locale: its words in that language, Arabic from right to left, and nothing of it on the command line."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from reader.config import Paths
from reader.newsroom import Newsroom
from reader.store.seed import seed
from reader.text.bidi import display
from tests.terminal.screen import ROOT, Terminal

UNSET = {"LC_ALL": "", "LC_MESSAGES": "", "LC_CTYPE": "", "LANGUAGE": ""}


@pytest.fixture
def filled(data: Path) -> Path:
    """A store of 60 headlines."""
    with Newsroom.open(Paths(data, data / "c")) as newsroom:
        seed(newsroom.db, 60, now=newsroom.now() - 600)
    return data


@pytest.mark.parametrize(
    ("locale", "title", "unread", "help_word"),
    [
        ("fr_FR.UTF-8", "TITRES", "non lus", "Descendre d’une ligne"),
        ("es_ES.UTF-8", "TITULARES", "sin leer", "Bajar una fila"),
        ("ar_MA.UTF-8", "العناوين", "غير مقروء", "النزول سطرا"),
        ("de_DE.UTF-8", "HEADLINES", "unread", "Go down one row"),
    ],
)
def test_the_screen_speaks_the_language_of_the_locale(
    filled: Path, locale: str, title: str, unread: str, help_word: str
) -> None:
    def drawn(text: str) -> str:
        return display(text).text

    with Terminal(size=(120, 30), env={**UNSET, "LANG": locale}) as terminal:
        terminal.shows(drawn(unread))
        terminal.shows(drawn(title))
        row = next(row for row in terminal.rows if drawn(title) in row)
        assert (row.index(drawn(title)) > 20) is locale.startswith("ar")
        terminal.press("?")
        terminal.shows(drawn(help_word))
        terminal.press("escape", "ctrl+q")
        assert terminal.ended() == 0
    assert not any(sign.encode() in terminal.output for sign in "\u2066\u2067\u2068\u2069")
    assert b"Traceback" not in terminal.output


def test_a_wrong_locale_and_the_setting(filled: Path) -> None:
    """The setting goes before the locale; a wrong one is named with those there are."""
    config = filled / "words.toml"
    config.write_text('language = "es"\n', encoding="utf-8")
    with Terminal("--config", str(config), size=(100, 20), env={**UNSET, "LANG": "fr_FR.UTF-8"}) as terminal:
        terminal.shows("TITULARES")
        terminal.press("ctrl+q")
        assert terminal.ended() == 0
    config.write_text('language = "nl"\n', encoding="utf-8")
    with Terminal("--config", str(config), size=(100, 20), env={**UNSET, "LANG": "fr_FR.UTF-8"}) as terminal:
        assert terminal.ended() == 2
    assert b"language must be one of auto, en, fr, es, ar." in terminal.output


def test_the_command_line_stays_english(filled: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "reader", "sources"],
        cwd=ROOT,
        env={
            "PATH": "/usr/bin:/bin",
            "HOME": str(filled),
            "TELEX_DATA_DIR": str(filled),
            "LANG": "ar_MA.UTF-8",
        },
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    assert "not asked yet" in done.stdout or "well" in done.stdout
    assert not any("\u0600" <= sign <= "\u06ff" for sign in done.stdout)
