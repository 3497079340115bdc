"""The menus over the main screen: palette, help, log, themes, keys, starter packs, made from the table and the store."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from reader.text.clean import guard
from reader.text.dates import age
from reader.tui.ages import number
from reader.tui.commands import by_group
from reader.tui.keymap import PRESETS, load_preset
from reader.tui.menu import Item
from reader.tui.picks import Picks
from reader.words import N_, _, ngettext, pgettext, retold

if TYPE_CHECKING:
    from reader.engine.events import Looked
    from reader.model import Act
    from reader.store.rules import Rule
    from reader.store.windows import View

_HERE = {
    "sources": N_("Here, in the sources"),
    "headlines": N_("Here, in the headlines"),
    "article": N_("Here, in the article"),
    "ticker": N_("Here, in the ticker"),
}
_PANE_WORDS = {
    "sources": (
        "next",
        "prev",
        "open",
        "read-on",
        "add",
        "refresh",
        "rename",
        "move",
        "remove",
        "pane-right",
    ),
    "headlines": (
        "next",
        "prev",
        "open",
        "read-on",
        "next-unread",
        "read-toggle",
        "star",
        "later",
        "search",
        "undo",
    ),
    "article": ("next", "read-on", "next-story", "prev-story", "next-heading", "open-outside", "zen", "back"),
    "ticker": (
        "pane-left",
        "pane-right",
        "open",
        "read-toggle",
        "star",
        "open-outside",
        "ticker-hide",
        "ticker-pause",
        "ticker-lane",
        "ticker-row",
        "ticker-mode",
        "ticker-faster",
        "ticker-slower",
        "ticker-stride",
        "back",
    ),
}


_HOUR = 3_600
"""Seconds: a week that has just begun is seven days, not six."""

_STEPS = 500
"""Steps that are listed."""

_TRIED = 8
"""Headlines that a trial of a rule shows."""

_TRIED_OF_WAY = 4
_WAYS = {"auto": N_("What Telex finds by itself")}
SELECT = "select"
"""The way to watch a page by CSS selectors that are typed."""
TICK = "tick"
"""The way to watch a page by headlines that are ticked."""
"""The same of one way to watch a page."""


def _state(rule: Rule, now: int) -> str:
    if not rule.active:
        return _("off")
    if rule.until is None:
        return _("on")
    return _("{age} left").format(age=age(rule.until - now + _HOUR)) if rule.stands(now) else _("ended")


class Menus(Picks):
    """Each method opens one menu and does what was chosen."""

    def palette(self) -> None:
        """What makes sense now; sources, saved searches, tags and what a search can say among it."""
        from reader.store.query.help import ROWS

        screen = self._screen
        state = screen.runner.state()
        groups = dict(by_group())
        moves = groups.pop("move")
        commands = [command for some in groups.values() for command in some] + moves
        items = [
            self._item(command.name)
            for command in commands
            if command.valid(state) and command.name not in ("palette", "command")
        ]
        items += [Item(feed.name, f"go-feed {feed.id}", _("Source")) for feed in screen.newsroom.feeds()]
        items += [
            Item(one.name, f"go-saved {one.name}", _("Saved search")) for one in screen.newsroom.saved()
        ]
        items += [Item(guard(name), f"go-tag {name}", _("Tag")) for name, _total in screen.newsroom.tags()]
        items += [Item(row.short, "query-help", _(row.finds).replace("`", "")) for row in ROWS]
        screen.dialogs.choose(_("Commands"), items, _("What would you like to do?"), screen.runner.run)

    def help(self) -> None:
        """All commands with their keys, those of the focused pane first; choosing one does it."""
        pane = self._screen.pane
        items = [Item(_(_HERE[pane]), head=True)]
        items += [self._item(name) for name in _PANE_WORDS[pane]]
        for group, commands in by_group():
            items += [Item("", head=True), Item(pgettext("group", group.capitalize()), head=True)]
            items += [self._item(command.name) for command in commands]
        self._screen.dialogs.choose(
            _("Help"),
            items,
            _("Type to search, Enter does it, Esc goes back"),
            self._screen.runner.run,
            tall=True,
        )

    def log(self) -> None:
        """What was said, newest first."""
        said = self._screen.said
        items = [Item(text, "", when) for when, text in reversed(said)] or [
            Item(_("Nothing was said yet."), head=True)
        ]
        self._screen.dialogs.choose(_("Log"), items, _("Esc goes back"), lambda _: None, tall=True)

    def query_help(self) -> None:
        """What a query can say; choosing a row searches with its example."""
        from reader.store.query.help import ROWS

        items = [Item(row.short, row.example, _(row.finds).replace("`", "")) for row in ROWS]
        screen = self._screen
        screen.dialogs.choose(
            _("What a search can say"),
            items,
            _("Enter searches with the example"),
            screen.searches.search,
            tall=True,
        )

    def orders(self) -> None:
        """The orders of a list."""
        titles = {
            "date": _("Newest first"), "-date": _("Oldest first"), "seen": _("Last come first"), "feed": _("By source"),
            "title": _("By headline"), "length": _("Longest first"), "-length": _("Shortest first"), "story": _("Most told first"),
            "river": _("The fair river: sources take turns"),
        }  # fmt: skip
        items = [Item(title, name, f"sort:{name}") for name, title in titles.items()]
        self._screen.dialogs.choose(_("Order"), items, _("Type to search"), self._screen.searches.sort)

    def steps(self) -> None:
        """What was done, newest first; choosing one takes it back."""
        screen = self._screen
        now, acts = screen.newsroom.now(), screen.newsroom.steps(_STEPS)
        wide = max((len(number(act.count)) for act in acts), default=0)
        items = [
            Item(
                f"({retold(act.text)})" if act.undone else retold(act.text),
                str(act.id),
                _("taken back") if act.undone else "",
                f"{number(act.count):>{wide}}  {age(now - act.at):>4}",
            )
            for act in acts
        ] or [Item(_("Nothing was done in the last 30 days."), head=True)]
        screen.dialogs.choose(
            _("Steps"),
            items,
            _("Type to search, Enter takes back, Esc goes back"),
            screen.steps.choose,
            tall=True,
        )

    def take_back(self, act: Act, later: int, built: int) -> None:
        """Whether just one step goes, or those after it too; only what is safe can be chosen."""
        items = [
            Item(
                ngettext("This and the one after it", "This and the {count} after it", later).format(
                    count=later
                ),
                f"since {act.id}",
            )
        ]
        if not built:
            items.insert(0, Item(_("Just this one"), f"alone {act.id}", _("nothing later changed the same")))
        else:
            items.append(
                Item(
                    ngettext(
                        "It cannot go alone: a later step changed the same.",
                        "It cannot go alone: {count} later steps changed the same.",
                        built,
                    ).format(count=built),
                    head=True,
                )
            )
        self._screen.dialogs.choose(
            _("Take back: {what}").format(what=retold(act.text)), items, "", self._screen.steps.take_back
        )

    def rules(self) -> None:
        """The rules, and what one can do with them."""
        screen, now = self._screen, self._screen.newsroom.now()
        items = [
            Item(_("New rule…"), "add", _("for new entries that match")),
            Item(_("Mute…"), "mute", _("hide what matches")),
        ]
        rules = screen.newsroom.rules()
        items += [Item("", head=True)] if rules else []
        items += [
            Item(rule.name, f"rule {rule.id}", f"{', '.join(rule.acts)}: {rule.query}", _state(rule, now))
            for rule in rules
        ]

        def chosen(value: str) -> None:
            if value == "add":
                screen.ruling.add()
            elif value == "mute":
                screen.ruling.mute()
            else:
                screen.ruling.change(value)

        screen.dialogs.choose(_("Rules"), items, _("Type to search"), chosen, start="add")

    def rule(self, rule: Rule) -> None:
        """What can be done with one rule."""
        on = rule.stands(self._screen.newsroom.now())
        items = [
            Item(_("Switch it off") if on else _("Switch it on"), f"{'off' if on else 'on'} {rule.id}"),
            Item(_("Show what it finds now"), f"try {rule.id}", rule.query),
            Item(_("Do it to all that is stored"), f"run {rule.id}", ", ".join(rule.acts)),
            Item(_("Another query…"), f"query {rule.id}"),
            Item(_("Another name…"), f"name {rule.id}"),
            Item(_("Remove it"), f"remove {rule.id}"),
        ]
        self._screen.dialogs.choose(rule.name, items, "", self._screen.ruling.change)

    def rule_acts(self, done: Callable[[str], object]) -> None:
        """What a rule can do."""
        items = [
            Item(_("Mark as read"), "read"),
            Item(_("Star"), "star"),
            Item(_("Keep for later"), "later"),
            Item(_("Hide"), "hide"),
            Item(_("Say that it came"), "notify"),
            Item(_("Tag…"), "tag:"),
        ]
        self._screen.dialogs.choose(_("What is done with it"), items, _("Type to search"), done)

    def tried(self, rule: Rule, view: View) -> None:
        """What a new rule would have found; then whether it is switched on."""
        items = [
            Item(_("Switch it on for what comes"), f"on {rule.id}"),
            Item(_("Switch it on, and do it to these too"), f"both {rule.id}"),
            Item(_("Leave it off"), f"leave {rule.id}", _("“rules” lists it")),
            Item("", head=True),
            *(Item(one.title, head=True) for one in view.rows(0, _TRIED)),
        ]
        total = number(self._screen.newsroom.counts().total)
        self._screen.dialogs.choose(
            _("“{name}” would have found {count} of {total}").format(
                name=rule.name, count=number(view.count), total=total
            ),
            items,
            "",
            self._screen.ruling.change,
        )

    def spans(self, title: str, spans: Iterable[tuple[str, int]], done: Callable[[str], object]) -> None:
        """For how long."""
        self._screen.dialogs.choose(
            title, [Item(_(name), str(seconds)) for name, seconds in spans], _("For how long?"), done
        )

    def let_go(self, count: int, why: str, done: Callable[[], object]) -> None:
        """Ask before entries go for good."""
        items = [
            Item(_("Keep them"), "no"),
            Item(
                ngettext("Let {count} entry go for good", "Let {count} entries go for good", count).format(
                    count=number(count)
                ),
                "yes",
                retold(why),
            ),
        ]
        self._screen.dialogs.choose(
            ngettext("{count} entry is beyond a limit", "{count} entries are beyond a limit", count).format(
                count=number(count)
            ),
            items,
            "",
            lambda value: done() if value == "yes" else None,
        )

    def themes(self) -> None:
        """The themes, each shown on the screen beneath while the cursor is on it."""
        screen = self._screen
        before = screen.app.theme
        items = [Item(_(title), name, name) for name, title in screen.telex.theme_titles()]
        screen.dialogs.choose(
            _("Colours"),
            items,
            _("Type to search"),
            screen.telex.use_theme,
            start=before,
            preview=screen.telex.preview_theme,
            left=lambda: screen.telex.preview_theme(before),
        )

    def keys(self) -> None:
        """The sets of keys."""
        items = [Item(_(load_preset(name).title), name) for name in PRESETS]
        self._screen.dialogs.choose(
            _("Keys"), items, _("Whose keys do your fingers know?"), self._screen.telex.use_keys
        )

    def starters(self) -> None:
        """The packs that come with Telex; the chosen one is subscribed to and fetched."""
        from reader.starters import NAMES, load

        packs = [load(name) for name in NAMES]
        items = [
            Item(pack.title, pack.name, ", ".join(feed.title for feed in pack.chosen), str(len(pack.chosen)))
            for pack in packs
        ]
        screen = self._screen
        screen.dialogs.choose(
            _("Starter packs"),
            items,
            _("Nothing is fetched before you choose"),
            lambda name: screen.feeds.import_starters([name]),
        )

    def ways(self, found: Looked, done: Callable[[str], object]) -> None:
        """The ways to watch a page, each with its first headlines."""
        items: list[Item] = []
        for place, way in enumerate(way for way in found.ways if way.count):
            group = _("Group {place} of the page's links").format(place=place)
            own = _(_WAYS[way.watch]) if way.watch in _WAYS else _("What your selectors find")
            counted = ngettext("{count} headline", "{count} headlines", way.count)
            title = own if '"group"' not in way.watch else group
            items.append(Item(title, way.watch, "", counted.format(count=number(way.count))))
            items += [Item(f"  {headline}", head=True) for headline in way.headlines[:_TRIED_OF_WAY]]
        items += [Item(_("CSS selectors…"), SELECT, "item=li.news; title=h3")]
        items += [Item(_("Tick the headlines that belong…"), TICK, "", _("of all links"))]
        title = _("{page} has no feed: which are its headlines?").format(page=found.title or found.url)
        self._screen.dialogs.choose(
            title,
            items,
            _("Enter watches the page for them, Esc leaves it"),
            done,
            tall=True,
            start=found.ways[0].watch,
        )

    def lanes(self, chosen: Callable[[str], None]) -> None:
        """What a row of the ticker can show; `chosen` gets its name."""
        screen = self._screen
        shown = {name.casefold() for name in screen.lanes.names}
        own = screen.newsroom.settings.ticker.query
        items = [Item(_("Unread"), "unread", own, _("shown") if "" in shown else "")]
        items += [
            Item(one.name, one.name, one.query, _("shown") if one.name.casefold() in shown else "")
            for one in screen.newsroom.saved()
        ]
        items += [
            Item(" / ".join(folder.path), f"folder:{folder.id}", _("Section"))
            for folder in screen.newsroom.folders()
        ]
        screen.dialogs.choose(_("Ticker"), items, _("Which headlines?"), chosen)
