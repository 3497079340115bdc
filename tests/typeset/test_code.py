"""Code: spaces exact, cut lines marked, wrapped lines signed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reader.blocks import Code
from reader.typeset.document import typeset
from reader.typeset.options import Options
from tests.typeset.samples import article

LINE = "if harbour.is_open() and not harbour.is_full():  # two spaces"


def shown(source: str, width: int, *, wrap: bool = False, pan: int = 0, language: str = "") -> list[str]:
    options = Options(header=False, wrap_code=wrap, pan=pan)
    return [
        line.text
        for line in typeset(article(Code(text=source, language=language)), width, options=options).lines
    ]


def test_spaces_and_blank_lines_are_kept() -> None:
    assert shown("a\n\n    b  c\n", 20) == [" a".ljust(20), " " * 20, "     b  c".ljust(20)]


def test_a_long_line_is_cut_with_a_mark() -> None:
    assert shown(LINE, 30) == [" if harbour.is_open() and no› "]


def test_panned_code_is_marked_at_both_sides() -> None:
    row = shown(LINE, 30, pan=10)[0]
    assert row.startswith(" ‹.is_open()")
    assert row.endswith("› ")
    assert shown(LINE, 30, pan=len(LINE) - 8)[0].rstrip() == " ‹o spaces"


def test_a_pan_past_the_end_shows_only_the_mark() -> None:
    assert shown("short", 20, pan=50) == [" ‹".ljust(20)]


def test_wrapped_code_shows_where_it_turns() -> None:
    rows = [row[1:-1] for row in shown(LINE, 30, wrap=True)]
    assert [row[0] for row in rows[1:]] == ["↪"] * (len(rows) - 1)
    assert (rows[0] + "".join(row[1:] for row in rows[1:])).rstrip() == LINE


def test_the_language_stands_above_at_the_right() -> None:
    assert shown("x", 20, language="python")[0] == "python ".rjust(20)


@given(source=st.text(alphabet="ab ({中é\t", max_size=80), width=st.integers(6, 60), pan=st.integers(0, 40))
def test_cut_code_is_as_wide_as_its_field(source: str, width: int, pan: int) -> None:
    for line in typeset(article(Code(text=source)), width, options=Options(header=False, pan=pan)).lines:
        assert line.width == width


def test_code_stays_left_to_right_in_an_arabic_article() -> None:
    document = typeset(article(Code(text="print('سلام')"), title="عنوان", language="ar"), 30)
    line = next(line for line in document.lines if "print" in line.text)
    assert line.text.startswith(" print('")
