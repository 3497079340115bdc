"""Help, palette, command line, themes, keys, first start: everything that asks."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual import events
from textual.widgets import Input

from reader.config import load_settings
from reader.engine.events import Added, Looked
from reader.model import PageWay
from reader.newsroom import Newsroom
from reader.tui.commands import TABLE
from reader.tui.screens.chooser import Chooser
from reader.tui.screens.question import Question
from reader.tui.widgets.menu import MenuList
from tests.tui.desk import Desk, read
from tests.tui.stories import add, entry


def menu(desk: Desk) -> list[str]:
    found = desk.app.screen.query_one(MenuList)
    return [found.render_line(y).text for y in range(found.size.height)]


def items(desk: Desk) -> set[str]:
    return {item.value for item in desk.app.screen.query_one(MenuList).items if item.value}


def test_help_has_every_command_with_the_persons_keys_and_does_what_is_chosen(newsroom: Newsroom) -> None:
    (newsroom.paths.config.parent / "keys.toml").write_text('[keys.all]\n"x" = "star"\n', encoding="utf-8")

    async def scenario(desk: Desk) -> None:
        await desk.press("question_mark")
        assert isinstance(desk.app.screen, Chooser)
        assert items(desk) == {command.name for command in TABLE}
        assert "Here, in the headlines" in menu(desk)[0]
        await desk.type("star")
        first = menu(desk)[0]
        assert "Star, or take the star away" in first
        assert first.rstrip().endswith("x  s")
        await desk.press("enter")
        assert "★" in desk.rows()[0]

    read(newsroom, scenario)


def test_the_palette_offers_what_makes_sense_now(newsroom: Newsroom) -> None:
    async def scenario(desk: Desk) -> None:
        await desk.press("ctrl+p")
        offered = items(desk)
        assert {"star", "search", "refresh-all"} <= offered
        assert not {"search-clear", "take-in", "palette"} & offered
        await desk.type("fanal")
        assert "Le Fanal" in menu(desk)[0]
        await desk.press("enter")
        assert "Le Fanal" in desk.title()

    read(newsroom, scenario)


def test_escape_leaves_without_doing_anything(newsroom: Newsroom) -> None:
    async def scenario(desk: Desk) -> None:
        for key in ("question_mark", "ctrl+p", ":", "/", "t", "a"):
            await desk.press(key, "escape")
            assert desk.app.screen is desk.main
            assert not desk.main.dialogs.typing
            assert desk.main.pane == "headlines"
            assert desk.app.focused is desk.main.headlines
        assert not desk.app._exit

    read(newsroom, scenario)


def test_the_command_line_runs_completes_and_corrects(newsroom: Newsroom) -> None:
    async def scenario(desk: Desk) -> None:
        for typed, said in (
            ("stra", "Did you mean star?"),
            ("next many", "next takes a number"),
            ("star gazing", "star takes nothing after it"),
            ("take-in", "nothing new has come"),
        ):
            await desk.press(":")
            await desk.type(typed)
            await desk.press("enter")
            assert said in desk.status(), typed
        await desk.press(":")
        await desk.type("next 7")
        await desk.press("enter")
        assert desk.main.headlines.cursor == 7
        await desk.press(":")
        await desk.type("read-b")
        await desk.press("tab", "enter")
        assert newsroom.counts().unread == 7

    read(newsroom, scenario)


def test_themes_are_previewed_kept_and_left(newsroom: Newsroom) -> None:
    async def scenario(desk: Desk) -> None:
        await desk.press(":")
        await desk.type("theme")
        await desk.press("enter")
        await desk.type("day")
        assert desk.app.theme == "telex-day"
        await desk.press("escape")
        assert desk.app.theme == "telex-night"
        await desk.press(":")
        await desk.type("theme telex-day")
        await desk.press("enter")
        assert desk.app.theme == "telex-day"
        await desk.press(":")
        await desk.type("theme nowhere")
        await desk.press("enter")
        assert "no theme named nowhere" in desk.status()

    read(newsroom, scenario)
    assert newsroom.setting("theme") == "telex-day"
    assert read(newsroom, lambda desk: desk.settle()).theme == "telex-day"


def test_another_set_of_keys(newsroom: Newsroom) -> None:
    async def scenario(desk: Desk) -> None:
        await desk.press(":")
        await desk.type("keys newsboat")
        await desk.press("enter", "N")
        assert newsroom.counts().unread == 99

    read(newsroom, scenario)
    assert newsroom.setting("keys") == "newsboat"


def test_wrong_files_of_the_person_are_said_and_do_not_stop_a_start(newsroom: Newsroom) -> None:
    folder = newsroom.paths.config.parent
    (folder / "keys.toml").write_text('[keys.all]\n"x" = "stra"\n', encoding="utf-8")
    (folder / "themes").mkdir()
    (folder / "themes" / "mine.toml").write_text("muted = 3\n", encoding="utf-8")
    newsroom.set_setting("theme", "mine")

    async def scenario(desk: Desk) -> None:
        said = " ".join(text for _, text in desk.main.said)
        assert "keys.toml, line 2: there is no command named stra. Did you mean star?" in said
        assert "mine.toml, line 1" in said
        await desk.press("j")
        assert desk.main.headlines.cursor == 1

    read(newsroom, scenario)


def test_the_first_start_offers_four_ways(empty: Newsroom) -> None:
    async def scenario(desk: Desk) -> None:
        first = desk.app.screen
        assert isinstance(first, Question)
        assert [item.value for item in first.query_one(MenuList).items] == [
            "starter",
            "add",
            "import",
            "demo",
        ]
        await desk.press("j", "enter")
        assert desk.app.screen is desk.main
        assert desk.main.dialogs.typing
        await desk.press("escape")
        assert "No sources yet." in "".join(desk.rows())

    read(empty, scenario)


def test_the_first_start_can_end_in_the_demo(empty: Newsroom) -> None:
    async def scenario(desk: Desk) -> None:
        desk.app.post_message(events.Key("4", "4"))
        await desk.until(lambda: desk.app._exit)

    assert read(empty, scenario).return_value == "demo"


def test_the_first_start_asks_three_questions_with_answers_given(
    empty: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "fr_MA.UTF-8")

    async def scenario(desk: Desk) -> None:
        def ticked() -> list[str]:
            items = desk.app.screen.query_one(MenuList).items
            return [item.value for item in items if item.sign == "[x] "]

        await desk.press("1")
        assert ticked() == ["fr"]
        await desk.press("j", "space", "enter")
        assert ticked() == ["morocco-fr", "morocco-ar", "world-fr", "world-ar"]
        await desk.press("escape")
        assert ticked() == ["fr", "ar"]
        await desk.press("enter", "1", "enter")
        assert [item.value for item in desk.app.screen.query_one(MenuList).items][:2] == ["telex", "newsboat"]
        await desk.press("2")
        assert desk.app.screen is desk.main
        assert len({feed.folder for feed in empty.feeds()}) == 3
        assert desk.main.runner.keymap.name == "newsboat"
        await desk.press("u")
        settings = load_settings(empty.paths.config)
        assert settings.languages == ("fr", "ar")
        assert settings.keymap == "newsboat"

    read(empty, scenario)


def test_the_first_start_changes_no_settings_that_are_there(empty: Newsroom) -> None:
    empty.paths.config.write_text("motion = false\n", encoding="utf-8")

    async def scenario(desk: Desk) -> None:
        await desk.press("1", "enter", "enter", "enter")
        assert empty.feeds()

    read(empty, scenario)
    assert empty.paths.config.read_text(encoding="utf-8") == "motion = false\n"


def test_a_starter_pack_is_subscribed_to(newsroom: Newsroom) -> None:
    async def scenario(desk: Desk) -> None:
        before = len(newsroom.feeds())
        await desk.press(":")
        await desk.type("starter")
        await desk.press("enter")
        assert isinstance(desk.app.screen, Chooser)
        await desk.press("enter")
        assert len(newsroom.feeds()) > before

    read(newsroom, scenario)


def test_import_of_files_good_and_bad(empty: Newsroom, tmp_path: Path) -> None:
    good = tmp_path / "good.opml"
    good.write_text(
        '<opml version="2.0"><body><outline text="Ports"><outline text="Lamp" xmlUrl="https://lamp.example/feed"/>'
        "</outline></body></opml>",
        encoding="utf-8",
    )
    urls = tmp_path / "urls"
    urls.write_text('https://tide.example/feed "~Tide"\nexec:oops\n', encoding="utf-8")
    bad = tmp_path / "bad.opml"
    bad.write_text("<opml><body><outline", encoding="utf-8")

    async def scenario(desk: Desk) -> None:
        await desk.press("escape")
        for file, said in (
            (good, "1 source came in"),
            (urls, "1 source came in"),
            (bad, "ends in the middle"),
            (tmp_path / "none", "No such file"),
        ):
            desk.main.said.clear()
            await desk.press(":")
            await desk.type(f"import {file}")
            await desk.press("enter")
            if "came in" in said:
                await desk.patiently(lambda: isinstance(desk.app.screen, Chooser))
                await desk.press("enter")
            await desk.patiently(lambda: any(said in text for _, text in desk.main.said))  # noqa: B023
        assert {feed.name for feed in empty.feeds()} == {"Lamp", "Tide"}
        await desk.press(":")
        await desk.type(f"export {tmp_path}/out.opml")
        await desk.press("enter")
        assert b"https://lamp.example/feed" in (tmp_path / "out.opml").read_bytes()
        await desk.press(":")
        await desk.type(f"export {tmp_path}/out.opml")
        await desk.press("enter")
        assert "cannot be written" in desk.status()

    read(empty, scenario)


def test_the_log_holds_what_was_said(newsroom: Newsroom) -> None:
    async def scenario(desk: Desk) -> None:
        await desk.press("s", ":")
        await desk.type("log")
        await desk.press("enter")
        assert "star" in menu(desk)[0]

    read(newsroom, scenario)


def test_copying_needs_an_address(empty: Newsroom) -> None:
    feed = empty.add_feed("https://lamp.example/feed", title="Lamp")
    add(empty, feed.id, entry("Good", 1), entry("Good too", 2))

    async def scenario(desk: Desk) -> None:
        await desk.press("y")
        assert "Copied https://lamp.example/1" in desk.status()
        assert desk.app.clipboard == "https://lamp.example/1"
        await desk.press("Y")
        assert desk.app.clipboard == "Good\nhttps://lamp.example/1"

    read(empty, scenario)


def test_a_page_without_a_feed_is_offered_to_be_watched(newsroom: Newsroom) -> None:
    """Its ways with their first headlines; what is chosen goes to the engine, Esc leaves the page alone."""
    asked: list[tuple[str, ...]] = []

    async def look(url: str, watch: str = "auto") -> None:
        asked.append(("look", url))

    async def watch(url: str, watch: str, folder: tuple[str, ...] = ()) -> None:
        asked.append(("watch", url, watch))

    newsroom.look = look  # type: ignore[method-assign]
    newsroom.watch = watch  # type: ignore[method-assign]
    page = "https://vigie.example/une"
    ways = (
        PageWay("auto", 12, ("Le port ouvre", "La criée ferme")),
        PageWay('{"group": "ul/li/a"}', 0),
        PageWay('{"group": "div/a"}', 3, ("Nos lettres",)),
    )

    more = PageWay('{"group": "ol/li/a"}', 9, ("Le port ouvre", "La criée ferme", "Deux quais"))

    async def scenario(desk: Desk) -> None:
        desk.main.live.hear(Added(page, error="No feed was found there.", page=True))
        await desk.until(lambda: asked == [("look", page)])
        desk.main.live.hear(Looked(page, "La Vigie", "fr", ways))
        await desk.until(lambda: bool(desk.app.screen.query(MenuList)))
        await desk.settle()
        shown = [item.title.strip() for item in desk.app.screen.query_one(MenuList).items]
        assert "La criée ferme" in shown
        chosen = desk.app.screen.query_one(MenuList).item
        assert chosen is not None
        assert chosen.value == "auto"
        await desk.press("escape")
        assert len(asked) == 1
        desk.main.live.hear(Looked(page, "La Vigie", "fr", ways))
        await desk.until(lambda: bool(desk.app.screen.query(MenuList)))
        await desk.settle()
        await desk.press("down", "enter")
        await desk.until(lambda: asked[1:] == [("watch", page, '{"group": "div/a"}')])
        asked.clear()
        desk.main.live.hear(Looked(page, "La Vigie", "fr", (*ways, more)))
        await desk.until(lambda: bool(desk.app.screen.query(MenuList)))
        await desk.settle()
        await desk.type("tick")
        await desk.press("enter")
        await desk.until(lambda: isinstance(desk.app.screen, Question))
        await desk.settle()
        assert "[x] Le port ouvre" in desk.shown(), "what is found by itself is ticked"
        assert "[ ] Nos lettres" in desk.shown()
        await desk.press("space", "enter")
        await desk.until(lambda: asked == [("watch", page, '{"group": "div/a\\nol/li/a"}')])
        asked.clear()
        desk.main.live.hear(Looked(page, "La Vigie", "fr", (*ways, more)))
        await desk.until(lambda: bool(desk.app.screen.query(MenuList)))
        await desk.settle()
        await desk.type("tick")
        await desk.press("enter")
        await desk.until(lambda: isinstance(desk.app.screen, Question))
        await desk.settle()
        await desk.press("space", "j", "space")
        assert "[ ] Deux quais" in desk.shown(), "links that stand alike go together"
        await desk.press("enter")
        await desk.until(lambda: asked == [("watch", page, '{"group": "div/a"}')])
        asked.clear()
        desk.main.live.hear(Looked(page, "La Vigie", "fr", ways))
        await desk.until(lambda: bool(desk.app.screen.query(MenuList)))
        await desk.settle()
        await desk.type("css")
        await desk.press("enter")
        await desk.settle()
        await desk.type("li.news; title=h3")
        await desk.press("enter")
        await desk.until(lambda: asked == [("look", page)])
        desk.main.live.hear(Looked(page, error="Nobody answers there."))
        assert desk.main.said[-1][1] == "Nobody answers there."

    read(newsroom, scenario)


def test_a_line_being_typed_keeps_the_keys_whatever_else_asks_for_them(newsroom: Newsroom) -> None:
    async def scenario(desk: Desk) -> None:
        await desk.press(":")
        await desk.type("st")
        await desk.pilot.click(desk.main.headlines, offset=(10, 3))
        await desk.type("a")
        desk.main.panes.go("headlines")
        await desk.settle()
        await desk.type("r")
        await desk.press("enter")
        assert "★" in desk.rows()[3]
        assert not desk.main.dialogs.typing
        assert desk.app.focused is desk.main.headlines
        await desk.press("j", "s")
        assert "★" in desk.rows()[4]

    read(newsroom, scenario)


def test_a_short_menu_leaves_the_rest_of_the_screen_to_be_seen(newsroom: Newsroom) -> None:
    async def scenario(desk: Desk) -> None:
        await desk.press(":")
        await desk.type("theme")
        await desk.press("enter")
        assert "Night" in desk.shown()
        assert desk.app.screen.query_one("#drawer").size.height <= 8
        await desk.press("escape")

    read(newsroom, scenario)


def test_what_is_cut_in_a_menu_can_be_read_below_it(newsroom: Newsroom) -> None:
    async def scenario(desk: Desk) -> None:
        await desk.press("f2")
        whole = "Case, accents, Arabic letter variants and vowel marks make no difference"
        shown = " ".join(desk.shown().split())
        assert whole in shown
        await desk.press("down")
        assert whole not in " ".join(desk.shown().split())
        await desk.press("escape")

    read(newsroom, scenario)


@pytest.mark.parametrize("line", ["rename", "move"])
def test_a_saved_search_that_another_screen_took_away_is_said_to_be_gone(
    newsroom: Newsroom, line: str
) -> None:
    newsroom.save_query("Lamps", "lamp")
    (held,) = newsroom.saved()

    async def scenario(desk: Desk) -> None:
        desk.main.panes.go("sources")
        await desk.settle()
        while not desk.main.saved_id:
            await desk.press("j")
        newsroom.remove_saved(held.id)
        assert desk.main.runner.run(line)
        await desk.type("2")
        await desk.press("enter")
        assert "There is no saved search" in desk.status()

    read(newsroom, scenario)


def test_tab_behind_what_nobody_told_of_yet_completes_that(newsroom: Newsroom) -> None:
    """A key may come before the line's own word that it changed."""

    async def scenario(desk: Desk) -> None:
        await desk.press(":")
        await desk.type("ticker-mo")
        await desk.press("tab")
        prompt = desk.main.dialogs._prompt
        assert prompt is not None
        line = prompt.query_one(Input)
        assert line.value.startswith("ticker-mode")
        with line.prevent(Input.Changed):
            line.value = "ticker-pa"
        prompt.action_complete()
        assert line.value.startswith("ticker-pause")
        with line.prevent(Input.Changed):
            line.value = "ticker-pause no-such-word"
        prompt.action_complete()
        assert line.value == "ticker-pause no-such-word"

    read(newsroom, scenario)


def test_what_tab_would_put_stands_below_the_line(newsroom: Newsroom) -> None:
    async def scenario(desk: Desk) -> None:
        await desk.press(":")
        assert "Tab completes" in desk.shown()
        await desk.type("ticker-")
        assert "ticker-pause  ticker-mode" in desk.shown()
        await desk.type("mode ")
        assert "crawl  step  off" in desk.shown()
        await desk.press("escape", "/")
        await desk.type("is:st")
        assert "is:starred" in desk.shown()
        await desk.press("tab")
        await desk.type(" feed:")
        await desk.until(lambda: bool(desk.main.dialogs._prompt and desk.main.dialogs._prompt.note.mistake))
        assert "feed:le-fanal" in desk.shown()  # the word can still become a right one
        await desk.type("x:y")
        await desk.until(lambda: "feed:le-fanal" not in desk.shown())
        await desk.press("escape", "/")
        await desk.type("is:starred")
        await desk.press("enter")
        assert "“is:starred”" in desk.title()

    read(newsroom, scenario)


def test_the_palette_finds_tags_and_what_a_search_can_say(newsroom: Newsroom) -> None:
    newsroom.tag(newsroom.view("").ids(0, 3), "deep sea")

    async def scenario(desk: Desk) -> None:
        await desk.press("ctrl+p")
        await desk.type("deep sea")
        await desk.press("enter")
        assert desk.main.headlines.row_count == 3
        await desk.press("ctrl+p")
        await desk.type("near/5")
        await desk.press("enter")
        assert "What a search can say" in desk.shown()
        await desk.press("escape")

    read(newsroom, scenario)
