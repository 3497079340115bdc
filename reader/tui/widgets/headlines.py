"""The list of headlines: a window over a view of the store, drawn row by row, with the cursor held by entry."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.message import Message
from textual.selection import Selection
from textual.strip import Strip

from reader.model import Headline
from reader.tui.ages import age
from reader.tui.failures import refusals, sentence
from reader.tui.folds import Folds
from reader.tui.rows import airy_columns, below_row, columns_for, headline_row, sentence_row
from reader.tui.shown import HUES, Run
from reader.tui.spoken import spoken
from reader.tui.widgets.lines import LineList

if TYPE_CHECKING:
    from reader.store.windows import View

PAGE = 128
"""Rows fetched at once."""

_PAGES_KEPT = 6
_AGES_EVERY = 20
"""Seconds between two looks at the clock for the ages on the screen."""


class HeadlineList(LineList, inherit_bindings=False):
    """Shows a view of any size in constant memory. Pages of it are fetched as they come into sight."""

    ALLOW_SELECT = True
    PREFIX = "headlines"
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        *(f"headlines--source-{n}" for n in range(1, HUES + 1)),
        *(
            f"headlines--{name}"
            for name in (
                *(
                    "cursor",
                    "rest",
                    "chosen",
                    "edge",
                    "mark",
                    "updated",
                    "star",
                    "later",
                    "age",
                    "source-read",
                ),
                *("copies", "unread", "read", "ready", "said", "hint", "found"),
            )
        ),
    }

    class Outside(Message):
        """The headline under the cursor is to be opened outside."""

    class Refused(Message):
        """The store did not give rows; `text` says why."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def __init__(self, *, id: str | None = None, clock: Callable[[], float] = time.time) -> None:
        super().__init__(id=id)
        self.view: View | None = None
        self._clock = clock
        self._now = int(clock())
        self._pages: dict[int, list[Headline]] = {}
        self._moment = (0, 0)
        self._terms: tuple[str, ...] = ()
        self.folds = Folds()

    def on_mount(self) -> None:
        """Let the ages grow older while the list is on the screen."""
        self.set_interval(_AGES_EVERY, self.grow_older)
        self.watch(self.app, "app_focus", self.grow_older, init=False)

    # What it shows

    def show(self, view: View, *, at: int | None = None) -> None:
        """Show `view`, with the cursor on entry `at` where the view has it, else on its first row."""
        self.view = view
        self._pages.clear()
        self.folds.clear()
        self._now = int(self._clock())
        self._moment = (view.count, view.moment)
        index = self._row_of(at) if at is not None else None
        self.set_rows(view.count, index or 0, None if index is not None else 0)
        self._tell()

    def mark_terms(self, terms: tuple[str, ...]) -> None:
        """Mark the words that begin with one of these; none with ()."""
        if terms != self._terms:
            self._terms = terms
            self.redraw()

    def renew(self) -> None:
        """Take in what came since: the same entry stays under the cursor, on the same line of the screen."""
        if self.view is None:
            return
        held = self.headline
        self.view = self.view.renew()
        self._pages.clear()
        self._now = int(self._clock())
        self._hold(held)
        self._tell()

    def reload(self) -> None:
        """Marks changed: read what is in sight again. Where rows went or came back, the cursor stays on its entry."""
        if self.view is None:
            return
        held = self.headline
        self._pages.clear()
        if self.folds.entries() or (self.view.count, self.view.moment) != self._moment:
            self._hold(held)
        self.refresh()

    def reach(self, count: int | None) -> None:
        """Find rows that are about to be shown."""
        if self.view is None:
            return
        if count is None:
            self.view.finish()
        else:
            self.view.reach(count)
        self.grow()

    def find(self, budget_ms: float, count: int = 0) -> bool:
        """Find rows for at most about so many milliseconds; whether all are found, or else the first `count` can be shown."""
        if self.view is None or self._is_found(self.view, count):
            return True
        self.view.build_anchors(budget_ms)
        self.grow()
        return self._is_found(self.view, count)

    def _is_found(self, view: View, count: int) -> bool:
        return view.is_near(count) if count else view.whole

    def grow(self) -> None:
        """More rows were found, or counted: those on the screen stay as they are."""
        if self.view is None or (self.view.count, self.view.moment) == self._moment:
            return
        before, moment = self._moment
        if moment != self.view.moment or self.cursor >= self.view.count + self.folds.extra:
            self._pages.clear()
            self._hold(self.headline)
            return
        self._pages.pop(before // PAGE, None)
        self._moment = (self.view.count, moment)
        self.resize_to(self.view.count + self.folds.extra)
        self.refresh()

    def _hold(self, held: Headline | None) -> None:
        """Number the rows anew around the entry under the cursor, which stays on its line of the screen."""
        assert self.view is not None
        line = self.cursor - self.top
        for entry in self.folds.entries():
            self.folds.put(entry, self.view.index_of(entry), self.view.copies(entry))
        found = self._row_of(held.id) if held is not None else None
        index = self.cursor if found is None else found
        self._moment = (self.view.count, self.view.moment)
        self.set_rows(self.view.count + self.folds.extra, index, index - line)

    def _row_of(self, entry_id: int) -> int | None:
        """The row where an entry stands, or the one of its story; None where this list has neither."""
        assert self.view is not None
        spot = self.folds.find(entry_id)
        if spot is not None:
            return self.folds.row(*spot)
        row = self.view.row_of(entry_id)
        index = self.view.index_of(row) if row is not None else None
        return None if index is None else self.folds.row(index)

    # Stories

    def unfold(self) -> bool:
        """Show the copies of the story under the cursor below its row; false where it is none, or unfolded already."""
        held, spot = self.headline, self.folds.spot(self.cursor)
        if (
            self.view is None
            or held is None
            or not self.view.folded
            or held.more
            or spot.copy >= 0
            or held.id in self.folds
        ):
            return False
        copies = self.view.copies(held.id)
        self.folds.put(held.id, spot.at, copies)
        self._hold(held)
        beyond = self.cursor + len(copies) - (self.top + self.rows_seen - 1)
        if beyond > 0:
            top = min(self.top + beyond, self.cursor)
            self.scroll_to(y=top * self.deep, animate=False, force=True)
        return held.id in self.folds

    def fold(self) -> bool:
        """Show the story under the cursor by its row alone; false where it is folded."""
        spot = self.folds.spot(self.cursor)
        row = self._view_row(spot.at)
        if self.view is None or row is None or row.id not in self.folds:
            return False
        self.cursor = self.folds.row(spot.at)
        self.folds.fold(row.id)
        self._hold(row)
        self._tell()
        return True

    def ids_between(self, start: int, end: int) -> list[int]:
        """The entries on the rows from `start` to `end`, in their order, with those that stand behind them."""
        if self.view is None or end <= start:
            return []
        first, last = self.folds.spot(start), self.folds.spot(end - 1)
        below = first.at + (first.copy >= 0)
        ids = [one for row in self.view.ids(below, last.at + 1 - below) for one in self.view.behind(row)]
        shown = (self.folds.copy(self.folds.spot(row)) for row in self._copy_rows(start, end))
        return [*ids, *(one.id for one in shown if one is not None)]

    def _copy_rows(self, start: int, end: int) -> list[int]:
        return [row for row in self.folds.rows() if start <= row < end]

    @property
    def headline(self) -> Headline | None:
        """The one under the cursor."""
        return self.at(self.cursor)

    def at(self, index: int) -> Headline | None:
        """Row `index`, or None where there is none."""
        if self.view is None or not 0 <= index < self.row_count:
            return None
        spot = self.folds.spot(index)
        return self.folds.copy(spot) or self._view_row(spot.at)

    def _view_row(self, index: int) -> Headline | None:
        """Row `index` of the view."""
        number, place = divmod(index, PAGE)
        page = self._pages.get(number)
        if page is None:
            page = self._fetched(number)
            if len(self._pages) >= _PAGES_KEPT:
                del self._pages[next(iter(self._pages))]
            self._pages[number] = page
        return page[place] if place < len(page) else None

    def _fetched(self, number: int) -> list[Headline]:
        """A page of the view; none of it, and word of why, where the store refuses."""
        assert self.view is not None
        try:
            return self.view.rows(number * PAGE, PAGE)
        except refusals() as error:
            self.post_message(self.Refused(sentence(error)))
            return []

    def go_to_entry(self, entry_id: int) -> bool:
        """Put the cursor on an entry, its story unfolded where it stands under another; false where it is not here."""
        index = self._row_of(entry_id) if self.view is not None else None
        if index is None:
            return False
        self.go_to(index)
        held = self.headline
        if held is not None and held.id != entry_id and self.unfold():
            self.go_to(self._row_of(entry_id) or index)
        return True

    def go_to_unread(self, step: int) -> bool:
        """Go to the next (1) or previous (-1) unread entry; false where there is none."""
        held = self.headline
        if self.view is None or held is None:
            return False
        spot = self.folds.spot(self.cursor)
        way = 1 if step > 0 else -1
        row = self.cursor + way
        while 0 <= row < self.row_count and (beside := self.folds.spot(row)).at == spot.at:
            copy = self.folds.copy(beside) or self._view_row(beside.at)
            if copy is not None and not copy.read:
                self.go_to(row)
                return True
            row += way
        own = self._view_row(spot.at)
        found = self.view.neighbour(own.id, step, unread=True) if own is not None else None
        return found is not None and self.go_to_entry(found.id)

    # How it looks

    def make_row(self, index: int, width: int) -> list[Run]:
        """The runs of a headline's row."""
        headline = self.at(index)
        if headline is None:
            return [(" " * width, "plain", width)]
        if self.linear:
            return sentence_row(spoken(headline, self._now), headline.read, width, self.rtl, self.letters)
        return headline_row(
            headline,
            age(headline.at, self._now),
            columns_for(width) if self.deep == 1 else airy_columns(width),
            at_cursor=self.state_of(index),
            rtl=self.rtl,
            letters=self.letters,
            terms=self._terms,
            story=self._story(index, headline),
        )

    def make_below(self, index: int, width: int) -> list[Run]:
        """The runs of the second line: paper, age, how many papers tell it, what is here of it."""
        headline = self.at(index)
        if headline is None:
            return [(" " * width, "plain", width)]
        return below_row(
            headline,
            age(headline.at, self._now),
            width,
            at_cursor=self.state_of(index),
            rtl=self.rtl,
            letters=self.letters,
        )

    def _story(self, index: int, headline: Headline) -> str:
        """What the row is of its story: "" where that does not matter, folded, open, a copy, the last one."""
        spot = self.folds.spot(index)
        if spot.copy >= 0:
            return "last" if self.folds.last(spot) else "copy"
        if self.view is None or not self.view.folded or headline.copies < 2:
            return ""
        return "open" if headline.id in self.folds else "folded"

    def row_key(self, index: int) -> Hashable:
        """The headline as it is now, how old it is, and what it is of its story."""
        headline = self.at(index)
        return (
            None
            if headline is None
            else (headline, age(headline.at, self._now), self._story(index, headline))
        )

    @property
    def turns(self) -> bool:
        """Only what stands in an empty list: rows of headlines are turned where they are made."""
        return super().turns and not self.row_count

    def row_state(self, index: int) -> str:
        """Rows that the mouse has selected look selected, the cursor among them or not."""
        state = super().row_state(index)
        return f"chosen-{state}" if index in self._chosen(self.text_selection) else state

    # Mouse

    def on_click(self, event: events.Click) -> None:
        """The middle button opens the headline under it outside; all else is any list's."""
        index = self.index_at(event.y)
        if event.button == 2 and index is not None:
            self.cursor = index
            self.post_message(self.Outside())

    # Selection

    def render_line(self, y: int) -> Strip:
        """One row of the screen, with the places that text selection needs."""
        return super().render_line(y).apply_offsets(0, self.scroll_offset.y + y)

    def _chosen(self, selection: Selection | None) -> range:
        """The rows that a selection touches: whole ones, since their columns are no text. Where it goes on beside the list,
        as far as can be seen."""
        if selection is None:
            return range(0)
        top = int(self.scroll_offset.y)
        first = selection.start.y if selection.start is not None else top
        last = selection.end.y if selection.end is not None else top + self.size.height - 1
        return range(max(0, first // self.deep), min(last // self.deep + 1, self.row_count))

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """The selected headlines, as they are written."""
        found = [self.at(index) for index in self._chosen(selection)]
        return "\n".join(headline.title for headline in found if headline is not None), "\n"

    def selection_updated(self, selection: Selection | None) -> None:
        """Draw the new selection."""
        self.refresh()

    def grow_older(self) -> None:
        """Show the ages of now, where somebody looks and nothing has to stay as it is."""
        if not self.app.app_focus or not self.is_on_screen or self.linear:
            return
        now = int(self._clock())
        before, self._now = self._now, now
        for index in range(self.top, min(self.top + self.rows_seen + 1, self.row_count)):
            headline = self.at(index)
            if headline is not None and age(headline.at, before) != age(headline.at, now):
                self.refresh_row(index)

    def _tell(self) -> None:
        self.post_message(self.Moved(self, self.cursor))
