"""The catalogues are whole, fresh, and hold nothing that a terminal would act on. `python -m tests.words` mends the first two."""

from __future__ import annotations

import re
import string

import pytest
from babel.messages.catalog import Message as Entry

from reader.text.clean import guard
from tests.words.catalogues import OTHERS, fresh, missing, po, read, written
from tests.words.extract import messages

FORMS = {"fr": 2, "es": 2, "ar": 6}


def _entries(language: str) -> list[Entry]:
    return [entry for entry in read(language) if entry.id]


def _texts(entry: Entry) -> tuple[list[str], list[str]]:
    """The English ones and those of the language."""
    english = [entry.id] if isinstance(entry.id, str) else list(entry.id)
    told = [entry.string] if isinstance(entry.string, str) else list(entry.string or ())
    return english, told


def _places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("language", OTHERS)
def test_the_files_are_fresh(language: str) -> None:
    text, compiled = written(fresh(language, messages(), read(language)))
    assert po(language).read_bytes() == text, "run python -m tests.words"
    assert po(language).with_suffix(".mo").read_bytes() == compiled, "run python -m tests.words"


@pytest.mark.parametrize("language", OTHERS)
def test_everything_is_translated(language: str) -> None:
    assert missing(read(language)) == []
    assert [entry.id for entry in _entries(language) if entry.fuzzy] == []


@pytest.mark.parametrize("language", OTHERS)
def test_the_same_places_stand_in_all_languages(language: str) -> None:
    for entry in _entries(language):
        english, told = _texts(entry)
        wanted = _places(english[-1])
        for text in told:
            # a form for none, one or two may say the number in words
            assert _places(text) <= wanted, entry.id
            if text == told[-1]:
                assert _places(text) == wanted, entry.id
        assert len(told) == (FORMS[language] if len(english) > 1 else 1), entry.id


@pytest.mark.parametrize("language", OTHERS)
def test_nothing_in_them_acts_on_a_terminal(language: str) -> None:
    for entry in _entries(language):
        for text in _texts(entry)[1]:
            assert guard(text) == text, entry.id
            assert not re.search("[\u061c\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]", text), entry.id
            assert text.strip(" ") == text or entry.id != str(entry.id).strip(), entry.id
