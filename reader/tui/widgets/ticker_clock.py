"""What makes the ticker go: modes, speed, reasons to stand still, and a timer only while something moves."""

from __future__ import annotations

import asyncio
from collections.abc import Sized
from math import inf

from reader.text.cells import width as cells_of
from reader.ticker.pool import Pool
from reader.ticker.reel import Reel
from reader.ticker.step import LEAD, stay
from reader.ticker.strip import Dress
from reader.tui.widgets.ticker_pages import MODES, Pages

_AT_ONCE = {"gone", "hidden", "terminal", "selecting"}
"""Reasons to stand still that brook no frame more: nobody looks, or what is selected would move away."""

STRIDES = (1, 5)
"""Cells at once: what one command goes round."""


class Clockwork(Pages, can_focus=True, inherit_bindings=False):
    """Headlines in time. What they look like, and what keys and pointer do with them, is the ticker's (`TickerPane`).

    It stands still for every reason given to `pause` until each is taken back by `resume`; the reason "key" is the
    person's own. By itself it pauses while the terminal is not looked at, while something is selected and while the row
    is hidden. One that `yields` to another lane, or that `motion` is off for, does not crawl but steps.
    """

    # What it shows

    def set_pool(self, pool: Pool, now: int) -> None:
        """Choose from these headlines from the next lap on; what is on the row stays. `now` is the time they were taken."""
        if self.reel.fill(pool, now):
            self.motion = self.motion.stopped(0).moved(-LEAD, 0)
            self._current = 0
        elif self._rows:  # the page that is being read stays as it is
            self._go()
            self.refresh()
            return
        self._turn_pages()
        self._go()
        self.refresh()

    def clear(self) -> None:
        """Another lane is to stand here: forget the laps of this one."""
        self.reel = Reel(self.reel.items, self.reel.dress)
        self._rows, self._current = [], -1

    def set_dress(self, dress: Dress) -> None:
        """Write the headlines in another way."""
        if dress != self.reel.dress:
            self.reel.redress(dress)
            self._turn_pages()
            self.refresh()

    def set_motion(self, motion: bool) -> None:
        """Let it move by itself, or only when keys say so."""
        self._moves = motion
        self._act_anew()

    def set_yielding(self, yields: bool) -> None:
        """Leave the crawling to another lane, or take it."""
        if yields != self._yields:
            self._yields = yields
            self._act_anew()

    def set_mode(self, mode: str = "") -> str:
        """Crawl, step or off; without a name the next one. Gives the mode that is on now."""
        self._mode = mode if mode in MODES else MODES[(MODES.index(self._mode) + 1) % len(MODES)]
        self.set_class(self._mode == "off", "off")
        self._act_anew()
        return self._mode

    def _act_anew(self) -> None:
        """Step and crawl may have changed places: on with the headline that is being read."""
        if self._rows and self.acting == "crawl" and self.reel.strip is not None:
            at = self.reel.strip.start_of(max(self._current, 0)) - LEAD
            self.motion = self.motion.stopped(self._clock()).moved(at, 0)
        self._current = max(self.reel.current(self._place(), self._room()), 0)
        self._turn_pages()
        self._go()
        self.refresh()

    @property
    def speed(self) -> float:
        """Cells a second."""
        return self.motion.speed

    def change_speed(self, by: float) -> int:
        """Faster or slower by so many cells a second, from 4 to 30; gives the speed."""
        self.motion = self.motion.paced(self.motion.speed + by, self.motion.stride, self._clock())
        self._go()
        return round(self.motion.speed)

    def set_stride(self, cells: int = 0) -> int:
        """Move by so many cells at once; without a number the next of `STRIDES`. Gives the stride."""
        cells = cells or next((stride for stride in STRIDES if stride > self.motion.stride), STRIDES[0])
        self.motion = self.motion.paced(self.motion.speed, cells, self._clock())
        self._go()
        return self.motion.stride

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
        """Whether something moves, or will by itself; not where it only comes to rest."""
        return self._handle is not None and (self.motion.moving or self.acting == "step")

    def _go(self) -> None:
        """Start or stop the clockwork, as everything there is says."""
        if self._handle is not None:
            self._handle.cancel()
            self._handle = None
        now = self._clock()
        able = not self.reasons and self.is_mounted and self._could_go()
        if able and self.acting == "crawl":
            self.motion = self.motion.started(now)
            self._wait(self.motion.next(now))
            return
        if self.acting == "crawl" and self.is_mounted and not self.reasons & _AT_ONCE:
            self.motion = self.motion.braking(now)
            rest = self.motion.next(now)
            if rest < inf:
                self._wait(rest)
                return
        self.motion = self.motion.stopped(now)
        if able:
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

    # What starts and stops it

    def on_mount(self) -> None:
        """The terminal may look away, something may be selected, and the size decides what fits."""
        self.watch(self.app, "app_focus", self._looked_at, init=False)
        self.watch(self.screen, "selections", self._selected, init=False)
        self._go()

    def _looked_at(self, focused: bool) -> None:
        if focused:
            self.resume("terminal")
        else:
            self.pause("terminal")

    def _selected(self, selections: Sized) -> None:
        if selections:
            self.pause("selecting")
        else:
            self.resume("selecting")

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
