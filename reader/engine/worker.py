"""A parse worker: reads jobs from its standard input, writes replies to its standard output, and can be killed at any time.

Each message is four bytes of length and so many bytes of MessagePack. The worker ends when its input ends; should
its parent be gone in the middle of a job that never returns, an alarm of the system ends it.
"""

from __future__ import annotations

import gc
import os
import signal
import time
from typing import BinaryIO, cast

import msgspec

from reader.engine import jobs

MEMORY = 768 * (1 << 20)
"""Bytes of address space that a worker may use, where the system can hold it to that."""
TIRED = 160 * 1024
"""KiB of memory after which a worker asks to be replaced by a fresh one."""
ALARM = 30
"""Seconds on one job after which the system ends the worker, if its parent did not."""
UNREADABLE = "The document could not be read"
_PIPE = 1 << 20
_OBJECTS = 50_000  # made between two looks for circles: documents are trees, and most of what is made lives to their end

TOO_MUCH = "The document needs more memory than Telex gives to one feed."


def main() -> None:
    """Serve until the input ends."""
    source = os.fdopen(os.dup(0), "rb", buffering=1 << 20)
    target = os.fdopen(os.dup(1), "wb", buffering=0)
    nothing = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1):
        os.dup2(nothing, number)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for pipe in (source, target):
        _widen(pipe.fileno())
    _limit()
    step_back()
    gc.set_threshold(_OBJECTS, 20, 20)
    target.write(b"\n")  # it has started: from now on time is the document's
    while (message := _read(source)) is not None:
        _alarm(ALARM)
        reply = serve(message)
        _alarm(0)
        target.write(len(reply).to_bytes(4, "big"))
        view = memoryview(reply)
        while view:
            view = view[target.write(view) :]


def serve(message: bytes) -> bytes:
    """One job's reply. Whatever goes wrong inside becomes a sentence."""
    started = time.perf_counter()
    try:
        result = jobs.work(jobs.decode_job.decode(message))
        return _said(started, result, tired=_resident() > TIRED)
    except MemoryError:
        return _said(started, error=TOO_MUCH, tired=True)
    except Exception as error:
        return _said(started, error=sentence(error))


def _said(started: float, result: object = None, *, error: str = "", tired: bool = False) -> bytes:
    """The reply; it holds the result itself, which is encoded with it in one go."""
    seconds, spent = time.perf_counter() - started, time.process_time()
    return jobs.encode(jobs.Reply(cast("msgspec.Raw", result), error, tired, seconds, spent))


def sentence(error: Exception) -> str:
    """The sentence of an error that brings one, else one that says what kind it was."""
    from reader.parse.errors import FeedError

    if isinstance(error, FeedError):
        return str(error)
    return f"{UNREADABLE} ({type(error).__name__})."


def _read(source: BinaryIO) -> bytes | None:
    size = source.read(4)
    if len(size) < 4:
        return None
    message = source.read(int.from_bytes(size, "big"))
    return message if len(message) == int.from_bytes(size, "big") else None


def _widen(pipe: int) -> None:
    """A whole feed fits into the pipe at once, where the system can do that: fewer wake-ups on both sides."""
    try:
        import fcntl

        fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _PIPE)
    except (ImportError, AttributeError, OSError):
        return


def _limit() -> None:
    try:
        import resource
    except ImportError:
        return
    for what, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CORE, 0)):
        try:
            _, hard = resource.getrlimit(what)
            resource.setrlimit(what, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
        except (OSError, ValueError):
            continue


def step_back() -> None:
    """Leave the processor to the screen, where both want it."""
    if hasattr(os, "nice"):
        os.nice(5)


def _alarm(seconds: int) -> None:
    if hasattr(signal, "alarm"):
        signal.alarm(seconds)


def _resident() -> int:
    """KiB of memory in use, 0 where the system does not say. (Peaks are no help: a child begins with its parent's.)"""
    try:
        with open("/proc/self/statm", "rb") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") // 1024
    except (OSError, ValueError, IndexError):
        return 0


if __name__ == "__main__":
    main()
