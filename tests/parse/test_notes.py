"""Footnotes in the markups of many makers: marks, notes, ways back."""

from __future__ import annotations

import pytest

from reader.blocks import Footnotes, Paragraph, Span
from reader.parse.blocks import blocks_of

BASE = "https://gazette.example/2024/05/port.html"


@pytest.mark.parametrize(
    "html",
    [
        # kramdown, PHP Markdown Extra
        '<p>Texte<sup id="fnref:1"><a href="#fn:1" class="footnote">1</a></sup>.</p><div class="footnotes"><ol>'
        '<li id="fn:1"><p>La note. <a href="#fnref:1" class="reversefootnote">&#8617;</a></p></li></ol></div>',
        # encyclopaedias
        '<p>Texte<sup id="cite_ref-1"><a href="#cite_note-1">[1]</a></sup>.</p><ol class="references">'
        '<li id="cite_note-1"><a href="#cite_ref-1">↑</a> La note.</li></ol>',
        # word processors
        '<p>Texte<a href="#_ftn1" name="_ftnref1">[1]</a>.</p><p><a href="#_ftnref1" name="_ftn1">[1]</a> La note.</p>',
        # letters by mail
        '<p>Texte<a id="footnote-anchor-1" href="#footnote-1">1</a>.</p><div class="footnote">'
        '<a id="footnote-1" href="#footnote-anchor-1">1</a><div><p>La note.</p></div></div>',
        # addresses made absolute on the way
        f'<p>Texte<sup id="r1"><a href="{BASE}#n1">1</a></sup>.</p><ol><li id="n1">La note. '
        f'<a href="{BASE}#r1">↩︎</a></li></ol>',
    ],
)
def test_footnotes_in_many_markups(html: str) -> None:
    text, notes = blocks_of(html, base=BASE)
    assert isinstance(text, Paragraph)
    assert isinstance(notes, Footnotes)
    (mark,) = [span for span in text.text if span.note]
    assert (mark.text, mark.marks, mark.href) == ("1", "^", "")
    assert [note.id for note in notes.notes] == [mark.note]
    assert notes.notes[0].label == "1"
    assert notes.notes[0].blocks == (Paragraph(text=(Span("La note."),)),)


def test_notes_in_a_row_are_one_block() -> None:
    marks = "".join(f'<a href="#n{number}">{number}</a> ' for number in range(1, 6))
    notes = "".join(f'<li id="n{number}">Note {number}.</li>' for number in range(1, 6))
    block = blocks_of(f"<p>{marks}</p><ol>{notes}</ol>")[1]
    assert isinstance(block, Footnotes)
    assert [note.label for note in block.notes] == ["1", "2", "3", "4", "5"]


def test_a_table_of_contents_is_no_footnote() -> None:
    html = (
        '<ul><li><a href="#deux">Deuxième partie</a></li></ul><h2 id="deux">Deuxième partie</h2><p>Suite.</p>'
    )
    assert [type(block).__name__ for block in blocks_of(html)] == ["List", "Heading", "Paragraph"]
