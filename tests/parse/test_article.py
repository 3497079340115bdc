"""Articles from pages: nothing raises, a rescue where the thorough choice finds nothing, hostile pages in time."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml.etree import _Element

from reader.blocks import Figure, Paragraph, plain
from reader.parse import article as articles
from reader.parse.article import article_of, preview_of
from reader.parse.blocks import blocks_of
from reader.parse.extract import extract
from tests.parse.papers import LANGUAGES, TITLES, page, paragraphs
from tests.parse.test_block_properties import pages

URL = "https://gazette.example/2024/05/port.html"


_WORDS = "<p>The town council of Tamri voted on Tuesday to build a second quay, awaited by fishermen for years.</p>"
_FIGURE = "<div><figure><img src='/a.jpg'><figcaption>The quay.</figcaption></figure></div>"


def _body(language: str, count: int = 6) -> str:
    return "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs(language, count))


@pytest.mark.parametrize(
    "html", ["", " ", "<", "<frameset>", "\x00", "<p>", "a" * 50, "<html lang='fr'><body></body></html>"]
)
def test_pages_without_an_article(html: str) -> None:
    for choose in (article_of, preview_of):
        article = choose(html, URL)
        assert len(article.text) <= 50


def test_html_is_made_of_the_blocks() -> None:
    html = page(
        "en",
        f"<article><h1>{TITLES['en'][0]}</h1>{_body('en')}<ul><li>One quay</li><li>Two quays</li></ul></article>",
    )
    article = article_of(html, URL)
    assert article.blocks
    assert blocks_of(article.html) == article.blocks


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_quick_choice_stands_in(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    html = page(language, f"<article>{_body(language)}</article>")
    monkeypatch.setattr(articles, "extract", lambda *_: None)
    assert article_of(html, URL).text.split("\n\n") == paragraphs(language, 6)


@pytest.mark.parametrize("language", LANGUAGES)
def test_rules_that_find_too_little_do_not_decide_alone(
    language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, *others = paragraphs(language, 12)
    teaser = f"<article><p>{first}</p><p>{others[0]}</p></article>"
    html = page(language, f"{teaser}<div class='x'><h1>{TITLES[language][0]}</h1>{_body(language, 12)}</div>")
    asked = []

    def spied(html: str, quickly: bool = False) -> _Element | None:
        asked.append(quickly)
        return extract(html, quickly)

    monkeypatch.setattr(articles, "extract", spied)
    assert others[-1] in article_of(html, URL).text
    assert asked == [True, False]
    asked.clear()
    assert others[-1] in article_of(page(language, f"<article>{_body(language, 12)}</article>"), URL).text
    assert asked == [True]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_that_nothing_declares_is_guessed(language: str) -> None:
    assert article_of(f"<article>{_body(language)}</article>", URL).page.language == language


def test_images_and_captions_stay_with_their_text() -> None:
    figures = (
        '<figure><img src="/a.jpg" alt="Quai"><figcaption>Le quai, vu du phare.</figcaption></figure>',
        '<div class="image-container"><img src="/b.jpg"><div class="image-caption">Le môle au matin.</div></div>',
    )
    first, *others = paragraphs("fr", 6)
    body = f"<p>{first}</p>{figures[0]}" + "".join(f"<p>{text}</p>" for text in others[:2]) + figures[1]
    body += "".join(f"<p>{text}</p>" for text in others[2:])
    for choose in (article_of, preview_of):
        article = choose(page("fr", f"<article>{body}</article>"), URL)
        shown = [block for block in article.blocks if isinstance(block, Figure)]
        assert [plain(figure.caption) for figure in shown] == ["Le quai, vu du phare.", "Le môle au matin."]
        assert "vu du phare" not in article.text
        assert len([block for block in article.blocks if isinstance(block, Paragraph)]) == 6


def test_what_stands_around_is_left_out() -> None:
    around = "".join(f'<li><a href="/a/{n}">{TITLES["fr"][n]}</a></li>' for n in range(1, 9))
    boxes = (
        f'<aside class="related"><h3>À lire aussi</h3><ul>{around}</ul></aside>',
        '<div class="newsletter"><p>Recevez chaque matin les nouvelles du port dans votre boîte, sans frais.</p></div>',
        f'<div id="comments"><p>{paragraphs("fr", 1, 20)[0]}</p></div>',
    )
    html = page(
        "fr",
        f"<main><article>{_body('fr', 3)}{boxes[0]}{_body('fr', 5)}</article>{boxes[1]}{boxes[2]}</main>",
    )
    for choose in (article_of, preview_of):
        text = choose(html, URL).text
        assert TITLES["fr"][3] not in text
        assert "Recevez" not in text
        assert paragraphs("fr", 1, 20)[0] not in text


@settings(max_examples=60, deadline=None)
@given(pages)
def test_the_quick_choice_takes_any_page(html: str) -> None:
    article = preview_of(html, URL)
    assert blocks_of(article.html) == article.blocks


@settings(max_examples=25, deadline=None)
@given(pages, st.text(max_size=200))
def test_the_thorough_choice_takes_any_page(html: str, text: str) -> None:
    article_of(html + text, URL)


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 50_000 + "x",
        "<table><tr><td>" * 10_000,
        "<a href='/x'>" * 50_000,
        "<p>" + "a " * 500_000,
        "<li>x" * 50_000,
        f"<article><h1>t</h1>{_WORDS}<section>{_FIGURE * 5_000}</section>{_WORDS}",
        f"<h1>t</h1>{_WORDS}<article>{_FIGURE * 5_000}</article>{_WORDS}",
        f"<article><h1>t</h1><table><tr><td>1</table>{_WORDS}{'<div><p class=caption>x</p></div>' * 10_000}{_WORDS}",
        f"<article><h1>t</h1>{_WORDS}{'<div class=caption>' * 200}{'<p class=caption>x' * 10_000}{_WORDS}",
    ],
    ids=lambda html: html[:8],
)
def test_hostile_pages_take_little_time(html: str) -> None:
    start = time.process_time()
    preview_of(html, URL)
    assert time.process_time() - start < 2


def test_a_preview_imports_nothing_heavy() -> None:
    code = (
        "import sys; from reader.parse.article import preview_of; preview_of('<p>x', 'https://a.example/');"
        "print([name for name in ('trafilatura', 'lxml', 'httpx', 'feedparser', 'py3langid') if name in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("fr", "Accueil | Par Lise Morvan | 30 septembre 2018"),
        ("es", "Publicado: Domingo, 30 Septiembre 2018"),
        ("ar", "الأحد 30 سبتمبر 2018"),
        ("en", "Staff | Sept. 30, 2018"),
        ("en", "Written: 2018-09-30 / Updated: 2018-10-02"),
    ],
)
def test_the_day_stands_in_a_line_above_the_text(language: str, line: str) -> None:
    body = f"<article><h1>{TITLES[language][0]}</h1><div>{line}</div>{_body(language)}</article>"
    for choose in (article_of, preview_of):
        assert choose(page(language, body), "https://gazette.example/port").page.published == 1_538_265_600


@pytest.mark.parametrize(
    "line", ["Tirage : 2018", "Route 30-2018-9 et autres", '<a href="/x">30 septembre 2018</a>', "30 au 31"]
)
def test_other_numbers_above_the_text_are_no_day(line: str) -> None:
    body = f"<article><h1>{TITLES['fr'][0]}</h1><div>{line}</div>{_body('fr')}</article>"
    assert preview_of(page("fr", body), "https://gazette.example/port").page.published is None


def test_the_day_of_a_masthead_is_not_that_of_the_article() -> None:
    body = f'<div class="sidebar">30 septembre 2018</div><article>{_body("fr")}</article>'
    assert preview_of(page("fr", body), "https://gazette.example/port").page.published is None
