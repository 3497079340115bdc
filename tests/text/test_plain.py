"""Text in ASCII: which locales get it, letters by their like in as many cells, streams that take every letter."""

from __future__ import annotations

import io
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.text.cells import width
from reader.text.clean import clean_line
from reader.text.plain import bear_every_letter, plain, speaks_unicode


@pytest.mark.parametrize(
    ("environment", "unicode"),
    [
        ({}, True),
        ({"LANG": "fr_FR.UTF-8"}, True),
        ({"LANG": "fr_FR.utf8", "LC_ALL": ""}, True),
        ({"LC_ALL": "C", "LANG": "fr_FR.UTF-8"}, False),
        ({"LC_ALL": "POSIX"}, False),
        ({"LANG": "fr_FR.ISO-8859-15"}, False),
        ({"LANG": "fr_FR.ISO-8859-15", "LC_CTYPE": "C.UTF-8"}, False),
        ({"LANG": "C", "LC_CTYPE": "C.UTF-8"}, True),
        ({"LANG": "ar_MA.UTF-8", "LC_CTYPE": "en_GB.ISO-8859-1"}, False),
    ],
)
def test_which_locales_are_utf_8(environment: dict[str, str], unicode: bool) -> None:
    assert speaks_unicode(environment) == unicode


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("café «oui» — naïve…", 'cafe "oui" - naive.'),
        ("▌●★│─", ">*#|-"),
        ("\x1b[1m東京\x1b[0m", "\x1b[1m????\x1b[0m"),
        ("👩\u200d👧x", "??x"),
        ("سلام", "????"),
        ("e\u0301", "e"),
        ("plain", "plain"),
    ],
)
def test_letters_by_their_like(text: str, shown: str) -> None:
    assert plain(text) == shown


@given(st.text(max_size=40))
def test_as_many_cells(text: str) -> None:
    text = clean_line(text)
    assert plain(text).isascii()
    assert width(plain(text)) == width(text)


class _Stream(io.TextIOWrapper):
    """As stdout is in a charset, on a terminal or in a pipe."""

    def __init__(self, charset: str, tty: bool) -> None:
        super().__init__(io.BytesIO(), encoding=charset, newline="")
        self._tty = tty

    def isatty(self) -> bool:
        return self._tty

    def written(self) -> bytes:
        self.flush()
        return self.buffer.getvalue()  # type: ignore[attr-defined, no-any-return]


@pytest.mark.parametrize(
    ("charset", "tty", "locale", "written"),
    [
        ("utf-8", True, "C", b"? cafe *"),
        ("utf-8", True, "fr_FR.UTF-8", "ש café ●".encode()),
        ("utf-8", False, "C", "ש café ●".encode()),
        ("iso8859-15", False, "fr_FR.ISO-8859-15", "? café *".encode("latin-1")),
        ("ascii", False, "C", b"? cafe *"),
    ],
)
def test_streams_take_every_letter(
    monkeypatch: pytest.MonkeyPatch, charset: str, tty: bool, locale: str, written: bytes
) -> None:
    stream = _Stream(charset, tty)
    monkeypatch.setenv("LC_ALL", locale)
    monkeypatch.setattr(sys, "stdout", stream)
    monkeypatch.setattr(sys, "stderr", _Stream(charset, tty))
    bear_every_letter()
    print("ש café ●", end="")
    assert stream.written() == written
