"""Stories: fold and unfold, correct by hand, why, the other copies, the front page."""

from __future__ import annotations

from reader.text.clean import guard
from reader.tui.acts.base import Target
from reader.tui.ages import moment
from reader.tui.menu import Item
from reader.tui.scope import Scope
from reader.words import _, ngettext

_HOT = "date:>2d sort:story"
"""The last two days, what most papers tell first."""


class Stories(Target):
    """The commands of the group "story"."""

    picked: tuple[int, ...] = ()
    """Entries that are picked to be joined."""

    def fold(self) -> None:
        """Each story once, or every copy a row."""
        folded = self.screen.lists.refold()
        self.screen.say(_("Each story is one row.") if folded else _("Every copy is a row."))

    def join(self) -> None:
        """Pick this one; with one picked already, make one story of both."""
        held = self.screen.current
        if held is None:
            return
        if not self.picked or held.id in self.picked:
            self.picked = () if held.id in self.picked else (held.id,)
            key = self.screen.runner.key_of("story-join")
            said = _("Picked: {key} on another headline makes one story of both, here lets it go.").format(
                key=key
            )
            self.screen.say(said if self.picked else _("Nothing is picked any more."))
            return
        act = self.newsroom.join([*self.picked, held.id])
        self.picked = ()
        self.screen.did(act)
        self.screen.headlines.renew()

    def split(self) -> None:
        """Take this copy out of its story."""
        held = self.screen.current
        if held is not None:
            self.screen.did(self.newsroom.split(held.id))
            self.screen.headlines.renew()

    def why(self) -> None:
        """Who told it when, and why each copy stands in the story; choosing one opens it."""
        held = self.screen.current
        if held is None:
            return
        from reader.store.telling import reasons

        copies = self.newsroom.story(held.id)
        items = []
        for one in copies:
            told = one.headline
            items.append(Item(guard(told.source), str(told.id), guard(told.title), moment(told.at)))
            why = reasons(one, copies, moment(one.joined) if one.joined else "")
            items += [Item("", detail=guard(part), head=True) for part in why]
        count = len(copies)
        title = ngettext("Story, told once", "Story, told {count} times", count).format(count=count)
        self.screen.dialogs.choose(title, items, _("Enter opens, Esc goes back"), self._open, tall=True)

    def _open(self, entry: str) -> None:
        self.screen.open_copy(int(entry))

    def next_copy(self) -> None:
        """The same story as the next paper tells it."""
        self._switch(1)

    def prev_copy(self) -> None:
        """The same story as the paper before tells it."""
        self._switch(-1)

    def _switch(self, step: int) -> None:
        screen = self.screen
        held = screen.article_id if screen.pane == "article" else getattr(screen.current, "id", 0)
        ids = [one.headline.id for one in self.newsroom.story(held)] if held else []
        if len(ids) < 2:
            screen.say(_("No other paper tells this."))
            return
        place = (ids.index(held) + step) % len(ids)
        screen.open_copy(ids[place])
        screen.say(_("Copy {place} of {total}").format(place=place + 1, total=len(ids)))

    def hottest(self) -> None:
        """The last two days by how many papers tell them; the second time by date again."""
        lists = self.screen.lists
        if _HOT in lists.scope.query:
            lists.back()
            return
        query = f"{lists.scope.query} {_HOT}".strip()
        lists.open(
            Scope(query, _("{title}, hottest first").format(title=lists.scope.shown), lists.scope.feed)
        )

    def front(self) -> None:
        """The day's stories, section by section, what most papers tell first; choosing one opens it."""
        items: list[Item] = []
        for block in self.newsroom.front_page():
            items += [Item("", head=True)] if items else []
            items.append(Item(f"{block.title.upper()}", head=True))
            for told, papers in zip(block.stories, block.papers, strict=True):
                others = f" +{len(papers) - 1}" if len(papers) > 1 else ""
                items.append(Item(guard(told.title), str(told.id), key=guard(told.source) + others))
        if not items:
            self.screen.say(_("Nothing was published in the last 24 hours."))
            return
        self.screen.dialogs.choose(
            _("Front page"), items, _("Enter opens, Esc goes back"), self._open, tall=True
        )
