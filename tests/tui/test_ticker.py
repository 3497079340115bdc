"""The ticker's row: moved by the clock, held for every reason, an instrument under keys and pointer."""

from __future__ import annotations

import random
from collections.abc import Iterable

import pytest
from msgspec.structs import replace
from textual.events import MouseScrollDown, MouseScrollUp
from textual.geometry import Offset
from textual.pilot import Pilot
from textual.selection import Selection

from reader.model import Headline
from reader.text.cells import width as cells_of
from reader.ticker.motion import BRAKE
from reader.ticker.strip import Dress, Words
from reader.tui.widgets.ticker import TickerPane
from tests.terminal.screen import FULL
from tests.ticker.headlines import NOW, headline, mixed, pool
from tests.ticker.test_strip import ODD
from tests.tui.stage import Told, play, rows


class Watch:
    """A clock that goes when it is told to."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


CLICKS = 50 if FULL else 12
"""Of each of four kinds."""

LEFT = [one for one in mixed() if one.language != "ar"]
RIGHT = [one for one in mixed() if one.language == "ar"]


def ticker(watch: Watch | None = None, mode: str = "crawl", speed: float = 10) -> TickerPane:
    return TickerPane(mode=mode, speed=speed, clock=watch or Watch(), now=lambda: NOW)


def fill(pane: TickerPane, headlines: Iterable[Headline], now: int = NOW) -> None:
    pane.set_pool(pool(headlines), now)


def row(pane: TickerPane) -> str:
    return pane.render_line(0).text


def pass_time(pane: TickerPane, watch: Watch, seconds: float) -> None:
    watch.now += seconds
    pane.tick()


def test_it_crawls_with_the_clock_and_a_delay_loses_nothing() -> None:
    watch = Watch()

    async def scenario(pane: TickerPane, pilot: Pilot[None], told: Told) -> None:
        fill(pane, LEFT)
        first = row(pane)
        assert first.startswith("  Le Courrier des Îles  Le tramway")
        assert pane.moving
        pass_time(pane, watch, 1.6)
        assert row(pane)[: 80 - 13] == first[13:]
        pass_time(pane, watch, 2)
        assert row(pane)[: 80 - 33] == first[33:]

    play(ticker(watch), scenario)


def test_right_to_left_laps_run_right() -> None:
    watch = Watch()
    many = [
        headline(n, f"{one.title} {n}", feed=n, source=one.source, language="ar")
        for n, one in enumerate(RIGHT * 3, 1)
    ]

    async def scenario(pane: TickerPane, pilot: Pilot[None], told: Told) -> None:
        fill(pane, many)
        first = row(pane)
        assert first.rstrip().endswith("فافضلا ىدص")
        pass_time(pane, watch, 1.6)
        assert row(pane)[13:] == first[: 80 - 13]

    play(ticker(watch), scenario)


def test_it_is_drawn_only_when_the_place_moved() -> None:
    watch = Watch()

    async def scenario(pane: TickerPane, pilot: Pilot[None], told: Told) -> None:
        fill(pane, LEFT)
        row(pane)
        refreshed: list[float] = []
        original = pane.refresh

        def count(*args: object, **kwargs: object) -> TickerPane:
            refreshed.append(watch.now)
            return original()

        pane.refresh = count  # type: ignore[method-assign]
        pass_time(pane, watch, 0.01)
        assert refreshed == []
        pass_time(pane, watch, 1)
        assert len(refreshed) == 1

    play(ticker(watch), scenario)


@pytest.mark.parametrize("reason", ["key", "typing", "reading", "selecting"])
def test_every_reason_holds_it_within_a_frame_and_it_goes_on_from_there(reason: str) -> None:
    watch = Watch()

    async def scenario(pane: TickerPane, pilot: Pilot[None], told: Told) -> None:
        fill(pane, LEFT)
        pass_time(pane, watch, 5)
        before = row(pane)
        pane.pause(reason)
        assert row(pane)[:70] == before[:70]
        pass_time(pane, watch, BRAKE)
        held, states = row(pane), [pane.moving]
        assert held[:70] in (before[:70], before[1:71])
        assert held.rstrip().endswith("paused")
        watch.now += 60
        assert row(pane) == held
        pane.resume(reason)
        states.append(pane.moving)
        assert states == [False, True]
        pass_time(pane, watch, 1.6)
        assert row(pane)[: 80 - 13 - 8] == held[13 : 80 - 8]

    play(ticker(watch), scenario)


@pytest.mark.parametrize(
    ("reason", "further"), [("key", 1), ("reading", 1), ("selecting", 0), ("terminal", 0)]
)
def test_a_stop_is_eased_but_where_nobody_looks_or_words_are_held(reason: str, further: int) -> None:
    watch = Watch()

    async def scenario(pane: TickerPane, pilot: Pilot[None], told: Told) -> None:
        fill(pane, LEFT)
        pass_time(pane, watch, 5.08)
        before = row(pane)
        pane.pause(reason)
        pass_time(pane, watch, 60)
        assert row(pane)[:70] == before[further : 70 + further]
        assert not pane.moving

    play(ticker(watch), scenario)


def test_the_persons_key_wins_over_all() -> None:
    async def scenario(pane: TickerPane, pilot: Pilot[None], told: Told) -> None:
        fill(pane, LEFT)
        assert pane.toggle_pause()
        assert row(pane).rstrip().endswith("paused")
        states = []
        for reason in ("typing", "focus", "reading"):
            pane.pause(reason)
            pane.resume(reason)
            states.append(pane.moving)
        pane.pause("reading")
        pane.toggle_pause()
        states.append(pane.moving)
        pane.resume("reading")
        states.append(pane.moving)
        assert states == [False, False, False, False, True]

    play(ticker(), scenario)


def test_focus_pointer_and_an_unseen_terminal_hold_it() -> None:
    async def scenario(pane: TickerPane, pilot: Pilot[None], told: Told) -> None:
        fill(pane, LEFT)
        states = [pane.moving]
        pane.focus()
        await pilot.pause()
        states.append(pane.moving)
        pane.blur()
        await pilot.pause()
        states.append(pane.moving)
        await pilot.hover(TickerPane, offset=(5, 0))
        states.append(pane.moving)
        await pilot.hover(None, offset=(5, 20))
        states.append(pane.moving)
        pilot.app.app_focus = False
        await pilot.pause()
        states.append(pane.moving)
        pilot.app.app_focus = True
        await pilot.pause()
        states.append(pane.moving)
        pane.display = False
        await pilot.pause()
        states.append(pane.moving)
        pane.display = True
        await pilot.pause()
        states.append(pane.moving)
        assert states == [True, False] * 4 + [True]

    play(ticker(), scenario)


def test_no_timer_runs_where_nothing_is_to_move() -> None:
    async def scenario(pane: TickerPane, pilot: Pilot[None], told: Told) -> None:
        states = [pane.moving]
        fill(pane, [])
        states.append(pane.moving)
        fill(pane, [headline(1, "Short", at=NOW)])
        states.append(pane.moving)
        assert "Short" in row(pane)
        pane.set_mode("off")
        fill(pane, LEFT)
        states.append(pane.moving)
        assert row(pane).strip() == ""
        assert states == [False] * 4

    play(ticker(), scenario)


@pytest.mark.parametrize("switch", ["NO_MOTION", "level"])
def test_without_motion_it_shows_headlines_that_only_keys_change(
    switch: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if switch == "NO_MOTION":
        monkeypatch.setenv("NO_MOTION", "1")

    async def scenario(pane: TickerPane, pilot: Pilot[None], told: Told) -> None:
        if switch == "level":
            pilot.app.animation_level = "none"
        fill(pane, LEFT)
        assert pane.mode == "crawl"
        assert pane.acting == "step"
        assert not pane.moving
        assert "huit ans" not in row(pane)
        pane.step(1)
        assert "pioche" in row(pane)
        pane.step(1)
        assert "Ferry crews" in row(pane)
        pane.step(-1)
        assert "Le tramway" in row(pane)

    play(ticker(), scenario)


def test_stepping_turns_pages_then_headlines_then_says_that_all_was_seen() -> None:
    watch = Watch()

    async def scenario(pane: TickerPane, pilot: Pilot[None], told: Told) -> None:
        fill(pane, mixed()[:3])
        seen = [row(pane)]
        for _ in range(5):
            pass_time(pane, watch, 8)
            seen.append(row(pane))
        for shown, word in zip(
            seen,
            ("Le tramway", "pioche", "embalses", "ىدص", "all seen", "Le tramway"),
            strict=True,
        ):
            assert word in shown

    play(ticker(watch, mode="step"), scenario)


def test_all_states_of_a_lap_are_exactly_as_wide_as_the_row() -> None:
    watch = Watch()
    odd = [headline(n, title * 3, feed=n, language="") for n, title in enumerate(ODD, 1)]

    async def scenario(pane: TickerPane, pilot: Pilot[None], told: Told) -> None:
        fill(pane, odd)
        for place in range(300):
            if place == 100:
                pane.set_state("as of 18:42")
            if place == 200:
                pane.toggle_pause()
                pane.focus()
                await pilot.pause()
            if place > 200:
                pane.step(1)
            pass_time(pane, watch, 1.7)
            assert cells_of(row(pane)) == pane.size.width

    play(ticker(watch), scenario, size=(61, 6))


def test_keys_go_headline_by_headline_and_act_on_the_current_one() -> None:
    async def scenario(pane: TickerPane, pilot: Pilot[None], told: Told) -> None:
        fill(pane, LEFT)
        pane.focus()
        await pilot.pause()
        order = [item.headline.id for item in pane.reel.strip.lap.items]  # type: ignore[union-attr]
        visited = [pane.current.id]  # type: ignore[union-attr]
        for _ in range(len(order) - 1):
            pane.step(1)
            visited.append(pane.current.id)  # type: ignore[union-attr]
            assert row(pane).startswith("▸ ")
        assert visited == order
        pane.step(-1)
        assert pane.current.id == order[-2]  # type: ignore[union-attr]
        pane.open_current()
        await pilot.pause()
        assert [message.entry_id for message in told.of(TickerPane.Opened)] == [order[-2]]

    play(ticker(), scenario)


def test_a_step_past_the_end_begins_the_next_lap_and_before_the_first_stays() -> None:
    async def scenario(pane: TickerPane, pilot: Pilot[None], told: Told) -> None:
        fill(pane, mixed())
        pane.focus()
        await pilot.pause()
        first = pane.current
        pane.step(-1)
        assert pane.current == first
        for _ in range(len(LEFT)):
            pane.step(1)
        assert pane.current is not None
        assert pane.current.language == "ar"
        assert row(pane).endswith("◂")

    play(ticker(), scenario)


def drawn_at(pane: TickerPane, column: int) -> int | None:
    """The id of the headline whose letters were drawn last in this column."""
    start = 0
    for bit in pane._bits_drawn:
        if start <= column < start + cells_of(bit.text):
            item = pane.reel.item(bit.item)
            return item.headline.id if item is not None else None
        start += cells_of(bit.text)
    return None


@pytest.mark.parametrize("mode", ["crawl", "step"])
@pytest.mark.parametrize("some", [LEFT, RIGHT], ids=["leftward", "rightward"])
def test_two_hundred_clicks_open_the_headline_that_is_drawn_there(mode: str, some: list[Headline]) -> None:
    pick = random.Random(5)
    many = [
        headline(n, one.title, feed=n, source=one.source, language=one.language)
        for n, one in enumerate(some * 4, 1)
    ]

    async def scenario(pane: TickerPane, pilot: Pilot[None], told: Told) -> None:
        fill(pane, [replace(one, title=f"{one.title} {one.id}") for one in many])
        strip = pane.reel.strip
        assert strip is not None
        wanted: list[int] = []
        await pilot.hover(TickerPane, offset=(5, 0))
        for _ in range(CLICKS):
            if mode == "crawl":
                pane.motion = pane.motion.stopped(0).moved(pick.randrange(strip.cells), 0)
            else:
                pane.step(1)
            column = pick.randrange(pane.size.width)
            row(pane)
            drawn = drawn_at(pane, column)
            await pilot.click(TickerPane, offset=(column, 0))
            wanted += [drawn] if drawn is not None else []
        await pilot.pause()
        assert [message.entry_id for message in told.of(TickerPane.Opened)] == wanted
        assert len(wanted) > CLICKS // 3

    play(ticker(mode=mode), scenario, size=(100, 5))


def test_the_wheel_goes_headline_by_headline_and_the_middle_button_outside() -> None:
    async def scenario(pane: TickerPane, pilot: Pilot[None], told: Told) -> None:
        fill(pane, LEFT)
        await pilot.hover(TickerPane, offset=(5, 0))
        places = []
        for kind in (MouseScrollDown, MouseScrollDown, MouseScrollUp):
            await pilot._post_mouse_events([kind], TickerPane, (5, 0), button=0)
            places.append(pane.current.id if pane.current is not None else 0)
        order = [item.headline.id for item in pane.reel.strip.lap.items]  # type: ignore[union-attr]
        assert places == [order[1], order[2], order[1]]
        row(pane)
        await pilot.click(TickerPane, offset=(5, 0), button=2)
        await pilot.pause()
        assert [message.entry_id for message in told.of(TickerPane.OpenOutside)] == [order[1]]

    play(ticker(), scenario)


def test_a_refresh_under_the_eye_moves_nothing_and_dims_what_was_read() -> None:
    watch = Watch()

    async def scenario(pane: TickerPane, pilot: Pilot[None], told: Told) -> None:
        fill(pane, LEFT)
        pass_time(pane, watch, 3)
        before = row(pane)
        fill(pane, [headline(77, "Something new", feed=50, at=NOW + 1), *LEFT[1:]], NOW + 60)
        assert row(pane) == before
        assert pane.moving

    play(ticker(watch), scenario)


def test_speed_and_mode_are_the_persons() -> None:
    watch = Watch()

    async def scenario(pane: TickerPane, pilot: Pilot[None], told: Told) -> None:
        fill(pane, LEFT)
        assert pane.change_speed(5) == 15
        assert [pane.change_speed(100), pane.change_speed(-100)] == [30, 4]
        before = row(pane)
        pane.set_stride(5)
        assert row(pane) == before
        assert [pane.set_mode(), pane.set_mode(), pane.set_mode()] == ["step", "off", "crawl"]
        assert pane.set_mode("nonsense") == "step"

    play(ticker(watch), scenario)


def test_the_words_are_the_persons() -> None:
    dress = Dress(words=Words(all_seen="tout vu à {time}"))

    async def scenario(pane: TickerPane, pilot: Pilot[None], told: Told) -> None:
        fill(pane, [])
        assert rows(pane)[0].startswith(" tout vu à ")

    play(TickerPane(dress=dress, clock=Watch(), now=lambda: NOW), scenario)


def test_a_selection_copies_the_headlines_it_touches_as_they_are_written() -> None:
    async def scenario(pane: TickerPane, pilot: Pilot[None], told: Told) -> None:
        fill(pane, RIGHT)
        row(pane)
        width = pane.size.width
        got = pane.get_selection(Selection(Offset(width - 20, 0), Offset(width - 15, 0)))
        assert got == (RIGHT[0].title, "\n")
        fill(pane, [])
        whole = pane.get_selection(Selection(None, None))
        assert whole is not None
        assert whole[0].split("\n")[0] == RIGHT[0].title
        await pilot.mouse_down(TickerPane, offset=(width - 20, 0))
        await pilot.hover(TickerPane, offset=(width - 10, 0))
        await pilot.mouse_up(TickerPane, offset=(width - 10, 0))
        assert pilot.app.screen.get_selected_text() == RIGHT[0].title
        await pilot.pause()
        assert told.of(TickerPane.Opened) == []

    play(ticker(), scenario)


def test_while_something_is_selected_it_stands_still_and_goes_on_afterwards() -> None:
    async def scenario(pane: TickerPane, pilot: Pilot[None], told: Told) -> None:
        fill(pane, LEFT)
        row(pane)
        states = [pane.moving]
        await pilot.mouse_down(TickerPane, offset=(20, 0))
        await pilot.hover(TickerPane, offset=(30, 0))
        await pilot.mouse_up(TickerPane, offset=(30, 0))
        pane.blur()
        await pilot.hover(None, offset=(30, 20))
        await pilot.pause()
        assert pane.reasons == {"selecting"}
        states.append(pane.moving)
        pilot.app.screen.clear_selection()
        await pilot.pause()
        states.append(pane.moving)
        assert states == [True, False, True]

    play(ticker(), scenario)


def test_on_a_narrow_row_the_persons_own_pause_is_told_before_all_else() -> None:
    async def scenario(pane: TickerPane, pilot: Pilot[None], told: Told) -> None:
        fill(pane, LEFT)
        pane.set_state("as of 18:42")
        pane.toggle_pause()
        assert row(pane).endswith(" paused ")
        assert "as of" not in row(pane)
        assert cells_of(row(pane)) == 30

    play(ticker(), scenario, size=(30, 6))
