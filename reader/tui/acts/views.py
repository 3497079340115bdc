"""The three views of an article: as the feed gave it, the whole text of its page, the source. The choice is kept for each feed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.tui.acts.base import Target
from reader.words import N_, _, retold

if TYPE_CHECKING:
    from reader.engine.events import PageDone

VIEWS = ("feed", "full", "raw")

_SHOWN = {
    "feed": N_("As the feed gave it."),
    "full": N_("The whole text, from its page."),
    "raw": N_("The source."),
}


class Views(Target):
    """The commands of the group "read" that change what is shown of one article."""

    def next(self) -> None:
        """The next of the three; the whole text is fetched where it is not here."""
        shown = self.screen.article.article
        if shown is not None:
            before = shown.view if shown.view in VIEWS else VIEWS[-1]
            self._show(VIEWS[(VIEWS.index(before) + 1) % len(VIEWS)])

    def feed(self) -> None:
        """As the feed gave it."""
        self._show("feed")

    def full(self) -> None:
        """The whole text of its page."""
        self._show("full")

    def raw(self) -> None:
        """The source as text."""
        self._show("raw")

    def diff(self) -> None:
        """What the paper changed in its text, and back."""
        screen = self.screen
        shown = screen.article.article
        if shown is None or shown.id < 0:
            return
        if shown.view == "diff":
            self._put(self.newsroom.view_of(shown.feed_id))
            return
        self._put("diff")
        now = screen.article.article
        if now is not None and now.view == "diff":
            screen.say(_("What the last edit changed: underlined came, struck went."))
        else:
            screen.say(_("No earlier text of this is kept: the paper did not change it."))

    def again(self) -> None:
        """Fetch the page once more, whatever is stored."""
        self._ask(again=True)

    def _show(self, view: str) -> None:
        screen = self.screen
        shown = screen.article.article
        if shown is None:
            return
        if shown.id < 0:
            screen.say(_("This page was reached by a link: there is one text of it."))
            return
        self.newsroom.remember_view(shown.feed_id, view)
        if view == "full" and "full" not in shown.views:
            self._ask()
            return
        self._put(view)
        now = screen.article.article
        if now is not None and now.view != view:
            screen.say(_("There is nothing more of it.") if view == "raw" else _("The feed gave no text."))
        else:
            screen.say(_(_SHOWN[view]))

    def _ask(self, again: bool = False) -> None:
        screen = self.screen
        shown = screen.article.article
        if shown is None or shown.id < 0:
            return
        if not screen.telex.with_engine:
            screen.say(_("Pages cannot be fetched here: there is no engine."), error=True)
            return
        screen.show_busy(_("Fetching the page"))
        screen.run_worker(self.newsroom.fetch_page(shown.id, again=again), group="page")

    def opened(self) -> None:
        """An article was opened by hand: where its feed is read whole and its page is not here yet, fetch it."""
        shown = self.screen.article.article
        if (
            shown is not None
            and self.screen.telex.with_engine
            and shown.link
            and shown.page_at is None
            and "full" not in shown.views
            and self.newsroom.view_of(shown.feed_id) == "full"
        ):
            self._ask()

    def page_done(self, done: PageDone) -> None:
        """The engine has read a page: show it in the place of what stands there, with the same line on top."""
        screen = self.screen
        if not done.preview:
            screen.show_busy("")
        if screen.article_id != done.entry_id:
            return
        if done.error:
            screen.say(retold(done.error), error=True)
        self._put("full")

    def _put(self, view: str) -> None:
        found = self.newsroom.article(self.screen.article_id, view)
        if found is not None:
            self.screen.article.show(found)
