"""Single rules of UAX #9, for machines without the Unicode files, and what the files do not hold: hostile input."""

from __future__ import annotations

import time

import pytest

from reader.text.bidi.classes import brackets, classes_of, familiar, has_rtl, mirrors
from reader.text.bidi.explicit import DEEPEST
from reader.text.bidi.letters import CLASS_LETTERS
from reader.text.bidi.levels import line_levels, paragraph_level, resolve, runs_in_order
from reader.text.bidi.weak import bracket_pairs

# classes, paragraph level, levels: worked out by hand from the rules that they are named after
RULES = {
    "P: all left": ("L L", 0, "0 0"),
    "P: all right": ("R AL", 1, "1 1"),
    "X1 embedding": ("RLE L R PDF L", 0, "0 2 1 1 0"),
    "X4 override": ("RLO L EN PDF L", 0, "0 1 1 1 0"),
    "X5 isolate": ("R LRI L PDI R", 1, "1 1 2 1 1"),
    "X5c first strong": ("L FSI R EN PDI L", 0, "0 0 1 2 0 0"),
    "X6a lone PDI": ("PDI R", 0, "0 1"),
    "X10 one sequence over an isolate": ("R RLI L PDI EN", 0, "1 1 2 1 2"),
    "W1 mark on Arabic": ("AL NSM EN", 0, "1 1 2"),
    "W2 number after Arabic": ("AL EN L EN", 0, "1 2 0 0"),
    "W4 one separator": ("EN CS EN R", 1, "2 2 2 1"),
    "W4 two separators": ("EN CS CS EN R", 1, "2 1 1 2 1"),
    "W4 minus between Arabic numbers": ("AN ES AN R", 1, "2 1 2 1"),
    "W5 terminators": ("R ET EN ET", 1, "1 2 2 2"),
    "W6 lone terminator": ("R ET R", 0, "1 1 1"),
    "W7 number after Latin": ("L EN R", 1, "2 2 1"),
    "N1 neutral between equals": ("R ON R L", 0, "1 1 1 0"),
    "N1 numbers count as right": ("R WS EN", 0, "1 1 2"),
    "N2 neutral between two": ("L ON R", 0, "0 0 1"),
    "I2 odd levels": ("L EN AN R", 1, "2 2 2 1"),
    "L1 tab and last spaces": ("R S R WS WS", 0, "1 0 1 0 0"),
    "L1 isolate at the end": ("R WS LRI PDI", 0, "1 0 0 0"),
    "BN takes what is before it": ("R BN R", 0, "1 1 1"),
}


@pytest.mark.parametrize(("names", "base", "levels"), RULES.values(), ids=RULES)
def test_rules(names: str, base: int, levels: str) -> None:
    classes = "".join(CLASS_LETTERS[name] for name in names.split())
    assert list(line_levels(classes, resolve(classes, base), base)) == [
        int(level) for level in levels.split()
    ]


@pytest.mark.parametrize(
    ("text", "base", "levels"),
    [
        ("a(ב)c", 0, "00100"),
        ("א(b)ג", 1, "11211"),
        ("א (b) c", 1, "1112112"),
        ("a (ב) c", 0, "0001000"),
        ("א(b[ג]d)", 1, "11211121"),
        ("א(b[ג]d)", 0, "10001000"),
        ("a\u2329ב\u3009c", 0, "00100"),
        ("ב(c", 0, "100"),
    ],
)  # fmt: skip
def test_brackets_go_in_pairs(text: str, base: int, levels: str) -> None:
    classes = classes_of(text)
    assert "".join(map(str, line_levels(classes, resolve(classes, base, text), base))) == levels


def test_bracket_pairs() -> None:
    def found(text: str) -> list[tuple[int, int]]:
        return bracket_pairs(classes_of(text), text)

    assert found("a(b)c") == [(1, 3)]
    assert found("a(b]c") == []
    assert found("a(b[c)d]") == [(1, 5)]
    assert found("(a[b]c)") == [(0, 6), (2, 4)]
    assert found("(" * 63 + ")") == [(62, 63)]
    assert found("()" + "(" * 64 + ")") == [(0, 1)]
    assert found("\u2329\u3009") == [(0, 1)]


def test_paragraph_level_looks_past_neutrals_and_isolates() -> None:
    assert paragraph_level(classes_of("12 — «ب")) == 1
    assert paragraph_level(classes_of("\u2067ב\u2069 a")) == 0
    assert paragraph_level(classes_of("\u2067ב a")) is None
    assert paragraph_level(classes_of("12 !")) is None


def test_order_of_nested_runs() -> None:
    assert runs_in_order(bytes([0, 0, 1, 2, 2, 1, 0])) == [
        (0, 2, False), (5, 6, True), (3, 5, False), (2, 3, True), (6, 7, False),
    ]  # fmt: skip
    assert runs_in_order(b"") == []


def test_depth_is_bounded() -> None:
    classes = "E" * 300 + "L"
    assert max(resolve(classes, 0)) <= DEEPEST + 1


def test_tables() -> None:
    assert mirrors()["("] == ")"
    assert mirrors()["«"] == "»"
    assert all(mirrors()[other] == char for char, other in mirrors().items())
    assert len(brackets()[0]) == len(brackets()[1]) == 64
    assert classes_of("aאم1٣+$,\u064b\u200d\n\t -") == "LRA12+$,MbBSw+"


def test_has_rtl() -> None:
    for plain in ("", "plain", "“é” — € … ’", "東京", "Москва", "👨\u200d👩", "हिन्दी", "\u200e"):
        assert not has_rtl(plain)
    for text in "אم٣ﻻ\u200f\u061c\u202e\u2067ߊ\U0001e900\U00010a00":
        assert has_rtl("a" + text)


def test_has_rtl_misses_no_character() -> None:
    """Each that is R, AL or AN, or opens a right-to-left or isolated run, also behind letters that are passed at once."""
    for code in range(0x110000):
        char = chr(code)
        if classes_of(char) in "RAN" or char in "\u200f\u202b\u202e\u2066\u2067\u2068\u2069":
            assert has_rtl(char), f"U+{code:04X}"
            assert has_rtl("L’été " + char), f"U+{code:04X}"


def test_familiar_text_is_passed_in_one_run() -> None:
    """Paragraphs of the European languages are looked at once; "familiar" is nothing that the slow look finds."""
    for text in ("« L’œuvre » : 12 % d’élèves — vingt…", "¿Quién?", "Αθήνα", "Москва\u202f— 5 €", "• ✓ → ½"):
        assert familiar(text) == len(text)
    for code in range(0x110000):
        assert not (familiar(chr(code)) and has_rtl("東" + chr(code))), f"U+{code:04X}"


@pytest.mark.parametrize(
    "unit", ["f", "fP", "i1", "E", "EL", "P", "p", "$", "$L", "w", "M", "AM", "A1,", "o", "b"]
)
def test_hostile_classes_take_linear_time(unit: str) -> None:
    started = time.process_time()
    classes = unit * 20_000
    line_levels(classes, resolve(classes, 1), 1)
    assert time.process_time() - started < 5


@pytest.mark.parametrize("unit", ["(", "()", "(a)", "[(ب)]", "(" * 60 + "a" + ")" * 60, ")", "(1"])
def test_hostile_brackets_take_linear_time(unit: str) -> None:
    started = time.process_time()
    text = (unit * 40_000)[:80_000]
    for base in (0, 1):
        resolve(classes_of(text), base, text)
    assert time.process_time() - started < 5
