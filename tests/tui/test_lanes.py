"""The ticker's rows in the reader: lanes, who moves, keys on a story, what holds it, what is said when offline."""

from __future__ import annotations

from pathlib import Path

from reader.config import Settings, Ticker
from reader.engine.events import Done
from reader.model import Headline
from reader.newsroom import Newsroom
from tests.tui.desk import Desk, read
from tests.tui.stories import NOW, add, entry, fill, open_newsroom


def rows(desk: Desk) -> list[str]:
    return [pane.render_line(0).text for pane in desk.main.lanes]


def current(desk: Desk) -> Headline:
    held = desk.main.current
    assert held is not None
    return held


def test_of_two_lanes_one_moves_and_the_other_steps(newsroom: Newsroom) -> None:
    newsroom.save_query("Iberia", "lang:es")

    async def scenario(desk: Desk) -> None:
        await desk.until(lambda: desk.main.ticker.reel.strip is not None)
        assert desk.main.runner.run("ticker-row Iberia")
        await desk.settle()
        first, second = desk.main.lanes.panes
        assert [pane.acting for pane in (first, second)] == ["crawl", "step"]
        await desk.until(lambda: "El Faro" in rows(desk)[1])
        assert "Iberia" in rows(desk)[1]
        assert desk.main.panes.boxes["ticker"].size.height == 2
        await desk.press("T", "j")
        assert desk.main.pane == "ticker"
        assert desk.main.ticker is second
        assert [pane.acting for pane in (first, second)] == ["step", "crawl"]
        await desk.press("right")
        assert current(desk).language == "es"
        await desk.press("k")
        assert desk.main.ticker is first
        await desk.press("j", "j")
        assert desk.main.pane == "headlines"
        assert [pane.moving for pane in (first, second)] == [True, True]
        assert desk.main.runner.run("ticker-row iberia")
        await desk.settle()
        assert len(desk.main.lanes.panes) == 1
        assert desk.main.ticker is first

    read(newsroom, scenario)


def test_any_saved_query_can_be_the_tickers_and_is_kept(newsroom: Newsroom) -> None:
    newsroom.save_query("Iberia", "lang:es")

    async def scenario(desk: Desk) -> None:
        await desk.until(lambda: desk.main.ticker.reel.strip is not None)
        await desk.press("T", "v")
        await desk.type("iber")
        await desk.press("enter")
        await desk.until(lambda: "Iberia" in rows(desk)[0])
        strip = desk.main.ticker.reel.strip
        assert strip is not None
        assert {item.headline.language for item in strip.lap.items} == {"es"}
        assert not desk.main.runner.run("ticker-lane date:nonsense")
        assert desk.main.lanes.names == ["Iberia"]

    read(newsroom, scenario)

    async def again(desk: Desk) -> None:
        await desk.until(lambda: "Iberia" in rows(desk)[0])
        desk.main.runner.run("ticker-lane unread")
        await desk.settle()
        assert "Iberia" not in rows(desk)[0]

    read(newsroom, again)


def test_a_section_can_have_a_ticker(newsroom: Newsroom) -> None:
    async def scenario(desk: Desk) -> None:
        await desk.until(lambda: desk.main.ticker.reel.strip is not None)
        await desk.press("T", "v")
        await desk.type("sur")
        await desk.press("enter")
        await desk.until(lambda: "Ports / Sur" in rows(desk)[0])
        strip = desk.main.ticker.reel.strip
        assert strip is not None
        assert {item.headline.source for item in strip.lap.items} == {"El Faro de Niebla"}

    read(newsroom, scenario)


def test_the_settings_can_name_lanes(tmp_path: Path) -> None:
    settings = Settings(ticker=Ticker(lanes=("lang:ar",), mode="step"))
    with open_newsroom(tmp_path, settings) as newsroom:
        fill(newsroom)

        async def scenario(desk: Desk) -> None:
            await desk.until(lambda: desk.main.lanes.panes[1].reel.strip is not None)
            assert desk.main.lanes.names == ["", "lang:ar"]
            assert [pane.acting for pane in desk.main.lanes] == ["step", "step"]

        read(newsroom, scenario)


def test_m_s_and_enter_act_on_the_headline_in_hand_as_it_is_now(newsroom: Newsroom) -> None:
    async def scenario(desk: Desk) -> None:
        await desk.until(lambda: desk.main.ticker.reel.strip is not None)
        await desk.press("T", "right")
        held = current(desk)
        states = []
        for key in ("m", "m", "s", "s"):
            await desk.press(key)
            now = newsroom.headlines([held.id])[0]
            states.append((now.read, now.starred))
        assert states == [(True, False), (False, False), (False, True), (False, False)]
        await desk.press("m")
        assert 1 in desk.main.ticker.reel.seen()
        await desk.press("enter")
        assert desk.main.article_id == held.id

    read(newsroom, scenario)


def test_x_hides_the_whole_story_and_undo_brings_it_back(empty: Newsroom) -> None:
    fill(empty, each=2)
    ids = [row.id for row in empty.view().rows(0, 99)]
    with empty.db.write():
        empty.db.execute("INSERT INTO story (id, at, copies) VALUES (1, ?, 3)", (NOW,))
        empty.db.execute(f"UPDATE entry SET story = 1 WHERE id IN ({','.join(map(str, ids[:3]))})")

    async def scenario(desk: Desk) -> None:
        await desk.until(lambda: desk.main.ticker.reel.strip is not None)
        await desk.press("T")
        while current(desk).story != 1:
            await desk.press("right")
        title = current(desk).title
        await desk.press("X")
        assert empty.view("is:hidden").count == 3
        assert current(desk).story == 0
        assert title not in rows(desk)[0]
        await desk.press("u")
        assert empty.view("is:hidden").count == 0

    read(empty, scenario)


def test_what_was_there_at_the_last_look_does_not_go_round_again(newsroom: Newsroom) -> None:
    async def first(desk: Desk) -> None:
        await desk.until(lambda: desk.main.ticker.reel.strip is not None)

    read(newsroom, first)
    add(newsroom, 1, entry("Le phare a un visiteur", 9000, "fr", minutes=0))

    async def second(desk: Desk) -> None:
        await desk.until(lambda: desk.main.ticker.reel.strip is not None)
        strip = desk.main.ticker.reel.strip
        assert strip is not None
        assert [item.headline.title for item in strip.lap.items] == ["Le phare a un visiteur"]
        assert "all seen, as of" in rows(desk)[0]
        assert not desk.main.ticker.moving

    read(newsroom, second)


def test_without_a_network_it_goes_on_and_says_how_old_it_is(newsroom: Newsroom) -> None:
    async def scenario(desk: Desk) -> None:
        await desk.until(lambda: desk.main.ticker.reel.strip is not None)
        before = rows(desk)[0]
        assert "as of" not in before
        desk.main.live.hear(Done(feeds=4, offline=True))
        await desk.until(lambda: "as of" in rows(desk)[0])
        assert rows(desk)[0][:40].strip()
        assert desk.main.ticker.moving
        desk.main.live.hear(Done(feeds=4, unchanged=4))
        await desk.until(lambda: "as of" not in rows(desk)[0])

    read(newsroom, scenario)


def test_without_motion_it_steps_by_keys_alone(tmp_path: Path) -> None:
    with open_newsroom(tmp_path, Settings(motion=False)) as newsroom:
        fill(newsroom)

        async def scenario(desk: Desk) -> None:
            await desk.until(lambda: bool(rows(desk)[0].strip()))
            pane = desk.main.ticker
            assert (pane.mode, pane.acting, pane.moving) == ("crawl", "step", False)
            assert " 1/9 " in rows(desk)[0]
            await desk.press("T", "right")
            assert " 2/9 " in rows(desk)[0]

        read(newsroom, scenario)


def test_the_motion_command_stops_and_starts_it(newsroom: Newsroom) -> None:
    async def scenario(desk: Desk) -> None:
        await desk.until(lambda: desk.main.ticker.moving)
        desk.main.runner.run("motion")
        assert (desk.main.ticker.acting, desk.main.ticker.moving) == ("step", False)
        desk.main.runner.run("motion")
        assert (desk.main.ticker.acting, desk.main.ticker.moving) == ("crawl", True)

    read(newsroom, scenario)


def test_typing_reading_and_a_menu_hold_it_and_let_it_go_on(newsroom: Newsroom) -> None:
    async def scenario(desk: Desk) -> None:
        await desk.until(lambda: desk.main.ticker.moving)
        pane = desk.main.ticker
        for begin, end in (("/", "escape"), ("ctrl+p", "escape"), ("enter", "q")):
            await desk.press(begin)
            await desk.until(lambda: not pane.moving)
            assert rows(desk)[0].rstrip().endswith("paused")
            await desk.press(end)
            await desk.until(lambda: pane.moving)
            assert "paused" not in rows(desk)[0]

    read(newsroom, scenario)


def test_it_goes_on_while_an_article_is_read_where_the_person_wants_that(tmp_path: Path) -> None:
    with open_newsroom(tmp_path, Settings(ticker=Ticker(hold_while_reading=False))) as newsroom:
        fill(newsroom)

        async def scenario(desk: Desk) -> None:
            await desk.until(lambda: desk.main.ticker.moving)
            await desk.press("enter")
            assert desk.main.pane == "article"
            assert desk.main.ticker.moving

        read(newsroom, scenario)


def test_speed_and_stride_have_keys(newsroom: Newsroom) -> None:
    async def scenario(desk: Desk) -> None:
        pane = desk.main.ticker
        for _ in range(25):
            await desk.press("+")
        assert pane.speed == 30
        await desk.press("T", "-")
        assert pane.speed == 29
        await desk.press("S")
        assert pane.motion.stride == 5
        await desk.press("S")
        assert pane.motion.stride == 1
        desk.main.runner.run("ticker-stride 99")
        assert "1 to 10" in desk.status()

    read(newsroom, scenario)


def test_a_ticker_that_is_off_takes_no_row_but_in_hand(newsroom: Newsroom) -> None:
    async def scenario(desk: Desk) -> None:
        pane = desk.main.ticker
        seen = [desk.main.headlines.region.y]
        await desk.press("T", "c", "c")
        seen.append(desk.main.headlines.region.y)
        assert pane.render_line(0).text.endswith(" Ticker: off. ")
        await desk.press("T")
        seen.append(desk.main.headlines.region.y)
        assert pane.size.height == 0
        await desk.press("T", "c")
        seen.append(desk.main.headlines.region.y)
        assert pane.mode == "crawl"
        assert seen == [seen[0], seen[0], seen[0] - 1, seen[0]]

    read(newsroom, scenario)


def test_the_middle_button_opens_outside(newsroom: Newsroom) -> None:
    opened: list[str] = []

    def note(address: str, *, trusted: bool = False) -> bool:
        opened.append(address)
        return True

    async def scenario(desk: Desk) -> None:
        await desk.until(lambda: desk.main.ticker.reel.strip is not None)
        desk.main.open_address = note  # type: ignore[method-assign]
        held = desk.main.ticker.reel.item(0)
        assert held is not None
        desk.main.ticker.render_line(0)
        await desk.pilot.click("#ticker", offset=(6, 0), button=2)
        await desk.settle()
        assert opened == [held.headline.link]

    read(newsroom, scenario)
