"""What both faces do with images: hide, report, show again, subscribe to lists, export, by the person's settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.store import imagefiles, imageinks, imagelists, imagemarks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.blocks import Article
    from reader.config import Images
    from reader.model import Act, Drawing, Form, Ink
    from reader.store.database import Database


class ImageDesk:
    """On one store, in its thread."""

    def __init__(self, db: Database, settings: Images) -> None:
        self._db = db
        self._settings = settings

    def veiled(self, article: Article) -> Article:
        """`article` with each image either shown or saying why it is not."""
        return imagemarks.veiled(self._db, article, self._settings.reports, self._settings.lists)

    def shown(self, article_id: int, urls: Sequence[str]) -> list[str]:
        """Those of `urls` that nothing hides in this article."""
        return imagemarks.shown(self._db, urls, article_id, self._settings.reports, self._settings.lists)

    def hide(self, article_id: int, url: str, reach: imagemarks.Reach) -> Act:
        """Hide an image in one article ("report"), everywhere ("image"), or all of its host ("host").

        Raises `NoSuchImage`.
        """
        return imagemarks.hide(self._db, article_id, url, reach, reports=self._settings.reports)

    def release(self, which: int | str) -> Act:
        """Show an image again: by number, address, hash or "host:NAME"; "list:N" leaves a list. Raises `StoreError`."""
        if str(which).startswith("list:"):
            return imagelists.unsubscribe(self._db, str(which))
        return imagemarks.release(self._db, which, reports=self._settings.reports, lists=self._settings.lists)

    def hidden(self) -> list[imagemarks.Hidden]:
        """What the person's own marks hide, newest first."""
        return imagemarks.hidden(self._db, self._settings.reports)

    def lists(self) -> list[imagelists.ReportList]:
        """The report lists that are subscribed to."""
        return imagelists.all_lists(self._db)

    def lines(self, list_id: int) -> list[str]:
        """What a list names."""
        return imagelists.lines(self._db, list_id)

    def subscribe(self, origin: str, data: bytes) -> Act:
        """Block what a list names. Raises `WrongList`."""
        return imagelists.subscribe(self._db, origin, data)

    def picture(self, url: str) -> tuple[bytes, str] | None:
        """The bytes and media type of an image that is kept; None for one that is not."""
        return imagefiles.read(self._db, url)

    def icons(self) -> dict[str, str]:
        """The hashes of the icons that are kept, by the host of their sites (`reader.store.icons`); none where they are off."""
        from reader.store import icons

        return icons.by_site(self._db) if self._settings.icons else {}

    def drawings(self, contents: Sequence[str], width: int) -> tuple[dict[str, Drawing], bool]:
        """Images by hash as they were drawn for `width` cells, and whether any is not drawn yet. Notes that they are shown."""
        if not contents:
            return {}, False
        imagefiles.used(self._db, contents, self._db.now())
        found = imagefiles.drawings(self._db, contents, width)
        missing = bool(imagefiles.undrawn(self._db, contents, width))
        from reader.model import Drawing

        return {content: Drawing(*one) for content, one in found.items()}, missing

    def inks(
        self, contents: Sequence[str], width: int, form: Form, cell: tuple[int, int]
    ) -> tuple[dict[str, Ink], bool]:
        """As `drawings`, in pixels for a terminal whose cells are `cell` of them, wide and high."""
        if not contents:
            return {}, False
        imagefiles.used(self._db, contents, self._db.now())
        found, missing = imageinks.inks(self._db, contents, width, form, cell)
        return found, bool(missing)

    def export(self) -> str:
        """The person's own list, for others to subscribe to."""
        return imagemarks.exported(self._db)
