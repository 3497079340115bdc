"""What an edit changed, to the word, in four languages; and what is no edit."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.text.changes import ADDED, KEPT, REMOVED, Piece, paragraphs_changed, share, words_changed

EDITS = [
    ("Le maire part lundi.", "Le maire part mardi.", "lundi.", "mardi."),
    ("Le pont ferme.", "Le vieux pont ferme.", "", "vieux"),
    ("Le ferry, en panne, attend.", "Le ferry attend.", "ferry, en panne,", "ferry"),
    ("Douze blessés au port.", "Quatorze blessés au port.", "Douze", "Quatorze"),
    ("Le phare brille « encore ».", "Le phare brille « toujours ».", "encore", "toujours"),
    ("El alcalde dimite hoy.", "El alcalde dimite mañana.", "hoy.", "mañana."),
    ("Llueve en Valdecobre.", "Llueve mucho en Valdecobre.", "", "mucho"),
    ("La marea sube y baja.", "La marea sube.", "sube y baja.", "sube."),
    ("Dos barcos perdidos.", "Tres barcos perdidos.", "Dos", "Tres"),
    ("«Volveré», dijo Amparo.", "«Volveremos», dijo Amparo.", "«Volveré»,", "«Volveremos»,"),
    ("The council voted yes.", "The council voted no.", "yes.", "no."),
    ("The goat was found.", "The goat was not found.", "", "not"),
    ("Bakers strike again today.", "Bakers strike today.", "again", ""),
    ("It cost 12 pounds.", "It cost 15 pounds.", "12", "15"),
    ("“We stay”, she said.", "“We leave”, she said.", "stay”,", "leave”,"),
    ("المجلس يقر الخطة اليوم", "المجلس يرفض الخطة اليوم", "يقر", "يرفض"),
    ("عاد البحارة إلى الميناء", "عاد البحارة سالمين إلى الميناء", "", "سالمين"),
    ("ارتفع سعر الخبز كثيرا أمس", "ارتفع سعر الخبز أمس", "كثيرا", ""),
    ("إنقاذ سبعة صيادين", "إنقاذ تسعة صيادين", "سبعة", "تسعة"),
    ("قال: «سنعود»", "قال: «عدنا»", "«سنعود»", "«عدنا»"),
]

COSMETIC = [
    *[(f"Le maire  part{space}lundi.", "Le maire part lundi.") for space in ("  ", "\n", "\t", "\u00a0", " \n ", "\u202f")],
    *[(f"Mis à jour à {old} La mer monte.", f"Mis à jour à {new} La mer monte.") for old, new in (
        ("12:45", "13:02"), ("12h45", "13h02"), ("9h05", "10h10"), ("08:00:12", "08:01:40"), ("11.30", "12.45"),
    )],
    *[(f"Publié le {old} La mer monte.", f"Publié le {new} La mer monte.") for old, new in (
        ("2026-01-05", "2026-01-06"), ("05/01/2026", "06/01/2026"), ("5.1.26", "6.1.26"), ("05 - 01 - 2026", "06 - 01 - 2026"),
        ("2026-01-05T12:00:00Z", "2026-01-06T09:00:00Z"), ("5-1-2026", "6-1-2026"),
    )],
    *[(f"The tide rises. {old} {word}", f"The tide rises. {new} {word}") for word in (
        "comments", "shares", "likes", "views", "reads", "commentaires", "partages", "vues", "lectures", "réactions",
        "comentarios", "vistas", "lecturas", "reacciones", "تعليقات", "مشاركة", "مشاهدة", "قراءة",
    ) for old, new in (("12", "340"),)],
    *[(f"La mer monte {old}", f"La mer monte {new}") for old, new in (
        ("il y a 5 minutes", "il y a 2 heures"), ("hace 3 minutos", "hace 2 horas"), ("منذ 5 دقائق", "منذ 3 ساعات"),
        ("5 minutes ago", "2 hours ago"), ("1 hour ago", "3 days ago"),
    )],
    *[(f"Comments: {n} comments, {n} shares at 1{n % 10}:20", f"Comments: {n + 1} comments, {n + 7} shares at 1{n % 10}:31") for n in range(10)],
]  # fmt: skip


def changed(before: str, after: str) -> tuple[str, str]:
    pieces = [piece for paragraph in paragraphs_changed([before], [after]) for piece in paragraph]
    gone = " ".join(piece.text for piece in pieces if piece.way == REMOVED)
    come = " ".join(piece.text for piece in pieces if piece.way == ADDED)
    return gone, come


@pytest.mark.parametrize(("before", "after", "gone", "come"), EDITS)
def test_exactly_the_changed_words_are_named(before: str, after: str, gone: str, come: str) -> None:
    assert changed(before, after) == (gone, come)
    assert share(before, after) > 0


def test_there_are_as_many_as_are_asked_for() -> None:
    assert len(EDITS) == 20
    assert len(COSMETIC) == 50


@pytest.mark.parametrize(("before", "after"), COSMETIC)
def test_what_is_no_edit_is_none(before: str, after: str) -> None:
    assert share(before, after) == 0
    assert changed(before, after) == ("", "")


def test_paragraphs_that_came_went_and_were_edited() -> None:
    before = ["The tide rises at noon.", "Nobody was hurt in the harbour.", "The ferry waits."]
    after = ["The tide rises at noon.", "A new line.", "Two were hurt in the harbour.", "The ferry waits."]
    assert [*paragraphs_changed(before, after)] == [
        (Piece(KEPT, "The tide rises at noon."),),
        (Piece(ADDED, "A new line."),),
        (Piece(REMOVED, "Nobody was"), Piece(ADDED, "Two were"), Piece(KEPT, "hurt in the harbour.")),
        (Piece(KEPT, "The ferry waits."),),
    ]


WORDS = st.lists(st.sampled_from("mer port phare sel quai nord 12 لا البحر".split()), max_size=30).map(
    " ".join
)


@given(WORDS, WORDS)
def test_both_texts_can_be_read_out_of_the_pieces(before: str, after: str) -> None:
    pieces = [*words_changed(before, after)]
    assert " ".join(piece.text for piece in pieces if piece.way != REMOVED).split() == after.split()
    assert " ".join(piece.text for piece in pieces if piece.way != ADDED).split() == before.split()
