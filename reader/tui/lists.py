"""What the list of headlines shows, and the way back to what it showed before."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from reader.tui.ages import number
from reader.tui.failures import refusals, sentence
from reader.tui.scope import HOME, Scope
from reader.words import _, retold

if TYPE_CHECKING:
    from reader.model import Headline
    from reader.store.query import Query
    from reader.store.windows import View
    from reader.tui.screens.main import MainScreen

_KEPT = 20


class Lists:
    """Opens scopes in the list and remembers those before."""

    def __init__(self, screen: MainScreen) -> None:
        self._screen = screen
        self._before: list[Scope] = []
        self._said = ""
        self.scope = HOME
        self.folding = screen.newsroom.settings.stories.fold

    def open(self, scope: Scope) -> None:
        """Show `scope`. A store or query that refuses raises, and the list stays as it is."""
        screen = self._screen
        view = self._view(scope)
        if scope.query != self.scope.query and not (
            scope.searched and self.scope.searched and scope.base == self.scope.base
        ):
            self._before = [*self._before[1 - _KEPT :], self._here()]
        self.scope = scope
        screen.headlines.show(view, at=scope.at)
        self._shown()

    def open_digest(self, row: Headline) -> None:
        """Show all that the source of `row` has, from where the river left off."""
        feed = self._screen.newsroom.feed(row.feed_id)
        self.open(Scope(f"feed:{feed.id}", feed.name, feed.id, at=row.id))

    def attempt(self, scope: Scope) -> str:
        """The same; gives what was wrong with the query, "" when nothing."""
        try:
            self.open(scope)
        except refusals() as error:
            return sentence(error)
        return ""

    def _view(self, scope: Scope) -> View:
        """What was searched for, and one source's list, show every copy; the others each story once."""
        folded = self.folding and not scope.searched and not scope.feed
        return self._screen.newsroom.view(scope.query, folded=folded, whole=False, digested=True)

    def refold(self) -> bool:
        """Show each story once, or every copy, from now on; says which."""
        self.folding = not self.folding
        here = self._here()
        self._screen.headlines.show(self._view(here), at=here.at)
        self._shown()
        return self.folding

    def narrow(self, part: str, query: str, *, searched: bool = False) -> None:
        """Show what `query` finds within the list that is shown; `part` is what people call it. Raises `QueryError`."""
        from reader.store.query import render

        base = self.scope.base or self._here()
        title = part if searched else f"{base.title}, {part}"
        found = render(self.within(query))
        self.open(Scope(found, title, base.feed, searched, best=base.best, base=base, part=part))

    def within(self, query: str) -> Query:
        """What `query` finds within the list that is shown, or that the one that is shown is a part of."""
        from reader.store.query import parse
        from reader.store.query.syntax import And

        held, more = parse((self.scope.base or self.scope).query), parse(query)
        roots = tuple(root for root in (held.root, more.root) if root is not None)
        return dataclasses.replace(
            held,
            root=And(roots) if len(roots) > 1 else next(iter(roots), None),
            order=more.order or held.order,
            reverse=more.reverse if more.order else held.reverse,
            limit=more.limit or held.limit,
        )

    def _here(self) -> Scope:
        held = self._screen.headlines.headline
        return self.scope._replace(at=held.id if held is not None else None)

    def back(self) -> bool:
        """Show what was shown before, the cursor where it was; false where there is nothing before."""
        if not self._before:
            return False
        scope = self._before.pop()
        self.scope = scope
        self._screen.headlines.show(self._view(scope), at=scope.at)
        self._shown()
        return True

    def leave_search(self) -> None:
        """Back to what was shown before the search, where one is shown."""
        if self.scope.searched and not self.back():
            self.open(HOME)

    def terms(self) -> tuple[str, ...]:
        """The words that were searched for, to be marked in list and article."""
        if not (self.scope.searched or self.scope.saved):
            return ()
        return self._screen.newsroom.terms(self.scope.query)

    def take_in(self) -> None:
        """Show what came since; the same headline stays under the cursor."""
        self._screen.headlines.renew()
        self._shown()

    def say(self, text: str) -> None:
        """Say something of the list that is shown; it is not said any more where another one is."""
        self._said = text
        self._screen.say(text)

    def _shown(self) -> None:
        if self._said and self._said == self._screen.status.message:
            self._screen.status.say("")
        self._said = ""
        if self._screen.furnished:
            self._screen.live.forget_fresh()
            self._screen.live.build_anchors()
            self._screen.sources.mark_shown(self.scope.query)
            terms = self.terms()
            self._screen.article.mark_terms(terms)
            self._screen.headlines.mark_terms(terms)
        self.retitle()

    def retitle(self) -> None:
        """Say what is shown and how much, and what to press where it is nothing."""
        screen, scope = self._screen, self.scope
        view = screen.headlines.view
        count = view.count + view.left_out if view is not None else 0
        name = _("“{title}”").format(title=scope.title) if scope.searched else scope.shown
        screen.title_list.kicker = _("SEARCH") if scope.searched else _("HEADLINES")
        if scope.searched and scope.base is not None:
            screen.title_list.kicker = _("FILTER")
            name = _("{list}: {filter}").format(list=scope.base.shown, filter=name)
        counted = number(count) if view is None or view.whole else "…"
        screen.title_list.show(
            name, (_("{count}, best first").format(count=counted) if scope.best else counted) if count else ""
        )
        screen.headlines.show_instead(self._why_empty() if not count and screen.furnished else ())

    def _why_empty(self) -> tuple[str, ...]:
        screen, scope = self._screen, self.scope

        def key(command: str, does: str) -> str:
            return does.format(key=screen.runner.key_of(command))

        view = screen.headlines.view
        if view is not None and not view.whole:
            return (_("Looking …"),)
        if scope.searched:
            return (
                _("Nothing was found for “{title}”.").format(title=scope.title),
                key("back", _("{key}  back to the list")),
            )
        feeds = screen.newsroom.feeds()
        if not feeds:
            return (
                _("No sources yet."),
                key("add", _("{key}  add a paper by its address")),
                key("starter", _("{key}  choose a starter pack")),
            )
        if scope.query == "is:unread":
            return (
                _("Everything is read."),
                key("refresh-all", _("{key}  fetch all sources")),
                key("all", _("{key}  show everything")),
            )
        if scope.query == "is:starred":
            return (
                _("Nothing is starred yet."),
                key("star", _("{key}  stars a headline")),
                key("back", _("{key}  back")),
            )
        if scope.query == "is:later":
            return (
                _("Nothing is kept for later."),
                key("later", _("{key}  keeps a headline")),
                key("back", _("{key}  back")),
            )
        fetch = "refresh" if scope.feed else "refresh-all"
        said = next((retold(feed.error) for feed in feeds if feed.error and scope.feed in (0, feed.id)), "")
        return (
            _("No headlines here yet."),
            *((said,) if said else ()),
            key(fetch, _("{key}  fetch now")),
            key("help", _("{key}  help")),
        )
