"""A headline's row at every width: exact, its parts leaving from the right, its states told apart without colour."""

from __future__ import annotations

import itertools

import pytest
from msgspec.structs import replace

from reader.model import Headline
from reader.text.cells import width
from reader.text.plain import plain
from reader.tui.rows import columns_for, headline_row

TITLES = {
    "fr": "Le ferry « Étoile-de-Lisse » rentre au port après la tempête",
    "ar": "العبّارة تعود إلى الميناء بعد العاصفة",
    "es": "El ferry vuelve a puerto tras la tormenta de tres días",
    "en": "The ferry is back in port after the three-day storm",
}
ONE = Headline(7, 1, "The Tide Table", TITLES["en"], 1_770_000_000, copies=3, ready="full")


def text(headline: Headline, cells: int, cursor: str = "", rtl: str = "app") -> str:
    runs = headline_row(headline, "23h", columns_for(cells), at_cursor=cursor, rtl=rtl)
    for run, _, its in runs:
        assert width(run) == its
    return "".join(run for run, _, _ in runs)


@pytest.mark.parametrize("language", TITLES)
def test_rows_are_as_wide_as_asked(language: str) -> None:
    one = replace(ONE, title=TITLES[language], language=language, starred=True)
    for cells in range(1, 201):
        assert width(text(one, cells)) == cells


def test_golden_rows() -> None:
    assert [text(ONE, cells) for cells in (10, 20, 30, 40, 60, 80)] == [
        " ● The fe…",
        " ● The ferry is bac…",
        " ●  +2 The ferry is back in p…",
        " ●  23h +2 The ferry is back in port af…",
        " ●  23h  Tide     +2 The ferry is back in port after the … ▪",
        " ●  23h  Tide Table  +2 The ferry is back in port after the three-day storm    ▪",
    ]


def test_parts_leave_from_the_right() -> None:
    wide, narrow = columns_for(80), columns_for(20)
    assert wide.ready
    assert wide.source
    assert wide.age
    assert wide.star
    assert not narrow.ready
    assert not narrow.source
    assert not narrow.age
    seen = [tuple(bool(part) for part in _parts(cells)) for cells in range(200, 0, -1)]
    for before, after in itertools.pairwise(seen):
        assert sum(after) <= sum(before)
    for parts in seen:
        assert list(parts) == sorted(parts, reverse=True)


def _parts(cells: int) -> tuple[int, int, int, int, int]:
    columns = columns_for(cells)
    return (columns.mark, columns.star, columns.age, columns.source, columns.ready)


def test_every_state_shows_without_colour() -> None:
    states = [
        ONE,
        replace(ONE, read=True),
        replace(ONE, starred=True),
        replace(ONE, later=True),
        replace(ONE, starred=True, later=True),
        replace(ONE, updated=True),
        replace(ONE, ready="feed"),
        replace(ONE, ready=""),
        replace(ONE, copies=1),
    ]
    rows = [text(state, 80) for state in states]
    assert len(set(rows)) == len(rows)
    cursors = [text(ONE, 80, cursor) for cursor in ("", "cursor", "rest")]
    assert len(set(cursors)) == 3


def test_states_show_in_ascii_too() -> None:
    states = [
        ONE,
        replace(ONE, read=True),
        replace(ONE, starred=True),
        replace(ONE, later=True),
        replace(ONE, ready=""),
    ]
    rows = [plain(text(state, 80, "cursor")) for state in states]
    assert all(row.isascii() for row in rows)
    assert len(set(rows)) == len(rows)


def test_direction_is_each_rows_own() -> None:
    arabic = replace(ONE, title="العبارة تعود إلى الميناء", copies=1, starred=True, read=True)
    assert text(arabic, 60) == "  ★ 23h  Tide                     ءانيملا ىلإ دوعت ةرابعلا ▪"
    assert text(arabic, 60, rtl="terminal") == "  ★ 23h  Tide     العبارة تعود إلى الميناء                 ▪"


def test_an_entry_without_a_title_shows_its_address() -> None:
    assert "lamp.example" in text(replace(ONE, title="", link="https://lamp.example/7"), 80)
    assert "(no title)" in text(replace(ONE, title="", link=""), 80)
