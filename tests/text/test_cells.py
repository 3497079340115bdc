"""Widths, cuts and lines: always whole clusters, never a cell too many."""

from __future__ import annotations

import os
import random
import time
import unicodedata
from pathlib import Path

import apsw.unicode
import pytest
from apsw.unicode import grapheme_next_break
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from reader.text import cells as measures
from reader.text.cells import breaks, brief, clusters, cut, fit, measured, slice_cells, width, wrap
from reader.text.clean import clean_line, clean_text
from reader.text.portable import portable

FULL = os.environ.get("TELEX_FULL") == "1"

WIDTHS = [
    ("", 0), ("abc", 3), ("é", 1), ("e\u0301", 1), ("東京", 4), ("ｱｲｳ", 3), ("ＡＢ", 4), ("한국", 4), ("한", 2),
    ("مدرسة", 5), ("مُحَمَّد", 4), ("ـ", 1), ("ﻻ", 1), ("\u0600", 1), ("\u06dd", 1), ("می\u200cخواهم", 7), ("\u200e", 0),
    ("\u061c", 0), ("\ufeff", 0), ("a\xa0b", 3), ("a\u202fb", 3), ("anti\xadcons", 8), ("👍", 2), ("👍🏽", 2), ("👩🏽\u200d💻", 2),
    ("👨\u200d👩\u200d👧\u200d👦", 2), ("❤", 1), ("❤\ufe0f", 2), ("❤\ufe0f\u200d🔥", 2), ("🏳\ufe0f\u200d🌈", 2), ("🤷🏽\u200d♀\ufe0f", 2),
    ("1\ufe0f\u20e3", 2), ("#\ufe0f\u20e3", 2), ("‼\ufe0f", 2), ("☎\ufe0e", 1), ("🇫🇷", 2), ("🇫🇷🇪🇸", 4), ("🇫", 1),
    ("🏴\U000e0067\U000e0062\U000e007f", 2), ("हिन्दी", 3), ("नि", 1), ("ภาษา", 4), ("กิน", 2), ("กำ", 2), ("…", 1), ("—", 1), ("★", 1),
    ("葛\U000e0100", 2), ("ᠮᠣᠩ᠋", 3), ("א\u05b0", 1), ("─│┌", 3), ("⠿", 1), ("①", 1),
]  # fmt: skip
# Unicode 16 made hexagrams, trigrams and counting rods wide; joining vowels and consonants of Hangul, fillers and
# skin tones take no cell.
NEWER = frozenset(
    map(
        chr,
        (*range(0x2630, 0x2638), *range(0x268A, 0x2690), *range(0x4DC0, 0x4E00), *range(0x1D300, 0x1D377)),
    )
) | frozenset(
    map(chr, (*range(0x1160, 0x1200), *range(0xD7B0, 0xD800), 0x3164, 0xFFA0, *range(0x1F3FB, 0x1F400)))
)
CLUSTERS = [
    "a", "é", "e\u0301", " ", "\xa0", "東", "ｱ", "م", "مَ", "ـ", "א", "ק\u05b8", "9", "٣", ".", "«", "(", ")", "\u200e", "-", "/",
    "👍🏽", "👨\u200d👩\u200d👧", "🇫🇷", "❤\ufe0f", "1\ufe0f\u20e3", "नि", "क्‍ष", "กิ", "한", "\xad", "…", "\u2067", "\u2069", "\u3000",
]  # fmt: skip


@pytest.mark.parametrize(("text", "cells"), WIDTHS)
def test_width(text: str, cells: int) -> None:
    assert width(text) == cells
    if "\xad" not in text:
        assert cell_len(text) == cells  # what the screen's library draws with


def test_width_agrees_with_the_screen_for_every_letter() -> None:
    """The strips of the screen are measured by Rich; a character that both know must not differ."""
    allowed = {0xAD, 0x2028, 0x2029, 0x3164, 0xFFA0, 0x2065, 0x1171E, *range(0x16D63, 0x16D6B)}
    # the soft hyphen, what cleaning takes out, one mark of Ahom and vowels of Kirat Rai
    wrong = []
    for code in range(0x20, 0x32000):
        char = chr(code)
        kind = apsw.unicode.category(char)
        if kind in ("Cc", "Cn", "Cs") or code in allowed or (0x3400 < code < 0xD7A3 and code % 97):
            continue
        if width(char) != cell_len(char):
            wrong.append(hex(code))
    assert wrong == []


def test_width_agrees_with_east_asian_width(ucd: Path) -> None:
    for line in (ucd / "EastAsianWidth.txt").read_text().splitlines():
        codes, _, kind = line.split("#")[0].strip().partition(";")
        if not codes:
            continue
        first, _, last = codes.partition("..")
        for code in {int(first, 16), int(last or first, 16)}:
            char = chr(code)
            category = unicodedata.category(char)
            if category[0] in "MC" or category in ("Zl", "Zp"):
                continue
            if char in NEWER or apsw.unicode.is_extended_pictographic(char):
                continue
            assert width(char) == (2 if kind.strip() in ("W", "F") else 1), hex(code)


@settings(deadline=None, max_examples=300)
@given(st.lists(st.sampled_from(CLUSTERS)).map("".join), st.integers(-3, 40), st.integers(0, 40))
def test_cutting_is_exact(s: str, start: int, cells: int) -> None:
    s = clean_line(s)
    whole = clusters(s)
    assert "".join(whole) == s
    assert sum(its for _, its in measured(s)) == width(s)
    head = cut(s, cells)
    assert s.startswith(head)
    assert width(head) <= cells
    assert s[len(head) :] == "" or width(head) >= cells - 1
    assert width(fit(s, cells)) == cells
    window = slice_cells(s, start, cells)
    assert width(window) == cells
    assert set(clusters(window)) <= set(whole) | {" "} | {cluster for cluster, _ in measured(s)}


def test_a_selector_belongs_to_its_own_base() -> None:
    """A number sign before an unassigned character is no keycap because of a selector behind that."""
    assert width("0\U00018df3\ufe0f") == 2


@settings(deadline=None, max_examples=500)
@given(
    st.lists(st.one_of(st.sampled_from([*CLUSTERS, "\u200d", "\ufe0f", "🚀"]), st.characters())).map("".join)
)
def test_text_is_as_wide_as_its_clusters_together(s: str) -> None:
    """Also text that was never cleaned, with joiners between what nothing joins."""
    assert width(s) == sum(map(width, clusters(s)))
    assert width(fit(s, 20)) == 20


def test_what_is_taken_for_a_cluster_of_its_own_is_one() -> None:
    """Beside itself, beside a letter of each script, and at both ends (UAX #29)."""
    for code in range(0x110000):
        char = chr(code)
        if measures._ALONE.fullmatch(char):
            for text in (char + char, f"a{char}é", f"ل{char}ﻻ", f"{char}א{char}"):
                place, found = 0, []
                while place < len(text):
                    after = grapheme_next_break(text, place)
                    found.append(text[place:after])
                    place = after
                assert found == list(text), f"U+{code:04X}"


def test_slices_in_steps_show_every_cluster_whole() -> None:
    s = "a東e\u0301👨\u200d👩\u200d👧🇫🇷ب"
    assert [slice_cells(s, i, 2) for i in range(-1, 10)] == [
        " a", "a ", "東", " e\u0301", "e\u0301 ", "👨\u200d👩\u200d👧", "  ", "🇫🇷", " ب", "ب ", "  ",
    ]  # fmt: skip


def test_brief_says_that_it_cut() -> None:
    assert brief("The dam holds", 13) == "The dam holds"
    assert brief("The dam holds on", 8) == "The dam…"
    assert brief("港口今天早上", 6) == "港口…"


def test_fit() -> None:
    assert fit("abc", 5) == "abc  "
    assert fit("abcdef", 5) == "abcd…"
    assert fit("東京都", 5) == "東京…"
    assert fit("東京都", 4) == "東… "
    assert fit("abc", 0) == ""
    assert fit("abc", 1) == "…"
    assert fit("abcdef", 5, ellipsis="...") == "ab..."
    assert fit("abcdef", 2, ellipsis="...") == ".."
    assert fit("", 3) == "   "


def test_lines_break_by_words_and_keep_french_spaces() -> None:
    assert wrap("Le ministre a dit : « non » ; puis rien !", 15) == [
        "Le ministre a",
        "dit : « non » ;",
        "puis rien !",
    ]
    assert wrap("Est-ce vrai ? Oui !", 11) == ["Est-ce", "vrai ?", "Oui !"]
    assert wrap("", 10) == [""]
    assert wrap("one\n\ntwo\n", 10) == ["one", "", "two", ""]
    assert wrap("東京都です。次", 6) == ["東京都", "です。", "次"]
    assert wrap("a  b", 1) == ["a", "b"]
    assert wrap("abc", 0) == ["a", "b", "c"]


def test_long_words_break() -> None:
    assert wrap("https://paper.example/a/very/long/address", 10) == [
        "https://", "paper.exam", "ple/a/", "very/long/", "address",
    ]  # fmt: skip
    assert wrap("x" * 25, 10) == ["x" * 10, "x" * 10, "x" * 5]
    assert wrap("👨\u200d👩\u200d👧" * 3, 3) == ["👨\u200d👩\u200d👧"] * 3
    assert wrap("東京", 1) == ["東", "京"]
    assert wrap("« bonjour » ; fin", 12) == ["« bonjour »", "; fin"]
    assert wrap("» )«東", 3) == ["»", ")«", "東"]


def test_soft_hyphens_show_only_where_a_line_broke() -> None:
    text = "anti\xadconsti\xadtution\xadnelle"
    assert wrap(text, 40) == ["anticonstitutionnelle"]
    assert wrap(text, 12) == ["anticonsti-", "tutionnelle"]
    assert wrap(text, 10) == ["anti-", "consti-", "tution-", "nelle"]
    assert wrap(text, 5) == ["anti-", "const", "i-", "tutio", "n-", "nelle"]
    assert wrap("a\xadb", 1) == ["a", "b"]
    assert wrap("long-\xadterm", 6) == ["long-", "term"]
    assert wrap("fin\xad", 10) == ["fin"]
    assert wrap("fin\xad suite", 4) == ["fin", "suit", "e"]


def check_lines(s: str, cells: int) -> None:
    found = breaks(s, cells)
    assert "".join(s[line.start : line.next] for line in found) == s
    whole = {0}
    place = 0
    for cluster in clusters(s):
        place += len(cluster)
        whole.add(place)
    for line, text in zip(found, wrap(s, cells), strict=True):
        assert line.start <= line.end <= line.next
        assert not s[line.end : line.next].strip(" \n\xad")
        assert {line.start, line.end} <= whole
        assert width(text) <= cells or len(clusters(text)) == 1


def test_ten_thousand_texts_at_every_width() -> None:
    """Each at each width from 1 to 80 with TELEX_FULL=1, else each at one of them."""
    random_ = random.Random(20)
    for i in range(10_000):
        s = clean_text("".join(random_.choices([*CLUSTERS, " ", "mot ", "\n"], k=random_.randint(0, 30))))
        for cells in range(1, 81) if FULL else (i % 80 + 1,):
            check_lines(s, cells)


@settings(deadline=None, max_examples=300)
@given(st.text(), st.integers(1, 80))
def test_any_text_at_any_width(s: str, cells: int) -> None:
    check_lines(clean_text(s), cells)


def test_controls_that_come_all_the_same_break_nothing() -> None:
    for s in ("a\x07b", "a\x1b[0mb", "\ud800", "a\u0378b"):
        assert width(s) == len(s)
        assert width(fit(s, 9)) == 9
        assert "".join(clusters(s)) == s


def test_long_text_takes_linear_time() -> None:
    for unit in ("mot ", "x", "東", "\xad", " ", "é\u0301", "« ", "👍", "a\n"):
        started = time.process_time()
        breaks(unit * 50_000, 72)
        assert time.process_time() - started < 5, unit


@pytest.mark.parametrize(
    ("given_", "kept"),
    [
        ("❤\ufe0f x", "❤ x"), ("❤\ufe0f\u200d🔥", "❤"), ("1\ufe0f\u20e3", "1"), ("👩🏽\u200d💻", "👩"), ("🇫🇷🇪🇸", "FRES"), ("👍🏽", "👍"),
        ("👨\u200d👩\u200d👧\u200d👦", "👨"), ("🏳\ufe0f\u200d🌈", "🏳"), ("🏴\U000e0067\U000e0062\U000e007f", "🏴"), ("می\u200cخواهم", "می\u200cخواهم"),
        ("plain", "plain"), ("क्\u200dष", "क्\u200dष"),
    ],
)  # fmt: skip
def test_portable(given_: str, kept: str) -> None:
    assert portable(given_) == kept
    assert portable(kept) == kept
