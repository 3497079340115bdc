"""One parse worker as the engine sees it: a process, the pipes to it, and what it may use for a document."""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections import deque
from collections.abc import Coroutine
from typing import Any, TypeVar, cast

from reader.engine import jobs, replies
from reader.engine.children import command

T = TypeVar("T")

PATIENCE = 4
"""So many times the time box of wall time are the end for a worker that gets nowhere. Waiting for a processor does not count."""

_START_BOX = 20.0  # seconds that a process may take to start; the document is not to blame for them
_LOOK = 0.05  # seconds between two looks at what a worker has used
_STEP = 1 << 20  # bytes of a job that are on their way through the pipe at once
_MOST_GIVEN = 4
_HEAD = 4
_AHEAD = 768 << 10


class WorkError(Exception):
    """A job gave no result. Its text is one sentence for people."""


class WorkKilled(WorkError):
    """The job took too long or its worker died."""


def lies_in_pipe(size: int) -> bool:
    """Whether documents of `size` bytes in all can be on their way to a worker that is not reading."""
    return size <= _AHEAD


class _Pipes(asyncio.SubprocessProtocol):
    """What comes from a process, kept as it came until a message is whole: a stream would copy all of it twice more."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []
        self._held = self._wanted = 0
        self._enough: asyncio.Future[None] | None = None
        self._ended = False
        self._flowing = asyncio.Event()
        self._flowing.set()
        self._gone = asyncio.Event()

    async def byte(self) -> None:
        """Take one byte. Raises `EOFError`."""
        await self._fill(1)
        self._take(1)

    async def message(self) -> memoryview:
        """The next message: four bytes of length, and so many bytes. Raises `EOFError`."""
        await self._fill(4)
        size = 4 + int.from_bytes(self._whole()[:4], "big")
        await self._fill(size)
        return self._take(size)[4:]

    async def drain(self) -> None:
        """Wait until little of what was written is still on its way."""
        await self._flowing.wait()

    async def end(self) -> None:
        """Wait until the process and its pipes are gone."""
        await self._gone.wait()

    async def _fill(self, size: int) -> None:
        if self._held < size:
            if self._ended:
                raise EOFError
            self._wanted = size
            self._enough = asyncio.get_running_loop().create_future()
            try:
                await self._enough
            finally:
                self._enough = None

    def _whole(self) -> bytes:
        if len(self._parts) > 1:
            self._parts = [b"".join(self._parts)]
        return self._parts[0]

    def _take(self, size: int) -> memoryview:
        whole = memoryview(self._whole())
        self._parts = [bytes(whole[size:])] if self._held > size else []
        self._held -= size
        return whole[:size]

    def pipe_data_received(self, fd: int, data: bytes | str) -> None:
        self._parts.append(cast("bytes", data))
        self._held += len(data)
        if self._enough is not None and self._held >= self._wanted and not self._enough.done():
            self._enough.set_result(None)

    def pipe_connection_lost(self, fd: int, exc: Exception | None) -> None:
        if fd == 1:
            self._ended = True
            if self._enough is not None and not self._enough.done():
                self._enough.set_exception(EOFError())
        self._flowing.set()

    def pause_writing(self) -> None:
        self._flowing.clear()

    def resume_writing(self) -> None:
        self._flowing.set()

    def connection_lost(self, exc: Exception | None) -> None:
        self._gone.set()


class Worker:
    """One process. It answers jobs in the order in which it is given them."""

    def __init__(self, process: asyncio.SubprocessTransport, pipes: _Pipes) -> None:
        self._process = process
        self._pipes = pipes
        self._input = cast("asyncio.WriteTransport", process.get_pipe_transport(0))
        self._fresh = True
        self._spent: float | None = None
        self._given: deque[int] = deque()
        self._unsent = memoryview(b"")

    @classmethod
    async def start(cls) -> Worker:
        """A new process. Raises `WorkError`."""
        try:
            process, pipes = await asyncio.get_running_loop().subprocess_exec(
                _Pipes,
                *command("reader.engine.worker"),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,
                env={**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
            )
        except OSError as error:
            raise WorkError(f"No process could be started to read the document ({error.strerror}).") from None
        return cls(process, pipes)

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self._process.get_pid() or 0

    @property
    def busy(self) -> bool:
        """Whether it was given a job that it did not answer yet."""
        return bool(self._given)

    def has_room(self, size: int) -> bool:
        """Whether a document of `size` bytes lies in the pipe as a whole, behind those that were given before."""
        small = len(self._given) < _MOST_GIVEN and lies_in_pipe(sum(self._given) + size)
        return small and not self._unsent

    def give(self, job: jobs.Job, size: int) -> None:
        """Send `job`, whose document has `size` bytes. Only the first of those on the way may be one without room."""
        message = bytearray(_HEAD)
        jobs.encode_into(job, message, _HEAD)
        message[:_HEAD] = (len(message) - _HEAD).to_bytes(_HEAD, "big")
        self._given.append(size)
        self._input.write(memoryview(message)[:_STEP])
        self._unsent = memoryview(message)[_STEP:]

    async def answer(self, time_box: float) -> jobs.Reply:
        """Wait for the reply to the oldest job. Raises `WorkKilled`."""
        try:
            if self._fresh:
                await self._within(_START_BOX, _START_BOX, 0.0, self._pipes.byte())
                self._fresh = False
                self._spent = cpu_seconds(self.pid)
            reply = await self._within(time_box, PATIENCE * time_box, self._spent, self._exchange())
        except TimeoutError:
            raise WorkKilled(f"The document took longer than {time_box:.0f} seconds to read.") from None
        except (OSError, EOFError):
            raise WorkKilled("The document made its reader fail, so it was left out.") from None
        self._given.popleft()
        self._spent = None if self._spent is None else reply.spent
        return reply

    async def _within(
        self, time_box: float, patience: float, begun: float | None, exchange: Coroutine[Any, Any, T]
    ) -> T:
        """What comes of `exchange`. Raises `TimeoutError` when the worker has spent its time box on it, since it had used `begun`.

        Or when it neither ran nor could have run for the seconds of `patience`: a machine that is busy, or stood still, gives
        it nothing for a while. They are counted by the looks, since a clock may jump over such a while.
        """
        seen, idle, left = begun, 0.0, time_box
        work = asyncio.create_task(exchange)
        try:
            while not (await asyncio.wait({work}, timeout=left))[0]:
                now = cpu_seconds(self.pid)
                if begun is None or now is None:
                    raise TimeoutError
                idle = 0.0 if now != seen or wants_processor(self.pid) else idle + left
                seen = now
                left = min(time_box - (now - begun), patience - idle)
                if left <= 0:
                    raise TimeoutError
                left = max(left, _LOOK)
            return work.result()
        finally:
            work.cancel()

    async def _exchange(self) -> jobs.Reply:
        unsent, self._unsent = self._unsent, memoryview(b"")
        for start in range(0, len(unsent), _STEP):
            await self._pipes.drain()
            self._input.write(unsent[start : start + _STEP])
        return replies.reply(await self._pipes.message())

    async def kill(self) -> None:
        """End the process at once, and wait until it and its pipes are gone."""
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()
        self._process.close()
        await self._pipes.end()


def cpu_seconds(pid: int) -> float | None:
    """Processor time that process `pid` has used so far; None where the system does not say."""
    try:
        fields = _stat(pid)
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    except (OSError, ValueError, IndexError, AttributeError):
        return None


def wants_processor(pid: int) -> bool:
    """Whether process `pid` runs or would run if the system let it (proc(5), state R)."""
    try:
        return _stat(pid)[0] == b"R"
    except (OSError, IndexError):
        return False


def _stat(pid: int) -> list[bytes]:
    with open(f"/proc/{pid}/stat", "rb") as file:
        return file.read().rpartition(b")")[2].split()
