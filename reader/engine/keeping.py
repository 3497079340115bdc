"""What the engine does for the store's safety, each in a thread with a connection of its own.

Damage is looked for at the start (in a large store at most once a day), a backup is kept each day, and subscriptions and
marks are written as text beside the store each day and when the engine ends: `subscriptions.opml` and `marks.jsonl`.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import apsw

from reader.limits import Limits
from reader.model import Feed
from reader.parse.newsboat import UrlsFeed, write_urls
from reader.parse.opml import Outline, write_opml
from reader.store import (
    check,
    feeds,
    feedsettings,
    place,
    retention,
    saved,
    sections,
    settings,
    texts,
    upkeep,
)
from reader.store.database import Database, StoreDamaged, open_store

OPML = "subscriptions.opml"

DAMAGED = "The store is damaged: leave Telex and run “telex doctor --restore”, which takes the newest backup and what can be read."

_LARGE = 256 * 1024 * 1024
_DAY = 86_400
_LOOKED = "looked_for_damage"
_WRITTEN = "text_written"

T = TypeVar("T")


async def beside(path: Path, now: int, work: Callable[[Database, int], T]) -> T:
    """Do `work` on the store at `path` in a thread; when cancelled, its queries are stopped. Raises `StoreError`."""
    opened: list[Database] = []

    def run() -> T:
        with open_store(path, clock=lambda: now) as db:
            opened.append(db)
            return work(db, now)

    try:
        return await asyncio.to_thread(run)
    except asyncio.CancelledError:
        for db in opened:
            with contextlib.suppress(apsw.Error):
                db.interrupt()
        raise


def look(db: Database, now: int) -> bool:
    """Whether the store is whole, as far as SQLite's quick check tells; one that is large is looked at once a day."""
    last = settings.setting(db, _LOOKED)
    if db.path.stat().st_size > _LARGE and last.isdigit() and 0 <= now - int(last) < _DAY:
        return True
    if check.problems(db):
        return False
    settings.set_setting(db, _LOOKED, str(now), quiet=True)
    return True


def daily(db: Database, now: int, limits: Limits = retention.DEFAULT) -> bool:
    """The day's backup and text. False where the store is damaged: what was kept before stays then."""
    try:
        done = upkeep.run(db, now, limits)
    except StoreDamaged:
        return False
    if done is not None:
        write_subscriptions(db)
    return True


def write_text(db: Database, now: int) -> bool:
    """Write both texts where an act came since they were written last; answers whether."""
    last = str(db.value("SELECT seq FROM sqlite_sequence WHERE name = 'journal'") or 0)
    file = db.path.parent / texts.FILE
    if file.exists() and settings.setting(db, _WRITTEN) == last:
        return False
    write_subscriptions(db)
    texts.write(db, file)
    settings.set_setting(db, _WRITTEN, last, quiet=True)
    return True


def write_subscriptions(db: Database) -> None:
    """Write `subscriptions.opml` beside the store, whole or as it was before. Raises `StoreError`."""
    data = subscriptions(db)
    with place.whole_file(db.path.parent / OPML) as out:
        out.write(data)


def subscriptions(db: Database) -> bytes:
    """Every subscription and saved search as OPML, with Telex's settings: `reader.engine.moving` reads all of it back."""
    found = []
    for one in _of_the_web(db):
        kept = feeds.settings_of(db, one.id)
        own = [("title", one.title)] if one.name not in (one.title, one.url) else []
        own += [("paused", "on")] if one.paused else []
        own += [
            (name, feedsettings.shown(name, kept[name]))
            for name in feedsettings.SETTINGS
            if kept.get(name) and name not in ("trust", "sections", *kept.get(sections.MARK, ()))
        ]
        found.append(
            Outline(
                url=one.url,
                title=one.name,
                folder=one.folder,
                language=one.language,
                link=one.link,
                settings=tuple(own),
                sections=also_in(kept),
            )
        )
    folders = {
        path: tuple((name, sections.shown(name, value)) for name, value in kept.items())
        for path, kept in sections.all_settings(db).items()
        if kept
    }
    return write_opml(found, searches=[(one.name, one.query) for one in saved.all_saved(db)], folders=folders)


def urls(db: Database) -> bytes:
    """Every subscription as newsboat's urls file: folders as its first tag, then its other sections, its name as title."""
    found = []
    for one in _of_the_web(db):
        kept = feeds.settings_of(db, one.id)
        tags = [" / ".join(one.folder)] if one.folder else []
        title = one.name if one.name not in (one.title, one.url) else ""
        found.append(UrlsFeed(one.url, title, (*tags, *also_in(kept)), bool(kept.get("hidden"))))
    return write_urls(found)


def also_in(kept: dict[str, Any]) -> tuple[str, ...]:
    """The names that a source goes by beside its folder, out of its settings."""
    named = kept.get("sections", [])
    return tuple(one for one in named if isinstance(one, str)) if isinstance(named, list) else ()


def _of_the_web(db: Database) -> list[Feed]:
    """Sources that others can ask, too: not the shelf of saved pages."""
    return [one for one in feeds.all_feeds(db) if one.url.lower().startswith(("http://", "https://"))]
