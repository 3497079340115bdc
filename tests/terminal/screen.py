"""A terminal for tests: a program on a pty, its answers to questions, its screen, and every sequence that it sends."""

from __future__ import annotations

import fcntl
import os
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pyte
from wcwidth import wcwidth

ROOT = Path(__file__).resolve().parents[2]
FULL = bool(os.environ.get("TELEX_FULL"))
"""Run as often as the requirements say, not only often enough to notice."""

PATIENCE = 40.0
"""Seconds until a test gives up waiting for what takes a moment on a machine that has nothing else to do."""

ANSWERS = {
    b"\x1b[c": b"\x1b[?64;1;22c",
    b"\x1b[8$p": b"\x1b[8;2$y",
    b"\x1b[?2026$p": b"\x1b[?2026;2$y",
    b"\x1b[?2048$p": b"\x1b[?2048;0$y",
}
"""What a terminal answers that lets the program order right-to-left text."""

_LEFT_OUT = (
    "LANGUAGE",
    "LC_ALL",
    "LC_MESSAGES",
    "LANG",
    "TMUX",
    "STY",
    "KONSOLE_VERSION",
    "TERM_PROGRAM",
    "NO_COLOR",
    "COLORTERM",
    "COLUMNS",
    "LINES",
    "LC_TERMINAL",
)


class Token(NamedTuple):
    """`kind` is "text", "control" (C0, DEL, C1), "esc", "csi", "osc", "string" (DCS, SOS, PM, APC) or "broken"."""

    kind: str
    data: str

    @property
    def name(self) -> str:
        """What it is, without what depends on the text around it: colours, places, the contents of a clipboard."""
        if self.kind == "text":
            return "text"
        if self.kind == "csi":
            final = self.data[-1]
            plain = self.data[0] not in "?<=>"
            return f"csi {final}" if final in "mHABCDGKJ" and plain else f"csi {self.data}"
        if self.kind == "osc":
            return f"osc {self.data.partition(';')[0]}"
        return f"{self.kind} {self.data!r}"


_TOKEN = re.compile(
    r"(?P<text>[^\x00-\x1f\x7f-\x9f]+)"
    r"|(?:\x1b\[|\x9b)(?P<csi>[0-?]*[ -/]*[@-~])"
    r"|(?:\x1b\]|\x9d)(?P<osc>[^\x07\x1b\x9c]*)(?:\x07|\x1b\\|\x9c)"
    r"|(?:\x1b[PX^_]|[\x90\x98\x9e\x9f])(?P<string>[^\x1b\x9c]*)(?:\x1b\\|\x9c)"
    r"|\x1b(?P<esc>[ -/]*[0-OQ-WYZ\\`-~])"
    r"|(?P<control>[\x00-\x1a\x1c-\x1f\x7f-\x9f])"
    r"|(?P<broken>\x1b)",
    re.DOTALL,
)
_SURROGATE = re.compile("[\ud800-\udfff]")


def tokens(output: bytes) -> Iterator[Token]:
    """`output` taken apart as a terminal does it (ECMA-48, UTF-8)."""
    text = output.decode("utf-8", "surrogateescape")
    for found in _TOKEN.finditer(text):
        kind = found.lastgroup or "broken"
        data = found[kind]
        if _SURROGATE.search(data):
            kind = "broken"
        yield Token(kind, data)


def names(output: bytes) -> set[str]:
    """The sequences and controls in `output`, each by its name."""
    return {token.name for token in tokens(output)} - {"text"}


class Terminal:
    """A program with this terminal as its own. A context manager; what it started is ended with it."""

    def __init__(
        self,
        *arguments: str,
        size: tuple[int, int] = (100, 30),
        cell: tuple[int, int] = (0, 0),
        env: Mapping[str, str] | None = None,
        answers: Mapping[bytes, bytes] = ANSWERS,
        program: Iterable[str] = (sys.executable, "-m", "reader"),
    ) -> None:
        """`size` in columns and rows, `cell` in pixels where the line knows them; `answers` maps what the program asks to what comes back."""
        self._output = bytearray()
        self._tail = b""
        self.code: int | None = None
        self._answers = dict(answers)
        self._shown = 0
        self._screen: Any = None
        self._rows: list[str] | None = None
        self.master, self._slave = os.openpty()
        self._cell = cell
        self.resize(*size)
        self.flags = termios.tcgetattr(self._slave)
        kept = {name: value for name, value in os.environ.items() if name not in _LEFT_OUT}
        self.started = time.monotonic()
        self.process = subprocess.Popen(
            [*program, *arguments],
            cwd=ROOT,
            env={**kept, "TERM": "xterm-256color", **(env or {})},
            stdin=self._slave,
            stdout=self._slave,
            stderr=self._slave,
            start_new_session=True,
            preexec_fn=_take_terminal,
        )

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *_: object) -> None:
        self.drop()
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()

    # What comes out

    def read(self, seconds: float) -> bool:
        """Take what comes within `seconds`, answering questions; False when nothing did or all is closed."""
        if self.master < 0 or not select.select([self.master], [], [], seconds)[0]:
            return False
        try:
            data = os.read(self.master, 1 << 16)
        except OSError:
            data = b""
        if not data:
            return False
        self._output += data
        self._answer(data)
        return True

    @property
    def output(self) -> bytes:
        """Every byte that came."""
        return bytes(self._output)

    def _answer(self, data: bytes) -> None:
        """Answer what is asked in `data`, a question that came in two pieces included."""
        before, text = len(self._tail), self._tail + data
        asked = sorted(
            (place, answer)
            for question, answer in self._answers.items()
            if (place := text.find(question, max(0, before - len(question) + 1))) >= 0
        )
        self._tail = text[-8:]
        for _, answer in asked:
            self.send(answer)

    def until(self, true: Callable[[], object], seconds: float = PATIENCE) -> None:
        """Read until `true`; a test fails when that takes longer than `seconds`."""
        end = time.monotonic() + seconds
        while not true():
            left = end - time.monotonic()
            if left <= 0:
                raise AssertionError(f"it did not come to be in {seconds} s; the screen:\n{self.text}")
            if not self.read(min(left, 0.05)) and self.process.poll() is not None and not self.read(0):
                assert true(), f"the program ended before; it said:\n{self.output[-2000:]!r}"
                return

    def hear(self, seconds: float) -> int:
        """Read for so long, where what must not come is waited for; gives how many bytes came."""
        before = len(self._output)
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0 and self.process.poll() is None:
            self.read(left)
        return len(self._output) - before

    def quiet(self, seconds: float = 0.25, most: float = 10.0) -> None:
        """Read until nothing came for `seconds`: for a tour that looks at all bytes and asserts nothing of the screen."""
        end = time.monotonic() + most
        while time.monotonic() < end and self.read(seconds):
            pass

    def says(self, data: bytes, since: int = 0, seconds: float = PATIENCE) -> None:
        """Read until `data` is in the output from byte `since` on."""
        self.until(lambda: self._output.find(data, since) >= 0, seconds)

    def shows(self, text: str, seconds: float = PATIENCE) -> None:
        """Read until `text` is on the screen."""
        self.until(lambda: text in self.text, seconds)

    def hides(self, text: str, seconds: float = PATIENCE) -> None:
        """Read until `text` is not on the screen any more."""
        self.until(lambda: text not in self.text, seconds)

    @property
    def screen(self) -> Any:
        """What a terminal (pyte) makes of the output so far, up to the end of the last whole frame."""
        end = _end_of_frames(self._output, self._shown)
        if self._shown < end:
            stream = pyte.Stream(self._screen)
            for token in tokens(bytes(self._output[self._shown : end])):
                draw(stream, token)
            self._shown = end
            self._rows = None
        return self._screen

    @property
    def rows(self) -> list[str]:
        """The rows of the screen."""
        screen = self.screen
        if self._rows is None:
            self._rows = [_row(screen.buffer[y], screen.columns) for y in range(screen.lines)]
        return self._rows

    @property
    def text(self) -> str:
        """The screen as text."""
        return "\n".join(self.rows)

    # What goes in

    def send(self, data: bytes) -> None:
        """As the terminal would: keys, or an answer."""
        try:
            os.write(self.master, data)
        except OSError:
            return

    def press(self, *keys: str, pause: float = 0.0) -> None:
        """Type; what the program draws meanwhile is read."""
        for key in keys:
            self.send(KEYS.get(key, key.encode()))
            self.read(pause)

    def resize(self, columns: int, rows: int) -> None:
        """Another size. The screen is empty then, and the program is to draw all of it again."""
        wide, high = self._cell
        size = struct.pack("HHHH", rows, columns, columns * wide, rows * high)
        fcntl.ioctl(self._slave, termios.TIOCSWINSZ, size)
        self._screen, self._rows = pyte.Screen(columns, rows), None
        self._shown = len(self._output)

    def signal(self, number: int) -> None:
        """To the program."""
        os.kill(self.process.pid, number)

    def drop(self) -> None:
        """Pull the plug: nobody holds the terminal's other end any more."""
        for place in (self._slave, self.master):
            if place >= 0:
                os.close(place)
        self._slave = self.master = -1

    # Its end

    def ended(self, seconds: float = PATIENCE) -> int:
        """Read until it has ended; gives its exit code, the negative number of a signal that killed it."""
        end = time.monotonic() + seconds
        while self.process.poll() is None:
            assert time.monotonic() < end, f"it did not end in {seconds} s; the screen:\n{self.text}"
            if not self.read(0.02) and self.master < 0:
                time.sleep(0.01)
        while self.read(0.05):
            pass
        self.code = self.process.returncode
        return self.code

    def flags_now(self) -> list[Any]:
        """The line's settings, as `flags` were before the program."""
        return termios.tcgetattr(self._slave)

    def stopped(self, seconds: float = PATIENCE) -> None:
        """Read until the program is stopped by job control."""
        self.until(lambda: _state(self.process.pid) in ("T", "t"), seconds)


FRAME, WHOLE = b"\x1b[?2026h", b"\x1b[?2026l"
"""Around each frame, where the terminal said that it knows synchronized output."""

KEYS = {
    "enter": b"\r",
    "escape": b"\x1b[27u",
    "tab": b"\t",
    "space": b" ",
    "backspace": b"\x7f",
    "up": b"\x1b[A",
    "down": b"\x1b[B",
    "right": b"\x1b[C",
    "left": b"\x1b[D",
    "home": b"\x1b[H",
    "end": b"\x1b[F",
    "pagedown": b"\x1b[6~",
    "pageup": b"\x1b[5~",
    **{f"ctrl+{letter}": bytes([ord(letter) - 96]) for letter in "abcdefghijklmnopqrstuvwxyz"},
}
"""What a terminal sends. Escape is in the form that cannot be the beginning of another key, so that none has to be waited for."""


def paste(text: str) -> bytes:
    """What a terminal sends for a paste."""
    return b"\x1b[200~" + text.encode("utf-8", "replace") + b"\x1b[201~"


def _take_terminal() -> None:
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGTSTP, signal.SIGHUP, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)


def _state(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return ""


def _row(cells: Mapping[int, Any], columns: int) -> str:
    """A row of pyte's screen; half of a wide character that something was drawn over is a space."""
    out = []
    half = False
    for x in range(columns):
        text = "" if half else cells[x].data or " "
        half = text != "" and wcwidth(text[0]) == 2
        out.append(text)
    return "".join(out)


def _end_of_frames(output: bytearray, start: int) -> int:
    """Where in `output` the last frame ends that began after `start`; what came outside of frames counts, in whole sequences."""
    begun = output.rfind(FRAME, start)
    if begun >= 0 and output.find(WHOLE, begun) < 0:
        return begun
    cut = output.rfind(b"\x1b", max(start, len(output) - 64))
    broken = cut >= 0 and any(token.kind == "broken" for token in tokens(bytes(output[cut:])))
    return cut if broken else len(output)


def draw(stream: Any, token: Token) -> None:
    """Give pyte what it knows."""
    if token.kind == "text":
        stream.feed(token.data)
    elif token.kind == "csi" and not re.search(r"[<=>$ ]", token.data):
        stream.feed("\x1b[" + token.data)
    elif token.kind == "control" and token.data in "\r\n\x08\t":
        stream.feed(token.data)
