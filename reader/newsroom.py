"""The one object that screen and command line talk to: open, list, read, mark, undo, subscribe, refresh, hear what changed.

Everything here is a short read or mark on the store, done at once in the caller's thread, but for the methods that start
with `await`: those ask the engine, a process of its own, and answer when it has taken the word. What the first list does
not need is imported by the methods that do: a start waits for each module.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from reader.config import Paths, Settings
from reader.store import database, windows
from reader.store import settings as kept

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

    from reader.blocks import Article
    from reader.engine.events import Event
    from reader.engine.link import EngineLink
    from reader.engine.moving import Plan
    from reader.model import Act, Feed, Folder, Headline
    from reader.store.brought import Brought
    from reader.store.feeds import NewFeed
    from reader.store.frontpage import Block
    from reader.store.imagedesk import ImageDesk
    from reader.store.rules import Rule
    from reader.store.saved import Saved
    from reader.store.telling import Telling
    from reader.store.vital import Vital
    from reader.store.windows import View
    from reader.ticker.pool import Pool


_LOOKED = "looked"
"""The setting that holds the newest entry's id when the reader was last left; "left_at" holds the time."""


@dataclass(frozen=True, slots=True)
class Counts:
    """What lists hold. `generation` moves with every change to the store, by whichever process."""

    total: int
    unread: int
    starred: int
    later: int
    generation: int


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did: sources found in the file, those that are new, and sentences on what was left out."""

    found: int
    new: tuple[int, ...]
    left_out: tuple[str, ...]
    act: Act | None


class Newsroom:
    """Opened with `Newsroom.open`; a context manager. Belongs to the thread that opened it."""

    def __init__(self, db: database.Database, paths: Paths, settings: Settings) -> None:
        self._db = db
        self._link: EngineLink | None = None
        self.paths = paths
        self.settings = settings
        self.brought_back = ""
        """What to tell the person where the store was missing and was put back; else ""."""
        self.refusal = ""
        """Why nothing can be changed, where the store could be opened for reading only; else ""."""

    @classmethod
    def open(
        cls,
        paths: Paths,
        settings: Settings | None = None,
        *,
        readonly: bool = False,
        clock: Callable[[], float] = time.time,
    ) -> Newsroom:
        """Open the store in `paths.data`. Where there is none it is put back from what is kept beside it, else made.

        Raises `reader.store.database.StoreError`.
        """
        back = ""
        if not readonly and not os.path.exists(paths.store):
            from reader.store.restore import bring_back

            back = bring_back(paths, int(clock()))
        db = database.open_store(paths.store, readonly=readonly, clock=clock)
        newsroom = cls(db, paths, settings or Settings())
        newsroom.brought_back = back
        return newsroom

    @classmethod
    def open_as_allowed(cls, paths: Paths, settings: Settings | None = None) -> Newsroom:
        """As `open`; for reading only, with the reason in `refusal`, where there is a store that may not be changed."""
        try:
            return cls.open(paths, settings)
        except database.StoreReadOnly as error:
            if not os.path.exists(paths.store):
                raise
            newsroom = cls.open(paths, settings, readonly=True)
            newsroom.refusal = str(error)
            return newsroom

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Write what is left to write and let go of the store."""
        self._db.close()

    @property
    def db(self) -> database.Database:
        """The store itself, for the engine's side of the command line."""
        return self._db

    @property
    def readonly(self) -> bool:
        return self._db.readonly

    def now(self) -> int:
        """Whole Unix seconds by the injected clock."""
        return self._db.now()

    # Lists and articles

    def view(self, query: str = "", *, folded: bool = False, whole: bool = True) -> View:
        """The entries that `query` finds, as they are at this moment; `folded` with each story once.

        Where not the `whole` is wanted at once it opens with its first rows. Raises `reader.store.query.QueryError`.
        """
        return windows.open_view(self._db, query, now=self.now(), folded=folded, whole=whole)

    def article(self, entry_id: int, view: str = "") -> Article | None:
        """The entry, ready to be set; None where it is gone. `view` is "feed", "full", "raw", or "" for the fullest."""
        from reader.store import articles

        found = articles.article(self._db, entry_id, view)
        return found and self.images.veiled(found)

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

    def saved(self) -> list[Saved]:
        """Queries kept as feeds."""
        from reader.store import saved

        return saved.all_saved(self._db)

    def save_query(self, name: str, query: str) -> Act:
        """Keep `query` as a feed of its own. Raises `QueryError` where it cannot be understood."""
        from reader.store import saved

        self.check_query(query)
        return saved.save(self._db, name, query, self.now())

    def check_query(self, query: str) -> None:
        """Raises `QueryError` where `query` cannot be understood."""
        from reader.store.query import StoreLookup, compile_query, parse

        compile_query(parse(query), StoreLookup(self._db), now=self.now())

    def terms(self, query: str) -> tuple[str, ...]:
        """The folded words that hits of `query` hold, for marking them."""
        from reader.store.query import StoreLookup, parse, terms
        from reader.store.query.expand import expand

        return tuple(terms(expand(parse(query), StoreLookup(self._db))))

    def find_saved(self, which: str) -> Saved:
        """By name or place. Raises `reader.store.saved.NoSuchSearch`."""
        from reader.store import saved

        return saved.find(self._db, which)

    def count_saved(self) -> dict[int, tuple[int, int]]:
        """How many unread and how many entries each saved query finds, by its id; each is answered in full."""
        from reader.store import saved

        kept = saved.all_saved(self._db)
        return {
            one.id: (saved.unread(self._db, one.query, self.now()), self.view(one.query).count)
            for one in kept
        }

    def count_saved_apart(self) -> Callable[[], dict[str, int]]:
        """What counts the unread entries of each saved query by its name, in whichever thread calls it."""
        from reader.store import saved

        path, now = self.paths.store, self.now()
        return lambda: saved.unread_counts(path, now)

    def rename_saved(self, saved_id: int, name: str) -> Act:
        from reader.store import saved

        return saved.rename(self._db, saved_id, name, self.now())

    def remove_saved(self, saved_id: int) -> Act:
        from reader.store import saved

        return saved.forget(self._db, saved_id, self.now())

    def move_saved(self, saved_id: int, place: int) -> Act:
        """Put a saved query at `place`, counted from 1."""
        from reader.store import saved

        return saved.move(self._db, saved_id, place, self.now())

    def counts(self) -> Counts:
        from reader.store import entries

        total, unread, starred, later = entries.counts(self._db)
        return Counts(total, unread, starred, later, self.generation())

    def generation(self) -> int:
        """A number that moves when anything in the store changed, whoever changed it. Costs microseconds."""
        return self._db.generation()

    # Marks, all of them undoable

    def mark(
        self,
        ids: Sequence[int],
        *,
        read: bool | None = None,
        starred: bool | None = None,
        later: bool | None = None,
        hidden: bool | None = None,
        bulk: bool = False,
    ) -> Act:
        """Set marks; `bulk` leaves important sources alone; what is marked read is read with the other copies of its story, as the settings say."""
        from reader.store import marks

        return marks.mark(
            self._db,
            ids,
            read=read,
            starred=starred,
            later=later,
            hidden=hidden,
            now=self.now(),
            reach=self.settings.stories.read,
            bulk=bulk,
        )

    def mark_view(self, view: View, *, read: bool = True) -> Act:
        """Mark exactly the entries that `view` holds, not those that came since, and their copies as the settings say."""
        from reader.store import marks

        return marks.mark_view(self._db, view, read=read, now=self.now(), reach=self.settings.stories.read)

    def tag(self, ids: Sequence[int], name: str, *, bulk: bool = False) -> Act:
        from reader.store import marks

        return marks.tag(self._db, ids, name, now=self.now(), bulk=bulk)

    def untag(self, ids: Sequence[int], name: str, *, bulk: bool = False) -> Act:
        from reader.store import marks

        return marks.untag(self._db, ids, name, now=self.now(), bulk=bulk)

    def join(self, ids: Sequence[int]) -> Act:
        """Make one story of the stories of these entries, for good."""
        from reader.store import byhand

        return byhand.join(self._db, ids, self.now(), self.settings.languages)

    def story(self, entry_id: int) -> list[Telling]:
        """The copies of an entry's story in the order of their time, and why each stands in it."""
        from reader.store import telling

        return telling.story(self._db, entry_id)

    def front_page(self, query: str = "", *, shown: int = 8) -> list[Block]:
        """The day's stories by section and language, what most papers tell first; `shown` of each (0: all)."""
        from reader.store import frontpage

        return frontpage.front_page(self._db, query, self.now(), shown)

    def split(self, entry_id: int) -> Act:
        """Take an entry out of its story, for good."""
        from reader.store import byhand

        return byhand.split(self._db, entry_id, self.now())

    def undo(self) -> Act | None:
        """Take back the newest act that stands."""
        from reader.store import journal

        return journal.undo(self._db, self.now())

    def redo(self) -> Act | None:
        from reader.store import journal

        return journal.redo(self._db, self.now())

    def undo_step(self, step: int) -> Act | None:
        """Take back just this step; None where later ones changed the same (`dependants`), or it does not stand."""
        from reader.store import journal

        return journal.undo_step(self._db, step, self.now())

    def undo_since(self, step: int) -> list[Act]:
        """Take back this step and all after it, newest first."""
        from reader.store import journal

        return journal.undo_since(self._db, step, self.now())

    def step(self, step: int) -> Act | None:
        """The step of this number."""
        from reader.store import journal

        return journal.step(self._db, step)

    def dependants(self, step: int) -> list[int]:
        """The steps that stand and were built on this one."""
        from reader.store import dependence

        return dependence.dependants(self._db, step)

    def later_steps(self, step: int) -> list[int]:
        """All steps after this one that stand."""
        from reader.store import dependence

        return dependence.later(self._db, step)

    def steps(self, limit: int = 100) -> list[Act]:
        from reader.store import journal

        return journal.steps(self._db, limit)

    # Rules

    def rules(self) -> list[Rule]:
        from reader.store import rules

        return rules.all_rules(self._db)

    def rule(self, which: str) -> Rule:
        """By name or number. Raises `reader.store.rules.NoSuchRule`."""
        from reader.store import rules

        return rules.find(self._db, which)

    def add_rule(self, name: str, query: str, acts: Sequence[str], *, active: bool = False) -> Act:
        """Raises `NoSuchRule` and `QueryError`."""
        from reader.store import rules

        return rules.add(self._db, name, query, acts, active=active, now=self.now())

    def change_rule(
        self,
        rule: Rule,
        *,
        name: str | None = None,
        query: str | None = None,
        acts: Sequence[str] | None = None,
    ) -> Act:
        from reader.store import rules

        return rules.change(self._db, rule, name=name, query=query, acts=acts, now=self.now())

    def switch_rule(self, rule: Rule, active: bool) -> Act:
        from reader.store import rules

        return rules.switch(self._db, rule, active, self.now())

    def remove_rule(self, rule: Rule) -> Act:
        from reader.store import rules

        return rules.remove(self._db, rule, self.now())

    def run_rule(self, rule: Rule) -> Act:
        """Do it to everything that is stored, as one step."""
        from reader.store import rules

        return rules.run(self._db, rule, self.now())

    def mute(self, query: str, seconds: int | None = None) -> Act:
        """Hide what `query` finds, now and for so long; None is for ever."""
        from reader.store import rules

        now = self.now()
        return rules.mute(self._db, query, None if seconds is None else now + seconds, now=now)

    # What is kept

    def limit_warning(self) -> str:
        """What will go within a day by a limit, in a sentence to show; "" where nothing will."""
        from reader.store import retention

        return retention.warning(self._db, self.now())

    def beyond_limits(self) -> tuple[list[int], str]:
        """The entries that are beyond a limit now, and why. Costs more than a moment in a large store."""
        from reader.store import retention

        return retention.expired(self._db, self.settings.keep.limits, self.now())

    def let_go(self, ids: Sequence[int]) -> int:
        """Let entries go for good, but for what the person kept. Cannot be taken back."""
        from reader.store import retention

        return retention.prune(self._db, list(ids))

    def compact(self) -> int:
        """Give free space back to the disk; how many bytes."""
        from reader.store import retention

        return retention.compact(self._db, self.now(), asked=True)

    # Sources

    def put_away(self, url: str) -> str:
        """`url` without its name, password or token, which go to the keyring. Raises `reader.fetch.ring.NoRing`."""
        if "@" not in url and "=" not in url:
            return url
        from reader.fetch.logins import part
        from reader.fetch.ring import put

        parted = part(url)
        safe = put(parted)
        if parted.login is not None and parted.server:
            self.note_login(parted.server)
        return safe

    def note_login(self, server: str, kept: bool = True) -> None:
        """The keyring holds a login for `server` (scheme, host, port) now, or no longer."""
        from reader.store import logins

        logins.note(self._db, server, kept)

    def logins(self) -> tuple[str, ...]:
        """The servers that have a login in the keyring."""
        from reader.store import logins

        return logins.servers(self._db)

    def add_feed(
        self, url: str, *, title: str = "", name: str = "", folder: tuple[str, ...] = (), language: str = ""
    ) -> Feed:
        """Subscribe to a feed's own address without asking the network; the next refresh fetches it."""
        from reader.store import feeds

        return feeds.add_feed(
            self._db,
            self.put_away(url),
            title=title,
            name=name,
            folder=folder,
            language=language,
            now=self.now(),
        )

    def remove(self, feed_id: int) -> Act:
        from reader.store import feeds

        return feeds.remove(self._db, feed_id, self.now())

    def rename(self, feed_id: int, name: str) -> Act:
        from reader.store import feeds

        return feeds.rename(self._db, feed_id, name, self.now())

    def move(self, feed_id: int, folder: tuple[str, ...]) -> Act:
        from reader.store import feeds

        return feeds.move(self._db, feed_id, folder, self.now())

    def vitals(self, only: int = 0, *, sizes: bool = False) -> dict[int, Vital]:
        """How alive each source is, by its id, or one alone; with `sizes` it costs more than a moment in a large store."""
        from reader.store import vital

        return vital.vitals(self._db, self.now(), only=only, sizes=sizes)

    def readdress(self, feed_id: int, url: str) -> Act:
        """Ask for a source at another address from now on, with its history. Raises `reader.store.feeds.NoSuchFeed`."""
        from reader.store import feeds

        return feeds.readdress(self._db, feed_id, url, self.now())

    def accept(self, feed_id: int) -> Act:
        """Take what a source brings that seemed to have another owner."""
        from reader.store import feeds

        return feeds.accept(self._db, feed_id, self.now())

    def pause(self, feed_id: int, paused: bool) -> Act:
        from reader.store import feeds

        return feeds.pause(self._db, feed_id, paused, self.now())

    def feed_settings(self, feed_id: int) -> dict[str, Any]:
        """The settings of one source by name."""
        from reader.store import feeds

        return feeds.settings_of(self._db, feed_id)

    def set_feed(self, feed_id: int, **changes: Any) -> Act:
        """Change settings of one source by name; None takes one away."""
        from reader.store import feeds

        return feeds.set_settings(self._db, feed_id, self.now(), **changes)

    def import_plan(self, plan: Plan) -> tuple[Brought, tuple[str, ...]]:
        """Bring in what another reader's files hold, as one act; also sentences on what was left out.

        Raises `reader.engine.moving.NoCache` and `StoreError`.
        """
        from reader.engine import moving

        return moving.carry_out(self._db, plan, self.now())

    def import_opml(self, data: bytes) -> Imported:
        """Bring in what an OPML file lists, as one act. Raises `reader.parse.opml.OpmlError`."""
        from reader.engine import moving

        plan = moving.plan_list(data, "The file")
        done, left_out = self.import_plan(plan)
        return Imported(len(plan.feeds), done.new, left_out, done.act)

    def import_feeds(self, wanted: Sequence[NewFeed]) -> Imported:
        """Subscribe to all of `wanted` in one undoable act. Secrets in addresses go to the keyring, or are left out."""
        from reader.engine import moving

        done, left_out = moving.carry_out(self._db, moving.Plan(tuple(wanted)), self.now())
        return Imported(len(wanted), done.new, left_out, done.act)

    async def apart(self, *arguments: str, data: bytes = b"") -> tuple[int, bytes, bytes]:
        """Run a command of the shell on this store in a process of its own: its exit code, output and complaints.

        For what parses outside files: the process of the screen never does. Raises `OSError`.
        """
        from asyncio.subprocess import PIPE, create_subprocess_exec

        from reader.engine.children import command

        places = ("--data-dir", str(self.paths.data), "--config", str(self.paths.config))
        child = await create_subprocess_exec(
            *command("reader", *places, *arguments), stdin=PIPE, stdout=PIPE, stderr=PIPE
        )
        try:
            out, err = await child.communicate(data)
        except BaseException:
            child.kill()
            await child.wait()
            raise
        return child.returncode or 0, out, err

    def export_opml(self) -> bytes:
        """Sources with Telex's own settings of them, and saved searches."""
        from reader.engine.keeping import subscriptions

        return subscriptions(self._db)

    def export_urls(self) -> bytes:
        """Sources as newsboat's urls file."""
        from reader.engine.keeping import urls

        return urls(self._db)

    def back_up(self, target: Path) -> None:
        """Copy the whole store to `target`, which is there whole or not at all."""
        from reader.store import backup

        backup.copy(self._db.connection, target)

    # Small things that outlive a run: the last place, pane sizes

    def setting(self, name: str, default: str = "") -> str:
        return kept.setting(self._db, name, default)

    def set_setting(self, name: str, value: str) -> None:
        kept.set_setting(self._db, name, value)

    # The engine

    async def start_engine(self, on_event: Callable[[Event], None]) -> None:
        """Start the engine as a child process; `on_event` is called in this thread's loop for each thing it says."""
        from reader.engine.link import EngineLink

        self._link = EngineLink(self.paths, on_event)
        await self._link.start()

    @property
    def engine_pid(self) -> int | None:
        """The child's process id, None where none runs."""
        return self._link.pid if self._link is not None else None

    async def refresh(self, feed_ids: Sequence[int] = (), *, force: bool = False) -> None:
        """Ask for what is due, or for `feed_ids`; `force` asks for all that politeness allows."""
        from reader.engine.events import Refresh

        if self._link is not None:
            await self._link.send(Refresh(feeds=tuple(feed_ids), force=force))

    async def subscribe(self, url: str, folder: tuple[str, ...] = ()) -> None:
        """Ask the engine to find the feed behind `url` and subscribe; events tell how it went."""
        from reader.engine.events import Add

        if self._link is not None:
            await self._link.send(Add(url=await self._without_secret(url), folder=folder))

    async def look(self, url: str, watch: str = "auto") -> None:
        """Ask the engine what watching the page at `url` would yield; an event tells."""
        from reader.engine.events import Look

        if self._link is not None:
            await self._link.send(Look(url=await self._without_secret(url), watch=watch))

    async def watch(self, url: str, watch: str, folder: tuple[str, ...] = ()) -> None:
        """Ask the engine to watch the page at `url` in the place of a feed; an event tells how it went."""
        from reader.engine.events import Watch

        if self._link is not None:
            await self._link.send(Watch(url=url, watch=watch, folder=folder))

    async def _without_secret(self, url: str) -> str:
        """`url` without its name, password or token, which go to the keyring."""
        import asyncio

        from reader.fetch.logins import part
        from reader.fetch.ring import put

        parted = part(url)
        if not parted.secret:
            return url
        url = await asyncio.to_thread(put, parted)
        if parted.login is not None and parted.server:
            self.note_login(parted.server)
        return url

    async def fetch_page(self, entry_id: int, *, again: bool = False) -> None:
        """Ask for the whole text of an entry from its own page; an event tells how it went."""
        from reader.engine.events import FetchPage

        if self._link is not None:
            await self._link.send(FetchPage(entry_id, again))

    async def follow(self, url: str, entry_id: int = 0, *, behind: bool = False) -> None:
        """Ask for the page behind a link of an article; an event tells how it went."""
        from reader.engine.events import Follow

        if self._link is not None:
            await self._link.send(Follow(url, entry_id, behind))

    async def pack(self, query: str, size: int) -> None:
        """Ask for what `query` finds to be made ready for offline, at most `size` bytes; events tell how far it is."""
        from reader.engine.events import Pack

        if self._link is not None:
            await self._link.send(Pack(query, size))

    async def fetch_images(self, entry_id: int) -> None:
        """Ask for the images that an entry shows; an event tells how it went."""
        from reader.engine.events import FetchImages

        if self._link is not None:
            await self._link.send(FetchImages(entry_id))

    async def draw_images(self, contents: Sequence[str], width: int) -> None:
        """Ask for kept images to be drawn for `width` cells; an event tells when they are."""
        from reader.engine.events import DrawImages

        if self._link is not None:
            await self._link.send(DrawImages(tuple(contents), width))

    async def take_list(self, origin: str) -> None:
        """Subscribe to a report list of images at an address or in a file; an event tells how it went."""
        from reader.engine.events import TakeList

        if self._link is not None:
            await self._link.send(TakeList(origin))

    async def stop_pack(self) -> None:
        """Ask for the packing under way to end."""
        from reader.engine.events import StopPack

        if self._link is not None:
            await self._link.send(StopPack())

    async def stop_engine(self) -> None:
        if self._link is not None:
            await self._link.stop()
            self._link = None
