"""The screen's figures in a pty at 120x40: start, keys, memory, idle. Run by hand: `python -m tests.bench.screen [N ...]`.

A store of N entries (100,000 and 1,000,000 unless said) is seeded without long texts into a temporary folder, or into
the one that `TELEX_BENCH` names, where it is kept for the next time. A key's time is from the byte written to the first
byte of its repaint, stamped before any terminal works on it. Start is to the first row of the list, against an empty
Textual app started in turn with it. Nothing here fails on a figure.
"""

from __future__ import annotations

import fcntl
import json
import os
import pty
import select
import signal
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Sequence
from pathlib import Path

import psutil

from reader.config import Paths
from reader.newsroom import Newsroom
from reader.store.feeds import NewFeed
from reader.store.seed import seed

ROOT = Path(__file__).resolve().parents[2]
SIZE = (40, 120)
BLANK = """
import os
os.environ.setdefault("TEXTUAL_FPS", "120")
from textual.app import App
from textual.widgets import Static
class Blank(App):
    def compose(self):
        yield Static("HEADLINES")
Blank().run()
"""
QUIET = 'motion = false\n[ticker]\nmode = "off"\n[fetch]\nauto = false\n'
MOVING = "[fetch]\nauto = false\n[ticker]\nolder = true\n"


class Program:
    """A program on a pty of its own."""

    def __init__(self, arguments: Sequence[str], cache: Path) -> None:
        self.began = time.perf_counter()
        self.pid, self.line = pty.fork()
        if self.pid == 0:
            kept = {
                name: value
                for name, value in os.environ.items()
                if name not in ("NO_COLOR", "PYTHONDONTWRITEBYTECODE")
            }
            os.chdir(ROOT)
            os.execve(
                sys.executable,
                [sys.executable, *arguments],
                {
                    **kept,
                    "TERM": "xterm-256color",
                    "COLORTERM": "truecolor",
                    "PYTHONPYCACHEPREFIX": str(cache),
                },
            )
        fcntl.ioctl(self.line, termios.TIOCSWINSZ, struct.pack("HHHH", *SIZE, 0, 0))
        self.process = psutil.Process(self.pid)

    def read(self, seconds: float) -> bytes:
        """What comes first within `seconds`."""
        if not select.select([self.line], [], [], seconds)[0]:
            return b""
        try:
            return os.read(self.line, 1 << 16)
        except OSError:
            return b""

    def drain(self, seconds: float) -> int:
        """Read for so long; gives the number of bytes."""
        end, taken = time.perf_counter() + seconds, 0
        while (left := end - time.perf_counter()) > 0:
            taken += len(self.read(left))
        return taken

    def until(self, text: bytes) -> tuple[float, float]:
        """Milliseconds, of wall and of processor time, until `text` has come."""
        seen = b""
        while text not in seen:
            data = self.read(20)
            if not data:
                raise SystemExit(f"the program said nothing more: {seen[-500:]!r}")
            seen += data
        return (time.perf_counter() - self.began) * 1000, self.cpu() * 1000

    def key(self, data: bytes) -> float | None:
        """Milliseconds from a key to the first byte that it brings."""
        sent = time.perf_counter()
        os.write(self.line, data)
        return (time.perf_counter() - sent) * 1000 if self.read(0.4) else None

    def cpu(self) -> float:
        """Seconds of processor time so far."""
        times = self.process.cpu_times()
        return float(times.user + times.system)

    def end(self) -> None:
        os.kill(self.pid, signal.SIGTERM)
        while self.read(5):
            pass
        os.close(self.line)
        os.waitpid(self.pid, 0)


def telex(folder: Path, settings: str) -> list[str]:
    """The arguments that open the reader on the store in `folder`."""
    (folder / "config.toml").write_text(settings)
    return ["-m", "reader", "--data-dir", str(folder / "data"), "--config", str(folder / "config.toml")]


def fill(folder: Path, n: int) -> None:
    """A store of `n` entries, unless it is there."""
    paths = Paths(folder / "data", folder / "config.toml")
    if not paths.store.exists():
        with Newsroom.open(paths) as newsroom:
            seed(newsroom.db, n, now=int(time.time()), bodies=False)


def starts(folder: Path, cache: Path, times: int = 7) -> None:
    """First paint against an empty app, in turn."""
    figures: dict[str, list[tuple[float, float]]] = {"blank": [], "telex": []}
    for turn in range(times + 1):
        for name, arguments in (("blank", ["-c", BLANK]), ("telex", telex(folder, QUIET))):
            program = Program(arguments, cache)
            taken = program.until(b"HEADLINES")
            program.end()
            if turn:
                figures[name].append(taken)
    for place, kind in enumerate(("wall", "cpu")):
        blank, own = ([one[place] for one in figures[name]] for name in ("blank", "telex"))
        print(
            f"  first paint, {kind}: blank {statistics.median(blank):.0f} (least {min(blank):.0f}), telex "
            f"{statistics.median(own):.0f} (least {min(own):.0f}) ms: x{statistics.median(own) / statistics.median(blank):.2f}"
            f" (least x{min(own) / min(blank):.2f})"
        )


def keys(folder: Path, cache: Path, settings: str, name: str) -> None:
    """Cursor moves within the view, then at its edge, then memory and idle time."""
    program = Program(telex(folder, settings), cache)
    program.until(b"HEADLINES")
    program.drain(3)
    for kind, warm, pressed in (
        ("in view", b"", [b"j"] * 20 + [b"k"] * 19),
        ("scrolling", b"0500G", [b"k"] * 60),
        ("pages", b"", [b"\x04"] * 20 + [b"\x15"] * 20),
        ("far jumps", b"", [b"G", b"g", b"g"] * 4),
    ):
        if warm:
            os.write(program.line, warm)
            program.drain(0.6)
            program.key(b"k")
            for _ in range(SIZE[0]):
                os.write(program.line, b"k")
            program.drain(0.8)
        taken = []
        for one in pressed:
            program.drain(0.05)
            time_taken = program.key(one)
            if time_taken is not None:
                taken.append(time_taken)
        taken.sort()
        if taken:
            print(
                f"  {name}, {kind}: p50 {taken[len(taken) // 2]:.1f}, p95 {taken[int(len(taken) * 0.95)]:.1f}, "
                f"most {taken[-1]:.1f} ms (n = {len(taken)})"
            )
    program.drain(3)
    before, began = program.cpu(), time.perf_counter()
    written = program.drain(10)
    idle = (program.cpu() - before) / (time.perf_counter() - began) * 1000
    memory = program.process.memory_full_info()
    engine = sum(child.memory_full_info().pss for child in program.process.children(recursive=True))
    print(
        f"  {name}, at rest: {idle:.1f} ms of processor time and {written / 10:.0f} bytes a second; screen "
        f"{memory.pss / 2**20:.0f} MB PSS ({memory.rss / 2**20:.0f} RSS), engine {engine / 2**20:.0f} MB PSS"
    )
    program.end()


def refreshing(base: Path, cache: Path, feeds: int = 500) -> None:
    """Keys while `feeds` feeds of 100 entries come in over a store of 20,000."""
    folder = base / f"refresh-{time.time_ns()}"
    fill(folder, 20_000)
    with subprocess.Popen(
        [sys.executable, "-m", "tests.bench.press", "--feeds", str(feeds), "--entries", "100"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=ROOT,
    ) as press:
        assert press.stdout is not None
        assert press.stdin is not None
        addresses = json.loads(press.stdout.readline())["urls"]
        with Newsroom.open(Paths(folder / "data", folder / "config.toml")) as newsroom:
            newsroom.import_feeds([NewFeed(url=url, title=f"Press {n}") for n, url in enumerate(addresses)])
        program = Program(telex(folder, QUIET), cache)
        program.until(b"HEADLINES")
        program.drain(3)
        os.write(program.line, b"R")
        program.drain(0.5)
        taken: list[float] = []
        silent = 0
        end = time.perf_counter() + 60
        while time.perf_counter() < end and len(taken) < 400:
            program.drain(0.04)
            for one in (b"j", b"k"):
                program.drain(0.02)
                time_taken = program.key(one)
                if time_taken is None:
                    silent += 1
                else:
                    taken.append(time_taken)
        taken.sort()
        with Newsroom.open(Paths(folder / "data", folder / "config.toml"), readonly=True) as newsroom:
            came = newsroom.counts().total - 20_000
        print(
            f"while {feeds} feeds come in ({came:,} entries so far): p50 {taken[len(taken) // 2]:.1f}, "
            f"p95 {taken[int(len(taken) * 0.95)]:.1f}, most {taken[-1]:.1f} ms (n = {len(taken)}, {silent} silent)"
        )
        program.end()
        press.stdin.close()


def main(sizes: Sequence[int]) -> None:
    kept = os.environ.get("TELEX_BENCH")
    with tempfile.TemporaryDirectory() as temporary:
        base = Path(kept or temporary)
        for n in sizes:
            folder = base / f"screen-{n}"
            fill(folder, n)
            print(f"{n:,} entries, {SIZE[1]}x{SIZE[0]}, Python {sys.version.split()[0]}")
            starts(folder, base / "cache")
            keys(folder, base / "cache", QUIET, "still")
            keys(folder, base / "cache", MOVING, "ticker")
        refreshing(Path(temporary), base / "cache")


if __name__ == "__main__":
    main([int(one) for one in sys.argv[1:]] or [100_000, 1_000_000])
