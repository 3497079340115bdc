"""Telex as a guest of the terminal: when not to start, and how to leave it as it was, whatever ends the program.

SIGINT, SIGTERM, SIGHUP and SIGQUIT end the app in its own way, which restores the terminal; where that takes longer than
two seconds, or the app hangs, the terminal is restored from outside of it. The exit code is 128 and the signal's number.
"""

from __future__ import annotations

import os
import signal
import struct
import sys
import threading
import time
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path
from types import FrameType

from reader.engine.children import end_at_once

SIGNALS = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT") if hasattr(signal, name)
)
PATIENCE = 2.0
"""Seconds that the app has to end by itself after a signal."""

RESTORE = (
    "\x1b[?2004l\x1b[?7h\x1b[?2048l\x1b[?1000l\x1b[?1003l\x1b[?1015l\x1b[?1006l\x1b[?1016l\x1b[<u\x1b[8h"
    "\x1b[?1049l\x1b[?25h\x1b[?1004l\x1b[0m"
)
"""Paste, wrapping, resize reports, mouse, keys, bidi, screen, cursor, focus, colours: all as a shell expects them."""


def unfit(environment: Mapping[str, str] = os.environ) -> str:
    """Why a screen cannot be shown here, as one sentence that names the command line; "" where it can."""
    if not (sys.stdin and sys.stdout and sys.stderr and sys.stdin.isatty() and sys.stderr.isatty()):
        return "Telex needs a terminal to show its screen; try “telex list” or “telex --help” without one."
    if not sys.stdout.isatty():
        return "Telex shows its screen on a terminal, not in a pipe; try “telex list” or “telex --help”."
    if environment.get("TERM", "") in ("", "dumb", "unknown"):
        return "This terminal cannot show a screen; try “telex list” or “telex --help”."
    return ""


def cell_pixels() -> tuple[int, int]:
    """How many pixels a cell has, wide and high, as the line knows it; zeros where it does not. A zoom changes it."""
    try:
        import fcntl
        import termios

        size = fcntl.ioctl(sys.__stderr__.fileno(), termios.TIOCGWINSZ, bytes(8))  # type: ignore[union-attr]
        rows, columns, wide, high = struct.unpack("HHHH", size)
        return wide // columns, high // rows
    except (ImportError, OSError, ValueError, AttributeError, ZeroDivisionError):
        return 0, 0


class Guard:
    """Between the signals and the app. A context manager around its run; `caught` is the signal that came, or 0."""

    def __init__(self, end: Callable[[], bool], child: Callable[[], int | None] = lambda: None) -> None:
        """`end` asks the app to end and may be called in the middle of anything; false where there is no app yet.

        `child` is the process, if any, that has to go with this one where it is ended by force.
        """
        self._end = end
        self._child = child
        self._before: dict[int, object] = {}
        self._attributes: list[object] | None = None
        self.caught = 0

    def __enter__(self) -> Guard:
        self._attributes = _attributes()
        for number in SIGNALS:
            self._before[number] = signal.signal(number, self._catch)
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)  # type: ignore[arg-type]

    def _catch(self, number: int, frame: FrameType | None) -> None:
        if self.caught:
            return
        self.caught = number
        threading.Thread(target=self._force, name="telex-leave", daemon=True).start()
        if not self._end():
            raise SystemExit(128 + number)

    def _force(self) -> None:
        time.sleep(PATIENCE)
        restore(self._attributes)
        child = self._child()
        if child is not None:
            end_at_once(child)
        os._exit(128 + self.caught)


def _attributes() -> list[object] | None:
    try:
        import termios

        return list(termios.tcgetattr(0))
    except (ImportError, OSError, ValueError):
        return None
    except Exception as error:
        if type(error).__module__ == "termios":
            return None
        raise


def restore(attributes: list[object] | None) -> None:
    """Put the terminal back by hand, past an app that no longer answers."""
    try:
        os.write(2, RESTORE.encode("ascii"))
        if attributes is not None:
            import termios

            termios.tcsetattr(0, termios.TCSANOW, attributes)  # type: ignore[arg-type]
    except Exception:  # the terminal may be gone: there is nothing left to put back
        return


def report(fault: BaseException, log: Path, version: str) -> str:
    """Write the fault to `log` (see `write_log`), and give the lines for the person.

    At most five lines; text from outside stands only in the log.
    """
    kind = type(fault).__name__
    frames = traceback.extract_tb(fault.__traceback__)
    where = f" in {Path(frames[-1].filename).name}, line {frames[-1].lineno}" if frames else ""
    said = [f"Telex {version} came upon a fault and had to end: {kind}{where}."]
    wrong = write_log(fault, log, version)
    said.append(f"The log could not be written: {wrong}." if wrong else f"What happened is in {log}")
    said.append("Nothing that you marked is lost; start Telex again to go on.")
    return "\n".join(said)


def write_log(fault: BaseException, log: Path, version: str) -> str:
    """Add the traceback, without values of variables and with controls escaped, to `log` (mode 0600); gives why it could not."""
    lines = traceback.format_exception(type(fault), fault, fault.__traceback__, limit=-40)
    text = "".join(lines).encode("unicode_escape", "backslashreplace").decode("ascii").replace("\\n", "\n")
    try:
        log.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(
            log, os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_NOFOLLOW", 0), 0o600
        )
        with os.fdopen(descriptor, "a", encoding="ascii") as out:
            os.chmod(log, 0o600)
            out.write(f"{time.strftime('%Y-%m-%dT%H:%M:%S%z')} Telex {version}\n{text}\n")
    except OSError as error:
        return error.strerror or type(error).__name__
    return ""
