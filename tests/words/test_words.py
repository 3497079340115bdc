"""How words are looked up: the language chosen, texts, plural forms, places set apart, English said again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from reader import words
from reader.words import _, choose, ngettext, pgettext, retold, speak
from reader.words.catalogue import Catalogue


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    speak("en")
    yield
    speak("en")


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "fr_FR.UTF-8"}, "fr"),
        ({"LANG": "fr_FR.UTF-8", "LC_MESSAGES": "es_ES.UTF-8"}, "es"),
        ({"LANG": "fr_FR.UTF-8", "LC_MESSAGES": "es_ES.UTF-8", "LC_ALL": "ar_MA.UTF-8"}, "ar"),
        ({"LANG": "fr_FR.UTF-8", "LC_ALL": ""}, "fr"),
        ({"LANG": "ar"}, "ar"),
        ({"LANG": "es-419"}, "es"),
        ({"LANG": "fr@euro"}, "fr"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8", "LANGUAGE": "de:fr:en"}, "fr"),
        ({"LANG": "fr_FR.UTF-8", "LANGUAGE": "en"}, "en"),
        ({"LANG": "C.UTF-8", "LANGUAGE": "fr"}, "en"),
        ({"LANG": "fr_FR.UTF-8", "LC_ALL": "POSIX"}, "en"),
        ({"LANGUAGE": "fr"}, "en"),
    ],
)
def test_auto_follows_the_environment(environment: dict[str, str], language: str) -> None:
    assert choose("auto", environment) == language


def test_a_language_that_is_set_goes_before_the_environment() -> None:
    assert choose("es", {"LC_ALL": "fr_FR.UTF-8"}) == "es"
    assert choose("ar", {}, unicode=False) == "ar"


def test_no_arabic_where_the_terminal_has_no_letters_for_it() -> None:
    assert choose("auto", {"LANG": "ar_MA.ISO-8859-6"}, unicode=False) == "en"
    assert choose("auto", {"LANG": "fr_FR.ISO-8859-15"}, unicode=False) == "fr"


def test_english_is_what_the_source_says() -> None:
    assert _("Fetching…") == "Fetching…"
    assert pgettext("footer", "open") == "open"
    assert ngettext("{count} source", "{count} sources", 1) == "{count} source"
    assert ngettext("{count} source", "{count} sources", 0) == "{count} sources"
    assert retold("Whatever.") == "Whatever."
    assert words.direction() == "ltr"


def test_every_language_has_its_catalogue() -> None:
    for language in words.LANGUAGES:
        speak(language)
        assert words.language() == language
        assert words.direction() == ("rtl" if language == "ar" else "ltr")


@pytest.fixture
def arabic(tmp_path: Path) -> Catalogue:
    made = Catalog(locale="ar")
    made.add("The article was written to {path}.", "كُتب المقال في {path}.")
    made.add("open", "فتح", context="footer")
    made.add("open", "مفتوح")
    made.add(
        ("{count} entry went.", "{count} entries went."),
        (
            "لم يذهب شيء.",
            "ذهب مقال.",
            "ذهب مقالان.",
            "ذهبت {count} مقالات.",
            "ذهب {count} مقالًا.",
            "ذهب {count} مقال.",
        ),
    )
    made.add("Taken back: {what}", "أُلغي: {what}")
    file = tmp_path / "ar.mo"
    with file.open("wb") as out:
        write_mo(out, made)
    return Catalogue(file, isolates=True)


def test_places_are_set_apart_from_right_to_left_text(arabic: Catalogue) -> None:
    text = arabic.text("The article was written to {path}.")
    assert text.format(path="/a/b.md") == "كُتب المقال في \u2068/a/b.md\u2069."


def test_contexts_part_what_is_written_alike(arabic: Catalogue) -> None:
    assert arabic.text("open", "footer") == "فتح"
    assert arabic.text("open") == "مفتوح"
    assert arabic.text("open", "elsewhere") == "open"


@pytest.mark.parametrize(
    ("n", "beginning"),
    [(0, "لم"), (1, "ذهب مقال."), (2, "ذهب مقالان"), (5, "ذهبت"), (11, "ذهب"), (100, "ذهب")],
)
def test_six_plural_forms(arabic: Catalogue, n: int, beginning: str) -> None:
    assert arabic.plural("{count} entry went.", "{count} entries went.", n).startswith(beginning)


def test_english_that_is_filled_in_is_said_again(arabic: Catalogue) -> None:
    assert arabic.again("The article was written to /a/b.md.") == "كُتب المقال في \u2068/a/b.md\u2069."
    assert arabic.again("1 entry went.") == "ذهب مقال."
    assert arabic.again("7 entries went.") == "ذهبت \u20687\u2069 مقالات."
    assert arabic.again("Taken back: 7 entries went.") == "أُلغي: \u2068ذهبت \u20687\u2069 مقالات.\u2069"
    assert arabic.again("Something else.") == "Something else."
    assert arabic.again("") == ""
