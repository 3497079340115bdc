"""Finding: the standing lists and single sources."""

from __future__ import annotations

from reader.tui.acts.base import Target
from reader.tui.completing import did_you_mean
from reader.tui.scope import HOME, Scope
from reader.words import N_, _

_UNREAD = "unread"


def _quoted(name: str) -> str:
    """A name as one word of the query language."""
    plain = " ".join(name.replace('"', " ").split())
    return f'"{plain}"'


class Finds(Target):
    """The commands of the group "find" that need no query."""

    def all(self) -> None:
        """Everything."""
        self.screen.lists.open(HOME)

    def unread(self) -> None:
        """What is unread now."""
        self.screen.lists.open(Scope("is:unread", N_("Unread")))

    def starred(self) -> None:
        """What is starred."""
        self.screen.lists.open(Scope("is:starred", N_("Starred")))

    def later(self) -> None:
        """What is kept for later."""
        self.screen.lists.open(Scope("is:later", N_("Later")))
        self.screen.panes.go("headlines")

    def feed(self, name: str) -> None:
        """One source, by id, name or slug."""
        wanted = name.strip().casefold()
        for feed in self.newsroom.feeds():
            if wanted in (str(feed.id), feed.slug.casefold(), feed.name.casefold()):
                self.screen.lists.open(Scope(f"feed:{feed.id}", feed.name, feed.id))
                return
        names = [feed.name for feed in self.newsroom.feeds()]
        self.screen.say(
            _("There is no source named {name}.").format(name=name) + did_you_mean(name, names),
            error=True,
        )

    def tag(self, name: str = "") -> None:
        """What bears a tag, by its name, or chosen among all."""
        if name.strip():
            self.screen.lists.open(
                Scope(f"tag:{_quoted(name)}", _("Tag {name}").format(name=" ".join(name.split())))
            )
        else:
            self.screen.menus.tags(self.tag)

    def date(self, when: str = "") -> None:
        """What was published on a day or within a time: `today`, `2026-02-01`, `>2d`; or chosen among some."""
        if when.strip():
            self.screen.lists.open(
                Scope(f"date:{when.strip()}", _("Published {when}").format(when=when.strip()))
            )
        else:
            self.screen.menus.dates(self.date)

    def show_read(self) -> None:
        """What is unread of this list alone, and back."""
        lists = self.screen.lists
        if lists.scope.part != _UNREAD or not lists.back():
            lists.narrow(_UNREAD, "is:unread")

    def take_in(self) -> None:
        """Show what came since the list was opened."""
        self.screen.lists.take_in()

    def renew(self) -> None:
        """Read the list anew: what was read or hidden since it was opened no longer belongs to it."""
        self.screen.lists.take_in()
        self.screen.say(_("The list was read anew."))

    def clear(self) -> None:
        """Back to what was shown before the search."""
        self.screen.lists.leave_search()
