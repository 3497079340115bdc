"""Drawn images as lines: their size, their colours, their words below; narrower where there is less room."""

from __future__ import annotations

from reader.blocks import Article, Figure, Picture, Quote, Span
from reader.model import Drawing
from reader.typeset.document import typeset
from reader.typeset.drawing import set_drawing
from reader.typeset.options import Options

HASH = "ab" * 32
SKY = Drawing(40, bytes((1, 2, 3)) * 40 * 10 + bytes((9, 8, 7)) * 40 * 10)


def test_a_drawing_stands_in_the_middle_as_wide_as_it_is() -> None:
    lines = set_drawing(SKY, 60)
    assert [line.width for line in lines] == [50] * 10
    assert lines[0].text == " " * 10 + "▀" * 40
    assert [line.runs[1].style for line in (lines[0], lines[9])] == ["px-010203-010203", "px-090807-090807"]
    assert len(lines[0].runs) == 2, "what looks alike is one run"


def test_where_there_is_less_room_columns_and_lines_are_left_out() -> None:
    assert [line.width for line in set_drawing(SKY, 20)] == [20] * 5
    assert [line.width for line in set_drawing(SKY, 1)] == [1]
    assert set_drawing(SKY, 0) == set_drawing(Drawing(0, b"\0"), 20) == set_drawing(Drawing(3, b""), 20) == []


def test_its_words_stay_below_it_and_inside_what_is_around_it() -> None:
    figure = Figure(
        images=(Picture("https://a.example/x.png", "Un phare", hash=HASH),), caption=(Span("Vellane"),)
    )
    article = Article(1, 1, "Titre", "Le Fanal", blocks=(figure, Quote(blocks=(figure,))))
    plain = typeset(article, 60, options=Options())
    drawn = typeset(article, 60, options=Options(drawings={HASH: SKY}))
    words = [line.text for line in drawn.lines if "▀" not in line.text]
    assert words == [line.text for line in plain.lines]
    assert sum("▀" in line.text for line in drawn.lines) == 20
    assert all(line.width <= 60 for line in drawn.lines)
    texts = [line.text for line in drawn.lines]
    assert "▀" in texts[texts.index("[image] Un phare — Vellane (a.example)") - 1]


def test_one_that_is_hidden_is_not_drawn() -> None:
    figure = Figure(images=(Picture("https://a.example/x.png", gone="everywhere"),))
    article = Article(1, 1, "Titre", "Le Fanal", blocks=(figure,))
    drawn = typeset(article, 60, options=Options(drawings={HASH: SKY, "": SKY}))
    assert not any("▀" in line.text for line in drawn.lines)
