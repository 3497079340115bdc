"""The last thing before the terminal: which locales it takes for which, and ASCII in as many cells."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.text.cells import width
from reader.text.clean import clean_line
from reader.tui.outlet import Outlet, plain, speaks_unicode


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


class _Closed(io.StringIO):
    def write(self, text: str) -> int:
        raise OSError(5, "gone")


def test_a_terminal_that_is_gone_is_told_of_once() -> None:
    told: list[int] = []
    outlet = Outlet(_Closed(), lambda: told.append(1))
    outlet.write("a")
    outlet.write("b")
    outlet.flush()
    assert told == [1]
