"""Marks by word and reach, each one step that goes back; filters, tags, days; going on among sources; layouts by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.newsroom import Newsroom
from reader.tui.commands import ALSO, named
from reader.tui.completing import arguments
from tests.tui.desk import Desk, read
from tests.tui.stories import open_newsroom


async def command(desk: Desk, line: str) -> None:
    """Typed, as a person does."""
    await desk.press(":")
    await desk.type(line)
    await desk.press("enter")


def marks(newsroom: Newsroom) -> list[tuple[object, ...]]:
    """Every mark of every entry, and the tags."""
    found = newsroom.db.rows(
        "SELECT entry_id, read_at IS NULL, starred_at IS NULL, later_at IS NULL, hidden_at IS NULL FROM listing "
        "ORDER BY entry_id"
    )
    return [*map(tuple, found), *newsroom.tags()]


@pytest.mark.parametrize(
    ("line", "query", "count"),
    [
        ("mark read", "is:read", 1),
        ("mark star below", "is:starred", 97),
        ("mark later above", "is:later", 4),
        ("mark star all", "is:starred", 100),
        ("mark hide all", "is:hidden", 100),
        ("mark later feed:Fanal", "is:later", 25),
        ("mark tag:boats feed:Fanal", "tag:boats", 25),
        ("mark turn-later above", "is:later", 4),
        ("read-view", "is:read", 100),
        ("read-view feed:Fanal date:<30m", "is:read", 0),
        ("read-view feed:Fanal", "is:read", 25),
    ],
)
def test_marks_by_word_are_one_step_that_goes_back(
    newsroom: Newsroom, line: str, query: str, count: int
) -> None:
    before = marks(newsroom)

    async def scenario(desk: Desk) -> None:
        await desk.press("j", "j", "j")
        await command(desk, line)
        found = newsroom.view(f"{query} is:hidden" if "hide" in line else query).count
        assert found == count or "date:<" in line
        changed = marks(newsroom)
        assert (changed != before) == bool(found)
        if found:
            await desk.press("u")
            assert marks(newsroom) == before
            await desk.press("ctrl+y")
            assert marks(newsroom) == changed

    read(newsroom, scenario)


def test_turning_round_and_taking_away(newsroom: Newsroom) -> None:
    async def scenario(desk: Desk) -> None:
        await command(desk, "mark later above")
        await command(desk, "mark turn-later all")
        assert newsroom.view("is:later").count == 99
        await command(desk, "mark unlater all")
        assert newsroom.view("is:later").count == 0
        await command(desk, "tag boats")
        await command(desk, "untag boats")
        assert newsroom.view("tag:boats").count == 0
        await command(desk, "mark reed")
        assert "A mark is read, unread" in desk.status()

    read(newsroom, scenario)


def test_a_filter_narrows_the_list_and_esc_widens_it(newsroom: Newsroom) -> None:
    async def scenario(desk: Desk) -> None:
        await command(desk, "go-feed Le Fanal")
        await command(desk, "filter")
        await desk.type("épisode is:unread")
        await desk.until(lambda: "FILTER" in desk.title())
        await desk.press("enter")
        assert desk.main.headlines.row_count == 25
        assert "Le Fanal: “épisode is:unread”" in desk.title()
        await command(desk, "filter title:7 | title:8")
        assert desk.main.headlines.row_count < 25
        assert {row.split("Fanal")[0] for row in desk.rows() if "épisode" in row}
        await command(desk, "filter colour:red")
        assert "colour" in desk.status()
        await command(desk, "filter-clear")
        assert "HEADLINES" in desk.title()
        assert desk.main.headlines.row_count == 25
        await desk.press("q")
        assert desk.main.headlines.row_count == 100

    read(newsroom, scenario)


def test_a_filter_within_a_search_leads_back_to_the_search(newsroom: Newsroom) -> None:
    async def scenario(desk: Desk) -> None:
        await command(desk, "search faro OR lamp")
        assert desk.main.headlines.row_count == 50
        await command(desk, "filter lang:es")
        assert desk.main.headlines.row_count == 25
        await command(desk, "filter-clear")
        assert "“faro OR lamp”" in desk.title()
        assert desk.main.headlines.row_count == 50
        await desk.press("j", "n")
        assert desk.main.headlines.cursor == 2  # the next hit, read or not
        await desk.press("N")
        assert desk.main.headlines.cursor == 1
        await desk.press("q")
        assert "HEADLINES" in desk.title()
        await command(desk, "search-last")
        assert "“faro OR lamp”" in desk.title()

    read(newsroom, scenario)


def test_tags_and_days_can_be_gone_to_and_chosen(newsroom: Newsroom) -> None:
    async def scenario(desk: Desk) -> None:
        await command(desk, 'mark tag:deep-sea feed:"Le Fanal"')
        await command(desk, "go-tag deep-sea")
        assert desk.main.headlines.row_count == 25
        await desk.press("q")
        await command(desk, "go-tag")
        assert "deep-sea" in desk.shown()
        await desk.press("enter")
        assert "Tag deep-sea" in desk.title()
        await command(desk, "go-date >30m")
        assert desk.main.headlines.row_count == newsroom.view("date:>30m").count
        await command(desk, "go-date")
        assert "Yesterday" in desk.shown()
        await desk.press("escape")

    read(newsroom, scenario)


def test_sources_one_after_the_other_from_anywhere(newsroom: Newsroom) -> None:
    async def scenario(desk: Desk) -> None:
        shown = []
        for _ in range(5):
            await command(desk, "next-source")
            shown.append(desk.main.lists.scope.title)
        assert len(set(shown[:4])) == 4
        assert shown[4] == shown[0]
        await command(desk, "prev-source")
        assert desk.main.lists.scope.title == shown[3]
        await command(desk, "go-feed Le Fanal")
        await command(desk, "show-read")
        assert desk.main.headlines.row_count == 25
        await command(desk, "read-view")
        await command(desk, "renew")
        assert desk.main.headlines.row_count == 0
        await command(desk, "show-read")
        assert desk.main.headlines.row_count == 25
        for _ in range(6):
            await command(desk, "next-unread-source")
            assert desk.main.lists.scope.title != "Le Fanal"

    read(newsroom, scenario)


def test_any_unread_headline_and_rows_by_number(newsroom: Newsroom) -> None:
    async def scenario(desk: Desk) -> None:
        await command(desk, "read-view")
        await command(desk, "mark unread title:17")
        await command(desk, "random-unread")
        held = desk.main.article.article
        assert held is not None
        assert "17" in held.title
        await desk.press("2")
        await command(desk, "go-number 42")
        assert desk.main.headlines.cursor == 41
        await command(desk, "sort-turn")
        assert desk.main.headlines.row_count == 100
        first = desk.main.headlines.at(0)
        assert first is not None
        assert first.at == min(one.at for one in newsroom.view("").rows(0, 100))

    read(newsroom, scenario)


def test_layouts_by_name_are_kept(tmp_path: Path, newsroom: Newsroom) -> None:
    async def scenario(desk: Desk) -> None:
        for shape, name in (
            ("single", "single"),
            ("over", "medium"),
            ("stacked", "stacked"),
            ("auto", "wide"),
        ):
            await command(desk, f"layout {shape}")
            assert desk.main.panes.layout.name == name
        await command(desk, "layout round")
        assert "There is no layout named round: choose auto, single, over, stacked" in desk.status()
        await command(desk, "layout over")

    async def later(desk: Desk) -> None:
        assert desk.main.panes.layout.name == "medium"

    read(newsroom, scenario)
    newsroom.close()
    with open_newsroom(tmp_path) as again:
        read(again, later)


def test_names_that_are_almost_right(newsroom: Newsroom) -> None:
    async def scenario(desk: Desk) -> None:
        await command(desk, "theme day")
        assert desk.app.theme == "telex-day"
        await command(desk, "theme nigth")
        assert "Did you mean telex-night?" in desk.status()
        assert desk.app.theme == "telex-day"
        await command(desk, "go-feed Le Fanol")
        assert "Did you mean Le Fanal?" in desk.status()
        await command(desk, "ticker-mode stepp")
        assert "Did you mean step?" in desk.status()
        for name in ALSO:
            assert named(name) is not None
        await command(desk, "filter-clear")
        assert "there is no search" in desk.status()

    read(newsroom, scenario)


def test_what_tab_offers(newsroom: Newsroom, tmp_path: Path) -> None:
    (tmp_path / "lists").mkdir()
    (tmp_path / "lists.opml").touch()

    async def scenario(desk: Desk) -> None:
        main, complete = desk.main, desk.main.runner.complete
        newsroom.tag(newsroom.view("").ids(0, 1), "deep sea")
        assert list(complete("read-v")) == ["read-view"]
        assert list(complete("theme telex-d")) == ["theme telex-day"]
        assert list(complete("tag d")) == ["tag deep sea"]
        assert list(complete("mark star b")) == ["mark star below"]
        assert list(complete("read-view is:star")) == ["read-view is:starred"]
        assert list(complete("read-view -fe")) == ["read-view -feed:"]
        assert "read-view is:unread feed:le-fanal" in complete("read-view is:unread feed:le")
        assert list(complete("filter tag:deep")) == ['filter tag:"deep sea"']
        found = list(arguments(main, "file", f"{tmp_path}/list"))
        assert found == [f"{tmp_path}/lists/", f"{tmp_path}/lists.opml"]
        await desk.press(":")
        await desk.type("read-view fee")
        await desk.press("tab")
        assert "read-view feed:" in desk.shown()
        await desk.press("escape")

    read(newsroom, scenario)


def test_files_and_menus_of_sharing(newsroom: Newsroom, tmp_path: Path) -> None:
    async def scenario(desk: Desk) -> None:
        await desk.press("enter")
        await command(desk, f"save-html {tmp_path}/page.html")
        text = (tmp_path / "page.html").read_text(encoding="utf-8")
        assert text.startswith("<!DOCTYPE html>")
        assert "The keeper counted" in text
        await command(desk, f"save-html {tmp_path}/page.html")
        assert "cannot be written" in desk.status()
        await desk.press("e")
        for name in ("save-markdown", "save-html", "pipe", "bookmark", "copy-quote"):
            assert name in desk.shown()
        await desk.press("escape")

    read(newsroom, scenario)
