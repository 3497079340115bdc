"""Subscriptions: subscribing, leaving, naming, sorting into folders. Every change is an act of the journal."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from reader.model import Act, Feed
from reader.store import feedstate, journal, sections
from reader.store.database import Database
from reader.store.feedrows import (
    NoSuchFeed,
    all_feeds,
    due,
    feed,
    read_ahead,
    settings_of,
    shown,
    watch_of_host,
)
from reader.store.folders import folders, make
from reader.store.identity import feed_key

__all__ = [
    "NewFeed",
    "NoSuchFeed",
    "Subscribed",
    "add_feed",
    "add_feeds",
    "all_feeds",
    "begin_with",
    "due",
    "feed",
    "folders",
    "move",
    "pause",
    "read_ahead",
    "remove",
    "rename",
    "restore",
    "set_settings",
    "settings_of",
    "watch_of_host",
]


@dataclass(frozen=True, slots=True)
class NewFeed:
    """What is known of a feed before its first answer. `typed`: the person gave the address, so it may be private.

    `settings` as in `feed.settings` (`reader.store.feedsettings`); they count for one that is new or was left.
    """

    url: str
    title: str = ""
    name: str = ""
    folder: tuple[str, ...] = ()
    language: str = ""
    typed: bool = True
    link: str = ""
    paused: bool = False
    settings: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Subscribed:
    """`feeds` in the order asked for; `new` are those that were not subscribed to before."""

    feeds: tuple[Feed, ...]
    new: tuple[int, ...]
    act: Act | None


def add_feed(
    db: Database,
    url: str,
    *,
    title: str = "",
    name: str = "",
    folder: tuple[str, ...] = (),
    typed: bool = True,
    language: str = "",
    now: int | None = None,
) -> Feed:
    """Subscribe to `url`. One that is subscribed to already is answered as it is; one left before comes back whole."""
    one = NewFeed(url, title, name, folder, language, typed)
    return add_feeds(db, [one], kind="subscribe", now=now).feeds[0]


def add_feeds(
    db: Database, wanted: Iterable[NewFeed], *, kind: str = "import", now: int | None = None
) -> Subscribed:
    """Subscribe to all of `wanted` in one act, so that one undo takes them all back."""
    now = db.now() if now is None else now
    with db.write(act=True):
        ids, before, after = enter(db, wanted, now)
        done = None
        if after:
            journal_id = journal.begin(db, kind, now)
            text = f"Subscribed to {len(after):,} sources"
            if len(after) == 1:
                text = f"Subscribed to {shown(db, int(after[0]['feed']))}"
            done = journal.finish(db, journal_id, text, len(after), before, after)
    found = {one.id: one for one in all_feeds(db)}
    new = tuple(int(state["feed"]) for state in after)
    return Subscribed(tuple(found[feed_id] for feed_id in ids), new, done)


def begin_with(db: Database, wanted: Iterable[NewFeed]) -> None:
    """Subscribe to what a store is made with: nobody's act, so no undo takes it back."""
    with db.write():
        enter(db, wanted, db.now())


def enter(
    db: Database, wanted: Iterable[NewFeed], now: int
) -> tuple[list[int], list[dict[str, Any]], list[dict[str, Any]]]:
    """The feeds of `wanted` in the store: their ids, and the states before and after of those that were not subscribed to.

    Inside a write, which notes it in the journal.
    """
    ids: list[int] = []
    before: list[dict[str, Any]] = []
    after: list[dict[str, Any]] = []
    slugs = _Slugs(db)
    for one in wanted:
        row = db.row("SELECT id, removed_at FROM feed WHERE url = ?", (one.url,))
        if row is None:
            feed_id = _insert(db, one, slugs, now)
            before.append({"feed": feed_id, "removed_at": now})
            after.append({"feed": feed_id, "removed_at": None})
        else:
            feed_id = int(row[0])
            if row[1] is not None:
                before.append(feedstate.state_of(db, feed_id))
                feedstate.set_feed(db, _returned(one, feed_id))
                after.append(feedstate.state_of(db, feed_id))
        ids.append(feed_id)
    return ids, before, after


def _returned(one: NewFeed, feed_id: int) -> dict[str, Any]:
    """What becomes of a feed that was left and is subscribed to again."""
    state: dict[str, Any] = {"feed": feed_id, "removed_at": None}
    if one.folder:
        state["folder"] = list(one.folder)
    if one.name:
        state["name"] = one.name
    if one.settings:
        state["settings"] = json.dumps(dict(sorted(one.settings.items())))
    if one.paused:
        state["paused"] = 1
    return state


def remove(db: Database, feed_id: int, now: int | None = None) -> Act:
    """Unsubscribe. Entries and marks stay in the store, out of every list, and come back with `restore` or undo."""
    now = db.now() if now is None else now
    name = feed(db, feed_id).name
    return _change(db, "unsubscribe", f"Unsubscribed from {name}", feed_id, {"removed_at": now}, now)


def restore(db: Database, feed_id: int, now: int | None = None) -> Act:
    """Subscribe again to a feed that was left."""
    return _change(db, "subscribe", f"Subscribed to {shown(db, feed_id)}", feed_id, {"removed_at": None}, now)


def rename(db: Database, feed_id: int, name: str, now: int | None = None) -> Act:
    """Show the feed under `name`; "" goes back to the title it gives itself."""
    old = feed(db, feed_id).name
    return _change(db, "rename", f"Renamed {old} to {name or 'its own title'}", feed_id, {"name": name}, now)


def move(db: Database, feed_id: int, folder: tuple[str, ...], now: int | None = None) -> Act:
    """Put the feed into `folder`, outermost name first; () is no folder."""
    where = " / ".join(folder) or "no folder"
    text = f"Moved {feed(db, feed_id).name} to {where}"
    change: dict[str, Any] = {"folder": list(folder)}
    kept = settings_of(db, feed_id)
    there = sections.inherit(kept, sections.whole(db, folder))
    if there != kept:
        change["settings"] = json.dumps(dict(sorted(there.items())))
    return _change(db, "move", text, feed_id, change, now)


def pause(db: Database, feed_id: int, paused: bool = True, now: int | None = None) -> Act:
    """Stop asking for this feed, or go on."""
    text = f"{'Paused' if paused else 'Went on with'} {feed(db, feed_id).name}"
    return _change(db, "pause", text, feed_id, {"paused": int(paused)}, now)


def readdress(db: Database, feed_id: int, url: str, now: int | None = None) -> Act:
    """Ask for the feed at `url` from now on; entries and marks stay its own. One that a redirect led away is not
    led there again. Raises `NoSuchFeed` where another has it."""
    other = db.row("SELECT id FROM feed WHERE url = ? AND id <> ?", (url, feed_id))
    if other is not None:
        raise NoSuchFeed(f"{shown(db, int(other[0]))} has that address already: remove one of the two.")
    one, kept = feed(db, feed_id), settings_of(db, feed_id)
    change: dict[str, Any] = {"url": url}
    if kept.pop("was", "") == url:
        change["settings"] = json.dumps(dict(sorted({**kept, "left": one.url}.items())))
    text = f"Moved the address of {one.name} to {url}"
    return _change(db, "address", text, feed_id, change, now)


def set_settings(db: Database, feed_id: int, now: int | None = None, **changes: Any) -> Act:
    """Change settings of one feed by name; None takes one away. What they mean: `reader.store.retention`, is:important."""
    kept = sections.own_now(settings_of(db, feed_id), set(changes))
    kept = {name: value for name, value in {**kept, **changes}.items() if value is not None}
    kept = dict(sorted(sections.inherit(kept, sections.whole(db, feed(db, feed_id).folder)).items()))
    text = f"Changed {', '.join(changes)} of {feed(db, feed_id).name}"
    return _change(db, "settings", text, feed_id, {"settings": json.dumps(kept)}, now)


def remember(db: Database, feed_id: int, name: str, value: str) -> None:
    """Keep how a person looked at one feed last, as its setting `name`. No step of the journal: nothing was changed."""
    kept = settings_of(db, feed_id)
    if kept.get(name) != value:
        kept = {**sections.own_now(kept, {name}), name: value}
        with db.write(quiet=True):
            text = json.dumps(dict(sorted(kept.items())))
            db.execute("UPDATE feed SET settings = ? WHERE id = ?", (text, feed_id))


def slug_for(text: str) -> str:
    """A short name to type: letters and digits of any script, lower case, parted by "-"."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return re.sub(r"[\W_]+", "-", plain).strip("-")[:40].strip("-") or "source"


def _change(db: Database, kind: str, text: str, feed_id: int, change: dict[str, Any], now: int | None) -> Act:
    now = db.now() if now is None else now
    with db.write(act=True):
        whole = feedstate.state_of(db, feed_id)
        before = {"feed": feed_id, **{key: whole[key] for key in change}}
        journal_id = journal.begin(db, kind, now)
        feedstate.set_feed(db, {"feed": feed_id, **change})
        return journal.finish(db, journal_id, text, 1, [before], [{"feed": feed_id, **change}])


def _insert(db: Database, one: NewFeed, slugs: _Slugs, now: int) -> int:
    place = make(db, one.folder)
    settings = sections.inherit(dict(one.settings), sections.whole(db, one.folder))
    host = (urlsplit(one.url).hostname or "") if "//" in one.url else ""
    slug = slugs.take(one.name or one.title or host.removeprefix("www.") or one.url)
    db.execute(
        "INSERT INTO feed (key, url, slug, title, name, language, link, folder, position, typed, added_at, paused, settings) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(_free_key(db, one.url), one.url, slug, one.title, one.name, one.language, one.link),
            *(place, slugs.count, int(one.typed), now),
            *(int(one.paused), json.dumps(dict(sorted(settings.items())))),
        ),
    )
    feed_id = db.connection.last_insert_rowid()
    db.execute("UPDATE counter SET value = value + 1 WHERE name = 'structure'")
    return feed_id


def _free_key(db: Database, url: str) -> bytes:
    """A moved feed keeps the key of its old address; who subscribes to that address anew gets another key."""
    salt = 0
    while True:
        key = feed_key(f"{url}\x00{salt}" if salt else url)
        if db.value("SELECT 1 FROM feed WHERE key = ?", (key,)) is None:
            return key
        salt += 1


class _Slugs:
    """Hands out slugs that no feed has yet."""

    def __init__(self, db: Database) -> None:
        self._taken = {str(row[0]) for row in db.rows("SELECT slug FROM feed")}
        self.count = len(self._taken)

    def take(self, text: str) -> str:
        base = slug_for(text)
        slug, number = base, 2
        while slug in self._taken:
            slug, number = f"{base}-{number}", number + 1
        self._taken.add(slug)
        self.count += 1
        return slug
