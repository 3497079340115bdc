"""What only the engine can do: it is asked, in a process of its own, and tells how it went."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from reader.rooms.sources import Sources

if TYPE_CHECKING:
    from reader.engine.events import Command, Event
    from reader.model import Form


class Asking(Sources):
    """What only the engine can do: it is asked, in a process of its own, and tells how it went."""

    async def start_engine(self, on_event: Callable[[Event], None]) -> None:
        """Start the engine as a child process; `on_event` is called in this thread's loop for each thing it says."""
        from reader.engine.link import EngineLink

        self._link = EngineLink(self.paths, on_event)
        await self._link.start()
        while self._unsent:
            await self._link.send(self._unsent.popleft())

    async def _ask(self, command: Command) -> None:
        """Tell the engine; one that is on its way hears it when it is there."""
        if self._link is not None:
            await self._link.send(command)
        else:
            self._unsent.append(command)

    async def refresh(self, feed_ids: Sequence[int] = (), *, force: bool = False) -> None:
        """Ask for what is due, or for `feed_ids`; `force` asks for all that politeness allows."""
        from reader.engine.events import Refresh

        await self._ask(Refresh(feeds=tuple(feed_ids), force=force))

    async def subscribe(self, url: str, folder: tuple[str, ...] = ()) -> None:
        """Ask the engine to find the feed behind `url` and subscribe; events tell how it went."""
        from reader.engine.events import Add

        await self._ask(Add(url=await self._without_secret(url), folder=folder))

    async def look(self, url: str, watch: str = "auto") -> None:
        """Ask the engine what watching the page at `url` would yield; an event tells."""
        from reader.engine.events import Look

        await self._ask(Look(url=await self._without_secret(url), watch=watch))

    async def watch(self, url: str, watch: str, folder: tuple[str, ...] = ()) -> None:
        """Ask the engine to watch the page at `url` in the place of a feed; an event tells how it went."""
        from reader.engine.events import Watch

        await self._ask(Watch(url=url, watch=watch, folder=folder))

    async def fetch_page(self, entry_id: int, *, again: bool = False) -> None:
        """Ask for the whole text of an entry from its own page; an event tells how it went."""
        from reader.engine.events import FetchPage

        await self._ask(FetchPage(entry_id, again))

    async def follow(self, url: str, entry_id: int = 0, *, behind: bool = False) -> None:
        """Ask for the page behind a link of an article; an event tells how it went."""
        from reader.engine.events import Follow

        await self._ask(Follow(url, entry_id, behind))

    async def pack(self, query: str, size: int) -> None:
        """Ask for what `query` finds to be made ready for offline, at most `size` bytes; events tell how far it is."""
        from reader.engine.events import Pack

        await self._ask(Pack(query, size))

    async def fetch_images(self, entry_id: int) -> None:
        """Ask for the images that an entry shows; an event tells how it went."""
        from reader.engine.events import FetchImages

        await self._ask(FetchImages(entry_id))

    async def draw_images(
        self, contents: Sequence[str], width: int, form: Form = "blocks", cell: tuple[int, int] = (0, 0)
    ) -> None:
        """Ask for kept images to be drawn for `width` cells of `cell` pixels; an event tells when they are."""
        from reader.engine.events import DrawImages

        await self._ask(DrawImages(tuple(contents), width, form, cell))

    async def take_list(self, origin: str) -> None:
        """Subscribe to a report list of images at an address or in a file; an event tells how it went."""
        from reader.engine.events import TakeList

        await self._ask(TakeList(origin))

    async def stop_pack(self) -> None:
        """Ask for the packing under way to end."""
        from reader.engine.events import StopPack

        await self._ask(StopPack())

    async def stop_engine(self) -> None:
        if self._link is not None:
            await self._link.stop()
            self._link = None
