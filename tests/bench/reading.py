"""The article pane's figures in a pty at 120x40: open, settle, resize, scroll, memory. Run by hand: `python -m tests.bench.reading`.

100 articles of 5,000 words with 200 links, 5 tables and 10 blocks of code each are stored. First paint is from the byte
of the key written to the first byte of its repaint; settled is when all of the text is set, told by the program itself
along a pipe; a resize is from the window's change to its repaint. Milliseconds of wall and, told by the program, of its
own processor time: on a loaded machine only the second says something. Nothing here fails on a figure.
"""

from __future__ import annotations

import asyncio
import fcntl
import os
import select
import statistics
import struct
import tempfile
import termios
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random

from reader.cli.engine import Workshop
from reader.config import Paths
from reader.demo.longread import long_read
from reader.model import Entry, ParsedFeed
from reader.newsroom import Newsroom
from reader.store import feeds
from reader.store.entries import store_feed
from tests.bench.screen import QUIET, Program, telex

ARTICLES = 100
WORDS, LINKS, TABLES, CODES = 5_000, 200, 5, 10

_CODE = "def lamp(turns: int) -> list[str]:\n    # one letter a turn\n    return [signal(n) for n in range(turns)]\n\n"
_TOLD = """
import os, sys, time
os.environ.setdefault("TEXTUAL_FPS", "120")
from reader.tui.widgets.article import ArticlePane
from reader.__main__ import main
def tell(what):
    os.write({pipe}, f"{{what}} {{time.perf_counter()}} {{time.process_time()}}\\n".encode())
def telling(name, before="", after="", when=lambda pane: True):
    method = getattr(ArticlePane, name)
    def told(self, *arguments, **more):
        if before:
            tell(before)
        found = method(self, *arguments, **more)
        if after and when(self):
            tell(after)
        return found
    setattr(ArticlePane, name, told)
telling("place_article", before="placed")
telling("render_lines", after="drawn")
telling("_settle_slice", after="settled", when=lambda pane: pane.document.settled)
sys.argv[1:] = {arguments!r}
sys.exit(main(sys.argv[1:]))
"""


def long_article(number: int) -> str:
    """The HTML of one article; each differs."""
    chance = Random(number)
    words = " ".join(long_read().replace("<", " <").split()).split()
    plain = [word for word in words if "<" not in word and ">" not in word]
    start = chance.randrange(len(plain))
    plain = (plain[start:] + plain[:start])[:WORDS]
    parts: list[str] = []
    paragraphs = [plain[place : place + 50] for place in range(0, WORDS, 50)]
    for place, paragraph in enumerate(paragraphs):
        if place % 10 == 0:
            parts.append(f"<h2>Cape {number}.{place}</h2>")
        for link in range(LINKS // len(paragraphs)):
            at = 5 + 20 * link
            paragraph[at] = f'<a href="https://capes.example/{number}/{place}/{link}">{paragraph[at]}</a>'
        parts.append(f"<p>{' '.join(paragraph)}</p>")
        if place % (len(paragraphs) // CODES) == 5:
            parts.append(f'<pre><code class="language-python">{_CODE * 3}</code></pre>')
        if place % (len(paragraphs) // TABLES) == 7:
            rows = "".join(
                f"<tr><td>{word}</td><td>{n * 17}</td><td>{' '.join(paragraph[10:14])}</td></tr>"
                for n, word in enumerate(paragraph[30:38])
            )
            parts.append(f"<table><tr><th>Light</th><th>Feet</th><th>Kept by</th></tr>{rows}</table>")
    return "\n".join(parts)


def fill(folder: Path) -> None:
    """The store with the articles, prepared as the engine does it."""
    items = tuple(
        Entry(
            id=f"urn:cape:{n}",
            title=f"From cape to cape, part {n}",
            link=f"https://capes.example/{n}",
            published=int(time.time()) - 60 * n,
            content=long_article(n),
            language="en",
        )
        for n in range(ARTICLES)
    )
    with Newsroom.open(Paths(folder / "data", folder / "config.toml")) as newsroom:
        db = newsroom.db
        feed = feeds.add_feed(db, "https://capes.example/feed").id
        parsed = ParsedFeed(title="Capes", entries=items, found=ARTICLES)
        store_feed(db, feed, parsed, next_at=db.now() + 86_400, now=db.now())

        async def finish() -> None:
            async with Workshop(newsroom, lambda _: None) as workshop:
                await workshop.finish()

        asyncio.run(finish())


@dataclass(frozen=True, slots=True)
class Taken:
    """Milliseconds of wall and of processor time since an act of the person."""

    wall: float
    cpu: float


class Watched(Program):
    """The reader, with the times that it tells along a pipe."""

    def __init__(self, folder: Path, cache: Path) -> None:
        self.told, end = os.pipe()
        os.set_inheritable(end, True)
        super().__init__(["-c", _TOLD.format(pipe=end, arguments=telex(folder, QUIET)[2:])], cache)
        os.close(end)
        self._rest = b""

    def spent(self) -> float:
        """Seconds of processor time of all threads, to the nanosecond."""
        tasks = Path(f"/proc/{self.pid}/task").glob("*/schedstat")
        return sum(int(one.read_text().split()[0]) for one in tasks) / 1e9

    def act(self, act: Callable[[], object], seconds: float = 1.0) -> tuple[float, dict[str, Taken]]:
        """Do `act`: milliseconds to the first byte that comes, and what was told of it, each the first time.

        Until all of the text is set, `seconds` at most.
        """
        self.read_told()
        spent, began = self.spent(), time.perf_counter()
        act()
        first = 0.0
        found: dict[str, Taken] = {}
        while "settled" not in found and (left := began + seconds - time.perf_counter()) > 0:
            if self.read(min(left, 0.02)) and not first:
                first = (time.perf_counter() - began) * 1000
            for what, wall, cpu in self.read_told():
                if what != "drawn" or "placed" in found:
                    found.setdefault(what, Taken((wall - began) * 1000, (cpu - spent) * 1000))
        self.drain(0.1)
        return first, found

    def read_told(self) -> list[tuple[str, float, float]]:
        """What was told since it was read last: what, seconds of the clock, seconds of processor time."""
        while select.select([self.told], [], [], 0)[0]:
            if not (data := os.read(self.told, 1 << 16)):
                break
            self._rest += data
        *lines, self._rest = self._rest.split(b"\n")
        words = [line.decode().split() for line in lines]
        return [(what, float(wall), float(cpu)) for what, wall, cpu in words]

    def resize(self, rows: int, columns: int) -> None:
        fcntl.ioctl(self.line, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def memory(self) -> float:
        """Megabytes that are this process's own or its part of what is shared (PSS)."""
        return float(self.process.memory_full_info().pss) / 2**20


def told(name: str, figures: Sequence[float]) -> None:
    """One line of milliseconds."""
    taken = sorted(figures)
    print(
        f"  {name}: least {taken[0]:.1f}, p50 {statistics.median(taken):.1f}, "
        f"p95 {taken[int(len(taken) * 0.95)]:.1f}, most {taken[-1]:.1f} ms (n = {len(taken)})",
        flush=True,
    )


def measure(program: Watched) -> None:
    """All figures of one reader that shows the list."""
    program.until(b"HEADLINES")
    program.drain(3)
    program.act(lambda: os.write(program.line, b"\r"), 2)
    before = program.memory()
    opened = [program.act(lambda: os.write(program.line, b"J")) for _ in range(ARTICLES - 1)]
    told("open, first byte, wall", [first for first, _ in opened])
    for what in ("drawn", "settled"):
        told(f"open, {what}, wall", [found[what].wall for _, found in opened if what in found])
        told(f"open, {what}, cpu", [found[what].cpu for _, found in opened if what in found])
    told_memory = [before]
    for step in (b"K", b"J"):
        program.drain(1)
        told_memory.append(program.memory())
        for _ in range(ARTICLES - 1):
            os.write(program.line, step)
            program.drain(0.08)
    os.write(program.line, b"q")
    program.drain(1)
    told_memory.append(program.memory())
    rounds = ", ".join(f"{one:.1f}" for one in told_memory)
    print(
        f"  memory with one open, after {ARTICLES}, {2 * ARTICLES}, {3 * ARTICLES}, none open: {rounds} MB PSS"
    )
    program.act(lambda: os.write(program.line, b"\r"), 2)
    scrolled = []
    for key in [b"j"] * 200 + [b" "] * 15 + [b"\x15"] * 15:
        spent = program.spent()
        wall = program.key(key)
        program.drain(0.05)
        if wall is not None:
            scrolled.append((wall, (program.spent() - spent) * 1000))
    told("scroll, first byte, wall", [wall for wall, _ in scrolled])
    told("scroll, all of it, cpu", [cpu for _, cpu in scrolled])
    resized = []
    for columns in [*range(119, 99, -2), *range(101, 121, 2)]:
        resized.append(program.act(partial(program.resize, 40, columns)))
    for what in ("drawn", "settled"):
        told(f"resize, {what}, wall", [found[what].wall for _, found in resized if what in found])
        told(f"resize, {what}, cpu", [found[what].cpu for _, found in resized if what in found])


def main() -> None:
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        fill(folder)
        print(
            f"{ARTICLES} articles of {WORDS:,} words, {LINKS} links, {TABLES} tables, {CODES} blocks of code, 120x40"
        )
        program = Watched(folder, folder / "cache")
        measure(program)
        program.end()


if __name__ == "__main__":
    main()
