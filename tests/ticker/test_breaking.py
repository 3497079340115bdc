"""Breaking news: a feed's own mark, or three papers within half an hour; and the word in its place."""

from __future__ import annotations

import pytest

from reader.ticker.breaking import filed, kicker
from reader.ticker.lap import Item, choose
from reader.ticker.strip import compose
from tests.ticker.headlines import NOW, headline


def first(title: str, at: int = NOW - 60) -> Item:
    return choose([headline(1, title, at=at)], NOW).items[0]


@pytest.mark.parametrize(
    ("title", "rest"),
    [
        ("URGENT : le pont de Valmeraude ferme", "le pont de Valmeraude ferme"),
        ("[BREAKING] Harbour reopens", "Harbour reopens"),
        ("Breaking news — Harbour reopens", "Harbour reopens"),
        ("« Urgent » Le pont ferme", "Le pont ferme"),
        ("Alerte info - crue sur la Brume", "crue sur la Brume"),
        ("Dernière minute\u00a0: la crue", "la crue"),
        ("ÚLTIMA HORA | Cierra el puerto", "Cierra el puerto"),
        ("عاجل: الجسر مغلق", "الجسر مغلق"),
        ("خبر عاجل | الجسر مغلق", "الجسر مغلق"),
    ],
)
def test_a_feeds_own_mark_is_told_by_our_word(title: str, rest: str) -> None:
    item = first(title)
    assert item.breaking
    assert item.title == rest
    assert item.headline.title == title


@pytest.mark.parametrize(
    "title",
    [
        "Breaking Bad returns",
        "Flash-back sur le port",
        "Alerte à la crue",
        "Urgent",
        "Urgent : ",
        "Port : l’urgent et le reste",
        "Sport : Nordlys gagne",
        "",
    ],
)
def test_other_words_are_none(title: str) -> None:
    assert kicker(title) == 0


def test_the_mark_wears_off() -> None:
    old = first("URGENT : le pont ferme", at=NOW - 3 * 3600)
    assert not old.breaking
    assert old.title == "URGENT : le pont ferme"


def test_a_category_says_it_too() -> None:
    assert filed(["World", "Breaking News"])
    assert filed(["Última hora"])
    assert not filed(["Breaking Bad", "Sport"])
    pool = [headline(1, "Harbour reopens"), headline(2, "Ferries wait", feed=2)]
    lap = choose(pool, NOW, urgent={2})
    assert [(item.headline.id, item.breaking) for item in lap.items] == [(2, True), (1, False)]


def test_three_papers_within_half_an_hour_are_breaking() -> None:
    def told(minutes: tuple[int, ...], papers: tuple[int, ...], feed: int = 0) -> bool:
        members = [
            headline(
                n + 1, f"Take {n}", feed=feed or paper, source=f"Paper {paper}", story=5, at=NOW - 60 * minute
            )
            for n, (minute, paper) in enumerate(zip(minutes, papers, strict=True))
        ]
        return choose(members, NOW).items[0].breaking

    assert told((1, 10, 29), (1, 2, 3))
    assert told((1, 10, 29), (1, 2, 3), feed=9), "three papers in one aggregator's feed"
    assert not told((1, 10, 60), (1, 2, 3))
    assert not told((1, 10, 20), (1, 1, 2))
    assert not told((181, 190, 200), (1, 2, 3))


def test_golden_rows() -> None:
    pool = [
        headline(1, "URGENT : la digue cède", source="La Gazette du Causse", at=NOW - 300, story=3, copies=4),
        headline(2, "Ferry crews vote to strike", feed=2, source="Nordlys Weekly", at=NOW - 7200),
    ]
    strip = compose(choose(pool, NOW, as_of=NOW - 60), NOW)
    assert [(piece.text, piece.style) for piece in strip.pieces[:10]] == [
        ("breaking  ", "breaking"),
        ("La Gazette du Causse  ", "source"),
        ("la digue cède", "breaking-title"),
        ("  +3", "more"),
        ("  5m", "age"),
        ("   ◆   ", "separator"),
        ("Nordlys Weekly  ", "source"),
        ("Ferry crews vote to strike", "title"),
        ("  2h", "age"),
        ("   ◆   ", "separator"),
    ]
    assert strip.pieces[10].text.startswith("all seen, as of ")
