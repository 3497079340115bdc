"""The ticker's commands."""

from __future__ import annotations

from reader.tui.acts.base import Target


class Tickers(Target):
    """The commands of the group "ticker"."""

    def pause(self) -> None:
        """Hold it by key, which goes over every other reason; or let it run."""
        held = self.screen.ticker.toggle_pause()
        self.screen.say("The ticker is held." if held else "The ticker runs.")

    def mode(self, mode: str = "") -> None:
        """Crawl, step or off; without a name the next one."""
        self.screen.say(f"Ticker: {self.screen.ticker.set_mode(mode)}.")
        self.screen.live.fill_ticker()

    def faster(self) -> None:
        """One cell a second more."""
        self.screen.say(f"Ticker: {self.screen.ticker.change_speed(1)} cells a second.")

    def slower(self) -> None:
        """One cell a second less."""
        self.screen.say(f"Ticker: {self.screen.ticker.change_speed(-1)} cells a second.")
