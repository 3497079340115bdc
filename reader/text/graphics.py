"""How this terminal can be given images: asked once, a few answers taken, no I/O.

kitty's graphics protocol answers its own question; whether a terminal also draws images in the place of characters (Unicode
placeholders), which is how they scroll with the text, only its name tells. Sixels are attribute 4 of the device attributes
(DA1), whose answer also ends the waiting: every terminal gives it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

from reader.text.listening import Listener
from reader.text.patterns import lazy

Form = Literal["blocks", "kitty", "sixel"]
"""As in `reader.model`: half blocks of letters, kitty's protocol, sixels."""
Wish = Literal["off", "auto", "blocks", "kitty", "sixel"]

LIMIT = 0.1
"""Seconds until an answer that has not come is done without. One that comes later still counts."""

_ID = 31
QUESTION = f"\x1b_Gi={_ID},s=1,v=1,a=q,t=d,f=24;AAAA\x1b\\\x1b[16t\x1b[>q\x1b[c"
"""Whether kitty's protocol is known, how many pixels a cell has, the terminal's name and version, its attributes."""

_ANSWER = lazy(
    rf"\x1b_Gi={_ID}(?:,[^;\x1b]*)?;(?P<kitty>[^\x1b]{{0,200}})\x1b\\"
    r"|\x1b\[6;(?P<high>\d{1,4});(?P<wide>\d{1,4})t"
    r"|\x1bP>\|(?P<name>[^\x1b]{0,200})\x1b\\"
    r"|\x1b\[\?(?P<attributes>[\d;]{0,64})c"
)
_BEGUN = lazy(
    r"\x1b(?:_(?:G[^\x1b]{0,220}\x1b?)?|\[(?:6(?:;[\d;]{0,9})?|\?[\d;]{0,64})?|P(?:>(?:\|[^\x1b]{0,200}\x1b?)?)?)?\Z"
)
_DRAWS_PLACEHOLDERS = ("kitty", "ghostty")


class Graphics:
    """`form` is the best way that is known now to draw what is wished for; `settled` is false while an answer may change it.

    Write `question` once images are to be drawn (it is "" where nothing is to be asked), put what the terminal sends
    through `feed`, and call `time_out` after `LIMIT` seconds. `cell` is the size of a cell in pixels, wide and high.
    """

    def __init__(self, wish: Wish, environment: Mapping[str, str], *, unicode: bool = True) -> None:
        """`wish` is the setting: "off" is turned on by hand, then it is as "auto". `unicode` says that the terminal takes letters beyond ASCII; without it no image is drawn in pixels."""
        self._wish: Wish = "auto" if wish == "off" else wish
        self._environment = environment
        self._listener = Listener(_ANSWER, _BEGUN, self._answered)
        self._kitty = self._sixel = self._told = False
        self._name = ""
        self.cell = (0, 0)
        self.settled = False
        self.asked = False
        if wish == "blocks" or not unicode or self.unasked:
            self.settled = self.asked = True

    @property
    def unasked(self) -> str:
        """Why this terminal is not asked, "" where it is."""
        if any(self._environment.get(name) for name in ("TMUX", "STY")):
            return "tmux and screen pass no images on"
        term = self._environment.get("TERM", "")
        if self._environment.get("TERM_PROGRAM") == "Apple_Terminal" or term == "linux":
            return "this terminal shows questions as text"
        return ""

    @property
    def question(self) -> str:
        """What to write, and from now on answers are waited for; "" the second time."""
        if self.asked:
            return ""
        self.asked = self._listener.waiting = True
        return QUESTION

    def measured(self, wide: int, high: int) -> None:
        """The size of a cell in pixels, as it is known without asking; zeros say nothing."""
        if min(wide, high) > 0:
            self.cell = (wide, high)

    @property
    def form(self) -> Form:
        """How images are drawn; nothing but half blocks where the terminal did not answer."""
        placeholders = self._wish == "kitty" or self._named(_DRAWS_PLACEHOLDERS)
        if self._wish in ("auto", "kitty") and self._kitty and placeholders:
            return "kitty"
        if self._wish in ("auto", "sixel") and self._sixel and min(self.cell) > 0:
            return "sixel"
        return "blocks"

    @property
    def why(self) -> str:
        """Where `form` comes from, in words."""
        if self._wish == "blocks":
            return "as set"
        if self.form == "kitty":
            return f"kitty's protocol, which {self._name or 'this terminal'} answered to"
        if self.form == "sixel":
            return f"sixels, {self.cell[0]}×{self.cell[1]} pixels a cell"
        if self.unasked:
            return self.unasked
        if not self._told:
            return "the terminal gave no answer"
        if self._kitty and self._wish == "auto":
            return f"{self._name or 'the terminal'} knows kitty's protocol, but not images in the place of characters"
        if self._sixel:
            return "the terminal knows sixels, but does not say how large a cell is"
        return "the terminal knows neither kitty's protocol nor sixels"

    def _named(self, names: tuple[str, ...]) -> bool:
        known = (self._name, self._environment.get("TERM_PROGRAM", ""), self._environment.get("TERM", ""))
        return any(name in one.lower() for one in known for name in names)

    def feed(self, data: str) -> str:
        """What came from the terminal, without the answers that are for us. A piece of one is held back: see `release`."""
        return self._listener.feed(data)

    def _answered(self, found: re.Match[str]) -> bool:
        """One answer; gives whether another one is waited for."""
        self._told = True
        if found["kitty"] is not None:
            self._kitty = found["kitty"] == "OK"
        elif found["high"] is not None:
            self.measured(int(found["wide"]), int(found["high"]))
        elif found["name"] is not None:
            self._name = "".join(char for char in found["name"] if char.isprintable())
        else:
            self._sixel = "4" in found["attributes"].split(";")[1:]
            self.settled = True
            return False
        return True

    def release(self) -> str:
        """What was held back and turned out to be the beginning of something else."""
        return self._listener.release()

    def time_out(self) -> None:
        """No answer in time: half blocks, until one comes after all."""
        self.settled = True
