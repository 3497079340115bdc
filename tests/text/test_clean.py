"""Outside text: no control gets through, nothing else is lost."""

from __future__ import annotations

import random
import time
import unicodedata

import apsw.unicode
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from reader.text.clean import clean_line, clean_text, guard, guard_text

ESC, BEL, ST = "\x1b", "\x07", "\x1b\\"

# what was sent, and what a title keeps of it
HOSTILE = {
    "clipboard": (f"News{ESC}]52;c;cm0gLXJm{BEL} today", "News today"),
    "clipboard, other end": (f"News{ESC}]52;c;cm0gLXJm{ST} today", "News today"),
    "window title": (f"{ESC}]0;owned{BEL}News", "News"),
    "link": (f"{ESC}]8;;http://evil.example{ST}News{ESC}]8;;{ST}", "News"),
    "clear screen": (f"{ESC}[2JNews", "News"),
    "colour": (f"{ESC}[1;31mNews{ESC}[0m", "News"),
    "private mode": (f"{ESC}[?1049hNews", "News"),
    "8-bit CSI": ("\x9b2JNews", "News"),
    "8-bit OSC": ("\x9d0;owned\x9cNews", "News"),
    "reset": (f"{ESC}cNews", "News"),
    "DCS": (f"{ESC}P1$r0m{ST}News", "News"),
    "8-bit DCS": ("\x90q~\x9cNews", "News"),
    "APC": (f"{ESC}_Gpayload{ST}News", "News"),
    "charset": (f"{ESC}(0News{ESC}(B", "News"),
    "shift out": ("\x0eNews\x0f", "News"),
    "bell, backspace, delete": ("Ne\x07w\x08s\x7f", "News"),
    "carriage return": ("News\rOther", "News Other"),
    "override": ("\u202eNews\u202c", "News"),
    "isolate": ("\u2067News\u2069", "News"),
    "zero width": ("N\u200be\ufeffw\u2060s", "News"),
    "tag characters": ("News\U000e0041\U000e0042\U000e007f", "News"),
    "line separators": ("News\u2028more\u2029end", "News more end"),
    "NUL and vertical tab": ("Ne\x00ws\x0bmore", "News more"),
    "noncharacters": ("Ne\ufdd0ws\uffff\U0010ffff", "News"),
    "lone surrogates": ("Ne\ud800ws\udfff", "News"),
    "interlinear": ("Ne\ufff9ws\ufffa\ufffb", "News"),
    "open string at the end": (f"News{ESC}]0;kept", "News0;kept"),
    "escape at the end": (f"News{ESC}", "News"),
    "sequence cut by a sequence": (f"{ESC}{ESC}[0m[2JNews", "[2JNews"),
}


def is_safe(s: str, newline: bool = False) -> bool:
    """What no terminal acts on: by character, and by a reading of its own."""
    for char in s:
        if char == "\n" and newline:
            continue
        code = ord(char)
        if unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp") or 0x202A <= code <= 0x202E:
            return False
        if 0xFDD0 <= code <= 0xFDEF or code & 0xFFFE == 0xFFFE:
            return False
    return True


@pytest.mark.parametrize(("sent", "kept"), HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_is_disarmed(sent: str, kept: str) -> None:
    assert clean_line(sent) == kept
    assert is_safe(clean_text(sent), newline=True)
    assert is_safe(guard(sent))
    assert is_safe(guard_text(sent), newline=True)


def test_ten_thousand_fuzzed_strings_hold_no_control() -> None:
    random_ = random.Random(7)
    pieces = [
        *(sent for sent, _ in HOSTILE.values()),
        *map(chr, range(0xA0)),
        *"\u200b\u200c\u200d\u200e\u200f\u061c\u2066\u2068\u2069\u202d\ufe0f\u0301é東م🇫🔥👍\U000e0067\ud83d\ude00 ",
    ]
    for _ in range(10_000):
        s = "".join(random_.choices(pieces, k=random_.randint(1, 12)))
        line, text = clean_line(s), clean_text(s)
        assert is_safe(line)
        assert is_safe(text, newline=True)
        assert not any("\u2066" <= char <= "\u2069" for char in line)
        assert clean_line(line) == line
        assert guard(line) == line
        assert clean_text(text) == text
        assert guard_text(text) == text


@settings(deadline=None, max_examples=500)
@given(st.text())
@example("\u0344")
@example("ᄀ\u1160\u11a8")
@example("\ufb2c" + "\u05b0" * 9)
def test_cleaning_twice_changes_nothing(s: str) -> None:
    line, text = clean_line(s), clean_text(s)
    assert clean_line(line) == line
    assert clean_text(text) == text
    assert guard(line) == line
    assert guard_text(text) == text
    assert is_safe(line)


@settings(deadline=None, max_examples=300)
@given(st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), max_size=60))
def test_letters_and_signs_are_never_lost(s: str) -> None:
    def bare(text: str) -> str:
        return "".join(
            c
            for c in unicodedata.normalize("NFKC", text)
            if not c.isspace() and c not in "\u3164\uffa0\u115f\u1160\ufffc\u1160"
        )

    assert bare(clean_line(s)) == bare(s)


def test_one_line_collapses_spaces_but_keeps_a_french_one() -> None:
    assert clean_line("  Budget\t2026\r\n\n :  le  vote  ") == "Budget 2026 : le vote"
    assert clean_line("Budget\xa0: «\u202foui\u202f»") == "Budget\xa0: «\u202foui\u202f»"
    assert clean_line("Budget\xa0\xa0: oui \xa0 non\xa0") == "Budget\xa0: oui non"
    assert clean_line("東京\u3000大阪") == "東京\u3000大阪"
    assert clean_line("anti\xadcons\xadti") == "anticonsti"


def test_text_keeps_its_lines() -> None:
    assert clean_text("one\r\ntwo\rthree\x85four\u2029five") == "one\ntwo\nthree\nfour\nfive"
    assert clean_text("if x:\n\treturn\t1") == "if x:\n    return  1"
    assert clean_text("anti\xadcons") == "anti\xadcons"


def test_limits_cut_between_clusters() -> None:
    assert clean_line("a" * 1500) == "a" * 999 + "…"
    assert clean_line("abc", limit=3) == "abc"
    assert clean_line("abcd", limit=3) == "ab…"
    assert clean_line("abcd", limit=0) == ""
    family = "👨\u200d👩\u200d👧"
    assert clean_line(family * 40, limit=23) == family * 4 + "…"
    assert clean_text(family * 40, limit=14) == family * 2
    assert clean_text("a b" + "🇫🇷" * 100, limit=150) == "a b" + "🇫🇷" * 73
    assert clean_text("a" * 100 + "é" * 100, limit=150) == "a" * 100 + "é" * 50


def test_wrongly_decoded_text_is_not_taken_for_a_sequence() -> None:
    """UTF-8 read as Latin-1 is full of 8-bit openings; its text must survive."""
    for text in ("“Oui”, dit-elle, “non”", "Правда Лев Ольга", "“quoted” and more “text”"):
        wrong = text.encode().decode("latin-1")
        kept = clean_line(wrong)
        assert all(char in kept for char in wrong if char.isprintable() and not char.isspace())


def test_pairs_of_surrogates_become_their_character() -> None:
    assert clean_line("\ud83d\ude00 ok \ud83d") == "😀 ok"


@pytest.mark.parametrize("opening", "\u202a\u202b\u202d\u202e\u2066\u2067\u2068")
@pytest.mark.parametrize(
    "address",
    [
        "https://bank.example/login", "paper.example", "moc.elpmaxe.repap", "https://a.example/x?y=1",
        "user@paper.example", "Invoice.exe", "١٢٣.example", "אבג.example",
    ],
)  # fmt: skip
def test_spoofs_stay_in_logical_order(opening: str, address: str) -> None:
    spoof = f"{opening}{address}\u202c\u2069 | {opening}see {address[::-1]}"
    assert clean_line(spoof) == f"{address} | see {address[::-1]}"
    shown = clean_text(spoof)
    assert not any("\u202a" <= char <= "\u202e" for char in shown)


def test_isolates_stay_in_text_and_are_closed() -> None:
    assert clean_text("a \u2067ב\u2069 c") == "a \u2067ב\u2069 c"
    assert clean_text("a \u2067ב\nc") == "a \u2067ב\u2069\nc"
    assert clean_text("a\u2069 b") == "a b"
    assert clean_text("\u2066\u2067x\u2069") == "\u2066\u2067x\u2069\u2069"
    deep = clean_text("\u2066" * 500 + "x" + "\u2069" * 500)
    assert deep.count("\u2066") == deep.count("\u2069") == 16
    assert guard_text("\u2067one\ntwo") == "\u2067one\u2069\ntwo"


CORRECT = """
أعلن الوزير عن إصلاح المدارس
مُحَمَّدٌ يَكْتُبُ رِسَالَةً
«لا شيء» قال المتحدث (الرباط)
الحلقة ٣ من ٧: ماذا بعد؟
نسبة ٪٥٠ من السكان
العدد\u200f 12\u200f — الصفحة
اجتماع 2026\u061c-02-16
کتاب‌خانه‌های تهران
می‌خواهم بروم
آنها نمی‌دانند
خانه‌ای در شمال
پژوهش‌گاه ۱۴۰۳
שר החינוך הודיע
שָׁלוֹם עוֹלָם
צה״ל ודו״ח ג׳ורג׳
בית־ספר חדש
ירושלים‎ (2026)
हिन्दी समाचार
क्‍षत्रिय
श्रीमान्‌ जी
राष्ट्रपति ने कहा
ক্‌ষ বাংলা
നന്‍മ മലയാളം
ශ්‍රී ලංකා
👨‍👩‍👧‍👦 family
👩🏽‍💻 at work
❤️‍🔥 and ❤️
🏳️‍🌈 flag
🏴󠁧󠁢󠁳󠁣󠁴󠁿 flag
🇫🇷 🇲🇦 🇪🇸
1️⃣ first
‼️ stop
☎︎ phone
🤷🏽‍♀️ who knows
葛󠄀飾区
ภาษาไทย ที่นี่
ᠮᠣᠩᠭᠣᠯ᠋
Việt Nam
Ελλάδα
Łódź — “x”
""".strip().split("\n")


def test_forty_samples_of_correct_text_are_unchanged() -> None:
    assert len(CORRECT) == 40
    for sample in CORRECT:
        assert clean_line(sample) == unicodedata.normalize("NFC", sample)
        assert clean_text(sample) == unicodedata.normalize("NFC", sample)
        assert guard(sample) == sample


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("pay\u200dpal", "paypal"),
        ("pay\u200cpal", "paypal"),
        ("x\ufe0fy", "xy"),
        ("x\U000e0100", "x"),
        ("a\u200d👍", "a👍"),
        ("👍\u200d", "👍"),
        ("🏴\U000e0067\U000e0062", "🏴"),
        ("🚩\U000e0067\U000e0062\U000e007f", "🚩"),
        ("❤\ufe0f\ufe0f\ufe0f", "❤\ufe0f"),
        ("\u200dabc", "abc"),
        ("بي\u200c\u200c\u200cت", "بي\u200cت"),
    ],
)
def test_invisible_characters_without_a_task_go(sent: str, kept: str) -> None:
    assert clean_line(sent) == kept


@pytest.mark.parametrize("mark", ["\u0301", "\u0323", "\u20dd", "\u064e", "\u05b0", "\u0e35", "\ufe20"])
@pytest.mark.parametrize("height", [9, 20, 300])
def test_piles_of_marks_are_one_row_high(mark: str, height: int) -> None:
    base = {"\u064e": "م", "\u05b0": "ב", "\u0e35": "ก"}.get(mark, "x")
    cleaned = clean_line(f"start {base}{mark * height}{base} end")
    assert sum(unicodedata.category(c) in ("Mn", "Me") for c in cleaned) <= 8
    assert len(cleaned) > 8
    assert apsw.unicode.text_width(cleaned) == len("start xx end")


def test_guard_keeps_one_line_one_line() -> None:
    assert guard("one\ntwo\tthree") == "one two three"
    assert guard("plain — é « » م") == "plain — é « » م"
    assert guard("a\u2067b\u2069") == "ab"
    assert guard_text("one\ntwo") == "one\ntwo"


def test_hostile_sizes_take_linear_time() -> None:
    for unit in (
        "\x1b]0;",
        "\x1b[",
        "\x9d1;",
        "\x90",
        "\u2067",
        "\u2069",
        "\u200d",
        "👍\u200d",
        "🏴\U000e0067",
        "e\u0301" * 9,
        " ",
        "\xa0\t",
        "\r",
    ):
        started = time.process_time()
        clean_text(unit * 30_000)
        clean_line(unit * 30_000)
        assert time.process_time() - started < 5
