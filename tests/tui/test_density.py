"""Two lines for each headline: what stands where, and that cursor, pages, clicks and stories keep to whole rows."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual import events

from reader.config import Look, Settings
from reader.model import Headline
from reader.newsroom import Newsroom
from reader.text.cells import width
from reader.tui.rows import airy_columns, below_row, headline_row
from tests.tui.desk import Desk, read
from tests.tui.stories import NOW, fill, open_newsroom


@pytest.fixture
def airy(tmp_path: Path) -> Newsroom:
    newsroom = open_newsroom(tmp_path, Settings(look=Look(density="comfortable")))
    fill(newsroom)
    return newsroom


def headline(**more: object) -> Headline:
    found: dict[str, object] = {
        "id": 1,
        "feed_id": 1,
        "source": "Le Courrier de Vellane",
        "title": "La mer",
        "at": NOW,
    }
    return Headline(**{**found, **more})  # type: ignore[arg-type]


@pytest.mark.parametrize("cells", [1, 3, 7, 12, 20, 26, 40, 60, 120])
@pytest.mark.parametrize("source", ["Le Courrier de Vellane", "صحيفة المنارة", "晨報", ""])
def test_both_lines_fill_their_width_exactly(cells: int, source: str) -> None:
    one = headline(source=source, copies=3, ready="full", starred=True)
    for runs in (
        headline_row(one, "5m", airy_columns(cells)),
        below_row(one, "5m", cells, at_cursor="cursor"),
    ):
        assert sum(width(text) for text, _, _ in runs) == cells
        assert all(width(text) == told for text, _, told in runs)


def test_paper_and_age_stand_below_and_what_is_here_at_the_edge() -> None:
    text = "".join(run[0] for run in below_row(headline(copies=3, ready="full"), "5m", 60))
    assert text.split("  ")[0:1] + text.split()[-1:] == ["", "▪"]
    assert text.strip().startswith("Le Courrier de Vellane · 5m  ")
    assert text.endswith(" ▪")


def test_the_cursor_pages_and_clicks_keep_to_rows(airy: Newsroom) -> None:
    async def scenario(desk: Desk) -> None:
        pane = desk.main.headlines
        rows = desk.rows()
        assert pane.deep == 2
        assert rows[0].startswith("▌")
        assert rows[1].startswith("▌")
        assert (
            "The Tide Table" in rows[1] or "Le Fanal" in rows[1] or "Niebla" in rows[1] or "منارة" in rows[1]
        )
        await desk.press("j")
        assert desk.rows()[2].startswith("▌")
        held = pane.at(pane.rows_seen)
        await desk.press("pagedown")
        assert pane.headline == held
        assert pane.scroll_offset.y % 2 == 0
        await desk.press("G")
        assert pane.cursor == 99
        assert pane.scroll_offset.y + pane.size.height >= 200
        await desk.press("g", "g")
        assert pane.scroll_offset.y == 0
        for line, row in ((4, 2), (5, 2), (6, 3)):
            assert pane.index_at(line) == row

    with airy:
        read(airy, scenario, (100, 31))


def test_the_key_keeps_the_row_on_top_and_the_choice(newsroom: Newsroom, tmp_path: Path) -> None:
    async def scenario(desk: Desk) -> None:
        pane = desk.main.headlines
        for _ in range(3):
            await desk.press("pagedown")
        top, cursor = pane.top, pane.cursor
        await desk.press(":")
        await desk.type("density")
        await desk.press("enter")
        assert pane.deep == 2
        assert pane.cursor == cursor
        first, height = pane.scroll_offset.y, pane.size.height
        assert first <= 2 * cursor
        assert 2 * cursor + 2 <= first + height
        assert pane.top >= top
        assert "Two lines" in desk.status()

    async def again(desk: Desk) -> None:
        assert desk.main.headlines.deep == 2

    read(newsroom, scenario)
    with open_newsroom(tmp_path) as other:
        read(other, again)


def test_a_click_on_either_line_selects(airy: Newsroom) -> None:
    async def scenario(desk: Desk) -> None:
        pane = desk.main.headlines
        for line in (8, 9):
            await desk.pilot.click(pane, offset=(20, line))
            assert pane.cursor == 4
            await desk.press("j")

    with airy:
        read(airy, scenario)


def test_marks_are_drawn_on_both_lines(airy: Newsroom) -> None:
    async def scenario(desk: Desk) -> None:
        await desk.press("s", "m")
        assert "★" in desk.rows()[0]
        desk.app.post_message(events.Resize(desk.app.size, desk.app.size))
        await desk.settle()
        assert "★" in desk.rows()[0]

    with airy:
        read(airy, scenario)
