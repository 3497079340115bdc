"""Searching as one types, the order of what was found, and searches that are kept as feeds of their own."""

from __future__ import annotations

import re
from dataclasses import replace

from reader.tui.acts.base import Target
from reader.tui.ages import number
from reader.tui.completing import arguments
from reader.tui.failures import refusals, sentence
from reader.tui.scope import Scope
from reader.words import _, ngettext, retold

_TYPING_PAUSE = 0.09
"""Seconds without a key before a search runs; the next key cancels one that has not begun."""

_OPEN_WORD = re.compile(r"(?:^|\s)[^\s\":()/*|]{3,}$")
"""What may be the beginning of a longer word. Fewer letters begin so many that search would not keep up with the keys."""
_HAS_ORDER = re.compile(r"(?:^|\s)sort:", re.IGNORECASE)
_BEST = " sort:rank"


class Searches(Target):
    """The commands of the group "find" that have to do with queries."""

    best = False
    """Whether the best hits stand first in searches, not the newest."""
    _last = ""

    def search(self, query: str = "") -> None:
        """Ask for a query and show what it finds, key by key."""
        if query:
            self._done(query)
            return
        screen = self.screen
        scope = screen.lists.scope
        screen.dialogs.ask(
            _("Search"),
            value=scope.title if scope.searched and scope.base is None else "",
            done=self._done,
            changed=self._typed,
            pause=_TYPING_PAUSE,
            left=screen.lists.leave_search,
            complete=lambda text: arguments(screen, "query", text),
            keys={
                "ctrl+o": ("Ctrl-O", _("newest or best first"), self._turn, False),
                "ctrl+s": ("Ctrl-S", _("save as a feed"), self._save_typed, True),
                "f1": ("F1", _("what one can write"), self._help, True),
            },
        )

    def _typed(self, text: str) -> None:
        if not text.strip():
            self.screen.lists.leave_search()
            self.screen.dialogs.show_mistake(0, "")
            self.screen.dialogs.show_note("")
        else:
            self._show(text + "*" if _OPEN_WORD.search(text) else text, text)

    def _done(self, text: str) -> None:
        if not text.strip():
            self.screen.lists.leave_search()
        elif self._show(text, text) and not self.screen.headlines.row_count:
            self._typed(text)

    def filter(self, query: str = "") -> None:
        """Ask for a query and show what it finds within this list, key by key."""
        if query:
            self._show(query, query, within=True)
            return
        screen = self.screen
        scope = screen.lists.scope
        screen.dialogs.ask(
            _("Filter"),
            value=scope.part if scope.searched else "",
            done=lambda text: self._narrowed(text, text),
            complete=lambda text: arguments(screen, "query", text),
            keys={"f1": ("F1", _("what one can write"), lambda text: screen.menus.query_help(), True)},
            changed=lambda text: self._narrowed(text + "*" if _OPEN_WORD.search(text) else text, text),
            pause=_TYPING_PAUSE,
            left=screen.lists.leave_search,
        )

    def _narrowed(self, query: str, typed: str) -> None:
        if typed.strip():
            self._show(query, typed, within=True)
        else:
            self.screen.lists.leave_search()

    def again(self) -> None:
        """What was searched for last."""
        if self._last:
            self._show(self._last, self._last)
        else:
            self.screen.say(_("Nothing was searched for yet."))

    def _show(self, query: str, typed: str, *, within: bool = False) -> bool:
        """Show what `query` finds; false where it cannot be understood, which is said where it is typed."""
        from reader.store.query.syntax import QueryError

        screen = self.screen
        best = self.best and not within and not _HAS_ORDER.search(typed)
        try:
            if within:
                screen.lists.narrow(typed, query, searched=True)
            else:
                screen.lists.open(Scope(query + _BEST if best else query, typed, searched=True, best=best))
                self._last = typed
        except QueryError as error:
            if screen.dialogs.typing:
                screen.dialogs.show_mistake(error.column, retold(error.sentence))
            else:
                screen.say(retold(sentence(error)), error=True)
            return False
        except refusals() as error:
            screen.say(sentence(error), error=True)
            return False
        screen.dialogs.show_mistake(0, "")
        found = screen.headlines.row_count
        view = screen.headlines.view
        more = "+" if view is not None and not view.whole else ""
        if not found:
            screen.dialogs.show_note(
                _("Nothing was found") if not more else _("{count} found").format(count=f"0{more}")
            )
            screen.lists.say(_("Nothing was found; Esc goes back"))
            return True
        counted = f"{number(found)}{more}"
        ordered = _("{count} found, best first") if best else _("{count} found, newest first")
        screen.dialogs.show_note(ordered.format(count=counted))
        screen.lists.say(ngettext("{count} found", "{count} found", found).format(count=counted))
        return True

    def _turn(self, typed: str) -> None:
        self.best = not self.best
        self._typed(typed)

    def _help(self, typed: str) -> None:
        self._done(typed)
        self.screen.menus.query_help()

    # Order

    def sort(self, order: str = "") -> None:
        """Newest or best hits first in a search; any list by a name of an order."""
        from reader.store.query import parse, render
        from reader.store.query.syntax import ORDERS

        screen, scope = self.screen, self.screen.lists.scope
        if not order and scope.searched and scope.base is None:
            self.best = not self.best
            self._done(scope.title)
            return
        if not order:
            screen.menus.orders()
            return
        name = order.removeprefix("-")
        if name not in ORDERS:
            screen.say(
                _("A list is ordered by {orders}; with “-” before it, the other way round.").format(
                    orders=", ".join(ORDERS)
                ),
                error=True,
            )
            return
        tree = replace(parse(scope.query), order=name, reverse=order.startswith("-"))
        screen.lists.open(scope._replace(query=render(tree), at=None, best=name == "rank"))
        screen.say(
            _("In order of {order}; {key} goes back").format(order=order, key=screen.runner.key_of("back"))
        )

    def turn_round(self) -> None:
        """The order of this list the other way round."""
        from reader.store.query import parse

        held = parse(self.screen.lists.scope.query)
        self.sort(f"{'' if held.reverse else '-'}{held.order or 'date'}")

    def river(self) -> None:
        """The list in the order of the fair river; from the list of one source, that of all."""
        if self.screen.lists.scope.feed:
            self.screen.lists.open(Scope("sort:river", _("River")))
        else:
            self.sort("river")

    # Kept searches

    def save(self, name: str = "") -> None:
        """Keep what the list shows as a feed of its own."""
        screen, scope = self.screen, self.screen.lists.scope
        query = scope.title if scope.searched else scope.query
        if not query:
            screen.say(_("This list is everything; search first, then save."))
            return
        if not name.strip():
            screen.dialogs.ask(
                _("Save as"), value=scope.title, done=lambda text: self.save(text) if text.strip() else None
            )
            return
        screen.did(self.newsroom.save_query(name.strip(), query))
        screen.sources_changed()
        kept = [one.name for one in self.newsroom.saved()]
        place = kept.index(" ".join(name.split())) + 1 if " ".join(name.split()) in kept else 0
        key = screen.runner.key_of(f"go-saved {place}")
        if place and not key.startswith(":"):
            screen.say(
                _("Saved as “{name}”, on {key}").format(name=name.strip(), key=key),
                tail=_("{key} undo").format(key=screen.runner.key_of("undo")),
            )

    def _save_typed(self, typed: str) -> None:
        if typed.strip() and self._show(typed, typed):
            self.save()

    def saved(self, which: str) -> None:
        """A saved search, by its name or its place from 1 on."""
        if which.isdecimal() and int(which) > len(self.newsroom.saved()):
            self.screen.say(_("There is no saved query {which}.").format(which=which))
            return
        found = self.newsroom.find_saved(which)
        self.screen.lists.open(Scope(found.query, found.name, saved=found.name))

    def query_help(self) -> None:
        """What a query can say."""
        self.screen.menus.query_help()
