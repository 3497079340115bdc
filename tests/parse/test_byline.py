"""Bylines (R14): 60 of four languages, and 60 short lines that are none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.blocks import Paragraph, Span
from reader.parse.byline import byline_in
from reader.parse.tidy import tidy

BYLINES = [
    # French: led, alone, with the family name in capitals
    ("Par Salma Berrada", "Salma Berrada"),
    ("PAR NADIA FASSI", "NADIA FASSI"),
    ("Par Jean-Luc Moreau, à Tamri", "Jean-Luc Moreau"),
    ("Par Hugo Delmas (avec AFP)", "Hugo Delmas"),
    ("Par : Karim El Ouali", "Karim El Ouali"),
    ("Propos recueillis par Inès Okri", "Inès Okri"),
    ("Écrit par Louise d'Aubry", "Louise d'Aubry"),
    ("Un reportage de Marc Tellier", "Marc Tellier"),
    ("Yassine BENALI", "Yassine BENALI"),
    ("Claire DUMONT-ROY", "Claire DUMONT-ROY"),
    ("Driss AÏT OUALI", "Driss AÏT OUALI"),
    ("Thévy KERGOAT", "Thévy KERGOAT"),
    ("Mehdi Chraïbi", "Mehdi Chraïbi"),
    ("Hanane Rifi", "Hanane Rifi"),
    ("Sophie Lenoir / AFP", "Sophie Lenoir"),
    # Arabic
    ("بقلم: محمد العلوي", "محمد العلوي"),
    ("بقلم سعاد بنعلي", "سعاد بنعلي"),
    ("بقلم الدكتور خالد الإدريسي", "خالد الإدريسي"),
    ("كتب: يوسف المنصوري", "يوسف المنصوري"),
    ("كتبت مريم الشرقاوي", "مريم الشرقاوي"),
    ("إعداد: فاطمة الزهراء عكري", "فاطمة الزهراء عكري"),
    ("تحرير: عمر بن جلون", "عمر بن جلون"),
    ("حاوره: رشيد التازي", "رشيد التازي"),
    ("تقرير: ليلى حداد", "ليلى حداد"),
    ("محمد الوافي", "محمد الوافي"),
    ("عبد الرحمان السملالي", "عبد الرحمان السملالي"),
    ("خديجة الرامي", "خديجة الرامي"),
    ("أحمد بن سالم", "أحمد بن سالم"),
    ("إيمان القاسمي", "إيمان القاسمي"),
    ("مصطفى أبو زيد", "مصطفى أبو زيد"),
    # Spanish
    ("Por Lucía Ferrer", "Lucía Ferrer"),
    ("POR ANDRÉS MOLINA", "ANDRÉS MOLINA"),
    ("Por María José de la Vega", "María José de la Vega"),
    ("Por: Julián Ibarra", "Julián Ibarra"),
    ("Por Ana Belén Costa, enviada especial", "Ana Belén Costa"),
    ("Escrito por Tomás Rueda", "Tomás Rueda"),
    ("Texto: Elena Prats", "Elena Prats"),
    ("Por Diego Salas | Tamri", "Diego Salas"),
    ("Por Iñaki Goya (EFE)", "Iñaki Goya"),
    ("Javier ORTUÑO", "Javier ORTUÑO"),
    ("Marta DÍAZ LLANOS", "Marta DÍAZ LLANOS"),
    ("Carmen Solís", "Carmen Solís"),
    ("Rodrigo Peña Vidal", "Rodrigo Peña Vidal"),
    ("Pablo de la Torre", "Pablo de la Torre"),
    ("Una crónica de Sergio Lobato", "Sergio Lobato"),
    # English
    ("By Helen Marsh", "Helen Marsh"),
    ("BY TOM ASHDOWN", "TOM ASHDOWN"),
    ("By Sarah O'Neill", "Sarah O'Neill"),
    ("By J. R. Whitcombe", "J. R. Whitcombe"),
    ("By Amira Haddad in Tamri", "Amira Haddad"),
    ("By Daniel Cross and Mary Pell", "Daniel Cross and Mary Pell"),
    ("Written by Grace Oduya", "Grace Oduya"),
    ("Reporting by Kenneth Lo", "Kenneth Lo"),
    ("Words by Emily Thorne", "Emily Thorne"),
    ("By Oliver Stamp | 3 May 2024", "Oliver Stamp"),
    ("By Laura Quill, Staff Writer", "Laura Quill"),
    ("Peter HARGREAVE", "Peter HARGREAVE"),
    ("Alison Webb", "Alison Webb"),
    ("Martin van der Linde", "Martin van der Linde"),
    ("William Okafor", "William Okafor"),
]

TRAPS = [
    "À suivre", "Fin", "Rabat", "Sidi Wafi, Maroc", "Vive le quai !", "La suite demain.", "Photo DR", "Source : MAP", "Agence MAP",
    "Avec AFP", "(AFP)", "Nouvelle Zélande", "Ville Nouvelle", "Paris Match", "Radio Tamri", "Groupe OCP", "Par ici la sortie",
    "Par mesure de sécurité", "Par temps calme, le port dort", "Bonne lecture", "Le Port AVANT TOUT", "Et maintenant ?",
    "يتبع", "الدار البيضاء", "سيدي وافي", "الله الوطن الملك", "وكالات", "المصدر: وكالات", "انتهى", "كل عام وأنتم بخير", "هيئة التحرير",
    "للحديث بقية", "المملكة المغربية", "صور خاصة", "كتب عليهم الانتظار طويلا قبل أن يعودوا", "عاش الشعب",
    "Por la noche volvió la luz", "Por fin", "Continuará", "Ciudad de México", "Viva el mar", "Buenos Aires", "Por ejemplo, el puerto",
    "Foto EFE", "Con información de EFE", "Nada más.", "Hasta mañana", "Real Madrid", "La Palma", "Por Tamri",
    "To be continued", "By the sea", "New York", "By then it was over", "The End", "San Francisco", "Read More", "By Tuesday evening",
    "United NATIONS", "Free Tickets Here",
]  # fmt: skip


def _article(last: str) -> tuple[Paragraph, ...]:
    return tuple(
        Paragraph(text=(Span(text),))
        for text in (
            "Le port de Tamri ouvre mardi, a dit la maire devant le conseil.",
            "Les pêcheurs s'en réjouissent.",
            last,
        )
    )


def test_sixty_of_each() -> None:
    assert len(BYLINES) == 60
    assert len(TRAPS) == 60


def test_bylines_are_found() -> None:
    missed = [
        (line, byline_in(line, last=True)) for line, name in BYLINES if byline_in(line, last=True) != name
    ]
    assert len(missed) <= 2, missed


def test_bylines_leave_the_text() -> None:
    kept = [
        line
        for line, name in BYLINES
        if tidy(_article(line)).byline != name or len(tidy(_article(line)).blocks) != 2
    ]
    assert len(kept) <= 2, kept


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Auteur : Yassine Benali", "Yassine Benali"),
        ("Autora: Carmen Solís", "Carmen Solís"),
        ("Author: Helen Marsh", "Helen Marsh"),
        ("الكاتب: محمد العلوي", "محمد العلوي"),
        ("Auteur de trois romans", ""),
        ("Author Helen Marsh", ""),
        ("Auteur : inconnu", ""),
    ],
)
def test_a_label_and_a_colon_lead_a_name(line: str, name: str) -> None:
    assert byline_in(line) == name


@pytest.mark.parametrize("line", TRAPS)
def test_traps_are_not_taken(line: str) -> None:
    assert byline_in(line, last=True) == ""
    assert tidy(_article(line)).byline == ""


def test_a_bare_name_counts_only_at_the_end() -> None:
    assert byline_in("Yassine BENALI") == ""
    first, second, _ = _article("x")
    name = Paragraph(text=(Span("Yassine BENALI"),))
    assert tidy((first, name, second, first, second, first, second)).byline == ""


def test_a_byline_after_a_break_leaves_its_paragraph() -> None:
    first, second, _ = _article("x")
    tidied = tidy((first, Paragraph(text=(Span("Les pêcheurs s'en réjouissent.\nYassine BENALI"),))))
    assert tidied.byline == "Yassine BENALI"
    assert tidied.blocks == (first, second)


def test_the_known_author_is_not_repeated() -> None:
    first, second, _ = _article("x")
    line = Paragraph(text=(Span("T. Kergoat"),))
    assert tidy((line, first, second), author="T. Kergoat").blocks == (first, second)


@given(st.text(max_size=120), st.booleans())
def test_never_raises(line: str, last: bool) -> None:
    name = byline_in(line, last=last)
    assert name == "" or name in " ".join(line.split()) or name in line
