"""Stories in the reader: one row each, unfolded in place, corrected by hand, read together, with the other copies at hand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from reader.config import Settings, Stories
from reader.model import Headline
from reader.newsroom import Newsroom
from reader.store import stories
from reader.store.stories import Joining
from reader.text.cells import width
from reader.tui.rows import Columns, headline_row
from tests.tui.desk import Desk, read
from tests.tui.stories import NOW, add, entry, fill, open_newsroom


@pytest.fixture
def newsroom(tmp_path: Path) -> Iterator[Newsroom]:
    """Four papers with 25 pieces each; piece 2 of all four is one story, and piece 3 of two of them."""
    with open_newsroom(tmp_path) as room:
        fill(room)
        two, three = ([piece(room, paper, n) for paper in range(4)] for n in (2, 3))
        stories.join(room.db, [Joining(one, two[0]) for one in two[1:]], ("fr", "ar", "es", "en"))
        stories.join(room.db, [Joining(three[3], three[2])], ("fr", "ar", "es", "en"))
        yield room


def piece(newsroom: Newsroom, paper: int, n: int) -> int:
    return int(newsroom.db.value("SELECT id FROM entry WHERE guid = ?", (f"urn:lamp:{1000 * paper + n}",)))


def on(desk: Desk, entry_id: int) -> None:
    assert desk.main.headlines.go_to_entry(entry_id)


def ids(desk: Desk) -> list[int]:
    """The entries on the rows, from the first on."""
    return desk.main.headlines.ids_between(0, 40)


def told(desk: Desk) -> list[str]:
    return [row.rstrip() for row in desk.rows() if "+" in row or "▾" in row or "├" in row or "└" in row]


def test_a_story_is_one_row_with_its_papers_and_unfolds_in_place(newsroom: Newsroom) -> None:
    async def scenario(desk: Desk) -> None:
        assert desk.main.headlines.row_count == 100 - 3 - 1
        on(desk, piece(newsroom, 0, 2))
        (row, other) = told(desk)
        assert "+3 Le phare s’allume, épisode 2" in row
        assert "+1 El faro se enciende, capít" in other
        line = desk.main.headlines.cursor
        await desk.press("right")
        assert desk.main.headlines.row_count == 99
        assert "▾3 Le phare s’allume, épisode 2" in told(desk)[0]
        assert sum("├ " in row for row in desk.rows()) == 2
        assert any("└ " in row and "part 2" in row for row in desk.rows())
        assert desk.main.headlines.cursor == line
        await desk.press("j", "j")
        assert desk.held() == "El faro se enciende, capítulo 2"
        await desk.press("left")
        assert desk.main.headlines.row_count == 96
        assert desk.held() == "Le phare s’allume, épisode 2"
        assert desk.main.headlines.cursor == line

    read(newsroom, scenario, (100, 30))


def test_each_copy_can_be_starred_and_a_starred_one_keeps_a_row(newsroom: Newsroom) -> None:
    async def scenario(desk: Desk) -> None:
        on(desk, piece(newsroom, 3, 2))
        assert desk.held() == "The lamp is lit, part 2"
        await desk.press("s", "left")
        await desk.press(":", *"all", "enter")
        desk.main.lists.take_in()
        await desk.settle()
        assert desk.main.headlines.row_count == 97
        on(desk, piece(newsroom, 3, 2))
        assert desk.held() == "The lamp is lit, part 2"

    read(newsroom, scenario, (90, 30))


def test_reading_one_reads_all_and_undo_takes_back_all(newsroom: Newsroom) -> None:
    async def scenario(desk: Desk) -> None:
        on(desk, piece(newsroom, 0, 2))
        await desk.press("m")
        assert newsroom.counts().unread == 96
        assert "4 entries" in desk.status()
        await desk.press("u")
        assert newsroom.counts().unread == 100

    read(newsroom, scenario, (100, 30))


def test_reading_one_reads_one_where_the_person_wants_that(tmp_path: Path) -> None:
    with open_newsroom(tmp_path, Settings(stories=Stories(read="none"))) as room:
        fill(room, 3)
        first, second = piece(room, 0, 2), piece(room, 1, 2)
        stories.join(room.db, [Joining(second, first)])

        async def scenario(desk: Desk) -> None:
            on(desk, first)
            await desk.press("m")
            assert room.counts().unread == 11

        read(room, scenario, (100, 30))


def test_a_copy_with_news_comes_back_as_one_new(newsroom: Newsroom) -> None:
    newsroom.mark([piece(newsroom, 0, 2)], read=True)
    newsroom.db.execute("UPDATE listing SET read_at = NULL WHERE entry_id = ?", (piece(newsroom, 3, 2),))

    async def scenario(desk: Desk) -> None:
        assert any("+1 new" in row for row in desk.rows())

    read(newsroom, scenario, (100, 30))


def test_joining_and_parting_by_keys(newsroom: Newsroom) -> None:
    async def scenario(desk: Desk) -> None:
        first, second = piece(newsroom, 0, 5), piece(newsroom, 0, 9)
        on(desk, first)
        await desk.press("=")
        assert "Picked" in desk.status()
        on(desk, second)
        await desk.press("=")
        assert newsroom.db.value("SELECT copies FROM story ORDER BY id DESC LIMIT 1") == 2
        assert desk.main.headlines.row_count == 95
        on(desk, second)
        await desk.press("-")
        assert "out of its story" in desk.status()
        assert desk.main.headlines.row_count == 96
        await desk.press("u", "u")
        assert desk.main.headlines.row_count == 96
        assert newsroom.db.value("SELECT count(*) FROM tie") == 0

    read(newsroom, scenario, (100, 30))


def test_why_names_who_told_it_when_and_opens_the_chosen_copy(newsroom: Newsroom) -> None:
    async def scenario(desk: Desk) -> None:
        on(desk, piece(newsroom, 0, 2))
        await desk.press("w")
        menu = desk.app.screen.query_one("MenuList")
        shown = [menu.render_line(y).text for y in range(12)]
        assert "Le Fanal" in shown[0] + shown[2]
        assert any("began the story" in row for row in shown)
        assert sum("by words" in row for row in shown) == 3
        assert sum("like “Le phare s’allume, épisode 2” (Le Fanal)" in row for row in shown) == 3
        await desk.press("down", "enter")
        assert desk.main.article.article is not None
        assert desk.main.article.article.id in [piece(newsroom, paper, 2) for paper in range(4)]

    read(newsroom, scenario, (110, 30))


def test_the_article_tells_who_else_does_and_a_key_goes_round_the_copies(newsroom: Newsroom) -> None:
    async def scenario(desk: Desk) -> None:
        ids = [piece(newsroom, paper, 2) for paper in range(4)]
        on(desk, ids[0])
        await desk.press("enter")
        article = desk.main.article.article
        assert article is not None
        assert {copy.id for copy in article.also} == set(ids[1:])
        links = [link.href for link in desk.main.article.links]
        assert [f"https://lamp.example/{1000 * n + 2}" in links for n in (1, 2, 3)] == [True] * 3
        seen = []
        for _ in range(4):
            await desk.press("c")
            assert desk.main.article.article is not None
            seen.append(desk.main.article.article.id)
        assert set(seen) == set(ids)
        assert seen[-1] == ids[0]
        await desk.press("C")
        assert desk.main.article_id == seen[-2]

    read(newsroom, scenario, (110, 30))


def test_a_link_to_another_copy_opens_it_here(newsroom: Newsroom) -> None:
    async def scenario(desk: Desk) -> None:
        on(desk, piece(newsroom, 0, 2))
        await desk.press("enter")
        links = desk.main.article.links
        number = next(one.number for one in links if one.href == "https://lamp.example/3002")
        desk.main.article.open_link(number)
        await desk.settle()
        assert desk.main.article.article is not None
        assert desk.main.article.article.id == piece(newsroom, 3, 2)

    read(newsroom, scenario, (110, 30))


def test_the_front_page_opens_what_is_chosen(newsroom: Newsroom) -> None:
    async def scenario(desk: Desk) -> None:
        await desk.press("E")
        menu = desk.app.screen.query_one("MenuList")
        shown = [menu.render_line(y).text for y in range(20)]
        assert any("PORTS, FR" in row for row in shown)
        assert any("Le Fanal +3" in row and "épisode 2" in row for row in shown)
        await desk.press("enter")
        assert desk.main.article.article is not None
        assert desk.main.article.article.id == piece(newsroom, 0, 2)

    read(newsroom, scenario, (110, 30))


def test_the_hottest_come_first_and_a_second_press_goes_back(newsroom: Newsroom) -> None:
    async def scenario(desk: Desk) -> None:
        await desk.press("b")
        assert desk.held() == "Le phare s’allume, épisode 2"
        assert "hottest" in desk.title()
        await desk.press("b")
        assert "hottest" not in desk.title()
        await desk.press("Z")
        assert desk.main.headlines.row_count == 100

    read(newsroom, scenario, (100, 30))


def test_the_next_unread_one_may_be_a_copy_that_is_unfolded(newsroom: Newsroom) -> None:
    async def scenario(desk: Desk) -> None:
        on(desk, piece(newsroom, 0, 2))
        await desk.press("right", "n")
        assert desk.main.headlines.folds.spot(desk.main.headlines.cursor).copy == 0
        await desk.press("M")
        rows = desk.main.headlines
        assert all(rows.at(row).read for row in range(rows.cursor, rows.row_count))  # type: ignore[union-attr]

    read(newsroom, scenario, (100, 30))


def test_what_comes_later_never_moves_the_rows(newsroom: Newsroom) -> None:
    async def scenario(desk: Desk) -> None:
        before = ids(desk)
        feed = newsroom.feeds()[0].id
        add(newsroom, feed, entry("Une marée d’exception", 7777, "fr", minutes=0))
        stories.join(newsroom.db, [Joining(piece(newsroom, 0, 6), piece(newsroom, 1, 6))])
        desk.main.live.changed()
        await desk.until(lambda: desk.main.live.fresh == 1)
        count = desk.main.headlines.row_count
        assert count == 96
        assert ids(desk) == before
        await desk.press(".")
        assert desk.main.headlines.row_count == 96

    read(newsroom, scenario, (100, 30))


HEAD = Headline(
    1, 1, "Le Fanal", "La digue tient", NOW, story=3, copies=4, papers=("El Faro", "The Tide Table")
)


@pytest.mark.parametrize(
    ("headline", "story", "text"),
    [
        (HEAD, "folded", "+3 La digue tient  El Faro, The Tide Table"),
        (HEAD, "open", "▾3 La digue tient"),
        (HEAD, "copy", "├ La digue tient"),
        (HEAD, "last", "└ La digue tient"),
        (HEAD, "", "+3 La digue tient"),
        (replace(HEAD, news=2), "folded", "+2 new La digue tient  El Faro, The Tide Table"),
        (
            replace(HEAD, title="La digue " * 12),
            "folded",
            "+3 La digue La digue La digue La digue La digue L…",
        ),
    ],
)
def test_what_a_row_says_of_its_story(headline: Headline, story: str, text: str) -> None:
    runs = headline_row(headline, "1h", Columns(headline=50), story=story)
    assert sum(cells for _, _, cells in runs) == 54
    row = "".join(shown for shown, _, _ in runs)
    assert width(row) == 54
    assert " ".join(row[4:].split()) == " ".join(text.split())


def test_a_wide_row_makes_room_for_the_papers() -> None:
    head = replace(HEAD, title="La digue " * 12)
    row = "".join(text for text, _, _ in headline_row(head, "1h", Columns(headline=80), story="folded"))
    assert row.rstrip().endswith("…  El Faro, The Tide …")


def test_an_arabic_headline_has_its_papers_at_its_left() -> None:
    runs = headline_row(replace(HEAD, title="السد صامد"), "1h", Columns(headline=50), story="folded")
    styles = [style for _, style, _ in runs]
    assert styles.index("age") < styles.index("unread")


def test_in_a_narrow_row_the_headline_keeps_its_room() -> None:
    row = "".join(text for text, _, _ in headline_row(HEAD, "1h", Columns(headline=30), story="folded"))
    assert "El Faro" not in row
