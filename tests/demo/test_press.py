"""The made-up press: its size, its languages, its special pieces, and that the same moment gives the same press."""

from __future__ import annotations

import re
import unicodedata

import pytest

from reader.demo.longread import long_read
from reader.demo.manuscript import read_manuscript
from reader.demo.press import Paper, Piece, press

NOW = 1_790_000_000


@pytest.fixture(scope="module")
def papers() -> list[Paper]:
    return press(NOW)


def _pieces(papers: list[Paper]) -> list[tuple[Paper, Piece]]:
    return [(paper, piece) for paper in papers for piece in paper.pieces]


def test_is_large_enough_and_speaks_four_languages(papers: list[Paper]) -> None:
    assert len(papers) >= 10
    assert len(_pieces(papers)) >= 140
    assert {paper.language for paper in papers} == {"fr", "ar", "es", "en"}
    assert {paper.form for paper in papers} == {"rss", "atom", "json", "rdf"}


def test_same_moment_same_press(papers: list[Paper]) -> None:
    assert press(NOW) == papers
    assert press(NOW + 0.9) == papers


def test_moves_with_the_moment(papers: list[Paper]) -> None:
    for (_, before), (_, after) in zip(_pieces(papers), _pieces(press(NOW + 3600)), strict=True):
        if before.published is None:
            assert after.published is None
        else:
            assert after.published == before.published + 3600


def test_is_spread_over_three_days_and_reaches_the_last_minutes(papers: list[Paper]) -> None:
    ages = [NOW - piece.published for _, piece in _pieces(papers) if piece.published is not None]
    assert 0 < min(ages) <= 10 * 60
    assert 2.8 * 86400 < max(ages) <= 3 * 86400
    assert sum(age < 3600 for age in ages) >= 15


def test_slugs_are_their_own_and_headlines_of_natural_length(papers: list[Paper]) -> None:
    places = [(paper.slug, piece.slug) for paper, piece in _pieces(papers)]
    assert len(set(places)) == len(places)
    for paper, piece in _pieces(papers):
        assert re.fullmatch(r"[a-z0-9-]+", piece.slug)
        if paper.slug != "proofs":
            assert 25 <= len(piece.title) <= 190, piece.title
            assert piece.lead
            assert piece.html.startswith("<")


def test_one_story_in_three_papers_and_two_languages_within_half_an_hour(papers: list[Paper]) -> None:
    told = [(paper, piece) for paper, piece in _pieces(papers) if "Étoile-de-Lisse" in piece.title]
    assert len(told) == 3
    assert len({paper.slug for paper, _ in told}) == 3
    assert {paper.language for paper, _ in told} == {"fr", "es"}
    times = [piece.published or 0 for _, piece in told]
    assert max(times) - min(times) <= 1800


def test_another_story_in_two_papers(papers: list[Paper]) -> None:
    told = [paper.slug for paper, piece in _pieces(papers) if "seagrass" in piece.title.lower()]
    assert sorted(told) == ["ledger", "signal"]


def test_the_aggregators_shape(papers: list[Paper]) -> None:
    kiosque = next(paper for paper in papers if paper.slug == "kiosque")
    piece = kiosque.pieces[0]
    assert re.search(r">Publié dans Le Courrier le \d\d - \d\d - \d{4}<", piece.html)
    paragraphs = re.findall(r"<p>([^<]*)</p>", piece.html)
    assert paragraphs[0] == "Merci d'avoir signalé!"
    assert re.fullmatch(r"\w+ [A-Z]+", paragraphs[-1])
    assert piece.html.endswith(">Cliquez ici pour lire l'article depuis sa source.</a></p>")
    assert {p.language or "fr" for p in kiosque.pieces} == {"fr", "ar", "es", "en"}


def test_every_kind_of_block_stands_in_one_piece(papers: list[Paper]) -> None:
    piece = next(piece for _, piece in _pieces(papers) if piece.slug == "tide-machine")
    for tag in (
        "<table",
        "<pre",
        "<code",
        "<ul",
        "<ol",
        "<blockquote",
        "<figure",
        "<figcaption",
        "<img",
        "<hr",
        "<h2",
        "<sup",
    ):
        assert tag in piece.html
    assert 'href="#note1"' in piece.html
    assert 'id="note1"' in piece.html
    assert re.search(r"<li>[^<]*<ul>", piece.html)


def test_the_long_read_is_long_and_varied() -> None:
    words = re.sub(r"<[^>]+>", " ", long_read()).split()
    assert 4500 <= len(words) <= 5600
    assert long_read() == long_read.__wrapped__()
    paragraphs = re.findall(r"<p>(.*?)</p>", long_read())
    assert len(set(paragraphs)) >= 0.8 * len(paragraphs)


def test_the_hostile_paper_holds_what_it_says(papers: list[Paper]) -> None:
    proofs = next(paper for paper in papers if paper.slug == "proofs")
    text = "".join(piece.title + piece.html + piece.author for piece in proofs.pieces)
    for sign in (
        "\x1b[",
        "\x1b]52;",
        "\x9b",
        "\u202e",
        "\u2067",
        "javascript:",
        "<script>",
        "[@click=",
        "\N{RAINBOW}",
    ):
        assert sign in text
    assert max(_stack(piece.title) for piece in proofs.pieces) > 20
    assert any(piece.published is None for piece in proofs.pieces)
    assert any(piece.teaser for piece in proofs.pieces)


def _stack(text: str) -> int:
    longest = run = 0
    for sign in text:
        run = run + 1 if unicodedata.combining(sign) else 0
        longest = max(longest, run)
    return longest


def test_no_control_character_stands_in_a_manuscript_file() -> None:
    from importlib import resources

    for file in resources.files("reader.demo").joinpath("papers").iterdir():
        text = file.read_text(encoding="utf-8")
        bad = [sign for sign in text if unicodedata.category(sign) in ("Cc", "Cs") and sign != "\n"]
        bad += [sign for sign in text if sign in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"]
        assert bad == [], file.name


@pytest.mark.parametrize(
    "bad",
    ["== soon slug\nTitle\n\nText", "== m slug\nTitle\n\nText", "== 1h slug\nTitle\nno key here\n\nText"],
)
def test_a_manuscript_that_is_not_understood_says_the_line(bad: str) -> None:
    with pytest.raises(ValueError, match="in a manuscript: '"):
        read_manuscript("title: T\n\n" + bad)


def test_preformatted_text_keeps_its_blank_lines() -> None:
    _, drafts = read_manuscript("title: T\n\n== 1m s\nHead\n\none\ntwo\n\n<pre>a\n\n\nb</pre>\n\nthree\n")
    assert drafts[0].html == "<p>one\ntwo</p>\n<pre>a\n\n\nb</pre>\n<p>three</p>"
