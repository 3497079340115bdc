"""NO_COLOR means none at all, and every state is told apart without; the terminal's own colours are sixteen at most."""

from __future__ import annotations

from pathlib import Path

from tests.terminal.screen import Terminal, tokens


def colours(output: bytes) -> list[str]:
    """Every colour that was set, as its parameters; the default ones count too."""
    found = []
    for token in tokens(output):
        if token.kind == "csi" and token.data.endswith("m") and token.data[0] not in "<=>?":
            numbers = token.data[:-1].split(";")
            found += [token.data for number in numbers if number and _is_colour(int(number))]
    return found


def _is_colour(number: int) -> bool:
    return 30 <= number <= 49 or 90 <= number <= 107


def tour(terminal: Terminal) -> None:
    """Everything that has a look of its own."""
    terminal.shows("unread")
    terminal.press("s", "j", "m", "j", "L")
    terminal.shows("★")
    terminal.shows("◷")
    terminal.press("enter")
    terminal.shows("▏")  # the list's cursor without the focus
    terminal.press("q", "1")
    terminal.shows("SOURCES")
    terminal.press("2")
    for key, shown in (("?", "Go down one row"), ("\x10", "What would you like to do?"), ("/", "Search  ")):
        terminal.press(key)
        terminal.shows(shown)
        terminal.press("x", "escape")
        terminal.hides(shown)
    terminal.press("q")


def test_no_color_is_none(news: Path) -> None:
    with Terminal(env={"NO_COLOR": "1"}, size=(120, 30)) as terminal:
        tour(terminal)
        assert terminal.ended() == 0
    assert not colours(terminal.output)


def test_states_are_told_apart_without_colour(news: Path) -> None:
    with Terminal(env={"NO_COLOR": "1"}, size=(120, 30)) as terminal:
        terminal.shows("unread")
        terminal.press("s", "j", "m", "j", "L", "j", "j")
        marks = [" ●★ ", "    ", " ●◷ ", " ●  ", "▌●  "]
        terminal.until(lambda: [row[:4] for row in terminal.rows[2:7]] == marks)


def test_the_terminals_own_colours_are_sixteen(news: Path, config: Path) -> None:
    config.write_text(config.read_text().replace("[fetch]", '[look]\ntheme = "telex-ansi"\n[fetch]'))
    with Terminal(size=(120, 30)) as terminal:
        tour(terminal)
        assert terminal.ended() == 0
    used = colours(terminal.output)
    assert used
    assert not [one for one in used if "38;" in one or "48;" in one]


def test_other_terminals_get_the_colours_that_they_have(news: Path) -> None:
    for term, most in (("xterm-256color", "38;5;"), ("xterm-direct", "38;2;"), ("vt100", "")):
        depth = {"COLORTERM": "truecolor"} if term == "xterm-direct" else {}
        with Terminal(env={"TERM": term, **depth}, size=(100, 24)) as terminal:
            terminal.shows("unread")
            terminal.press("q")
            assert terminal.ended() == 0
        used = colours(terminal.output)
        if most == "38;5;":
            assert used
            assert not [one for one in used if "38;2;" in one]
        elif most:
            assert [one for one in used if most in one]
