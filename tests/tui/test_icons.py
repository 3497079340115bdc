"""Icons of the sources pane: where they stand, also from right to left; come and gone as the settings are saved."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import pytest

from reader.config import Images, Settings
from reader.model import Feed, Ink
from reader.newsroom import Newsroom
from reader.store import feeds, icons, imageinks
from reader.store.icons import Wanted, site_of
from reader.tui.widgets.ink import Placed
from reader.tui.widgets.sources import ICON
from tests.tui.desk import Desk, read
from tests.tui.stories import fill, open_newsroom

pytestmark = pytest.mark.skipif(find_spec("PIL") is None, reason="the extra telex[images] is not installed")

SIZE = (170, 30)
CELL = (10, 20)


def give_icon(newsroom: Newsroom) -> Feed:
    """An icon of the first source, made ready in sixels."""
    feed = feeds.all_feeds(newsroom.db)[0]
    one = Wanted(site_of(feed.link, feed.url), f"{feed.url}/i.png", "paper.example", "")
    icons.ask(newsroom.db, one, newsroom.now())
    icons.keep(newsroom.db, one, b"as good as a picture", 64, newsroom.now())
    (content,) = set(icons.by_site(newsroom.db).values())
    imageinks.keep(newsroom.db, content, ICON, CELL, Ink("sixel", ICON, 1, (b"\x1bP0;1q~\x1b\\",)))
    return feed


def answer(desk: Desk) -> None:
    """The terminal draws sixels."""
    assert desk.app.graphics.question
    assert desk.app.graphics.feed("\x1b[6;20;10t\x1b[?64;4c") == ""
    desk.app._form_known()


def shown(desk: Desk) -> list[Placed]:
    return list(desk.main.sources.ink.in_view())


async def seen(desk: Desk, count: int) -> list[Placed]:
    await desk.until(lambda: len(shown(desk)) == count)
    return shown(desk)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_it_stands_before_the_name_whichever_way_the_screen_runs(tmp_path: Path, language: str) -> None:
    settings = Settings(language=language, rtl="app", motion=False, images=Images(icons=True))
    with open_newsroom(tmp_path, settings) as newsroom:
        fill(newsroom)
        feed = give_icon(newsroom)

        async def scenario(desk: Desk) -> None:
            answer(desk)
            pane = desk.main.sources
            for x, y, spot, cells in await seen(desk, sum(node.feed == feed.id for node in pane.nodes)):
                assert pane.nodes[y].feed == feed.id
                assert (spot.form, spot.row, cells) == ("sixel", 0, ICON)
                row = pane.render_line(y).text
                assert row[x : x + ICON + 1].strip() == "" or language == "ar"
                before, after = row[:x], row[x + ICON :]
                name = feed.name[:6]
                if language == "ar":
                    assert name in before
                    assert name not in after
                    assert row[x - 1] == " "
                else:
                    assert name in after
                    assert after[0] == " "
            names = {
                pane.render_line(y).text.index(node.title[:6])
                for y, node in enumerate(pane.nodes)
                if node.feed and node.depth == 0 and language == "en"
            }
            assert len(names) <= 1, "with an icon or without one, names stand below each other"

        read(newsroom, scenario, size=SIZE)


def test_they_come_and_go_with_the_settings(newsroom: Newsroom) -> None:
    give_icon(newsroom)

    async def scenario(desk: Desk) -> None:
        plain = [desk.main.sources.render_line(y).text for y in range(20)]
        answer(desk)
        for on in (True, False):
            newsroom.paths.config.write_text(f"[images]\nicons = {str(on).lower()}\n")
            desk.app.own_files.look()
            await seen(desk, int(on))
        assert [desk.main.sources.render_line(y).text for y in range(20)] == plain

    read(newsroom, scenario, size=SIZE)


def test_only_what_is_seen_is_drawn(newsroom: Newsroom) -> None:
    newsroom.settings = Settings(images=Images(icons=True))
    give_icon(newsroom)

    async def scenario(desk: Desk) -> None:
        sent: list[str] = []
        desk.main.sources.ink._write = sent.append
        answer(desk)
        await seen(desk, 1)
        desk.main.sources.ink.rest()
        assert "".join(sent).count("\x1bP0;1q~") >= 1
        sent.clear()
        await desk.press("?")
        desk.main.sources.ink.rest()
        assert sent == [], "something lies over it"

    read(newsroom, scenario, size=SIZE)
