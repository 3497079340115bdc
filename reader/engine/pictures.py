"""The images of articles: fetched as politely as pages, where the person asked, or kept the article; looked at, never run.

Nothing comes by itself: opening an article asks for no image. What is hidden or blocked is not asked for either.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from reader.blocks import pictures
from reader.config import Images
from reader.engine.jobs import DrawImage, InkImage
from reader.engine.pages import PageReader
from reader.engine.underway import UnderWay
from reader.engine.workers import WorkerPool, WorkError
from reader.fetch.errors import FetchError, Offline
from reader.model import Drawing, Form, Ink
from reader.parse.drawing import MISSING
from reader.parse.imagehead import ImageError, head_of
from reader.store import articles, fulltext, imagefiles, imageinks, imagemarks
from reader.store.database import Database

MOST = 200
"""Images of one article."""
ROWS = 24
"""Lines that a drawn image takes at most."""

T = TypeVar("T")

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came of the images of an entry: how many it shows, how many are here, and why the last missing one is not."""

    shown: int = 0
    here: int = 0
    why: str = ""


class PictureKeeper:
    """On one store, in its thread, through `pages`, which knows gates and robots.txt."""

    def __init__(
        self,
        db: Database,
        pages: PageReader,
        settings: Images,
        clock: Callable[[], float] = time.time,
        pool: WorkerPool | None = None,
    ) -> None:
        """`pool` draws; without one nothing is drawn."""
        self._db = db
        self._pages = pages
        self._settings = settings
        self._clock = clock
        self._pool = pool
        self._under_way = UnderWay[str]()

    async def fetch(self, entry_id: int, *, pressed: bool = False, room: int | None = None) -> Fetched:
        """Keep the images that an entry shows, until `room` bytes are taken. Raises `StoreError`.

        `pressed` says that the person asked: what failed lately is tried again, and robots.txt is passed over. Where there is
        no network they count as not looked for, and `Offline` is raised unless `pressed`.
        """
        db, now = self._db, int(self._clock())
        article = articles.article(db, entry_id)
        if article is None:
            return Fetched()
        urls = list(dict.fromkeys(one.url for one in pictures(article.blocks) if one.url))[:MOST]
        urls = imagemarks.shown(db, urls, entry_id, self._settings.reports, self._settings.lists)
        if article.blocks:
            imagefiles.stand_in(db, entry_id, urls)
        target = fulltext.target(db, entry_id)
        home = target.home if target is not None and target.typed else ""
        why, taken = "", 0
        for url in imagefiles.missing(db, urls, now, pressed=pressed):
            if room is not None and taken >= room:
                why = "They did not fit into the size."
                break
            if self._under_way.has(url, pressed=pressed):
                continue
            try:
                taken += await self._under_way.do(url, self._one(url, home, pressed), 0, pressed=pressed)
            except Offline as error:
                imagefiles.not_looked_for(db, entry_id)
                if not pressed:
                    raise
                why = str(error)
                break
            except (FetchError, WorkError, ImageError) as error:
                why = str(error)
                imagefiles.failed(db, url, why, int(self._clock()))
        if taken:
            imagefiles.evict(db, self._settings.budget)
        here = sum(imagefiles.at_address(db, url) is not None for url in urls)
        return Fetched(len(urls), here, why)

    async def draw(self, contents: Sequence[str], width: int) -> str:
        """Draw these kept images for `width` cells; answers why one cannot be. Raises `StoreError`."""
        db, pool = self._db, self._pool
        if pool is None:
            return ""
        return await self._each(
            imagefiles.undrawn(db, contents, width),
            lambda data: pool.draw(DrawImage(data, width, ROWS)),
            lambda content, drawn: imagefiles.keep_drawing(db, content, width, drawn.columns, drawn.pixels),
            Drawing(0, b"\0"),
        )

    async def ink(self, contents: Sequence[str], width: int, form: Form, cell: tuple[int, int]) -> str:
        """As `draw`, in pixels for a terminal whose cells are `cell` of them."""
        db, pool = self._db, self._pool
        if pool is None:
            return ""
        return await self._each(
            imageinks.inks(db, contents, width, form, cell)[1],
            lambda data: pool.ink(InkImage(data, width, ROWS, form, cell)),
            lambda content, ink: imageinks.keep(db, content, width, cell, ink),
            Ink(form, 0, 0, ()),
        )

    async def _each(
        self,
        contents: Sequence[str],
        make: Callable[[bytes], Awaitable[T]],
        keep: Callable[[str, T], None],
        nothing: T,
    ) -> str:
        """Make something of each kept image, and keep it; `nothing` where it cannot be. Answers why the last one cannot."""
        why = ""
        for content in contents:
            try:
                made = await make(imagefiles.path_of(self._db, content).read_bytes())
            except OSError:
                continue
            except WorkError as error:
                why = str(error)
                if why == MISSING:
                    break
                made = nothing
            keep(content, made)
        return why

    async def _one(self, url: str, home: str, pressed: bool) -> int:
        answer = await self._pages.image(url, home, pressed=pressed)
        head = head_of(answer.body)
        kept = imagefiles.keep(
            self._db, url, answer.body, head.type, (head.width, head.height), int(self._clock())
        )
        return kept.size

    async def ahead(self) -> int:
        """Keep the images of what is starred, packed or for later; answers for how many entries something came.

        Raises `StoreError`.
        """
        came = 0
        for entry_id in imagefiles.wanted(self._db):
            try:
                came += (await self.fetch(entry_id)).here > 0
            except Offline:
                break
        return came
