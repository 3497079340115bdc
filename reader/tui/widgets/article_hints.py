"""Letters for links: short, unique, none the beginning of another."""

from __future__ import annotations

from collections.abc import Sequence

from reader.typeset.lines import Spot

LETTERS = "fjdkslaghrueiwoncmvpqtyxbz"


def labels(count: int) -> list[str]:
    """`count` labels, as many of one letter as can be, the others of two; at most 676, then none for the rest."""
    size = len(LETTERS)
    singles = size if count <= size else max(0, (size * size - count) // (size - 1))
    pairs = [first + second for first in LETTERS[singles:] for second in LETTERS]
    return [*LETTERS[:singles], *pairs][:count]


class Hints:
    """Links with their labels, narrowed by what is typed. `purpose` is what the chosen one is for: "here" follows it,
    "behind" fetches it without leaving the page, "copy" copies its address, "show" shows it.

    A link that stands on the screen in several pieces has its label on the first one.
    """

    def __init__(self, spots: Sequence[Spot], purpose: str = "here") -> None:
        self._firsts: dict[int, Spot] = {}
        for spot in spots:
            self._firsts.setdefault(spot.link, spot)
        self.labels = dict(zip(self._firsts, labels(len(self._firsts)), strict=False))
        self.purpose = purpose
        self.typed = ""

    def type(self, letter: str) -> int | None:
        """One more letter: the link that is now meant, or None. A letter that leads nowhere changes nothing."""
        typed = self.typed + letter.lower()
        if not any(label.startswith(typed) for label in self.labels.values()):
            return None
        self.typed = typed
        return next((link for link, label in self.labels.items() if label == typed), None)

    def erase(self) -> bool:
        """Take the last letter back; False if there was none."""
        had, self.typed = bool(self.typed), self.typed[:-1]
        return had

    def on_line(self, line: int) -> list[tuple[int, str]]:
        """Columns and what is still to be typed there, for the links that may yet be meant, on one line of the text."""
        return [
            (spot.column, self.labels[link][len(self.typed) :])
            for link, spot in self._firsts.items()
            if spot.line == line and link in self.labels and self.labels[link].startswith(self.typed)
        ]
