"""The article pane: a typeset document drawn line by line, read with keys, links followed by letters."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip

from reader.blocks import Article
from reader.model import Drawing, Ink
from reader.tui.widgets.article_hints import Hints
from reader.tui.widgets.article_ink import PageInk
from reader.tui.widgets.article_page import Page
from reader.tui.widgets.article_strips import labelled
from reader.tui.widgets.article_text import AIR
from reader.tui.widgets.ink import Write
from reader.typeset.lines import Line, Link, Place
from reader.typeset.options import Options

Draw = Callable[[Article, int], Mapping[str, Drawing | Ink]]

_PLACES = 128
"""Articles whose reading place is remembered."""


class ArticlePane(Page):
    """Shows one article. `show` puts another one in, or the same one with more text, without moving the line being read.

    The pane has no border and no padding of its own; text stands in the middle of it. Keys come from the commands of the
    screen through the methods below; only letters for link hints are taken here, while hints are shown.
    """

    @dataclass
    class LinkChosen(Message):
        """A link was chosen, for a purpose as in `Hints`."""

        pane: ArticlePane
        url: str
        purpose: str = "here"

    @dataclass
    class LinkPointed(Message):
        """A link is under the pointer or chosen by key, before anything opens; None when it no longer is."""

        pane: ArticlePane
        link: Link | None

    @dataclass
    class Progress(Message):
        """How far the text was read, in percent of its lines; `at_end` when the last line is on the screen."""

        pane: ArticlePane
        percent: int
        at_end: bool

    @dataclass
    class GivenUp(Message):
        """The article could not be shown, for a fault in Telex."""

        pane: ArticlePane
        error: Exception

    @dataclass
    class HintsShown(Message):
        """Letters stand over the links (`shown`), or no longer do."""

        pane: ArticlePane
        shown: bool

    def __init__(
        self,
        *,
        options: Options | None = None,
        empty: tuple[str, str] = ("", ""),
        clock: Callable[[], float] = time.perf_counter,
        now: Callable[[], float] | None = None,
        draw: Draw | None = None,
        write: Write | None = None,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        """As `Page`. `now` (Unix seconds) dates ages when an article is shown; without it `Options.now` does.

        `draw` gives what is to be drawn of an article's images in so many cells; `write` sends a sequence to the terminal.
        """
        super().__init__(options=options, empty=empty, clock=clock, id=id, classes=classes)
        self._now = now
        self._draw = draw
        self.ink = PageInk(self, write or (lambda sequence: None))
        self._hints: Hints | None = None
        self._places: dict[int, Place] = {}
        self._told: tuple[int, bool] | None = None

    def show(self, article: Article | None) -> None:
        """Put `article` in, at the line where it was left; nothing with None.

        The article that is shown already may come again with another text: the line being read stays where it is.
        """
        before = self.article
        self._remember()
        self.hide_hints()
        same = before is not None and article is not None and before.id == article.id
        if article is not None and not same:
            self.options = replace(self.options, open_notes=frozenset(), pan=0)
        if self._now is not None:
            self.options = replace(self.options, now=int(self._now()))
        place = self._places.get(article.id) if article is not None else None
        self.place_article(article, place, moved=same)

    def drawn(self, article: Article, width: int) -> Mapping[str, Drawing | Ink]:
        """What `draw` gives."""
        return self._draw(article, width) if self._draw is not None else {}

    def draw_again(self) -> None:
        """Other images are to be drawn: set the text anew, at the same place."""
        self.place_article(self.article, self.place())

    def set_options(self, options: Options) -> None:
        """Set the text in another way (measure, dates, words, code wrapped or not), at the same place."""
        if options != self.options:
            place = self.place()
            self.options = options
            self.place_article(self.article, place)

    def place_to_come(self) -> Place | None:
        """Where the article was left the last time."""
        return self._places.get(self.article.id) if self.article is not None else None

    def _remember(self) -> None:
        """Keep the place of the article that is shown, the oldest of many being forgotten."""
        if self.article is None or self.document is None:
            return
        place = self.place()
        self._places.pop(self.article.id, None)
        if place is not None:
            self._places[self.article.id] = place
            while len(self._places) > _PLACES:
                del self._places[next(iter(self._places))]

    def place_changed(self) -> None:
        """Hints belong to the rows they were put on; and the person is further on now."""
        self.hide_hints()
        self.length_known()

    def length_known(self) -> None:
        """Say how far the text was read, when that changed."""
        if self._view is None:
            self._told = None
            return
        seen = self.scroll_offset.y + self.size.height
        percent = 100 if self.at_end else min(99, 100 * seen // max(1, self._view.height))
        told = (percent, self.at_end)
        if told != self._told:
            self._told = told
            self.post_message(self.Progress(self, *told))

    def given_up(self, error: Exception) -> None:
        """Tell of it."""
        self.post_message(self.GivenUp(self, error))

    # Links and footnotes

    @property
    def links(self) -> tuple[Link, ...]:
        """The links of the article, in reading order."""
        return self.document.links if self.document is not None else ()

    @property
    def takes_keys(self) -> bool:
        """Whether letters stand over the links, and the next keys are theirs."""
        return self._hints is not None

    def show_hints(self, purpose: str = "here") -> bool:
        """Put letters over the links on the screen; the next keys choose one. False where there is no link."""
        if self.document is None:
            return False
        top = self.scroll_offset.y - AIR
        spots = self.document.spots(top, top + self.size.height)
        if not spots:
            return False
        self._hints = Hints(spots, purpose)
        self.redraw()
        self.post_message(self.HintsShown(self, True))
        return True

    def hide_hints(self) -> None:
        """Take the letters away."""
        if self._hints is not None:
            self._hints = None
            self.redraw()
            self.post_message(self.HintsShown(self, False))

    def on_key(self, event: events.Key) -> None:
        """Letters of hints; every other key belongs to the screen."""
        if self._hints is None:
            return
        event.stop()
        event.prevent_default()
        if event.key == "backspace":
            if not self._hints.erase():
                self.hide_hints()
            self.redraw()
        elif event.character is not None and event.character.isalpha():
            link, purpose = self._hints.type(event.character), self._hints.purpose
            if link is not None:
                self.hide_hints()
                self.open_link(link, purpose)
            self.redraw()
        else:
            self.hide_hints()

    def go_to_link(self, step: int) -> bool:
        """Point at the next link, or at the one before, from what is on the screen; False where there is none."""
        if self.document is None:
            return False
        self.document.settle()
        self._grow()
        top = self.scroll_offset.y - AIR
        spots = list(
            {spot.link: spot for spot in reversed(self.document.spots(0, self.document.height))}.values()
        )
        spots.sort(key=lambda spot: (spot.line, spot.column))
        order = [spot.link for spot in spots]
        bottom = top + self.size.height - AIR
        seen = [place for place, spot in enumerate(spots) if top <= spot.line < bottom]
        if self.pointed in order and order.index(self.pointed) in seen:
            index = order.index(self.pointed) + step
        elif seen:
            index = seen[0] if step > 0 else seen[-1]
        else:
            above = sum(spot.line < top for spot in spots)
            index = above if step > 0 else above - 1
        if not 0 <= index < len(spots):
            return False
        spot = spots[index]
        if not top <= spot.line < bottom:
            self.go_to_row(spot.line + AIR - self.size.height // 3)
        self._point(spot.link)
        return True

    def open_link(self, link: int | None = None, purpose: str = "here") -> bool:
        """Open a link by its number, else the one that is pointed at, else ask by hints. A mark opens its footnote."""
        number = self.pointed if link is None else link
        if not 0 <= number < len(self.links):
            return self.show_hints(purpose)
        chosen = self.links[number]
        if chosen.href:
            self.post_message(self.LinkChosen(self, chosen.href, purpose))
        else:
            self.toggle_note(chosen.note)
        return True

    def toggle_note(self, note: str) -> None:
        """Open a footnote under its mark, or close it."""
        place, pointed = self.place(), self.pointed
        self.options = replace(self.options, open_notes=self.options.open_notes ^ {note})
        self.place_article(self.article, place)
        self.pointed = pointed

    def _point(self, link: int) -> None:
        if link != self.pointed:
            self.pointed = link
            self.redraw()
            self.post_message(self.LinkPointed(self, self.links[link] if link >= 0 else None))

    # Code

    def toggle_code_wrap(self) -> bool:
        """Wrap code lines with a sign, or cut them with a mark and scroll them; gives whether they wrap now."""
        self.set_options(replace(self.options, wrap_code=not self.options.wrap_code, pan=0))
        return self.options.wrap_code

    def pan(self, cells: int) -> None:
        """Scroll code lines that are cut, to the right where `cells` is positive."""
        self.set_options(replace(self.options, pan=max(0, self.options.pan + cells)))

    # Drawing and mouse

    def render_lines(self, crop: Region) -> list[Strip]:
        """The rows of `crop`; images in pixels follow when no more are drawn."""
        self.ink.stir()
        return super().render_lines(crop)

    def on_hide(self) -> None:
        """The terminal keeps no image that is not seen."""
        self.ink.hide()

    def dressed(self, row: int, line: Line) -> Line:
        """`line` with the letters of its links over it, while hints are shown."""
        if self._hints is not None:
            for column, label in self._hints.on_line(row - AIR):
                line = labelled(line, column, label)
        return line

    def on_click(self, event: events.Click) -> None:
        """A click follows a link; with the middle button it opens behind. A drag that selected text is no click."""
        link = self._link_under(event)
        if link >= 0 and self.text_selection is None and event.button in (1, 2):
            event.stop()
            self.open_link(link, "behind" if event.button == 2 else "here")

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Show where a link leads before anybody follows it."""
        self._point(self._link_under(event))

    def on_leave(self) -> None:
        """The pointer is elsewhere."""
        self._point(-1)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The wheel moves the text."""
        self._wheel(event, 3)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """The wheel moves the text."""
        self._wheel(event, -3)

    def _wheel(self, event: events.MouseEvent, rows: int) -> None:
        event.stop()
        event.prevent_default()
        self.scroll_lines(rows)

    def _link_under(self, event: events.MouseEvent) -> int:
        return self._view.link_at(self.scroll_offset.y + event.y, event.x) if self._view is not None else -1
