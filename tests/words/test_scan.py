"""No text for people stands outside of the catalogues: on the screen, and in what lower floors say that a screen repeats."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from reader.tui.commands import TABLE
from reader.words import retold, speak
from tests.words.catalogues import read
from tests.words.extract import READER, messages
from tests.words.scan import scanned, unmarked

LEFT = {
    "app.py": {"the terminal could not be read"},  # of the log
    "commands.py": {
        text for command in TABLE for text in (command.description, command.short)
    },  # taken as a table
    "completing.py": {
        "unread read starred later hidden muted offline excerpt updated new important",
        "image enclosure fulltext revision byline",
    },
    "lists.py": {"…"},
    "menus.py": {"item=li.news; title=h3"},
    "shown.py": {"…", "& + - of the de du des la le les del y et and for los las l d"},
    "stories.py": {"date:>2d sort:story"},
    "styles.py": {"The style sheets are missing: looked in {x} and in {x}."},  # before there is a screen
    "welcome.py": {"English"},  # languages by their own names
}
"""What looks like text for people and is none, or is said where no screen is."""
NO_SCREEN = {"terminal.py"}
"""What is printed before the screen is taken and after it is given back."""


def test_nothing_on_the_screen_stands_outside_the_catalogues() -> None:
    found = [
        f"{file}:{line}: {text!r}"
        for file, line, text in scanned(READER / "tui")
        if file not in NO_SCREEN and text not in LEFT.get(file, ()) and not _is_key(file, text)
    ]
    assert found == []


def _is_key(file: str, text: str) -> bool:
    """Names of keys stay as they are, in every language."""
    return file in ("keymap.py", "prompt.py") and text.isalpha() and text.istitle()


@pytest.mark.parametrize(
    ("code", "count"),
    [
        ('screen.say("Nothing was found.")', 1),
        ('screen.say(f"{n} were found.")', 1),
        ('Item("Star", "star")', 1),
        ('say("Looking…" if busy else _("Nothing was found."))', 1),
        ('screen.say(_("Nothing was found."))', 0),
        ('WAYS = (N_("Star"), "star")', 0),
        ('screen.runner.run(f"go-feed {n}")', 0),
        ('Box(id="some words here")', 0),
        ('"""A docstring of words."""', 0),
    ],
)
def test_the_scan_sees_what_it_should(code: str, count: int) -> None:
    assert len(list(unmarked(ast.parse(code)))) == count


def test_sentences_of_lower_floors_are_in_the_catalogues_and_said_again() -> None:
    texts = {message.text for message in messages()}
    assert "{host} has nothing at this address (404)." in texts
    assert "Another program is writing to {path} and did not finish in time: try again." in texts
    speak("es")
    try:
        assert (
            retold("a.example has nothing at this address (404).")
            == "a.example no tiene nada en esta dirección (404)."
        )
        assert retold("Marked 3 entries as read") == "Marcado como leído: 3 artículos"
        assert retold("Marked “Nothing new” with a star") == "Destacado: “Nothing new”"
    finally:
        speak("en")


def test_the_extraction_finds_marks_in_every_folder() -> None:
    files = {message.where for message in messages()}
    assert {
        "reader/tui/commands.py",
        "reader/store/health.py",
        "reader/text/dates.py",
        "styles/themes/telex-day.toml",
    } <= files
    assert len(messages()) == len([entry for entry in read("fr") if entry.id])


def test_no_other_file_says_what_the_screen_cannot_translate() -> None:
    """Whoever marks a text outside of the floors that may speak would find it in no catalogue."""
    for file in READER.rglob("*.py"):
        if "from reader.words import" in file.read_text(encoding="utf-8"):
            assert Path(file).relative_to(READER).parts[0] in (
                "tui",
                "store",
                "text",
                "typeset",
                "config.py",
            ), file
