"""What stands below a line to type in: its keys, or a mistake under the character where it stands."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from rich.segment import Segment
from textual.strip import Strip

from reader.text.cells import cut
from reader.text.cells import width as cells_of
from reader.tui.mirror import own_lines
from reader.tui.shown import Run
from reader.tui.widgets.bar import Bar, run

Keys = tuple[tuple[str, str], ...]
"""Pairs of a key and its word."""

_ROWS = 4
"""Rows of a sentence at the most."""


class PromptNote(Bar):
    """One row; more where a mistake has no room beside its caret."""

    PREFIX = "prompt"
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "prompt--key", "prompt--word", "prompt--caret", "prompt--mistake"
    }  # fmt: skip

    def __init__(self, keys: Keys) -> None:
        super().__init__()
        self._keys = keys
        self._place, self._mistake, self._said = -1, "", ""
        self._choices: tuple[str, ...] = ()

    @property
    def mistake(self) -> str:
        """What is wrong, "" where nothing is."""
        return self._mistake

    def say(self, text: str) -> None:
        """How it stands, at the right edge: how many were found and in which order."""
        self._said = text
        self.refresh()

    def offer(self, choices: Iterable[str]) -> None:
        """What Tab would put here, from the left, in the place of the keys."""
        self._choices = tuple(choices)
        self._fit()

    def show_mistake(self, place: int, sentence: str) -> None:
        """A caret in cell `place` and the sentence beside or below it; none with "" as the sentence."""
        self._place, self._mistake = place, sentence
        self._fit()

    def _fit(self) -> None:
        """As high as what is shown."""
        rows = 1 + len(self._below())
        if self.styles.height is None or self.styles.height.value != rows:
            self.styles.height = rows
        self.refresh()

    @property
    def _wrong(self) -> bool:
        """Whether a mistake is shown: not while the word can still become a right one."""
        return bool(self._mistake) and not self._choices

    def _fits_beside(self) -> bool:
        return self._place + 3 + cells_of(self._mistake) <= self.app.size.width

    def _below(self) -> list[str]:
        """The rows of a sentence that has no room beside its caret."""
        if not self._wrong or self._fits_beside():
            return []
        return own_lines(self._mistake, max(10, self.app.size.width - 2), self.rtl)[:_ROWS]

    @property
    def turns(self) -> bool:
        """Not while a caret stands under a character."""
        return super().turns and not self._wrong

    def make_runs(self, width: int) -> list[Run]:
        """The first row."""
        if not self._wrong:
            return self._hints(width)
        place = min(max(0, self._place), max(0, width - 1))
        runs = [run(" " * place), run("^", "caret")]
        return [*runs, self.word(f" {self._mistake}", "mistake")] if self._fits_beside() else runs

    def _hints(self, width: int) -> list[Run]:
        said = self.word(f" {self._said} ", "word") if self._said else run("")
        room = width - said[2] - 1
        runs = [run(" ")]
        for choice in self._choices:
            offered = self.word(f"{choice}  ", "word")
            if offered[2] > room:
                break
            runs.append(offered)
            room -= offered[2]
        for key, word in self._keys if not self._choices else ():
            needed = cells_of(key) + cells_of(word) + 3
            if needed > room:
                break
            runs += [run(key, "key"), self.word(f" {word}  ", "word")]
            room -= needed
        return [*runs, run(" " * max(0, room)), said]

    def render_line(self, y: int) -> Strip:
        """Further rows hold a sentence that was too long for the first."""
        below = self._below()
        if not 0 < y <= len(below):
            return super().render_line(y)
        width = self.size.width
        text = cut(f" {below[y - 1]}", width)
        rest = " " * (width - cells_of(text))
        return Strip([Segment(text, self.style_of("mistake")), Segment(rest, self.style_of("plain"))], width)
