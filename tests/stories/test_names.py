"""Names across scripts by their sound, numbers however they are written."""

from __future__ import annotations

import pytest

from reader.stories.names import Frequencies, shared_features, sounds
from reader.text.fold import fold


@pytest.mark.parametrize(
    ("latin", "arabic"),
    [
        ("Marlac", "مارلاك"),
        ("Vellane", "فيلان"),
        ("Northwick", "نورثويك"),
        ("Brassac", "براساك"),
        ("Odette", "أوديت"),
        ("Colm", "كولم"),
        ("Niebla", "نيبلا"),
        ("Fanar", "الفنار"),
        ("Almadén", "ألمادين"),
    ],
)
def test_a_name_sounds_alike_in_both_scripts(latin: str, arabic: str) -> None:
    assert sounds(fold(latin)) & sounds(fold(arabic)) - {""}


def test_names_that_differ_do_not() -> None:
    assert len({*map(min, (sounds(fold(name)) for name in ("Marlac", "Niebla", "Northwick", "Fanar")))}) == 4


def test_numbers_are_one_in_all_languages() -> None:
    titles = ("quatre disparus", "four missing", "cuatro desaparecidos", "أربعة مفقودين", "4 lost")
    assert all("#4" in shared_features(title) for title in titles)
    assert all("#6" in shared_features(title) for title in ("la 6e session", "sixth session"))


def test_a_kicker_weighs_less_and_words_that_bind_nothing() -> None:
    features = shared_features("Marlac : quatre ponts rouvrent dans la vallée")
    assert features["~mrlk"] < features["#4"]
    assert "dans" not in features


def test_what_is_shared_is_shown_as_it_was_written() -> None:
    frequencies = Frequencies()
    one, other = "Pont de Marlac à Northwick", "جسر مارلاك يضرب نورثويك"
    first, second = frequencies.take(one), frequencies.take(other)
    assert {word for word, _ in frequencies.shared(one, first, second)} == {"marlac", "northwick"}
    assert 0 < frequencies.likeness(first, second) < 1
