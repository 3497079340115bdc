"""The pool of parse workers: killable processes with a time box, so that hostile or huge input costs only itself.

Jobs with a smaller rank go first: feeds of a run before the finishing of what is stored. Processes start when there
is work and end after a while without.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import os
import time
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

import msgspec

from reader.engine import jobs
from reader.engine.children import command
from reader.engine.worker import UNREADABLE
from reader.model import Drawing, Ink
from reader.store.incoming import IncomingFeed

T = TypeVar("T")

TIME_BOX = 5.0
"""Seconds of a worker's processor time for one document; of wall time where the system does not tell the former."""
PATIENCE = 4
"""So many times the time box of wall time are the end, whatever little of it a busy machine gave to the worker."""
IDLE = 60.0
"""Seconds without work after which a worker ends."""
FIRST, LATER = 0, 1
"""Ranks: what somebody waits for, and what can wait."""

_START_BOX = 20.0  # a busy machine may take long to start a process; the document is not to blame for that
_LOOK = 0.05  # seconds between two looks at what a worker has used
_PIPE = 1 << 20
_STEP = 1 << 20  # bytes of a job that are on their way through the pipe at once
_QUEUED_BYTES = 24 << 20


class WorkError(Exception):
    """A job gave no result. Its text is one sentence for people."""


class WorkKilled(WorkError):
    """The job took too long or its worker died."""


class WorkerPool:
    """Use as an async context manager, or call `aclose`. `size` is the number of processes at once.

    It is one more than there are cores unless said: one waits for its next job whenever the engine writes to the store.
    """

    def __init__(self, size: int | None = None, *, time_box: float = TIME_BOX) -> None:
        self.size = size or _cores() + 1
        self.time_box = time_box
        self.seconds = 0.0
        self.killed = 0
        self._queue: asyncio.PriorityQueue[tuple[int, int, jobs.Job, asyncio.Future[msgspec.Raw]]] = (
            asyncio.PriorityQueue()
        )
        self._numbers = itertools.count()
        self._tasks: set[asyncio.Task[None]] = set()
        self._endings: set[asyncio.Task[None]] = set()
        self._idle = 0
        self._places = 0
        self._space = asyncio.Event()
        self._space.set()
        self._urgent = 0
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
        return await self._run(job, jobs.decode_feed.decode, FIRST)

    async def take(self, job: jobs.TakeFeed) -> IncomingFeed:
        """The feed, ready for the store. Raises `WorkError`."""
        return await self._run(job, jobs.decode_incoming.decode, FIRST)

    async def page(self, job: jobs.ReadPage) -> jobs.PageRead:
        """What the page names. Raises `WorkError`."""
        return await self._run(job, jobs.decode_page.decode, FIRST)

    async def watch(self, job: jobs.WatchPage) -> IncomingFeed:
        """A page as a feed, ready for the store. Raises `WorkError`."""
        return await self._run(job, jobs.decode_incoming.decode, FIRST)

    async def look(self, job: jobs.LookAtPage) -> jobs.PageLook:
        """What a page would yield. Raises `WorkError`."""
        return await self._run(job, jobs.decode_look.decode, FIRST)

    async def article(self, job: jobs.ReadArticle) -> jobs.ArticleRead:
        """The article of a page. Raises `WorkError`."""
        return await self._run(job, jobs.decode_article.decode, FIRST)

    async def draw(self, job: jobs.DrawImage) -> Drawing:
        """The drawn image. Raises `WorkError`."""
        return await self._run(job, jobs.decode_drawing.decode, FIRST)

    async def ink(self, job: jobs.InkImage) -> Ink:
        """The image in pixels. Raises `WorkError`."""
        return await self._run(job, jobs.decode_ink.decode, FIRST)

    async def icon(self, job: jobs.MakeIcon) -> bytes:
        """The icon as a small PNG. Raises `WorkError`."""
        return await self._run(job, jobs.decode_icon.decode, FIRST)

    async def finish(self, job: jobs.FinishEntries) -> tuple[jobs.Ready, ...]:
        """The finished entries. Raises `WorkError`; `WorkKilled` says that one of them may be at fault."""
        return await self._run(job, jobs.decode_ready.decode, LATER)

    async def _run(self, job: jobs.Job, decode: Callable[[msgspec.Raw], T], rank: int) -> T:
        future: asyncio.Future[msgspec.Raw] = asyncio.get_running_loop().create_future()
        if rank == FIRST:
            self._urgent += 1
            future.add_done_callback(self._relax)
        self._queue.put_nowait((rank, next(self._numbers), job, future))
        self._bytes += _size(job)
        self._measure()
        if self._queue.qsize() > self._idle and self._places < self.size:
            self._places += 1
            task = asyncio.create_task(self._serve())
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        return decode(await future)

    def _relax(self, _: object) -> None:
        self._urgent -= 1
        if not self._urgent:
            self._calm.set()

    def _measure(self) -> None:
        if self._queue.qsize() > 4 * self.size + 8 or self._bytes > _QUEUED_BYTES:
            self._space.clear()
        else:
            self._space.set()

    async def _take(self) -> tuple[jobs.Job, asyncio.Future[msgspec.Raw]] | None:
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

    def _taken(
        self, waiting: tuple[int, int, jobs.Job, asyncio.Future[msgspec.Raw]]
    ) -> tuple[jobs.Job, asyncio.Future[msgspec.Raw]]:
        _, _, job, future = waiting
        self._bytes -= _size(job)
        self._measure()
        return job, future

    async def _serve(self) -> None:
        """One place of the pool: a process, and the jobs that it is given one after another."""
        worker: _Worker | None = None
        try:
            while True:
                taken = await self._take()
                if taken is None:
                    return
                job, future = taken
                if future.done():
                    continue
                try:
                    if worker is None:
                        worker = await self._hire()
                    reply = await worker.ask(job, self.time_box)
                except asyncio.CancelledError:
                    _fail(future, WorkKilled("Telex is ending."))
                    raise
                except Exception as error:
                    self.killed += 1
                    self._dismiss(worker)
                    worker = None
                    known = isinstance(error, WorkError)
                    _fail(future, error if known else WorkError(f"{UNREADABLE} ({type(error).__name__})."))
                    continue
                self.seconds += reply.seconds
                if reply.tired:
                    self._dismiss(worker)
                    worker = None
                if future.done():
                    continue
                if reply.error:
                    future.set_exception(WorkError(reply.error))
                else:
                    future.set_result(reply.result)
        finally:
            self._dismiss(worker)

    async def _hire(self) -> _Worker:
        """A new process. One that is on its way when this is cancelled is ended as soon as it is there."""
        starting = asyncio.create_task(_Worker.start())
        try:
            return await asyncio.shield(starting)
        except asyncio.CancelledError:
            self._end(_turn_away(starting))
            raise

    def _dismiss(self, worker: _Worker | None) -> None:
        if worker is not None:
            self._end(worker.kill())

    def _end(self, ending: Coroutine[Any, Any, None]) -> None:
        """See to an ending beside everything else; only `aclose` waits for it."""
        task = asyncio.create_task(ending)
        self._endings.add(task)
        task.add_done_callback(self._endings.discard)


async def _turn_away(starting: asyncio.Task[_Worker]) -> None:
    with contextlib.suppress(WorkError):
        worker = await starting
        await worker.kill()


class _Worker:
    """One process and its pipes."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self._fresh = True

    @classmethod
    async def start(cls) -> _Worker:
        try:
            process = await asyncio.create_subprocess_exec(
                *command("reader.engine.worker"),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,
                limit=_PIPE,
                env={**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
            )
        except OSError as error:
            raise WorkError(f"No process could be started to read the document ({error.strerror}).") from None
        return cls(process)

    async def ask(self, job: jobs.Job, time_box: float) -> jobs.Reply:
        """Send one job and wait for its reply. Raises `WorkKilled`."""
        try:
            if self._fresh:
                async with asyncio.timeout(_START_BOX):
                    await self._started()
            return await self._within(time_box, self._exchange(jobs.encode(job)))
        except TimeoutError:
            raise WorkKilled(f"The document took longer than {time_box:.0f} seconds to read.") from None
        except (OSError, asyncio.IncompleteReadError):
            raise WorkKilled("The document made its reader fail, so it was left out.") from None

    async def _started(self) -> None:
        assert self._process.stdout is not None
        await self._process.stdout.readexactly(1)
        self._fresh = False

    async def _within(self, time_box: float, exchange: Coroutine[Any, Any, jobs.Reply]) -> jobs.Reply:
        """The reply; raises `TimeoutError` when the worker has spent its time box on it."""
        begun, end = cpu_seconds(self._process.pid), time.monotonic() + PATIENCE * time_box
        left = time_box
        work = asyncio.create_task(exchange)
        try:
            while not (await asyncio.wait({work}, timeout=left))[0]:
                now = cpu_seconds(self._process.pid)
                if begun is None or now is None:
                    raise TimeoutError
                left = min(time_box - (now - begun), end - time.monotonic())
                if left <= 0:
                    raise TimeoutError
                left = max(left, _LOOK)
            return work.result()
        finally:
            work.cancel()

    async def _exchange(self, message: bytes) -> jobs.Reply:
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None
        assert stdout is not None
        stdin.write(len(message).to_bytes(4, "big"))
        for start in range(0, len(message), _STEP):
            stdin.write(message[start : start + _STEP])
            await stdin.drain()
        size = int.from_bytes(await stdout.readexactly(4), "big")
        return jobs.decode_reply.decode(await stdout.readexactly(size))

    async def kill(self) -> None:
        """End the process at once, and wait until it and its pipes are gone."""
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()
        with contextlib.suppress(OSError):
            await self._process.communicate()


def cpu_seconds(pid: int) -> float | None:
    """Processor time that process `pid` has used so far; None where the system does not say."""
    try:
        with open(f"/proc/{pid}/stat", "rb") as file:
            fields = file.read().rpartition(b")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    except (OSError, ValueError, IndexError, AttributeError):
        return None


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
