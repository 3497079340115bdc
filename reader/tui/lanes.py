"""The rows of the ticker: what each of them shows, and which one moves."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from reader.ticker.strip import Dress, Words
from reader.tui.ages import clock
from reader.tui.failures import refusals, sentence
from reader.tui.widgets.ticker import TickerPane
from reader.words import _, in_words, retold

if TYPE_CHECKING:
    from reader.config import Settings
    from reader.tui.screens.main import MainScreen

MOST = 4
"""Rows at most."""

_SETTING = "ticker.lanes"


class Lane(NamedTuple):
    """`name` is "" for the ticker's own query, else that of a saved query, else the query itself; `title` that of a section."""

    name: str
    query: str
    title: str = ""


class Lanes:
    """One pane a row; the one that was last in hand crawls, the others step."""

    def __init__(self, screen: MainScreen) -> None:
        self._screen = screen
        settings = screen.newsroom.settings
        try:
            kept = json.loads(screen.newsroom.setting(_SETTING)) or [""]
        except ValueError:
            kept = ["", *settings.ticker.lanes]
        self.names = [str(name) for name in kept][:MOST]
        self.panes = [self._pane(place) for place in range(len(self.names))]
        self._offline = False
        self._looked = (
            screen.newsroom.last_look()
        )  # another window that is left meanwhile changes nothing here
        self.take(self.panes[0])

    def __iter__(self) -> Iterator[TickerPane]:
        return iter(self.panes)

    def _pane(self, place: int) -> TickerPane:
        screen, settings = self._screen, self._screen.newsroom.settings
        model = self.panes[0] if place and hasattr(self, "panes") else None
        dress = Dress(
            words=Words(**in_words(Words)),
            rtl=screen.headlines.rtl,
            shaping=settings.shaping,
            emoji=settings.look.emoji,
        )
        return TickerPane(
            mode=model.mode if model else settings.ticker.mode,
            speed=model.speed if model else settings.ticker.speed,
            stride=model.motion.stride if model else settings.ticker.stride,
            motion=settings.motion
            and not settings.linear
            and screen.newsroom.setting("motion", "on") == "on",
            items=settings.ticker.items,
            now=screen.newsroom.now,
            dress=model.reel.dress if model else dress,
            id=f"ticker-{place + 1}" if place else "ticker",
        )

    def take_settings(self, before: Settings) -> None:
        """Other settings than `before` hold now."""
        settings = self._screen.newsroom.settings
        for pane in self.panes:
            if settings.ticker.mode != before.ticker.mode:
                pane.set_mode(settings.ticker.mode)
            if settings.ticker.speed != before.ticker.speed:
                pane.change_speed(settings.ticker.speed - pane.speed)
            if settings.ticker.stride != before.ticker.stride:
                pane.set_stride(settings.ticker.stride)
            if settings.motion != before.motion:
                pane.set_motion(settings.motion)
        if settings.ticker != before.ticker:
            self.fill()

    async def mount(self) -> None:
        """Put all rows in their place."""
        box = self._screen.panes.boxes["ticker"]
        await box.mount(*self.panes)

    def take(self, pane: TickerPane) -> None:
        """Keys act on this row from now on, and it is the one that moves."""
        self._screen.ticker = pane
        for one in self.panes:
            one.set_yielding(one is not pane)

    def step(self, rows: int) -> bool:
        """To the row below or above; false where there is none."""
        place = self.panes.index(self._screen.ticker) + (1 if rows > 0 else -1)
        if not 0 <= place < len(self.panes):
            return False
        self._screen.set_focus(self.panes[place])
        return True

    # What holds them

    def pause(self, reason: str) -> None:
        """Hold all rows."""
        for pane in self.panes:
            pane.pause(reason)

    def resume(self, reason: str) -> None:
        """Let all go on."""
        for pane in self.panes:
            pane.resume(reason)

    # What they show

    def fill(self) -> None:
        """The headlines that each row chooses from."""
        newsroom = self._screen.newsroom
        own = 0 if newsroom.settings.ticker.older else self._looked
        for place, pane in enumerate(self.panes):
            if pane.mode == "off":
                continue
            try:
                lane = self.lane(self.names[place])
                pool = newsroom.lane(lane.query, after=0 if lane.name else own)
            except refusals() as error:
                self._screen.say(retold(sentence(error)), error=True)
                continue
            pane.set_pool(pool, newsroom.now())
            as_of = _("as of {time}").format(time=clock(pool.as_of)) if pool.as_of and self._offline else ""
            pane.set_state(" · ".join(word for word in (lane.title or lane.name, as_of) if word))

    def show_offline(self, offline: bool) -> None:
        """Whether there is no network: then each row says how old its news are."""
        if offline != self._offline:
            self._offline = offline
            self.fill()

    def lane(self, name: str) -> Lane:
        """The lane of that name: a saved query, else `name` is taken for a query."""
        newsroom = self._screen.newsroom
        if not name:
            return Lane("", newsroom.settings.ticker.query)
        wanted = name.casefold()
        saved = next((one for one in newsroom.saved() if one.name.casefold() == wanted), None)
        if saved is not None:
            return Lane(saved.name, saved.query)
        section = next((one for one in newsroom.folders() if f"folder:{one.id}" == wanted), None)
        return Lane(name, name, " / ".join(section.path) if section is not None else "")

    def show(self, name: str) -> None:
        """Let the row in hand show another lane. A query that cannot be understood raises, and nothing changes."""
        lane = self.lane(name)
        self._screen.newsroom.view(lane.query)
        pane = self._screen.ticker
        self.names[self.panes.index(pane)] = lane.name
        pane.clear()
        self._keep()

    def toggle(self, name: str) -> bool:
        """Add a row with this lane below the others, or take it away where it is; gives whether it is there now."""
        lane = self.lane(name)
        self._screen.newsroom.view(lane.query)
        if lane.name in self.names and len(self.panes) > 1:
            self._drop(self.names.index(lane.name))
            return False
        if len(self.panes) < MOST:
            self.names.append(lane.name)
            self.panes.append(self._pane(len(self.panes)))
            self._screen.panes.boxes["ticker"].mount(self.panes[-1])
            self.take(self._screen.ticker)
            self._keep()
        return lane.name in self.names

    def _drop(self, place: int) -> None:
        """The last pane goes, so that the ids stay in order; the lanes below move up."""
        self.names.pop(place)
        gone = self.panes.pop()
        for pane in self.panes[place:]:
            pane.clear()
        if self._screen.ticker is gone:
            had = gone.has_focus
            self.take(self.panes[-1])
            if had:
                self._screen.set_focus(self.panes[-1])
        gone.remove()
        self.take(self._screen.ticker)
        self._keep()

    def _keep(self) -> None:
        self._screen.newsroom.set_setting(_SETTING, json.dumps(self.names))
        self.fill()
