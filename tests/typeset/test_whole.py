"""Nothing is lost, doubled, moved or too wide: every kind of block, in every language, at every width."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.blocks import (
    Article,
    Block,
    Code,
    Definition,
    Definitions,
    Details,
    Figure,
    Footnotes,
    Heading,
    List,
    Media,
    Note,
    Paragraph,
    Picture,
    Quote,
    Rule,
    Span,
    Table,
)
from reader.text.cells import width as cells_of
from reader.typeset.document import Document, typeset
from reader.typeset.options import ASCII, Options
from reader.typeset.walk import inlines
from tests.typeset.samples import ALL, article, para, text

WORDS = {
    "fr": "« Voilà ! » dit-elle : le bateau n’arrive qu’à 18 h 30 ; anticonstitutionnellement, l’île attend.",
    "ar": "قالت المديرة: «لا نغلق الأبواب قبل الساعة 20:00»، ثم ذكرت Atelier Nord (باريس) ورقم +212-537.",
    "es": "¿Quién paga? «Nadie», responde la alcaldesa; el 51 % del presupuesto sigue sin aprobar…",
    "en": "The crew’s vote — 312 to 48 — means no ferries before noon; see www.ferries.example/timetable?x=1&y=2.",
    "zh": "港口今天早上重新开放，渡轮将在中午恢复运营。",
}
WIDTHS = (4, 8, 20, 21, 33, 40, 72, 80, 120, 160)


def kinds(words: str) -> list[Block]:
    """One block of each kind, all of them made of `words`."""
    inline = text(words[:20], Span(words[20:40], "b"), Span(words[40:], "i", href="https://paper.example/a"))
    one = para(*inline)
    return [
        one,
        Heading(level=1, text=inline),
        Heading(level=2, text=inline),
        Heading(level=5, text=inline),
        List(items=((one,), (one, List(items=((one,), (one,)), ordered=True, start=98)))),
        List(items=((one,), (one,)), ordered=True, start=3, reversed=True),
        Quote(blocks=(one, Quote(blocks=(one,))), cite=inline),
        Code(text=words.replace(" ", "\n    ", 3) + "\n\n" + words, language="sh"),
        Table(
            header=(inline, text("№"), text("B")),
            rows=((inline, text("1.204"), inline), (text("-"), text("33"), text(""))),
            caption=inline,
        ),
        Figure(images=(Picture("https://img.example/a.jpg", words, 3, 4),), caption=inline, credit=inline),
        Figure(images=(Picture("https://img.example/a.jpg"), Picture("", words)), caption=inline),
        Rule(),
        Footnotes(notes=(Note("a", "1", (one,)), Note("b", "12", (one, one)))),
        Definitions(items=(Definition(inline, (one,)), Definition(inline, (one, one)))),
        Details(summary=inline, blocks=(one, one)),
        Media(title=words, host="films.example", url="https://films.example/1"),
    ]


CASES = [
    pytest.param(language, index, id=f"{language}-{type(block).__name__}-{index}")
    for language, words in WORDS.items()
    for index, block in enumerate(kinds(words))
]


def parts(document: Document) -> Iterator[tuple[str, list[list[int]]]]:
    """Each part's logical text, and the places that each of its lines shows."""
    document.settle()
    rows: dict[int, list[list[int]]] = {}
    for y in range(document.height):
        rows.setdefault(document.part_at(y), []).append([p for p in document.line(y).places() if p >= 0])
    for part, its in rows.items():
        yield document.part_text(part), its


def check_whole(document: Document, in_order: bool = True) -> None:
    """Every character that is no space stands on the screen once, in order."""
    for logical, rows in parts(document):
        shown = Counter(place for row in rows for place in row)
        assert not [place for place, count in shown.items() if count > 1]
        missing = [
            logical[place]
            for place in range(len(logical))
            if place not in shown
            and not logical[place].isspace()
            # The alef of lam-alef stands in the cell of its lam.
            and not (logical[place] in "اأإآ" and place - 1 in shown and logical[place - 1] == "ل")
        ]
        assert not missing
        if in_order:
            order = [place for row in rows for place in sorted(row)]
            assert order == sorted(order)


def check_width(document: Document, width: int) -> None:
    """No line is wider than it may be, and each line's width is what its text takes."""
    for line in document.lines:
        assert line.width <= max(width, 4)
        assert line.width == sum(cells_of(run.text) for run in line.runs)


@pytest.mark.parametrize(("language", "index"), CASES)
def test_each_kind_in_each_language_is_whole_at_every_width(language: str, index: int) -> None:
    block = kinds(WORDS[language])[index]
    for width in WIDTHS:
        document = typeset(
            article(block, language=language), width, options=Options(measure=160, wrap_code=True)
        )
        check_width(document, width)
        check_whole(document, in_order=not isinstance(block, Table))


@pytest.mark.parametrize(("language", "index"), CASES)
def test_the_logical_text_holds_the_block_in_its_order(language: str, index: int) -> None:
    block = kinds(WORDS[language])[index]
    document = typeset(article(block, language=language), 60, options=Options(header=False))
    kept = "".join("".join(logical for logical, _ in parts(document)).split())
    place = 0
    for inline in inlines(block):
        wanted = "".join("".join(span.text for span in inline).split())
        if isinstance(block, Figure) and wanted in kept[:place]:
            continue
        found = kept.find(wanted, place)
        assert found >= 0
        place = found if not wanted else found + len(wanted)


@pytest.mark.parametrize("sample", ALL, ids=[sample.language for sample in ALL])
def test_whole_articles_at_every_width(sample: Article) -> None:
    for width in range(4, 161, 4):
        document = typeset(sample, width, options=Options(wrap_code=True))
        check_width(document, width)
        check_whole(document, in_order=False)


@pytest.mark.parametrize("sample", ALL, ids=[sample.language for sample in ALL])
def test_one_letter_sets_nothing_but_itself_in_ascii(sample: Article) -> None:
    document = typeset(sample, 60, options=Options(glyphs=ASCII))
    for line in document.lines:
        for run in line.runs:
            if run.at < 0 and not run.order:
                assert run.text.isascii()


LETTERS = (
    *"abcÉ’ ,.-:!«»()12 \u00a0\u00ad\u200f\u0301中文字é",
    *("👩\u200d🚀", "🇲🇦", "لا", "مدينة ", "قُ", "שלום", "E\u0301", "www.long-host.example/path"),
)
INLINE = st.lists(st.sampled_from(LETTERS), max_size=60).map("".join)


@settings(max_examples=150, deadline=None)
@given(pieces=st.lists(INLINE, min_size=1, max_size=4), width=st.integers(4, 80), depth=st.integers(0, 5))
def test_any_text_at_any_depth_keeps_its_width(pieces: list[str], width: int, depth: int) -> None:
    block: Block = Paragraph(text=tuple(Span(piece, "b" * (n % 2)) for n, piece in enumerate(pieces)))
    for level in range(depth):
        block = Quote(blocks=(block,)) if level % 2 else List(items=((block,), (block,)))
    document = typeset(article(block), width, options=Options())
    for line in document.lines:
        assert line.width <= width


def test_blocks_nested_without_end_are_set_all_the_same() -> None:
    block: Block = para("The innermost word")
    for _ in range(400):
        block = Quote(blocks=(block,))
    document = typeset(article(block), 60, options=Options())
    assert "innermost" in " ".join(line.text for line in document.lines)
