"""Outside text on one line: guarded, exactly as wide as asked, in visual order, and names that fit."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.text.cells import width
from reader.tui.shown import HUES, hue_of, marked_line, one_line, short_name


@given(st.text(max_size=60), st.integers(0, 40), st.sampled_from(["app", "terminal", "off"]), st.booleans())
def test_always_exactly_as_wide(text: str, cells: int, rtl: str, aligned: bool) -> None:
    line = one_line(text, cells, "…", rtl, aligned)
    assert width(line) == cells
    assert all(
        c.isprintable() or c in "\u200c\u200d\u200e\u200f\u061c\u00ad" or not c.isascii() for c in line
    )


HOSTILE = [
    "\x1b]52;c;aGk=\x07gone",
    "\x1b[2Jcleared",
    "\x9b31mred",
    "a\x00b\x08c\x7fd",
    "one\ntwo\rthree\tfour",
    "\u202eesrever\u202c",
    "\u2066isolated\u2069",
    "\x1bPq#0\x1b\\sixel",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_control_gets_through(text: str) -> None:
    line = one_line(text, 30)
    assert not any(ord(c) < 32 or 0x7F <= ord(c) < 0xA0 or 0x202A <= ord(c) <= 0x202E for c in line)


def test_cuts_between_clusters() -> None:
    family = "👨‍👩‍👧"
    assert one_line("ab" + family, 3) == "ab…"
    assert one_line("é" * 5, 3).count("\u0301") in (0, 2)
    assert one_line("東京都", 4) == "東… "


def test_right_to_left_stands_at_the_right_in_visual_order() -> None:
    line = one_line("شمس", 6)
    assert line == "   سمش"
    assert one_line("شمس", 6, rtl="terminal") == "شمس   "
    assert one_line("شمس", 6, aligned=False) == "سمش   "


def test_a_long_one_loses_its_end_at_the_left() -> None:
    line = one_line("شمس القمر نجوم", 7)
    assert width(line) == 7
    assert line.startswith("…") or line.lstrip().startswith("…")
    assert line.endswith("سمش")


@pytest.mark.parametrize(
    ("name", "cells", "short"),
    [
        ("Le Fanal", 8, "Le Fanal"),
        ("The Evening Lamp of Harrowgate", 9, "Evening"),
        ("L’Écho de Saint-Orme", 8, "Écho"),
        ("El Faro de Niebla", 10, "Faro"),
        ("El Faro de Niebla", 14, "Faro de Niebla"),
        ("La Voz", 3, "Voz"),
        ("Tageblatt", 4, "Tageblatt"),
        ("The", 2, "The"),
        ("", 5, ""),
    ],
)
def test_short_names(name: str, cells: int, short: str) -> None:
    assert short_name(name, cells) == short


def test_hues_are_steady_and_spread() -> None:
    hues = {hue_of(f"Paper {n}") for n in range(60)}
    assert hues == {f"source-{n}" for n in range(1, HUES + 1)}
    assert hue_of("Le Fanal") == hue_of("Le Fanal")


_TITLES = st.lists(
    st.sampled_from(["port", "Grève", "l’été", "الميناء", "إضراب", "2026", "東京", "(rain)", "👩‍👩‍👧", "—", "مَطَر"]), min_size=1, max_size=9
).map(" ".join)  # fmt: skip


@given(_TITLES | st.text(max_size=30), st.integers(1, 60), st.sampled_from(["app", "terminal", "off"]))
def test_marking_words_moves_no_cell(text: str, cells: int, rtl: str) -> None:
    for terms in (("port", "greve", "ميناء", "الميناء"), ("2",), ("مطر", "東京")):
        runs = marked_line(text, cells, terms, "unread", rtl=rtl)
        plain = one_line(text, cells, rtl=rtl)
        assert "".join(run[0] for run in runs).rstrip() == plain.rstrip()
        assert sum(run[2] for run in runs) == cells
