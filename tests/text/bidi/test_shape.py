"""Joining Arabic letters: lam-alef in every position, the map back, and nothing else unless asked."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.text.bidi import tables
from reader.text.bidi.shape import shape

LIGATURES = [
    ("لا", "\ufefb"), ("بلا", "ب\ufefc"), ("لات", "\ufefbت"), ("بلات", "ب\ufefcت"),  # alone, last, first, in the middle
    ("الا", "ا\ufefb"), ("دلا", "د\ufefb"), ("لآ", "\ufef5"), ("بلآ", "ب\ufef6"), ("لأ", "\ufef7"), ("بلأ", "ب\ufef8"),
    ("لإ", "\ufef9"), ("بلإ", "ب\ufefa"), ("لَا", "\ufefb\u064e"), ("لَاً", "\ufefb\u064e\u064b"), ("بِلَا", "بِ\ufefc\u064e"),
    ("ل\u200cا", "ل\u200cا"), ("ب\u200cلا", "ب\u200c\ufefb"), ("ب\u200dلا", "ب\u200d\ufefc"), ("ـلا", "ـ\ufefc"), ("للا", "ل\ufefc"),
    ("الله", "الله"), ("ﷲ", "ﷲ"), ("سلام", "س\ufefcم"), ("לא", "לא"), ("lا", "lا"), ("", ""),
]  # fmt: skip


@pytest.mark.parametrize(("text", "shaped"), LIGATURES)
def test_only_lam_alef_is_joined_by_default(text: str, shaped: str) -> None:
    assert shape(text).text == shaped
    assert shape(text, "none").text == text


def test_the_map_leads_back() -> None:
    assert shape("سلام لَا").offsets == (0, 1, 3, 4, 5, 6)
    assert shape("مدرسة").offsets is None
    assert shape("مَلَا", harakat=False).offsets == (0, 2)


def test_marks_can_be_left_out() -> None:
    assert shape("مُحَمَّدٌ", harakat=False).text == "محمد"
    assert shape("هٰذا", harakat=False).text == "هذا"
    assert shape("ؤ ئ أ آ ة", harakat=False).text == "ؤ ئ أ آ ة"
    assert shape("שָׁלוֹם é", harakat=False).text == "שָׁלוֹם é"
    assert shape("مُحَمَّدٌ").text == "مُحَمَّدٌ"


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("ب", "\ufe8f"),
        ("بب", "\ufe91\ufe90"),
        ("ببب", "\ufe91\ufe92\ufe90"),
        ("باب", "\ufe91\ufe8e\ufe8f"),
        ("سلام", "\ufeb3\ufefc\ufee1"),
        ("لا", "\ufefb"),
        ("مَد", "\ufee3\u064e\ufeaa"),
        ("بـ", "\ufe91ـ"),
        ("ب\u200cب", "\ufe8f\u200c\ufe8f"),
        ("ب\u200d", "\ufe91\u200d"),
        ("گپ", "\ufb94\ufb57"),
        ("ب ب", "\ufe8f \ufe8f"),
        ("بa", "\ufe8fa"),
    ],
)
def test_forms(text: str, forms: str) -> None:
    assert shape(text, "forms").text == forms


def test_there_is_a_form_for_every_usual_letter() -> None:
    letters = {tables.FORMS[i] for i in range(0, len(tables.FORMS), 5)}
    assert letters >= set("ابتثجحخدذرزسشصضطظعغفقكلمنهويىةأإآؤئپچژگکی")


@settings(deadline=None, max_examples=300)
@given(st.text(st.sampled_from("لاأإآبدمـَُّ\u200c\u200d a1كگ")), st.sampled_from(["ligatures", "forms"]))
def test_shaping_never_loses_a_letter(text: str, how: str) -> None:
    shaped = shape(text, "forms" if how == "forms" else "ligatures")
    assert sorted(unicodedata.normalize("NFKC", shaped.text)) == sorted(unicodedata.normalize("NFKC", text))
    offsets = shaped.offsets or tuple(range(len(text)))
    assert len(offsets) == len(shaped.text)
    assert list(offsets) == sorted(set(offsets))
    for char, place in zip(shaped.text, offsets, strict=True):
        assert unicodedata.normalize("NFKC", char)[:1] == unicodedata.normalize("NFKC", text[place])[:1]
