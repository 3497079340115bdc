"""What a terminal sends, parted into answers to a question of ours and what is for somebody else. No I/O."""

from __future__ import annotations

import re
from collections.abc import Callable


class Listener:
    """While `waiting`, takes what `answer` matches out of the stream; what may yet become one (`begun`) is held back.

    `take` gets each answer, and gives whether another one is waited for.
    """

    def __init__(
        self, answer: re.Pattern[str], begun: re.Pattern[str], take: Callable[[re.Match[str]], bool]
    ) -> None:
        self.waiting = False
        self._answer = answer
        self._begun = begun
        self._take = take
        self._held = ""

    def feed(self, data: str) -> str:
        """`data` without the answers. A piece of one is held back: see `release`."""
        if not self.waiting:
            return data
        data, self._held = self._held + data, ""
        out: list[str] = []
        place = 0
        for found in self._answer.finditer(data):
            out.append(data[place : found.start()])
            place = found.end()
            self.waiting = self._take(found)
            if not self.waiting:
                return "".join(out) + data[place:]
        rest = data[place:]
        begun = self._begun.search(rest)
        if begun:
            rest, self._held = rest[: begun.start()], begun[0]
        return "".join(out) + rest

    def release(self) -> str:
        """What was held back and turned out to be the beginning of something else, as a press of Escape is."""
        held, self._held = self._held, ""
        return held
