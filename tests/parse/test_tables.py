"""Tables: what relates things stays a table, what places things becomes text, line numbers of code go."""

from __future__ import annotations

import pytest

from reader.blocks import Code, Figure, Heading, List, Paragraph, Table, plain
from reader.parse.blocks import blocks_of, text_of


def table(html: str) -> Table:
    block = blocks_of(html)[0]
    assert isinstance(block, Table), block
    return block


def grid(block: Table) -> list[list[str]]:
    return [[plain(cell) for cell in row] for row in block.rows]


def test_header_caption_and_sides() -> None:
    block = table(
        "<table><caption>Marées</caption><thead><tr><th>Port<th>Hauteur</thead>"
        "<tr><td>Tamri<td align=right>3,2 m<tr><td>Imsouane<td style='text-align: right'>2,9 m</table>"
    )
    assert plain(block.caption) == "Marées"
    assert [plain(cell) for cell in block.header] == ["Port", "Hauteur"]
    assert grid(block) == [["Tamri", "3,2 m"], ["Imsouane", "2,9 m"]]
    assert block.aligns == ("", "right")


def test_spans_keep_columns_straight() -> None:
    block = table(
        "<table><tr><th>a<th>b<th>c<tr><td rowspan=2>1<td colspan=2>2<tr><td>3<td rowspan=9>4<tr><td>5<td>6</table>"
    )
    assert grid(block) == [["1", "2", ""], ["", "3", "4"], ["5", "6", ""]]


def test_rows_of_different_length_are_filled() -> None:
    assert grid(table("<table><tr><th>a<th>b<tr><td>1<tr><td>2<td>3</table>")) == [["1", ""], ["2", "3"]]


def test_a_plain_grid_is_a_table() -> None:
    assert grid(table("<table><tr><td>Nord<td>12<tr><td>Sud<td>9</table>")) == [["Nord", "12"], ["Sud", "9"]]


def test_cells_keep_their_links_lines_and_lists() -> None:
    block = table(
        '<table><tr><th>a<th>b<tr><td><a href="https://a.example/">x</a><br>y<td><ul><li>m<li>n</ul></table>'
    )
    assert block.rows[0][0][0].href == "https://a.example/"
    assert grid(block) == [["x\ny", "m\nn"]]


def test_images_in_cells_stand_after_the_table() -> None:
    blocks = blocks_of(
        '<table><tr><th>a<th>b<tr><td>c<td><img src="https://a.example/i.jpg" alt="Quai"></table>'
    )
    assert isinstance(blocks[0], Table)
    assert grid(blocks[0]) == [["c", "Quai"]]
    assert isinstance(blocks[1], Figure)


@pytest.mark.parametrize(
    "html",
    [
        "<table><tr><td><h2>Titre</h2><p>Un.</p><p>Deux.</p></td><td>Menu</td></tr></table>",
        "<table role=presentation><tr><td>Un<td>Deux<tr><td>Trois<td>Quatre</table>",
        "<table><tr><td><table><tr><td>Un</table><td>Deux</table>",
        "<table><tr><td>Un seul mot</table>",
        f"<table><tr><td>{'long ' * 100}<td>b<tr><td>c<td>d</table>",
    ],
)
def test_layout_tables_become_text(html: str) -> None:
    blocks = blocks_of(html)
    assert blocks
    assert all(isinstance(block, Paragraph | Heading | List) for block in blocks)


@pytest.mark.parametrize(
    "html",
    [
        '<table class="highlight"><tr><td class="gutter"><pre>1\n2</pre><td class="code"><pre>un\n  deux</pre></table>',
        '<table class="blob"><tr><td data-line-number="1"></td><td class="blob-code">un</td></tr>'
        '<tr><td data-line-number="2"></td><td class="blob-code">  deux</td></tr></table>',
        '<div class="highlight"><table class="highlighttable"><tr><td class="linenos"><div><pre>1\n2</pre></div></td>'
        "<td><pre>un\n  deux</pre></td></tr></table></div>",
    ],
)
def test_line_numbers_beside_code_go(html: str) -> None:
    (block,) = blocks_of(html)
    assert isinstance(block, Code)
    assert block.text == "un\n  deux"


def test_a_table_about_codes_stays_a_table() -> None:
    assert isinstance(
        table('<table class="code-list"><tr><th>Code<th>Ville<tr><td>80<td>Agadir</table>'), Table
    )


def test_text_of_a_table_goes_row_by_row() -> None:
    assert text_of("<table><tr><th>a<th>b<tr><td>c<td>d</table>") == "a  b\nc  d"
