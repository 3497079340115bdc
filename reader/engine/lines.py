"""JSON lines over the engine's standard input and output, by threads of their own.

A reader that is slow or stopped must not hold up the network: what cannot be written yet waits, and where too much
waits, single feeds are left out, for the run's summary counts them all.
"""

from __future__ import annotations

import asyncio
import os
import threading
from collections import deque
from collections.abc import Callable

import msgspec

from reader.engine.events import Command, Event, FeedDone, Progress, line, read_command

_MANY = 5_000
_LONGEST = 1 << 20


class Mouth:
    """Writes events to a file descriptor. `say` may be called from any thread and never waits."""

    def __init__(self, handle: int) -> None:
        self._handle = handle
        self._waiting: deque[Event] = deque()
        self._ready = threading.Condition()
        self._closed = False
        self._thread = threading.Thread(target=self._write, name="mouth", daemon=True)
        self._thread.start()

    def say(self, event: Event) -> None:
        with self._ready:
            if len(self._waiting) < _MANY or not isinstance(event, FeedDone | Progress):
                self._waiting.append(event)
                self._ready.notify()

    def close(self, seconds: float = 1.0) -> None:
        """Write what waits, for at most so long."""
        with self._ready:
            self._closed = True
            self._ready.notify()
        self._thread.join(seconds)

    def _write(self) -> None:
        while True:
            with self._ready:
                while not self._waiting and not self._closed:
                    self._ready.wait()
                events = list(self._waiting)
                self._waiting.clear()
                if not events:
                    return
            data = memoryview(b"".join(map(line, events)))
            try:
                while data:
                    data = data[os.write(self._handle, data) :]
            except OSError:
                return


class Ear:
    """Reads commands from a file descriptor and hands them to the loop; `ended` is called when the input ends."""

    def __init__(
        self,
        handle: int,
        loop: asyncio.AbstractEventLoop,
        heard: Callable[[Command], None],
        ended: Callable[[], None],
    ) -> None:
        self._handle = handle
        self._loop = loop
        self._heard = heard
        self._ended = ended
        threading.Thread(target=self._read, name="ear", daemon=True).start()

    def _read(self) -> None:
        rest = b""
        while True:
            try:
                data = os.read(self._handle, 1 << 16)
            except OSError:
                data = b""
            if not data:
                break
            *lines, rest = (rest + data).split(b"\n")
            for one in lines:
                self._hand_over(one)
            rest = rest if len(rest) <= _LONGEST else b""
        self._call(self._ended)

    def _hand_over(self, text: bytes) -> None:
        try:
            command = read_command(text)
        except msgspec.DecodeError:
            return
        self._call(lambda: self._heard(command))

    def _call(self, action: Callable[[], None]) -> None:
        try:
            self._loop.call_soon_threadsafe(action)
        except RuntimeError:
            return
