"""What counts of a headline: stems, kicker, names, numbers, editions."""

from __future__ import annotations

import pytest

from reader.stories.features import KICKER, NAME, NUMBER, ROUGH, numbers, split_kicker, weights_of


@pytest.mark.parametrize(
    ("title", "kicker"),
    [
        ("Saint-Orme : le ferry est rentré au port", "Saint-Orme"),
        ("Saint-Orme\u202f: le ferry est rentré au port", "Saint-Orme"),
        ("Deportes: Cabestany gana la etapa reina", "Deportes"),
        ("Éducation. L'école-bateau reprend la mer", "Éducation"),
        ("رياضة: سباق الدراجات ينطلق غدا", "رياضة"),
        ("The bakers of Lower Tarn now say: it is enough", ""),
        ("Score : 2-1", ""),
        ("A headline without any label", ""),
    ],
)
def test_a_short_label_before_a_headline_is_its_kicker(title: str, kicker: str) -> None:
    assert split_kicker(title)[0] == kicker


def test_words_weigh_by_what_they_are() -> None:
    weights = weights_of("Climat : 212 passagers attendent Odalie depuis mille heures en 2026")
    assert weights["212"] == NUMBER
    assert weights["odalie"] == NAME
    assert weights["passag"] == 1
    assert weights["climat"] == KICKER
    assert weights["2026"] == weights["mille"] == ROUGH
    assert "depuis" not in weights


def test_an_edition_is_a_number_however_it_is_written() -> None:
    for title in ("Septième congrès", "7e congrès", "VII Congrès", "Congrès, le 7th", "المؤتمر السابع"):
        assert numbers(weights_of(title)) == {"7"}, title


def test_arabic_articles_and_title_case_do_not_matter() -> None:
    assert weights_of("والميناء") == weights_of("ميناء")
    titled = weights_of("Port Ansel Council Votes To Keep Night Ferry")
    assert set(titled.values()) == {1.0}


def test_a_name_counts_in_quotes_and_not_where_a_headline_begins() -> None:
    weights = weights_of(
        "Ferry « Étoile-de-Lisse » ramené au port de Saint-Orme, dit l'armateur “Mandore” hier"
    )
    names = {stem for stem, weight in weights.items() if weight == NAME}
    assert names == {"etoile", "saint", "mandor"}


def test_what_is_rough_gives_way_to_what_is_not() -> None:
    for title in (
        "Deux millions pour les millionnaires du port",
        "Les millionnaires du port à deux millions",
    ):
        assert weights_of(title)["millio"] == 1.0
    assert weights_of("Deux millions pour le port")["millio"] == ROUGH
