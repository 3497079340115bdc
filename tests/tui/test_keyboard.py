"""Keys typed one after the other: sequences, counts, and digits that are commands of their own."""

from __future__ import annotations

from reader.tui.keyboard import Keyboard, Pressed
from reader.tui.keymap import load_preset


class Clock:
    """A clock that goes when it is told to."""

    def __init__(self) -> None:
        self.now = 10.0

    def __call__(self) -> float:
        return self.now


def board(preset: str = "telex") -> tuple[Keyboard, Clock]:
    clock = Clock()
    return Keyboard(load_preset(preset), clock), clock


def press(keyboard: Keyboard, keys: str, pane: str = "headlines") -> Pressed:
    last = Pressed()
    for key in keys.split():
        last = keyboard.press(key, pane)
    return last


def test_a_key_and_a_sequence() -> None:
    keyboard, _ = board()
    assert press(keyboard, "j") == Pressed(("next",))
    assert press(keyboard, "g") == Pressed(pending="g")
    assert press(keyboard, "g") == Pressed(("first",))


def test_a_sequence_of_the_pane_comes_before_a_key_of_all() -> None:
    keyboard, _ = board()
    assert press(keyboard, "]") == Pressed(("next-heading",))
    assert press(keyboard, "]", "sources") == Pressed(pending="]")
    assert press(keyboard, "e", "sources") == Pressed(("next-error",))


def test_a_sequence_that_leads_nowhere_is_forgotten() -> None:
    keyboard, _ = board()
    assert press(keyboard, "g x") == Pressed(known=False)
    assert press(keyboard, "j") == Pressed(("next",))


def test_escape_ends_what_was_begun() -> None:
    keyboard, _ = board()
    assert press(keyboard, "g escape") == Pressed()
    assert press(keyboard, "escape") == Pressed(("back",))


def test_two_quick_digits_are_a_count_and_take_the_first_one_back() -> None:
    keyboard, clock = board()
    assert press(keyboard, "1") == Pressed(("focus-sources",))
    clock.now += 0.1
    assert press(keyboard, "0") == Pressed(pending="10", retract=True)
    assert press(keyboard, "j") == Pressed(("next",), 10)
    assert press(keyboard, "j") == Pressed(("next",))


def test_two_slow_digits_are_two_commands() -> None:
    keyboard, clock = board()
    press(keyboard, "1")
    clock.now += 2
    assert press(keyboard, "3") == Pressed(("focus-article",))


def test_a_count_that_begins_with_0_is_in_no_hurry() -> None:
    keyboard, clock = board()
    for digit in "0120":
        clock.now += 60
        press(keyboard, digit)
    assert press(keyboard, "G") == Pressed(("last",), 120)


def test_a_count_goes_through_a_sequence() -> None:
    keyboard, _ = board()
    assert press(keyboard, "0 7 g").pending == "07g"
    assert press(keyboard, "g") == Pressed(("first",), 7)


def test_digits_are_counts_at_once_where_they_are_no_commands() -> None:
    keyboard, _ = board("newsboat")
    assert press(keyboard, "2 5 j") == Pressed(("next",), 25)


def test_a_count_stays_within_bounds() -> None:
    keyboard, _ = board()
    assert press(keyboard, "0 " + "9 " * 30 + "j").count <= 10_000_000


def test_a_pane_goes_before_all() -> None:
    keyboard, _ = board()
    assert press(keyboard, "space", "ticker") == Pressed(("ticker-pause",))


def test_reset_forgets() -> None:
    keyboard, _ = board()
    press(keyboard, "0 4 g")
    keyboard.reset()
    assert press(keyboard, "j") == Pressed(("next",))
