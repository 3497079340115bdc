"""The engine as its parent sees it: a child process that says events and takes commands.

Loaded by the screen's process, so nothing heavy is imported. A child that dies is started again a few times; when the
parent goes, however it goes, the child's input ends and it goes too.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque
from collections.abc import Callable

import msgspec

from reader.config import Paths
from reader.engine.children import command, end_at_once
from reader.engine.events import Command, Event, Failed, Quit, line, read_event

MOST_STARTS = 4
"""Starts within `WINDOW` seconds; then the engine stays down until `start` is called again."""
WINDOW = 600.0
KIND = 1.5
"""Seconds for a child to end by itself; its own bound is shorter. A kill loses nothing that a person did."""
_LINE = 1 << 22
_PATIENCE = (0.2, 1.0, 5.0)
_WAITING = 100

DOWN = "The engine stopped several times and is left alone now; what is stored can be read as usual."
AGAIN = "The engine stopped unexpectedly and is started again."


class EngineLink:
    """`on_event` is called in the running loop for each event. One link is one child at a time."""

    def __init__(self, paths: Paths, on_event: Callable[[Event], None]) -> None:
        self._paths = paths
        self._on_event = on_event
        self._process: asyncio.subprocess.Process | None = None
        self._keeper: asyncio.Task[None] | None = None
        self._waiting: deque[Command] = deque(maxlen=_WAITING)
        self._starts: deque[float] = deque(maxlen=MOST_STARTS)
        self._ending = False
        self._awake = False

    @property
    def pid(self) -> int | None:
        """The child's process id while it runs."""
        return self._process.pid if self._process is not None else None

    async def start(self) -> None:
        """Start the child. Raises `OSError` where no process can be started."""
        self._ending = False
        self._starts.clear()
        await self._spawn()
        self._keeper = asyncio.create_task(self._keep())

    async def send(self, what: Command) -> None:
        """Give the child a command; while it is being started again, commands wait for it."""
        process = self._process
        if process is None or process.stdin is None:
            self._waiting.append(what)
            return
        try:
            process.stdin.write(line(what))
            await process.stdin.drain()
        except (ConnectionError, RuntimeError):
            self._waiting.append(what)

    async def stop(self) -> None:
        """End the child: kindly, then firmly. Returns when it is gone.

        One that is still starting does not hear yet and has nothing to lose: it is ended at once.
        """
        self._ending = True
        process = self._process
        if process is not None:
            assert process.stdin is not None
            with contextlib.suppress(ConnectionError, RuntimeError):
                process.stdin.write(line(Quit()))
            process.stdin.close()
            if not self._awake:
                with contextlib.suppress(ProcessLookupError):
                    process.terminate()
            try:
                async with asyncio.timeout(KIND):
                    await process.wait()
            except TimeoutError:
                end_at_once(process.pid)
                await process.wait()
        if self._keeper is not None:
            await asyncio.wait(
                [self._keeper], timeout=1.0
            )  # it hears the last words, and the end of the pipe
            self._keeper.cancel()
            await asyncio.gather(self._keeper, return_exceptions=True)
            self._keeper = None
        self._process = None

    async def _spawn(self) -> None:
        self._awake = False
        self._starts.append(asyncio.get_running_loop().time())
        self._process = await asyncio.create_subprocess_exec(
            *command(
                "reader.engine", "--data-dir", str(self._paths.data), "--config", str(self._paths.config)
            ),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            limit=_LINE,
            start_new_session=True,
        )
        while self._waiting:
            await self.send(self._waiting.popleft())

    async def _keep(self) -> None:
        """Hear the child; when it dies by itself, start it again, at growing intervals."""
        while True:
            assert self._process is not None
            failed = await self._hear(self._process)
            if self._ending:
                return
            self._process = None
            now = asyncio.get_running_loop().time()
            if len(self._starts) == MOST_STARTS and now - self._starts[0] < WINDOW:
                self._on_event(Failed(DOWN))
                return
            if failed:
                return
            self._on_event(Failed(AGAIN))
            await asyncio.sleep(_PATIENCE[min(len(self._starts), len(_PATIENCE)) - 1])
            try:
                await self._spawn()
            except OSError as error:
                self._on_event(Failed(f"The engine cannot be started ({error.strerror})."))
                return

    async def _hear(self, process: asyncio.subprocess.Process) -> bool:
        """Pass on what the child says, to its end. True where it said itself why it cannot work."""
        assert process.stdout is not None
        said_why = False
        while True:
            try:
                text = await process.stdout.readline()
            except ValueError:
                continue
            if not text:
                break
            try:
                event = read_event(text)
            except msgspec.DecodeError:
                continue
            self._awake = True
            said_why = isinstance(event, Failed)
            self._on_event(event)
        code = await process.wait()
        return said_why and code == 1
