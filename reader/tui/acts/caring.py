"""Care of sources: how all of them are, the next one in trouble, and on one screen what can be set and done for one."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from reader.model import Feed
from reader.text.dates import age
from reader.tui.acts.base import Target
from reader.tui.ages import a_week, number
from reader.tui.menu import Item
from reader.words import N_, _, ngettext, pgettext, retold

if TYPE_CHECKING:
    from reader.store.vital import Vital

_ORDER = ("suspect", "dead", "failing", "frozen", "stale", "quiet", "new", "paused", "well")
TROUBLE = frozenset(_ORDER[:5])
_INTERVALS = ("0", "1h", "3h", "6h", "12h", "1d", "2d", "7d")
_MOST_TEXT = 2_000  # characters of an article that is held back
_FEWER = (8, 5, 3, 2, 1)
"""Rows a day that a source is trimmed to, step by step."""
_ASKED = {
    "keep": N_("Keep (90d, 500, 20MB, all)"),
    "quota": N_("Rows a day in the fair river (1 to 999; auto)"),
    "language": N_("Language (fr, ar, en-gb; auto)"),
    "sections": N_("Sections that it stands in, too, parted by commas (off)"),
    "agent": N_("User-Agent that its server is told (off)"),
    "trust": N_("SHA-256 fingerprint of its certificate (off)"),
}


class Caring(Target):
    """The commands "sources", "settings", "next-error", and what one key does to a source."""

    def sources(self) -> None:
        """How every source is, those in trouble first; choosing one shows what can be done."""
        screen, newsroom = self.screen, self.newsroom
        now, vitals = newsroom.now(), newsroom.vitals()
        known = [feed for feed in newsroom.feeds() if feed.id in vitals]
        feeds = sorted(known, key=lambda feed: _ORDER.index(vitals[feed.id].state))
        items = [
            Item(
                feed.name,
                str(feed.id),
                _detail(feed, vitals[feed.id], now),
                pgettext("source", vitals[feed.id].state),
            )
            for feed in feeds
        ] or [Item(_("There are no sources yet."), head=True)]
        screen.dialogs.choose(
            _("Sources"),
            items,
            _("Type to search, Enter shows what can be done"),
            lambda value: self.show(int(value)),
            tall=True,
        )

    def next_error(self) -> None:
        """Show the next source in trouble, round and round."""
        vitals = self.newsroom.vitals()
        troubled = {feed_id for feed_id, vital in vitals.items() if vital.state in TROUBLE}
        wrong = [feed for feed in self.newsroom.feeds() if feed.id in troubled]
        if not wrong:
            self.screen.say(_("No source is in trouble."))
            return
        ids = [feed.id for feed in wrong]
        held = self.screen.feed_id
        place = (ids.index(held) + 1) % len(ids) if held in ids else 0
        feed = wrong[place]
        self.screen.runner.run(f"go-feed {feed.id}")
        state = vitals[feed.id].state
        self.screen.say(
            _("{name}: {why} ({place} of {total})").format(
                name=feed.name,
                why=retold(feed.error) or pgettext("source", state),
                place=place + 1,
                total=len(wrong),
            ),
            error=True,
        )

    def fewer(self) -> None:
        """Trim the source: fewer rows a day in the fair river, the others behind one."""
        from reader.store.river import CAP

        feed = self._of(0)
        if feed is None:
            return
        kept = self.newsroom.feed_settings(feed.id).get("quota")
        rows = next((some for some in _FEWER if some < (kept or CAP)), 0)
        if not rows:
            self.screen.say(_("{name} has one row a day in the river already.").format(name=feed.name))
            return
        vital = self.newsroom.vitals(feed.id)[feed.id]
        act = self.newsroom.set_feed(feed.id, quota=rows)
        told = ngettext(
            "{name}: {count} a day in the river from now on ({read} of {total} read).",
            "{name}: {count} a day in the river from now on ({read} of {total} read).",
            rows,
        )
        self._did(
            act,
            told.format(name=feed.name, count=rows, read=number(vital.read), total=number(vital.delivered)),
        )

    def slower(self) -> None:
        """Ask for the source half as often."""
        from reader.store import feedsettings

        feed = self._of(0)
        if feed is None:
            return
        waits = [feedsettings.read("interval", text) or 0 for text in _INTERVALS]
        wait = next((one for one in waits if one > max(feed.interval, waits[1])), 0)
        if not wait:
            self.screen.say(
                _("{name} is asked once in {time} already.").format(name=feed.name, time=_INTERVALS[-1])
            )
            return
        act = self.newsroom.set_feed(feed.id, interval=wait)
        self._did(
            act,
            _("{name} is asked every {time} at most from now on.").format(
                name=feed.name, time=feedsettings.shown("interval", wait)
            ),
        )

    def settings(self) -> None:
        """All that is known of the source of the cursor, what can be set and what can be done; or of the section."""
        node = self.screen.sources.node if self.screen.pane == "sources" else None
        if node is not None and node.kind == "folder":
            self.show_section(node.path)
        elif self.screen.feed_id:
            self.show(0)
        else:
            self.screen.say(_("No source or section is chosen here."))

    def show_section(self, path: tuple[str, ...]) -> None:
        """What can be set for a section and with that for all of its sources."""
        from reader.store import feedsettings, sections

        kept = self.newsroom.section_settings(path)
        known = {"order": sections.ORDER, **{one: feedsettings.SETTINGS[one] for one in sections.FOR_SOURCES}}
        items = [
            Item(
                f"{name.capitalize()}: {feedsettings.shown(name, kept[name]) if kept.get(name) else '–'}",
                name,
                _(setting.what),
            )
            for name, setting in known.items()
        ]
        self.screen.dialogs.choose(
            _("Section {name}").format(name=" / ".join(path)),
            [Item(_("For all sources in it; what is set of one itself goes before"), head=True), *items],
            _("Enter changes it"),
            lambda name: self._set_of_section(path, name),
            tall=True,
        )

    def _set_of_section(self, path: tuple[str, ...], name: str) -> None:
        from reader.store import feedsettings, sections

        def given(text: str) -> None:
            try:
                value = sections.read(name, text)
            except feedsettings.WrongSetting as error:
                self.screen.say(retold(str(error)), error=True)
                return
            self._did(self.newsroom.set_section(path, **{name: value}))

        self._ask_value(name, self.newsroom.section_settings(path), given)

    def show(self, feed_id: int) -> None:
        """The same for one source; 0 is that of the cursor."""
        from reader.store import feedsettings
        from reader.store.health import details
        from reader.store.vital import WORDS

        feed = self._of(feed_id)
        if feed is None:
            return
        newsroom, now = self.newsroom, self.newsroom.now()
        vital, kept = newsroom.vitals(feed.id)[feed.id], newsroom.feed_settings(feed.id)
        facts = (
            *(retold(line) for line in details(feed, now)[1:]),
            _("{state}; {facts}").format(state=_(WORDS[vital.state]), facts=_detail(feed, vital, now)),
        )
        items = [Item("", detail=line, head=True) for line in facts]
        items.append(Item("", head=True))
        waiting = len(newsroom.held(feed.id))
        if waiting:
            look = ngettext(
                "Look at the {count} article that is held back…",
                "Look at the {count} articles that are held back…",
                waiting,
            )
            items.append(Item(look.format(count=number(waiting)), "held"))
            items.append(Item(_("Drop what is held back"), "drop", _("the same is not held back again")))
        if waiting or feed.status == "suspect":
            items.append(
                Item(_("Let in what it brings now"), "accept", _("what is held back, and what comes"))
            )
        items += [
            Item(_("Go on fetching it") if feed.paused else _("Pause"), "pause"),
            Item(_("Look for its feed again"), "repair", _("history and marks are kept")),
            Item(_("Fetch it now"), "refresh"),
            Item(_("Another name…"), "rename"),
            Item(_("Another section…"), "move", " / ".join(feed.folder)),
        ]
        items += [
            Item(
                name.capitalize(),
                f"set {name}",
                _(setting.what),
                feedsettings.shown(name, kept[name]) if kept.get(name) else "",
            )
            for name, setting in feedsettings.SETTINGS.items()
        ]
        items.append(Item(_("Unsubscribe"), "remove", _("its articles and marks come back with undo")))
        self.screen.dialogs.choose(
            feed.name, items, _("Enter does it"), lambda value: self._do(feed, value), tall=True
        )

    def _of(self, feed_id: int) -> Feed | None:
        wanted = feed_id or self.screen.feed_id
        return next((feed for feed in self.newsroom.feeds() if feed.id == wanted), None)

    def _do(self, feed: Feed, value: str) -> None:
        newsroom, ask = self.newsroom, self.screen.dialogs.ask
        if value.startswith("set "):
            self._set(feed, value[4:])
        elif value == "pause":
            self._did(newsroom.pause(feed.id, not feed.paused))
        elif value == "remove":
            self._did(newsroom.remove(feed.id))
        elif value == "accept":
            self._did(newsroom.accept(feed.id))
            self.screen.feeds.fetch((feed.id,))
        elif value == "drop":
            self._did(newsroom.drop_held(feed.id))
        elif value == "held":
            self._look_at_held(feed)
        elif value == "refresh":
            self.screen.feeds.fetch((feed.id,))
        elif value == "rename":
            ask(_("Name"), value=feed.name, done=lambda text: self._rename(feed, text))
        elif value == "move":
            ask(
                _("Section, “A / B”"), value=" / ".join(feed.folder), done=lambda text: self._move(feed, text)
            )
        else:
            self.screen.show_busy(_("Looking for {name}…").format(name=feed.name))
            self.screen.run_worker(self._repair(feed), group="repair")

    def _look_at_held(self, feed: Feed) -> None:
        """The articles that are held back, one of them whole on Enter."""
        from reader.store.held import text_of
        from reader.text.clean import guard

        waiting = self.newsroom.held(feed.id)
        items = [
            Item(guard(one.title) or _("(no title)"), str(place), guard(one.link))
            for place, one in enumerate(waiting)
        ]

        def whole(value: str) -> None:
            one = waiting[int(value)]
            self.screen.show_text(f"{one.title}\n{one.link}\n\n{text_of(one)[:_MOST_TEXT]}")

        self.screen.dialogs.choose(
            _("Held back of {name}").format(name=feed.name),
            items,
            _("Enter shows its text; nothing is let in yet"),
            whole,
            tall=True,
        )

    def _rename(self, feed: Feed, name: str) -> None:
        if name.strip():
            self._did(self.newsroom.rename(feed.id, name.strip()))

    def _move(self, feed: Feed, text: str) -> None:
        self._did(
            self.newsroom.move(feed.id, tuple(part.strip() for part in text.split("/") if part.strip()))
        )

    def _set(self, feed: Feed, name: str) -> None:
        """Change one setting of a source."""
        if name == "watch":
            self.screen.feeds.watch(feed.url)
        else:
            kept = self.newsroom.feed_settings(feed.id)
            self._ask_value(name, kept, lambda text: self._given(feed, name, text))

    def _ask_value(self, name: str, kept: dict[str, Any], given: Callable[[str], None]) -> None:
        """Turn a switch, choose among words, or ask for a line."""
        from reader.store import feedsettings, sections, wishes

        what = sections.ORDER if name == "order" else feedsettings.SETTINGS[name]
        choices = {
            "order": ("auto", *sections.ORDERS),
            "interval": _INTERVALS,
            "view": ("auto", *feedsettings.VIEWS),
            "direction": ("auto", *wishes.DIRECTIONS),
        }
        if name in choices:
            items = [
                Item(f"{one}" if one != "0" else _("as its publisher says"), one) for one in choices[name]
            ]
            self.screen.dialogs.choose(_(what.what).capitalize(), items, "", given)
        elif name in _ASKED:
            now = feedsettings.shown(name, kept[name]) if kept.get(name) else ""
            self.screen.dialogs.ask(_(_ASKED[name]), value=now, done=given)
        else:
            given("off" if kept.get(name) else "on")

    def _given(self, feed: Feed, name: str, text: str) -> None:
        from reader.store import feedsettings

        try:
            value = feedsettings.read(name, text)
        except feedsettings.WrongSetting as error:
            self.screen.say(retold(str(error)), error=True)
            return
        self._did(self.newsroom.set_feed(feed.id, **{name: value}))

    def _did(self, act: Any, said: str = "") -> None:
        self.screen.did(act, said)
        self.screen.sources_changed()

    def repair(self) -> None:
        """Look for the feed of the source again, where its site is."""
        feed = self._of(0)
        if feed is not None:
            self._do(feed, "repair")

    async def _repair(self, feed: Feed) -> None:
        try:
            out = (await self.newsroom.apart("sources", "--repair", str(feed.id), "--json"))[1]
            found = json.loads(out)
        except (OSError, ValueError):
            found = {"candidates": [], "error": _("The search did not end well; try again.")}
        self.screen.show_busy("")
        if not found["candidates"]:
            self.screen.say(retold(found["error"]) or _("No other feed was found."), error=True)
            return
        items = [
            Item(
                one["title"] or one["url"],
                one["url"],
                ngettext("{url}, {count} entry", "{url}, {count} entries", one["entries"]).format(
                    url=one["url"], count=number(one["entries"])
                ),
            )
            for one in found["candidates"]
        ]
        self.screen.dialogs.choose(
            _("Where shall {name} be asked?").format(name=feed.name),
            items,
            _("Nothing is changed yet; history and marks stay"),
            lambda url: self._readdress(feed, url),
        )

    def _readdress(self, feed: Feed, url: str) -> None:
        self._did(self.newsroom.readdress(feed.id, url))
        self.screen.feeds.fetch((feed.id,))


def _detail(feed: Feed, vital: Vital, now: int) -> str:
    """What a row says: newest entry, volume, share read, what is wrong."""
    parts = (
        [_("newest {age}").format(age=age(max(now - vital.newest, 0)))] if vital.newest is not None else []
    )
    parts.append(a_week(vital.week))
    if vital.delivered:
        parts.append(
            _("{count} of {total} read").format(count=number(vital.read), total=number(vital.delivered))
        )
    if vital.moved:
        parts.append(_("moving to {address}").format(address=vital.moved))
    facts = _(", ").join(parts)
    return _("{facts}. {why}").format(facts=facts, why=retold(feed.error)) if feed.error else facts
