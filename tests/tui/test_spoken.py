"""Rows as sentences."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from reader.newsroom import Newsroom
from reader.tui.spoken import spoken, spoken_age
from tests.tui.stories import NOW


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (-5, "just now"),
        (59, "just now"),
        (60, "1 minute"),
        (7199, "1 hour"),
        (7200, "2 hours"),
        (86_400, "1 day"),
        (15 * 86_400, "2 weeks"),
        (800 * 86_400, "2 years"),
    ],
)
def test_ages_in_words(seconds: int, words: str) -> None:
    assert spoken_age(NOW - seconds, NOW) == words


def test_every_state_has_its_word(newsroom: Newsroom) -> None:
    plain = newsroom.view("").rows(0, 1)[0]
    all_of_it = replace(
        plain, title="The tide", source="Tide Table", at=NOW - 7200, starred=True, later=True, copies=3
    )
    assert (
        spoken(replace(all_of_it, updated=True), NOW)
        == "unread, updated, starred, for later, Tide Table, 2 hours: The tide, told by 3 papers"
    )
    quiet = replace(all_of_it, read=True, starred=False, later=False, copies=1)
    assert spoken(quiet, NOW) == "Tide Table, 2 hours: The tide"
