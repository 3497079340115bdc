"""Finding entries of a menu by a few letters."""

from __future__ import annotations

from reader.tui.menu import Item, find

ITEMS = [
    Item("Marks", head=True),
    Item("Star, or take the star away", "star", "star", "s"),
    Item("Mark read or unread", "read-toggle", "read-toggle", "m"),
    Item("Start over", "start"),
    Item("Search, with results as you type", "search", "search", "/"),
]


def values(typed: str) -> list[str]:
    return [item.value for item in find(ITEMS, typed)]


def test_nothing_typed_is_everything() -> None:
    assert find(ITEMS, " ") == ITEMS


def test_beginnings_go_before_middles_and_letters_in_order_come_last() -> None:
    assert values("star") == ["star", "start"]
    assert values("read") == ["read-toggle"]
    assert values("sult") == ["search"]
    assert values("srch") == ["search"]


def test_all_words_must_be_there_in_any_order() -> None:
    assert values("unread mark") == ["read-toggle"]
    assert values("unread star") == []


def test_a_key_finds_its_command_first() -> None:
    assert values("/") == ["search"]
    assert values("m")[0] == "read-toggle"


def test_headings_are_never_found() -> None:
    assert "" not in values("mark")
