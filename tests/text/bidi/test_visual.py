"""Lines as they stand on the screen: order, mirrors, marks, isolates, and the way back."""

from __future__ import annotations

import os
import random
import time

import pytest
from bidi import get_display
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.text.bidi import direction, display, lines
from reader.text.bidi.classes import classes_of, mirrors
from reader.text.bidi.levels import paragraph_level
from reader.text.cells import clusters, width

FULL = os.environ.get("TELEX_FULL") == "1"

AR, AR2, HE = "مدرسة", "كتاب", "ספר"


def backwards(s: str) -> str:
    return "".join(reversed(clusters(s)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "ltr"), ("News", "ltr"), ("12 — News", "ltr"), (AR, "rtl"), (f"«{AR}» BBC", "rtl"), (f"BBC: {AR}", "ltr"), ("12:30", "ltr"),
        ("Été", "ltr"), ("東京", "ltr"), ("\u200f12", "rtl"), ("\u2067ב\u2069 abc", "ltr"), ("٣ ٪", "ltr"), ("١٢ خبر", "rtl"),
    ],
)  # fmt: skip
def test_direction(text: str, expected: str) -> None:
    assert direction(text) == expected


def test_direction_falls_back() -> None:
    assert direction("12:30 —", "rtl") == "rtl"
    assert direction("12:30 abc", "rtl") == "ltr"


@given(st.text(st.sampled_from("aé1 ,東אم٣\u200e\u200f\u202b\u202e\u2066\u2067\u2068\u2069\n"), max_size=12))
def test_direction_is_the_first_strong_letters(text: str) -> None:
    """The quick look at a Latin letter says what the classes say (P2, P3)."""
    level = paragraph_level(classes_of(text))
    assert direction(text, "rtl") == ("rtl" if level is None or level else "ltr")


VISUAL = [
    ("abc", "abc"),
    (AR, backwards(AR)),
    (f"{AR} {AR2}", f"{backwards(AR2)} {backwards(AR)}"),
    (f"{AR} (Rabat)", f"(Rabat) {backwards(AR)}"),
    (f"({AR})", f"({backwards(AR)})"),
    (f"«{AR}»", f"«{backwards(AR)}»"),
    (f"« {AR} »", f"« {backwards(AR)} »"),
    (f"\u00ab\u202f{AR}\u202f\u00bb", f"\u00ab\u202f{backwards(AR)}\u202f\u00bb"),
    (f"{AR} [1]", f"[1] {backwards(AR)}"),
    (f"Le mot {AR} est ici", f"Le mot {backwards(AR)} est ici"),
    (f"Le mot « {AR} » est ici", f"Le mot « {backwards(AR)} » est ici"),
    (f"{AR} 2026 {AR2}", f"{backwards(AR2)} 2026 {backwards(AR)}"),
    (f"{AR} ٢٠٢٦", f"٢٠٢٦ {backwards(AR)}"),
    (f"{AR} 50%", f"%50 {backwards(AR)}"),
    (f"{HE} 50%", f"50% {backwards(HE)}"),
    (f"{AR}: {AR2}!", f"!{backwards(AR2)} :{backwards(AR)}"),
    ("بَت", "تبَ"),
    ("مُحَمَّد", "دمَّحَمُ"),
    ("שָׁלוֹם", "םוֹלשָׁ"),
    ("می\u200cروم", "موریم"),
    (f"{HE} 👨\u200d👩\u200d👧 {HE}", f"{backwards(HE)} 👨\u200d👩\u200d👧 {backwards(HE)}"),
    (f"{AR}\u200f!", f"!{backwards(AR)}"),
    (f"Titre\u200e {AR}", f"Titre {backwards(AR)}"),
    ("אב < גד", "דג > בא"),
]


@pytest.mark.parametrize(("text", "shown"), VISUAL)
def test_display(text: str, shown: str) -> None:
    its = display(text, shaping="none")
    assert its.text == shown
    assert len(its.to_logical) == its.width == width(shown)


INSERTED = [
    "2026-02-16", "16/02/2026", "18:42", "18:42:05", "50 %", "-12,5 %", "+212-537-77-88-99", "+212 537 77 88 99", "3.200,50 €", "$1,200", "1–3",
    "https://paper.example/a?b=1", "paper.example/x", "Le Matin (Rabat)", "user@paper.example",
]  # fmt: skip


@pytest.mark.parametrize("inserted", INSERTED)
@pytest.mark.parametrize("word", [AR, HE])
def test_what_telex_inserts_keeps_its_order(word: str, inserted: str) -> None:
    text = f"{word} {inserted} {word}"
    span = (len(word) + 1, len(word) + 1 + len(inserted))
    shown = display(text, isolates=(span,)).text
    assert shown == f"{backwards(word)} {inserted} {backwards(word)}"
    at_the_end = display(
        f"{word} · {inserted}", isolates=((len(word) + 3, len(word) + 3 + len(inserted)),)
    ).text
    assert at_the_end == f"{inserted} · {backwards(word)}"


def test_a_name_in_arabic_does_not_pull_a_french_line_along() -> None:
    text = f"{AR} · 2026-02-16 · 12 articles"
    assert (
        display(text, "ltr", isolates=((0, len(AR)),)).text == f"{backwards(AR)} · 2026-02-16 · 12 articles"
    )
    two = f"{AR} {AR2}"
    assert display(two, "ltr").text == f"{backwards(AR2)} {backwards(AR)}"
    assert (
        display(two, "ltr", isolates=((0, len(AR)), (len(AR) + 1, len(two)))).text
        == f"{backwards(AR)} {backwards(AR2)}"
    )


def test_isolates_out_of_place_do_no_harm() -> None:
    text = f"{AR} 12 {AR2}"
    for spans in (((0, 0),), ((3, 2),), ((0, 99),), ((0, 5), (3, 8)), ((90, 99),), ((-3, 2),)):
        assert sorted(display(text, isolates=spans, shaping="none").text) == sorted(text)


def test_without_isolates_a_date_falls_apart() -> None:
    """What the isolates are for (W4 takes one separator between numbers, and no hyphen after Arabic)."""
    assert display(f"{AR} 2026-02-16").text.startswith("16-02-2026")


def test_the_default_joins_lam_and_alef_and_leads_back() -> None:
    its = display("سلام لا")
    assert its.text == "ﻻ مﻼس"
    assert its.to_logical == (5, 4, 3, 1, 0)
    assert its.cells_of(2, 3) == [(3, 4)]
    assert display("سلام", shaping="none").text == "مالس"
    assert display("لله").text == "هلل"


def test_marks_of_lists() -> None:
    its = display("مُحَمَّد", harakat=False)
    assert its.text == "دمحم"
    assert its.to_logical == (7, 4, 2, 0)


def test_search_marks_and_links_are_found_in_the_columns() -> None:
    text = f"{AR} abc {AR2}"
    its = display(text)
    assert its.text == f"{backwards(AR2)} abc {backwards(AR)}"
    assert its.cells_of(6, 9) == [(5, 8)]
    assert its.cells_of(0, 5) == [(9, 14)]
    # one span of the text, two on the screen
    mixed = display(f"ab {AR} cd", "ltr")
    assert mixed.cells_of(1, 5) == [(1, 3), (6, 8)]
    assert mixed.cells_of(3, 3) == []
    assert display("plain").cells_of(1, 3) == [(1, 3)]
    assert display("東京").to_logical == (0, 0, 1, 1)


def test_styles_follow_the_letters() -> None:
    text = f"{AR} lien {AR2}"
    link = range(6, 10)
    assert display(text).grouped(lambda place: place in link) == [
        (f"{backwards(AR2)} ", False), ("lien", True), (f" {backwards(AR)}", False),
    ]  # fmt: skip


def test_wraps_first_and_reorders_after() -> None:
    text = "الأول الثاني الثالث الرابع"
    found = lines(text, 12, shaping="none")
    assert [line.text for line in found] == [
        backwards("الأول الثاني"),
        backwards("الثالث"),
        backwards("الرابع"),
    ]
    assert [text[line.start : line.next] for line in found] == ["الأول الثاني ", "الثالث ", "الرابع"]
    assert all(line.direction == "rtl" for line in found)


def test_paragraphs_have_their_own_direction() -> None:
    text = f"{AR}\nBonjour {AR}\n12"
    assert [line.direction for line in lines(text, 40)] == ["rtl", "ltr", "rtl"]
    assert [line.direction for line in lines(text, 40, "ltr")] == ["ltr"] * 3
    assert [text[line.start : line.next] for line in lines(text, 40)] == [f"{AR}\n", f"Bonjour {AR}\n", "12"]
    assert lines("12 (a)", 40, "rtl")[0].text == "(a) 12"
    assert lines("", 10)[0].text == ""


def test_isolates_of_a_paragraph_among_others() -> None:
    text = f"x\n{AR} 2026-02-16"
    its = lines(text, 40, isolates=((8, 18),))[1]
    assert its.text == f"2026-02-16 {backwards(AR)}"
    assert its.to_logical[0] == 8


def test_soft_hyphens_show_at_the_reading_end() -> None:
    found = lines("ספר\xadספר", 4)
    assert [line.text for line in found] == ["-רפס", "רפס"]
    assert [line.text for line in lines("ab\xadcd ב", 3)] == ["ab-", "cd", "ב"]


def test_latin_lines_are_the_text_itself() -> None:
    text = "Le conseil a voté : « oui »."
    assert [line.text for line in lines(text, 14)] == ["Le conseil a", "voté :", "« oui »."]
    assert "".join(text[line.start : line.next] for line in lines(text, 14)) == text
    assert lines(text, 80)[0].parts == tuple((char, place) for place, char in enumerate(text))


PIECES = [
    "م", "مَ", "د", "ا", "ل", "لا", "א", "ש\u05c1", "a", "b", "é", "東", "1", "23", "٣", " ", " ", " ", "\xa0", "(", ")", "«", "»", "[", "]",
    "-", "/", ":", ",", ".", "%", "€", "👍🏽", "👨\u200d👩\u200d👧", "🇫🇷", "ـ", "<", "…", "\n",
]  # fmt: skip


def check_lines(text: str, cells: int) -> None:
    place = 0
    back = mirrors()
    for line in lines(text, cells, shaping="none"):
        assert line.start == place
        place = line.next
        assert width(line.text) <= cells or len(line.parts) == 1
        assert width(line.text) == len(line.to_logical)
        read = ""
        for cluster, at in sorted(line.parts, key=lambda part: part[1]):
            its = text[at : at + len(cluster)]
            assert cluster == its or back[cluster[0]] + cluster[1:] == its
            read += its
        assert read == text[line.start : line.end]
        assert not text[line.end : line.next].strip(" \n")
    assert place == len(text)


def test_at_every_width_the_lines_lead_back_to_the_text() -> None:
    """Five hundred mixed paragraphs, each at each width from 1 to 80 with TELEX_FULL=1, else at eight of them."""
    random_ = random.Random(30)
    for i in range(500):
        text = "".join(random_.choices(PIECES, k=random_.randint(0, 160)))
        for cells in range(1, 81) if FULL else range(i % 10 + 1, 81, 10):
            check_lines(text, cells)


@settings(deadline=None, max_examples=300)
@given(
    st.lists(st.sampled_from(PIECES)).map("".join), st.integers(1, 80), st.sampled_from(["ltr", "rtl", None])
)
def test_shaped_lines_cover_the_text(text: str, cells: int, base: str | None) -> None:
    its = lines(
        text, cells, "rtl" if base == "rtl" else "ltr" if base else None, shaping="forms", harakat=False
    )
    assert "".join(text[line.start : line.next] for line in its) == text
    for line in its:
        assert all(line.start <= place < line.end for place in line.to_logical)
        assert width(line.text) <= cells or len(line.parts) == 1


@settings(deadline=None, max_examples=500)
@given(st.text())
def test_any_text_is_shown_without_a_bidi_control(text: str) -> None:
    shown = display(text, "rtl")
    assert not set(shown.text) & set(
        "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    )
    assert len(shown.to_logical) == shown.width


def test_against_another_implementation() -> None:
    """python-bidi orders rightly, but mirrors nothing and moves marks: letters, digits and signs only."""
    random_ = random.Random(9)
    letters = "سلمابتيאבגabcXY019٣٤ .,-+/%:!?€#  "
    for _ in range(3000):
        text = "".join(random_.choices(letters, k=random_.randint(1, 24)))
        assert display(text, "ltr", shaping="none").text == get_display(text, base_dir="L")
        assert display(text, "rtl", shaping="none").text == get_display(text, base_dir="R")


def test_a_long_paragraph_takes_linear_time() -> None:
    for unit in ("وزير التعليم في الرباط ", "(ב a ", "\u2067א", "לא 12, ", "لا", "א\xad"):
        started = time.process_time()
        lines(unit * 5_000, 72)
        assert time.process_time() - started < 5, unit
