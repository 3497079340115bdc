"""Tables: grids, narrowed grids, cards; no cell lost, no line too wide, in both directions."""

from __future__ import annotations

import random

import pytest

from reader.blocks import Table
from reader.text.cells import width as cells_of
from reader.typeset.document import typeset
from reader.typeset.options import Options
from tests.typeset.samples import ARABIC, article, cells, text

_WORDS = {
    "fr": "moulin quai « l’île » été port Sainte-Anne anticonstitutionnellement 1 204 € 18 h".split(),
    "ar": "مدينة مكتبة النهر الأطفال «قارئ» 42.000 المقاعد أسبوع".split(),
    "es": "sequía embalse año río ¿cuánto? 51 % ayuntamiento".split(),
    "en": "harbour ferry vote 312 the of radiator map www.long-address.example/without/a/break".split(),
}


def tables() -> list[tuple[str, Table]]:
    """Forty tables of two to seven columns, with and without a header, from a fixed seed."""
    pick = random.Random(7)

    def cell(language: str) -> str:
        return " ".join(pick.choices(_WORDS[language], k=pick.choice((0, 1, 1, 2, 3, 9))))

    made = []
    for number in range(40):
        language = ("fr", "ar", "es", "en")[number % 4]
        columns = 2 + number % 6
        header = cells(*(cell(language) or "x" for _ in range(columns))) if number % 3 else ()
        rows = tuple(
            cells(*(cell(language) for _ in range(columns - (n == 2)))) for n in range(1 + number % 5)
        )
        made.append(
            (language, Table(header=header, rows=rows, caption=text(cell(language)) if number % 2 else ()))
        )
    return made


@pytest.mark.parametrize("width", [20, 40, 80, 120])
def test_forty_tables_lose_nothing_and_stay_within_the_pane(width: int) -> None:
    for language, table in tables():
        document = typeset(
            article(table, language=language), width, options=Options(header=False, measure=width)
        )
        shown: set[tuple[int, int]] = set()
        for y, line in enumerate(document.lines):
            assert line.width <= width
            shown |= {(document.part_at(y), place) for place in line.places() if place >= 0}
        if not document.height:
            continue
        logical = document.part_text(0)
        for cell in (*table.header, *(cell for row in table.rows for cell in row), table.caption):
            if any(span.text.strip() for span in cell) and any(
                span.text.strip() for row in table.rows for c in row for span in c
            ):
                wanted = cell[0].text.strip()
                assert wanted in logical
                start = logical.find(wanted)
                lost = [
                    char
                    for place, char in enumerate(wanted, start)
                    if (0, place) not in shown and not char.isspace() and char not in "اأإآ"
                ]
                assert not lost


def grid(width: int, *, dir: str = "") -> list[str]:
    table = Table(
        header=cells("Port", "Boats", "Open"),
        rows=(cells("Sainte-Anne", "12", "yes"), cells("Moulin", "104", "in the summer months only")),
        dir=dir,
    )
    return [
        line.text.rstrip() for line in typeset(article(table), width, options=Options(header=False)).lines
    ]


def test_a_grid_aligns_numbers_at_the_right() -> None:
    assert grid(60) == [
        "Port        │ Boats │ Open",
        "────────────┼───────┼──────────────────────────",
        "Sainte-Anne │    12 │ yes",
        "Moulin      │   104 │ in the summer months only",
    ]


def test_a_narrowed_grid_parts_its_rows() -> None:
    shown = grid(38)
    assert all(cells_of(row) <= 38 for row in shown)
    assert "│ in the summer" in shown[-2] or "│ in the summer" in shown[-3]
    assert any(set(row) == {"─"} for row in shown[2:])


def test_each_row_is_a_card_where_a_grid_is_too_wide() -> None:
    assert grid(20) == [
        "│ Port: Sainte-Anne",
        "│ Boats: 12",
        "│ Open: yes",
        "",
        "│ Port: Moulin",
        "│ Boats: 104",
        "│ Open: in the",
        "│ summer months only",
    ]


def test_a_right_to_left_table_begins_at_the_right() -> None:
    document = typeset(ARABIC, 60, options=Options(header=False))
    rows = [line.text for line in document.lines]
    head = next(row for row in rows if "مسقلا" in row)
    assert head.endswith("مسقلا")
    assert next(row for row in rows if "42.000" in row).endswith("لافطﻷا")


def test_given_alignments_count_more_than_numbers() -> None:
    table = Table(rows=(cells("a", "1"), cells("bbbbbbb", "22222")), aligns=("center", "left"))
    shown = [line.text for line in typeset(article(table), 40, options=Options(header=False)).lines]
    assert shown == ["   a    │ 1    ", "bbbbbbb │ 22222"]
