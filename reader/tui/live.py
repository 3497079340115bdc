"""What comes by itself: the engine's events, changes by other processes, counts, the ticker's headlines."""

from __future__ import annotations

import asyncio
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING

from reader.tui.ages import clock, number
from reader.tui.failures import refusals, sentence
from reader.tui.tree import Node, build
from reader.tui.widgets.sources import ICON
from reader.words import _, ngettext, retold

if TYPE_CHECKING:
    from textual.timer import Timer

    from reader.engine.events import Done, Event, Progress
    from reader.tui.screens.main import MainScreen

_LOOK_EVERY = 1.0
"""Seconds between two looks at the store's counter, which costs microseconds."""

_SLEPT = 15
"""Seconds that are missing between two looks where the computer was asleep: timers stood still with it."""

_SETTLE = 0.25
"""Seconds after a change until counts are read again, so that many changes cost one look."""

_BETWEEN = 0.03
"""Seconds between two pieces of work that come after the first paint, so that keys go first."""

_TICKER_EVERY = 15.0
"""Seconds between two choices for the ticker while news come in; at the end of a run it chooses again."""


class Live:
    """Never moves the cursor: what is new is counted, and taken in when the person says so."""

    def __init__(self, screen: MainScreen) -> None:
        self._screen = screen
        self._generation = -1
        self._looked = 0
        self._settling: Timer | None = None
        self._offline = False
        self._awaited = 0
        self._came = 0
        self._held: tuple[int, str] | None = None
        self._ticker_filled = 0.0
        self._building = False
        self.fresh = 0
        self.folded: frozenset[tuple[str, ...]] = frozenset()
        self._warned = ""
        self._saved_counts: dict[str, int] = {}
        self._counted = -1
        self._count_again = 0.0
        self._counting = False

    def start(self) -> None:
        """After the first paint: read counts, fill the ticker, listen."""
        screen = self._screen
        self._generation = screen.newsroom.generation()
        self._looked = screen.newsroom.now()
        if not screen.telex.caret.on:  # where nothing changes by itself
            screen.set_interval(_LOOK_EVERY, self._look)
        for place, step in enumerate((self.read_counts, self.fill_ticker, self._listen, self.build_anchors)):
            screen.set_timer(_BETWEEN * (place + 1), partial(screen.runner.guarded, step))

    def _listen(self) -> None:
        if self._screen.telex.with_engine:
            self._screen.run_worker(self._start_engine(), group="engine")

    def build_anchors(self) -> None:
        """Find the list's far rows and prepare jumps to them, in slices between keys; not while somebody types."""
        if not self._building:
            self._build_some()

    def _build_some(self) -> None:
        self._building = False
        screen, view = self._screen, self._screen.headlines.view
        if view is None:
            return
        typing, whole = screen.dialogs.typing and view.count > 0, view.whole
        done = not typing and view.build_anchors()
        if view.whole != whole or view.count > 2 * screen.headlines.row_count:
            screen.headlines.grow()
            screen.lists.retitle()
        if not done:
            self._building = True
            wait = _SETTLE if typing else _BETWEEN
            screen.set_timer(wait, partial(screen.runner.guarded, self._build_some))

    def restart_engine(self) -> None:
        """Let the engine begin anew, as where its settings are other ones."""
        if self._screen.telex.with_engine:
            self._screen.run_worker(self._restart_engine(), group="engine")

    async def _restart_engine(self) -> None:
        await self._screen.newsroom.stop_engine()
        await self._start_engine()

    async def _start_engine(self) -> None:
        try:
            await self._screen.newsroom.start_engine(self.hear)
            unseen = [feed.id for feed in self._screen.newsroom.feeds() if feed.fetched_at is None]
            if unseen and self._screen.newsroom.settings.fetch.auto:
                self.expect()
                await self._screen.newsroom.refresh(unseen)  # the others, the engine spreads by itself
        except Exception as error:  # the screen goes on without an engine, whatever keeps it from starting
            self._screen.say(_("The engine did not start: {error}").format(error=sentence(error)), error=True)

    def _look(self) -> None:
        before, self._looked = self._looked, self._screen.newsroom.now()
        if abs(self._looked - before) > _SLEPT:
            self._screen.headlines.grow_older()
            self._screen.runner.guarded(self.fill_ticker)
        self._screen.telex.own_files.look()
        try:
            generation = self._screen.newsroom.generation()
        except refusals() as error:
            self._screen.say(sentence(error), error=True)
            return
        if generation != self._generation:
            self._generation = generation
            self.changed()

    def changed(self) -> None:
        """Something in the store is not as it was: look once things have settled."""
        if self._settling is None:
            self._settling = self._screen.set_timer(_SETTLE, self._settled)

    def _settled(self) -> None:
        self._settling = None
        screen = self._screen
        try:
            self._generation = screen.newsroom.generation()
            screen.headlines.reload()
            screen.images.look()
            view = screen.headlines.view
            self.fresh = view.fresh() if view is not None else 0
            if self.fresh and not screen.headlines.row_count:
                screen.lists.take_in()
            self.read_counts()
            if monotonic() - self._ticker_filled > _TICKER_EVERY:
                self.fill_ticker()
        except refusals() as error:
            screen.say(sentence(error), error=True)
        screen.show_fresh()

    def forget_fresh(self) -> None:
        """All there is has been taken in."""
        self.fresh = 0
        self._screen.show_fresh()

    def read_counts(self) -> None:
        """The sources pane and the standing text of the status line."""
        screen, newsroom = self._screen, self._screen.newsroom
        counts, feeds = newsroom.counts(), newsroom.feeds()
        by_name = {
            "total": counts.total,
            "unread": counts.unread,
            "starred": counts.starred,
            "later": counts.later,
        }
        saved = [
            Node("saved", one.name, one.query, self._saved_counts.get(one.name, 0), saved=one.id)
            for one in newsroom.saved()
        ]
        if saved:
            self._count_saved()
        screen.sources.show(
            build(by_name, saved, newsroom.folders(), feeds, self.folded), screen.lists.scope.query
        )
        screen.icons.show(feeds)
        screen.title_sources.show(note=number(len(feeds)) if feeds else "")
        parts = [
            ngettext("{count} unread", "{count} unread", counts.unread).format(count=number(counts.unread)),
            ngettext("{count} source", "{count} sources", len(feeds)).format(count=number(len(feeds))),
        ]
        latest = max((feed.succeeded_at or 0 for feed in feeds), default=0)
        failing = sum(feed.status in ("error", "gone") for feed in feeds)
        if latest:
            as_of = _("offline, as of {time}") if self._offline else _("as of {time}")
            parts.append(as_of.format(time=clock(latest)))
        screen.lanes.show_offline(self._offline)
        warning = retold(newsroom.limit_warning())
        if warning and warning != self._warned:
            screen.say(warning)
        self._warned = warning
        if warning:
            parts.insert(0, warning.partition(":")[0])
        if failing:
            parts.append(
                ngettext("{count} failing", "{count} failing", failing).format(count=number(failing))
            )
        screen.status.show_standing(" · ".join(parts) if feeds else _("No sources yet"))

    def _count_saved(self) -> None:
        """Count what is unread in saved searches, apart from the screen, and no longer than a tenth of the time."""
        if self._counting or self._counted == self._generation:
            return
        self._counting = True
        wait = max(_BETWEEN, self._count_again - monotonic())
        self._screen.set_timer(wait, lambda: self._screen.run_worker(self._count_apart(), group="saved"))

    async def _count_apart(self) -> None:
        started = monotonic()
        generation = self._generation
        try:
            counts = await asyncio.to_thread(self._screen.newsroom.count_saved_apart())
        except refusals():
            counts = self._saved_counts  # it is told elsewhere when the store cannot be read
        ended = monotonic()
        self._counted, self._counting = generation, False
        self._count_again = ended + 9 * (ended - started)
        if counts != self._saved_counts:
            self._saved_counts = counts
            self._screen.runner.guarded(self.read_counts)

    def fill_ticker(self) -> None:
        """The headlines for the ticker to choose from."""
        self._ticker_filled = monotonic()
        self._screen.lanes.fill()

    def hear(self, event: Event) -> None:
        """One thing the engine said."""
        from reader.engine import events as said

        screen = self._screen
        if screen.telex.caret.on and isinstance(event, (said.Progress, said.Changed, said.Finished)):
            return
        match event:
            case said.Progress():
                screen.show_busy(_far(event))
            case said.FeedDone(status="held", why=why) if self._awaited and why and not event.error:
                self._held = min((event.next_at, why), self._held or (event.next_at, why))
            case said.Done():
                self._done(event)
            case said.Added(error=str(error), page=True) if error:
                screen.say(retold(error))
                screen.feeds.watch(event.url)
            case said.Looked():
                screen.feeds.looked(event)
            case said.Added(error=str(error)) if error:
                screen.show_busy("")
                screen.say(retold(error), error=True)
            case said.Added():
                screen.show_busy("")
                told = _("{title} was here already.") if event.known else _("{title} was added.")
                screen.say(told.format(title=event.title))
                screen.sources_changed()
                screen.runner.run(f"go-feed {event.feed_id}")
            case said.Changed() | said.Finished():
                self.changed()
            case said.PackProgress():
                screen.offline.packed(event)
            case said.Followed():
                screen.trail.followed(event)
            case said.ImagesDrawn(width=width) if width == ICON:
                self.changed()
            case said.ImagesDrawn():
                screen.images.came(event)
            case said.ImagesDone():
                screen.images.done(event)
            case said.PageDone():
                screen.views.page_done(event)
            case said.Failed(text=text):
                self.expect_nothing()
                screen.show_busy("")
                screen.say(retold(text), error=True)
            case said.Note(text=text):
                screen.say(retold(text))
            case _:
                pass

    def _done(self, run: Done) -> None:
        screen = self._screen
        screen.show_busy("")
        self._offline = run.offline
        awaited = self._awaited
        self._awaited = max(0, awaited - run.pressed)
        self._came = self._came + run.new if awaited else run.new
        if run.pressed if awaited else run.failed:
            parts = [_new(self._came) if self._came else _("Nothing new")]
            if run.failed:
                parts.append(
                    ngettext(
                        "{count} could not be fetched", "{count} could not be fetched", run.failed
                    ).format(count=number(run.failed))
                )
            if run.held and self._held is not None:
                at, why = self._held
                held = (
                    ngettext(
                        "{count} not asked before {time}: {why}",
                        "{count} not asked before {time}: {why}",
                        run.held,
                    )
                    if at
                    else ngettext("{count} not asked: {why}", "{count} not asked: {why}", run.held)
                )
                parts.append(held.format(count=number(run.held), time=clock(at), why=retold(why)))
            screen.say(_("No network: what is stored can be read.") if run.offline else " · ".join(parts))
        self._ticker_filled = 0.0
        self.changed()

    def expect(self) -> None:
        """The person asked for a refresh and wants to hear how it went; what another run still brings till then counts too."""
        if not self._awaited:
            self._came = 0
        self._awaited += 1
        self._held = None

    def expect_nothing(self) -> None:
        """What was asked for will not come."""
        self._awaited = 0


def _new(count: int) -> str:
    return ngettext("{count} new", "{count} new", count).format(count=number(count))


def _far(run: Progress) -> str:
    """How far a run is: done, changed, failed, time left."""
    parts = [
        _("Fetching {done} of {total}").format(done=number(run.done), total=number(run.total)),
        ngettext("{count} changed", "{count} changed", run.changed).format(count=number(run.changed)),
        _new(run.new),
    ]
    if run.failed:
        parts.append(
            ngettext("{count} failed", "{count} failed", run.failed).format(count=number(run.failed))
        )
    if run.left:
        parts.append(_("{count} s left").format(count=f"{run.left:.0f}"))
    return " · ".join(parts)
