"""What pages say of themselves (R13): JSON-LD, OpenGraph, meta, Dublin Core, elements; and what is no answer."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.model import Page
from reader.parse.page import page_of
from tests.parse.papers import LANGUAGES, TITLES

URL = "https://www.gazette.example/2024/05/port.html"
MOMENT = 1714896000  # 2024-05-05T08:00:00Z


def _ld(*things: object) -> str:
    return "".join(f'<script type="application/ld+json">{json.dumps(thing)}</script>' for thing in things)


def _meta(**values: str) -> str:
    return "".join(
        f'<meta property="{name.replace("__", ":")}" content="{value}">' for name, value in values.items()
    )


ARTICLE = {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    "headline": "Le port ouvre",
    "author": {"@type": "Person", "name": "Salma Berrada"},
    "datePublished": "2024-05-05T10:00:00+02:00",
    "dateModified": "2024-05-05T09:00:00Z",
    "image": {"@type": "ImageObject", "url": "/img/port.jpg"},
    "publisher": {"@type": "Organization", "name": "La Gazette"},
    "inLanguage": "fr-FR",
    "url": URL,
}


def test_json_ld_alone_says_everything() -> None:
    assert page_of(_ld(ARTICLE), URL) == Page(
        title="Le port ouvre",
        author="Salma Berrada",
        published=MOMENT,
        updated=MOMENT + 3600,
        language="fr-fr",
        image="https://www.gazette.example/img/port.jpg",
        site_name="La Gazette",
    )


def test_metas_alone_say_everything() -> None:
    html = (
        '<html lang="es_ES"><head><title>El puerto abre | La Gaceta</title><link rel="canonical" href="/p">'
        + _meta(
            og__title="El puerto abre",
            og__image="https://cdn.example/p.jpg",
            og__site_name="La Gaceta",
            article__published_time="2024-05-05T08:00:00Z",
            article__modified_time="2024-05-05T09:00:00Z",
            article__author="https://gaceta.example/autores/7",
        )
        + '<meta name="author" content="Por Lucía Ferrer"><link rel="alternate" type="application/rss+xml" href="/rss">'
    )
    page = page_of(html, URL)
    assert (page.title, page.author, page.published, page.updated) == (
        "El puerto abre",
        "Lucía Ferrer",
        MOMENT,
        MOMENT + 3600,
    )
    assert (page.language, page.site_name, page.image) == ("es-es", "La Gaceta", "https://cdn.example/p.jpg")
    assert page.canonical == "https://www.gazette.example/p"
    assert [feed.url for feed in page.feeds] == ["https://www.gazette.example/rss"]


def test_dublin_core_and_citations() -> None:
    html = (
        '<meta name="DC.title" content="Étude des courants"><meta name="DC.creator" content="T. Kergoat">'
        '<meta name="dcterms.issued" content="2024-05-05T08:00:00Z"><meta name="DC.language" content="fr">'
    )
    page = page_of(html, URL)
    assert (page.title, page.author, page.published, page.language) == (
        "Étude des courants",
        "T. Kergoat",
        MOMENT,
        "fr",
    )


def test_elements_say_what_metas_do_not() -> None:
    html = (
        "<title>Le port ouvre - La Gazette</title><h1>Le port ouvre</h1>"
        '<span itemprop="author"><span itemprop="name">Hugo Delmas</span></span><time datetime="2024-05-05T08:00:00Z">5 mai</time>'
    )
    page = page_of(html, URL)
    assert (page.title, page.author, page.published) == ("Le port ouvre", "Hugo Delmas", MOMENT)


@pytest.mark.parametrize(
    "author",
    [
        "Salma Berrada",
        ["Salma Berrada"],
        {"@type": "Person", "name": ["Salma Berrada"]},
        [{"name": "Salma Berrada"}, {"name": "SALMA BERRADA"}],
        {"@id": "#moi"},
        "Par Salma Berrada",
        "Salma Berrada, La Gazette",
        "Salma Berrada @salmab",
        "Salma&nbsp;Berrada",
        "salma@gazette.example Salma Berrada",
        "Salma Berrada Salma Berrada",
    ],
)
def test_authors_in_many_shapes(author: object) -> None:
    me = {"@type": "Person", "@id": "#moi", "name": "Salma Berrada"}
    assert page_of(_ld({**ARTICLE, "author": author}, me), URL).author == "Salma Berrada"


def test_several_authors() -> None:
    authors = [{"name": "Salma Berrada"}, {"name": "Hugo Delmas"}]
    assert page_of(_ld({**ARTICLE, "author": authors}), URL).author == "Salma Berrada, Hugo Delmas"


@pytest.mark.parametrize(
    "author",
    [
        "admin",
        "https://www.facebook.com/gazette",
        "",
        None,
        7,
        {},
        [],
        "12/05",
        "@gazette",
        "Photo : DR",
        "Gazette.example GmbH, Rabat",
        "anónimo",
    ],
)
def test_nobody(author: object) -> None:
    assert page_of(_ld({**ARTICLE, "author": author}), URL).author == ""


def test_a_paper_gives_way_to_a_person_that_the_page_shows() -> None:
    html = (
        _ld({**ARTICLE, "author": "La Gazette"})
        + '<h1>Le port ouvre</h1><p class="byline">Par Salma Berrada</p>'
    )
    assert page_of(html, URL).author == "Salma Berrada"
    assert page_of(_ld({**ARTICLE, "author": "La Gazette"}), URL).author == "La Gazette"


@pytest.mark.parametrize("said", ["La Gazette", "La Gazette, Rabat, Maroc"])
def test_a_paper_gives_way_to_a_person_that_another_meta_names(said: str) -> None:
    metas = _meta(og__site_name="La Gazette", author=said, cxenseparse__author="Salma Berrada")
    assert page_of(metas, URL).author == "Salma Berrada"
    assert page_of(_meta(og__site_name="La Gazette", author=said), URL).author == "La Gazette"


def test_an_author_of_a_comment_is_not_that_of_the_page() -> None:
    names = '<span itemprop="author">{}</span>'
    comment = f'<div class="comment-item"><p>{names.format("Hugo Delmas")}</p></div>'
    assert page_of(f"<h1>Le port ouvre</h1>{comment}", URL).author == ""
    assert (
        page_of(f"{comment}<h1>Le port ouvre</h1><p>{names.format('Salma Berrada')}</p>", URL).author
        == "Salma Berrada"
    )


@pytest.mark.parametrize("lead", ["By", "Par", "Por:", "بقلم"])
def test_a_byline_in_pieces(lead: str) -> None:
    byline = f'<div data-testid="prism-byline"><b>{lead}</b><a href="/a">Salma Berrada</a><i>Sunday, 5 May 2024</i></div>'
    assert page_of(f"<h1>The port opens</h1>{byline}", URL).author == "Salma Berrada"


@pytest.mark.parametrize(
    ("language", "said"),
    [("es", "05/06/2024 08:00 am"), ("fr-MA", "05/06/2024 08:00"), ("en-US", "06/05/2024 08:00 am")],
)
def test_days_in_metas_are_read_as_the_page_s_language_writes_them(language: str, said: str) -> None:
    page = page_of(f'<html lang="{language}">{_meta(article__published_time=said)}', URL)
    assert page.published == MOMENT + 31 * 86_400


def test_authors_of_other_stories_are_not_taken() -> None:
    html = "<h1>Le port ouvre</h1><h2>Aussi</h2>" + "".join(
        f'<div class="teaser"><span class="author">{name}</span></div>'
        for name in ("Hugo Delmas", "Salma Berrada")
    )
    assert page_of(html, URL).author == ""


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("Le port ouvre | La Gazette", "Le port ouvre"),
        ("Le port ouvre - La Gazette", "Le port ouvre"),
        ("La Gazette – Le port ouvre", "Le port ouvre"),
        ("Le port ouvre | Économie | La Gazette", "Le port ouvre"),
        ("Le port ouvre - gazette.example", "Le port ouvre"),
        ("Le port ouvre : deux quais - un môle", "Le port ouvre : deux quais - un môle"),
        ("La Gazette", "La Gazette"),
    ],
)
def test_titles_lose_the_paper_s_name(title: str, shown: str) -> None:
    html = f"<title>{title}</title>{_meta(og__site_name='La Gazette')}"
    assert page_of(html, URL).title == shown


def test_titles_are_spelled_as_the_page_shows_them() -> None:
    html = _meta(og__title='L\'ouverture du "port"') + "<h1>L’ouverture du «port»</h1>"
    assert page_of(html, URL).title == "L’ouverture du «port»"
    broken = '<meta property="og:title" content="L\'ouverture du "port" de Tamri"><h1>L\'ouverture du "port" de Tamri</h1>'
    assert page_of(broken, URL).title == 'L\'ouverture du "port" de Tamri'


@pytest.mark.parametrize("language", LANGUAGES)
def test_titles_in_four_languages(language: str) -> None:
    for title in TITLES[language]:
        html = f'<html lang="{language}"><title>{title} | Gazette</title>{_meta(og__site_name="Gazette")}<h1>{title}</h1>'
        page = page_of(html, URL)
        assert (page.title, page.language) == (title, language)


def test_the_article_of_this_address_is_the_one() -> None:
    other = {**ARTICLE, "headline": "Autre chose", "url": "https://www.gazette.example/autre"}
    assert page_of(_ld({"@graph": [other, ARTICLE]}), URL).title == "Le port ouvre"


@pytest.mark.parametrize(
    "script",
    [
        '{"@type":"NewsArticle","headline":"Le port ouvre",}',
        '<!-- {"@type":"NewsArticle","headline":"Le port ouvre"} -->',
        '//<![CDATA[\n{"@type":["Thing","NewsArticle"],"headline":"Le port ouvre"}\n//]]>',
        '{"@type":"NewsArticle","headline":"Le port\touvre"};',
        '[[{"@type":"http://schema.org/NewsArticle","headline":"Le port ouvre"}]]',
        '{"@type":"NewsArticle","headline":"Le port ouvre"} trailing',
    ],
)
def test_json_ld_that_is_not_quite_json(script: str) -> None:
    assert page_of(f'<script type="application/ld+json">{script}</script>', URL).title == "Le port ouvre"


@pytest.mark.parametrize(
    "script", ["{", "[" * 100_000, "null", '{"@type":7,"headline":[]}', '"x"', '{"@type":{"a":[{}]}}', ""]
)
def test_broken_json_ld_is_no_answer(script: str) -> None:
    assert (
        page_of(f'<title>Le port</title><script type="application/ld+json">{script}</script>', URL).title
        == "Le port"
    )


def test_dates_that_cannot_be_read_are_none() -> None:
    assert page_of(_meta(article__published_time="bientôt"), URL).published is None


json_values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=12)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(
                ["@type", "@id", "headline", "author", "name", "image", "url", "datePublished", "publisher"]
            ),
            inner,
            max_size=4,
        ),
    ),
    max_leaves=12,
)


@settings(max_examples=200, deadline=None)
@given(json_values, st.text(max_size=40))
def test_any_page(value: object, text: str) -> None:
    html = f'{_ld({"@type": "NewsArticle", "x": value}, value)}<title>{text}</title><meta property="og:title" content="{text}">'
    page = page_of(html, URL)
    for said in (page.title, page.author, page.site_name, page.language):
        assert not any(ord(letter) < 32 or 0x7F <= ord(letter) < 0xA0 for letter in said)
    assert page.image == "" or page.image.startswith(("http://", "https://"))
