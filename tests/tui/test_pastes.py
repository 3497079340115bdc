"""Escapes in pastes: gone, whatever stands around them and however it is cut; everything else comes through."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.tui.pastes import Pastes

BEGIN, END = "\x1b[200~", "\x1b[201~"


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("jk\x1b[A", "jk\x1b[A"),
        (f"j{BEGIN}text{END}k", f"j{BEGIN}text{END}k"),
        (f"{BEGIN}a\x1b]0;x\x07b\x1bq{END}\x1b[B", f"{BEGIN}a]0;x\x07bq{END}\x1b[B"),
        (f"{BEGIN}a\x1b[20{END}", f"{BEGIN}a[20{END}"),
        (f"{BEGIN}a{BEGIN}b{END}", f"{BEGIN}a[200~b{END}"),
        (f"{BEGIN}{END}{BEGIN}\x1b{END}", f"{BEGIN}{END}{BEGIN}{END}"),
        (END, END),
    ],
)
def test_known_ones(sent: str, kept: str) -> None:
    assert Pastes().feed(sent) == kept
    pastes = Pastes()
    assert "".join(map(pastes.feed, sent)) == kept


PIECES = ["a", "\x1b", "[", "200~", "201~", BEGIN, END, "\x1b[A", "é", "\x1b[20"]


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join), st.lists(st.integers(0, 60), max_size=6))
def test_however_it_is_cut(sent: str, cuts: list[int]) -> None:
    sent += END
    whole = Pastes().feed(sent)
    pastes = Pastes()
    places = sorted({0, *(place for place in cuts if place < len(sent)), len(sent)})
    assert "".join(pastes.feed(sent[start:end]) for start, end in pairwise(places)) == whole
    for text in re.findall(r"\x1b\[200~(.*?)\x1b\[201~", whole, re.DOTALL):
        assert "\x1b" not in text
    assert whole.replace("\x1b", "") == sent.replace("\x1b", "")
