"""Who orders right-to-left text, on terminals that answer one way or the other, late, or never; and the screens that follow."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from reader.config import Paths
from reader.newsroom import Newsroom
from reader.text.bidi import display
from tests.terminal.screen import ANSWERS, Terminal

TITLE = "العبارة تعود (بعد 12 يوما)"
VISUAL = display(TITLE).text
ATTRIBUTES = {b"\x1b[c": b"\x1b[?64;1c"}


def answering(state: int | None) -> dict[bytes, bytes]:
    """A terminal that says `state` of the mode; None knows nothing of it."""
    others = {question: answer for question, answer in ANSWERS.items() if question != b"\x1b[8$p"}
    return others if state is None else {**others, b"\x1b[8$p": b"\x1b[8;%d$y" % state}


@pytest.fixture
def arabic(news: Path) -> Path:
    """A store whose first headlines are Arabic."""
    with Newsroom.open(Paths(news, news / "c")) as newsroom:
        for entry in newsroom.view("").ids(0, 4):
            newsroom.db.execute(
                "UPDATE entry SET title = ?, language = 'ar', story = 0 WHERE id = ?", (TITLE, entry)
            )
    return news


def mode_of(terminal: Terminal) -> str:
    """What the rows of the list say once a key was answered, which comes after every answer: visual order, or the text's own."""
    terminal.until(lambda: VISUAL in terminal.text or TITLE in terminal.text)
    terminal.shows("unread")
    terminal.press("s")
    terminal.shows("Marked")
    terminal.press("u")
    terminal.shows("Taken back")
    return "app" if VISUAL in terminal.text else "logical"


@pytest.mark.parametrize(
    ("state", "environment", "mode"),
    [
        (2, {}, "app"),
        (4, {"KONSOLE_VERSION": "230800"}, "app"),
        (1, {}, "logical"),
        (3, {}, "logical"),
        (0, {}, "app"),
        (None, {}, "app"),
        (None, {"KONSOLE_VERSION": "230800"}, "logical"),
        (None, {"TERM_PROGRAM": "Apple_Terminal"}, "logical"),
    ],
)
def test_each_answer_gives_its_mode_and_is_taken_back(
    arabic: Path, state: int | None, environment: dict[str, str], mode: str
) -> None:
    with Terminal(size=(110, 24), answers=answering(state), env=environment) as terminal:
        assert mode_of(terminal) == mode
        terminal.press("ctrl+q")
        assert terminal.ended() == 0
    taken = terminal.output.count(b"\x1b[8l")
    assert taken == (0 if "TERM_PROGRAM" in environment else 1)
    assert terminal.output.rfind(b"\x1b[8h") >= terminal.output.rfind(b"\x1b[8l")


def test_an_answer_that_comes_late_counts_and_is_no_key(arabic: Path) -> None:
    with Terminal(size=(110, 24), answers={}, env={"ESCDELAY": "5000"}) as terminal:
        assert mode_of(terminal) == "app"
        terminal.send(b"j\x1b[8;1$")
        terminal.hear(0.02)
        terminal.send(b"y\x1b[?64c")
        terminal.until(lambda: VISUAL not in terminal.text and "▌" in terminal.rows[3])
        terminal.until(lambda: terminal.rows[-1].strip().startswith("200 unread"))
        terminal.press("ctrl+q")
        assert terminal.ended() == 0


def test_in_tmux_the_terminal_around_it_is_asked(arabic: Path) -> None:
    asked = b"\x1bPtmux;\x1b\x1b[8l\x1b\x1b[8$p\x1b\\"
    environment = {"TMUX": "/run/tmux,1,0", "TERM": "tmux-256color"}
    for answers, mode in (({asked: b"\x1b[8;2$y"}, "app"), ({asked: b"\x1b[8;3$y"}, "logical"), ({}, "app")):
        with Terminal(size=(110, 24), env=environment, answers=answers) as terminal:
            assert mode_of(terminal) == mode
            terminal.press("ctrl+q")
            assert terminal.ended() == 0
        assert asked in terminal.output
        assert b"\x1bPtmux;\x1b\x1b[8h\x1b\\" in terminal.output


def test_a_terminal_that_never_answers_is_as_fast(news: Path) -> None:
    """No step hangs on an answer: the best first paint is within 1.2 times the best where all is answered."""

    def first_paint(answers: dict[bytes, bytes]) -> float:
        with Terminal(answers=answers) as terminal:
            terminal.says(b"HEADLINES")
            took = time.monotonic() - terminal.started
            terminal.press("ctrl+q")
            terminal.ended()
        return took

    silent, answered = [], []
    for _ in range(12):  # as often as a machine that does other things needs
        silent.append(first_paint({}))
        answered.append(first_paint(dict(ANSWERS)))
        if min(silent) <= 1.2 * min(answered):
            return
    raise AssertionError((silent, answered))


def test_the_key_goes_round_and_says_how_it_should_read(arabic: Path) -> None:
    with Terminal(size=(110, 24)) as terminal:
        assert mode_of(terminal) == "app"
        for mode, written, said in (
            ("terminal", b"\x1b[8h", "the terminal orders it"),
            ("off", b"", "as it is stored"),
            ("app", b"\x1b[8l", "Telex orders it"),
            ("auto", b"\x1b[8$p", "asking the terminal"),
        ):
            before = len(terminal.output)
            terminal.send(f":rtl {mode}\r".encode())
            terminal.says(written, before)
            terminal.until(lambda seen=mode in ("app", "auto"): (VISUAL in terminal.text) == seen)  # type: ignore[misc]
            terminal.shows(said)
        terminal.press("ctrl+q")
        assert terminal.ended() == 0


def test_where_the_terminal_orders_no_pane_stands_beside_another(arabic: Path) -> None:
    with Terminal(size=(120, 30), answers=answering(3)) as terminal:
        assert mode_of(terminal) == "logical"
        terminal.press("enter")
        terminal.until(lambda: ruled(terminal) > 5 and "│" not in terminal.text)
        terminal.press("1")
        terminal.until(lambda: "SOURCES" in terminal.text and not re.search("HEADLINES|│", terminal.text))
        terminal.press("ctrl+q")
        assert terminal.ended() == 0
    with Terminal(size=(120, 30), answers=answering(None), env={"KONSOLE_VERSION": "230800"}) as terminal:
        assert mode_of(terminal) == "logical"
        terminal.shows("│")


def ruled(terminal: Terminal) -> int:
    """The row with the line between two panes, -1 without one."""
    return next((place for place, row in enumerate(terminal.rows) if set(row.strip()) == {"─"}), -1)


def kitty(row: str) -> str:
    """What kitty makes of a row without force_ltr: each run of right-to-left letters turned round, where it stands."""
    return re.sub("[\u0590-\u08ff\ufb1d-\ufefc]+", lambda found: found[0][::-1], row)


Draw = Callable[[str], str]
GOLDEN: dict[str, tuple[str, Draw, str]] = {
    "app": ("app", str, "(اموي 12 دعب) دوعت ةرابعلا"),
    "terminal": ("terminal", lambda row: display(row, "ltr").text, "(اموي 12 دعب) دوعت ةرابعلا"),
    "off": ("off", str, TITLE),
    "kitty, force_ltr yes": ("app", str, "(اموي 12 دعب) دوعت ةرابعلا"),
    "kitty as it comes": ("app", kitty, "(يوما 12 بعد) تعود العبارة"),
}
"""The setting, what the terminal does to a row, and what is seen of the headline, from the left."""


@pytest.mark.parametrize("name", GOLDEN)
def test_what_a_person_sees_in_each_mode(arabic: Path, config: Path, name: str) -> None:
    """The row of a headline as terminals of each kind draw what Telex sends."""
    setting, drawn, seen = GOLDEN[name]
    config.write_text(f'rtl = "{setting}"\n{config.read_text()}')
    with Terminal(size=(110, 24), answers={}) as terminal:
        mode_of(terminal)
        row = next(row for row in terminal.rows if "▌" in row).partition("│")[0].rstrip()
        assert seen in drawn(row)
        terminal.press("ctrl+q")
        assert terminal.ended() == 0


def test_joined_forms_on_wish(arabic: Path, config: Path) -> None:
    config.write_text(f'shaping = "forms"\n{config.read_text()}')
    with Terminal(size=(110, 24)) as terminal:
        terminal.shows(display(TITLE, shaping="forms").text)
        terminal.press("enter")
        terminal.until(lambda: not re.search("[\u0621-\u064a]{2}", terminal.text))
        terminal.press("ctrl+q")
        assert terminal.ended() == 0
