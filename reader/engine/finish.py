"""After the store step: stored entries become readable, and searchable where they are not yet, in the background, newest first.

Workers make the blocks and fold what search lacks; the store takes them in small transactions. Feeds go first: a batch is
begun only when the pool has nothing else to do. It can be called off at any point, and goes on where it was.
"""

from __future__ import annotations

import asyncio
import html
import logging
import re
import time
from collections.abc import Iterator, Sequence

from reader.blocks import Paragraph, Span, encode_json
from reader.config import Settings
from reader.engine.events import Finished as Told
from reader.engine.jobs import FinishEntries, Raw, Ready
from reader.engine.voice import Tell, Voice
from reader.engine.workers import WorkerPool, WorkError
from reader.store import pending, rules
from reader.store.database import Database
from reader.text.clean import clean_text
from reader.text.fold import fold

BATCH = 48
"""Entries for one job and one transaction."""
_ROUND = 8  # batches that are taken from the store at once, for each worker
_RESCUED = 20_000  # characters of an entry whose text no worker could set
_TAG = re.compile(r"<[^<>]{0,2000}>")

log = logging.getLogger(__name__)


class Finisher:
    """Finishes what waits in the store of this thread. `languages` are those that the person reads."""

    def __init__(self, db: Database, pool: WorkerPool, voice: Voice, languages: Sequence[str] = ()) -> None:
        self._db = db
        self._pool = pool
        self._voice = voice
        self._languages = tuple(languages)
        self._hits: list[rules.Hit] = []

    def take_hits(self) -> list[rules.Hit]:
        """What the rules found since the last time: they act on new entries as soon as those can be searched."""
        hits, self._hits = self._hits, []
        return hits

    async def run(self) -> int:
        """Finish all that waits; answers how many entries. Raises `StoreError`."""
        started = time.monotonic()
        done = 0
        self._hits += rules.apply(self._db, self._db.now())
        while waiting := pending.pending(self._db, BATCH * _ROUND * self._pool.size):
            batches = [waiting[start : start + BATCH] for start in range(0, len(waiting), BATCH)]
            before = done
            todo = iter(batches)
            lanes = [self._lane(todo) for _ in range(max(1, self._pool.size - 1))]
            done += sum(await asyncio.gather(*lanes))
            if done == before:
                log.warning("%d entries cannot be finished", len(waiting))
                break
        if done:
            self._voice.flush()
            self._voice.tell(Told(done, round(time.monotonic() - started, 3)))
        return done

    async def _lane(self, todo: Iterator[list[pending.Pending]]) -> int:
        done = 0
        for batch in todo:
            await self._pool.rest()
            items = [
                Raw(
                    *(one.entry_id, one.title, one.author, one.source, one.language),
                    *(one.html, one.link, one.indexed),
                )
                for one in batch
            ]
            ready = await self._work(items)
            sources = {one.entry_id: one.html for one in batch}
            done += pending.finish(self._db, [_finished(one, sources[one.entry_id]) for one in ready])
            self._hits += rules.apply(self._db, self._db.now(), list(sources))
            self._voice.changed()
        return done

    async def _work(self, items: list[Raw]) -> list[Ready]:
        """The batch by one worker; where it dies, each half alone, down to the one entry that is at fault."""
        try:
            return list(await self._pool.finish(FinishEntries(tuple(items), self._languages)))
        except WorkError as error:
            if len(items) == 1:
                log.warning("entry %d: %s", items[0].entry_id, error)
                return [rescue(items[0])]
        half = len(items) // 2
        return await self._work(items[:half]) + await self._work(items[half:])


async def finish_all(db: Database, settings: Settings, *, tell: Tell) -> int:
    """Finish all that waits, with workers of its own; answers how many entries. Raises `StoreError`."""
    async with WorkerPool() as pool:
        return await Finisher(db, pool, Voice(tell, db.generation), settings.languages).run()


def rescue(item: Raw) -> Ready:
    """An entry that no worker could set: found by its title, shown as its bare text."""
    text = clean_text(html.unescape(_TAG.sub(" ", item.html[: 10 * _RESCUED])), limit=_RESCUED).strip()
    blocks = (Paragraph(text=(Span(text),)),) if text else ()
    return Ready(
        item.entry_id,
        fold(item.title),
        fold(item.author),
        fold(item.source),
        "",
        encode_json(blocks),
        len(text.split()),
    )


def _finished(one: Ready, source: str) -> pending.Finished:
    return pending.Finished(
        one.entry_id,
        one.title,
        one.author,
        one.source,
        one.text,
        source,
        one.blocks,
        one.words,
        one.language,
        one.byline,
        one.paper,
        one.folded,
    )
