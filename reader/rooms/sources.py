"""Sources: subscribing, naming, moving, their settings, imports, exports and logins."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from reader.rooms.base import Room
from reader.rooms.values import Imported

if TYPE_CHECKING:
    from pathlib import Path

    from reader.engine.moving import Plan
    from reader.model import Act, Feed
    from reader.store.brought import Brought
    from reader.store.feeds import NewFeed
    from reader.store.incoming import Incoming
    from reader.store.vital import Vital


class Sources(Room):
    """Sources: subscribing, naming, moving, their settings, imports, exports and logins."""

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
        """Take what a source brings that seemed to have another owner, what is held back with it."""
        from reader.store import held

        return held.let_in(self._db, feed_id, self.now())

    def drop_held(self, feed_id: int) -> Act:
        """Let go what is held back of a source."""
        from reader.store import held

        return held.drop(self._db, feed_id, self.now())

    def held(self, feed_id: int) -> list[Incoming]:
        """What is held back of a source that seems to have another owner, the newest first."""
        from reader.store import held

        return held.held(self._db, feed_id)

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

    def section_settings(self, path: tuple[str, ...]) -> dict[str, Any]:
        """What is set for a section, by name."""
        from reader.store import sections

        return sections.settings_of(self._db, path)

    def set_section(self, path: tuple[str, ...], **changes: Any) -> Act:
        """Change settings of a section and of the sources in it by name; None takes one away."""
        from reader.store import sections

        return sections.set_settings(self._db, path, self.now(), **changes)

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

    def begin_with(self, wanted: Sequence[NewFeed]) -> None:
        """Subscribe to what an edition is made of: no act of the person, so no step to take back."""
        from reader.store import feeds

        feeds.begin_with(self._db, wanted)

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

    @property
    def engine_pid(self) -> int | None:
        """The child's process id, None where none runs."""
        return self._link.pid if self._link is not None else None

    async def _without_secret(self, url: str) -> str:
        """`url` without its name, password or token, which go to the keyring."""

        from reader.fetch.logins import part
        from reader.fetch.ring import put

        parted = part(url)
        if not parted.secret:
            return url
        import asyncio

        url = await asyncio.to_thread(put, parted)
        if parted.login is not None and parted.server:
            self.note_login(parted.server)
        return url
