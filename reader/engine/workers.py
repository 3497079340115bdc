"""The pool of parse workers: killable processes with a time box, so that hostile or huge input costs only itself.

Jobs with a smaller rank go first: feeds of a run before the finishing of what is stored. Processes start when there
is work and end after a while without.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import os
from collections import deque
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any, TypeVar

import msgspec

from reader.engine import jobs, replies
from reader.engine.process import Worker, WorkError, WorkKilled, lies_in_pipe
from reader.engine.worker import UNREADABLE
from reader.model import Drawing, Ink
from reader.store.incoming import IncomingFeed

__all__ = ["IDLE", "TIME_BOX", "WorkError", "WorkKilled", "WorkerPool"]

T = TypeVar("T")
Waiting = tuple[int, int, jobs.Job, asyncio.Future[msgspec.Raw]]
"""A job that waits: its rank, its number, itself, and what becomes of it."""

TIME_BOX = 5.0
"""Seconds of a worker's processor time for one document; of wall time where the system does not tell the former."""
IDLE = 60.0
"""Seconds without work after which a worker ends."""
FIRST, LATER = 0, 1
"""Ranks: what somebody waits for, and what can wait."""

_QUEUED_BYTES = 24 << 20


@dataclass(slots=True)
class _Place:
    """One place of the pool: its process, and what that was given and did not answer yet."""

    worker: Worker | None = None
    given: deque[Waiting] = field(default_factory=deque)


class WorkerPool:
    """Use as an async context manager, or call `aclose`. `size` is the number of processes at once.

    It is one more than there are cores unless said. A worker has its next documents in its pipe while it is at work, so that
    it goes on while the engine writes to the store.
    """

    def __init__(self, size: int | None = None, *, time_box: float = TIME_BOX) -> None:
        self.size = size or _cores() + 1
        self.time_box = time_box
        self.seconds = 0.0
        self.killed = 0
        self._queue: asyncio.PriorityQueue[Waiting] = asyncio.PriorityQueue()
        self._numbers = itertools.count()
        self._tasks: set[asyncio.Task[None]] = set()
        self._endings: set[asyncio.Task[None]] = set()
        self._idle = 0
        self._places = 0
        self._space = asyncio.Event()
        self._space.set()
        self._urgent = self._patient = 0
        self._bytes = 0
        self._calm = asyncio.Event()

    async def __aenter__(self) -> WorkerPool:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """End all workers; what waits fails with `WorkKilled`."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.gather(*self._endings)
        self._places = self._bytes = 0
        while not self._queue.empty():
            future = self._queue.get_nowait()[3]
            if not future.done():
                future.set_exception(WorkKilled("Telex is ending."))

    @property
    def waiting(self) -> int:
        """Jobs that no worker has taken yet."""
        return self._queue.qsize()

    @property
    def busy(self) -> bool:
        """Whether somebody waits for a document."""
        return self._urgent > 0

    async def room(self) -> None:
        """Wait until the queue is short and light, so that documents do not pile up in memory."""
        await self._space.wait()

    async def rest(self) -> None:
        """Wait until nothing that somebody waits for is in the queue."""
        while self._urgent:
            self._calm.clear()
            await self._calm.wait()

    async def feed(self, job: jobs.ParseFeed) -> Any:
        """The parsed feed. Raises `WorkError`."""
        return await self._run(job, replies.feed, FIRST)

    async def take(self, job: jobs.TakeFeed) -> IncomingFeed:
        """The feed, ready for the store. Raises `WorkError`."""
        return await self._run(job, replies.incoming, FIRST)

    async def page(self, job: jobs.ReadPage) -> jobs.PageRead:
        """What the page names. Raises `WorkError`."""
        return await self._run(job, replies.page, FIRST)

    async def watch(self, job: jobs.WatchPage) -> IncomingFeed:
        """A page as a feed, ready for the store. Raises `WorkError`."""
        return await self._run(job, replies.incoming, FIRST)

    async def look(self, job: jobs.LookAtPage) -> jobs.PageLook:
        """What a page would yield. Raises `WorkError`."""
        return await self._run(job, replies.look, FIRST)

    async def article(self, job: jobs.ReadArticle) -> jobs.ArticleRead:
        """The article of a page. Raises `WorkError`."""
        return await self._run(job, replies.article, FIRST)

    async def draw(self, job: jobs.DrawImage) -> Drawing:
        """The drawn image. Raises `WorkError`."""
        return await self._run(job, replies.drawing, FIRST)

    async def ink(self, job: jobs.InkImage) -> Ink:
        """The image in pixels. Raises `WorkError`."""
        return await self._run(job, replies.ink, FIRST)

    async def icon(self, job: jobs.MakeIcon) -> bytes:
        """The icon as a small PNG. Raises `WorkError`."""
        return await self._run(job, replies.icon, FIRST)

    async def finish(self, job: jobs.FinishEntries) -> tuple[jobs.Ready, ...]:
        """The finished entries. Raises `WorkError`; `WorkKilled` says that one of them may be at fault."""
        return await self._run(job, replies.ready, LATER)

    async def _run(self, job: jobs.Job, decode: Callable[[msgspec.Raw], T], rank: int) -> T:
        future: asyncio.Future[msgspec.Raw] = asyncio.get_running_loop().create_future()
        if rank == FIRST:
            self._urgent += 1
            future.add_done_callback(self._relax)
        else:
            self._patient += 1
            future.add_done_callback(self._release)
        self._put((rank, next(self._numbers), job, future))
        if self._queue.qsize() > self._idle and self._places < self._most(job):
            self._places += 1
            task = asyncio.create_task(self._serve())
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        return decode(await future)

    def _most(self, job: jobs.Job) -> int:
        """How many places are worth their start. The last one is for documents that would wait behind a batch, and for large ones."""
        spared = not self._patient and lies_in_pipe(_size(job))
        return max(1, self.size - spared)

    def _release(self, _: object) -> None:
        self._patient -= 1

    def _relax(self, _: object) -> None:
        self._urgent -= 1
        if not self._urgent:
            self._calm.set()

    def _measure(self) -> None:
        if self._queue.qsize() > 4 * self.size + 8 or self._bytes > _QUEUED_BYTES:
            self._space.clear()
        else:
            self._space.set()

    async def _take(self) -> Waiting | None:
        """The next job; None, and this place is given up, after a while without any."""
        while self._queue.empty():
            self._idle += 1
            try:
                async with asyncio.timeout(IDLE):
                    return self._taken(await self._queue.get())
            except TimeoutError:
                if self._queue.empty():
                    self._places -= 1
                    return None
            finally:
                self._idle -= 1
        return self._taken(self._queue.get_nowait())

    def _taken(self, waiting: Waiting) -> Waiting:
        self._bytes -= _size(waiting[2])
        self._measure()
        return waiting

    def _put(self, waiting: Waiting) -> None:
        self._queue.put_nowait(waiting)
        self._bytes += _size(waiting[2])
        self._measure()

    async def _serve(self) -> None:
        """One place of the pool: a process, and the jobs that it is given one after another."""
        place = _Place()
        try:
            while True:
                if not place.given:
                    waiting = await self._take()
                    if waiting is None:
                        return
                    if waiting[3].done():
                        continue
                    place.given.append(waiting)
                await self._next(place)
        finally:
            self._leave(place)

    async def _next(self, place: _Place) -> None:
        """See to the reply to the first job of `place`."""
        _, _, job, future = place.given[0]
        try:
            if place.worker is None:
                place.worker = await self._hire()
            if not place.worker.busy:
                place.worker.give(job, _size(job))
            self._give_more(place.worker, place.given)
            reply = await place.worker.answer(self.time_box)
        except Exception as error:
            self.killed += 1
            place.given.popleft()
            self._leave(place)
            known = isinstance(error, WorkError)
            _fail(future, error if known else WorkError(f"{UNREADABLE} ({type(error).__name__})."))
            return
        place.given.popleft()
        self.seconds += reply.seconds
        if reply.tired:
            self._leave(place)
        if not future.done():
            if reply.error:
                future.set_exception(WorkError(reply.error))
            else:
                future.set_result(reply.result)

    def _give_more(self, worker: Worker, given: deque[Waiting]) -> None:
        """Let `worker` have the next documents already, as many as lie in its pipe, where no other waits for one.

        Nothing is given behind a batch: who waits would wait for that too.
        """
        while given[0][0] == FIRST and self._queue.qsize() > self._idle:
            waiting = self._queue.get_nowait()
            if waiting[0] != FIRST or not worker.has_room(_size(waiting[2])):
                self._queue.put_nowait(waiting)
                return
            self._taken(waiting)
            if not waiting[3].done():
                worker.give(waiting[2], _size(waiting[2]))
                given.append(waiting)

    def _leave(self, place: _Place) -> None:
        """End the worker of `place`; what it was given and did not get to is for the next one."""
        if place.worker is not None:
            self._end(place.worker.kill())
            place.worker = None
        while place.given:
            self._put(place.given.popleft())

    async def _hire(self) -> Worker:
        """A new process. One that is on its way when this is cancelled is ended as soon as it is there."""
        starting = asyncio.create_task(Worker.start())
        try:
            return await asyncio.shield(starting)
        except asyncio.CancelledError:
            self._end(_turn_away(starting))
            raise

    def _end(self, ending: Coroutine[Any, Any, None]) -> None:
        """See to an ending beside everything else; only `aclose` waits for it."""
        task = asyncio.create_task(ending)
        self._endings.add(task)
        task.add_done_callback(self._endings.discard)


async def _turn_away(starting: asyncio.Task[Worker]) -> None:
    with contextlib.suppress(WorkError):
        worker = await starting
        await worker.kill()


def _size(job: jobs.Job) -> int:
    """Bytes of the document that a job brings."""
    return 0 if isinstance(job, jobs.FinishEntries) else len(job.data)


def _fail(future: asyncio.Future[msgspec.Raw], error: Exception) -> None:
    if not future.done():
        future.set_exception(error)


def _cores() -> int:
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:
        return os.cpu_count() or 1
