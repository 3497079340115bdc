"""The cells of images in pixels, and the sequences that fill them: every cell with its row and column, files that arrive whole."""

from __future__ import annotations

import base64
import unicodedata
from pathlib import Path

import pytest
from rich.cells import cell_len

from reader.blocks import Figure, Picture
from reader.model import Ink
from reader.text.cells import clusters, width
from reader.text.clean import guard
from reader.typeset.document import typeset
from reader.typeset.inking import (
    drawn_at,
    marks,
    number_of,
    placed,
    sent,
    set_ink,
    spot_of,
    taken_back,
)
from reader.typeset.options import Options
from tests.terminal.screen import tokens
from tests.typeset.samples import article

DATA = Path("/usr/share/unicode")
PNG = bytes(range(256)) * 40


def test_the_marks_are_those_of_the_protocol() -> None:
    assert len(marks()) == len(set(marks())) == 297
    assert (marks()[0], marks()[1], marks()[296]) == ("\u0305", "\u030d", "\U0001d244")
    for mark in marks():
        assert unicodedata.combining(mark) == 230
        assert unicodedata.normalize("NFD", mark) == mark


def test_each_cell_says_its_row_and_column_and_is_one_cell_everywhere() -> None:
    ink = Ink("kitty", 30, 12, (PNG,))
    lines = set_ink("ab" * 32, ink, 40)
    assert len(lines) == 12
    for row, line in enumerate(lines):
        assert line.width == 35, "in the middle of 40"
        text = line.runs[-1].text
        assert guard(text) == text, "the border takes nothing away"
        assert width(text) == cell_len(text) == 30
        assert clusters(text) == [f"\U0010eeee{marks()[row]}{marks()[column]}" for column in range(30)]
        spot = spot_of(line.runs[-1].style)
        assert spot is not None
        assert (spot.form, spot.number, spot.row) == ("kitty", number_of("ab" * 32, 30, 12), row)


@pytest.mark.parametrize(("cells", "shape"), [(40, (30, 12)), (15, (15, 6)), (1, (1, 1)), (0, (0, 0))])
def test_a_narrow_place_has_a_smaller_image(cells: int, shape: tuple[int, int]) -> None:
    ink = Ink("kitty", 30, 12, (PNG,))
    assert placed(ink, cells) == shape
    assert len(set_ink("a", ink, cells)) == shape[1]


def test_sixels_stand_only_where_they_were_made_for() -> None:
    ink = Ink("sixel", 30, 2, (b"1", b"2"))
    assert [line.text.strip() for line in set_ink("a", ink, 30)] == ["", ""]
    assert set_ink("a", ink, 29) == []
    assert set_ink("a", Ink("sixel", 0, 0, ()), 29) == []


def test_a_file_arrives_whole_in_pieces_that_the_protocol_allows() -> None:
    pieces = [token.data for token in tokens(sent(0xABCDEF, PNG, 30, 12).encode())]
    heads = [piece.partition(";")[0] for piece in pieces]
    data = [piece.partition(";")[2] for piece in pieces]
    assert heads[0] == f"Ga=T,q=2,f=100,t=d,U=1,i={0xABCDEF},c=30,r=12,m=1"
    assert heads[1:] == ["Gq=2,m=1"] * (len(pieces) - 2) + ["Gq=2,m=0"]
    assert all(len(one) <= 4096 and len(one) % 4 == 0 for one in data)
    assert base64.b64decode("".join(data)) == PNG


def test_the_other_sequences() -> None:
    assert taken_back(7) == "\x1b_Ga=d,d=I,i=7,q=2\x1b\\"
    assert drawn_at(b"\x1bP0;1q#0~\x1b\\", 4, 2) == "\x1b7\x1b[3;5H\x1bP0;1q#0~\x1b\\\x1b8"
    assert spot_of("px-000000-ffffff") is None


def test_it_stands_above_the_words_of_its_image() -> None:
    figure = Figure(images=(Picture("https://paper.example/a.png", "boats", hash="ab" * 32),))
    ink = Ink("kitty", 10, 3, (PNG,))
    document = typeset(article(figure), 60, options=Options(drawings={"ab" * 32: ink}, header=False))
    texts = [line.text for line in document.lines]
    first = next(place for place, text in enumerate(texts) if "\U0010eeee" in text)
    assert all("\U0010eeee" in text for text in texts[first : first + 3])
    assert "boats" in texts[first + 3]
