"""Strips: rows exact in cells at every place, clusters whole, the right headline under each cell."""

from __future__ import annotations

import random

import pytest

from reader.model import Headline
from reader.text.bidi import display
from reader.text.cells import clusters, slice_cells
from reader.text.cells import width as cells_of
from reader.ticker.lap import Item, Lap, choose, split
from reader.ticker.strip import Dress, Strip, at, compose, row
from reader.words import speak
from tests.ticker.headlines import NOW, headline, mixed

ODD = (
    "e\u0301te\u0301 a\u0300 la\u0302ge",
    "👩\u200d👩\u200d👧 famille et 👍🏽 merci",
    "🇲🇦🇫🇷 un match",
    "港口今天早上重新开放",
    "한국어 제목과 日本語の見出し",
    "ﬁn ✈️ ❤️ 5️⃣",
    "क्षत्रिय संस्कृति",
    "قُلْتُ لَهُ: «لا»، 2026-02-16",
    "می‌خواهم بدانم",
    "שלום (עולם) 12%",
)


def strips(items: int = 50) -> list[Strip]:
    pool = [
        headline(n + 1, f"{ODD[n % len(ODD)]} {n}", feed=n, source=ODD[(n + 3) % len(ODD)][:8], language="")
        for n in range(items)
    ]
    return [compose(half, NOW) for half in split(choose(pool, NOW, items=items))]


def test_at_five_hundred_places_the_row_is_exact_and_no_cluster_is_split() -> None:
    pick = random.Random(3)
    for strip in strips():
        whole = {cluster for piece in strip.pieces for cluster in clusters(piece.text)} | {" "}
        for _ in range(500):
            width = pick.choice((1, 2, 20, 59, 80, 121))
            place = pick.randrange(-width, strip.cells + width)
            bits = row(strip, place, width)
            text = "".join(bit.text for bit in bits)
            assert sum(cells_of(bit.text) for bit in bits) == width == cells_of(text)
            for bit in bits:
                assert set(clusters(bit.text)) <= whole


def test_a_leftward_lap_moves_by_one_cell_to_the_left() -> None:
    strip = compose(split(choose(mixed(), NOW))[0], NOW)
    now, after = ("".join(bit.text for bit in row(strip, place, 60)) for place in (40, 41))
    assert after[:59] == now[1:]


def test_a_right_to_left_lap_runs_right_and_its_first_word_comes_in_first() -> None:
    lap = split(choose(mixed(), NOW))[1]
    strip = compose(lap, NOW, Dress())
    first = display(lap.items[0].headline.source, "rtl").text
    seen = ""
    for place in range(-40, 0):
        text = "".join(bit.text for bit in row(strip, place, 40))
        entered = text[: place + 40].strip()
        assert text[place + 40 :].strip() == ""
        if entered and not seen:
            seen = entered
    assert seen == first[-1]
    now, after = ("".join(bit.text for bit in row(strip, place, 40)) for place in (10, 11))
    assert after[1:] == now[:39]


def test_clicks_at_random_places_hit_the_headline_that_is_drawn_there() -> None:
    pick = random.Random(11)
    for strip in (compose(half, NOW) for half in split(choose(mixed(), NOW))):
        for _ in range(200):
            width = pick.choice((40, 100))
            place = pick.randrange(0, strip.cells)
            column = pick.randrange(0, width)
            drawn, start = -1, 0
            for bit in row(strip, place, width):
                if start <= column < start + cells_of(bit.text):
                    drawn = bit.item
                start += cells_of(bit.text)
            hit = at(strip, place, width, column)
            wanted: Headline | None = strip.lap.items[drawn].headline if drawn >= 0 else None
            assert hit == wanted


def test_a_headline_says_source_title_copies_and_age() -> None:
    lap = choose([headline(1, "The dam holds", source="Ledger", at=NOW - 7200, copies=3, story=4)], NOW)
    strip = compose(lap, NOW, Dress(zone=None))
    assert [(piece.text, piece.style) for piece in strip.pieces[:4]] == [
        ("Ledger  ", "source"),
        ("The dam holds", "title"),
        ("  +2", "more"),
        ("  2h", "age"),
    ]
    assert strip.start_of(0) == 0
    assert strip.pieces[-2].style == "note"


def test_age_and_copies_read_in_their_own_direction_in_a_right_to_left_lap() -> None:
    title = "المنارة تضيء الميناء"
    item = Item(headline(1, title, at=NOW - 900, language="ar"), "rtl", title, more=2)
    speak("fr")
    try:
        strip = compose(Lap((item,), "rtl"), NOW)
    finally:
        speak("en")
    said = {piece.style: piece.text.replace("\xa0", " ") for piece in strip.pieces}
    assert (said["more"], said["age"]) == ("+2  ", "15 min  ")


def test_breaking_is_a_word() -> None:
    members = [headline(n, f"Take {n}", feed=n, story=5, copies=3) for n in (1, 2, 3)]
    strip = compose(choose(members, NOW), NOW)
    assert strip.pieces[0].text == "breaking  "


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("a ✈️ b", "a ✈ b"),
        ("👩\u200d👧 x", "👩 x"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("ن\u200dب", "ن\u200dب"),
    ],
)
def test_what_terminals_disagree_about_is_drawn_plainly(given: str, shown: str) -> None:
    def title(emoji: str) -> str:
        strip = compose(choose([headline(1, given)], NOW), NOW, Dress(rtl="terminal", emoji=emoji))
        return next(piece.text for piece in strip.pieces if piece.style == "title")

    assert title("portable") == shown
    assert title("full") == given


def test_the_strip_that_follows_comes_in_without_a_gap() -> None:
    first, second = (compose(choose([headline(n, f"Title {n}", feed=n)], NOW), NOW) for n in (1, 2))
    bits = row(first, first.cells - 10, 40, second)
    text = "".join(bit.text for bit in bits)
    assert text[10:].startswith("Paper 2  Title 2")
    assert {bit.item for bit in bits} == {-1, 1}


def test_an_empty_lap_is_a_blank_row() -> None:
    strip = compose(Lap(), NOW)
    assert "".join(bit.text for bit in row(strip, 0, 12)) == " " * 12
    assert at(strip, 0, 12, 3) is None


def test_controls_in_titles_never_reach_the_row() -> None:
    strip = compose(choose([headline(1, "a\x1b[31mb\x07\u202ec", source="\x9bX")], NOW), NOW)
    text = "".join(piece.text for piece in strip.pieces)
    assert all(char.isprintable() for char in text)
    assert slice_cells(text, 0, 5)
