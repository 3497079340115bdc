"""What makes the ticker go: modes, speed, reasons to stand still, and a timer only while something moves."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Callable, Iterable

from textual.widget import Widget

from reader.model import Headline
from reader.text.cells import fit
from reader.text.cells import width as cells_of
from reader.ticker.motion import FASTEST, SLOWEST, Motion
from reader.ticker.reel import Reel
from reader.ticker.step import LEAD, pages, stay
from reader.ticker.strip import Bit, Dress, clock

MODES = ("crawl", "step", "off")


class Clockwork(Widget, can_focus=True, inherit_bindings=False):
    """Headlines in time. What they look like, and what keys and pointer do with them, is the ticker's (`TickerPane`).

    It stands still for every reason given to `pause` until each is taken back by `resume`; the reason "key" is the
    person's own. By itself it pauses while the terminal is not looked at and while the row is hidden.
    """

    DEFAULT_CSS = """
    Clockwork {
        height: 1;
    }
    """

    def __init__(
        self,
        *,
        mode: str = "crawl",
        speed: float = 10,
        items: int = 12,
        dress: Dress | None = None,
        paused: str = "paused",
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], float] = time.time,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        """`speed` in cells a second; `items` headlines a lap; `paused` is the word for it; `clock` counts monotonic seconds, `now` Unix seconds."""
        super().__init__(id=id, classes=classes)
        self.reel = Reel(items, dress)
        self.motion = Motion(min(max(speed, SLOWEST), FASTEST))
        self.reasons: set[str] = set()
        self._mode = mode if mode in MODES else "crawl"
        self._paused = paused
        self._clock = clock
        self._now = now
        self._held = ""
        self._current = -1
        self._page = 0
        self._rows: list[list[Bit]] = []
        self._drawn: int | None = None
        self._handle: asyncio.TimerHandle | None = None

    # What it shows

    def set_items(self, headlines: Iterable[Headline], now: int) -> None:
        """Choose from these headlines from the next lap on; what is on the row stays. `now` is when they were taken."""
        if self.reel.fill(headlines, now):
            self.motion = self.motion.stopped(0).moved(-LEAD, 0)
            self._current = 0
            self._page = 0
        self._turn_pages()
        self._go()
        self.refresh()

    def set_dress(self, dress: Dress) -> None:
        """Write the headlines in another way."""
        if dress != self.reel.dress:
            self.reel.redress(dress)
            self._turn_pages()
            self.refresh()

    @property
    def mode(self) -> str:
        """What was asked for: crawl, step or off."""
        return self._mode

    @property
    def acting(self) -> str:
        """What it does: where motion is not wanted, "step" in place of "crawl"."""
        return "step" if self._mode == "crawl" and self.motionless else self._mode

    @property
    def motionless(self) -> bool:
        """Whether nothing may move unasked (TEXTUAL_ANIMATIONS=none, NO_MOTION)."""
        return bool(os.environ.get("NO_MOTION")) or self.app.animation_level == "none"

    def set_mode(self, mode: str = "") -> str:
        """Crawl, step or off; without a name the next one. Gives the mode that is on now."""
        self._mode = mode if mode in MODES else MODES[(MODES.index(self._mode) + 1) % len(MODES)]
        self._current = max(self.reel.current(self._place(), self._room()), 0)
        self._turn_pages()
        self._go()
        self.refresh()
        return self._mode

    @property
    def speed(self) -> float:
        """Cells a second."""
        return self.motion.speed

    def change_speed(self, by: float) -> int:
        """Faster or slower by so many cells a second, from 4 to 30; gives the speed."""
        self.motion = self.motion.paced(self.motion.speed + by, self.motion.stride, self._clock())
        self._go()
        return round(self.motion.speed)

    def set_stride(self, cells: int) -> None:
        """Move by so many cells at once."""
        self.motion = self.motion.paced(self.motion.speed, max(1, cells), self._clock())
        self._go()

    # Standing still

    def pause(self, reason: str) -> None:
        """Stand still, for this reason too."""
        if reason not in self.reasons:
            self.reasons.add(reason)
            self._go()
            self.refresh()

    def resume(self, reason: str) -> None:
        """This reason is over; others may hold it still."""
        if reason in self.reasons:
            self.reasons.discard(reason)
            self._go()
            self.refresh()

    def toggle_pause(self) -> bool:
        """The person's own key: hold it against every other reason, or let it go. Gives whether it is held now."""
        if "key" in self.reasons:
            self.resume("key")
        else:
            self.pause("key")
        return "key" in self.reasons

    @property
    def moving(self) -> bool:
        """Whether something moves, or will by itself."""
        return self._handle is not None

    def _go(self) -> None:
        """Start or stop the clockwork, as everything there is says."""
        if self._handle is not None:
            self._handle.cancel()
            self._handle = None
        now = self._clock()
        able = not self.reasons and self.reel.strip is not None and self.is_mounted and self.size.width > 0
        if able and self.acting == "crawl" and not self.reel.fits(self.size.width):
            self.motion = self.motion.started(now)
            self._wait(self.motion.next(now))
            return
        self.motion = self.motion.stopped(now)
        if able and self.acting == "step" and not self.motionless and self._rows:
            self._wait(stay(sum(cells_of(bit.text.strip()) for bit in self._rows[self._page])))

    def _wait(self, seconds: float) -> None:
        self._handle = asyncio.get_running_loop().call_later(seconds, self.tick)

    def tick(self) -> None:
        """The clock went on: draw what changed, and wait for the next change."""
        self._handle = None
        if self.acting == "step":
            self._advance()
            self.refresh()
        elif self._place() != self._drawn:
            self.refresh()
        self._go()

    def _place(self) -> int:
        """The cell of the strip that the row begins with, on the strip that is on now."""
        place = self.motion.at(self._clock())
        turned = self.reel.turn(place, self.size.width)
        if turned != place:
            self.motion = self.motion.shifted(turned - place)
            self._current = -1
        return turned

    # Pages, for stepping

    def _badge(self) -> str:
        """What stands at the end of the row: that it is held, or the state of the news."""
        words = [word for word in (self._paused if "key" in self.reasons else "", self._held) if word]
        return f" {' · '.join(words)} " if words and self._mode != "off" else ""

    def _room(self) -> int:
        return max(0, self.size.width - cells_of(self._badge()))

    def _turn_pages(self) -> None:
        """The pages of the current headline, for stepping."""
        self._rows, self._page = [], 0
        item = self.reel.item(self._current)
        if self.acting == "step" and item is not None and self._room():
            self._rows = pages(item, int(self._now()), self._room(), self.reel.dress)
        elif self.acting == "step" and self.reel.strip is not None:
            self._rows = [self._note()]

    def _note(self) -> list[Bit]:
        """The row that says that all was seen."""
        dress, lap = self.reel.dress, self.reel.as_of
        text = dress.words.all_seen.format(time=clock(lap, dress.zone)) if lap else ""
        return [Bit(fit(f" {text}", self._room()), "note")]

    def _advance(self) -> None:
        """The next page of the headline, or the next headline; behind the last one a word that all was seen."""
        strip = self.reel.strip
        if strip is None:
            return
        if self._page + 1 < len(self._rows):
            self._page += 1
            return
        self._current += 1
        count = len(strip.lap.items)
        if self._current > count or (self._current == count and not strip.lap.complete):
            self.reel.turn(strip.cells, self.size.width)
            self._current = 0
        self._turn_pages()

    # What starts and stops it

    def on_mount(self) -> None:
        """The terminal may look away, and the size decides what fits."""
        self.watch(self.app, "app_focus", self._looked_at, init=False)
        self._go()

    def _looked_at(self, focused: bool) -> None:
        if focused:
            self.resume("terminal")
        else:
            self.pause("terminal")

    def on_unmount(self) -> None:
        """No timer outlives the row."""
        self.pause("gone")

    def on_resize(self) -> None:
        """Pages and what fits depend on the width."""
        self._turn_pages()
        self._go()

    def on_show(self) -> None:
        """The row can be seen again."""
        self.resume("hidden")

    def on_hide(self) -> None:
        """Nobody sees the row."""
        self.pause("hidden")
