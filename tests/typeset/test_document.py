"""Documents: set lazily, at a place that a resize keeps, with links, headings and the golden screens."""

from __future__ import annotations

import datetime

import pytest

from reader.blocks import Article, Code, Footnotes, Heading, List, Note, Paragraph, Quote, Span, Table
from reader.text.cells import width as cells_of
from reader.typeset.document import Document, typeset
from reader.typeset.lines import Line, Place
from reader.typeset.options import Options, Words
from reader.typeset.plain import to_text
from tests.typeset.samples import ALL, ARABIC, ENGLISH, FRENCH, NOON, SPANISH, article, cells, para, text

UTC = Options(now=NOON, zone=datetime.UTC)


def long_article(paragraphs: int = 300) -> Article:
    return article(*(para(f"Paragraph {n} tells of the {n}th harbour. " * 4) for n in range(paragraphs)))


def rows(document: Document) -> list[str]:
    return [line.text.rstrip() for line in document.lines]


def test_only_what_is_looked_at_is_set() -> None:
    document = typeset(long_article(), 60)
    document.fill(0, 40)
    assert not document.settled
    assert "Paragraph 3 " in " ".join(document.line(y).text for y in range(40))
    assert document.line(document.height - 1).text == ""


def test_settling_in_slices_ends_with_the_same_lines_as_setting_all_at_once() -> None:
    whole = typeset(long_article(), 60)
    sliced = typeset(long_article(), 60)
    steps = 1
    while sliced.settle(lambda: True, around=200):
        steps += 1
    assert steps > 10
    assert sliced.settled
    assert rows(sliced) == rows(whole)
    assert sliced.height == len(whole.lines)


def test_lines_already_on_the_screen_stay_while_what_follows_is_set() -> None:
    document = typeset(long_article(), 60)
    document.fill(0, 30)
    before = [document.line(y) for y in range(30)]
    document.settle()
    assert [document.line(y) for y in range(30)] == before


@pytest.mark.parametrize("sample", ALL, ids=[sample.language for sample in ALL])
def test_a_place_is_found_again_at_every_width(sample: Article) -> None:
    first = typeset(sample, 72)
    first.settle()
    for y in range(0, first.height, 3):
        place = first.place(y)
        assert first.row(place) == y
        for width in (24, 41, 100):
            other = typeset(sample, width)
            row = other.row(place)
            part = other.part_at(row + place.above)
            assert part == place.part
            offsets = other.line(row + place.above).places()
            assert place.offset in offsets or min(p for p in offsets if p >= 0) <= place.offset


def test_a_place_is_found_by_its_words_when_blocks_come_in_before_it() -> None:
    old = article(para("One thing."), para("The second thing happened at the harbour."))
    new = article(
        para("News."), para("One thing."), para("More."), para("The second thing happened at the harbour.")
    )
    before = typeset(old, 40, options=Options(header=False))
    place = before.place(2)
    after = typeset(new, 40, options=Options(header=False))
    assert after.line(after.row(after.found(place))).text.startswith("The second thing")


def test_a_place_past_the_end_is_held_within_the_text() -> None:
    document = typeset(FRENCH, 60)
    assert 0 <= document.row(Place(10_000, 5)) < document.height
    assert document.place(10_000).part >= 0


def test_headings_and_links_are_numbered_in_reading_order() -> None:
    document = typeset(FRENCH, 72)
    assert [(level, title) for _, level, title in document.headings] == [
        (2, "Ce qui change pour les voyageurs"),
        (3, "Les quartiers desservis"),
    ]
    for line, _, title in document.headings:
        assert title in document.line(line).text
    assert [link.note or link.host for link in document.links] == [
        "n1",
        "comptes.example",
        "courrier-iles.example",
    ]


@pytest.mark.parametrize("sample", ALL, ids=[sample.language for sample in ALL])
@pytest.mark.parametrize("width", [20, 50, 90])
def test_spots_lie_on_the_text_of_their_links(sample: Article, width: int) -> None:
    document = typeset(sample, width)
    found: dict[int, str] = {}
    for spot in document.spots(0, len(document.lines)):
        line = document.line(spot.line)
        found[spot.link] = found.get(spot.link, "") + columns(line, spot.column, spot.cells)
    assert set(found) == {link.number for link in document.links}
    for link in document.links:
        if sample is not ARABIC:
            assert "".join(found[link.number].split()).startswith(
                "".join(link.text.translate(str.maketrans("123", "¹²³")).split())
                if link.note
                else "".join(link.text.split())
            )


def columns(line: Line, start: int, cells: int) -> str:
    out, at = "", 0
    for char in line.text:
        if start <= at < start + cells:
            out += char
        at += cells_of(char)
    return out


def test_the_text_between_two_places_is_the_logical_one() -> None:
    document = typeset(ARABIC, 50, options=Options(header=False))
    whole = document.text((0, 0), (0, 10_000))
    assert whole.startswith("افتتحت بلدية الزهراء صباح الأحد")
    assert document.text((0, 7), (0, 12)) == "بلدية"
    assert "\n\n" in document.text((0, 0), (1, 20))


def test_an_open_footnote_stands_under_its_mark_and_closes_again() -> None:
    closed = rows(typeset(FRENCH, 60, options=UTC))
    opened = rows(
        typeset(FRENCH, 60, options=Options(now=NOON, zone=datetime.UTC, open_notes=frozenset({"n1"})))
    )
    mark = next(y for y, row in enumerate(opened) if "2018¹" in row)
    assert opened[mark + 1].startswith("┊ Délibération")
    assert [row for row in opened if not row.startswith("┊")] == closed


def test_a_footnote_that_marks_itself_opens_once() -> None:
    note = Note("a", "1", (para("See also ", Span("1", note="a"), "."),))
    sample = article(para("Text", Span("1", note="a")), Footnotes(notes=(note,)))
    document = typeset(sample, 40, options=Options(open_notes=frozenset({"a"})))
    assert sum("See also" in row for row in rows(document)) == 3


def test_the_first_heading_is_dropped_where_it_is_the_title() -> None:
    sample = article(Heading(level=1, text=text("A  Title’s end")), para("Text."), title="A title's end")
    assert rows(typeset(sample, 40, options=Options(header=True))).count("A  Title’s end") == 0
    other = article(Heading(level=1, text=text("Another")), para("Text."), title="A title")
    assert "Another" in rows(typeset(other, 40))


def test_an_article_without_anything_is_a_title() -> None:
    empty = Article(id=1, feed_id=1, title="", source="")
    document = typeset(empty, 40)
    assert document.links == ()
    assert rows(document)[0] == "(no title)"
    assert typeset(empty, 40, options=Options(header=False)).lines == ()


def test_lines_are_set_to_the_measure_in_the_middle() -> None:
    document = typeset(FRENCH, 100, options=Options(measure=60))
    assert document.width == 60
    assert document.margin == 20
    assert all(line.width <= 60 for line in document.lines)


FRENCH_HEAD = """\
TRANSPORTS
Le tramway de Valmeraude roulera dès l’été

Louise Arnaud
Le Courrier des Îles · lundi 16 février 2026 à 07:00
il y a 3h · 3 min
────────────────────────────────────────────────────────────

Après huit ans de chantier, la première rame a quitté le
dépôt du quai Nord, lundi à l’aube. « Nous avons tenu
parole ! » s’est réjouie la maire, Hélène Castaing, devant
une foule venue malgré le froid ; le réseau comptera deux
lignes et vingt-sept stations."""


def test_golden_head_in_french() -> None:
    options = Options(now=NOON, zone=datetime.UTC, locale="fr", words=Words(ago="il y a {age}"))
    golden = FRENCH_HEAD.split("\n")
    assert rows(typeset(FRENCH, 60, options=options))[: len(golden)] == golden


def test_golden_head_in_arabic_stands_at_the_right() -> None:
    options = Options(now=NOON, zone=datetime.UTC, locale="ar")
    document = typeset(ARABIC, 60, options=options)
    head = [line.text for line in document.lines[:4]]
    assert head[0] == "رهنلا ةفض ىلع ةماع ةبتكم ربكأ حتتفت ءارهزلا ةنيدم".rjust(60)
    assert head[2] == "يردبلا ىملس".rjust(60)
    assert head[3] == "2 min · 1d ago · 08:00 ،2026 رياربف 15 دحﻷا · فافضلا ىدص".rjust(60)


def test_the_excerpt_says_so_and_the_link_to_the_source_is_last() -> None:
    shown = rows(typeset(SPANISH, 72, options=UTC))
    assert shown[-3:] == [
        "Excerpt only: the paper sends no more than this.",
        "",
        "Read at the source ↗ llano.example",
    ]


def test_plain_text_numbers_its_links_and_acts_on_no_terminal() -> None:
    hostile = article(
        para("One \x1b]0;title\x07 two\x9b31m ", Span("three\x08", href="https://a.example/\x1b[2J"))
    )
    shown = to_text(typeset(hostile, 60, options=Options(numbered=True)))
    assert all(char.isprintable() or char == "\n" for char in shown)
    assert "three [1]" in shown
    assert "[1] https://a.example/" in shown
    assert to_text(typeset(ENGLISH, 72)).endswith("Read at the source ↗ ledger.example\n")


def test_a_link_that_pretends_shows_where_it_leads() -> None:
    shown = "\n".join(rows(typeset(ENGLISH, 72)))
    assert "www.bank.example [elsewhere.example]" in shown
    assert "[code.example]" not in shown


def test_quotes_in_two_directions_have_their_bar_where_reading_begins() -> None:
    sample = article(
        Quote(blocks=(para("A word."), para("كلمة واحدة"))),
        Quote(blocks=(para("كلمة واحدة"), Paragraph(text=text("A word.")))),
    )
    shown = [line.text for line in typeset(sample, 30, options=Options(header=False)).lines]
    assert shown[0].startswith("▎ A word.")
    assert shown[4].endswith("ةدحاو ةملك ▕")
    assert shown[4 + 2].startswith("A word.")
    assert shown[4 + 2].endswith("▕")


def test_huge_blocks_are_taken_apart_and_read_the_same() -> None:
    words = " ".join(f"word{n}" for n in range(4000))
    code = "\n".join(f"line {n}" for n in range(1000))
    items = tuple((para(f"Item {n}"),) for n in range(250))
    rows_ = tuple(cells(f"a{n}", f"b{n}") for n in range(400))
    sample = article(
        para(words),
        Code(text=code, language="sh"),
        List(items=items, ordered=True, start=7),
        Table(rows=rows_),
    )
    document = typeset(sample, 60, options=Options(header=False))
    document.fill(0, 20)
    assert not document.settled
    shown = rows(document)
    assert " ".join(shown[: shown.index("")]).split() == words.split()
    assert sum(row.strip() == "sh" for row in shown) == 1
    assert [row.strip() for row in shown if row.startswith(" line")] == code.split("\n")
    assert [int(row.split(".")[0]) for row in shown if "Item" in row] == list(range(7, 257))
    assert sum(row.startswith("a") for row in shown) == 400
    whole = document.text((0, 0), (document.part_at(document.height), 100_000))
    assert words in whole
    assert code in whole


def test_a_huge_paragraph_keeps_its_direction_and_its_links() -> None:
    spans = [
        Span("كلمة واحدة هنا " * 300),
        Span("link " * 900, href="https://a.example/1"),
        Span("latin words only " * 900),
    ]
    document = typeset(article(para(*spans)), 60, options=Options(header=False))
    lines = document.lines
    assert all(line.width == 60 for line in lines)
    assert {link.href for link in document.links} == {"https://a.example/1"}
    assert {run.link for line in lines for run in line.runs if "link" in run.text} == {
        link.number for link in document.links
    }


def test_a_heading_may_hold_an_empty_line() -> None:
    for level in range(1, 7):
        blocks = (
            Heading(level=level, text=(Span("One\n\nTwo\n"),)),
            Heading(level=level, text=(Span("\x1b[m"),)),
        )
        lines = [line.text.strip() for line in typeset(article(*blocks), 60).lines]
        assert any("One" in line for line in lines)
        assert any("Two" in line for line in lines)
