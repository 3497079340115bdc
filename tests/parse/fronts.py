"""Made-up front pages: ten layouts in four languages, each with the headlines that a person would read off it."""

from __future__ import annotations

from collections.abc import Callable

from tests.parse.papers import LANGUAGES, MORE, SENTENCES, TITLES, page, slug

HOST = "https://gazette.example"
SECTIONS = {
    "fr": ["Politique", "Société", "Culture"],
    "ar": ["سياسة", "مجتمع", "ثقافة"],
    "es": ["Política", "Sociedad", "Cultura"],
    "en": ["Politics", "Society", "Culture"],
}
AUTHORS = {
    "fr": ["Salma Berrada", "Jean-Luc Moreau"],
    "ar": ["محمد العلوي", "سعاد بنعلي"],
    "es": ["Lucía Ferrer", "Julián Ibarra"],
    "en": ["Helen Marsh", "Tom Ashdown"],
}

Front = tuple[str, list[tuple[str, str]]]
"""A page's HTML, and its headlines with their addresses in order."""


def _path(place: int) -> str:
    return f"/2024/03/{slug(place)}.html"


def _wanted(language: str, places: list[int]) -> list[tuple[str, str]]:
    return [(TITLES[language][place], HOST + _path(place)) for place in places]


def _noise(language: str) -> str:
    """Links beside headlines that are none."""
    names = "".join(
        f'<a class="author" href="/auteur/{n}">{name}</a>' for n, name in enumerate(AUTHORS[language])
    )
    tags = "".join(f'<a href="/tag/{n}">{name}</a> ' for n, name in enumerate(SECTIONS[language]))
    return f'<div class="tags">{tags}</div><div class="team">{names}</div>'


def plain_list(language: str) -> Front:
    places = list(range(12))
    rows = "".join(f'<li><a href="{_path(n)}">{TITLES[language][n]}</a></li>' for n in places)
    return page(language, f'<main><ul class="actus">{rows}</ul>{_noise(language)}</main>'), _wanted(
        language, places
    )


def cards(language: str) -> Front:
    places = list(range(10))
    rows = ""
    for n in places:
        rows += (
            f'<article class="card"><a href="{_path(n)}"><img src="/i/{n}.jpg" alt=""></a>'
            f'<span class="kicker"><a href="/rubrique/{n % 3}">{SECTIONS[language][n % 3]}</a></span>'
            f'<h3 class="card-title"><a href="{_path(n)}">{TITLES[language][n]}</a></h3>'
            f"<p>{SENTENCES[language][n % 8]}</p>"
            f'<time datetime="2024-03-{n + 1:02}T08:00:00Z">{n + 1}/03/2024</time></article>'
        )
    return page(language, f'<main><div class="grid">{rows}</div></main>'), _wanted(language, places)


def wrapped_cards(language: str) -> Front:
    """The whole card is one link."""
    places = list(range(9))
    rows = "".join(
        f'<a class="tile" href="{_path(n)}"><img src="/i/{n}.jpg"><span class="label">{SECTIONS[language][n % 3]}</span>'
        f"<h2>{TITLES[language][n]}</h2><p>{SENTENCES[language][n % 8]}</p></a>"
        for n in places
    )
    return page(language, f'<section class="tiles">{rows}</section>{_noise(language)}'), _wanted(
        language, places
    )


def tables(language: str) -> Front:
    places = list(range(11))
    rows = "".join(
        f'<tr><td class="heure">0{n % 9}:30</td><td><a href="{_path(n)}">{TITLES[language][n]}</a></td>'
        f'<td><a href="/rubrique/{n % 3}">{SECTIONS[language][n % 3]}</a></td></tr>'
        for n in places
    )
    return page(language, f'<table class="depeches">{rows}</table>'), _wanted(language, places)


def carousel(language: str) -> Front:
    """Slides that a script has cloned at both ends, and a list under them that repeats two."""
    shown = list(range(6))
    slides = "".join(
        f'<div class="slick-slide{" slick-cloned" if clone else ""}"><a href="{_path(n)}"><img src="/i/{n}.jpg" alt="">'
        f'<span class="titre">{TITLES[language][n]}</span></a></div>'
        for n, clone in [(5, True), *((n, False) for n in shown), (0, True)]
    )
    rows = "".join(f'<li><a href="{_path(n)}">{TITLES[language][n]}</a></li>' for n in [2, 6, 7, 3, 8, 9])
    html = page(language, f'<div class="carousel">{slides}</div><ul class="derniers">{rows}</ul>')
    return html, _wanted(language, [5, 0, 1, 2, 3, 4, 6, 7, 8, 9])


def ticker(language: str) -> Front:
    """A moving strip above a hero story with a list."""
    strip = "".join(
        f'<a href="{_path(n)}">{TITLES[language][n]}</a>&nbsp;&nbsp;&nbsp;&nbsp;' for n in range(7)
    )
    hero = f'<div class="hero"><h1><a href="{_path(7)}">{TITLES[language][7]}</a></h1><p>{SENTENCES[language][0]}</p></div>'
    rows = "".join(f'<li><h4><a href="{_path(n)}">{TITLES[language][n]}</a></h4></li>' for n in (8, 9, 10))
    html = page(language, f'<marquee behavior="scroll">{strip}</marquee><main>{hero}<ul>{rows}</ul></main>')
    return html, _wanted(language, list(range(11)))


def teasers(language: str) -> Front:
    """Titles above excerpts that end in (...), each excerpt and "read more" a link to the same page."""
    places = list(range(8))
    rows = ""
    for n in places:
        rows += (
            f'<div class="teaser"><div class="date">{n + 1}/03/2024</div>'
            f'<a class="titre" href="{_path(n)}">{TITLES[language][n]}</a>'
            f'<p><a href="{_path(n)}">{SENTENCES[language][n][:80]} (...)</a></p>'
            f'<a class="suite" href="{_path(n)}">{MORE[language]}</a></div>'
        )
    return page(language, f'<div id="contenu">{rows}</div>{_noise(language)}'), _wanted(language, places)


def cut_titles(language: str) -> Front:
    """Titles cut by the page; the whole one stands in the link's title."""
    places = list(range(10))
    rows = "".join(
        f'<div class="brief"><a href="{_path(n)}" title="{TITLES[language][n].replace(chr(34), "&quot;")}">'
        f"{TITLES[language][n][:34]}...</a></div>"
        for n in places
    )
    return page(language, f'<div class="breves">{rows}</div>'), _wanted(language, places)


def sections(language: str) -> Front:
    """A big story and a list in each of three sections, advertisements and a letter between them."""
    out = ""
    for part in range(3):
        first = part * 4
        rows = "".join(
            f'<li><a href="{_path(n)}">{TITLES[language][n]}</a></li>' for n in range(first + 1, first + 4)
        )
        out += (
            f'<section class="bloc"><h2><a href="/rubrique/{part}">{SECTIONS[language][part]}</a></h2>'
            f'<div class="une"><h3><a href="{_path(first)}">{TITLES[language][first]}</a></h3></div><ul>{rows}</ul></section>'
            f'<div class="publicite"><a href="https://annonce.example/{part}">{SENTENCES[language][part]}</a></div>'
        )
    letter = f'<div class="newsletter"><h3><a href="/lettre">{SENTENCES[language][5]}</a></h3></div>'
    return page(language, out + letter), _wanted(language, list(range(12)))


def listed(language: str) -> Front:
    """A page made by scripts: all that stands in it is a JSON-LD list."""
    import json

    places = list(range(9))
    elements = [
        {
            "@type": "ListItem",
            "position": n + 1,
            "item": {
                "@type": "NewsArticle",
                "headline": TITLES[language][n],
                "url": HOST + _path(n),
                "datePublished": f"2024-03-{n + 1:02}T08:00:00Z",
            },
        }
        for n in places
    ]
    data = json.dumps({"@context": "https://schema.org", "@type": "ItemList", "itemListElement": elements})
    html = page(language, '<div id="app"></div>', head=f'<script type="application/ld+json">{data}</script>')
    return html, _wanted(language, places)


LAYOUTS: list[Callable[[str], Front]] = [
    plain_list, cards, wrapped_cards, tables, carousel, ticker, teasers, cut_titles, sections, listed,
]  # fmt: skip

FRONTS = [(layout.__name__, language, *layout(language)) for layout in LAYOUTS for language in LANGUAGES]
