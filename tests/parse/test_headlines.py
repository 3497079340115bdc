"""Pages without feeds (U9, U10, U15, U16): forty front pages, an aggregator's page, a flattened one."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.model import PageItem
from reader.parse.dates import parse_date
from reader.parse.headlines import headlines_of
from reader.text.bidi import direction
from reader.text.language import guess
from tests.parse import aggregator, otherfronts, papers
from tests.parse.fronts import FRONTS, HOST, cards, listed
from tests.parse.papers import MORE, SENTENCES, TITLES


def test_forty_fronts_over_all() -> None:
    assert len(FRONTS) == 40
    wanted_in_all = found_in_all = wrong_in_all = 0
    report = []
    for name, language, html, wanted in FRONTS:
        items = [(item.title, item.link) for item in headlines_of(html, HOST + "/")]
        right = [item for item in items if item in wanted]
        wanted_in_all += len(wanted)
        found_in_all += len(right)
        wrong_in_all += len(items) - len(right)
        if items != wanted:
            report.append(
                (
                    name,
                    language,
                    [item for item in wanted if item not in items],
                    [i for i in items if i not in wanted],
                )
            )
        assert [item for item in wanted if item in right] == right, (name, language)
    assert found_in_all >= 0.95 * wanted_in_all, report
    assert wrong_in_all <= 0.02 * wanted_in_all, report


def test_forty_fronts_with_adverts_comments_and_teasers_of_other_sites_around() -> None:
    """What stands around the headlines of a real front page changes nothing of them."""
    found_in_all = wanted_in_all = wrong = 0
    for _, language, html, wanted in FRONTS:
        said = "".join(
            f'<li class="comment"><a class="user" href="/user/{n}">Nadia {n}</a><p>{SENTENCES[language][n]} '
            f'<a href="/c/{n}#reply">{MORE[language]}</a></p></li>'
            for n in range(6)
        )
        paid = "".join(
            f'<div class="sponsored"><h4><a href="https://boutique.example/offre-speciale-{n}">{SENTENCES[language][n]}</a></h4></div>'
            for n in range(4)
        )
        around = f'<aside class="ads">{paid}</aside><section class="comments"><ul>{said}</ul></section>'
        items = [
            (item.title, item.link)
            for item in headlines_of(html.replace("<footer", around + "<footer", 1), HOST + "/")
        ]
        right = [item for item in items if item in wanted]
        assert [item for item in wanted if item in right] == right
        wanted_in_all += len(wanted)
        found_in_all += len(right)
        wrong += len(items) - len(right)
    assert found_in_all >= 0.95 * wanted_in_all
    assert wrong <= 0.02 * wanted_in_all, wrong / wanted_in_all


def test_fronts_that_the_finder_was_not_made_with() -> None:
    """Thirty-two pages of eight other shapes: at least 95 % of their headlines, at most 3 % others, in order."""
    assert len(otherfronts.FRONTS) == 32
    wanted_in_all = found_in_all = wrong = 0
    for name, language, html, wanted in otherfronts.FRONTS:
        items = [(item.title, item.link) for item in headlines_of(html, HOST + "/")]
        right = [item for item in items if item in wanted]
        assert [item for item in wanted if item in right] == right, (name, language)
        wanted_in_all += len(wanted)
        found_in_all += len(right)
        wrong += len(items) - len(right)
    assert found_in_all >= 0.95 * wanted_in_all
    assert wrong <= 0.03 * wanted_in_all


def test_navigation_with_long_names_is_no_news() -> None:
    names = [
        "Nos engagements pour une information libre et vérifiée",
        "Comment nous écrire et où nous trouver à Tamri",
        TITLES["fr"][0],
    ]
    rows = "".join(
        f'<li><a href="/page/notre-journal-et-vous-{n}">{name}</a></li>' for n, name in enumerate(names)
    )
    news = "".join(f'<li><a href="/{n + 4000}">{title}</a></li>' for n, title in enumerate(TITLES["fr"]))
    for box in (
        "<nav><ul>{}</ul></nav>",
        '<div class="footer"><ul>{}</ul></div>',
        '<ul class="main-menu">{}</ul>',
    ):
        items = headlines_of(f'{box.format(rows)}<ul class="news">{news}</ul>', HOST)
        assert [item.title for item in items] == TITLES["fr"]


def test_times_stand_with_their_headlines() -> None:
    for layout in (cards, listed):
        items = headlines_of(layout("fr")[0], HOST)
        assert [item.published for item in items] == [
            parse_date(f"2024-03-{place + 1:02}T08:00:00Z") for place in range(len(items))
        ]


def test_an_aggregator_s_front_page() -> None:
    items = headlines_of(aggregator.front(), f"{aggregator.HOST}/fr/")
    expected = []
    for place in range(58):
        if place not in (7, 30):
            _, paper, title, path = aggregator.headline(place)
            expected.append(
                PageItem(title=title, link=aggregator.HOST + path, source=aggregator.PAPERS[paper])
            )
    assert len(items) == 56
    assert items == expected


def test_an_aggregator_s_items_tell_their_language_and_direction() -> None:
    items = headlines_of(aggregator.front(), f"{aggregator.HOST}/fr/")
    languages = [aggregator.headline(place)[0] for place in range(58) if place not in (7, 30)]
    assert [guess(item.title) for item in items] == languages
    assert [direction(item.title) for item in items] == [papers.direction(language) for language in languages]


def test_papers_that_the_page_does_not_name_go_by_their_address() -> None:
    html = f"<body>{aggregator.strip(list(range(12)))}</body>"
    items = headlines_of(html, f"{aggregator.HOST}/fr/")
    assert [item.source for item in items] == [aggregator.headline(place)[1] for place in range(12)]


def test_sections_of_one_paper_are_no_papers() -> None:
    rows = "".join(
        f'<li><a href="/politique/{n + 4000}">{title}</a></li>' for n, title in enumerate(TITLES["fr"])
    )
    assert {item.source for item in headlines_of(f"<ul>{rows}</ul>", HOST)} == {None}


def test_links_to_many_hosts_carry_them_as_source() -> None:
    rows = "".join(
        f'<li><a href="https://journal{n % 4}.example/actualite/{n + 4000}">{title}</a></li>'
        for n, title in enumerate(TITLES["fr"])
    )
    items = headlines_of(f"<ul>{rows}</ul>", HOST)
    assert [item.source for item in items] == [f"journal{n % 4}.example" for n in range(12)]


def test_a_strip_without_links_still_has_headlines() -> None:
    strip = "\xa0\xa0\xa0\xa0".join(TITLES["en"][:5])
    assert [item.title for item in headlines_of(f"<marquee>{strip}\xa0\xa0\xa0\xa0</marquee>")] == TITLES[
        "en"
    ][:5]


def test_flattened_pages() -> None:
    text = aggregator.flattened("fr", [place for place in range(20) if place != 7])
    items = headlines_of(text, flat=True)
    assert items == [PageItem(title=aggregator.headline(place)[2]) for place in range(20) if place != 7]


def test_traces_of_empty_items_are_dropped() -> None:
    gap = "\xa0" * 4
    assert [item.title for item in headlines_of(f"Un port{gap}{gap}Deux\xa0: quais{gap}", flat=True)] == [
        "Un port",
        "Deux\xa0: quais",
    ]


def test_an_indent_is_no_ticker() -> None:
    assert headlines_of("\xa0\xa0\xa0\xa0Le port ouvre mardi.\nSuite.", flat=True) == []


def test_an_article_is_no_list_of_headlines() -> None:
    assert headlines_of("<p>Le port <a href='/a'>ouvre</a> mardi.</p>", HOST) == []


@pytest.mark.parametrize(
    "html", ["", "<frameset>", "<a href='http://[x'>Un titre assez long pour compter</a>", "<marquee>"]
)
def test_nothing_gives_nothing(html: str) -> None:
    assert headlines_of(html, HOST) == []


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.builds(
            '<{0} class="{1}"><a href="{2}">{3}</a></{0}>'.format,
            st.sampled_from(["li", "div", "h2", "td", "nav", "marquee"]),
            st.sampled_from(["", "a", "a b", "titre", "menu"]),
            st.sampled_from(
                ["/a-b-c-d", "/2", "javascript:x", "#", "https://b.example/1234", "http://[", ""]
            ),
            st.text(max_size=60),
        ),
        max_size=12,
    ).map("".join),
    st.booleans(),
)
def test_any_page(html: str, flat: bool) -> None:
    items = headlines_of(html, HOST, flat)
    links = [item.link for item in items if item.link]
    assert len(set(links)) == len(links)
    for item in items:
        assert item.title == item.title.strip()
        assert item.title
        assert not any(ord(letter) < 32 or 0x7F <= ord(letter) < 0xA0 for letter in item.title)
        assert item.link is None or item.link.startswith(("http://", "https://"))
