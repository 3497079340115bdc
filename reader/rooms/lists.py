"""Lists and articles: views, entries, counts, the front page, what was looked at last."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from reader.rooms.base import Room
from reader.rooms.values import Counts
from reader.store import settings as kept
from reader.store import windows

if TYPE_CHECKING:
    from reader.blocks import Article
    from reader.model import Feed, Folder, Headline
    from reader.store.frontpage import Block
    from reader.store.imagedesk import ImageDesk
    from reader.store.telling import Telling
    from reader.store.windows import View
    from reader.ticker.pool import Pool


_LOOKED = "looked"
"""The setting that holds the newest entry's id when the reader was last left; "left_at" holds the time."""


class Lists(Room):
    """Lists and articles: views, entries, counts, the front page, what was looked at last."""

    def view(
        self, query: str = "", *, folded: bool = False, whole: bool = True, digested: bool = False
    ) -> View:
        """The entries that `query` finds, as they are at this moment; `folded` with each story once, `digested` with one row
        for what a source has beyond its share of a day in the fair river.

        Where not the `whole` is wanted at once it opens with its first rows. Raises `reader.store.query.QueryError`.
        """
        return windows.open_view(
            self._db, query, now=self.now(), folded=folded, whole=whole, digested=digested
        )

    def article(self, entry_id: int, view: str = "") -> Article | None:
        """The entry, ready to be set; None where it is gone. `view` is "feed", "full", "raw", or "" for the fullest."""
        from reader.store import articles

        found = articles.article(self._db, entry_id, view)
        return found and self.images.veiled(found)

    def html_of(self, article: Article) -> str:
        """The sanitised HTML that is stored for the view of the entry, without images that are hidden or blocked."""
        from reader.parse.unpictured import unpictured

        return unpictured(
            self.stored_html(article), article.link, lambda urls: self.images.shown(article.id, urls)
        )

    def stored_html(self, article: Article) -> str:
        """The same with all its images."""
        from reader.store.articles import body

        found = body(self._db, article.id)
        return (found.content or found.summary) if article.view == "feed" else found.best

    def followed(self, page_id: int) -> Article | None:
        """A page that a link led to, ready to be set; None where it is gone."""
        from reader.store import followed

        found = followed.article(self._db, page_id)
        return found and self.images.veiled(found)

    @property
    def images(self) -> ImageDesk:
        """What can be done with the images that articles name."""
        from reader.store.imagedesk import ImageDesk

        return ImageDesk(self._db, self.settings.images)

    def view_of(self, feed_id: int) -> str:
        """How articles of this feed were looked at last: "feed", "full", "raw", or "" for never otherwise."""
        from reader.store import feeds

        return str(feeds.settings_of(self._db, feed_id).get("view", ""))

    def remember_view(self, feed_id: int, view: str) -> None:
        from reader.store import feeds

        feeds.remember(self._db, feed_id, "view", view)

    def headlines(self, ids: Sequence[int]) -> list[Headline]:
        """Entries as rows of a list, in the order given, as they are now."""
        from reader.store import headlines

        return headlines.headlines(self._db, ids)

    def lane(self, query: str, *, after: int = 0) -> Pool:
        """The newest headlines that `query` finds, for the ticker: those that were stored `after` the entry of that id."""
        from reader.store import lanes
        from reader.ticker.breaking import filed
        from reader.ticker.pool import SIZE, Pool

        view = self.view(query, whole=False)
        view.reach(SIZE)
        rows = view.rows(0, SIZE)
        as_of = lanes.as_of(self._db, {row.feed_id for row in rows})
        rows = [row for row in rows if row.id > after]
        found = lanes.categories(self._db, [row.id for row in rows])
        return Pool(tuple(rows), as_of, frozenset(one for one, names in found.items() if filed(names)))

    def last_look(self) -> int:
        """The id of the newest entry when the reader was last left, 0 before that."""
        kept = self.setting(_LOOKED, "0")
        return int(kept) if kept.isdecimal() else 0

    def looked(self) -> None:
        """The person has had a look: what is in the store now is no news to the ticker the next time, nor to `is:new`."""
        from reader.store import lanes

        self.set_setting(_LOOKED, str(lanes.newest(self._db)))
        self.set_setting("left_at", str(self.now()))

    def feeds(self) -> list[Feed]:
        from reader.store import feeds

        return feeds.all_feeds(self._db)

    def feed(self, which: int | str) -> Feed:
        """By id, slug or address. Raises `reader.store.feeds.NoSuchFeed`."""
        from reader.store import feeds

        return feeds.feed(self._db, which)

    def folders(self) -> list[Folder]:
        from reader.store import folders

        return folders.folders(self._db)

    def counts(self) -> Counts:
        from reader.store import entries

        total, unread, starred, later = entries.counts(self._db)
        return Counts(total, unread, starred, later, self.generation())

    def generation(self) -> int:
        """A number that moves when anything in the store changed, whoever changed it. Costs microseconds."""
        return self._db.generation()

    def story(self, entry_id: int) -> list[Telling]:
        """The copies of an entry's story in the order of their time, and why each stands in it."""
        from reader.store import telling

        return telling.story(self._db, entry_id)

    def front_page(self, query: str = "", *, shown: int = 8) -> list[Block]:
        """The day's stories by section and language, what most papers tell first; `shown` of each (0: all)."""
        from reader.store import frontpage

        return frontpage.front_page(self._db, query, self.now(), shown)

    def setting(self, name: str, default: str = "") -> str:
        return kept.setting(self._db, name, default)

    def set_setting(self, name: str, value: str) -> None:
        kept.set_setting(self._db, name, value)
