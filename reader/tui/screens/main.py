"""The reader's one screen: ticker, sources, headlines, article, status line, and which of them can be seen."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual import events
from textual.app import ComposeResult
from textual.geometry import Region
from textual.strip import Strip

from reader.model import Act, Headline
from reader.tui.failures import refusals, sentence
from reader.tui.lists import Lists
from reader.tui.mirror import mirrors
from reader.tui.panes import Panes
from reader.tui.scope import HOME, Scope
from reader.tui.screens.furnished import Furnished
from reader.tui.shown import Letters
from reader.tui.widgets.boxes import Rule, blank_lines
from reader.tui.widgets.headlines import HeadlineList
from reader.tui.widgets.lines import LineList
from reader.tui.widgets.status import StatusLine
from reader.tui.widgets.title import PaneTitle
from reader.words import _, retold

if TYPE_CHECKING:
    from reader.newsroom import Newsroom
    from reader.tui.app import TelexApp
    from reader.tui.widgets.article import ArticlePane
    from reader.tui.widgets.ticker import TickerPane

_PREVIEW_AFTER = 0.15
"""Seconds that the cursor rests before the article beside the list follows it."""


class MainScreen(Furnished):
    """Wires panes, commands and the newsroom. What commands do is in `reader.tui.acts`, what comes by itself in `live`."""

    AUTO_FOCUS = ""

    def __init__(self, newsroom: Newsroom, rtl: str = "app") -> None:
        super().__init__()
        self.newsroom = newsroom
        self.article_id = 0
        self._serial = 0
        self._early: list[events.Key] = []
        self.panes, self.lists = Panes(self), Lists(self)
        self.headlines = HeadlineList(id="headlines", clock=newsroom.now)
        self.title_sources, self.title_list = PaneTitle(_("SOURCES")), PaneTitle(_("HEADLINES"))
        self.status = StatusLine(id="status")
        letters = Letters(newsroom.settings.shaping, newsroom.settings.look.emoji)
        for part in (self.headlines, self.title_sources, self.title_list, self.status):
            part.rtl, part.letters = rtl, letters
        self.headlines.linear = self.status.lasting = newsroom.settings.linear
        if (
            newsroom.setting("density", newsroom.settings.look.density) == "comfortable"
            and not self.headlines.linear
        ):
            self.headlines.deep = 2

    @property
    def telex(self) -> TelexApp:
        """The app, by its own type."""
        return cast("TelexApp", self.app)

    def compose(self) -> ComposeResult:
        """The list, and the places of what comes after the first paint."""
        panes = self.panes
        panes.lay_out()
        yield panes.notice
        yield panes.boxes["ticker"]
        with panes.row:
            with panes.boxes["sources"]:
                yield self.title_sources
            yield panes.rules["sources"]
            with panes.boxes["headlines"]:
                yield self.title_list
                yield self.headlines
            yield panes.rules["article"]
            yield panes.boxes["article"]
        yield self.status

    def on_mount(self) -> None:
        """The list first; everything else after the first paint."""
        self.set_focus(self.headlines)
        self.panes.mirror(mirrors(self.headlines.rtl))
        wrong = self.lists.attempt(HOME)
        if wrong:
            self.say(wrong, error=True)
        self.call_after_refresh(self._begin)

    async def _begin(self) -> None:
        from reader.tui.furnish import furnish

        await furnish(self)
        self.furnished = True
        if self.sources.rtl != self.headlines.rtl:  # the terminal answered meanwhile
            from reader.tui.dress import show_rtl

            show_rtl(self, self.headlines.rtl)
        self.panes.go(self.pane)
        self.lists.retitle()
        self.headlines.post_message(LineList.Moved(self.headlines, self.headlines.cursor))
        self.live.start()
        self.telex.begun()
        self.telex.caret.settle()
        if self._early:  # one after the other, each where the one before it leads
            self.dialogs.early = [*self._early]
            self._early.clear()
            self.app.call_later(self.telex.type_early)

    def render_lines(self, crop: Region) -> list[Strip]:
        """Nothing of its own."""
        return blank_lines(self, crop)

    def on_resize(self) -> None:
        """Another size may call for other panes."""
        self.panes.lay_out()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """A click moves the focus too, but not away from a line that is being typed."""
        if self.furnished and self.dialogs.typing:
            self.dialogs.keep_focus()
            return
        name = event.widget.id or ""
        self.panes.focused("ticker" if name.startswith("ticker") else name)

    def on_screen_suspend(self) -> None:
        """Something lies over it: what moves beside it would only distract."""
        if self.furnished:
            self.lanes.pause("covered")

    def on_screen_resume(self) -> None:
        """It is on top again."""
        if self.furnished:
            self.lanes.resume("covered")

    def takes(self, event: events.Key) -> bool:
        """Whether a key is one for commands: not while something is typed or another screen lies over this one."""
        if not self.furnished:
            return True
        return self.app.screen is self and not self.dialogs.typing and not self.article.takes_keys

    def press(self, event: events.Key) -> None:
        """A key for the commands; one that comes before there are any waits for them."""
        if self.furnished:
            if event.key in ("ctrl+c", "super+c") and self.copy_selection():
                return
            self.runner.press(event)
        else:
            self._early.append(event)

    @property
    def pane(self) -> str:
        """The pane with the focus."""
        return self.panes.focus

    # Headlines and articles

    @property
    def current(self) -> Headline | None:
        """The headline that marks go to: none where the row stands for many."""
        row = self.row
        return None if row is not None and row.more else row

    @property
    def row(self) -> Headline | None:
        """The row under the cursor, a headline or one that stands for many."""
        if self.pane != "ticker":
            return self.headlines.headline
        held = self.ticker.current
        return self.newsroom.headlines([held.id])[0] if held is not None else None

    @property
    def address(self) -> str:
        """The address that is opened and copied: of the headline, or of the followed page that is being read."""
        shown = self.article.article
        if shown is not None and shown.id < 0 and self.pane == "article":
            return shown.link
        held = self.current
        return held.link if held is not None else ""

    @property
    def feed_id(self) -> int:
        """The source that commands for sources go to, 0 for none."""
        if self.pane == "sources":
            node = self.sources.node
            return node.feed if node is not None else 0
        held = self.row
        return self.lists.scope.feed or (held.feed_id if held is not None else 0)

    @property
    def saved_id(self) -> int:
        """The saved search under the cursor of the sources pane, 0 for none."""
        node = self.sources.node if self.pane == "sources" else None
        return node.saved if node is not None else 0

    def open_article(self, focus: bool = True) -> None:
        """Show the article of the headline under the cursor, and mark it read once it is on the screen."""
        held = self.headlines.headline
        if held is None:
            return
        if held.more:
            self.lists.open_digest(held)
            return
        if self._show_article(held) and not held.read:
            self.call_after_refresh(self.mark_opened, held)
        if focus and self.article_id:
            self.panes.go("article")
        self.views.opened()

    def _show_article(self, held: Headline) -> bool:
        self._serial += 1
        if self.article_id != held.id:
            article = self.newsroom.article(held.id, self.newsroom.view_of(held.feed_id))
            if article is None:
                self.say(_("This article is no longer in the store."))
                return False
            self.article.show(article)
            self.trail.begin()
            self.telex.caret.article_shown()
            self.article_id = held.id
            self.panes.article_opened()
        return True

    def mark_opened(self, held: Headline) -> None:
        """What was opened is read."""
        if not held.read:
            try:
                self.newsroom.mark([held.id], read=True)
            except refusals() as error:
                self.say(sentence(error), error=True)
            self.headlines.reload()
            self.live.changed()

    def _preview(self, serial: int) -> None:
        held = self.headlines.headline
        if serial == self._serial and held is not None and not held.more and self.panes.article_beside:
            self._show_article(held)

    def on_line_list_moved(self, event: LineList.Moved) -> None:
        """The article beside follows the cursor once it rests."""
        if event.lines is self.headlines and self.panes.article_beside and self.furnished:
            self._serial += 1
            serial = self._serial
            self.set_timer(_PREVIEW_AFTER, lambda: self.runner.guarded(lambda: self._preview(serial)))

    def on_line_list_chosen(self, event: LineList.Chosen) -> None:
        """A double click opens."""
        if event.lines is self.headlines:
            self.runner.guarded(self.open_article)
        elif event.lines is self.sources:
            self.runner.guarded(self.open_source)

    def on_headline_list_outside(self) -> None:
        """The middle button on a headline."""
        self.runner.run("open-outside")

    def on_headline_list_refused(self, event: HeadlineList.Refused) -> None:
        """The store gave no rows."""
        self.say(event.text, error=True)

    def open_source(self) -> None:
        """Show the headlines of the source under the cursor."""
        node = self.sources.node
        if node is not None:
            title = " / ".join(node.path) if node.kind == "folder" else node.title
            if node.query != self.lists.scope.query:
                kept = node.title if node.saved else ""
                self.lists.open(Scope(node.query, title, node.feed, saved=kept))
            self.panes.go("headlines")

    def fold_source(self) -> bool:
        """Close or open the folder under the cursor; false where it is none."""
        node = self.sources.node
        if node is None or node.kind != "folder":
            return False
        self.live.folded ^= {node.path}
        self.live.read_counts()
        return True

    def on_ticker_pane_opened(self, event: TickerPane.Opened) -> None:
        """A headline of the ticker: show it in the list where it is, else in the list of all."""
        self.runner.guarded(lambda: self._open_entry(event.entry_id))

    def on_ticker_pane_open_outside(self, event: TickerPane.OpenOutside) -> None:
        """The middle button on a headline of the ticker."""
        for held in self.newsroom.headlines([event.entry_id]):
            self.open_address(held.link)

    def on_ticker_pane_taken(self, event: TickerPane.Taken) -> None:
        """One of the ticker's rows is in hand."""
        self.lanes.take(event.pane)

    def open_copy(self, entry_id: int) -> None:
        """Open an entry where it stands in the list, under the row of its story too; else beside it."""
        if self.headlines.go_to_entry(entry_id):
            self.open_article()
            return
        for held in self.newsroom.headlines([entry_id]):
            if self._show_article(held):
                self.call_after_refresh(self.mark_opened, held)
                self.panes.go("article")

    def _open_entry(self, entry_id: int) -> None:
        if not self.headlines.go_to_entry(entry_id):
            self.lists.open(HOME._replace(at=entry_id))
        self.open_article()

    def on_article_pane_link_chosen(self, event: ArticlePane.LinkChosen) -> None:
        """A link of the article; the address of another copy of its story opens that one here."""
        article = self.article.article
        copies = article.also if article is not None else ()
        copy = next((one.id for one in copies if one.link == event.url), 0)
        if event.purpose in ("copy", "show"):
            self.runner.guarded(lambda: self.shares.link(event.url, event.purpose))
        elif copy:
            self.runner.guarded(lambda: self.open_copy(copy))
        else:
            self.runner.guarded(lambda: self.trail.follow(event.url, event.purpose == "behind"))

    def on_article_pane_given_up(self, event: ArticlePane.GivenUp) -> None:
        """An article that cannot be shown: what happened is for the log."""
        from reader import __version__
        from reader.tui.terminal import write_log

        write_log(event.error, self.newsroom.paths.log, __version__)

    def on_article_pane_link_pointed(self, event: ArticlePane.LinkPointed) -> None:
        """Where a link leads stands in the status line before anything opens."""
        self.status.show_link(event.link.href if event.link is not None else "")

    def open_address(self, address: str, *, trusted: bool = False) -> bool:
        """Hand an address to the browser; what was refused is said, and what may pretend to be another is asked about."""
        from reader.tui.opener import Doubtful, NotOpened, open_outside

        try:
            also = self.newsroom.settings.also_open
            self.say(_("Opened {address}").format(address=open_outside(address, trusted=trusted, also=also)))
        except Doubtful as doubt:
            self.dialogs.doubt(str(doubt), doubt.host, lambda: self.open_address(address, trusted=True))
            return False
        except NotOpened as error:
            self.say(str(error), error=True)
            return False
        return True

    # What changed

    def did(self, act: Act, said: str = "") -> None:
        """A step was taken: say it with the way back, show it, count again."""
        self.say(
            said or retold(act.text),
            tail="" if said else _("{key} undo").format(key=self.runner.key_of("undo")),
        )
        self.images.settle()
        self.headlines.reload()
        self.live.changed()
        if self.pane == "ticker":
            self.live.fill_ticker()

    def renew_after_undo(self) -> None:
        """Hidden entries, images and removed sources may be back."""
        self.images.renew()
        self.headlines.renew()
        self.lists.retitle()
        self.live.read_counts()

    def sources_changed(self) -> None:
        """Sources came or went."""
        self.renew_after_undo()

    def show_fresh(self) -> None:
        """The pill."""
        self.title_list.show_fresh(self.live.fresh, self.runner.key_of("take-in"))

    def on_rule_dragged(self, event: Rule.Dragged) -> None:
        """A border is pulled, or was let go."""
        if event.column is not None:
            self.panes.sizes.drag(self.panes.layout.name, event.pane, event.column)
        else:
            self.runner.guarded(self.panes.sizes.keep)

    def on_pane_title_pill_pressed(self) -> None:
        """The pill was clicked."""
        self.runner.guarded(self.lists.take_in)
