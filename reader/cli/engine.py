"""The engine inside a command: the lease, a beat while it works, and what comes after a run. Loaded by add, fetch and demo."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reader.engine.events import Command, Done, Event
    from reader.newsroom import Newsroom
    from reader.store.lease import Lease

Tell = Callable[["Event"], None]


def take_lease(newsroom: Newsroom) -> Lease | None:
    """Become the engine, or None where another process is."""
    from reader.store.lease import acquire

    return acquire(newsroom.paths, newsroom.now(), newsroom.db)


def leave_word(newsroom: Newsroom, command: Command) -> str:
    """Ask the process that is the engine; answers who that is, in words."""
    from reader.engine.events import line
    from reader.store import lease, requests

    requests.ask(newsroom.db, line(command).decode().strip(), newsroom.now())
    held = lease.holder(newsroom.db)
    return f"process {held.pid} on {held.host}" if held else "another Telex"


async def refresh(newsroom: Newsroom, lease: Lease, *, force: bool, tell: Tell) -> Done:
    """One run, and then everything that it brought made searchable and ready to read. Raises `StoreError`."""
    from reader.engine.refresh import refresh as run

    async with beating(newsroom, lease):
        done = await run(newsroom.db, newsroom.settings, force=force, tell=tell)
        await finish(newsroom, tell)
    return done


async def finish(newsroom: Newsroom, tell: Tell) -> None:
    """Make what is stored searchable and ready to read."""
    from reader.engine.finish import finish_all

    await finish_all(newsroom.db, newsroom.settings, tell=tell)


@asynccontextmanager
async def beating(newsroom: Newsroom, lease: Lease) -> AsyncIterator[None]:
    """Say every 10 seconds that this process is still the engine."""
    from reader.store.lease import BEAT

    async def beat() -> None:
        while True:
            await asyncio.sleep(BEAT)
            lease.beat(newsroom.now())

    task = asyncio.create_task(beat())
    try:
        yield
    finally:
        task.cancel()
