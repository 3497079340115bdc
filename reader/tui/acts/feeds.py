"""Sources: remove, rename, move, fetch, starter packs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from reader.limits import Limits, WrongLimits, read_limits
from reader.model import Act, Feed
from reader.tui.acts.base import Target
from reader.tui.ages import number
from reader.tui.failures import refusals_or_os, sentence
from reader.tui.menu import Item
from reader.words import _, ngettext, retold

if TYPE_CHECKING:
    from reader.engine.events import Looked
    from reader.model import PageWay


class Feeds(Target):
    """The commands of the group "sources". Work on the net is done by the engine; the screen only asks for it."""

    def watch(self, address: str = "") -> None:
        """See what watching a page for headlines would give, then choose; for a page that is watched, choose anew."""
        if address.strip():
            self.screen.run_worker(self._look(address.strip()), group="subscribe")
            return
        feed = self._feed()
        watched = feed is not None and bool(self.newsroom.feed_settings(feed.id).get("watch"))
        self.screen.dialogs.ask(
            _("Address of a page without a feed"),
            value=feed.url if feed is not None and watched else "",
            done=lambda text: self.watch(text) if text.strip() else None,
        )

    async def _look(self, address: str, way: str = "auto") -> None:
        from reader.fetch.logins import part

        self.screen.show_busy(_("Looking for headlines at {url}…").format(url=part(address).url))
        try:
            await self.newsroom.look(address, way)
        except refusals_or_os() as error:
            self.screen.show_busy("")
            self.screen.say(sentence(error), error=True)

    def looked(self, found: Looked) -> None:
        """What a page would yield was seen: the person chooses, or says no."""
        self.screen.show_busy("")
        if found.error or not any(way.count for way in found.ways):
            self.screen.say(retold(found.error) or _("No headlines were found on this page."), error=True)
            return
        self.screen.menus.ways(found, lambda way: self._choose_way(found, way))

    def _choose_way(self, found: Looked, way: str) -> None:
        from reader.tui.menus import SELECT, TICK

        if way == TICK:
            self._tick(found)
        elif way == SELECT:
            self._select(found.url)
        else:
            self.screen.run_worker(self.newsroom.watch(found.url, way), group="subscribe")

    def _tick(self, found: Looked) -> None:
        """The page's links, group by group: those that are ticked say which groups are headlines."""
        from reader.tui.screens.question import Question

        groups = [way for way in found.ways if way.count and '"group"' in way.watch]
        own = set(found.ways[0].headlines)
        items: list[Item] = []
        ticked: list[str] = []
        for place, way in enumerate(groups):
            more = way.count - len(way.headlines)
            head = _("Group {place}").format(place=place + 1)
            if more > 0:
                like = ngettext(
                    "Group {place}, {count} more like these", "Group {place}, {count} more like these", more
                )
                head = like.format(place=place + 1, count=number(more))
            items.append(Item(head, head=True))
            items += [Item(headline, str(place)) for headline in way.headlines]
            ticked += [str(place)] if own.intersection(way.headlines) else []
        question = Question(
            _("WATCH"),
            _("Which belong to the headlines? Those that stand on the page alike are ticked together."),
            items,
            ticked=ticked,
            keys=_("Space or a double click ticks · Enter watches · Esc leaves"),
            linear=self.screen.telex.caret.on,
            rtl=self.screen.headlines.rtl,
        )
        self.screen.app.push_screen(question, lambda answer: self._ticked(found.url, groups, answer))

    def _select(self, url: str) -> None:
        """CSS selectors, parted by “;”: looked at with what they find before anything is watched."""
        from reader.store.feedsettings import WATCH_PARTS

        def chosen(text: str) -> None:
            pairs = [part.partition("=") for part in text.split(";") if part.strip()]
            way = {name.strip(): value.strip() for name, _equals, value in pairs}
            if "item" not in way or not all(name in WATCH_PARTS and value for name, value in way.items()):
                self.screen.say(_("Write it as item=li.news; title=h3: “item” is needed."), error=True)
                return
            self.screen.run_worker(self._look(url, json.dumps(way, ensure_ascii=False)), group="subscribe")

        self.screen.dialogs.ask(
            _("CSS selectors (item=li.news; title=h3; link, author, time, image, text)"),
            value="item=",
            done=lambda text: chosen(text) if text.strip() else None,
        )

    def _ticked(self, url: str, groups: Sequence[PageWay], answer: tuple[str, ...] | None) -> None:
        places = sorted({int(one) for one in answer or ()})
        if places:
            paths = "\n".join(json.loads(groups[place].watch)["group"] for place in places)
            way = json.dumps({"group": paths}, ensure_ascii=False)
            self.screen.run_worker(self.newsroom.watch(url, way), group="subscribe")
        elif answer is not None:
            self.screen.say(_("Nothing was ticked: the page is not watched."))

    def _feed(self) -> Feed | None:
        wanted = self.screen.feed_id
        return next((feed for feed in self.newsroom.feeds() if feed.id == wanted), None)

    def remove(self) -> None:
        """Out of the lists, to be taken back as any step."""
        if self.screen.saved_id:
            self._did(self.newsroom.remove_saved(self.screen.saved_id))
            return
        feed = self._feed()
        if feed is not None:
            self.screen.did(self.newsroom.remove(feed.id))
            self.screen.sources_changed()

    def rename(self, name: str = "") -> None:
        """Another name for the source or saved search."""
        if self.screen.saved_id:
            self._rename_saved(self.screen.saved_id, name)
            return
        feed = self._feed()
        if feed is None:
            return
        if name.strip():
            self.screen.did(self.newsroom.rename(feed.id, name.strip()))
            self.screen.sources_changed()
        else:
            self.screen.dialogs.ask(
                _("Name"), value=feed.name, done=lambda text: self.rename(text) if text.strip() else None
            )

    def move(self, folder: str = "") -> None:
        """Into a folder; "/" parts nested ones, a lone "/" is outside of all. A saved search goes to a place, from 1 on."""
        if self.screen.saved_id:
            self._move_saved(self.screen.saved_id, folder)
            return
        feed = self._feed()
        if feed is None:
            return
        if folder:
            path = tuple(part.strip() for part in folder.split("/") if part.strip())
            self.screen.did(self.newsroom.move(feed.id, path))
            self.screen.sources_changed()
        else:
            self.screen.dialogs.ask(
                _("Folder"), value="/".join(feed.folder), done=lambda text: self.move(text or "/")
            )

    def _rename_saved(self, saved_id: int, name: str) -> None:
        if name.strip():
            self._did(self.newsroom.rename_saved(saved_id, name))
            return
        held = next((one.name for one in self.newsroom.saved() if one.id == saved_id), "")
        self.screen.dialogs.ask(
            _("Name"),
            value=held,
            done=lambda text: self._rename_saved(saved_id, text) if text.strip() else None,
        )

    def _move_saved(self, saved_id: int, place: str) -> None:
        if place.strip().isdecimal():
            self._did(self.newsroom.move_saved(saved_id, int(place)))
            return
        order = [one.id for one in self.newsroom.saved()]
        self.screen.dialogs.ask(
            _("Place, 1 to {total}").format(total=len(order)),
            value=str(order.index(saved_id) + 1) if saved_id in order else "",
            done=lambda text: self._move_saved(saved_id, text) if text.strip().isdecimal() else None,
        )

    def important(self) -> None:
        """Important, which is:important finds, or as the others."""
        feed = self._feed()
        if feed is not None:
            now = bool(self.newsroom.feed_settings(feed.id).get("important"))
            act = self.newsroom.set_feed(feed.id, important=None if now else True)
            self._did(
                act,
                (_("{name} is as the others now.") if now else _("{name} is important now.")).format(
                    name=feed.name
                ),
            )

    def pause(self) -> None:
        """Ask for the source no more, or go on."""
        feed = self._feed()
        if feed is not None:
            self._did(self.newsroom.pause(feed.id, not feed.paused))

    def keep(self, limits: str = "") -> None:
        """Limits of the source's own: days, entries, size; "all" for none but those of the settings."""
        feed = self._feed()
        if feed is None:
            return
        if not limits.strip():
            now = str(self.newsroom.feed_settings(feed.id).get("keep", "all"))
            self.screen.dialogs.ask(
                _("Keep (90d, 500, 20MB, all)"),
                value=now,
                done=lambda text: self.keep(text) if text.strip() else None,
            )
            return
        try:
            chosen = read_limits(limits)
        except WrongLimits as error:
            self.screen.say(retold(str(error)), error=True)
            return
        act = self.newsroom.set_feed(feed.id, keep=None if chosen == Limits() else str(chosen))
        self._did(act, _("{name} keeps {limits}.").format(name=feed.name, limits=chosen))

    def trim(self) -> None:
        """What is beyond a limit goes now; it cannot be taken back, so it is asked about."""
        ids, why = self.newsroom.beyond_limits()
        if not ids:
            self.screen.say(_("Nothing is beyond a limit."))
            return
        self.screen.menus.let_go(len(ids), why, lambda: self._gone(ids))

    def _gone(self, ids: list[int]) -> None:
        gone = self.newsroom.let_go(ids)
        self.screen.say(
            ngettext("{count} entry went.", "{count} entries went.", gone).format(count=number(gone))
        )
        self.screen.sources_changed()

    def _did(self, act: Act, said: str = "") -> None:
        self.screen.did(act, said)
        self.screen.sources_changed()

    def health(self) -> None:
        """All that is known of how the source of the cursor is doing."""
        from reader.store.health import details

        feed = self._feed()
        if feed is not None:
            self.screen.show_text("\n".join(map(retold, details(feed, self.newsroom.now()))))

    def refresh(self) -> None:
        """Fetch the source of the cursor."""
        feed = self._feed()
        if feed is not None:
            self.fetch((feed.id,))

    def fetch(self, feeds: tuple[int, ...]) -> None:
        """Fetch these sources."""
        self.screen.show_busy(_("Fetching…"))
        self.screen.run_worker(self._refresh(feeds), group="refresh")

    def refresh_all(self) -> None:
        """Fetch every source."""
        self.fetch(())

    async def _refresh(self, feeds: tuple[int, ...]) -> None:
        self.screen.live.expect()
        try:
            await self.newsroom.refresh(feeds, force=True)
        except refusals_or_os() as error:
            self.screen.live.expect_nothing()
            self.screen.say(sentence(error), error=True)

    def import_starters(self, names: Sequence[str]) -> None:
        """Packs that come with Telex, each into a folder of its title, in one step."""
        from reader.starters import load
        from reader.store.feeds import NewFeed

        wanted = [
            NewFeed(url=one.url, title=one.title, folder=(pack.title,), language=one.language)
            for pack in map(load, names)
            for one in pack.chosen
        ]
        if wanted:
            self.newsroom.import_feeds(wanted)
            self._imported()

    def _imported(self) -> None:
        self.screen.sources_changed()
        self.refresh_all()

    def starter(self) -> None:
        """Choose among the packs that come with Telex."""
        self.screen.menus.starters()
