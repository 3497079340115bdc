"""The terminal of this process, to be asked something: its answers come at once, and are not echoed."""

from __future__ import annotations

import os
import select
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def quiet_terminal() -> Iterator[int | None]:
    """Gives a file descriptor to read from and write to, None where there is no terminal."""
    try:
        import termios

        terminal = os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY)
    except (ImportError, OSError):
        yield None
        return
    try:
        before = termios.tcgetattr(terminal)
        quiet = termios.tcgetattr(terminal)
        quiet[3] &= ~(termios.ICANON | termios.ECHO)
        termios.tcsetattr(terminal, termios.TCSANOW, quiet)
        try:
            yield terminal
        finally:
            termios.tcsetattr(terminal, termios.TCSAFLUSH, before)
    finally:
        os.close(terminal)


def hear(terminal: int, feed: Callable[[str], object], done: Callable[[], bool], limit: float) -> None:
    """Give what comes to `feed` until `done`, at most `limit` seconds."""
    until = time.monotonic() + limit
    while not done() and (left := until - time.monotonic()) > 0:
        if select.select([terminal], [], [], left)[0]:
            feed(os.read(terminal, 1024).decode("ascii", "replace"))
