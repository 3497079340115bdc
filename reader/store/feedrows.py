"""Subscriptions as they are read: one, all, those that are due, and their settings."""

from __future__ import annotations

from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from msgspec import json

from reader.model import Feed
from reader.store.database import Database, StoreError
from reader.store.folders import paths
from reader.store.wishes import BY_ITSELF


class NoSuchFeed(StoreError):
    """There is no such subscription. Its text is one sentence for people."""


SET = "FROM feed INDEXED BY feed_set WHERE removed_at IS NULL AND settings <> '{}'"
"""The subscriptions for which the person set anything."""


def read_ahead(db: Database) -> list[int]:
    """The feeds whose entries' own pages are to be fetched in the background (their setting `ahead`)."""
    rows = db.rows(
        f"SELECT id {SET} AND NOT paused AND instr(settings, '\"ahead\"') "
        "AND json_valid(settings) AND json_extract(settings, '$.ahead')"
    )
    return [int(row[0]) for row in rows]


def all_feeds(db: Database) -> list[Feed]:
    """Every subscription, by folder and then in the order they were added."""
    named = paths(db)
    rows = db.rows(f"SELECT {_COLUMNS} FROM feed WHERE removed_at IS NULL ORDER BY position, id")
    feeds = [_feed(row, named.get(row[7], ())) for row in rows]
    feeds.sort(key=lambda one: one.folder)
    return feeds


def feed(db: Database, which: int | str) -> Feed:
    """The subscription with this id, slug or address. Raises `NoSuchFeed`."""
    rows = db.rows(
        f"SELECT {_COLUMNS} FROM feed WHERE removed_at IS NULL AND "
        + ("id = ?" if isinstance(which, int) else "(slug = ?1 OR url = ?1)"),
        (which,),
    )
    if not rows and isinstance(which, str) and which.isascii() and which.isdigit() and len(which) < 19:
        return feed(db, int(which))
    if not rows:
        raise NoSuchFeed(f"There is no source {which!r}: “telex sources” lists those there are.")
    return _feed(rows[0], paths(db).get(rows[0][7], ()))


def due(db: Database, now: int) -> list[int]:
    """The ids of the feeds whose next request may go out, longest waiting first."""
    rows = db.rows(
        "SELECT id FROM feed WHERE removed_at IS NULL AND paused = 0 AND next_at <= ? ORDER BY next_at, id",
        (now,),
    )
    return [int(row[0]) for row in rows]


def settings_of(db: Database, feed_id: int) -> dict[str, Any]:
    """The settings of one feed by name."""
    kept = db.value("SELECT settings FROM feed WHERE id = ? AND json_valid(settings)", (feed_id,))
    found = json.decode(str(kept or "{}"))
    return found if isinstance(found, dict) else {}


def watch_of_host(db: Database, url: str) -> str:
    """The newest rule that the person chose for a watched page of the host of `url`, "" for none."""
    rows = db.rows(
        f"SELECT url, json_extract(settings, '$.watch') {SET} AND json_valid(settings) "
        "AND json_extract(settings, '$.watch') IS NOT NULL ORDER BY id DESC"
    )
    host = _host(url)
    return next((str(rule) for one, rule in rows if rule != BY_ITSELF and _host(str(one)) == host), "")


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def shown(db: Database, feed_id: int) -> str:
    """What a feed is called, one that was left too. Raises `NoSuchFeed`."""
    row = db.row("SELECT name, title, url FROM feed WHERE id = ?", (feed_id,))
    if row is None:
        raise NoSuchFeed(f"There is no source {feed_id}: “telex sources” lists those there are.")
    return str(row[0] or row[1] or row[2])


_COLUMNS = (
    "id, url, name, slug, title, link, language, folder, unread, total, status, error, failures, paused, typed, "
    "added_at, fetched_at, succeeded_at, changed_at, next_at, next_why, "
    "iif(rhythm <> '{}' AND json_valid(rhythm), json_extract(rhythm, '$.hub'), NULL), "
    "iif(settings <> '{}' AND json_valid(settings), json_extract(settings, '$.interval', '$.hidden', '$.was', '$.trust', '$.sections'), NULL)"
)


@lru_cache(maxsize=16_384)
def _feed(row: tuple[Any, ...], folder: tuple[str, ...]) -> Feed:
    """The feed of a row; most rows are as they were when it was asked for the last time."""
    (i, url, name, slug, title, link, language, _, unread, total, status, error, failures, paused, typed) = (
        row[:15]
    )
    interval, hidden, was, trust, beside = json.decode(row[22]) if row[22] else (0, 0, "", "", None)
    return Feed(
        id=i,
        url=url,
        name=name or title or url,
        slug=slug,
        title=title,
        link=link,
        language=language,
        folder=folder,
        unread=unread,
        total=total,
        status="paused" if paused else status,
        error=error,
        failures=failures,
        paused=bool(paused),
        typed=bool(typed),
        added_at=row[15],
        fetched_at=row[16],
        succeeded_at=row[17],
        changed_at=row[18],
        next_at=row[19],
        why=row[20],
        interval=interval if isinstance(interval, int) else 0,
        hub=str(row[21] or ""),
        hidden=bool(hidden),
        was=str(was or ""),
        trust=str(trust or ""),
        sections=_paths(beside) if beside else (),
    )


def _paths(names: Any) -> tuple[tuple[str, ...], ...]:
    """The paths that a list of sections names."""
    found = [one.split("/") for one in names if isinstance(one, str)] if isinstance(names, list) else []
    paths = (tuple(part.strip() for part in one if part.strip()) for one in found)
    return tuple(dict.fromkeys(path for path in paths if path))
