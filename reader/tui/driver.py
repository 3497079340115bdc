"""Textual's driver as a better guest: who orders right-to-left text, terminals that go away, other charsets than UTF-8."""

from __future__ import annotations

import os
import selectors
import signal
import sys
import threading
from array import array
from codecs import getincrementaldecoder
from collections.abc import Callable
from typing import IO, TYPE_CHECKING, Any, cast

from textual.driver import Driver

from reader.text.bidi.handshake import LIMIT, Handshake
from reader.text.graphics import LIMIT as GRAPHICS_LIMIT
from reader.text.graphics import Graphics
from reader.text.plain import speaks_unicode
from reader.tui.outlet import Outlet
from reader.tui.pastes import Pastes

if TYPE_CHECKING:
    from textual.app import App

_TICK = 0.1
"""Seconds of silence after which a piece of a sequence was a key of its own."""


def typed_ahead(file: int) -> int:
    """Bytes that wait on a terminal: what was typed before it was taken, when Enter was still made a line feed of."""
    import fcntl
    import termios

    waiting = array("i", [0])
    try:
        fcntl.ioctl(file, termios.FIONREAD, waiting)
    except OSError:
        return 0
    return waiting[0]


def guest(
    base: type[Driver],
    handshake: Handshake,
    changed: Callable[[], object],
    *,
    graphics: Graphics,
    known: Callable[[], object],
    leaving: Callable[[], str],
    shows_cursor: bool = False,
) -> type[Driver]:
    """`base`, which asks by `handshake` who orders text whenever it takes the terminal, and gives that back when it leaves.

    `changed` is called in the app's loop when an answer changed the mode, `known` when one told how images are drawn
    (`graphics`). `leaving` gives what is written before the terminal is given back. With `shows_cursor` the terminal's own
    cursor is seen, wherever the app puts it. A base for anything but a Unix terminal is given back as it is.
    """
    if base.__name__ != "LinuxDriver":
        return base

    class Guest(base):  # type: ignore[misc, valid-type]
        """A Unix terminal."""

        _writer_thread: Any

        def __init__(self, app: App[Any], **options: Any) -> None:
            super().__init__(app, **options)
            self._file = Outlet(cast(IO[str], sys.__stderr__), self._gone, unicode=speaks_unicode(os.environ))
            self._lock = threading.Lock()
            self._up = False

        # Taking the terminal and giving it back

        def start_application_mode(self) -> None:
            super().start_application_mode()
            if self._writer_thread is None:  # in the background: it goes on when it is brought to the front
                return
            self._up = True
            if shows_cursor:
                self.write("\x1b[?25h")
            self.ask(handshake.opening)

        def stop_application_mode(self) -> None:
            self._up = False
            self.write(leaving() + handshake.closing)
            super().stop_application_mode()

        def close(self) -> None:
            super().close()
            self._writer_thread = None

        def write(self, data: str) -> None:
            if self._writer_thread is not None:
                super().write(data)

        def _sigtstp_application(self, *_: object) -> None:
            """In its turn: a handler may interrupt a write, and must not wait for what that one holds."""
            if self._auto_restart:
                self._loop.call_soon_threadsafe(super()._sigtstp_application)
            else:  # another program has the terminal, and the loop waits for it
                os.kill(os.getpid(), signal.SIGSTOP)

        def _sigcont_application(self, *_: object) -> None:
            self._loop.call_soon_threadsafe(self._come_back)

        def _come_back(self) -> None:
            """Also after a stop that nobody was told of: the terminal may be in any state."""
            if self._auto_restart:
                if self._up:
                    self._must_signal_resume = True
                    self.suspend_application_mode()
                self.resume_application_mode()

        def _gone(self) -> None:
            """The terminal takes nothing any more, which is the same as being told to hang up."""
            self._loop.call_soon_threadsafe(signal.raise_signal, signal.SIGHUP)

        # Who orders text

        def ask(self, sequence: str) -> None:
            """Write what the handshake gave; where it asks something, wait for it no longer than `LIMIT`."""
            self.write(sequence)
            self.flush()
            if not handshake.settled:
                self._loop.call_later(LIMIT, self._time_out)

        def _time_out(self) -> None:
            with self._lock:
                handshake.time_out()
                self.write(handshake.reply())

        def _heard(self, data: str) -> str:
            with self._lock:
                before = handshake.mode
                rest = handshake.feed(data)
                self.write(handshake.reply())
                if handshake.mode != before:
                    self._loop.call_soon_threadsafe(changed)
                way = graphics.form, graphics.settled
                rest = graphics.feed(rest)
                if (graphics.form, graphics.settled) != way:
                    self._loop.call_soon_threadsafe(known)
            return rest

        # Images

        def ask_graphics(self) -> None:
            """Ask how images can be drawn; `known` is called when it is known, at the latest after its limit."""
            question = graphics.question
            if question:
                self.write(question)
                self.flush()
                self._loop.call_later(GRAPHICS_LIMIT, self._graphics_time_out)

        def _graphics_time_out(self) -> None:
            if not graphics.settled:
                graphics.time_out()
                known()

        def run_input_thread(self) -> None:
            """Read until the app ends or the terminal is gone; what is not for the handshake is parsed by Textual."""
            from textual._xterm_parser import XTermParser

            parser = XTermParser(self._debug)
            decode = getincrementaldecoder("utf-8")("replace").decode
            pastes = Pastes()
            ahead = typed_ahead(self.fileno)
            with selectors.SelectSelector() as selector:
                selector.register(self.fileno, selectors.EVENT_READ)
                while not self.exit_event.is_set():
                    if selector.select(_TICK):
                        try:
                            data = os.read(self.fileno, 4096)
                        except OSError:
                            data = b""
                        if not data:
                            self._gone()
                            break
                        if ahead:
                            data = data[:ahead].replace(b"\n", b"\r") + data[ahead:]
                            ahead = max(0, ahead - len(data))
                        text = self._heard(pastes.feed(decode(data)))
                    else:
                        text = handshake.release() + graphics.release()
                    for event in parser.feed(text) if text else ():
                        self.process_message(event)
                    for event in parser.tick():
                        self.process_message(event)

    return Guest
