"""Where the ticker stands: its mode, the headline in hand, the pages that stepping shows, the words at the row's end."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Callable

from textual.widget import Widget

from reader.text.bidi import direction
from reader.text.cells import fit
from reader.text.cells import width as cells_of
from reader.text.clean import guard
from reader.ticker.lap import Item
from reader.ticker.motion import FASTEST, SLOWEST, Motion
from reader.ticker.reel import Reel
from reader.ticker.step import pages
from reader.ticker.strip import Bit, Dress, clock, shape
from reader.tui.mirror import mirrors
from reader.tui.widgets.ticker_row import badge
from reader.words import _, pgettext

MODES = ("crawl", "step", "off")

_UNSEEN = {"hidden", "gone"}
"""Reasons to stand still that nobody can see."""


class Pages(Widget, inherit_bindings=False):
    """The state of a ticker's row; what makes it go is `Clockwork`."""

    DEFAULT_CSS = """
    Pages {
        height: 1;
    }
    Pages.off {
        height: 0;
    }
    Pages.off:focus {
        height: 1;
    }
    """

    def __init__(
        self,
        *,
        mode: str = "crawl",
        speed: float = 10,
        stride: int = 1,
        motion: bool = True,
        items: int = 12,
        dress: Dress | None = None,
        paused: str = "",
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], float] = time.time,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        """`speed` in cells a second, `stride` cells at once; `items` headlines a lap; `paused` is the word for it.

        Without `motion` nothing moves unasked. `clock` counts monotonic seconds, `now` Unix seconds.
        """
        super().__init__(id=id, classes=classes)
        self.reel = Reel(items, dress)
        self.motion = Motion(min(max(speed, SLOWEST), FASTEST), max(1, stride))
        self.reasons: set[str] = set()
        self._moves = motion
        self._yields = False
        self._mode = mode if mode in MODES else "crawl"
        self.set_class(self._mode == "off", "off")
        self._paused = paused or _("paused")
        self._clock = clock
        self._now = now
        self._held = ""
        self._current = -1
        self._page = 0
        self._rows: list[list[Bit]] = []
        self._rows_room = 0
        self._drawn: int | None = None
        self._handle: asyncio.TimerHandle | None = None

    @property
    def mode(self) -> str:
        """What was asked for: crawl, step or off."""
        return self._mode

    @property
    def acting(self) -> str:
        """What it does: where motion is not wanted, or another lane has it, "step" in place of "crawl"."""
        return "step" if self._mode == "crawl" and (self._yields or self.motionless) else self._mode

    @property
    def motionless(self) -> bool:
        """Whether nothing may move unasked (the person's setting, TEXTUAL_ANIMATIONS=none, NO_MOTION)."""
        return not self._moves or bool(os.environ.get("NO_MOTION")) or self.app.animation_level == "none"

    def _could_go(self) -> bool:
        """Whether it would go by itself if nothing held it."""
        if self.reel.strip is None or self.size.width <= 0:
            return False
        if self.acting == "crawl":
            return not self.reel.fits(self.size.width)
        return self.acting == "step" and not self.motionless and bool(self._rows)

    def _place(self) -> int:
        """The cell of the strip that the row begins with, on the strip that is on now."""
        place = self.motion.at(self._clock())
        turned = self.reel.turn(place, self.size.width)
        if turned != place:
            self.motion = self.motion.shifted(turned - place)
            self._current = -1
        return turned

    # Pages, for stepping

    def _badge(self) -> list[Bit]:
        """What stands at the end of the row: the state of the news, which headline of the lap it is, that it is held.

        Where it steps, only the person's own pause is told: nothing else changes the room of a page that is being read.
        """
        if self._mode == "off":
            word = _("Ticker: {mode}.").format(mode=pgettext("ticker", "off"))
            return (
                badge([Bit(f" {self._own_word(word)} ", "state")], self.size.width) if self.has_focus else []
            )
        own = "key" in self.reasons
        held = own or (self.acting == "crawl" and self.reasons - _UNSEEN - {"focus"} and self._could_go())
        words = (
            (self._own_word(self._held), "held"),
            (self._place_word(), "held"),
            (self._own_word(self._paused) if held else "", "state" if own else "held"),
        )
        return badge([Bit(f" {word} ", look) for word, look in words if word], self.size.width // 2)

    def _own_word(self, word: str) -> str:
        return shape(guard(word), direction(word), self.reel.dress)

    def _place_word(self) -> str:
        """ "3/12", where one headline is in hand."""
        strip = self.reel.strip
        if strip is None or not (self.acting == "step" or self.has_focus):
            return ""
        count = len(strip.lap.items)
        at = min(self._index() + 1, count)
        return f"{at}/{count}".rjust(2 * len(str(count)) + 1)

    def _index(self) -> int:
        """The headline of the lap that is in hand; as many as there are where the word after the last one is."""
        if self._current >= 0 and (self.acting == "step" or self.has_focus):
            return self._current
        return self.reel.current(self._place(), self.size.width)

    def _room(self) -> int:
        return max(0, self.size.width - sum(cells_of(bit.text) for bit in self._badge()))

    def _item(self, index: int) -> Item | None:
        """A headline of the lap that is on, no other one."""
        strip = self.reel.strip
        return strip.lap.items[index] if strip is not None and 0 <= index < len(strip.lap.items) else None

    def _turn_pages(self, page: int = 0) -> None:
        """The pages of the current headline, for stepping."""
        self._rows, self._rows_room = [], self._room()
        item = self._item(self._current)
        if self.acting == "step" and item is not None and self._rows_room:
            self._rows = pages(item, int(self._now()), self._rows_room, self.reel.dress)
        elif self.acting == "step" and self.reel.strip is not None:
            self._rows = [self._note()]
        self._page = max(0, min(page, len(self._rows) - 1))

    def _note(self) -> list[Bit]:
        """The row that says that all was seen."""
        dress, lap = self.reel.dress, self.reel.as_of
        text = dress.words.all_seen.format(time=clock(lap, dress.zone)) if lap else ""
        room = self._room()
        if not text or room < 3:
            return [Bit(" " * room, "note")]
        note = Bit(f" {shape(fit(text, min(cells_of(text), room - 2)), direction(text), dress)} ", "note")
        rest = Bit(" " * max(0, room - cells_of(note.text)), "note")
        return [rest, note] if self._from_right() else [note, rest]

    def _from_right(self) -> bool:
        """Whether the row begins at the right: as its headlines run, as the screen does where it has none."""
        strip = self.reel.strip
        if strip is not None and strip.lap.items:
            return strip.direction == "rtl"
        return mirrors(self.reel.dress.rtl)

    def _advance(self) -> None:
        """The next page of the headline, or the next headline; behind the last one a word that all was seen."""
        strip = self.reel.strip
        if strip is None:
            return
        if self._page + 1 < len(self._rows):
            self._page += 1
            return
        self._current += 1
        if self._current >= len(strip.lap.items) + strip.lap.complete:
            self.reel.turn(strip.cells, self.size.width)
            self._current = 0
        self._turn_pages()

    def _back(self) -> None:
        """The page before, or the headline before."""
        if self._page:
            self._page -= 1
        else:
            self._current = max(0, self._current - 1)
            self._turn_pages()
