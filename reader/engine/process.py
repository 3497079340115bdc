"""One parse worker as the engine sees it: a process, the pipes to it, and what it may use for a document."""

from __future__ import annotations

import asyncio
import contextlib
import os
import time
from collections import deque
from collections.abc import Coroutine
from typing import Any

from reader.engine import jobs
from reader.engine.children import command

PATIENCE = 4
"""So many times the time box of wall time are the end, whatever little of it a busy machine gave to the worker."""

_START_BOX = 20.0  # a busy machine may take long to start a process; the document is not to blame for that
_LOOK = 0.05  # seconds between two looks at what a worker has used
_PIPE = 1 << 20
_STEP = 1 << 20  # bytes of a job that are on their way through the pipe at once
_MOST_GIVEN = 4
_AHEAD = 768 << 10


class WorkError(Exception):
    """A job gave no result. Its text is one sentence for people."""


class WorkKilled(WorkError):
    """The job took too long or its worker died."""


def lies_in_pipe(size: int) -> bool:
    """Whether documents of `size` bytes in all can be on their way to a worker that is not reading."""
    return size <= _AHEAD


class Worker:
    """One process. It answers jobs in the order in which it is given them."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self._fresh = True
        self._spent: float | None = None
        self._given: deque[int] = deque()
        self._unsent = memoryview(b"")

    @classmethod
    async def start(cls) -> Worker:
        """A new process. Raises `WorkError`."""
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

    @property
    def busy(self) -> bool:
        """Whether it was given a job that it did not answer yet."""
        return bool(self._given)

    def has_room(self, size: int) -> bool:
        """Whether a document of `size` bytes lies in the pipe as a whole, behind those that were given before."""
        return len(self._given) < _MOST_GIVEN and lies_in_pipe(sum(self._given) + size)

    def give(self, job: jobs.Job, size: int) -> None:
        """Send `job`, whose document has `size` bytes. Only the first of those on the way may be one without room."""
        assert self._process.stdin is not None
        message = memoryview(jobs.encode(job))
        self._given.append(size)
        self._process.stdin.write(len(message).to_bytes(4, "big"))
        self._process.stdin.write(message[:_STEP])
        self._unsent = message[_STEP:]

    async def answer(self, time_box: float) -> jobs.Reply:
        """Wait for the reply to the oldest job. Raises `WorkKilled`."""
        try:
            if self._fresh:
                async with asyncio.timeout(_START_BOX):
                    await self._started()
            reply = await self._within(time_box, self._exchange())
        except TimeoutError:
            raise WorkKilled(f"The document took longer than {time_box:.0f} seconds to read.") from None
        except (OSError, asyncio.IncompleteReadError):
            raise WorkKilled("The document made its reader fail, so it was left out.") from None
        self._given.popleft()
        self._spent = None if self._spent is None else reply.spent
        return reply

    async def _started(self) -> None:
        assert self._process.stdout is not None
        await self._process.stdout.readexactly(1)
        self._fresh = False
        self._spent = cpu_seconds(self._process.pid)

    async def _within(self, time_box: float, exchange: Coroutine[Any, Any, jobs.Reply]) -> jobs.Reply:
        """The reply; raises `TimeoutError` when the worker has spent its time box on it."""
        begun, end = self._spent, time.monotonic() + PATIENCE * time_box
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

    async def _exchange(self) -> jobs.Reply:
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None
        assert stdout is not None
        unsent, self._unsent = self._unsent, memoryview(b"")
        for start in range(0, len(unsent), _STEP):
            await stdin.drain()
            stdin.write(unsent[start : start + _STEP])
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
