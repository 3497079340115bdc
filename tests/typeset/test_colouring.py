"""Colours of code: words, strings, numbers and comments of many languages; never a letter moved, never long."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.blocks import Code
from reader.typeset.colouring import LONGEST, colours
from reader.typeset.document import typeset
from reader.typeset.options import Options
from tests.typeset.samples import article

LABELS = ["python", "Rust", "js", "sql", "lisp", "latex", "html", "sh", "brainfog", ""]


def told(text: str, language: str) -> list[tuple[str, str]]:
    return [(text[start:end], look.removeprefix("code-")) for start, end, look in colours(text, language)]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        (
            "python",
            "def lamp(n):  # a 'turn'\n    return \"x\\\"y\" + 'z' * 12",
            [
                ("def", "word"),
                ("# a 'turn'", "comment"),
                ("return", "word"),
                ('"x\\"y"', "string"),
                ("'z'", "string"),
                ("12", "number"),
            ],
        ),
        ("python", '"""a\nif b\n"""\nif', [('"""a\nif b\n"""', "string"), ("if", "word")]),
        (
            "rust",
            "fn a<'b>(c: &'b str) { // d\n /* e\n f */ 1.5 }",
            [("fn", "word"), ("// d", "comment"), ("/* e\n f */", "comment"), ("1.5", "number")],
        ),
        (
            "SQL",
            "Select x1 FROM t -- y",
            [("Select", "word"), ("FROM", "word"), ("-- y", "comment")],
        ),
        (
            "html",
            '<a href="x">if</a><!-- b -->',
            [("a", "word"), ('"x"', "string"), ("/a", "word"), ("<!-- b -->", "comment")],
        ),
        ("", "if 1", []),
        ("brainfog", "if 1", []),
    ],
)
def test_what_is_told_apart(language: str, text: str, expected: list[tuple[str, str]]) -> None:
    assert told(text, language) == expected


@given(st.text(alphabet="\"'`/*#-<!>\\\n a1é\u0301if;%", max_size=200), st.sampled_from(LABELS))
def test_pieces_follow_each_other_in_any_text(text: str, language: str) -> None:
    found = colours(text, language)
    assert all(0 <= start < end <= len(text) for start, end, _ in found)
    assert all(before[1] <= after[0] for before, after in pairwise(found))


@given(
    st.text(alphabet="\"'#1ab \n\u0301\u05d0漢", max_size=60),
    st.integers(1, 30),
    st.integers(0, 9),
    st.booleans(),
)
def test_colours_move_no_letter(text: str, width: int, pan: int, wrap: bool) -> None:
    options = Options(header=False, wrap_code=wrap, pan=pan)
    plain, coloured = (
        typeset(article(Code(text=text, language=language)), width, options=options).lines
        for language in ("pithon", "python")
    )
    assert [(line.text.replace("y", "i"), line.width, line.places()) for line in coloured] == [
        (line.text, line.width, line.places()) for line in plain
    ]


@pytest.mark.parametrize(
    "piece", ['"', "'", "\\", '"\\', "'\\", "/*", "<!--", "`", "a" * 40 + " ", "'''", "1.", "<"]
)
@pytest.mark.parametrize("language", LABELS[:-1])
def test_hostile_code_costs_its_length(piece: str, language: str) -> None:
    text = (piece * LONGEST)[:LONGEST]
    began = time.process_time()
    colours(text, language)
    assert time.process_time() - began < 0.5
    assert all(end <= LONGEST for _, end, _ in colours(text + '"x"', language))
