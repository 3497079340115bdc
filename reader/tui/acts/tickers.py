"""The ticker's commands."""

from __future__ import annotations

from reader.tui.acts.base import Target
from reader.tui.lanes import MOST
from reader.words import _, ngettext, pgettext


class Tickers(Target):
    """The commands of the group "ticker"."""

    def pause(self) -> None:
        """Hold it by key, which goes over every other reason; or let it run."""
        lanes = self.screen.lanes
        held = self.screen.ticker.toggle_pause()
        (lanes.pause if held else lanes.resume)("key")
        self.screen.say(_("The ticker is held.") if held else _("The ticker runs."))

    def mode(self, mode: str = "") -> None:
        """Crawl, step or off; without a name the next one."""
        mode = self.screen.ticker.set_mode(mode.strip())
        for pane in self.screen.lanes:
            pane.set_mode(mode)
        self.screen.say(_("Ticker: {mode}.").format(mode=pgettext("ticker", mode)))
        self.screen.live.fill_ticker()

    def faster(self) -> None:
        """One cell a second more."""
        self._pace(1)

    def slower(self) -> None:
        """One cell a second less."""
        self._pace(-1)

    def _pace(self, by: int) -> None:
        for pane in self.screen.lanes:
            pane.change_speed(by)
        speed = round(self.screen.ticker.speed)
        self.screen.say(
            ngettext("Ticker: {count} cell a second.", "Ticker: {count} cells a second.", speed).format(
                count=speed
            )
        )

    def stride(self, cells: str = "") -> None:
        """So many cells at once; without a number 1 or 5 in turn."""
        if cells and not (cells.strip().isdecimal() and 1 <= int(cells) <= 10):
            self.screen.say(_("The ticker moves by 1 to 10 cells at once."), error=True)
            return
        stride = self.screen.ticker.set_stride(int(cells or 0))
        for pane in self.screen.lanes:
            pane.set_stride(stride)
        self.screen.say(
            ngettext("Ticker: {count} cell at once.", "Ticker: {count} cells at once.", stride).format(
                count=stride
            )
        )

    def lane(self, name: str = "") -> None:
        """What the row in hand shows: a saved query, or any other; "unread" is the ticker's own."""
        if not name:
            self.screen.menus.lanes(self.lane)
            return
        self.screen.lanes.show(self._own(name))
        self.screen.say(_("The ticker shows {name}.").format(name=name))

    def row(self, name: str = "") -> None:
        """A row more for another lane, or that row away."""
        if not name:
            self.screen.menus.lanes(self.row)
        elif self.screen.lanes.toggle(self._own(name)):
            self.screen.say(_("The ticker has a row for {name}.").format(name=name))
        elif len(self.screen.lanes.panes) == MOST:
            self.screen.say(
                ngettext(
                    "The ticker has {count} row at most.", "The ticker has {count} rows at most.", MOST
                ).format(count=MOST),
                error=True,
            )
        else:
            self.screen.say(_("The ticker's row for {name} is gone.").format(name=name))

    def hide(self) -> None:
        """The whole story out of every list; the step back brings it again."""
        held = self.screen.ticker.current
        if held is None:
            self.screen.say(_("There is no headline in the ticker."))
            return
        view = self.newsroom.view(f"story:{held.story}") if held.story else None
        ids = view.ids(0, view.count) if view is not None else []
        act = self.newsroom.mark(ids or [held.id], hidden=True)
        self.screen.ticker.drop(held.id)
        self.screen.did(act)
        self.screen.headlines.renew()
        self.screen.live.fill_ticker()

    @staticmethod
    def _own(name: str) -> str:
        return "" if name.strip().casefold() == "unread" else name.strip()
