"""Following links in place: the page is read in the article's pane, with a way back and forward."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from reader.text.tracking import untracked
from reader.tui.acts.base import Target
from reader.words import _, retold

if TYPE_CHECKING:
    from reader.blocks import Article
    from reader.engine.events import Followed
    from reader.tui.screens.main import MainScreen

_NO_PAGE = (
    ".pdf",
    ".jpg",
    ".jpeg",
    ".png",
    ".gif",
    ".webp",
    ".mp3",
    ".mp4",
    ".zip",
    ".epub",
    ".ogg",
    ".webm",
)
MOST = 100
"""Steps of the way back that are kept."""


class Trail(Target):
    """What was read before (`_behind`) and after (`_ahead`) the page that is shown: ids of entries, or negative ones of
    followed pages."""

    def __init__(self, screen: MainScreen) -> None:
        super().__init__(screen)
        self._behind: list[int] = []
        self._ahead: list[int] = []
        self._wanted = ""

    def begin(self) -> None:
        """Another article was opened from a list: a new trail."""
        self._behind, self._ahead = [], []

    def follow(self, url: str, behind: bool = False) -> None:
        """Read the page of a link here; `behind` fetches it for later and stays. What is no page is opened outside."""
        screen, url = self.screen, untracked(url)
        path = urlsplit(url).path.lower() if url.startswith(("http://", "https://")) else ""
        if not screen.telex.with_engine or not url.startswith("http") or path.endswith(_NO_PAGE):
            screen.open_address(url)
            return
        shown = screen.article.article
        self._wanted = self._wanted if behind else url
        screen.show_busy(_("Fetching {host}").format(host=urlsplit(url).netloc))
        way = [shown.id, *reversed(self._behind)] if shown is not None else []
        entry = next((place for place in way if place > 0), 0)
        screen.run_worker(self.newsroom.follow(url, entry, behind=behind), group="page")

    def followed(self, done: Followed) -> None:
        """The engine has read the page."""
        screen = self.screen
        screen.show_busy("")
        if done.error:
            screen.say(retold(done.error), error=True)
            return
        if done.behind:
            screen.say(_("Kept for reading: {title}").format(title=done.title or done.url))
            return
        if done.url != self._wanted:  # something else was asked for since
            return
        self._wanted = ""
        shown = screen.article.article
        before = list(self._behind)
        if self._put(done.entry_id or -done.page_id) and shown is not None:
            self._behind, self._ahead = [*before, shown.id][-MOST:], []

    def back(self) -> None:
        """The page before."""
        self._turn(self._behind, self._ahead, _("There is nothing before this."))

    def forward(self) -> None:
        """The page that was left by going back."""
        self._turn(self._ahead, self._behind, _("There is nothing after this."))

    def _turn(self, here: list[int], there: list[int], nothing: str) -> None:
        shown = self.screen.article.article
        while here and shown is not None:
            place = here.pop()
            if self._put(place):
                there.append(shown.id)
                return
        self.screen.say(nothing)

    def _put(self, place: int) -> bool:
        screen = self.screen
        found = self._article(place)
        if found is None:
            return False
        screen.article.show(found)
        screen.article_id = found.id
        screen.panes.article_opened()
        screen.panes.go("article")
        return True

    def _article(self, place: int) -> Article | None:
        if place < 0:
            return self.newsroom.followed(-place)
        found = self.newsroom.article(place)
        if found is None:
            return None
        view = self.newsroom.view_of(found.feed_id)
        return self.newsroom.article(place, view) if view else found
