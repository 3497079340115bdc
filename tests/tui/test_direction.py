"""Which way a headline runs: by its first strong letter, else by its language; as the person wishes it for its source."""

from __future__ import annotations

import pytest

from reader.model import Headline
from reader.newsroom import Newsroom
from reader.text.bidi import headline_direction
from reader.ticker.lap import choose
from reader.tui.rows import columns_for, headline_row
from reader.typeset.document import typeset
from tests.tui.desk import Desk, read
from tests.tui.stories import NOW

AR = "خبر عاجل من الميناء"


@pytest.mark.parametrize(
    ("title", "language", "wished", "expected"),
    [
        (AR, "fr", "", "rtl"),
        ("Le port", "ar", "", "ltr"),
        ("12:30 — 15", "ar-MA", "", "rtl"),
        ("12:30 — 15", "fr", "", "ltr"),
        ("12:30 — 15", "", "", "ltr"),
        (f"BBC: {AR}", "ar", "", "ltr"),
        (f"BBC: {AR}", "ar", "rtl", "rtl"),
        (AR, "ar", "ltr", "ltr"),
        (AR, "ar", "nonsense", "rtl"),
    ],
)
def test_what_counts_in_which_order(title: str, language: str, wished: str, expected: str) -> None:
    assert headline_direction(title, language, wished) == expected
    headline = Headline(1, 1, "Paper", title, NOW, language=language, direction=wished)
    for terms in ((), ("port", "bbc", "خبر")):
        row = "".join(part for part, _, _ in headline_row(headline, "1h", columns_for(100), terms=terms))
        body = row[-columns_for(100).headline - 2 : -2]
        assert body.endswith(" ") is (expected == "ltr"), terms
    assert choose([headline], NOW).items[0].direction == expected


def lines(newsroom: Newsroom, entry: int) -> list[str]:
    article = newsroom.article(entry)
    assert article is not None
    return [line.text for line in typeset(article, 80).lines]


def test_a_source_of_ones_own_choice(newsroom: Newsroom) -> None:
    """List, article and ticker take it, it is one step of the journal, and no other source is touched."""
    source = next(feed for feed in newsroom.feeds() if feed.language == "en")

    async def scenario(desk: Desk) -> None:
        await desk.type(f":go-feed {source.name}")
        await desk.press("enter")
        await desk.until(lambda: desk.main.lists.scope.query != "")
        before = desk.rows()[0]
        assert "The lamp is lit" in before
        newsroom.set_feed(source.id, direction="rtl")
        await desk.press("q")
        await desk.type(f":go-feed {source.name}")
        await desk.press("enter")
        await desk.until(lambda: desk.rows()[0] != before)
        assert desk.rows()[0].rstrip(" ·").endswith("The lamp is lit, part 0")

    read(newsroom, scenario)
    entry = newsroom.view(f"feed:{source.id}").ids(0, 1)[0]
    assert all(len(line) == 80 for line in lines(newsroom, entry) if "Line 3." in line)
    pool = newsroom.lane("lang:en")
    assert {one.direction for one in pool.headlines} == {"rtl"}
    newsroom.undo()
    assert not any(len(line) == 80 for line in lines(newsroom, entry) if "Line 3." in line)
    assert {one.direction for one in newsroom.lane("").headlines} == {""}


def test_the_language_is_a_filter_of_list_and_ticker(newsroom: Newsroom) -> None:
    async def scenario(desk: Desk) -> None:
        await desk.type("/lang:ar")
        await desk.press("enter")
        await desk.until(lambda: desk.main.lists.scope.query != "")
        titles = [row for row in desk.rows() if row.strip()]
        assert titles
        assert all("ءيضت ةرانملا" in row for row in titles)

    read(newsroom, scenario)
    assert {one.language for one in newsroom.lane("lang:ar").headlines} == {"ar"}
    assert {one.language for one in newsroom.lane("lang:fr OR lang:es").headlines} == {"fr", "es"}
