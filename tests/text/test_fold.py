"""Folding: what meets, what does not, and that the fast tables and the slow road agree."""

from __future__ import annotations

import sys
import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.text import fold as module
from reader.text.fold import fold, words
from tests.text.pairs import MEET, PART, pairs


def test_there_are_enough_pairs() -> None:
    assert len(pairs(MEET)) >= 200
    assert len(pairs(PART)) >= 50


@pytest.mark.parametrize(("first", "second"), pairs(MEET))
def test_pairs_meet(first: str, second: str) -> None:
    assert fold(first) == fold(second)


@pytest.mark.parametrize(("first", "second"), pairs(PART))
def test_pairs_do_not_meet(first: str, second: str) -> None:
    assert fold(first) != fold(second)


def test_every_character_folds_to_something_that_stays() -> None:
    checked = 0
    for code in range(sys.maxunicode + 1):
        kind = unicodedata.category(chr(code))
        if kind in ("Cn", "Co", "Cs") or (kind == "Lo" and code > 0x3400 and code % 50):
            continue  # Han and Hangul are many and alike
        checked += 1
        folded = fold(chr(code))
        assert fold(folded) == folded, hex(code)
    assert checked > 20_000


def test_the_tables_agree_with_the_letters() -> None:
    known = 0
    for table in module._tables():
        for code in range(0x10000):
            if 0xD800 <= code < 0xE000:
                continue
            folded = table.fold(chr(code))
            if folded is not None:
                known += 1
                assert folded == module._fold_letter(chr(code)), hex(code)
    assert known > 400


def test_latin_1_is_folded_letter_by_letter() -> None:
    letters = "".join(map(chr, range(256)))
    assert fold(letters) == "".join(map(module._fold_letter, letters))
    for letter in letters:
        assert fold(f"{letter}é") == module._fold_letter(letter) + "e", hex(ord(letter))


@settings(deadline=None, max_examples=400)
@given(st.text(), st.text())
def test_folding_twice_changes_nothing(first: str, second: str) -> None:
    assert fold(fold(first)) == fold(first)
    assert fold(first + " " + second) == fold(first) + " " + fold(second)


@settings(deadline=None, max_examples=300)
@given(st.text(st.sampled_from("éèàçœß’«» abcABC0١مأىةـُ\u200cکー東京한ก้")))
def test_normal_forms_fold_alike(s: str) -> None:
    assert fold(unicodedata.normalize("NFD", s)) == fold(unicodedata.normalize("NFC", s)) == fold(s)


def test_scripts_without_spaces_become_pairs() -> None:
    assert fold("東京都知事") == "東京 京都 都知 知事"
    assert fold("東") == "東"
    assert fold("新聞 2026年") == "新聞 2026年"
    assert fold("กินข้าว") == "กิน นข้ ข้า าว"
    assert words("東京都 news") == ["東京", "京都", "news"]
    assert fold("한국 뉴스") == "한국 뉴스"


def test_words() -> None:
    assert words("L’été : « 20 ans », co-op_2!") == ["l", "ete", "20", "ans", "co", "op", "2"]
    assert words("मंत्री ने कहा") == ["मंत्री", "ने", "कहा"]
    assert words("أعلن الوزير، ثمّ…") == ["اعلن", "الوزير", "ثم"]
    assert words("") == []
    assert words("— … !") == []


def test_lines_stay_lines() -> None:
    assert fold("Été\nHiver\u2028Fin") == "ete\nhiver\nfin"


def test_a_long_text_is_folded_in_no_time() -> None:
    for text in ("l’été à la forêt " * 60_000, "أعلن الوزير " * 80_000, "新聞を読む" * 100_000):
        started = time.process_time()
        fold(text)
        assert time.process_time() - started < 3


_LETTERS = "".join(map(chr, range(0x180))) + "’‘“”«»–—…€™œŒ\u202f" + "".join(map(chr, range(0x600, 0x700)))


@settings(deadline=None, max_examples=400)
@given(st.one_of(st.text(), st.text(st.sampled_from(_LETTERS)), st.text(st.sampled_from(_LETTERS[:0x100]))))
def test_the_words_are_those_of_the_folded_text(s: str) -> None:
    assert words(s) == module._WORD.findall(fold(s))


def test_each_letter_of_the_tables_parts_words_or_belongs_to_one() -> None:
    for letter in _LETTERS:
        for text in (f"a{letter}b", f"é{letter}b", f"ب{letter}م"):
            assert words(text) == module._WORD.findall(fold(text)), hex(ord(letter))
